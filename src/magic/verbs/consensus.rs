use super::shared::Of;
use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::qmethod::statements::CriticalValues;
use crate::render;

/// Show the statements on which no two factors differ
///
/// No pair of factors differs significantly at .01; those that do not differ at .05 either are marked. That no difference was found is not
/// proof that there is none.
#[derive(Debug, clap::Args)]
pub(super) struct Consensus {
    #[command(flatten)]
    of: Of,
}

impl Magic for Consensus {
    const NAME: &'static str = "consensus";
    const GROUP: Group = Group::Interpretation;
    const EXAMPLES: &'static [Example] = &[Example {
        at: Station::Flagged,
        cell: "%q consensus",
        does: "what all viewpoints share",
    }];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        let solution = self.of.solution(call)?;
        let critical = CriticalValues::default();
        let report = render::consensus(solution.scored()?, solution.labels(), critical)?;
        Ok(Answer::about(solution, report))
    }
}
