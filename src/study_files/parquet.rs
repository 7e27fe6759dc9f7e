//! Parquet files as columns of text.

use super::place::quoted;
use super::table::TableError;
use polars::prelude::{
    Column, DataFrame, DataType, ParallelStrategy, ParquetReader, PolarsResult, SerReader,
    StringChunked,
};
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The headings and columns of a Parquet file, numbers written out, missing values as null.
pub(super) fn text_columns(
    name: &str,
    bytes: Vec<u8>,
) -> Result<(Vec<String>, Vec<StringChunked>), TableError> {
    if bytes.len() < 12 || !bytes.ends_with(b"PAR1") {
        return Err(TableError::ParquetCutOff {
            name: name.to_owned(),
        });
    }
    let broken = |cause: String| TableError::ParquetBroken {
        name: name.to_owned(),
        cause,
    };
    // The decoder asserts what a sound file holds, and a damaged one does not.
    let read = catch_unwind(AssertUnwindSafe(|| read(bytes)));
    let frame = read
        .map_err(|_| broken("its content is damaged".to_owned()))?
        .map_err(|error| broken(first_line(&error.to_string())))?;
    let headings: Vec<String> = frame
        .columns()
        .iter()
        .map(|c| c.name().trim().to_owned())
        .collect();
    let columns = frame
        .columns()
        .iter()
        .map(|column| as_text(column).map_err(|_| broken(no_text(column))))
        .collect::<Result<_, _>>()?;
    Ok((headings, columns))
}

fn read(bytes: Vec<u8>) -> PolarsResult<DataFrame> {
    // On this thread alone, so that a panic stays on it.
    ParquetReader::new(Cursor::new(bytes))
        .read_parallel(ParallelStrategy::None)
        .set_rechunk(true)
        .finish()
}

fn as_text(column: &Column) -> PolarsResult<StringChunked> {
    column.cast(&DataType::String)?.str().cloned()
}

fn no_text(column: &Column) -> String {
    format!(
        "the column {} holds {}, which is no text or number",
        quoted(column.name()),
        column.dtype()
    )
}

fn first_line(text: &str) -> String {
    text.lines()
        .next()
        .unwrap_or_default()
        .trim_end_matches('.')
        .to_owned()
}
