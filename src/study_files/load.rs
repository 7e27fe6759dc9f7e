//! From sources to a study.

use super::error::StudyFileError;
use super::source::Source;
use crate::qmethod::{Distribution, Study};

/// Which grid the sorts have to fill.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum GridRequest {
    /// The one that all sorts share; they are refused unless they do.
    #[default]
    FromSorts,
    /// This one, forced.
    Stated(Distribution),
    /// Each sort its own.
    Free {
        /// The distribution for factor arrays, if one is stated.
        arrays: Option<Distribution>,
    },
}

/// How the table of sorts lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Orientation {
    /// One row per sort.
    RowsAreSorts,
    /// One row per statement, one column per sort.
    RowsAreStatements,
}

/// What a study is to be made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadRequest {
    /// The Q sorts.
    pub sorts: Source,
    /// The statements: a table, or one per line.
    pub statements: Option<Source>,
    /// Further attributes of the participants, joined by `id`.
    pub participants: Option<Source>,
    /// The grid.
    pub grid: GridRequest,
    /// How the table of sorts lies; told from its headings if not stated.
    pub orientation: Option<Orientation>,
}

/// A study, and what was assumed on the way to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Loaded {
    /// The study.
    pub study: Study,
    /// One sentence for each thing the files did not say themselves, such as a grid read off the sorts.
    pub notes: Vec<String>,
}

/// Reads a study.
///
/// # Errors
/// [`StudyFileError`] for whatever keeps the sources from being one study; nothing is made then.
pub fn load(request: &LoadRequest) -> Result<Loaded, StudyFileError> {
    let _ = request;
    todo!()
}

/// The study with the texts of its statements, and whatever attributes stand beside them, taken from `source`.
///
/// # Errors
/// As [`load`]; also unless `source` has exactly the study's statements.
pub fn with_statements(study: Study, source: &Source) -> Result<Loaded, StudyFileError> {
    let _ = (study, source);
    todo!()
}

/// The study with the attributes of its participants in `source`, joined by `id`.
///
/// # Errors
/// As [`load`]; also if no id in `source` is one of the study.
pub fn with_participants(study: Study, source: &Source) -> Result<Loaded, StudyFileError> {
    let _ = (study, source);
    todo!()
}
