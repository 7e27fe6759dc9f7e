//! The CSV of HTMLQ and FlashQ: `sid;uid;s1;…;sN;npos;…;datetime`.

use super::records::{Key, Records};
use crate::study_files::StudyFileError;
use crate::study_files::collected::{Collected, ImportError};
use crate::study_files::columns::card_number;
use crate::study_files::place::{Place, count, quoted};
use crate::study_files::table::Rows;

/// The statement that a heading is: `s` and a number, so that a column `sex` is none.
pub(super) fn statement(heading: &str) -> Option<u32> {
    card_number(heading)
        .filter(|(prefix, number)| prefix == "s" && *number > 0)
        .map(|(_, number)| number)
}

pub(super) fn read(name: &str, text: &str) -> Result<Collected, StudyFileError> {
    let mut rows = Rows::new(name, text, None)?;
    let (heading_row, headings) = rows.next_content()?.unwrap_or_default();
    let mut statements: Vec<(u32, usize)> = headings
        .iter()
        .enumerate()
        .filter_map(|(column, heading)| statement(heading).map(|number| (number, column)))
        .collect();
    statements.sort_unstable();
    check_statements(name, heading_row, &headings, &statements)?;
    let mut is_statement = vec![false; headings.len()];
    for &(_, column) in &statements {
        if let Some(is_statement) = is_statement.get_mut(column) {
            *is_statement = true;
        }
    }
    let others: Vec<(usize, &String)> = (0..)
        .zip(&headings)
        .zip(is_statement)
        .filter(|(_, is_statement)| !is_statement)
        .map(|(other, _)| other)
        .collect();
    let mut records = Records::new(name);
    while let Some((row, cells)) = rows.next_content()? {
        if cells
            .iter()
            .skip(headings.len())
            .any(|cell| !cell.is_empty())
            || cells.len() < 2
        {
            return Err(ImportError::Unexpected {
                place: Place::row(name, row),
                expected: format!("{} as in the headings", count(headings.len(), "cell")),
                found: cells.len().to_string(),
                next: "A cell that holds the separator itself, such as a comment, has to stand in quotes.",
            }
            .into());
        }
        let cell = |column: usize| cells.get(column).map_or("", String::as_str);
        let values: Vec<String> = statements
            .iter()
            .map(|s| cell(s.1).replace('|', " "))
            .collect();
        for &(column, heading) in &others {
            records.field(heading, cell(column));
        }
        records.close_with(Key::Row(row), &values.join("|"));
    }
    Ok(records.collect(text.len(), "the rows they stand in")?)
}

fn check_statements(
    name: &str,
    row: usize,
    headings: &[String],
    statements: &[(u32, usize)],
) -> Result<(), ImportError> {
    let wrong = (1..).zip(statements).find(|(place, s)| s.0 != *place);
    let found = match wrong {
        None if statements.len() > 1 => return Ok(()),
        None => format!("{} of them", statements.len()),
        Some((_, &(_, column))) => headings
            .get(column)
            .map(|heading| format!("{} out of turn", quoted(heading)))
            .unwrap_or_default(),
    };
    Err(ImportError::Unexpected {
        place: Place::row(name, row),
        expected: "headings s1, s2, … without gaps, each once".to_owned(),
        found,
        next: "Export the collected data again, or correct the headings.",
    })
}
