use super::shared::{body_source, take_in};
use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::render;
use crate::study_files::{NO_STATEMENTS, with_statements};

/// Show the Q set, or give the statements' texts in the cell
///
/// `%q statements` shows the statements. `%%q statements` takes the lines below it as their texts: one statement per line in the order of
/// their numbers, or a table with `number` and `text`.
#[derive(Debug, clap::Args)]
pub(super) struct Statements {}

impl Magic for Statements {
    const NAME: &'static str = "statements";
    const GROUP: Group = Group::Study;
    const BODY: Option<&'static str> =
        Some("one statement per line, or a table with `number` and `text`");
    const EXAMPLES: &'static [Example] = &[
        Example {
            at: Station::Study,
            cell: "%q statements",
            does: "shows the Q set",
        },
        Example {
            at: Station::Inline,
            cell: "%%q statements\nHot\nSweet\nStrong\nWith milk\nFrom leaves",
            does: "names the statements of the study under way",
        },
    ];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        let current = call.session.current()?;
        let Some(body) = call.body else {
            return Ok(render::statements(current.part()).into());
        };
        let named = current.study();
        let name = named.name.clone();
        let mut loaded = with_statements(named.study.as_ref().clone(), &body_source(body))?;
        let mut origin = named.origin.clone();
        origin.push(call.step());
        let mut notes = named.notes.clone();
        notes.retain(|note| !note.starts_with(NO_STATEMENTS));
        loaded.notes = [notes, loaded.notes].concat();
        take_in(call.session, &name, loaded, origin)
    }
}
