use super::shared::Of;
use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::qmethod::MethodError;
use crate::render;

/// Show the factor arrays
///
/// Each factor as the Q sort of someone who holds exactly its viewpoint: its statements laid out on the grid by their z-scores.
#[derive(Debug, clap::Args)]
pub(super) struct Arrays {
    #[command(flatten)]
    of: Of,
}

impl Magic for Arrays {
    const NAME: &'static str = "arrays";
    const GROUP: Group = Group::Results;
    const EXAMPLES: &'static [Example] = &[
        Example {
            at: Station::Flagged,
            cell: "%q arrays",
            does: "one column per factor",
        },
        Example {
            at: Station::Sites,
            cell: "%q arrays --of A",
            does: "those of a kept solution",
        },
    ];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        let solution = self.of.solution(call)?;
        let scored = solution.scored()?;
        if scored.array_distribution().is_none() {
            return Err(MethodError::NoGridForArrays.into());
        }
        let report = render::arrays(scored, solution.labels());
        Ok(Answer::about(solution, report))
    }
}
