use super::background::background;
use super::publishing::{Target, analysis, ending, path, write};
use super::shared::{Of, words};
use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station, provenance_of};
use crate::publish::{Format, Options};
use crate::render;

/// Say in words what was done, or write a report to a file
///
/// Without FILE: the method in words, ready for a paper. The ending of FILE says the format: `.docx`, `.html` and `.md` hold the method and every
/// table, `.lis` is laid out like PQMethod's listing. Nothing is overwritten unasked.
#[derive(Debug, clap::Args)]
pub(super) struct Report {
    /// Where to write
    #[arg(value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    file: Option<String>,
    /// The title of the report; without it, the study's name
    #[arg(long, value_name = "TEXT", requires = "file", allow_hyphen_values = true, value_parser = words)]
    title: Option<String>,
    /// Replace a file that is there already
    #[arg(long, visible_alias = "force", requires = "file")]
    overwrite: bool,
    #[command(flatten)]
    of: Of,
}

impl Magic for Report {
    const NAME: &'static str = "report";
    const GROUP: Group = Group::Session;
    const EXAMPLES: &'static [Example] = &[
        Example {
            at: Station::Flagged,
            cell: "%q report",
            does: "says in words what was done",
        },
        Example {
            at: Station::Flagged,
            cell: "%q report case-study.lis",
            does: "writes a listing with PQMethod's headings",
        },
    ];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        let solution = self.of.solution(call)?;
        let Some(text) = self.file else {
            let provenance = provenance_of(&solution);
            let background = background(call, &solution);
            let report = render::methods(&analysis(&solution, &provenance, &background));
            return Ok(Answer::about(solution, report));
        };
        let path = path(&text, call.directory);
        let format = match ending(&path).as_deref() {
            Some("docx") => Format::Word,
            Some("html") => Format::Html,
            Some("lis") => Format::Listing,
            Some("md") => Format::Markdown,
            _ => {
                return Err(MagicError::Refused(format!(
                    "The ending of `{text}` says no kind of report; expected `.docx`, `.html`, `.md` or `.lis`. Change the name; `%q export` writes data."
                )));
            }
        };
        let options = Options {
            title: self.title,
            ..Options::default()
        };
        let target = Target { path, format };
        write(call, solution, &[target], &options, self.overwrite)
    }
}
