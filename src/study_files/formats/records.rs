//! Records of online collectors: fields with names, one of which is the sort.

use super::names::take_field;
use crate::study_files::collected::{CardPlaces, Collected, ImportError};
use crate::study_files::place::{Place, count};
use std::collections::HashSet;

/// Fields that may tell participants apart, the first that does counts.
const IDS: [&str; 8] = [
    "partid",
    "participantid",
    "urlusercode",
    "userinputid",
    "uid",
    "accesscode",
    "randomid",
    "sid",
];

/// One participant's record.
pub(super) struct Record {
    /// Where it stands.
    pub place: Place,
    /// What tells it apart if no field does.
    pub key: String,
    /// The values by statement number, between bars.
    pub sort: String,
    /// Every other field in its order.
    pub fields: Vec<(String, String)>,
}

/// The record of the fields, or none if they have no sort.
pub(super) fn record(
    place: Place,
    key: String,
    mut fields: Vec<(String, String)>,
) -> Option<Record> {
    let at = fields
        .iter()
        .position(|(name, value)| plain(name) == "sort" && !value.trim().is_empty())?;
    let (_, sort) = fields.remove(at);
    Some(Record {
        place,
        key,
        sort,
        fields,
    })
}

/// The sorts of all records; `keys` says in words what their keys are, `unsorted` how many records had no sort.
pub(super) fn collect(
    name: &str,
    bytes: usize,
    records: Vec<Record>,
    keys: &str,
    unsorted: usize,
) -> Result<Collected, ImportError> {
    let mut collected = Collected::new(name, bytes);
    if unsorted > 0 && !records.is_empty() {
        collected.notes.push(format!(
            "Left out of {name}: {} without a Q sort.",
            count(unsorted, "record")
        ));
    }
    let id_field = IDS.into_iter().find(|field| tells_apart(&records, field));
    let with_field = records.iter().find_map(|record| {
        let named = record.fields.iter().map(|(name, _)| name);
        named
            .clone()
            .find(|name| Some(plain(name).as_str()) == id_field)
    });
    if !records.is_empty() {
        collected.notes.push(match with_field {
            Some(field) => format!(
                "The ids of the Q sorts are those of the field `{}`.",
                field.trim_matches(['(', ')'])
            ),
            None => format!("No field tells the Q sorts apart; their ids are {keys}."),
        });
    }
    for record in records {
        let id = id_field
            .and_then(|field| value_of(&record, field))
            .unwrap_or(&record.key)
            .to_owned();
        let separator = if record.sort.contains('|') { '|' } else { ',' };
        let values = record.sort.trim().split(separator);
        collected.sort(&id, record.place, CardPlaces::Value, values)?;
        for (field, value) in &record.fields {
            if Some(plain(field).as_str()) != id_field {
                take_field(&mut collected, field, value);
            }
        }
    }
    Ok(collected)
}

fn tells_apart(records: &[Record], field: &str) -> bool {
    let mut seen = HashSet::new();
    records.iter().all(|record| {
        value_of(record, field).is_some_and(|value| {
            !value.is_empty() && !value.eq_ignore_ascii_case("not_set") && seen.insert(value)
        })
    })
}

fn value_of<'r>(record: &'r Record, field: &str) -> Option<&'r str> {
    let found = record.fields.iter().find(|(name, _)| plain(name) == field);
    found.map(|(_, value)| value.trim())
}

/// A field's name without case, blanks, brackets and colon.
fn plain(name: &str) -> String {
    name.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '(' | ')' | ':'))
        .flat_map(char::to_lowercase)
        .collect()
}
