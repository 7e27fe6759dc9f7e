use super::collecting::{page_words, progress_words, store};
use super::publishing::path;
use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::publish::{self, NewFile};
use crate::render::{Align, Report, Table, TableCell, counted};
use crate::survey::{Listed, Record, Store, as_htmlq, as_json, as_quince, minutes, progress, utc};

/// List a study's respondents, export what is stored of them, or delete it
///
/// Without options a table: number, code, beginning, how far, minutes at work. A code lets its owner resume, so treat the table as confidential. What is
/// loaded into the analysis are the complete sorts, by number and without codes.
#[derive(Debug, clap::Args)]
pub(super) struct Respondents {
    /// The study, NAME.qstudy; the only one beside the notebook if none is named
    #[arg(value_name = "STUDY", value_hint = clap::ValueHint::FilePath)]
    study: Option<String>,
    /// Only the respondent of this code, with everything stored
    #[arg(long, value_name = "CODE")]
    code: Option<String>,
    /// Delete everything stored of the respondent of this code
    #[arg(long, value_name = "CODE", conflicts_with_all = ["code", "export"])]
    delete: Option<String>,
    /// Write to this file: `.csv` the complete sorts as HTMLQ writes them, `.json` every step of everybody
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    export: Option<String>,
    /// With `--export` to a `.csv`: the program in whose form the complete sorts are written
    #[arg(
        long,
        value_name = "PROGRAM",
        visible_alias = "as",
        requires = "export"
    )]
    format: Option<Collector>,
    /// With `--export`: replace a file that is there already
    #[arg(long, requires = "export")]
    overwrite: bool,
}

/// The programs in whose form sorts are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Collector {
    /// Semicolons between values, a column for each statement
    Htmlq,
    /// A row of Baserow for each sort, its cells labelled
    Quince,
}

impl Magic for Respondents {
    const NAME: &'static str = "respondents";
    const GROUP: Group = Group::Study;
    const EXAMPLES: &'static [Example] = &[
        Example {
            at: Station::Survey,
            cell: "%q respondents",
            does: "lists who has taken part",
        },
        Example {
            at: Station::Survey,
            cell: "%q respondents tea.qstudy --export tea.csv --format quince",
            does: "writes the complete sorts as Quince does",
        },
        Example {
            at: Station::Survey,
            cell: "%q respondents tea.qstudy --export tea.json",
            does: "writes down every step of everybody",
        },
    ];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        let mut store = store(self.study.as_deref(), call.directory)?;
        if let Some(code) = &self.delete {
            if !store.delete(code)? {
                return Err(no_such_code(code));
            }
            let words = format!("Everything stored of the respondent of {code} has been deleted.");
            return Ok(Report::new(title(&store))
                .text(words)
                .text(progress_words(&store.records()?))
                .into());
        }
        let mut records = store.records()?;
        if let Some(code) = &self.code {
            let wanted = store.respondent(code)?.ok_or_else(|| no_such_code(code))?;
            records.retain(|record| record.code == wanted.code());
        }
        if let Some(name) = &self.export {
            return self.export(&store, &records, name, call);
        }
        let report = match (&self.code, records.as_slice()) {
            (Some(_), [record]) => one(&store, record),
            _ => all(&store, &records, &store.listed()?),
        };
        Ok(report.into())
    }
}

impl Respondents {
    fn export(
        &self,
        store: &Store,
        records: &[Record],
        name: &str,
        call: &Call<'_>,
    ) -> Result<Answer, MagicError> {
        let ending = name.rsplit_once('.').map(|(_, ending)| ending);
        let text = match (ending, self.format) {
            (Some("csv"), None | Some(Collector::Htmlq)) => as_htmlq(store.definition(), records),
            (Some("csv"), Some(Collector::Quince)) => as_quince(store.definition(), records),
            (_, Some(_)) => {
                return Err(MagicError::Refused(format!(
                    "`--export {name}` is no `.csv`, and `--format` says how one is written. Let the file end in `.csv`, or leave `--format` out."
                )));
            }
            (Some("json"), None) => format!("{:#}\n", as_json(store.definition(), records)),
            _ => {
                return Err(MagicError::Refused(format!(
                    "`--export {name}` does not say what to write. Let the file end in `.csv` (complete sorts, as HTMLQ writes them) or `.json` (every step)."
                )));
            }
        };
        let file = NewFile {
            path: path(name, call.directory),
            bytes: text.into_bytes(),
        };
        publish::write(&[file], None, self.overwrite)?;
        let report = Report::new(title(store)).text(format!("Written to `{name}`."));
        Ok(report.text(progress_words(records)).into())
    }
}

fn no_such_code(code: &str) -> MagicError {
    MagicError::Refused(format!(
        "There is no respondent of the code `{code}` in this study. `%q respondents` lists them."
    ))
}

fn title(store: &Store) -> String {
    format!("Respondents of {}", store.definition().name)
}

fn all(store: &Store, records: &[Record], listed: &[Listed]) -> Report {
    let mut table = Table::new(counted(records.len(), "respondent", "respondents"))
        .column("No.", Align::Right)
        .column("Code", Align::Left)
        .column("Began (UTC)", Align::Left)
        .column("How far", Align::Left)
        .column("Minutes", Align::Right);
    let definition = store.definition();
    for record in records {
        table.push([
            TableCell::text(record.number.to_string()),
            TableCell::text(record.code.as_str()),
            TableCell::text(utc(record)),
            TableCell::text(page_words(record.sorting.page())),
            TableCell::number(minutes(definition, record), 1),
        ]);
    }
    let report = Report::new(title(store));
    let report = if records.is_empty() {
        report
    } else {
        report.table(table)
    };
    let report = report.text(progress_words(records));
    let report = match unused(listed) {
        Some(table) => report.table(table),
        None => report,
    };
    report
        .remark("Minutes are those at work: time away before coming back by code is left out. Codes let their owners resume; keep them to yourself.")
        .data("respondents", progress(definition, records))
}

/// The codes of the list under which nobody has begun, for whoever reminds them.
fn unused(listed: &[Listed]) -> Option<Table> {
    let left: Vec<&Listed> = listed.iter().filter(|listed| !listed.is_used).collect();
    let title = format!(
        "{} of {} of the list not used yet",
        left.len(),
        counted(listed.len(), "code", "codes")
    );
    let mut table = Table::new(title.as_str())
        .column("Code", Align::Left)
        .collapsed("The codes not used yet");
    for listed in &left {
        table.push([TableCell::text(listed.code.as_str())]);
    }
    (!left.is_empty()).then_some(table)
}

fn one(store: &Store, record: &Record) -> Report {
    let steps = as_json(store.definition(), std::slice::from_ref(record));
    Report::new(title(store))
        .text(format!(
            "Respondent {}, {}, {:.1} minutes at work: everything that is stored.",
            record.number,
            page_words(record.sorting.page()),
            minutes(store.definition(), record)
        ))
        .code(format!("{:#}", steps["respondents"]))
}
