use super::shared::Of;
use super::testing::{Testing, margin};
use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::qmethod::statements::Margin;
use crate::render;

/// Show the statements on which no two factors differ
///
/// No pair of factors differs significantly at .01; those that do not differ at .05 either are marked. That no difference was found is not
/// proof that there is none: `--equivalence` tests whether all factors agree within a margin.
#[derive(Debug, clap::Args)]
pub(super) struct Consensus {
    /// Test whether all factors agree within a margin: `0.5` in z, `2sed`, or `1column` of the grid
    #[arg(long, value_name = "MARGIN", value_parser = margin, allow_negative_numbers = true)]
    equivalence: Option<Margin>,
    #[command(flatten)]
    testing: Testing,
    #[command(flatten)]
    of: Of,
}

impl Magic for Consensus {
    const NAME: &'static str = "consensus";
    const GROUP: Group = Group::Interpretation;
    const EXAMPLES: &'static [Example] = &[
        Example {
            at: Station::Flagged,
            cell: "%q consensus",
            does: "what all viewpoints share",
        },
        Example {
            at: Station::Flagged,
            cell: "%q consensus --equivalence 1column",
            does: "with a test that they agree within one column",
        },
    ];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        let solution = self.of.solution(call)?;
        let scored = solution.scored()?;
        let rule = self.testing.rule(scored)?;
        let report = render::consensus(scored, solution.labels(), rule, self.equivalence)?;
        Ok(Answer::about(solution, report))
    }
}
