use super::shared::Of;
use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::qmethod::prevalence::{prevalence, prevalence_crossed};
use crate::render;

/// Count who holds which viewpoint
///
/// Defining sorts of each factor by an attribute of the participants, such as their site, or by two attributes crossed; with Wilson's intervals and an
/// exact test of whether the groups differ. A P set is chosen, not sampled: the counts describe these participants.
#[derive(Debug, clap::Args)]
pub(super) struct Prevalence {
    /// The attribute
    #[arg(value_name = "ATTRIBUTE")]
    by: String,
    /// A second attribute, crossed with the first
    #[arg(value_name = "ATTRIBUTE")]
    and: Option<String>,
    #[command(flatten)]
    of: Of,
}

impl Magic for Prevalence {
    const NAME: &'static str = "prevalence";
    const GROUP: Group = Group::Comparison;
    const EXAMPLES: &'static [Example] = &[Example {
        at: Station::Flagged,
        cell: "%q prevalence site",
        does: "defining sorts by site and factor",
    }];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        let solution = self.of.solution(call)?;
        let flagged = solution.flagged()?;
        let counted = match &self.and {
            None => prevalence(flagged, &self.by)?,
            Some(and) => prevalence_crossed(flagged, &self.by, and)?,
        };
        let report = render::prevalence(&counted, solution.labels());
        Ok(Answer::about(solution, report))
    }
}
