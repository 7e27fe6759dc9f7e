use super::shared::{Of, factors, joined};
use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::qmethod::FactorIndex;
use crate::qmethod::prevalence::prevalence;
use crate::render::{self, CardSource};

/// Show all of a viewpoint at once, to talk about it
///
/// Name and summary, the composite sort with distinguishing and consensus statements marked, what sets the viewpoint apart and what all share, who defines it and in
/// which words. `%q name` and `%q summary` edit what stands at the top. Of every viewpoint, if none is named. `%q export cards.html --as cards` writes them as
/// hand-outs, one sheet for each, for a workshop with the participants.
#[derive(Debug, clap::Args)]
pub(super) struct Card {
    /// Which factors
    #[arg(value_name = "FACTOR")]
    factors: Vec<String>,
    /// Count who holds it by this attribute of the participants
    #[arg(long, value_name = "ATTRIBUTE")]
    by: Option<String>,
    #[command(flatten)]
    of: Of,
}

impl Magic for Card {
    const NAME: &'static str = "card";
    const GROUP: Group = Group::Interpretation;
    const EXAMPLES: &'static [Example] = &[Example {
        at: Station::Flagged,
        cell: "%q card F1 --by site",
        does: "all of the first viewpoint, and how many hold it at each site",
    }];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        let solution = self.of.solution(call)?;
        let scored = solution.scored()?;
        let counted = match &self.by {
            Some(by) => Some(prevalence(solution.flagged()?, by)?),
            None => None,
        };
        let summaries = solution.summaries();
        let source = CardSource {
            scored,
            labels: solution.labels(),
            summaries: &summaries,
            prevalence: counted.as_ref(),
        };
        let asked: Vec<FactorIndex> = match self.factors.as_slice() {
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
            reports.push(render::card(&source, factor)?);
        }
        Ok(Answer::about(solution, joined(reports)))
    }
}
