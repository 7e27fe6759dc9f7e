//! Polars reads the cells of a surveyed text.

use super::error::TableError;
use polars::prelude::{Column, DataFrame, DataType, PolarsResult, Schema, StringChunked};
use polars_io::SerReader;
use polars_io::csv::read::{CsvParseOptions, CsvReadOptions};
use std::io::Cursor;
use std::sync::Arc;

pub(super) fn read_csv(separator: u8, columns: usize, body: String) -> PolarsResult<DataFrame> {
    let schema: Schema = (0..columns)
        .map(|column| (column.to_string().into(), DataType::String))
        .collect();
    let parse = CsvParseOptions::default().with_separator(separator);
    CsvReadOptions::default()
        .with_has_header(false)
        .with_schema(Some(Arc::new(schema)))
        .with_infer_schema_length(Some(0))
        .with_parse_options(parse)
        .with_rechunk(true)
        .into_reader_with_file_handle(Cursor::new(body))
        .finish()
}

/// The frame's columns, if polars found the rows and columns that the survey did.
pub(super) fn text_columns(
    name: &str,
    frame: PolarsResult<DataFrame>,
    columns: usize,
    rows: usize,
) -> Result<Vec<StringChunked>, TableError> {
    let unreadable = |cause: String| TableError::Unreadable {
        name: name.to_owned(),
        cause,
    };
    let frame = frame.map_err(|error| unreadable(error.to_string()))?;
    if frame.height() != rows || frame.width() != columns {
        return Err(unreadable(format!(
            "{rows} rows of {columns} cells were expected, {} of {} were found",
            frame.height(),
            frame.width()
        )));
    }
    let text = |column: &Column| column.str().cloned();
    frame
        .columns()
        .iter()
        .map(text)
        .collect::<PolarsResult<_>>()
        .map_err(|e| unreadable(e.to_string()))
}
