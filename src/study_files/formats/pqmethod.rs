//! PQMethod projects, NAME.dat: fixed columns of characters.

use crate::qmethod::Distribution;
use crate::qmethod::grid::GridColumn;
use crate::study_files::StudyFileError;
use crate::study_files::collected::{CardPlaces, Collected, ImportError};
use crate::study_files::place::{Place, count, quoted};
use crate::study_files::statements::lines;
use std::path::{Path, PathBuf};

/// The values that the grid line has a field for.
const GRID_VALUES: std::ops::RangeInclusive<i32> = -6..=13;

/// Characters before the first value of a sort: eight of the name and two blanks.
const BEFORE_VALUES: usize = 10;

const NEXT: &str =
    "Check that the file is PQMethod's NAME.dat, unchanged; an editor may have moved its columns.";

/// The first line: number of sorts, number of statements, title.
pub(super) struct Heading {
    pub sorts: usize,
    pub statements: usize,
    pub title: String,
}

/// The heading, if the line is one.
pub(super) fn heading(line: &str) -> Option<Heading> {
    let characters: Vec<char> = line.chars().collect();
    field(&characters, 0, 3)?;
    Some(Heading {
        sorts: usize::try_from(field(&characters, 3, 3)?).ok()?,
        statements: usize::try_from(field(&characters, 6, 3)?).ok()?,
        title: text_in(&characters, 10, 60),
    })
}

/// The fields of the second line, lowest and highest value and 20 numbers of cards, if it has them.
pub(super) fn grid_fields(line: &str) -> Option<Vec<i32>> {
    let characters: Vec<char> = line.chars().collect();
    (0..22)
        .map(|index| field(&characters, index * 3, 3).or_else(|| blank_field(&characters, index)))
        .collect()
}

/// The file of statements beside a project, if there is one.
pub(in crate::study_files) fn companion(path: &Path) -> Option<PathBuf> {
    let endings = ["sta", "STA", "Sta"];
    endings
        .iter()
        .map(|ending| path.with_extension(ending))
        .find(|statements| statements.is_file())
}

pub(super) fn read(name: &str, text: &str) -> Result<Collected, StudyFileError> {
    let text = text.trim_end_matches('\u{1a}');
    let mut rows = (1..).zip(lines(text));
    let mut next = || rows.next().map(|(row, line)| (row, line.trim_end()));
    let unexpected = |row: usize, expected: &str, found: &str| ImportError::Unexpected {
        place: Place::row(name, row),
        expected: expected.to_owned(),
        found: quoted(found),
        next: NEXT,
    };
    let (row, first) = next().unwrap_or((1, ""));
    let heading = heading(first).ok_or_else(|| {
        unexpected(
            row,
            "the numbers of Q sorts and statements in characters 4–6 and 7–9",
            first,
        )
    })?;
    let (row, second) = next().unwrap_or((2, ""));
    let fields = grid_fields(second).ok_or_else(|| {
        let words = "lowest and highest value and 20 numbers of cards, three characters each";
        unexpected(row, words, second)
    })?;
    let mut collected = Collected::new(name, text.len());
    if let Some(grid) = grid(name, &heading, &fields)? {
        collected.grid = Some((grid, format!("row 2 of {name}")));
    }
    if !heading.title.is_empty() {
        collected
            .notes
            .push(format!("Title of the project: {}.", heading.title));
    }
    for (row, line) in rows {
        let line = line.trim_end();
        if line.is_empty() {
            continue;
        }
        if collected.sort_count() == heading.sorts {
            return Err(more_sorts(name, heading.sorts, row, line).into());
        }
        sort(&mut collected, heading.statements, row, line)?;
    }
    if collected.sort_count() < heading.sorts {
        return Err(ImportError::Announced {
            place: Place::row(name, 1),
            announced: count(heading.sorts, "Q sort"),
            found: collected.sort_count().to_string(),
            next: "The file is cut off, or characters 4–6 of its first line are wrong. Copy it again, or correct the number.",
        }
        .into());
    }
    Ok(collected)
}

fn more_sorts(name: &str, sorts: usize, row: usize, line: &str) -> ImportError {
    ImportError::Announced {
        place: Place::row(name, 1),
        announced: count(sorts, "Q sort"),
        found: format!("another in row {row}, {}", quoted(line)),
        next: "Correct characters 4–6 of the first line, or take the line out.",
    }
}

fn grid(
    name: &str,
    heading: &Heading,
    fields: &[i32],
) -> Result<Option<Distribution>, StudyFileError> {
    let place = || Place::row(name, 2);
    let columns: Vec<GridColumn> = GRID_VALUES
        .zip(fields.iter().skip(2))
        .filter(|(_, cards)| **cards > 0)
        .map(|(value, &cards)| GridColumn {
            value,
            cards: usize::try_from(cards).unwrap_or_default(),
        })
        .collect();
    let Ok(grid) = Distribution::new(columns) else {
        return Ok(None);
    };
    if grid.cards() != heading.statements {
        return Err(ImportError::Announced {
            place: place(),
            announced: format!("a grid of {}", count(grid.cards(), "card")),
            found: format!(
                "{} announced in row 1",
                count(heading.statements, "statement")
            ),
            next: NEXT,
        }
        .into());
    }
    Ok(Some(grid))
}

fn sort(
    collected: &mut Collected,
    statements: usize,
    row: usize,
    line: &str,
) -> Result<(), ImportError> {
    let place = Place::row(&collected.name, row);
    if let Some(at) = line.find('\t') {
        return Err(ImportError::Unexpected {
            place,
            expected: "columns of characters with blanks between them".to_owned(),
            found: format!(
                "a tab behind {}",
                quoted(line.get(..at).unwrap_or_default())
            ),
            next: NEXT,
        });
    }
    let characters: Vec<char> = line.chars().collect();
    let id = text_in(&characters, 0, 8);
    let wanted = BEFORE_VALUES + 2 * statements;
    if characters.len() > wanted {
        return Err(ImportError::Unexpected {
            place,
            expected: format!(
                "{} of two characters each up to character {wanted}",
                count(statements, "value")
            ),
            found: format!("{} characters", characters.len()),
            next: NEXT,
        });
    }
    let there = characters.len().saturating_sub(BEFORE_VALUES).div_ceil(2);
    if there < statements {
        return Err(ImportError::OtherLength {
            sort: quoted(&id),
            place,
            found: count(there, "value"),
            expected: statements,
            first: None,
        });
    }
    let values: Vec<String> = (0..statements)
        .map(|index| text_in(&characters, BEFORE_VALUES + 2 * index, 2))
        .collect();
    let places = CardPlaces::Characters {
        first: BEFORE_VALUES as u32 + 1,
        width: 2,
    };
    collected.sort(&id, place, places, values.iter().map(String::as_str))
}

/// The whole number in some characters of a line.
fn field(characters: &[char], start: usize, width: usize) -> Option<i32> {
    text_in(characters, start, width).parse().ok()
}

/// Trailing fields without cards may be left out.
fn blank_field(characters: &[char], index: usize) -> Option<i32> {
    (index >= 2 && text_in(characters, index * 3, 3).is_empty()).then_some(0)
}

fn text_in(characters: &[char], start: usize, width: usize) -> String {
    let text: String = characters.iter().skip(start).take(width).collect();
    text.trim().to_owned()
}
