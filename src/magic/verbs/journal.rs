use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::render::Report;
use crate::session::JournalEntry;

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
        let cells = cells(entries);
        let how = match cells.len() {
            1 => "These lines can be pasted into one cell and run again.",
            _ => {
                "Each of these pieces can be pasted into a cell; run in this order they do the same again."
            }
        };
        let report = Report::new("Journal").text(how);
        Ok(cells.into_iter().fold(report, Report::code).into())
    }
}

/// The steps as cells: a `%%q` with its lines needs one of its own, other magics share one.
fn cells(entries: &[JournalEntry]) -> Vec<String> {
    let alone = |entry: &JournalEntry| entry.source.starts_with("%%q");
    entries
        .chunk_by(|a, b| !alone(a) && !alone(b))
        .map(|entries| {
            let lines: Vec<String> = entries.iter().map(JournalEntry::as_cell).collect();
            lines.join("\n")
        })
        .collect()
}
