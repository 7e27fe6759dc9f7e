//! Which column tells the participants apart.

use super::formula::unguarded;
use super::place::{Further, Place, quoted, some_of};
use super::table::Table;
use crate::qmethod::Texts;
use crate::qmethod::texts::repeated;
use thiserror::Error;

/// Why participants cannot be told apart.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum IdError {
    /// No column that could be an id.
    #[error(
        "{name} has no column `id`, and no other column whose values are all different could serve as one. Its other headings are {found}. Add a column `id` with a name for each Q sort."
    )]
    NoColumn {
        /// The source.
        name: String,
        /// The columns that are no statements.
        found: String,
    },
    /// A row without id.
    #[error("{place}: there is no id. Give each Q sort an id of its own.")]
    Empty {
        /// The cell.
        place: Place,
    },
    /// One id twice.
    #[error(
        "{name}: the id {id} stands twice, in rows {first} and {second}.{further} Give each Q sort an id of its own; where one person sorted more than once, add the wave or condition to the id."
    )]
    Repeated {
        /// The source.
        name: String,
        /// The id.
        id: String,
        /// The row of the first.
        first: usize,
        /// The row of the second.
        second: usize,
        /// Other ids that stand twice.
        further: Further,
    },
}

/// The id column among the candidates, and a note if it is not called `id`.
pub(super) fn id_column(
    table: &Table,
    candidates: &[usize],
) -> Result<(usize, Option<String>), IdError> {
    let id = candidates
        .iter()
        .find(|&&column| table.heading(column).eq_ignore_ascii_case("id"));
    if let Some(&column) = id {
        return Ok((column, None));
    }
    let is_text = |cell: &str| cell != "NA" && cell.parse::<f64>().is_err();
    let first_text = candidates
        .iter()
        .find(|&&column| table.cells(column).any(is_text) && tells_apart(table, column));
    // Numbers tell participants apart in the first column; further on they may be an age.
    let first = || {
        candidates
            .first()
            .filter(|&&column| column == 0 && tells_apart(table, column))
    };
    let Some(&column) = first_text.or_else(first) else {
        let found: Vec<&str> = candidates
            .iter()
            .map(|&column| table.heading(column))
            .collect();
        return Err(IdError::NoColumn {
            name: table.name.clone(),
            found: match found.as_slice() {
                [] => "none".to_owned(),
                found => some_of(found),
            },
        });
    };
    let heading = match table.heading(column) {
        "" => "the first column, which has no heading".to_owned(),
        heading => quoted(heading),
    };
    let note = format!(
        "There is no column `id` in {}; {heading} serves as id, its values being all different.",
        table.name
    );
    Ok((column, Some(note)))
}

/// The ids, each there and each once.
pub(super) fn ids(table: &Table, column: usize) -> Result<Texts, IdError> {
    if let Some(row) = table.cells(column).position(str::is_empty) {
        return Err(IdError::Empty {
            place: table.place(row, column),
        });
    }
    let line = |row: usize| table.row_place(row).row.unwrap_or_default();
    let repeated = repeated(table.cells(column));
    if let Some(&(earlier, row)) = repeated.first.first() {
        return Err(IdError::Repeated {
            name: table.name.clone(),
            id: quoted(table.cell(row, column)),
            first: line(earlier),
            second: line(row),
            further: Further::of(&repeated.first, repeated.count, |&(earlier, row)| {
                let id = quoted(table.cell(row, column));
                format!("{id} in rows {} and {}", line(earlier), line(row))
            }),
        });
    }
    Ok(table.cells(column).map(unguarded).collect())
}

fn tells_apart(table: &Table, column: usize) -> bool {
    table.cells(column).all(|cell| !cell.is_empty()) && repeated(table.cells(column)).count == 0
}
