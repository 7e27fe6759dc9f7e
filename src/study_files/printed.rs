//! A table in print: labels of rows in its first column, labels of columns in its headings, numbers in its cells.

use super::StudyFileError;
use super::place::{Place, quoted, some_of};
use super::source::Source;
use super::table::Table;
use thiserror::Error;

/// The numbers of a printed table, brought into the order of the rows and columns asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct PrintedTable {
    /// What messages call the file.
    pub name: String,
    /// Rows × columns; none where the table has no such row or column, or nothing in the cell.
    pub cells: Vec<Vec<Option<f64>>>,
    /// The most decimals of any number.
    pub decimals: usize,
}

/// Why a table cannot be set beside ours.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum PrintedError {
    /// Labels without numbers.
    #[error(
        "{name} has one column only. Expected the labels of the rows in the first column, and a column of numbers under each of {columns}."
    )]
    NoNumbers {
        /// The source.
        name: String,
        /// Our columns.
        columns: String,
    },
    /// Rows stand as columns.
    #[error(
        "{name} lies the other way round: its rows are {rows}, which are columns here. Exchange rows and columns of the file."
    )]
    Transposed {
        /// The source.
        name: String,
        /// Its rows.
        rows: String,
    },
    /// A row that is none of ours.
    #[error(
        "{place} is called {found}; the rows here are {known}. Write the rows' labels in the first column as they are shown here."
    )]
    UnknownRow {
        /// The row.
        place: Place,
        /// Its label.
        found: String,
        /// Our rows.
        known: String,
    },
    /// A column that is none of ours.
    #[error(
        "{name} has a column {found}; the columns here are {known}. Write the headings as they are shown here, or name the factors first (`%q name`)."
    )]
    UnknownColumn {
        /// The source.
        name: String,
        /// Its heading.
        found: String,
        /// Our columns.
        known: String,
    },
    /// A row that stands twice.
    #[error("{place} repeats the label {found}. Give each row once.")]
    RepeatedRow {
        /// The second of the two.
        place: Place,
        /// Its label.
        found: String,
    },
    /// A cell that is no number.
    #[error("{place} holds {found}; expected a number, or nothing. Correct it.")]
    NotANumber {
        /// The cell.
        place: Place,
        /// What it holds.
        found: String,
    },
}

/// Reads a table in print that has some of these rows and columns, under the labels given.
///
/// # Errors
/// What is no table, has a row or column that is not asked for, or holds what is no number.
pub fn read_printed(
    source: &Source,
    rows: &[String],
    columns: &[String],
) -> Result<PrintedTable, StudyFileError> {
    let table = Table::read(source)?;
    if table.headings.len() < 2 {
        return Err(PrintedError::NoNumbers {
            name: table.name,
            columns: some_of(columns),
        }
        .into());
    }
    let labels: Vec<String> = table.cells(0).map(str::to_owned).collect();
    refuse_transposed(&table.name, &labels, rows, columns)?;
    let of_columns = places_of_columns(&table, columns)?;
    let of_rows = places_of_rows(&table, &labels, rows)?;
    let mut cells = vec![vec![None; columns.len()]; rows.len()];
    let mut decimals = 0;
    for (row, to_row) in of_rows.iter().enumerate() {
        for (column, to_column) in of_columns.iter().enumerate() {
            let number = number(&table, row, column + 1)?;
            decimals = decimals.max(number.map_or(0, |(_, decimals)| decimals));
            if let Some(cell) = cells.get_mut(*to_row).and_then(|c| c.get_mut(*to_column)) {
                *cell = number.map(|(number, _)| number);
            }
        }
    }
    Ok(PrintedTable {
        name: table.name,
        cells,
        decimals,
    })
}

/// Every label is a column of ours and none is a row.
fn refuse_transposed(
    name: &str,
    labels: &[String],
    rows: &[String],
    columns: &[String],
) -> Result<(), PrintedError> {
    let other_way =
        |label: &String| place(columns, label).is_some() && place(rows, label).is_none();
    if labels.is_empty() || !labels.iter().all(other_way) {
        return Ok(());
    }
    Err(PrintedError::Transposed {
        name: name.to_owned(),
        rows: some_of(labels),
    })
}

/// Where each heading but the first stands among our columns.
fn places_of_columns(table: &Table, columns: &[String]) -> Result<Vec<usize>, PrintedError> {
    let headings = table.headings.iter().skip(1);
    headings
        .map(|heading| {
            place(columns, heading).ok_or_else(|| PrintedError::UnknownColumn {
                name: table.name.clone(),
                found: quoted(heading),
                known: some_of(columns),
            })
        })
        .collect()
}

/// Where each row stands among ours.
fn places_of_rows(
    table: &Table,
    labels: &[String],
    rows: &[String],
) -> Result<Vec<usize>, PrintedError> {
    let mut places = Vec::new();
    for (row, label) in labels.iter().enumerate() {
        let found = place(rows, label).ok_or_else(|| PrintedError::UnknownRow {
            place: table.row_place(row),
            found: quoted(label),
            known: some_of(rows),
        })?;
        if places.contains(&found) {
            return Err(PrintedError::RepeatedRow {
                place: table.row_place(row),
                found: quoted(label),
            });
        }
        places.push(found);
    }
    Ok(places)
}

/// The place of a label, whatever the case of its letters.
fn place(labels: &[String], label: &str) -> Option<usize> {
    labels
        .iter()
        .position(|known| known.to_lowercase() == label.to_lowercase())
}

/// The number in a cell and its decimals; none in an empty cell.
fn number(table: &Table, row: usize, column: usize) -> Result<Option<(f64, usize)>, PrintedError> {
    let cell = table.cell(row, column);
    if matches!(cell, "" | "–" | "-" | "NA") {
        return Ok(None);
    }
    let plain = cell.replace(['−', '–'], "-");
    let number = plain.parse().ok().filter(|x: &f64| x.is_finite());
    let Some(number) = number else {
        return Err(PrintedError::NotANumber {
            place: table.place(row, column),
            found: quoted(cell),
        });
    };
    let decimals = plain.split_once('.').map_or(0, |(_, after)| after.len());
    Ok(Some((number, decimals)))
}
