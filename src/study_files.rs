//! Files of the field ⇄ [`Study`](crate::qmethod::Study); the only place where polars stands. [`load`] reads them all.
//!
//! Every refusal names the file, the row (the line an editor shows, from 1, the heading line included; in Parquet, which has no lines, the
//! row of the data), the column by its heading, what was expected, what was found and what to do next.

mod archive;
mod attributes;
#[cfg(feature = "kernel")]
mod codes;
mod collected;
mod columns;
mod concourse;
mod cross_product;
mod encoding;
mod error;
mod example;
mod faults;
mod fit;
mod formats;
mod formula;
mod given;
mod grid;
mod ids;
mod load;
#[cfg(feature = "kernel")]
mod online;
mod participants;
mod place;
mod printed;
mod reconstruction;
mod sheets;
mod sorts;
mod source;
mod statements;
mod table;
mod target;

pub use archive::ArchiveError;
#[cfg(feature = "kernel")]
pub use codes::{CodesError, read_codes};
pub use collected::{ImportError, MOST_STATEMENTS};
pub use columns::ColumnsError;
pub use concourse::{ConcourseFileError, LoadedConcourse, read_concourse};
pub use cross_product::{
    SumsError, factors_size, moments_size, read_cross_product, read_moments, read_totals,
};
pub use error::StudyFileError;
pub use example::{example, example_names};
pub use fit::FitError;
pub use formats::Format;
pub use formula::{guarded, unguarded};
pub use grid::{GridError, parse_grid, read_grid};
pub use ids::IdError;
pub use load::{
    GridRequest, LoadRequest, Loaded, NO_STATEMENTS, Orientation, load, load_watched,
    with_participants, with_statements,
};
#[cfg(feature = "kernel")]
pub use online::{OnlineStudy, read_online_study};
pub use participants::ParticipantsError;
pub use place::{Further, Place};
pub use printed::{PrintedError, PrintedTable, read_printed};
pub use reconstruction::{PlanError, PlanFile, read_plan};
pub use sheets::SheetError;
pub use sorts::SortsError;
pub use source::{Source, SourceError};
pub use statements::{StatementsError, read_statements, read_statements_in};
pub use table::TableError;
pub use target::{TargetError, read_rotation, read_target};
