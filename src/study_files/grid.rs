//! A grid from words or from a file, and back into words.

use super::StudyFileError;
use super::encoding::Decoded;
use super::formats::study_xml;
use super::place::{Place, quoted};
use super::source::{Content, Source};
use super::table::{Table, TableError};
use crate::qmethod::grid::GridColumn;
use crate::qmethod::{Distribution, MethodError};
use thiserror::Error;

/// The names of a sheet that holds a grid.
pub(super) const GRID_SHEETS: [&str; 3] = ["grid", "distribution", "pattern"];

/// The most cards in one column; far above any Q set.
const MOST_CARDS: usize = 10_000;

/// Why text is no grid.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum GridError {
    /// A piece that is no pair.
    #[error(
        "The grid {text} cannot be read at {piece}: expected {expected}. Write value:cards pairs, such as `-1:1,0:3,1:1`, or `free`."
    )]
    Piece {
        /// The whole text.
        text: String,
        /// The piece.
        piece: String,
        /// What was expected there.
        expected: &'static str,
    },
    /// Numbers of cards without their values.
    #[error(
        "The grid {text} gives numbers of cards only; expected the value of each column as well. {next}"
    )]
    CardsOnly {
        /// The whole text.
        text: String,
        /// The grid that may be meant.
        next: String,
    },
    /// A cell of a grid file that is no whole number.
    #[error("{place} holds {found}; expected {expected}. Correct the file.")]
    Cell {
        /// The cell.
        place: Place,
        /// What it holds.
        found: String,
        /// What was expected.
        expected: &'static str,
    },
    /// What the method refuses of a grid.
    #[error("{source} (The grid given: {given}.)")]
    Refused {
        /// The text or the source.
        given: String,
        /// The refusal.
        source: MethodError,
    },
}

/// A distribution from pairs of value and cards, such as `-1:1,0:3,1:1` or `-1=1 0=3 +1=1`.
///
/// # Errors
/// The piece that is no pair of whole numbers; numbers of cards without values; no card at all; a value stated twice.
pub fn parse_grid(text: &str) -> Result<Distribution, StudyFileError> {
    Ok(pairs(text)?)
}

fn pairs(text: &str) -> Result<Distribution, GridError> {
    let mut spaced = text
        .replace(['\u{2212}', '\u{2013}'], "-")
        .replace('=', ":");
    for blank in [" :", ": ", "\t:", ":\t"] {
        while spaced.contains(blank) {
            spaced = spaced.replace(blank, ":");
        }
    }
    let pieces: Vec<&str> = spaced
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '{' | '}' | '"'))
        .filter(|piece| !piece.is_empty())
        .collect();
    let cards_only: Option<Vec<usize>> = pieces.iter().map(|piece| piece.parse().ok()).collect();
    if let Some(cards) = cards_only.filter(|cards| !cards.is_empty()) {
        return Err(GridError::CardsOnly {
            text: quoted(text),
            next: meant(&cards),
        });
    }
    let columns = pieces
        .iter()
        .map(|piece| pair(text, piece))
        .collect::<Result<Vec<_>, _>>()?;
    Distribution::new(columns).map_err(|source| GridError::Refused {
        given: quoted(text),
        source,
    })
}

fn pair(text: &str, piece: &str) -> Result<GridColumn, GridError> {
    let wrong = |expected| GridError::Piece {
        text: quoted(text),
        piece: quoted(piece),
        expected,
    };
    let (value, cards) = piece
        .split_once(':')
        .ok_or_else(|| wrong("a value and its cards, such as `-1:3`"))?;
    let value = whole_value(value).ok_or_else(|| wrong("a whole number before the colon"))?;
    let cards = number_of_cards(cards).ok_or_else(|| wrong("a number of cards after the colon"))?;
    Ok(GridColumn { value, cards })
}

/// The grid around 0 that numbers of cards alone would have.
fn meant(cards: &[usize]) -> String {
    let half = i32::try_from(cards.len() / 2).unwrap_or_default();
    let columns = (-half..)
        .zip(cards)
        .map(|(value, &cards)| GridColumn { value, cards });
    match Distribution::new(columns) {
        Ok(grid) if cards.len() % 2 == 1 => {
            format!("If it is centred on 0, write `{}`.", written(&grid))
        }
        _ => "Write value:cards pairs, such as `-1:1,0:3,1:1`.".to_owned(),
    }
}

/// A distribution from a table with the columns `value` and `cards`, from text that [`parse_grid`] reads, or from the `map.xml` of an online
/// study.
///
/// # Errors
/// As for any table; also a cell that is no whole number, or a value that stands twice.
pub fn read_grid(source: &Source) -> Result<Distribution, StudyFileError> {
    let name = source.name();
    let content = source.read()?;
    if let Content::Text(Decoded { text, .. }) = &content {
        if !text.contains(char::is_alphabetic) {
            return parse_grid(text.trim());
        }
        if let Some(grid) = study_xml::grid(&name, text)? {
            return Ok(grid);
        }
    }
    let table = Table::from_content(&name, content, &GRID_SHEETS)?;
    grid_of(&table)
}

/// The distribution in a table with the columns `value` and `cards`.
pub(super) fn grid_of(table: &Table) -> Result<Distribution, StudyFileError> {
    let column = |headings: &[&str], expected| {
        table.column(headings).ok_or_else(|| TableError::NoColumn {
            name: table.name.clone(),
            expected,
            found: table.found_headings(),
        })
    };
    let values = column(&["value"], "`value`")?;
    let cards = column(&["cards", "count"], "`cards`")?;
    let columns = (0..table.row_count())
        .map(|row| {
            let wrong = |column: usize, expected| GridError::Cell {
                place: table.place(row, column),
                found: quoted(table.cell(row, column)),
                expected,
            };
            Ok(GridColumn {
                value: whole_value(table.cell(row, values))
                    .ok_or_else(|| wrong(values, "a whole number, the value of a column"))?,
                cards: number_of_cards(table.cell(row, cards))
                    .ok_or_else(|| wrong(cards, "a number of cards"))?,
            })
        })
        .collect::<Result<Vec<_>, GridError>>()?;
    let refused = |source| GridError::Refused {
        given: table.name.clone(),
        source,
    };
    Ok(Distribution::new(columns).map_err(refused)?)
}

/// A distribution as [`parse_grid`] reads it.
pub(super) fn written(distribution: &Distribution) -> String {
    let pairs: Vec<String> = distribution
        .columns()
        .iter()
        .map(|c| format!("{}:{}", c.value, c.cards))
        .collect();
    pairs.join(",")
}

fn whole_value(text: &str) -> Option<i32> {
    text.trim()
        .replace(['\u{2212}', '\u{2013}'], "-")
        .parse()
        .ok()
}

fn number_of_cards(text: &str) -> Option<usize> {
    text.trim()
        .parse()
        .ok()
        .filter(|cards| *cards <= MOST_CARDS)
}
