//! The XML in which the HTMLQ family describes a study: map.xml holds the grid, statements.xml the statements.

mod elements;
#[cfg(feature = "kernel")]
mod items;

use crate::qmethod::grid::GridColumn;
use crate::qmethod::{Distribution, Statement};
use crate::study_files::collected::ImportError;
use crate::study_files::place::{Place, quoted};
#[cfg(feature = "kernel")]
pub(in crate::study_files) use elements::Element;
#[cfg(not(feature = "kernel"))]
use elements::Element;
use elements::elements;
#[cfg(feature = "kernel")]
pub(in crate::study_files) use items::{Item, items};
use std::collections::BTreeMap;

const NEXT: &str = "Take the file from the folder of the online study again.";

/// The most columns of a grid.
const MOST_COLUMNS: usize = 1_000;

/// Whether the text is XML.
fn is_xml(text: &str) -> bool {
    text.trim_start().starts_with('<')
}

/// The grid of a map.xml; none if the text is no XML.
///
/// # Errors
/// XML without a grid, or that is broken.
pub(in crate::study_files) fn grid(
    name: &str,
    text: &str,
) -> Result<Option<Distribution>, ImportError> {
    if !is_xml(text) {
        return Ok(None);
    }
    let elements = elements(name, text)?;
    match listed_grid(name, &elements)? {
        Some(grid) => Ok(Some(grid)),
        None => Err(unexpected(
            name,
            "columns of a grid, `<column id=\"-1\">3</column>`, or statements, `<statement id=\"1\">…</statement>`",
        )),
    }
}

/// The statements of a statements.xml; none if the text is no XML.
///
/// # Errors
/// XML without statements, or that is broken.
pub(in crate::study_files) fn statements(
    name: &str,
    text: &str,
) -> Result<Option<Vec<Statement>>, ImportError> {
    if !is_xml(text) {
        return Ok(None);
    }
    let elements = elements(name, text)?;
    let mut found: BTreeMap<u32, Statement> = BTreeMap::new();
    for element in elements
        .iter()
        .filter(|element| element.name == "statement")
    {
        let id = element.attribute("id").unwrap_or_default();
        let place = || Place::row(name, element.row);
        let number = id.trim().trim_start_matches(['s', 'S']).parse().ok();
        let Some(number) = number.filter(|number| *number > 0) else {
            return Err(ImportError::Unexpected {
                place: place(),
                expected: "the number of the statement as its `id`".to_owned(),
                found: quoted(id),
                next: NEXT,
            });
        };
        let text = element
            .text
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        if text.is_empty() || found.contains_key(&number) {
            return Err(ImportError::Unexpected {
                place: place(),
                expected: format!("the text of statement {number}, once"),
                found: match text.is_empty() {
                    true => "none".to_owned(),
                    false => "it again".to_owned(),
                },
                next: NEXT,
            });
        }
        found.insert(number, Statement { number, text });
    }
    if found.is_empty() {
        return Err(unexpected(
            name,
            "statements, `<statement id=\"1\">…</statement>`",
        ));
    }
    Ok(Some(found.into_values().collect()))
}

/// What an XML of a study holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::study_files) enum Kind {
    /// The grid.
    Map,
    /// The statements.
    Statements,
}

/// What a text holds if it is XML of a study.
pub(in crate::study_files) fn kind(text: &str) -> Option<Kind> {
    if !is_xml(text) {
        return None;
    }
    let holds = |mark: &str| text.contains(mark);
    match () {
        () if holds("<statement ") => Some(Kind::Statements),
        () if holds("<column ") || holds("qSortPattern") => Some(Kind::Map),
        () => None,
    }
}

/// Columns with their cards, or Quince's two lists.
fn listed_grid(name: &str, elements: &[Element]) -> Result<Option<Distribution>, ImportError> {
    let item = |id: &str| {
        let is_meant = |element: &&Element| element.attribute("id") == Some(id);
        elements.iter().find(is_meant)
    };
    let mut pairs: Vec<(usize, String, String)> = elements
        .iter()
        .filter(|element| element.name == "column")
        .map(|element| {
            let value = element.attribute("id").unwrap_or_default();
            (element.row, value.to_owned(), element.text.clone())
        })
        .collect();
    if let (true, Some(values), Some(cards)) = (
        pairs.is_empty(),
        item("qSortHeaderNumbers"),
        item("qSortPattern"),
    ) {
        let list = |text: &str| -> Vec<String> {
            let words = text.split(|c: char| c == ',' || c.is_whitespace());
            words.filter(|w| !w.is_empty()).map(str::to_owned).collect()
        };
        let (values, numbers) = (list(&values.text), list(&cards.text));
        if values.len() != numbers.len() {
            return Err(ImportError::Announced {
                place: Place::row(name, cards.row),
                announced: format!("{} columns of the grid", values.len()),
                found: format!("{} numbers of cards", numbers.len()),
                next: NEXT,
            });
        }
        pairs = values
            .into_iter()
            .zip(numbers)
            .map(|(value, cards_of)| (cards.row, value, cards_of))
            .collect();
    }
    let column = |(row, value, cards): &(usize, String, String)| {
        let column = value.trim().replace('\u{2212}', "-").parse().ok().zip(
            cards
                .trim()
                .parse()
                .ok()
                .filter(|cards: &usize| *cards < 10_000),
        );
        let (value, cards) = column.ok_or_else(|| ImportError::Unexpected {
            place: Place::row(name, *row),
            expected: "the value of a column of the grid as its `id`, and its number of cards"
                .to_owned(),
            found: format!("{} and {}", quoted(value), quoted(cards.trim())),
            next: NEXT,
        })?;
        Ok(GridColumn { value, cards })
    };
    let columns: Vec<GridColumn> = pairs.iter().map(column).collect::<Result<_, _>>()?;
    if columns.is_empty() {
        return Ok(None);
    }
    if columns.len() > MOST_COLUMNS {
        return Err(ImportError::Unexpected {
            place: Place::whole(name),
            expected: format!("a grid of at most {MOST_COLUMNS} columns"),
            found: columns.len().to_string(),
            next: NEXT,
        });
    }
    let grid = Distribution::new(columns).map_err(|error| ImportError::Unexpected {
        place: Place::whole(name),
        expected: "each column of the grid once".to_owned(),
        found: error.to_string().trim_end_matches('.').to_owned(),
        next: NEXT,
    })?;
    Ok(Some(grid))
}

fn unexpected(name: &str, expected: &str) -> ImportError {
    ImportError::Unexpected {
        place: Place::whole(name),
        expected: expected.to_owned(),
        found: "other XML".to_owned(),
        next: "Load the file of the Q sorts, and with it the map.xml and statements.xml of the online study.",
    }
}
