use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::render;

/// Show the study at a glance
///
/// Its sorts, statements, grid and attributes, and everything that was assumed when it was read.
#[derive(Debug, clap::Args)]
pub(super) struct Study {}

impl Magic for Study {
    const NAME: &'static str = "study";
    const GROUP: Group = Group::Study;
    const EXAMPLES: &'static [Example] = &[Example {
        at: Station::Study,
        cell: "%q study",
        does: "shows what was loaded",
    }];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        let study = call.session.current()?.study();
        Ok(render::study(&study.study, &study.name, &study.notes).into())
    }
}
