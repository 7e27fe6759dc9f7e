//! Polars reads the cells of a surveyed text, some rows at a time: what it makes of short cells takes many times their room.

use super::error::TableError;
use super::walk::Cell;
use crate::qmethod::Texts;
use polars::prelude::{DataFrame, DataType, PolarsResult, Schema};
use polars_io::SerReader;
use polars_io::csv::read::{CsvParseOptions, CsvReadOptions};
use std::io::Cursor;
use std::ops::Range;
use std::sync::Arc;

/// Text of a block that is handed to polars at once, in bytes, where there is one block.
const AT_ONCE: usize = 512 << 10;

/// Columns of a block: polars takes some kilobytes for each column, however few its cells.
const BLOCK: usize = 512;

/// Cells by columns, from rows that come as text.
pub(super) struct Cells<'n> {
    name: &'n str,
    blocks: Vec<Block>,
}

/// Some columns, with those of their rows that polars has not read yet.
struct Block {
    separator: u8,
    schema: Arc<Schema>,
    range: Range<usize>,
    columns: Vec<Texts>,
    body: String,
    most: usize,
    waiting: usize,
}

impl<'n> Cells<'n> {
    /// No rows yet; `name` is what messages call the source.
    pub(super) fn new(name: &'n str, separator: u8, columns: usize) -> Self {
        let blocks = columns.div_ceil(BLOCK);
        let block = |number: usize| {
            let range = number * BLOCK..(number * BLOCK + BLOCK).min(columns);
            let schema =
                (0..range.len()).map(|column| (column.to_string().into(), DataType::String));
            Block {
                separator,
                schema: Arc::new(schema.collect()),
                columns: vec![Texts::default(); range.len()],
                body: String::new(),
                most: (AT_ONCE / blocks).max(AT_ONCE / 8),
                waiting: 0,
                range,
            }
        };
        Self {
            name,
            blocks: (0..blocks).map(block).collect(),
        }
    }

    /// A further row, whose cells stand in the text.
    pub(super) fn row(&mut self, text: &str, cells: &[Cell]) -> Result<(), TableError> {
        for block in &mut self.blocks {
            let columns = block.range.clone();
            write_row(text, cells, columns, block.separator, &mut block.body);
            block.waiting += 1;
            if block.body.len() >= block.most {
                block.read().map_err(unreadable(self.name))?;
            }
        }
        Ok(())
    }

    /// The cells of all rows, column by column.
    pub(super) fn columns(mut self) -> Result<Vec<Texts>, TableError> {
        for block in &mut self.blocks {
            block.read().map_err(unreadable(self.name))?;
        }
        let blocks = self.blocks.into_iter();
        Ok(blocks.flat_map(|block| block.columns).collect())
    }
}

fn unreadable(name: &str) -> impl Fn(String) -> TableError {
    move |cause| TableError::Unreadable {
        name: name.to_owned(),
        cause,
    }
}

impl Block {
    fn read(&mut self) -> Result<(), String> {
        if self.waiting == 0 {
            return Ok(());
        }
        let body = std::mem::take(&mut self.body);
        let rows = std::mem::take(&mut self.waiting);
        let frame = self.parse(body).map_err(|error| error.to_string())?;
        self.take(&frame, rows)
    }

    fn parse(&self, body: String) -> PolarsResult<DataFrame> {
        let parse = CsvParseOptions::default().with_separator(self.separator);
        CsvReadOptions::default()
            .with_has_header(false)
            .with_schema(Some(Arc::clone(&self.schema)))
            .with_infer_schema_length(Some(0))
            .with_parse_options(parse)
            .into_reader_with_file_handle(Cursor::new(body))
            .finish()
    }

    /// Takes the cells over, if polars found the rows and columns that the survey did.
    fn take(&mut self, frame: &DataFrame, rows: usize) -> Result<(), String> {
        if frame.height() != rows || frame.width() != self.columns.len() {
            return Err(format!(
                "{rows} rows of {} cells were expected, {} of {} were found",
                self.columns.len(),
                frame.height(),
                frame.width()
            ));
        }
        for (texts, column) in self.columns.iter_mut().zip(frame.columns()) {
            let cells = column.str().map_err(|error| error.to_string())?;
            for cell in cells.iter() {
                texts.push(cell.unwrap_or_default());
            }
        }
        Ok(())
    }
}

fn write_row(text: &str, cells: &[Cell], columns: Range<usize>, separator: u8, body: &mut String) {
    for column in columns.clone() {
        if column > columns.start {
            body.push(char::from(separator));
        }
        let Some(cell) = cells.get(column) else {
            continue;
        };
        let content = text.get(cell.range.clone()).unwrap_or_default();
        // Polars takes a lone quote for the start of a quoted cell, and some first letters for the mark of a compressed file.
        if !cell.quoted && (body.is_empty() || content.contains('"')) {
            body.push('"');
            body.push_str(&content.replace('"', "\"\""));
            body.push('"');
        } else {
            body.push_str(content);
        }
    }
    body.push('\n');
}
