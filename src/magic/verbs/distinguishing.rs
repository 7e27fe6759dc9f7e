use super::shared::Of;
use super::testing::Testing;
use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::render;

/// Show the statements that distinguish a factor from all others
///
/// A statement distinguishes a factor when its z-score differs from that on every other factor by more than 1.96 (p < .05) or 2.58 (p < .01)
/// standard errors of the difference. Of every factor, if none is named. `%q differences` shows the differences behind it.
#[derive(Debug, clap::Args)]
pub(super) struct Distinguishing {
    /// Which factor
    #[arg(value_name = "FACTOR")]
    factor: Option<String>,
    #[command(flatten)]
    testing: Testing,
    #[command(flatten)]
    of: Of,
}

impl Magic for Distinguishing {
    const NAME: &'static str = "distinguishing";
    const GROUP: Group = Group::Interpretation;
    const EXAMPLES: &'static [Example] = &[
        Example {
            at: Station::Flagged,
            cell: "%q distinguishing F1",
            does: "what sets the first factor apart",
        },
        Example {
            at: Station::Flagged,
            cell: "%q distinguishing --levels .01,.001 --adjust holm",
            does: "of all factors, corrected for the number of comparisons",
        },
        Example {
            at: Station::Flagged,
            cell: "%q distinguishing F1 --cohens-d 0.8",
            does: "by the size of the difference",
        },
    ];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        let solution = self.of.solution(call)?;
        let factor = self.factor.map(|f| solution.factor(&f)).transpose()?;
        let rule = self.testing.rule(solution.scored()?)?;
        let report = render::distinguishing(solution.scored()?, solution.labels(), factor, rule)?;
        Ok(Answer::about(solution, report))
    }
}
