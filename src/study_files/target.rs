//! Tables about the factors of a study: one row per sort and one column per factor, or a rotation.

use super::StudyFileError;
use super::ids::{id_column, ids};
use super::place::{Place, quoted, some_of};
use super::source::Source;
use super::table::Table;
use crate::numeric::Matrix;
use crate::qmethod::rotation::{GivenRotation, Target};
use crate::qmethod::{Study, Texts};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use thiserror::Error;

/// Why a table is no target of a rotation.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum TargetError {
    /// Sorts that the table does not have.
    #[error(
        "{name} has no row for {missing}. Give one row for each of the {sorts} Q sorts that were factored, under its id."
    )]
    Missing {
        /// The source.
        name: String,
        /// The sorts without a row.
        missing: String,
        /// Sorts of the study.
        sorts: usize,
    },
    /// Rows of no sort.
    #[error("{name} has rows of no Q sort: {unknown}. Write the ids as they stand at the Q sorts.")]
    Unknown {
        /// The source.
        name: String,
        /// Their ids.
        unknown: String,
    },
    /// A cell that is no loading.
    #[error("{place} holds {found}; expected a number, such as .8 or 0. Correct it.")]
    NotANumber {
        /// The cell.
        place: Place,
        /// What it holds.
        found: String,
    },
    /// A table of ids alone.
    #[error("{name} has a column of ids and no other. Add one column of loadings for each factor.")]
    NoFactors {
        /// The source.
        name: String,
    },
}

/// Reads a target for the study's sorts, called `name`. Rows are brought into the order of the sorts.
///
/// # Errors
/// What is no table, or lacks a sort, has one to spare, or holds what is no number.
pub fn read_target(study: &Study, source: &Source, name: &str) -> Result<Target, StudyFileError> {
    let table = Table::read(source)?;
    let all: Vec<usize> = (0..table.headings.len()).collect();
    let (id, _) = id_column(&table, &all)?;
    let ids = ids(&table, id)?;
    let rows = rows_of_sorts(study, &table.name, &ids)?;
    let columns: Vec<usize> = all.into_iter().filter(|&column| column != id).collect();
    if columns.is_empty() {
        return Err(TargetError::NoFactors { name: table.name }.into());
    }
    let mut loadings = Matrix::zeros(rows.len(), columns.len());
    for (sort, &row) in rows.iter().enumerate() {
        for (factor, &column) in columns.iter().enumerate() {
            loadings[(sort, factor)] = number(&table, row, column)?;
        }
    }
    Ok(Target {
        loadings: Arc::new(loadings),
        name: name.to_owned(),
    })
}

/// Reads a rotation matrix, called `name`: a line of headings, below it one row for each factor there is, one column for each that is made.
///
/// # Errors
/// What is no table, or holds what is no number.
pub fn read_rotation(source: &Source, name: &str) -> Result<GivenRotation, StudyFileError> {
    let table = Table::read(source)?;
    let mut matrix = Matrix::zeros(table.row_count(), table.headings.len());
    for row in 0..matrix.nrows() {
        for column in 0..matrix.ncols() {
            matrix[(row, column)] = number(&table, row, column)?;
        }
    }
    Ok(GivenRotation {
        matrix: Arc::new(matrix),
        name: name.to_owned(),
    })
}

/// The row of each sort, in the order of the sorts.
fn rows_of_sorts(study: &Study, name: &str, ids: &Texts) -> Result<Vec<usize>, TargetError> {
    let rows: HashMap<&str, usize> = ids.iter().zip(0..).collect();
    let (found, missing): (Vec<_>, Vec<_>) = study
        .sort_ids()
        .iter()
        .map(|sort| (sort, rows.get(sort.as_str()).copied()))
        .partition(|(_, row)| row.is_some());
    if !missing.is_empty() {
        let missing: Vec<&String> = missing.into_iter().map(|(sort, _)| sort).collect();
        return Err(TargetError::Missing {
            name: name.to_owned(),
            missing: some_of(&missing),
            sorts: study.sort_count(),
        });
    }
    let sorts: HashSet<&str> = study.sort_ids().iter().map(String::as_str).collect();
    let unknown: Vec<&str> = ids.iter().filter(|id| !sorts.contains(id)).collect();
    if !unknown.is_empty() {
        return Err(TargetError::Unknown {
            name: name.to_owned(),
            unknown: some_of(&unknown),
        });
    }
    Ok(found.into_iter().filter_map(|(_, row)| row).collect())
}

fn number(table: &Table, row: usize, column: usize) -> Result<f64, TargetError> {
    let cell = table.cell(row, column);
    let number = cell.replace(['−', '–'], "-").parse().ok();
    number
        .filter(|x: &f64| x.is_finite())
        .ok_or_else(|| TargetError::NotANumber {
            place: table.place(row, column),
            found: quoted(cell),
        })
}
