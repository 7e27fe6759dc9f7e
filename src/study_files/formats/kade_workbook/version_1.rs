//! The first layout: project, grid and sorts on one sheet.

use super::{NEXT, cells_from, grid, piled};
use crate::study_files::collected::{CardPlaces, Collected, ImportError, is_number};
use crate::study_files::columns::card_number;
use crate::study_files::sheets::Sheet;

/// Rows of the grid's values, A6 to A25.
const PATTERN: std::ops::Range<u32> = 5..25;

/// The value that A6 holds.
const FIRST_VALUE: i32 = -6;

/// The row of the names, 30.
const NAMES: u32 = 29;

/// The row of the grid's values in a sheet of values, 4.
const GRID_ROW: u32 = 3;

/// The first row of values, 7.
const FIRST_SORT: u32 = 6;

/// Whether A6 to A25 hold −6 to 13.
pub(super) fn has_pattern(sorts: &Sheet) -> bool {
    PATTERN
        .zip(FIRST_VALUE..)
        .all(|(row, value)| sorts.cell(row, 0).trim() == value.to_string())
}

/// Whether row 2 holds a title at most, row 4 numbers, row 7 a name and numbers, and row 1 no headings of a table.
pub(super) fn has_values(sorts: &Sheet) -> bool {
    let numbers = |row: u32| {
        let cells = sorts.row(row).iter();
        cells.filter(|cell| is_number(&cell.1)).count()
    };
    let name = sorts.cell(FIRST_SORT, 0);
    let headings = sorts.row(0).iter();
    let is_table = headings
        .filter(|cell| card_number(&cell.1).is_some())
        .count()
        > 1;
    if is_table || sorts.row(1).len() > 2 {
        return false;
    }
    numbers(GRID_ROW) > 1 && numbers(FIRST_SORT) > 1 && !name.is_empty() && !is_number(name)
}

/// Type 1: statement numbers below the names.
pub(super) fn piles(collected: &mut Collected, sorts: &Sheet) -> Result<(), ImportError> {
    title(collected, sorts);
    let pairs = PATTERN.map(|row| {
        let cell = |column| sorts.cell(row, column).trim().to_owned();
        (sorts.place(row, 1), cell(0), cell(1))
    });
    let stated = grid(pairs)?;
    collected.grid =
        stated.map(|grid| (grid, format!("cells B6 to B25 of sheet `{}`", sorts.name)));
    if sorts.row(NAMES).iter().all(|cell| cell.0 == 0) {
        return Err(ImportError::Unexpected {
            place: sorts.place(NAMES, 1),
            expected: "the names of the Q sorts in row 30, from column B on".to_owned(),
            found: "none".to_owned(),
            next: NEXT,
        });
    }
    piled(collected, sorts, NAMES)
}

/// Type 2: a name and the values of each sort from row 7 on.
pub(super) fn values(collected: &mut Collected, sorts: &Sheet) -> Result<(), ImportError> {
    title(collected, sorts);
    let listed = sorts.row(GRID_ROW).iter().filter(|cell| is_number(&cell.1));
    let pairs =
        listed.map(|(column, value)| (sorts.place(GRID_ROW, *column), value.trim().to_owned()));
    collected.grid =
        listed_grid(pairs)?.map(|grid| (grid, format!("row 4 of sheet `{}`", sorts.name)));
    for row in sorts.row_numbers().filter(|&row| row >= FIRST_SORT) {
        sort_in_row(collected, sorts, row)?;
    }
    Ok(())
}

/// Each value as often as it stands in a list.
fn listed_grid(
    values: impl Iterator<Item = (crate::study_files::place::Place, String)>,
) -> Result<Option<crate::qmethod::Distribution>, ImportError> {
    let mut counts: Vec<(crate::study_files::place::Place, String, usize)> = Vec::new();
    for (place, value) in values {
        match counts.iter_mut().find(|(_, other, _)| *other == value) {
            Some((_, _, count)) => *count += 1,
            None => counts.push((place, value, 1)),
        }
    }
    let pairs = counts.into_iter();
    grid(pairs.map(|(place, value, count)| (place, value, count.to_string())))
}

/// A name in column A and values from column B on.
pub(super) fn sort_in_row(
    collected: &mut Collected,
    sorts: &Sheet,
    row: u32,
) -> Result<(), ImportError> {
    let values = cells_from(sorts, row, 1);
    if values.is_empty() {
        return Ok(());
    }
    let places = CardPlaces::Row { row, first: 1 };
    let id = sorts.cell(row, 0).to_owned();
    collected.sort(
        &id,
        sorts.row_place(row),
        places,
        values.iter().map(String::as_str),
    )
}

/// B2 is the project's name; in a sheet of values it may stand anywhere on the line.
fn title(collected: &mut Collected, sorts: &Sheet) {
    let texts = sorts.row(1).iter().map(|cell| cell.1.trim());
    if let Some(title) = texts.rev().find(|text| !is_number(text)) {
        collected
            .notes
            .push(format!("Name of the project: {title}."));
    }
}
