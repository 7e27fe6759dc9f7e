use super::shared::{Of, factors, joined};
use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::render;

/// Show the crib sheet of a factor
///
/// After Watts and Stenner: the statements it ranks highest and lowest, and those it ranks higher or lower than every other factor. Of every
/// factor, if none is named.
#[derive(Debug, clap::Args)]
pub(super) struct Crib {
    /// Which factors
    #[arg(value_name = "FACTOR")]
    factors: Vec<String>,
    #[command(flatten)]
    of: Of,
}

impl Magic for Crib {
    const NAME: &'static str = "crib";
    const GROUP: Group = Group::Interpretation;
    const EXAMPLES: &'static [Example] = &[Example {
        at: Station::Flagged,
        cell: "%q crib F1",
        does: "where to begin the interpretation of the first factor",
    }];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        let solution = self.of.solution(call)?;
        let scored = solution.scored()?;
        let mut reports = Vec::new();
        for factor in factors(&solution, &self.factors)? {
            reports.push(render::crib(scored, solution.labels(), factor)?);
        }
        let report = joined(reports);
        Ok(Answer::about(solution, report))
    }
}
