use super::shared::Of;
use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::render;

/// Show the statements from consensus to disagreement
///
/// By the variance of their z-scores over the factors, smallest first.
#[derive(Debug, clap::Args)]
pub(super) struct Disagreement {
    #[command(flatten)]
    of: Of,
}

impl Magic for Disagreement {
    const NAME: &'static str = "disagreement";
    const GROUP: Group = Group::Interpretation;
    const EXAMPLES: &'static [Example] = &[Example {
        at: Station::Flagged,
        cell: "%q disagreement",
        does: "what divides the viewpoints comes last",
    }];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        let solution = self.of.solution(call)?;
        let report = render::disagreement(solution.scored()?, solution.labels())?;
        Ok(Answer::about(solution, report))
    }
}
