use super::shared::Of;
use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::render;

/// Show the factor scores (z-scores) of the statements
///
/// The table, and a dot plot of all factors with the statements in the order of disagreement.
#[derive(Debug, clap::Args)]
pub(super) struct Scores {
    #[command(flatten)]
    of: Of,
}

impl Magic for Scores {
    const NAME: &'static str = "scores";
    const GROUP: Group = Group::Results;
    const EXAMPLES: &'static [Example] = &[
        Example {
            at: Station::Flagged,
            cell: "%q scores",
            does: "z-scores as table and picture",
        },
        Example {
            at: Station::Sites,
            cell: "%q scores --of B",
            does: "those of a kept solution",
        },
    ];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        let solution = self.of.solution(call)?;
        let report = render::scores(solution.scored()?, solution.labels());
        Ok(Answer::about(solution, report))
    }
}
