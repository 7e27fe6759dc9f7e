//! Records of Easy-HTMLQ and EQ Web Sort as Firebase gives them: an object of records, each under a key of its own.

mod node;

use super::records::{Record, collect, record};
use crate::study_files::StudyFileError;
use crate::study_files::collected::{Collected, ImportError};
use crate::study_files::place::{Place, quoted};
pub(super) use node::Node;
use node::Seed;
use serde::de::DeserializeSeed;
use std::cell::Cell;

/// How deep records may lie below the top: project, group and key.
const DEEPEST: usize = 4;

/// Fields that always have room; beyond them there may be one for every ten bytes.
const ROOM: usize = 50_000;

/// The text as a tree of texts, as large as its size allows.
pub(super) fn parse(name: &str, text: &str) -> Result<Node, ImportError> {
    let left = Cell::new(ROOM + text.len() / 10);
    let mut reader = serde_json::Deserializer::from_str(text);
    Seed { left: &left }
        .deserialize(&mut reader)
        .and_then(|root| reader.end().map(|()| root))
        .map_err(|error| broken(name, &error))
}

pub(super) fn read(name: &str, text: &str) -> Result<Collected, StudyFileError> {
    let root = parse(name, text)?;
    let mut found = Found::default();
    find(name, root, "", 0, &mut found);
    if found.records.is_empty() {
        return Err(ImportError::Unexpected {
            place: Place::whole(name),
            expected: "records with a field `sort`, such as {\"-Nx\": {\"sort\": \"0|1|-1\"}}"
                .to_owned(),
            found: match found.unsorted {
                0 => "none".to_owned(),
                _ => format!(
                    "records without it, the first with the key {}",
                    quoted(&found.first)
                ),
            },
            next: "Export the whole of the collected data as JSON.",
        }
        .into());
    }
    let keys = "the last characters of the records' keys";
    Ok(collect(
        name,
        text.len(),
        found.records,
        keys,
        found.unsorted,
    )?)
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

#[derive(Default)]
struct Found {
    records: Vec<Record>,
    unsorted: usize,
    first: String,
}

/// Finds the records wherever they lie.
fn find(name: &str, node: Node, key: &str, depth: usize, found: &mut Found) {
    let Node::Fields(fields) = node else { return };
    let is_record = depth > 0
        && fields
            .iter()
            .any(|(_, value)| matches!(value, Node::Text(_)));
    if !is_record {
        if depth < DEEPEST {
            for (key, node) in fields {
                find(name, node, &key, depth + 1, found);
            }
        }
        return;
    }
    let mut texts = Vec::new();
    for (field, value) in fields {
        value.into_texts(field, &mut texts);
    }
    let place = Place::part(name, format!("record {}", quoted(key)));
    match record(place, last_characters(key), texts) {
        Some(record) => found.records.push(record),
        None => {
            if found.unsorted == 0 {
                found.first = key.to_owned();
            }
            found.unsorted += 1;
        }
    }
}

/// The last ten characters of a key, as KADE names participants by them.
fn last_characters(key: &str) -> String {
    let skipped = key.chars().count().saturating_sub(10);
    key.chars().skip(skipped).collect()
}
