use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::render;

/// Show the grid
///
/// How many cards a sort holds at each value. The grid is stated when a study is loaded: `%q load … --grid …`.
#[derive(Debug, clap::Args)]
pub(super) struct Grid {}

impl Magic for Grid {
    const NAME: &'static str = "grid";
    const GROUP: Group = Group::Study;
    const EXAMPLES: &'static [Example] = &[Example {
        at: Station::Study,
        cell: "%q grid",
        does: "shows the forced distribution",
    }];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        Ok(render::grid(call.session.current()?.part()).into())
    }
}
