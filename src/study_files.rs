//! Files of the field ⇄ [`Study`](crate::qmethod::Study); the only place where polars stands.
//!
//! Every refusal names the file, the row (the line an editor shows, from 1, the heading line included; in Parquet, which has no lines, the
//! row of the data), the column by its heading, what was expected, what was found and what to do next.

mod error;
mod example;
mod grid;
mod load;
mod source;

pub use error::StudyFileError;
pub use example::{example, example_names};
pub use grid::{parse_grid, read_grid};
pub use load::{
    GridRequest, LoadRequest, Loaded, Orientation, load, with_participants, with_statements,
};
pub use source::Source;
