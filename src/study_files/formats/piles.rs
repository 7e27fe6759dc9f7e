//! Piles: columns headed by values, statement numbers in them. One row per sort with several numbers in a cell, or one number in each
//! cell and several rows.

use crate::study_files::StudyFileError;
use crate::study_files::collected::{Collected, ImportError, MOST_STATEMENTS, PiledCard};
use crate::study_files::place::{Place, quoted};
use crate::study_files::table::Rows;

/// The value that a heading is, if it is a whole number.
pub(super) fn pile(heading: &str) -> Option<i32> {
    heading
        .trim()
        .replace(['\u{2212}', '\u{2013}'], "-")
        .parse()
        .ok()
}

pub(super) fn read(name: &str, text: &str) -> Result<Collected, StudyFileError> {
    let mut rows = Rows::new(name, text, None)?;
    let (heading_row, headings) = rows.next_content()?.unwrap_or_default();
    let piles: Vec<(usize, i32)> = headings
        .iter()
        .enumerate()
        .filter_map(|(column, heading)| pile(heading).map(|value| (column, value)))
        .collect();
    check_headings(name, heading_row, &headings, &piles)?;
    let others: Vec<usize> = (0..headings.len())
        .filter(|column| !piles.iter().any(|pile| pile.0 == *column))
        .collect();
    let id_column = others
        .iter()
        .copied()
        .find(|&column| {
            headings
                .get(column)
                .is_some_and(|h| h.eq_ignore_ascii_case("id"))
        })
        .or_else(|| others.first().copied());
    let mut collected = Collected::new(name, text.len());
    let mut open: Option<Open> = None;
    while let Some((row, cells)) = rows.next_content()? {
        let cell = |column: usize| cells.get(column).map_or("", String::as_str);
        let id = id_column.map_or("", cell);
        let continues = open
            .as_ref()
            .is_some_and(|open| id.is_empty() || open.id == id);
        if !continues {
            close(&mut collected, &headings, open.take())?;
            let attribute = |&column: &usize| {
                let heading = headings.get(column).filter(|h| !h.is_empty())?;
                Some((heading.clone(), cell(column).to_owned()))
            };
            let attributes = others.iter().filter(|c| Some(**c) != id_column);
            open = Some(Open {
                id: match id_column {
                    Some(_) => id.to_owned(),
                    None => format!("row {row}"),
                },
                row,
                attributes: attributes.filter_map(attribute).collect(),
                cards: Vec::new(),
            });
        }
        if let Some(open) = &mut open {
            for &(column, value) in &piles {
                // One more than there may be, for the refusal.
                let room = (MOST_STATEMENTS + 1).saturating_sub(open.cards.len());
                open.cards
                    .extend(cards(row, column, value, cell(column)).take(room));
            }
        }
    }
    close(&mut collected, &headings, open)?;
    Ok(collected)
}

/// A sort whose rows are not yet all read.
struct Open {
    id: String,
    row: usize,
    attributes: Vec<(String, String)>,
    cards: Vec<PiledCard>,
}

fn close(
    collected: &mut Collected,
    headings: &[String],
    open: Option<Open>,
) -> Result<(), ImportError> {
    let Some(open) = open else { return Ok(()) };
    let name = collected.name.clone();
    let place_of = |row: u32, column: u32| Place {
        column: headings.get(column as usize).cloned(),
        ..Place::row(&name, row as usize)
    };
    let place = Place::row(&name, open.row);
    collected.piles(&open.id, place, &open.cards, place_of)?;
    for (name, value) in &open.attributes {
        collected.attribute(name, value);
    }
    Ok(())
}

/// The statement numbers in a cell.
fn cards(
    row: usize,
    column: usize,
    value: i32,
    cell: &str,
) -> impl Iterator<Item = PiledCard> + '_ {
    let numbers = cell
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '|' | '/'))
        .filter(|number| !number.is_empty());
    numbers.map(move |number| PiledCard {
        text: number.into(),
        pile: f64::from(value),
        row: u32::try_from(row).unwrap_or(u32::MAX),
        column: u32::try_from(column).unwrap_or(u32::MAX),
    })
}

fn check_headings(
    name: &str,
    row: usize,
    headings: &[String],
    piles: &[(usize, i32)],
) -> Result<(), ImportError> {
    let mut values: Vec<i32> = piles.iter().map(|pile| pile.1).collect();
    values.sort_unstable();
    let twice = values
        .windows(2)
        .find(|pair| matches!(pair, [a, b] if a == b));
    let found = match twice {
        Some(pair) => format!(
            "{} twice",
            quoted(&pair.first().map(i32::to_string).unwrap_or_default())
        ),
        None if values.len() > 1 => return Ok(()),
        None => crate::study_files::place::some_of(headings),
    };
    Err(ImportError::Unexpected {
        place: Place::row(name, row),
        expected: "headings `id` and the values of the piles, such as -2, -1, 0, 1, 2, each once"
            .to_owned(),
        found,
        next: "Correct the headings.",
    })
}
