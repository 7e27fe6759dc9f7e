//! Arguments that several verbs have in common, and small steps they share.

use crate::magic::{Answer, Body, Call, MagicError};
use crate::qmethod::{Convention, Distribution, FactorIndex};
use crate::render::{self, Block, Report, Severity};
use crate::session::{Session, Solution};
use crate::study_files::{GridRequest, Loaded, Source, parse_grid, read_grid};
use std::path::Path;

/// Which solution to look at.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Of {
    /// A kept solution, instead of the one under way
    #[arg(long, value_name = "SOLUTION")]
    pub(super) of: Option<String>,
}

impl Of {
    pub(super) fn solution(&self, call: &Call<'_>) -> Result<Solution, MagicError> {
        Ok(call.solution(self.of.as_deref())?)
    }
}

/// Words of the analyst, which may begin with a minus; what begins with two is an option misspelt.
pub(super) fn words(text: &str) -> Result<String, String> {
    match text.starts_with("--") {
        true => Err("expected words; there is no option of this name".to_owned()),
        false => Ok(text.to_owned()),
    }
}

/// A number of factors.
pub(super) fn whole_number(text: &str) -> Result<usize, String> {
    let number = text.parse();
    number.map_err(|_| "expected a whole number, such as `-k 5`".to_owned())
}

/// A path as the user means it: relative to the notebook's folder, `~` being home. Messages show it as short as the program's own folder
/// allows, which is the notebook's: as it was typed.
pub(super) fn file(path: &str, directory: &Path) -> Source {
    let home = path.strip_prefix("~/").zip(dirs::home_dir());
    let full = match home {
        Some((rest, home)) => home.join(rest),
        None => directory.join(path),
    };
    let here = std::env::current_dir().ok();
    let short = here.and_then(|here| Some(full.strip_prefix(here).ok()?.to_owned()));
    Source::File(short.unwrap_or(full))
}

/// The name of a file without its folder and ending.
pub(super) fn stem(path: &str) -> String {
    let stem = Path::new(path).file_stem();
    stem.map_or_else(|| path.to_owned(), |s| s.to_string_lossy().into_owned())
}

/// The lines under a `%%q`; rows in messages count as the reader sees them, from the cell's first line.
pub(super) fn body_source(body: Body<'_>) -> Source {
    Source::Inline {
        name: "this cell".to_owned(),
        text: format!("{}{}", "\n".repeat(body.above), body.text),
    }
}

/// `value:cards` pairs, or a file of them.
pub(super) fn stated_grid(text: &str, directory: &Path) -> Result<Distribution, MagicError> {
    if text.contains(':') || text.trim().is_empty() {
        return Ok(parse_grid(text)?);
    }
    Ok(read_grid(&file(text, directory))?)
}

/// `free`, `value:cards` pairs, or a file of them.
pub(super) fn grid_request(
    grid: Option<&str>,
    array_grid: Option<&str>,
    directory: &Path,
) -> Result<GridRequest, MagicError> {
    let distribution = |text: &str| stated_grid(text, directory);
    match (grid, array_grid) {
        (Some("free"), arrays) => Ok(GridRequest::Free {
            arrays: arrays.map(distribution).transpose()?,
        }),
        (Some(grid), None) => Ok(GridRequest::Stated(distribution(grid)?)),
        (None, None) => Ok(GridRequest::FromSorts),
        (_, Some(_)) => Err(MagicError::Refused(
            "`--array-grid` is for free sorts: say `--grid free` as well. A forced grid serves the factor arrays itself."
                .to_owned(),
        )),
    }
}

/// The factors named, or all of them.
pub(super) fn factors(
    solution: &Solution,
    names: &[String],
) -> Result<Vec<FactorIndex>, MagicError> {
    if names.is_empty() {
        solution.rotated()?;
        let count = solution.labels().len();
        return Ok((0..count).map(FactorIndex).collect());
    }
    let found: Result<Vec<_>, _> = names.iter().map(|name| solution.factor(name)).collect();
    Ok(found?)
}

/// The loadings, flagged as far as they are.
pub(super) fn rotation_report(solution: &Solution) -> Result<Report, MagicError> {
    let labels = solution.labels();
    Ok(match solution.flagged() {
        Ok(flagged) => render::loadings(flagged, labels),
        Err(_) => render::rotated(solution.rotated()?, labels),
    })
}

/// The report with a sentence before everything else, where there is one.
pub(super) fn opening(mut report: Report, sentence: Option<String>) -> Report {
    if let Some(sentence) = sentence {
        let note = render::Note {
            severity: Severity::Remark,
            text: sentence,
        };
        report.blocks.insert(0, Block::Note(note));
    }
    report
}

/// One report after another under the title of the first.
pub(super) fn joined(reports: impl IntoIterator<Item = Report>) -> Report {
    let mut reports = reports.into_iter();
    let Some(mut all) = reports.next() else {
        return Report::new("");
    };
    for next in reports {
        all.blocks.push(Block::Heading(next.title));
        all.blocks.extend(next.blocks);
    }
    all
}

/// The name without blanks around it, if other magics could call it: lists of names are separated by commas.
pub(super) fn checked_name(name: &str) -> Result<&str, MagicError> {
    let name = name.trim();
    let why = match name {
        "" => "A name needs at least one letter. Write one, in quotes if it has blanks.".to_owned(),
        _ if name.contains(',') => format!(
            "The name `{name}` has a comma, which separates names in a list. Choose another name."
        ),
        _ => return Ok(name),
    };
    Err(MagicError::Refused(why))
}

/// Takes a study in and says what it is and what was assumed.
pub(super) fn take_in(
    session: &mut Session,
    name: &str,
    loaded: Loaded,
    origin: Vec<String>,
) -> Result<Answer, MagicError> {
    let name = checked_name(name)?;
    let unkept = session.unkept();
    session.add_study(name, loaded.study, origin, loaded.notes);
    let study = session.current()?.study();
    let report = opening(render::study(&study.study, name, &study.notes), unkept);
    let remark = format!(
        "{}: {} sorts of {} statements, {}",
        name,
        study.study.sort_count(),
        study.study.statement_count(),
        study.digest
    );
    Ok(Answer::step_with_remark(report, remark))
}

/// Whose conventions a verb follows: the values of `--like`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Like {
    /// Exact and fully converged
    #[default]
    #[value(alias = "converged")]
    Exact,
    /// PQMethod
    Pqmethod,
    /// KADE and Ken-Q
    Kade,
    /// The R package qmethod
    Qmethod,
}

impl Like {
    pub(super) fn convention(self) -> Convention {
        match self {
            Self::Exact => Convention::Exact,
            Self::Pqmethod => Convention::Pqmethod,
            Self::Kade => Convention::Kade,
            Self::Qmethod => Convention::Qmethod,
        }
    }
}
