use super::shared::Of;
use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::render;

/// Show the factor characteristics
///
/// Defining sorts, reliability, standard errors of factor scores and of their differences, correlations between factor scores.
#[derive(Debug, clap::Args)]
pub(super) struct Characteristics {
    #[command(flatten)]
    of: Of,
}

impl Magic for Characteristics {
    const NAME: &'static str = "characteristics";
    const GROUP: Group = Group::Results;
    const EXAMPLES: &'static [Example] = &[Example {
        at: Station::Flagged,
        cell: "%q characteristics",
        does: "the usual tables",
    }];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        let solution = self.of.solution(call)?;
        let report = render::characteristics(solution.scored()?, solution.labels());
        Ok(Answer::about(solution, report))
    }
}
