use super::shared::Of;
use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::render;

/// Show how each participant dealt out the cards
///
/// Mean, standard deviation and cards at each value, sort by sort, and how far free sorts are from the grid of the factor arrays.
#[derive(Debug, clap::Args)]
pub(super) struct Distribution {
    #[command(flatten)]
    of: Of,
}

impl Magic for Distribution {
    const NAME: &'static str = "distribution";
    const GROUP: Group = Group::Study;
    const EXAMPLES: &'static [Example] = &[Example {
        at: Station::Study,
        cell: "%q distribution",
        does: "free-distribution statistics",
    }];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        let solution = self.of.solution(call)?;
        let report = render::distribution(solution.part());
        Ok(Answer::about(solution, report))
    }
}
