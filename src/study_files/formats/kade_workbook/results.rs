//! Type 3: workbooks of results, whose sheet of Q sorts has a name and as many numbers as there are statements in each row.

use super::NEXT;
use crate::study_files::collected::{CardPlaces, Collected, ImportError, is_number};
use crate::study_files::sheets::Sheet;

pub(super) fn read(collected: &mut Collected, sorts: &Sheet) -> Result<(), ImportError> {
    let known = collected
        .statements
        .as_ref()
        .map(|list| list.statements.len());
    let rows: Vec<(u32, u32, Vec<&str>)> = sorts
        .row_numbers()
        .filter_map(|row| values(sorts, row))
        .collect();
    let longest = rows.iter().map(|row| row.2.len()).max().unwrap_or_default();
    let wanted = known.unwrap_or(longest);
    for (row, first, values) in &rows {
        let is_heading = (1..).zip(values).all(|(n, value)| *value == n.to_string());
        if is_heading || values.len() * 2 < wanted {
            continue;
        }
        let id = sorts.cell(*row, first.saturating_sub(1)).trim();
        let places = CardPlaces::Row {
            row: *row,
            first: *first,
        };
        collected.sort(id, sorts.row_place(*row), places, values.iter().copied())?;
    }
    if collected.sort_count() == 0 {
        return Err(ImportError::Unexpected {
            place: sorts.whole(),
            expected: "rows of a name and the values of a Q sort".to_owned(),
            found: "none".to_owned(),
            next: NEXT,
        });
    }
    Ok(())
}

/// The numbers at the end of a row behind a name: their first column and themselves.
fn values(sorts: &Sheet, row: u32) -> Option<(u32, u32, Vec<&str>)> {
    let cells = sorts.row(row);
    let name = cells.iter().rposition(|cell| !is_number(&cell.1))?;
    let numbers = cells.get(name + 1..)?;
    let first = cells.get(name)?.0 + 1;
    let last = numbers.last()?.0;
    let values = (first..=last).map(|column| sorts.cell(row, column));
    (numbers.len() > 1).then(|| (row, first, values.collect()))
}
