//! KADE's and Ken-Q's CSV: a line of headings that says nothing, then a name and the values by statement number.

use crate::study_files::StudyFileError;
use crate::study_files::collected::{CardPlaces, Collected, is_number};
use crate::study_files::place::Place;
use crate::study_files::table::Rows;

pub(super) fn read(name: &str, text: &str) -> Result<Collected, StudyFileError> {
    let mut collected = Collected::new(name, text.len());
    read_rows(&mut collected, name, text, None, is_heading)?;
    Ok(collected)
}

/// Rows of a name and values; the first row may be one of headings.
pub(super) fn read_rows(
    collected: &mut Collected,
    name: &str,
    text: &str,
    separator: Option<u8>,
    is_heading: fn(&[String]) -> bool,
) -> Result<(), StudyFileError> {
    let mut rows = Rows::new(name, text, separator)?;
    let mut is_first = true;
    while let Some((row, mut cells)) = rows.next_content()? {
        let was_first = std::mem::take(&mut is_first);
        let filled = cells
            .iter()
            .rposition(|cell| !cell.is_empty())
            .map_or(0, |last| last + 1);
        cells.truncate(filled);
        let Some((id, values)) = cells.split_first() else {
            continue;
        };
        if was_first && is_heading(values) {
            continue;
        }
        let place = Place::row(name, row);
        let values = values.iter().map(String::as_str);
        collected.sort(id, place, CardPlaces::Value, values)?;
    }
    Ok(())
}

/// Texts, or 1, 2, 3, … to the end.
pub(super) fn is_heading(values: &[String]) -> bool {
    let numbered = (1..)
        .zip(values)
        .all(|(number, value)| *value == number.to_string());
    numbered || are_texts(values)
}

/// Texts alone. In a project of KADE there are no headings, and 1, 2, 3, … is a sort whose cards lie in the order of their statements.
pub(super) fn are_texts(values: &[String]) -> bool {
    !values.iter().any(|value| is_number(value))
}
