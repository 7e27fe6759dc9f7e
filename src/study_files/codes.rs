//! Codes that were sent out: a table with a column `code`, or one code per line.

use super::StudyFileError;
use super::place::{Place, quoted};
use super::source::{Content, Source};
use super::statements::lines;
use super::table::{Table, TableError};
use crate::survey::code_signs;
use std::collections::HashMap;
use thiserror::Error;

/// The headings of the column, the first that is there counts.
const HEADINGS: [&str; 2] = ["code", "codes"];

/// The names of a sheet that holds codes.
const SHEETS: [&str; 3] = ["codes", "code", "participants"];

/// So many letters and digits a code has: fewer are guessed, more are no code.
const LENGTH: std::ops::RangeInclusive<usize> = 4..=40;

/// Why there is no list of codes.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum CodesError {
    /// A code that is too short or too long.
    #[error(
        "{place} holds {found}; expected a code of {} to {} letters and digits. Correct the list.",
        LENGTH.start(),
        LENGTH.end()
    )]
    NoCode {
        /// The cell or line.
        place: Place,
        /// What it holds.
        found: String,
    },
    /// One code twice; blanks, dashes and capitals do not make two of it.
    #[error(
        "{place}: the code {code} stands a second time; the first is in row {first}. Give each respondent a code of their own; blanks, dashes and capitals make no difference."
    )]
    Repeated {
        /// The second.
        place: Place,
        /// As it stands there.
        code: String,
        /// The row of the first.
        first: usize,
    },
    /// Nothing listed.
    #[error("{name} lists no code. Write one a line, or a table with a column `code`.")]
    None {
        /// The source.
        name: String,
    },
}

/// The codes of a file in their order, each once.
///
/// # Errors
/// The file cannot be read, has no column of codes, or one of them is none.
pub fn read_codes(source: &Source) -> Result<Vec<String>, StudyFileError> {
    let name = source.name();
    let found = match source.read()? {
        Content::Text(decoded) if !source.is_named_a_table() && !has_heading(&decoded.text) => {
            of_lines(&name, &decoded.text)
        }
        content => of_table(&Table::from_content(&name, content, &SHEETS)?)?,
    };
    Ok(checked(&name, found)?)
}

fn has_heading(text: &str) -> bool {
    let first = lines(text).next().unwrap_or_default();
    first.split([',', ';', '\t']).any(|heading| {
        let heading = heading.trim().trim_matches('"');
        HEADINGS
            .iter()
            .any(|known| heading.eq_ignore_ascii_case(known))
    })
}

fn of_lines(name: &str, text: &str) -> Vec<(Place, String)> {
    let filled = (1..)
        .zip(lines(text))
        .filter(|(_, line)| !line.trim().is_empty());
    filled
        .map(|(row, line)| (Place::row(name, row), line.trim().to_owned()))
        .collect()
}

fn of_table(table: &Table) -> Result<Vec<(Place, String)>, TableError> {
    let column = table
        .column(&HEADINGS)
        .ok_or_else(|| TableError::NoColumn {
            name: table.name.clone(),
            expected: "`code`",
            found: table.found_headings(),
        })?;
    let cells = table.cells(column).enumerate();
    Ok(cells
        .map(|(row, cell)| (table.place(row, column), cell.to_owned()))
        .collect())
}

fn checked(name: &str, found: Vec<(Place, String)>) -> Result<Vec<String>, CodesError> {
    let mut rows: HashMap<String, usize> = HashMap::new();
    for (place, code) in &found {
        let signs = code_signs(code);
        if !LENGTH.contains(&signs.chars().count()) {
            return Err(CodesError::NoCode {
                place: place.clone(),
                found: quoted(code),
            });
        }
        if let Some(first) = rows.insert(signs, place.row.unwrap_or_default()) {
            return Err(CodesError::Repeated {
                place: place.clone(),
                code: quoted(code),
                first,
            });
        }
    }
    if found.is_empty() {
        return Err(CodesError::None {
            name: name.to_owned(),
        });
    }
    Ok(found.into_iter().map(|(_, code)| code).collect())
}
