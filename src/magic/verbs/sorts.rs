use super::shared::{body_source, grid_request, take_in};
use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::render;
use crate::study_files::{LoadRequest, load};

/// Show the Q sorts, or define a study in the cell
///
/// `%q sorts` shows the sorts of the study. `%%q sorts` reads the lines below it as a table, just as `%q load` reads a file.
#[derive(Debug, clap::Args)]
pub(super) struct Sorts {
    /// For `%%q sorts`: `free`, pairs such as `-1:1,0:3,1:1`, or a file; without it the grid is read off the sorts if they all agree
    #[arg(long, value_name = "GRID", value_hint = clap::ValueHint::FilePath, allow_hyphen_values = true)]
    grid: Option<String>,
    /// For `%%q sorts --grid free`: the distribution to lay factor arrays out on
    #[arg(long, value_name = "GRID", value_hint = clap::ValueHint::FilePath, allow_hyphen_values = true)]
    array_grid: Option<String>,
    /// For `%%q sorts`: what to call the study
    #[arg(long = "as", value_name = "NAME", default_value = "study")]
    name: String,
}

impl Magic for Sorts {
    const NAME: &'static str = "sorts";
    const GROUP: Group = Group::Study;
    const BODY: Option<&'static str> = Some(
        "a table: a heading line with `id` and the statements' numbers, then one line per sort",
    );
    const EXAMPLES: &'static [Example] = &[
        Example {
            at: Station::Study,
            cell: "%q sorts",
            does: "shows the sorts",
        },
        Example {
            at: Station::Start,
            cell: "%%q sorts --as tea\nid,group,1,2,3,4,5\nAnn,x,-1,0,0,0,1\nBob,x,0,-1,0,1,0\nCem,y,1,-1,0,0,0",
            does: "defines a small study on the spot",
        },
    ];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        let Some(body) = call.body else {
            return Ok(render::sorts(call.session.current()?.part()).into());
        };
        let loaded = load(&LoadRequest {
            grid: grid_request(
                self.grid.as_deref(),
                self.array_grid.as_deref(),
                call.directory,
            )?,
            ..LoadRequest::of(body_source(body))
        })?;
        let origin = vec![call.step()];
        take_in(call.session, &self.name, loaded, origin)
    }
}
