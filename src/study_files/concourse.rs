//! A concourse: collected statements with their sources and codes, from a table, or one statement per line.

use super::StudyFileError;
use super::encoding::Decoded;
use super::formula::unguarded;
use super::place::{Further, Place, quoted, some_of};
use super::source::{Content, Source};
use super::statements::{STATEMENT_SHEETS, TEXT_HEADINGS, has_headings, lines};
use super::table::{Table, TableError};
use crate::concourse::{Candidate, CodeColumn, Concourse};
use std::collections::HashMap;
use thiserror::Error;

/// More are compared with one another in no reasonable time, and no study has collected as many.
const MOST: usize = 5_000;
/// Sheets of a workbook that may hold a concourse, besides those of a Q set.
const SHEETS: [&str; 2] = ["concourse", "candidates"];
const ID_HEADINGS: [&str; 4] = ["id", "number", "no", "nr"];
const SOURCE_HEADINGS: [&str; 2] = ["source", "origin"];
/// Between several codes in one cell.
const BETWEEN_CODES: char = ';';
/// A column with more different values is hardly a column of codes.
const MOST_CODES: usize = 15;

/// Why a table is no concourse.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ConcourseFileError {
    /// A row without a statement.
    #[error("{place} is empty; expected a statement. Fill it in, or leave the row out.{further}")]
    NoText {
        /// The cell.
        place: Place,
        /// Other rows without one.
        further: Further,
    },
    /// A row without an id.
    #[error(
        "{place} is empty; expected the statement's id.{further} Give every statement one, or leave the column out: then they are numbered in their order."
    )]
    NoId {
        /// The cell.
        place: Place,
        /// Other rows without one.
        further: Further,
    },
    /// One id twice.
    #[error(
        "{place} holds the id {id}, which stands in row {first} already.{further} Give every statement an id of its own."
    )]
    RepeatedId {
        /// The later one.
        place: Place,
        /// The id.
        id: String,
        /// The row of the first.
        first: usize,
        /// Other ids that stand twice.
        further: Further,
    },
    /// More than can be compared.
    #[error(
        "{name} has {found} statements; at most {MOST} are compared with one another. Check that it is the list of the collected statements."
    )]
    TooMany {
        /// The source.
        name: String,
        /// How many there are.
        found: usize,
    },
}

/// A concourse, and what was assumed on the way to it.
#[derive(Clone, Debug, PartialEq)]
pub struct LoadedConcourse {
    /// What was collected.
    pub concourse: Concourse,
    /// The columns that can be codes, in their order: few different values.
    pub codes: Vec<String>,
    /// One sentence for each thing the source did not say itself.
    pub notes: Vec<String>,
}

/// Reads a concourse: a table with `text` (or `statement`, `label`) and, if it has them, `id`, `source` and columns of codes, in which `;` stands between several
/// codes, the main one first; or a text with one statement per line.
///
/// # Errors
/// No column of texts, statements without text, ids that are missing or stand twice, or whatever keeps the source from being read.
pub fn read_concourse(source: &Source) -> Result<LoadedConcourse, StudyFileError> {
    let name = source.name();
    match source.read()? {
        Content::Text(Decoded { text, note }) => {
            let table = source.is_named_a_table() || has_headings(&text) || names_columns(&text);
            let mut loaded = if table {
                from_table(&Table::from_text(&name, &text)?)?
            } else {
                from_lines(&name, &text)?
            };
            loaded.notes.splice(0..0, note);
            Ok(loaded)
        }
        content => {
            let sheets = [&SHEETS[..], &STATEMENT_SHEETS[..]].concat();
            from_table(&Table::from_content(&name, content, &sheets)?)
        }
    }
}

/// Whether the first line names columns beside the text: then the text is missing, and no statement.
fn names_columns(text: &str) -> bool {
    let first = text.trim_start().lines().next().unwrap_or_default();
    let headings: Vec<&str> = first.split([',', ';', '\t']).map(str::trim).collect();
    let known = |heading: &&str| {
        let mut known = ID_HEADINGS.iter().chain(&SOURCE_HEADINGS);
        known.any(|known| known.eq_ignore_ascii_case(heading))
    };
    headings.len() > 1 && headings.iter().any(known)
}

fn from_lines(name: &str, text: &str) -> Result<LoadedConcourse, StudyFileError> {
    let filled = lines(text).map(str::trim).filter(|line| !line.is_empty());
    let candidates: Vec<Candidate> = (1..)
        .zip(filled)
        .map(|(number, text): (u32, &str)| Candidate {
            id: number.to_string(),
            text: text.to_owned(),
            source: String::new(),
        })
        .collect();
    check_count(name, candidates.len())?;
    made(name, candidates, Vec::new()).map(|concourse| LoadedConcourse {
        concourse,
        codes: Vec::new(),
        notes: vec![format!(
            "One statement per line in {name}, without source and codes; they are numbered in their order."
        )],
    })
}

fn from_table(table: &Table) -> Result<LoadedConcourse, StudyFileError> {
    check_count(&table.name, table.row_count())?;
    let text = table
        .column(&TEXT_HEADINGS)
        .ok_or_else(|| TableError::NoColumn {
            name: table.name.clone(),
            expected: "`text`, `statement` or `label`",
            found: table.found_headings(),
        })?;
    let id = table.column(&ID_HEADINGS).filter(|column| *column != text);
    let source = table.column(&SOURCE_HEADINGS);
    let mut notes = table.notes.clone();
    if id.is_none() {
        notes.push(format!(
            "There is no column `id` in {}; its statements are numbered in their order.",
            table.name
        ));
    }
    if source.is_none() {
        notes.push(format!(
            "There is no column `source` in {}, so nothing is known of where the statements come from.",
            table.name
        ));
    }
    check_texts(table, text)?;
    let ids = ids(table, id)?;
    let cell = |row: usize, column: Option<usize>| {
        column.map_or("", |column| unguarded(table.cell(row, column)))
    };
    let candidates = ids.into_iter().enumerate().map(|(row, id)| Candidate {
        id,
        text: cell(row, Some(text)).to_owned(),
        source: cell(row, source).to_owned(),
    });
    let others = (0..table.headings.len()).filter(|column| {
        let taken = [Some(text), id, source];
        !taken.contains(&Some(*column)) && !table.heading(*column).is_empty()
    });
    let columns: Vec<CodeColumn> = others.map(|column| codes(table, column)).collect();
    if !columns.is_empty() {
        let names: Vec<&str> = columns.iter().map(|c| c.name.as_str()).collect();
        notes.push(format!("Columns besides: {}.", some_of(&names)));
    }
    let few = columns.iter().filter(|column| has_few(column));
    let few = few.map(|column| column.name.clone()).collect();
    let concourse = made(&table.name, candidates.collect(), columns)?;
    Ok(LoadedConcourse {
        codes: few,
        concourse,
        notes,
    })
}

fn made(
    name: &str,
    candidates: Vec<Candidate>,
    columns: Vec<CodeColumn>,
) -> Result<Concourse, StudyFileError> {
    Concourse::new(candidates, columns).map_err(|source| StudyFileError::Concourse {
        file: name.to_owned(),
        source,
    })
}

fn check_count(name: &str, found: usize) -> Result<(), ConcourseFileError> {
    if found <= MOST {
        return Ok(());
    }
    Err(ConcourseFileError::TooMany {
        name: name.to_owned(),
        found,
    })
}

/// The rows in which the column has nothing.
fn gaps(table: &Table, column: usize) -> Vec<usize> {
    let cells = table.cells(column).enumerate();
    cells
        .filter(|(_, cell)| cell.is_empty())
        .map(|(row, _)| row)
        .collect()
}

fn check_texts(table: &Table, text: usize) -> Result<(), ConcourseFileError> {
    let gaps = gaps(table, text);
    let Some(&first) = gaps.first() else {
        return Ok(());
    };
    Err(ConcourseFileError::NoText {
        place: table.place(first, text),
        further: Further::after_first(&gaps, |row| table.row_place(*row).within()),
    })
}

fn ids(table: &Table, id: Option<usize>) -> Result<Vec<String>, ConcourseFileError> {
    let Some(column) = id else {
        return Ok((1..=table.row_count()).map(|n| n.to_string()).collect());
    };
    let gaps = gaps(table, column);
    if let Some(&first) = gaps.first() {
        return Err(ConcourseFileError::NoId {
            place: table.place(first, column),
            further: Further::after_first(&gaps, |row| table.row_place(*row).within()),
        });
    }
    let mut first: HashMap<&str, usize> = HashMap::new();
    let mut repeated = Vec::new();
    for (row, id) in table.cells(column).enumerate() {
        match first.get(id) {
            Some(&earlier) => repeated.push((row, id, earlier)),
            None => {
                first.insert(id, row);
            }
        }
    }
    if let Some(&(row, id, earlier)) = repeated.first() {
        return Err(ConcourseFileError::RepeatedId {
            place: table.place(row, column),
            id: quoted(id),
            first: table.row_place(earlier).row.unwrap_or_default(),
            further: Further::after_first(&repeated, |(row, id, _)| {
                format!("{} in {}", quoted(id), table.row_place(*row).within())
            }),
        });
    }
    Ok(table
        .cells(column)
        .map(|id| unguarded(id).to_owned())
        .collect())
}

fn codes(table: &Table, column: usize) -> CodeColumn {
    let split = |cell: &str| -> Vec<String> {
        let codes = unguarded(cell).split(BETWEEN_CODES).map(str::trim);
        let coded = codes.filter(|code| !code.is_empty() && *code != "NA");
        coded.map(str::to_owned).collect()
    };
    CodeColumn {
        name: unguarded(table.heading(column)).to_owned(),
        codes: table.cells(column).map(split).collect(),
    }
}

/// Few different main codes, and each of them more than once on the average.
fn has_few(column: &CodeColumn) -> bool {
    let main = column.codes.iter().filter_map(|codes| codes.first());
    let coded = main.clone().count();
    let mut different: Vec<String> = main.map(|code| code.to_lowercase()).collect();
    different.sort_unstable();
    different.dedup();
    !different.is_empty() && different.len() <= MOST_CODES && 2 * different.len() <= coded.max(2)
}
