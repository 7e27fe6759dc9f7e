//! Why text or a Parquet file is no table.

use super::MOST_ROWS;
use crate::study_files::place::{Further, Place, count};
use thiserror::Error;

/// Why text or a Parquet file is no table.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum TableError {
    /// An archive where a table is needed.
    #[error(
        "{name} is a ZIP archive of {found}; expected a table, or the archive of a KADE project, which holds `sorts.txt`. Unpack it and load the table in it."
    )]
    Archive {
        /// The source.
        name: String,
        /// The files in it.
        found: String,
    },
    /// A single column where several are needed.
    #[error(
        "{name} is no table: its first line, {line}, has no comma, semicolon or tab between cells. {next}"
    )]
    NotATable {
        /// The source.
        name: String,
        /// The line, shortened.
        line: String,
        /// What to do.
        next: &'static str,
    },
    /// Nothing below the headings.
    #[error(
        "{name} has a line of headings (row {row}) and no data below it; expected one row of cells each. Check that the file was saved whole."
    )]
    HeadingsOnly {
        /// The source.
        name: String,
        /// The line of the headings.
        row: usize,
    },
    /// A row that no table has.
    #[error(
        "{name}, row {row} is longer than 1 MB; it begins {start}. Check that the file is a table with line ends, and that every quoted cell is closed."
    )]
    RowTooLong {
        /// The source.
        name: String,
        /// The line the row begins on.
        row: usize,
        /// Its beginning.
        start: String,
    },
    /// More columns than any study.
    #[error(
        "{name}, row {row} has more than {most} cells; a table has one column per statement and a few more. Check that the file is a table with line ends."
    )]
    TooManyColumns {
        /// The source.
        name: String,
        /// The line.
        row: usize,
        /// The limit.
        most: usize,
    },
    /// A quoted cell without its end.
    #[error(
        "{name}, row {row}: the cell that begins {after} opens a quote that is never closed. Close it; write a quote inside a quoted cell twice (\"\")."
    )]
    OpenQuote {
        /// The source.
        name: String,
        /// The line.
        row: usize,
        /// The cell's beginning.
        after: String,
    },
    /// A quoted cell that goes on.
    #[error(
        "{name}, row {row}: text follows the closing quote of the cell {cell}. Put the whole cell into quotes, and write a quote inside it twice (\"\")."
    )]
    TextAfterQuote {
        /// The source.
        name: String,
        /// The line.
        row: usize,
        /// The quoted part.
        cell: String,
    },
    /// Rows of unequal length.
    #[error("{name}, row {row} has {found}; the headings have {expected}.{further} {next}")]
    Ragged {
        /// The source.
        name: String,
        /// The first such line.
        row: usize,
        /// How many cells it has, in words.
        found: String,
        /// How many headings there are.
        expected: usize,
        /// The other lines.
        further: Further,
        /// What to do.
        next: &'static str,
    },
    /// Values under no heading.
    #[error(
        "{place}: column {number} has no heading, but holds {found} there. Name the column, or empty it."
    )]
    NoHeading {
        /// The first cell that is not empty.
        place: Place,
        /// The column's place, from 1.
        number: usize,
        /// What the cell holds.
        found: String,
    },
    /// One heading over two columns.
    #[error(
        "{name} has two columns named {heading}: columns {first} and {second}. Rename one of them."
    )]
    RepeatedHeading {
        /// The source.
        name: String,
        /// The heading.
        heading: String,
        /// The place of the first, from 1.
        first: usize,
        /// The place of the second, from 1.
        second: usize,
    },
    /// A column that has to be there.
    #[error(
        "{name} has no column {expected}. Its headings are {found}. Rename the column that is meant."
    )]
    NoColumn {
        /// The source.
        name: String,
        /// The headings that would do.
        expected: &'static str,
        /// The headings there are.
        found: String,
    },
    /// A Parquet file without its end.
    #[error(
        "{name} begins as a Parquet file but does not end as one: it is cut off. Copy or download it again."
    )]
    ParquetCutOff {
        /// The source.
        name: String,
    },
    /// A Parquet file that cannot be decoded.
    #[error(
        "{name} is a Parquet file that cannot be read: {cause}. Export the table again, or as CSV."
    )]
    ParquetBroken {
        /// The source.
        name: String,
        /// The reader's words.
        cause: String,
    },
    /// More cells than are held in memory.
    #[error("{name} has {} of {}; at most {} of up to 100 columns are read into the notebook. Let the engine that holds the data sum them, and load the sums with `%q load --cross-product` (docs/large-studies.md), or load a sample of the rows.", count(*rows, "row"), count(*columns, "column"), count(MOST_ROWS, "row"))]
    ParquetTooLarge {
        /// The source.
        name: String,
        /// Its rows.
        rows: usize,
        /// Its columns.
        columns: usize,
    },
    /// A table that polars reads otherwise than the survey.
    #[error("{name} cannot be read as a table: {cause}. Export it again as CSV (UTF-8).")]
    Unreadable {
        /// The source.
        name: String,
        /// The reader's words.
        cause: String,
    },
}
