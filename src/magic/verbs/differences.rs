use super::shared::Of;
use super::testing::Testing;
use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::render;

/// Show the differences between the z-scores of two factors
///
/// All statements by falling difference, with its standard error, p value and interval. Without factors, every pair side by side, and what each
/// statement does: distinguishes all factors, only one, some, or none.
#[derive(Debug, clap::Args)]
pub(super) struct Differences {
    /// The factor to start from
    #[arg(value_name = "FACTOR", requires = "second")]
    first: Option<String>,
    /// The factor whose z-scores are taken off
    #[arg(value_name = "FACTOR")]
    second: Option<String>,
    #[command(flatten)]
    testing: Testing,
    #[command(flatten)]
    of: Of,
}

impl Magic for Differences {
    const NAME: &'static str = "differences";
    const GROUP: Group = Group::Interpretation;
    const EXAMPLES: &'static [Example] = &[
        Example {
            at: Station::Flagged,
            cell: "%q differences F1 F2",
            does: "where the first two factors part",
        },
        Example {
            at: Station::Flagged,
            cell: "%q differences --like qmethod",
            does: "every pair, with the stars of R qmethod",
        },
    ];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        let solution = self.of.solution(call)?;
        let (scored, labels) = (solution.scored()?, solution.labels());
        let rule = self.testing.rule(scored)?;
        let report = match (self.first, self.second) {
            (Some(first), Some(second)) => {
                let pair = [solution.factor(&first)?, solution.factor(&second)?];
                if pair[0] == pair[1] {
                    return Err(MagicError::Refused(format!(
                        "`{first}` and `{second}` are the same factor. Name two different ones."
                    )));
                }
                render::differences(scored, labels, pair, rule)?
            }
            _ => render::all_differences(scored, labels, rule)?,
        };
        Ok(Answer::about(solution, report))
    }
}
