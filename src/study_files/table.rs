//! A table of text cells that know their places, read by polars.

use super::StudyFileError;
use super::parquet;
use super::place::{Further, Place, quoted, run_list, runs, some_of};
use super::source::{Content, Source, SourceError};
use super::survey::{NO_SEPARATOR, Survey, separator_of, survey};
use polars::prelude::{
    Column, CsvParseOptions, CsvReadOptions, DataFrame, DataType, PolarsResult, Schema, SerReader,
    StringChunked,
};
use std::collections::HashMap;
use std::io::Cursor;
use std::sync::Arc;
use thiserror::Error;

/// Why text or a Parquet file is no table.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum TableError {
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
    /// A table that polars reads otherwise than the survey.
    #[error("{name} cannot be read as a table: {cause}. Export it again as CSV (UTF-8).")]
    Unreadable {
        /// The source.
        name: String,
        /// The reader's words.
        cause: String,
    },
}

/// A table: headings, and text cells below them.
pub(super) struct Table {
    /// What messages call it.
    pub name: String,
    /// The headings, trimmed; an empty one only where a table was exported with row names.
    pub headings: Vec<String>,
    /// What was passed over or assumed.
    pub notes: Vec<String>,
    /// For each row its line in the text; in Parquet its place, from 1.
    lines: Vec<usize>,
    columns: Vec<StringChunked>,
}

impl Table {
    /// Reads a table of at least two columns.
    pub(super) fn read(source: &Source) -> Result<Self, StudyFileError> {
        let name = source.name();
        match source.read()? {
            Content::Text(text) => {
                if separator_of(&name, &text)? == NO_SEPARATOR {
                    return Err(not_a_table(name, &text).into());
                }
                Self::from_text(&name, &text)
            }
            Content::Parquet(bytes) => Self::from_parquet(&name, bytes),
        }
    }

    /// The table that a text is; it may have a single column.
    pub(super) fn from_text(name: &str, text: &str) -> Result<Self, StudyFileError> {
        let Survey {
            separator,
            headings,
            lines,
            body,
            empty_rows,
        } = survey(name, text)?;
        let frame = read_csv(separator, headings.len(), body);
        let columns = text_columns(name, frame, headings.len(), lines.len())?;
        let mut notes = Vec::new();
        match separator {
            b';' => notes.push(format!("Cells of {name} are separated by semicolons.")),
            b'\t' => notes.push(format!("Cells of {name} are separated by tabs.")),
            _ => {}
        }
        if !empty_rows.is_empty() {
            let rows = empty_rows.iter().filter_map(|&row| u32::try_from(row).ok());
            notes.push(format!(
                "Rows of {name} without any value were left out: {}.",
                run_list(&runs(rows))
            ));
        }
        Self {
            name: name.to_owned(),
            headings,
            notes,
            lines,
            columns,
        }
        .with_sound_headings()
    }

    /// The table that a Parquet file is.
    pub(super) fn from_parquet(name: &str, bytes: Vec<u8>) -> Result<Self, StudyFileError> {
        let (headings, columns) = parquet::text_columns(name, bytes)?;
        let rows = columns.first().map_or(0, StringChunked::len);
        if rows == 0 {
            return Err(SourceError::Empty {
                name: name.to_owned(),
                next: "Check that it was exported whole.",
            }
            .into());
        }
        let lines = (1..=rows).collect();
        Self {
            name: name.to_owned(),
            headings,
            notes: Vec::new(),
            lines,
            columns,
        }
        .with_sound_headings()
    }

    /// How many rows of data there are.
    pub(super) fn row_count(&self) -> usize {
        self.lines.len()
    }

    /// The cell, trimmed; empty outside the table.
    pub(super) fn cell(&self, row: usize, column: usize) -> &str {
        if row >= self.lines.len() {
            return "";
        }
        self.columns
            .get(column)
            .and_then(|cells| cells.get(row))
            .unwrap_or_default()
            .trim()
    }

    /// The cells of a column from top to bottom, trimmed.
    pub(super) fn cells(&self, column: usize) -> impl Iterator<Item = &str> {
        let cells = self
            .columns
            .get(column)
            .into_iter()
            .flat_map(StringChunked::iter);
        cells.map(|cell| cell.unwrap_or_default().trim())
    }

    /// The column with one of these headings, whatever their case.
    pub(super) fn column(&self, headings: &[&str]) -> Option<usize> {
        headings.iter().find_map(|name| {
            self.headings
                .iter()
                .position(|h| h.eq_ignore_ascii_case(name))
        })
    }

    /// The heading of a column.
    pub(super) fn heading(&self, column: usize) -> &str {
        self.headings.get(column).map_or("", String::as_str)
    }

    /// The headings, for a message.
    pub(super) fn found_headings(&self) -> String {
        some_of(&self.headings)
    }

    /// The place of a row.
    pub(super) fn row_place(&self, row: usize) -> Place {
        Place {
            file: self.name.clone(),
            row: self.lines.get(row).copied(),
            column: None,
        }
    }

    /// The place of a column.
    pub(super) fn column_place(&self, column: usize) -> Place {
        Place {
            file: self.name.clone(),
            row: None,
            column: Some(self.heading(column).to_owned()),
        }
    }

    /// The place of a cell.
    pub(super) fn place(&self, row: usize, column: usize) -> Place {
        Place {
            column: Some(self.heading(column).to_owned()),
            ..self.row_place(row)
        }
    }

    /// Leaves out columns without heading and values; refuses values without heading, save row names in the first column, and headings
    /// that stand twice.
    fn with_sound_headings(mut self) -> Result<Self, StudyFileError> {
        let mut first: HashMap<String, usize> = HashMap::new();
        let mut kept = Vec::new();
        for (column, heading) in self.headings.iter().enumerate() {
            if heading.is_empty() {
                let filled = self.cells(column).position(|cell| !cell.is_empty());
                match filled {
                    None => continue,
                    Some(_) if column == 0 => {}
                    Some(row) => {
                        return Err(TableError::NoHeading {
                            place: self.row_place(row),
                            number: column + 1,
                            found: quoted(self.cell(row, column)),
                        }
                        .into());
                    }
                }
            }
            if let Some(first) = first.insert(heading.clone(), column) {
                return Err(TableError::RepeatedHeading {
                    name: self.name.clone(),
                    heading: quoted(heading),
                    first: first + 1,
                    second: column + 1,
                }
                .into());
            }
            kept.push(column);
        }
        if kept.len() < self.headings.len() {
            self.headings = kept
                .iter()
                .filter_map(|&c| self.headings.get(c).cloned())
                .collect();
            self.columns = kept
                .iter()
                .filter_map(|&c| self.columns.get(c).cloned())
                .collect();
        }
        Ok(self)
    }
}

fn not_a_table(name: String, text: &str) -> TableError {
    let line = text.trim_start().lines().next().unwrap_or_default();
    let next = match line.chars().next() {
        Some('{' | '[') => "It looks like JSON, which is not read yet; export the data as CSV.",
        Some('<') => "It looks like HTML or XML; export the data as CSV.",
        _ => "Expected a line of headings, such as `id,s1,s2,s3`, and one row per Q sort below it.",
    };
    TableError::NotATable {
        name,
        line: quoted(line),
        next,
    }
}

fn read_csv(separator: u8, columns: usize, body: String) -> PolarsResult<DataFrame> {
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
fn text_columns(
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
