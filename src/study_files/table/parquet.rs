//! Parquet files as columns of text.

use super::error::TableError;
use crate::qmethod::Texts;
use crate::study_files::place::{count, quoted};
use polars::prelude::{Column, DataFrame, DataType, PolarsError, PolarsResult};
use polars_io::SerReader;
use polars_io::parquet::read::{ParallelStrategy, ParquetReader};
use polars_parquet_format::PageHeader;
use polars_parquet_format::thrift::protocol::TCompactInputProtocol;
use std::io::{Cursor, Read};
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The most rows that are read; a few damaged bytes can announce any number.
const MOST_ROWS: usize = 1_000_000;

/// How many values polars holds at once beside what was read before.
const AT_ONCE: usize = 1 << 20;

/// The largest page that is unpacked, in bytes.
const LARGEST_PAGE: i32 = 256 << 20;

/// The headings and columns of a Parquet file, numbers written out, missing values as null.
pub(super) fn text_columns(
    name: &str,
    bytes: &[u8],
) -> Result<(Vec<String>, Vec<Texts>), TableError> {
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
    catch_unwind(AssertUnwindSafe(|| read(bytes)))
        .unwrap_or_else(|_| Err("its content is damaged".to_owned()))
        .map_err(broken)
}

fn read(bytes: &[u8]) -> Result<(Vec<String>, Vec<Texts>), String> {
    let mut reader = ParquetReader::new(Cursor::new(bytes));
    let metadata = reader.get_metadata().map_err(words)?.clone();
    let groups = || metadata.row_groups.iter().map(|group| group.num_rows());
    if let Some(rows) = groups()
        .chain([metadata.num_rows])
        .find(|rows| *rows > MOST_ROWS)
    {
        return Err(format!("it announces {}", count(rows, "row")));
    }
    for group in &metadata.row_groups {
        for column in group.parquet_columns() {
            check_pages(bytes, column.byte_range(), column.num_values())?;
        }
    }
    let width = reader.schema().map_err(words)?.len();
    let rows = metadata.num_rows;
    let (mut headings, mut columns) = (Vec::new(), Vec::new());
    let all: Vec<usize> = (0..width).collect();
    for some in all.chunks((AT_ONCE / rows.max(1)).max(1)) {
        let mut reader = ParquetReader::new(Cursor::new(bytes));
        reader.set_metadata(metadata.clone());
        // On this thread alone, so that a panic stays on it.
        let frame = reader
            .read_parallel(ParallelStrategy::None)
            .with_projection(Some(some.to_vec()))
            .finish()
            .map_err(words)?;
        take(&frame, &mut headings, &mut columns)?;
    }
    Ok((headings, columns))
}

/// Adds the columns of a part of the table, numbers written out.
fn take(
    frame: &DataFrame,
    headings: &mut Vec<String>,
    columns: &mut Vec<Texts>,
) -> Result<(), String> {
    for column in frame.columns() {
        headings.push(column.name().trim().to_owned());
        columns.push(as_text(column).map_err(|_| no_text(column))?);
    }
    Ok(())
}

/// Walks over the pages of a column. Polars reserves memory for as many values as a page's header announces, and memory that cannot be had
/// ends the process.
fn check_pages(bytes: &[u8], range: Range<u64>, values: i64) -> Result<(), String> {
    let damaged = || "the header of a page is damaged".to_owned();
    let (start, end) = (usize::try_from(range.start), usize::try_from(range.end));
    let (Ok(start), Ok(end)) = (start, end) else {
        return Err(damaged());
    };
    let mut rest = bytes.get(start..end).ok_or_else(damaged)?;
    let mut left = values;
    while left > 0 {
        let mut protocol = TCompactInputProtocol::new(rest.by_ref(), bytes.len());
        let header = PageHeader::read_from_in_protocol(&mut protocol).map_err(|_| damaged())?;
        let announced = values_of(&header);
        let size = usize::try_from(header.compressed_page_size).map_err(|_| damaged())?;
        if !(0..=left).contains(&announced)
            || !(0..=LARGEST_PAGE).contains(&header.uncompressed_page_size)
        {
            return Err(damaged());
        }
        left -= announced;
        rest = rest.get(size..).ok_or_else(damaged)?;
    }
    Ok(())
}

/// How many values a page adds to its column.
fn values_of(header: &PageHeader) -> i64 {
    let first = header.data_page_header.as_ref().map(|page| page.num_values);
    let second = header
        .data_page_header_v2
        .as_ref()
        .map(|page| page.num_values);
    i64::from(first.or(second).unwrap_or(0))
}

fn as_text(column: &Column) -> PolarsResult<Texts> {
    let column = column.cast(&DataType::String)?;
    let cells = column.str()?;
    Ok(cells.iter().map(Option::unwrap_or_default).collect())
}

fn no_text(column: &Column) -> String {
    format!(
        "the column {} holds {}, which is no text or number",
        quoted(column.name()),
        column.dtype()
    )
}

/// The first line of the reader's words.
fn words(error: PolarsError) -> String {
    let text = error.to_string();
    text.lines()
        .next()
        .unwrap_or_default()
        .trim_end_matches('.')
        .to_owned()
}
