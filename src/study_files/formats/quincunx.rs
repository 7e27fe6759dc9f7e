//! This program's own results: JSON with the study, of kind `study`, and its sorts, of kind `sorts`.

use super::json::{Node, parse};
use crate::qmethod::grid::GridColumn;
use crate::qmethod::{Attribute, Distribution, Statement, Texts};
use crate::study_files::StudyFileError;
use crate::study_files::collected::{CardPlaces, Collected, ImportError, MOST_STATEMENTS};
use crate::study_files::place::{Place, quoted};
use crate::study_files::statements::StatementList;
use std::borrow::Cow;

/// The most attributes of statements that are read.
const MOST_ATTRIBUTES: usize = 200;

const NEXT: &str = "Export the study again (`%q export FILE.json`).";

pub(super) fn read(name: &str, text: &str) -> Result<Collected, StudyFileError> {
    let root = parse(name, text)?;
    let data = |kind: &str| {
        let results = root.field("results").map(Node::fields).unwrap_or_default();
        let found = results
            .iter()
            .find(|(_, result)| result.text_of("kind") == kind);
        found
            .and_then(|(_, result)| result.field("data"))
            .ok_or_else(|| unexpected(name, &format!("a result of kind `{kind}`"), "none"))
    };
    let (study, sorts) = (data("study")?, data("sorts")?);
    let mut collected = Collected::new(name, text.len());
    collected.grid = grid(name, study)?.map(|grid| (grid, name.to_owned()));
    collected.is_free = study.text_of("forced") == "false";
    let participants = study
        .field("participants")
        .map(Node::fields)
        .unwrap_or_default();
    read_sorts(&mut collected, sorts, participants)?;
    collected.statements = statements(name, study)?;
    Ok(collected)
}

/// The values of all sorts, statement by statement, and the participants in the same order.
fn read_sorts(
    collected: &mut Collected,
    sorts: &Node<'_>,
    participants: &[(Cow<'_, str>, Node<'_>)],
) -> Result<(), ImportError> {
    let name = collected.name.clone();
    let numbers = sorts.text_of("statements").split('|');
    let numbers: Option<Vec<u32>> = numbers
        .filter(|number| !number.is_empty())
        .map(|number| number.parse().ok())
        .collect();
    let numbers = numbers.filter(|numbers| numbers.is_sorted_by(|a, b| a < b));
    let Some(numbers) = numbers.filter(|numbers| !numbers.is_empty()) else {
        return Err(unexpected(
            &name,
            "the ascending numbers of the statements",
            "others",
        ));
    };
    let text = sorts.text_of("values");
    let values: Texts = text.split('|').filter(|value| !value.is_empty()).collect();
    let (n, m) = (numbers.len(), participants.len());
    if values.len() != n.saturating_mul(m) || m == 0 {
        return Err(ImportError::Announced {
            place: Place::part(&name, "kind `sorts`"),
            announced: format!("values of {n} statements by {m} participants"),
            found: format!("{} values", values.len()),
            next: NEXT,
        });
    }
    collected.number_statements(numbers);
    for (sort, (_, participant)) in participants.iter().enumerate() {
        let id = participant.text_of("id");
        let place = Place::part(&name, format!("participant {}", quoted(id)));
        let of_sort = (0..n).filter_map(|statement| values.get(statement * m + sort));
        collected.sort(id, place, CardPlaces::Statement, of_sort)?;
        for (attribute, value) in participant.fields().iter().filter(|field| field.0 != "id") {
            // A missing value too, so that attributes keep their order.
            match value {
                Node::Text(value) => collected.attribute(attribute, value),
                Node::Nothing => collected.attribute(attribute, ""),
                Node::Fields(_) => {}
            }
        }
    }
    Ok(())
}

fn statements(name: &str, study: &Node<'_>) -> Result<Option<StatementList>, ImportError> {
    let mut statements = Vec::new();
    let mut attributes: Vec<Attribute> = Vec::new();
    for (_, node) in study
        .field("statements")
        .map(Node::fields)
        .unwrap_or_default()
    {
        let number = node.text_of("number");
        let Ok(number) = number.parse() else {
            return Err(unexpected(
                name,
                "the number of each statement",
                &quoted(number),
            ));
        };
        for (field, value) in node.fields() {
            if field == "number" || field == "text" {
                continue;
            }
            let value = match value {
                Node::Text(value) => value.as_ref(),
                Node::Fields(_) | Node::Nothing => "",
            };
            put(&mut attributes, field, statements.len(), value);
            if attributes.len() > MOST_ATTRIBUTES || statements.len() > MOST_STATEMENTS {
                return Err(unexpected(
                    name,
                    "the same few fields for each statement",
                    "far more",
                ));
            }
        }
        statements.push(Statement {
            number,
            text: node.text_of("text").to_owned(),
        });
    }
    for attribute in &mut attributes {
        attribute.values.pad_to(statements.len());
    }
    Ok((!statements.is_empty()).then(|| StatementList {
        name: "its list of statements".to_owned(),
        statements,
        attributes,
        notes: Vec::new(),
        is_numbered: true,
    }))
}

/// Puts a value into the attribute of this name, which begins with it if it is new.
fn put(attributes: &mut Vec<Attribute>, name: &str, statement: usize, value: &str) {
    let found = attributes
        .iter()
        .position(|attribute| attribute.name == name);
    let index = found.unwrap_or(attributes.len());
    if found.is_none() {
        attributes.push(Attribute {
            name: name.to_owned(),
            values: Texts::default(),
        });
    }
    if let Some(attribute) = attributes.get_mut(index) {
        attribute.values.pad_to(statement);
        attribute.values.push(value);
    }
}

fn grid(name: &str, study: &Node<'_>) -> Result<Option<Distribution>, ImportError> {
    let mut columns = Vec::new();
    for (_, column) in study.field("grid").map(Node::fields).unwrap_or_default() {
        let (value, cards) = (column.text_of("value"), column.text_of("cards"));
        let (Ok(value), Ok(cards)) = (value.parse(), cards.parse()) else {
            let found = format!("{} and {}", quoted(value), quoted(cards));
            return Err(unexpected(
                name,
                "value and cards of each column of the grid",
                &found,
            ));
        };
        columns.push(GridColumn { value, cards });
    }
    if columns.len() > 1_000 || columns.iter().any(|column| column.cards > 10_000) {
        return Err(unexpected(
            name,
            "a grid of at most 1,000 columns of 10,000 cards each",
            "more",
        ));
    }
    Ok(Distribution::new(columns).ok())
}

fn unexpected(name: &str, expected: &str, found: &str) -> ImportError {
    ImportError::Unexpected {
        place: Place::whole(name),
        expected: expected.to_owned(),
        found: found.to_owned(),
        next: NEXT,
    }
}
