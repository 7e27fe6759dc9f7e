//! Why there is no study. Each kind of refusal stands beside the code that raises it; this is their sum.

use super::archive::ArchiveError;
#[cfg(feature = "kernel")]
use super::codes::CodesError;
use super::collected::ImportError;
use super::columns::ColumnsError;
use super::concourse::ConcourseFileError;
use super::cross_product::SumsError;
use super::fit::FitError;
use super::grid::GridError;
use super::ids::IdError;
use super::participants::ParticipantsError;
use super::printed::PrintedError;
use super::reconstruction::PlanError;
use super::sheets::SheetError;
use super::sorts::SortsError;
use super::source::SourceError;
use super::statements::StatementsError;
use super::table::TableError;
use super::target::TargetError;
use crate::concourse::ConcourseError;
use crate::qmethod::MethodError;
#[cfg(feature = "kernel")]
use crate::survey::StoreError;
use thiserror::Error;

/// Why a file, or text in a cell, gives no study. The text is for the analyst: what, where, expected, found, next step.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum StudyFileError {
    /// The source cannot be read, or is no text.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// The text is no table.
    #[error(transparent)]
    Table(#[from] TableError),
    /// The workbook cannot be read.
    #[error(transparent)]
    Sheets(#[from] SheetError),
    /// The file of a program is not what it should be, or does not go with the others.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// The columns are no Q set.
    #[error(transparent)]
    Columns(#[from] ColumnsError),
    /// The participants cannot be told apart.
    #[error(transparent)]
    Ids(#[from] IdError),
    /// The cards have no values.
    #[error(transparent)]
    Sorts(#[from] SortsError),
    /// The table holds no sums of sorts.
    #[error(transparent)]
    Sums(#[from] SumsError),
    /// The sorts do not fill a grid.
    #[error(transparent)]
    Fit(#[from] FitError),
    /// The statements are wrong, or not those of the sorts.
    #[error(transparent)]
    Statements(#[from] StatementsError),
    /// The participants are not those of the sorts.
    #[error(transparent)]
    Participants(#[from] ParticipantsError),
    /// The table is not one to set beside ours.
    #[error(transparent)]
    Printed(#[from] PrintedError),
    /// The table is no target of a rotation.
    #[error(transparent)]
    Target(#[from] TargetError),
    /// No grid can be made of the text.
    #[error(transparent)]
    Grid(#[from] GridError),
    /// The file is no plan of a reconstruction.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// The file is no list of codes.
    #[cfg(feature = "kernel")]
    #[error(transparent)]
    Codes(#[from] CodesError),
    /// The file of a study collected here cannot be used.
    #[cfg(feature = "kernel")]
    #[error(transparent)]
    Collected(#[from] StoreError),
    /// The table is no concourse.
    #[error(transparent)]
    ConcourseFile(#[from] ConcourseFileError),
    /// What only a concourse itself refuses.
    #[error("{file}: {source}")]
    Concourse {
        /// The source it came from.
        file: String,
        /// The refusal.
        source: ConcourseError,
    },
    /// What only the method refuses.
    #[error("{file}: {source}")]
    Method {
        /// The source the study came from.
        file: String,
        /// The refusal.
        source: MethodError,
    },
    /// Whoever watched wanted it to end.
    #[error("Reading {file} was interrupted.")]
    Interrupted {
        /// The file being read.
        file: String,
    },
    /// An example that does not exist.
    #[error("There is no example `{name}`. Examples: {known}.")]
    NoExample {
        /// What was asked for.
        name: String,
        /// The names there are.
        known: String,
    },
}

impl From<ArchiveError> for StudyFileError {
    fn from(error: ArchiveError) -> Self {
        Self::Source(SourceError::Archive(error))
    }
}
