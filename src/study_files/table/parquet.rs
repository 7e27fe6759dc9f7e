//! Parquet files as columns of text.

use super::MOST_ROWS;
use super::error::TableError;
use crate::qmethod::Texts;
use crate::study_files::StudyFileError;
use crate::study_files::load::Watched;
use crate::study_files::place::{count, quoted};
use polars::prelude::{
    ArrowDataType, ArrowField, DataType, PlSmallStr, PolarsError, PolarsResult, Series,
};
use polars_io::SerReader;
use polars_io::parquet::metadata::FileMetadataRef;
use polars_io::parquet::read::_internal::to_deserializer;
use polars_io::parquet::read::{ParquetReader, infer_schema};
use polars_parquet_format::PageHeader;
use polars_parquet_format::thrift::protocol::TCompactInputProtocol;
use std::io::{Cursor, Read};
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The most cells, of all rows and columns together.
const MOST_CELLS: usize = 400_000_000;

/// The largest page that is unpacked, in bytes.
const LARGEST_PAGE: i32 = 256 << 20;

/// Different numbers of a column that are looked through for each of its cells.
const LOOKED_THROUGH: usize = 16;

/// The headings and columns of a Parquet file, numbers written out, missing values as null. One column of one row group is unpacked at a time.
pub(super) fn text_columns(
    name: &str,
    bytes: &[u8],
    watched: &Watched<'_>,
) -> Result<(Vec<String>, Vec<Texts>), StudyFileError> {
    if bytes.len() < 12 || !bytes.ends_with(b"PAR1") {
        return Err(TableError::ParquetCutOff {
            name: name.to_owned(),
        }
        .into());
    }
    let broken = |cause: String| TableError::ParquetBroken {
        name: name.to_owned(),
        cause,
    };
    // The decoder asserts what a sound file holds, and a damaged one does not.
    let read = catch_unwind(AssertUnwindSafe(|| read(bytes, watched)));
    match read {
        Ok(Ok(columns)) => Ok(columns),
        Ok(Err(Fault::Words(cause))) => Err(broken(cause).into()),
        Ok(Err(Fault::TooLarge { rows, columns })) => Err(TableError::ParquetTooLarge {
            name: name.to_owned(),
            rows,
            columns,
        }
        .into()),
        Ok(Err(Fault::Ended(error))) => Err(error),
        Err(_) => Err(broken("its content is damaged".to_owned()).into()),
    }
}

/// Why reading ended.
enum Fault {
    /// What is wrong, in words.
    Words(String),
    /// More cells than are read.
    TooLarge { rows: usize, columns: usize },
    /// Whoever watched wanted it to end.
    Ended(StudyFileError),
}

impl From<String> for Fault {
    fn from(words: String) -> Self {
        Self::Words(words)
    }
}

fn read(bytes: &[u8], watched: &Watched<'_>) -> Result<(Vec<String>, Vec<Texts>), Fault> {
    let mut reader = ParquetReader::new(Cursor::new(bytes));
    let metadata = reader.get_metadata().map_err(words)?.clone();
    let schema = infer_schema(&metadata).map_err(words)?;
    check_size(&metadata, schema.len())?;
    for group in &metadata.row_groups {
        for column in group.parquet_columns() {
            check_pages(bytes, column.byte_range(), column.num_values())?;
        }
    }
    let headings = schema.iter_names().map(|name| name.trim().to_owned());
    let headings: Vec<String> = headings.collect();
    let mut columns = vec![Texts::default(); headings.len()];
    let mut rows = 0;
    for group in 0..metadata.row_groups.len() {
        for (field, texts) in schema.iter_values().zip(&mut columns) {
            watched
                .step(rows, metadata.num_rows, "rows read")
                .map_err(Fault::Ended)?;
            append(bytes, &metadata, group, field, texts)?;
        }
        rows += metadata.row_groups[group].num_rows();
        for texts in &mut columns {
            texts.pad_to(rows);
        }
    }
    Ok((headings, columns))
}

fn check_size(metadata: &FileMetadataRef, columns: usize) -> Result<(), Fault> {
    let groups = metadata.row_groups.iter().map(|group| group.num_rows());
    let announced = groups.chain([metadata.num_rows]);
    let rows = announced.max().unwrap_or_default();
    if rows > MOST_ROWS || rows.saturating_mul(columns) > MOST_CELLS {
        return Err(Fault::TooLarge { rows, columns });
    }
    let summed: usize = metadata.row_groups.iter().map(|g| g.num_rows()).sum();
    if summed != metadata.num_rows {
        let found = count(summed, "row");
        return Err(Fault::Words(format!(
            "it announces {} and has {found}",
            count(metadata.num_rows, "row")
        )));
    }
    Ok(())
}

/// Adds one column of one row group to the column's texts, numbers written out.
fn append(
    bytes: &[u8],
    metadata: &FileMetadataRef,
    group: usize,
    field: &ArrowField,
    texts: &mut Texts,
) -> Result<(), Fault> {
    let group = &metadata.row_groups[group];
    let Some(parts) = group.columns_under_root_iter(&field.name) else {
        return Ok(());
    };
    let mut chunks = Vec::new();
    for part in parts {
        let range = part.byte_range();
        let (start, end) = (usize::try_from(range.start), usize::try_from(range.end));
        let (Ok(start), Ok(end)) = (start, end) else {
            return Err(damaged_header().into());
        };
        let chunk = bytes.get(start..end).ok_or_else(damaged_header)?;
        chunks.push((part, chunk.to_vec().into()));
    }
    // Parquet keeps numbers of 8 and 16 bits as 32; polars' columns of the narrow kinds are not compiled in.
    let dtype = match &field.dtype {
        ArrowDataType::Int8
        | ArrowDataType::Int16
        | ArrowDataType::UInt8
        | ArrowDataType::UInt16 => ArrowDataType::Int32,
        other => other.clone(),
    };
    let field = ArrowField::new(field.name.clone(), dtype, true);
    let (arrays, _) = to_deserializer(chunks, field.clone(), None).map_err(words)?;
    let series = Series::try_from((&field, arrays)).map_err(words)?;
    if series.len() != group.num_rows() {
        return Err(damaged_header().into());
    }
    write_out(&series, texts).map_err(|_| Fault::Words(no_text(&field.name, series.dtype())))
}

/// Most columns are numbers, and few different ones: each is written out once.
fn write_out(series: &Series, texts: &mut Texts) -> PolarsResult<()> {
    let few = match series.dtype() {
        DataType::Int32 => few_different(series.i32()?.iter()),
        DataType::Int64 => few_different(series.i64()?.iter()),
        DataType::Float64 => few_different(series.f64()?.iter().map(|x| x.map(f64::to_bits))),
        _ => None,
    };
    let Some((first, places)) = few else {
        let written = series.cast(&DataType::String)?;
        for cell in written.str()?.iter() {
            texts.push(cell.unwrap_or_default());
        }
        return Ok(());
    };
    let mut list = Vec::with_capacity(first.len());
    for row in first {
        let written = series.slice(row as i64, 1).cast(&DataType::String)?;
        list.push(written.str()?.get(0).unwrap_or_default().to_owned());
    }
    texts.extend_from(&list, places.into_iter().map(usize::from));
    Ok(())
}

/// The rows in which the different values stand first, and for each row which of them it has; `None` if there are many.
fn few_different<T: PartialEq + Copy>(
    values: impl Iterator<Item = Option<T>>,
) -> Option<(Vec<usize>, Vec<u8>)> {
    let (mut different, mut first, mut places) = (Vec::new(), Vec::new(), Vec::new());
    for (row, value) in values.enumerate() {
        let known = different.iter().position(|known| *known == value);
        let place = known.unwrap_or(different.len());
        if place == different.len() {
            if place == LOOKED_THROUGH {
                return None;
            }
            different.push(value);
            first.push(row);
        }
        places.push(place as u8);
    }
    Some((first, places))
}

fn damaged_header() -> String {
    "the header of a page is damaged".to_owned()
}

/// Walks over the pages of a column. Polars reserves memory for as many values as a page's header announces, and memory that cannot be had
/// ends the process.
fn check_pages(bytes: &[u8], range: Range<u64>, values: i64) -> Result<(), String> {
    let damaged = damaged_header;
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

fn no_text(name: &PlSmallStr, dtype: &DataType) -> String {
    format!(
        "the column {} holds {dtype}, which is no text or number",
        quoted(name)
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
