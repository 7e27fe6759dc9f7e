//! A table of text cells that know their places, read by polars.

#[cfg(feature = "parquet")]
mod csv;
mod error;
#[cfg(feature = "parquet")]
mod parquet;
mod rows;
mod survey;
mod walk;
#[cfg(not(feature = "parquet"))]
mod without_polars;

pub use error::TableError;
pub(super) use rows::Rows;

use super::StudyFileError;
use super::encoding::Decoded;
use super::load::Watched;
use super::place::{Place, quoted, run_list, runs, some_of};
use super::sheets::{self, Sheet};
use super::source::{Content, Source, SourceError};
use crate::output::Unwatched;
use crate::qmethod::Texts;
use std::collections::HashMap;
use survey::{NO_SEPARATOR, Survey, separator_of, survey};
#[cfg(not(feature = "parquet"))]
use without_polars::{self as csv, self as parquet};

/// The most rows of a Parquet file that are read; a few damaged bytes can announce any number.
const MOST_ROWS: usize = 4_000_000;

/// A table: headings, and text cells below them.
pub(super) struct Table {
    /// What messages call it.
    pub name: String,
    /// The headings, trimmed; an empty one only where a table was exported with row names.
    pub headings: Vec<String>,
    /// What was passed over or assumed.
    pub notes: Vec<String>,
    /// For each row its line in the text; in Parquet its place, from 1.
    lines: Vec<u32>,
    columns: Vec<Texts>,
    /// The cells of a column that is not there.
    none: Texts,
}

impl Table {
    /// Reads a table of at least two columns.
    pub(super) fn read(source: &Source) -> Result<Self, StudyFileError> {
        let name = source.name();
        Self::from_content(&name, source.read()?, &[])
    }

    /// The table that the content is; of a workbook the sheet of one of these names, or its only one.
    pub(super) fn from_content(
        name: &str,
        content: Content,
        sheet_names: &[&'static str],
    ) -> Result<Self, StudyFileError> {
        match content {
            Content::Text(Decoded { text, note }) => {
                if separator_of(name, &text)? == NO_SEPARATOR {
                    return Err(not_a_table(name.to_owned(), &text).into());
                }
                let mut table = Self::from_text(name, &text)?;
                table.notes.splice(0..0, note);
                Ok(table)
            }
            Content::Parquet(bytes) => Self::from_parquet(
                name,
                bytes,
                &Watched {
                    file: name.to_owned(),
                    progress: &Unwatched,
                },
            ),
            Content::Workbook(workbook) => {
                let sheets = sheets::sheets(workbook)?;
                let sheet = sheets::one_of(name, &sheets, sheet_names)?;
                Self::from_sheet(name, sheet)
            }
            Content::Archive(archive) => Err(TableError::Archive {
                name: name.to_owned(),
                found: some_of(archive.entries()),
            }
            .into()),
        }
    }

    /// The table that a sheet is.
    pub(super) fn from_sheet(name: &str, sheet: &Sheet) -> Result<Self, StudyFileError> {
        let name = format!("{name}, sheet `{}`", sheet.name);
        Self::from_csv(&name, &sheet.as_csv()?, Some(b','))
    }

    /// The table that a text is; it may have a single column.
    pub(super) fn from_text(name: &str, text: &str) -> Result<Self, StudyFileError> {
        Self::from_csv(name, text, None)
    }

    fn from_csv(name: &str, text: &str, separator: Option<u8>) -> Result<Self, StudyFileError> {
        let Survey {
            separator,
            headings,
            lines,
            columns,
            empty_rows,
        } = survey(name, text, separator)?;
        let mut notes = Vec::new();
        match separator {
            b';' => notes.push(format!("Cells of {name} are separated by semicolons.")),
            b'\t' => notes.push(format!("Cells of {name} are separated by tabs.")),
            _ => {}
        }
        if !empty_rows.is_empty() {
            notes.push(format!(
                "Rows of {name} without any value were left out: {}.",
                run_list(&runs(empty_rows))
            ));
        }
        Self {
            name: name.to_owned(),
            headings,
            notes,
            lines,
            columns,
            none: Texts::default(),
        }
        .with_sound_headings()
    }

    /// The table that a Parquet file is.
    pub(super) fn from_parquet(
        name: &str,
        bytes: Vec<u8>,
        watched: &Watched<'_>,
    ) -> Result<Self, StudyFileError> {
        let (headings, columns) = parquet::text_columns(name, &bytes, watched)?;
        drop(bytes);
        let rows = columns.first().map_or(0, Texts::len);
        if rows == 0 {
            return Err(SourceError::Empty {
                name: name.to_owned(),
                next: "Check that it was exported whole.",
            }
            .into());
        }
        let lines = (1..).take(rows).collect();
        Self {
            name: name.to_owned(),
            headings,
            notes: Vec::new(),
            lines,
            columns,
            none: Texts::default(),
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

    /// The column as it is kept, cells not trimmed.
    pub(super) fn texts(&self, column: usize) -> &Texts {
        self.columns.get(column).unwrap_or(&self.none)
    }

    /// The cells of a column from top to bottom, trimmed.
    pub(super) fn cells(&self, column: usize) -> impl Iterator<Item = &str> + Clone {
        self.texts(column).iter().map(trimmed)
    }

    /// Whether any cell of the column is empty.
    pub(super) fn has_gaps(&self, column: usize) -> bool {
        self.columns.get(column).is_some_and(Texts::has_gaps)
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
            row: self.lines.get(row).map(|&line| line as usize),
            ..Place::whole(&self.name)
        }
    }

    /// The place of a column.
    pub(super) fn column_place(&self, column: usize) -> Place {
        Place {
            column: Some(self.heading(column).to_owned()),
            ..Place::whole(&self.name)
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
            let mut number = 0..;
            let is_kept = |_: &Texts| {
                number
                    .next()
                    .is_some_and(|c| kept.binary_search(&c).is_ok())
            };
            self.columns.retain(is_kept);
        }
        Ok(self)
    }
}

/// The cell without the blanks around it. Most cells are numbers without any, which two bytes tell.
fn trimmed(cell: &str) -> &str {
    match cell.as_bytes() {
        [b'!'..=b'~'] | [b'!'..=b'~', .., b'!'..=b'~'] => cell,
        _ => cell.trim(),
    }
}

fn not_a_table(name: String, text: &str) -> TableError {
    let line = text.trim_start().lines().next().unwrap_or_default();
    let next = match line.chars().next() {
        Some('{' | '[') => {
            "It looks like JSON, but not like the records of Easy-HTMLQ or EQ Web Sort; export the data as CSV."
        }
        Some('<') => "It looks like HTML or XML; export the data as CSV.",
        _ => "Expected a line of headings, such as `id,s1,s2,s3`, and one row per Q sort below it.",
    };
    TableError::NotATable {
        name,
        line: quoted(line),
        next,
    }
}
