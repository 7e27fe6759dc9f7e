//! Version 2: name, pattern, sorts, statements, version and type on sheets of their own.

use super::version_1::sort_in_row;
use super::{grid, piled, sheet};
use crate::study_files::collected::{Collected, ImportError};
use crate::study_files::sheets::Sheet;

pub(super) fn read(
    collected: &mut Collected,
    sheets: &[Sheet],
    sorts: &Sheet,
    is_piles: bool,
) -> Result<(), ImportError> {
    if let Some(name) = sheet(sheets, &["name", "names"]).map(|sheet| sheet.cell(1, 0).trim())
        && !name.is_empty()
    {
        collected
            .notes
            .push(format!("Name of the project: {name}."));
    }
    if let Some(pattern) = sheet(sheets, &["pattern", "patterns"]) {
        let cells = pattern.row(0).iter();
        let pairs = cells
            .map(|(column, value)| (*column, value.trim().to_owned()))
            .filter(|(column, _)| !pattern.cell(1, *column).trim().is_empty())
            .map(|(column, value)| {
                let cards = pattern.cell(1, column).trim().to_owned();
                (pattern.place(1, column), value, cards)
            });
        let stated = grid(pairs)?;
        collected.grid = stated.map(|grid| (grid, format!("sheet `{}`", pattern.name)));
    }
    if is_piles {
        return piled(collected, sorts, 0);
    }
    for row in sorts.row_numbers() {
        if row == 0 && is_heading(sorts) {
            continue;
        }
        sort_in_row(collected, sorts, row)?;
    }
    Ok(())
}

/// Whether the first row holds headings: texts, or 1, 2, 3, … to the end.
fn is_heading(sorts: &Sheet) -> bool {
    super::super::kade_csv::is_heading(&super::cells_from(sorts, 0, 1))
}
