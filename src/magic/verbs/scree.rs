use super::shared::Of;
use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::render;
use crate::session::Look;
use std::sync::Arc;

/// Show the eigenvalues and the scree plot
///
/// Look for the bend: factors before it carry what sorts have in common, those after it mostly noise.
#[derive(Debug, clap::Args)]
pub(super) struct Scree {
    #[command(flatten)]
    of: Of,
}

impl Magic for Scree {
    const NAME: &'static str = "scree";
    const GROUP: Group = Group::Analysis;
    const EXAMPLES: &'static [Example] = &[Example {
        at: Station::Extracted,
        cell: "%q scree",
        does: "eigenvalues as table and picture",
    }];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        let solution = self.of.solution(call)?;
        let report = render::scree(solution.extracted()?);
        call.looks.remember(Look::Scree {
            of: Arc::clone(solution.extracted()?),
        });
        Ok(Answer::about(solution, report))
    }
}
