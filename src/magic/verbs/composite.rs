use super::shared::{Of, factors, joined};
use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::render;

/// Show a factor's composite sort as a picture
///
/// The grid with the statements in it, distinguishing and consensus statements marked; of every factor, if none is named.
#[derive(Debug, clap::Args)]
pub(super) struct Composite {
    /// Which factors
    #[arg(value_name = "FACTOR")]
    factors: Vec<String>,
    #[command(flatten)]
    of: Of,
}

impl Magic for Composite {
    const NAME: &'static str = "composite";
    const GROUP: Group = Group::Results;
    const EXAMPLES: &'static [Example] = &[Example {
        at: Station::Flagged,
        cell: "%q composite F1",
        does: "the first factor in its grid",
    }];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        let solution = self.of.solution(call)?;
        let scored = solution.scored()?;
        let mut reports = Vec::new();
        for factor in factors(&solution, &self.factors)? {
            reports.push(render::composite(scored, solution.labels(), factor)?);
        }
        let report = joined(reports);
        Ok(Answer::about(solution, report))
    }
}
