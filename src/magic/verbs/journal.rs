use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::render::Report;

/// Show what was done
///
/// The steps of the analysis with the digest of its data, in a form that can be pasted into cells and run again.
#[derive(Debug, clap::Args)]
pub(super) struct Journal {}

impl Magic for Journal {
    const NAME: &'static str = "journal";
    const GROUP: Group = Group::Session;
    const EXAMPLES: &'static [Example] = &[Example {
        at: Station::Flagged,
        cell: "%q journal",
        does: "lists the steps so far",
    }];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        let entries = call.session.journal();
        if entries.is_empty() {
            return Ok(Report::new("Journal").text("Nothing was done yet.").into());
        }
        let several_cells = entries.iter().any(|e| e.source.starts_with("%%q"));
        let lines: Vec<String> = entries.iter().map(|e| e.as_cell()).collect();
        let how = if several_cells {
            "Each `%%q` with its lines is a cell of its own; the other lines may share one."
        } else {
            "These lines can be pasted into one cell and run again."
        };
        Ok(Report::new("Journal")
            .text(how)
            .code(lines.join("\n"))
            .into())
    }
}
