use super::shared::{Of, factors, joined};
use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::render;

/// Show ranks of the statements, or where a factor ranks them beside the others
///
/// Without factors: z-score and rank of every statement on every factor. With factors: the relative ranks of each, that is the statements it ranks
/// highest and lowest, and those that no other factor ranks higher, or lower.
#[derive(Debug, clap::Args)]
pub(super) struct Ranks {
    /// Which factors
    #[arg(value_name = "FACTOR")]
    factors: Vec<String>,
    #[command(flatten)]
    of: Of,
}

impl Magic for Ranks {
    const NAME: &'static str = "ranks";
    const GROUP: Group = Group::Results;
    const EXAMPLES: &'static [Example] = &[
        Example {
            at: Station::Flagged,
            cell: "%q ranks",
            does: "factor score ranks",
        },
        Example {
            at: Station::Flagged,
            cell: "%q ranks F1",
            does: "what the first factor ranks higher or lower than the others",
        },
    ];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        let solution = self.of.solution(call)?;
        let (scored, labels) = (solution.scored()?, solution.labels());
        if self.factors.is_empty() {
            let report = render::ranks(scored, labels);
            return Ok(Answer::about(solution, report));
        }
        let mut reports = Vec::new();
        for factor in factors(&solution, &self.factors)? {
            reports.push(render::relative(scored, labels, factor)?);
        }
        Ok(Answer::about(solution, joined(reports)))
    }
}
