//! Records of Easy-HTMLQ and EQ Web Sort as Firebase gives them: an object of records, each under a key of its own.

mod node;

use super::records::{Key, Records};
use crate::study_files::StudyFileError;
use crate::study_files::collected::{Collected, ImportError};
use crate::study_files::place::{Place, quoted};
pub(super) use node::Node;
use node::{Each, Seed};
use serde::de::DeserializeSeed;
use std::cell::Cell;

/// How deep records may lie below the top: project, group and key.
const DEEPEST: usize = 4;

/// Fields that always have room; beyond them there may be one for every ten bytes.
const ROOM: usize = 50_000;

/// The text as a tree of texts, as large as its size allows.
pub(super) fn parse<'t>(name: &str, text: &'t str) -> Result<Node<'t>, ImportError> {
    let left = Cell::new(ROOM + text.len() / 10);
    let mut reader = serde_json::Deserializer::from_str(text);
    Seed { left: &left }
        .deserialize(&mut reader)
        .and_then(|root| reader.end().map(|()| root))
        .map_err(|error| broken(name, &error))
}

pub(super) fn read(name: &str, text: &str) -> Result<Collected, StudyFileError> {
    let mut records = Records::new(name);
    if text.trim_start().starts_with(['{', '[']) {
        each(text, &mut |key, node| find(&node, key, 1, &mut records))
            .map_err(|error| broken(name, &error))?;
    } else {
        parse(name, text)?;
    }
    if records.len() == 0 {
        return Err(ImportError::Unexpected {
            place: Place::whole(name),
            expected: "records with a field `sort`, such as {\"-Nx\": {\"sort\": \"0|1|-1\"}}"
                .to_owned(),
            found: match records.unsorted() {
                (0, _) => "none".to_owned(),
                (_, first) => format!(
                    "records without it, the first with the key {}",
                    quoted(first)
                ),
            },
            next: "Export the whole of the collected data as JSON.",
        }
        .into());
    }
    let keys = "the last characters of the records' keys";
    Ok(records.collect(text.len(), keys)?)
}

/// Hands out what lies directly in the text's object or list, one after the other.
fn each<'t>(text: &'t str, take: &mut impl FnMut(&str, Node<'t>)) -> Result<(), serde_json::Error> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let most = ROOM + text.len() / 10;
    Each { most, take }.deserialize(&mut reader)?;
    reader.end()
}

fn broken(name: &str, error: &serde_json::Error) -> ImportError {
    let words = error.to_string();
    let cause = words.split(" at line ").next().unwrap_or_default();
    ImportError::Json {
        name: name.to_owned(),
        row: error.line(),
        column: error.column(),
        cause: cause.to_owned(),
    }
}

/// Finds the records wherever they lie below the top.
fn find(node: &Node<'_>, key: &str, depth: usize, records: &mut Records<'_>) {
    let Node::Fields(fields) = node else { return };
    let is_text = |(_, value): &(_, Node<'_>)| matches!(value, Node::Text(_));
    if !fields.iter().any(is_text) {
        if depth < DEEPEST {
            for (key, node) in fields {
                find(node, key, depth + 1, records);
            }
        }
        return;
    }
    for (field, value) in fields {
        value.for_each_text(field, &mut |name, text| records.field(name, text));
    }
    records.close(Key::Name(key));
}
