use super::shared::{Of, factors, joined};
use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::render;

/// Show the defining sorts of a factor, who made them and what they said
///
/// The heaviest first, with the participants' attributes. Attributes whose name begins with `comment` are quoted; `comment s12` is about
/// statement 12. Of every factor with defining sorts, if none is named.
#[derive(Debug, clap::Args)]
pub(super) struct Exemplars {
    /// Which factors
    #[arg(value_name = "FACTOR")]
    factors: Vec<String>,
    #[command(flatten)]
    of: Of,
}

impl Magic for Exemplars {
    const NAME: &'static str = "exemplars";
    const GROUP: Group = Group::Interpretation;
    const EXAMPLES: &'static [Example] = &[Example {
        at: Station::Flagged,
        cell: "%q exemplars F1",
        does: "who stands for the first factor",
    }];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        let solution = self.of.solution(call)?;
        let (scored, labels) = (solution.scored()?, solution.labels());
        let asked = match self.factors.as_slice() {
            [] => scored.scored_factors(),
            names => factors(&solution, names)?,
        };
        if asked.is_empty() {
            return Err(MagicError::Refused(
                "No factor has defining sorts. Flag a sort with `%q flag add`, or take more factors."
                    .to_owned(),
            ));
        }
        let mut reports = Vec::new();
        for factor in asked {
            reports.push(render::exemplars(scored, labels, factor)?);
        }
        Ok(Answer::about(solution, joined(reports)))
    }
}
