//! The files that were given: which of them holds the sorts, and in which format; which statements, grid or participants.

mod beside;

use super::StudyFileError;
use super::collected::{Collected, ImportError};
use super::encoding::Decoded;
use super::formats::{self, Format};
use super::grid::{GRID_SHEETS, grid_of};
use super::load::{LoadRequest, Watched};
use super::place::{quoted, some_of};
use super::sheets::{self, Sheet};
use super::source::{Content, Source, Workbook};
use super::statements::{STATEMENT_SHEETS, StatementList};
use super::table::Table;
use crate::qmethod::Distribution;
use beside::Beside;
use std::path::Path;

/// The names of a sheet that holds sorts.
const SORT_SHEETS: [&str; 7] = [
    "sorts", "q sorts", "q-sorts", "qsorts", "sort", "data", "daten",
];

/// The names of a sheet that holds attributes of the participants.
const PARTICIPANT_SHEETS: [&str; 4] = ["participants", "p set", "p-set", "pset"];

/// The sorts as they were given.
#[expect(clippy::large_enum_variant, reason = "there is one of them in a load")]
pub(super) enum GivenSorts {
    /// A table, either way round, with what it was taken as; nothing is said of a table in a cell.
    Table(Table, Option<&'static str>),
    /// What a program's file says.
    Collected(Collected),
}

/// What the files hold.
pub(super) struct Given {
    /// The sorts.
    pub sorts: GivenSorts,
    /// The statements, where a file of their own or beside the sorts has them.
    pub statements: Option<StatementList>,
    /// The grid of a file of its own, and where it is stated.
    pub grid: Option<(Distribution, String)>,
    /// Further attributes of the participants.
    pub participants: Vec<Participants>,
    /// What each file was taken as.
    pub notes: Vec<String>,
}

/// Where further attributes of the participants come from.
pub(super) enum Participants {
    /// A file of their own.
    File(Source),
    /// A sheet of the workbook of the sorts.
    Sheet(Box<Table>),
}

impl Given {
    /// Reads the files of a request.
    pub(super) fn read(
        request: &LoadRequest,
        watched: &Watched<'_>,
    ) -> Result<Self, StudyFileError> {
        let mut beside = Beside::default();
        let mut sorts = None;
        let all: Vec<&Source> = std::iter::once(&request.sorts)
            .chain(&request.more)
            .collect();
        for (index, source) in all.iter().enumerate() {
            let held = match is_sorts(source, index, all.len())? {
                true => None,
                false => beside.take(source)?,
            };
            if held.is_some() {
                continue;
            }
            if let Some(first) = sorts.replace(*source) {
                return Err(two_files_of_sorts(first, source).into());
            }
        }
        let Some(source) = sorts else {
            return Err(no_sorts(&all).into());
        };
        let mut given = read_sorts(source, request.format, watched)?;
        given.notes.extend(beside.notes);
        given.statements = beside.statements.or(given.statements);
        given.grid = beside.grid.or(given.grid);
        given.participants.extend(beside.participants);
        Ok(given)
    }
}

/// Whether a file is the one of the sorts, before it is looked into more closely: the only file; the first unless its name or content says
/// otherwise; a program's file of sorts.
fn is_sorts(source: &Source, index: usize, files: usize) -> Result<bool, StudyFileError> {
    if files == 1 || is_a_folder(source) || collected_here(source).is_some() {
        return Ok(true);
    }
    if source.is_named(".sta") {
        return Ok(false);
    }
    Ok(match source.read()? {
        Content::Text(Decoded { text, .. }) => match formats::recognise(&source.name(), &text) {
            None => false,
            Some((Format::Table, _)) => index == 0,
            Some(_) => true,
        },
        Content::Parquet(_) | Content::Workbook(_) => index == 0,
        Content::Archive(_) => true,
    })
}

/// The file of a study collected here, if it is one; SQLite reads such files by their path.
fn collected_here(source: &Source) -> Option<&Path> {
    match source {
        Source::File(path) if formats::is_qstudy(path) => Some(path),
        _ => None,
    }
}

fn is_a_folder(source: &Source) -> bool {
    matches!(source, Source::File(path) if formats::is_folder(path))
}

/// Reads the file of the sorts as the format that is stated, or as the one its content shows.
fn read_sorts(
    source: &Source,
    stated: Option<Format>,
    watched: &Watched<'_>,
) -> Result<Given, StudyFileError> {
    let name = source.name();
    if let Source::File(path) = source
        && (is_a_folder(source) || stated == Some(Format::Qmethod))
        && path.is_dir()
    {
        let collected = formats::read_folder(&name, path)?;
        let sign = "its folder `qsorts`";
        return Ok(of_collected(
            source,
            collected,
            Format::Qmethod,
            sign,
            stated,
        ));
    }
    if let Some(path) = collected_here(source) {
        check_stated(&name, stated, Format::Qstudy)?;
        let collected = formats::read_qstudy(&name, path)?;
        let sign = "its content";
        return Ok(of_collected(
            source,
            collected,
            Format::Qstudy,
            sign,
            stated,
        ));
    }
    match source.read()? {
        Content::Text(Decoded { text, note }) => {
            let mut given = of_text(source, text, stated)?;
            given.notes.extend(note);
            Ok(given)
        }
        Content::Workbook(workbook) => of_workbook(source, workbook, stated),
        Content::Archive(archive) if matches!(stated, None | Some(Format::KadeZip)) => {
            let collected = formats::read_archive(archive)?;
            let sign = "the files in it";
            Ok(of_collected(
                source,
                collected,
                Format::KadeZip,
                sign,
                stated,
            ))
        }
        Content::Parquet(bytes) => {
            check_stated(&name, stated, Format::Table)?;
            let table = Table::from_parquet(&name, bytes, watched)?;
            Ok(of_table(source, table, "a Parquet table"))
        }
        content => {
            check_stated(&name, stated, Format::Table)?;
            let table = Table::from_content(&name, content, &SORT_SHEETS)?;
            Ok(of_table(source, table, "a Parquet table"))
        }
    }
}

fn of_text(source: &Source, text: String, stated: Option<Format>) -> Result<Given, StudyFileError> {
    let name = source.name();
    let told = formats::recognise(&name, &text);
    let (format, sign) = match (stated, told) {
        (Some(stated), _) => (stated, ""),
        (None, Some(told)) => told,
        (None, None) => return Err(no_sorts(&[source]).into()),
    };
    if let Some(reader) = format.text_reader() {
        let mut given = of_collected(source, reader(&name, &text)?, format, sign, stated);
        if let (Format::Pqmethod, Source::File(path)) = (format, source)
            && let Some(path) = formats::companion(path)
        {
            let companion = Source::File(path);
            given.notes.push(format!(
                "{}, which lies beside it, was taken as PQMethod's statements, one per line.",
                companion.name()
            ));
            given.statements = Some(StatementList::read(&companion)?);
        }
        return Ok(given);
    }
    check_stated(&name, stated, Format::Table)?;
    let content = Content::Text(Decoded { text, note: None });
    let table = Table::from_content(&name, content, &SORT_SHEETS)?;
    Ok(of_table(source, table, "a table"))
}

fn of_workbook(
    source: &Source,
    workbook: Workbook,
    stated: Option<Format>,
) -> Result<Given, StudyFileError> {
    let name = source.name();
    let sheets = sheets::sheets(workbook)?;
    let is_ours = match stated {
        None => formats::is_results(&sheets),
        Some(stated) => stated == Format::Quincunx,
    };
    if is_ours {
        let collected = formats::read_results(&name, &sheets)?;
        let sign = "its overview";
        return Ok(of_collected(
            source,
            collected,
            Format::Quincunx,
            sign,
            stated,
        ));
    }
    let is_kade = match stated {
        None => formats::is_kade(&sheets),
        Some(stated) => stated == Format::KadeWorkbook,
    };
    if is_kade {
        let collected = formats::read_kade_workbook(&name, &sheets)?;
        let sign = "its sheets";
        return Ok(of_collected(
            source,
            collected,
            Format::KadeWorkbook,
            sign,
            stated,
        ));
    }
    if stated != Some(Format::Table) {
        check_stated(&name, stated, Format::Workbook)?;
    }
    let sorts = sheets::one_of(&name, &sheets, &SORT_SHEETS)?;
    let mut given = of_table(source, Table::from_sheet(&name, sorts)?, "a table");
    let called = |names: &[&str]| -> Option<&Sheet> {
        sheets
            .iter()
            .find(|sheet| sheet.is_called(names) && sheet.name != sorts.name)
    };
    if let Some(sheet) = called(&STATEMENT_SHEETS) {
        given
            .notes
            .push(format!("Statements from its sheet `{}`.", sheet.name));
        given.statements = Some(StatementList::from_table(Table::from_sheet(&name, sheet)?)?);
    }
    if let Some(sheet) = called(&GRID_SHEETS) {
        let table = Table::from_sheet(&name, sheet)?;
        given.grid = Some((grid_of(&table)?, format!("sheet `{}`", sheet.name)));
    }
    if let Some(sheet) = called(&PARTICIPANT_SHEETS) {
        let table = Table::from_sheet(&name, sheet)?;
        given
            .participants
            .push(Participants::Sheet(Box::new(table)));
    }
    Ok(given)
}

fn of_table(source: &Source, table: Table, words: &'static str) -> Given {
    Given {
        sorts: GivenSorts::Table(table, (!source.is_inline()).then_some(words)),
        statements: None,
        grid: None,
        participants: Vec::new(),
        notes: Vec::new(),
    }
}

fn of_collected(
    source: &Source,
    collected: Collected,
    format: Format,
    sign: &str,
    stated: Option<Format>,
) -> Given {
    let why = match stated {
        Some(format) => format!("as `--format {}` says", format.name()),
        None => format!("told by {sign}"),
    };
    Given {
        notes: vec![format!(
            "{} was taken as {}, {why}.",
            source.name(),
            format.description()
        )],
        sorts: GivenSorts::Collected(collected),
        statements: None,
        grid: None,
        participants: Vec::new(),
    }
}

/// Refuses a stated format that the content cannot have.
fn check_stated(name: &str, stated: Option<Format>, found: Format) -> Result<(), ImportError> {
    match stated {
        Some(stated) if stated != found => Err(ImportError::Files {
            what: format!(
                "{name} cannot be read as {}: it is {}.",
                stated.description(),
                found.description()
            ),
            next: "Leave `--format` out, or name another one.".to_owned(),
        }),
        _ => Ok(()),
    }
}

fn two_files_of_sorts(first: &Source, second: &Source) -> ImportError {
    ImportError::Files {
        what: format!(
            "{} and {} both look like Q sorts; one file of a study has them.",
            quoted(&first.name()),
            quoted(&second.name())
        ),
        next: "Load one of them, or say what the other is (`--statements`, `--participants`, `--grid`).".to_owned(),
    }
}

fn no_sorts(all: &[&Source]) -> ImportError {
    let names: Vec<String> = all.iter().map(|source| source.name()).collect();
    ImportError::Files {
        what: format!(
            "There are no Q sorts in {}: they describe a study.",
            some_of(&names)
        ),
        next: "Name the file of the Q sorts as well.".to_owned(),
    }
}
