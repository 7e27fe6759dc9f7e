//! Records of online collectors: fields with names, one of which is the sort.

use super::names::Field;
use crate::qmethod::Texts;
use crate::qmethod::texts::{Repeated, repeated};
use crate::study_files::collected::{CardPlaces, Collected, ImportError};
use crate::study_files::place::{Place, count, quoted};
use std::collections::HashMap;
use std::ops::Range;

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

/// The most names of fields; more than participants may have attributes.
const MOST_NAMES: usize = 20_000;

/// The records of a file; names of fields are kept once, texts end to end.
pub(super) struct Records<'n> {
    source: &'n str,
    names: Vec<FieldName>,
    known: HashMap<String, u32>,
    /// The name of each field of each record.
    fields: Vec<u32>,
    /// The value of each of these.
    values: Texts,
    /// Where the fields of each record end.
    ends: Vec<u32>,
    /// The values by statement number, between bars, of each record.
    sorts: Texts,
    /// What each record is called, empty where its row tells it apart.
    keys: Texts,
    rows: Vec<u32>,
    /// How many records had no sort.
    unsorted: usize,
    /// What the first of these is called.
    first_unsorted: String,
}

/// The name of a field.
struct FieldName {
    name: String,
    plain: String,
}

/// What a record is called, and where it stands.
#[derive(Clone, Copy)]
pub(super) enum Key<'k> {
    /// The row it begins in.
    Row(usize),
    /// The name it has in its file.
    Name(&'k str),
}

impl<'n> Records<'n> {
    /// None yet of a file of this name.
    pub(super) fn new(source: &'n str) -> Self {
        Self {
            source,
            names: Vec::new(),
            known: HashMap::new(),
            fields: Vec::new(),
            values: Texts::default(),
            ends: Vec::new(),
            sorts: Texts::default(),
            keys: Texts::default(),
            rows: Vec::new(),
            unsorted: 0,
            first_unsorted: String::new(),
        }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.sorts.len()
    }

    /// How many had no sort, and what the first of them is called.
    pub(super) fn unsorted(&self) -> (usize, &str) {
        (self.unsorted, &self.first_unsorted)
    }

    /// A further field of the record at hand.
    pub(super) fn field(&mut self, name: &str, value: &str) {
        let place = match self.known.get(name) {
            Some(&place) => place,
            None if self.names.len() > MOST_NAMES => return,
            None => {
                let place = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
                self.known.insert(name.to_owned(), place);
                self.names.push(FieldName {
                    plain: plain(name),
                    name: name.to_owned(),
                });
                place
            }
        };
        self.fields.push(place);
        self.values.push(value);
    }

    /// The record at hand is complete; its sort is one of its fields.
    pub(super) fn close(&mut self, key: Key<'_>) {
        let own = self.start(self.len())..self.fields.len();
        let is_sort = |&at: &usize| {
            self.name(at).is_some_and(|name| name.plain == "sort")
                && self.values.get(at).is_some_and(|v| !v.trim().is_empty())
        };
        let Some(at) = own.clone().find(is_sort) else {
            self.fields.truncate(own.start);
            self.values.truncate(own.start);
            if self.unsorted == 0
                && let Key::Name(name) = key
            {
                name.clone_into(&mut self.first_unsorted);
            }
            self.unsorted += 1;
            return;
        };
        let sort = self.values.get(at).unwrap_or_default().to_owned();
        if let Some(field) = self.fields.get_mut(at) {
            *field = TAKEN;
        }
        self.close_with(key, &sort);
    }

    /// The record at hand is complete; its sort stands beside its fields.
    pub(super) fn close_with(&mut self, key: Key<'_>, sort: &str) {
        let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
        self.ends.push(number(self.fields.len()));
        self.sorts.push(sort);
        let (name, row) = match key {
            Key::Row(row) => ("", row),
            Key::Name(name) => (name, 0),
        };
        self.keys.push(name);
        self.rows.push(number(row));
    }

    /// The sorts of all records; `keys` says in words what their keys are.
    pub(super) fn collect(self, bytes: usize, keys: &str) -> Result<Collected, ImportError> {
        if self.names.len() > MOST_NAMES {
            return Err(ImportError::TooManyFields {
                name: self.source.to_owned(),
                fields: self.names.len(),
                sorts: self.len(),
            });
        }
        let mut collected = Collected::new(self.source, bytes);
        if self.unsorted > 0 && self.len() > 0 {
            collected.notes.push(format!(
                "Left out of {}: {} without a Q sort.",
                self.source,
                count(self.unsorted, "record")
            ));
        }
        let mut twice = None;
        let ids = IDS.into_iter().find_map(|field| {
            let (name, ids) = self.complete(field)?;
            let repeated = repeated(ids.iter());
            if repeated.count == 0 {
                return Some((name, ids));
            }
            twice = twice
                .take()
                .or_else(|| self.said_twice(name, &ids, &repeated));
            None
        });
        collected.notes.extend(twice);
        if self.len() > 0 {
            collected.notes.push(match &ids {
                Some((name, _)) => format!(
                    "The ids of the Q sorts are those of the field `{}`.",
                    name.trim_matches(['(', ')'])
                ),
                None => format!("No field tells the Q sorts apart; their ids are {keys}."),
            });
        }
        let id_field = ids.as_ref().map(|(name, _)| plain(name));
        let fields: Vec<Option<Field>> = self
            .names
            .iter()
            .map(|name| (Some(&name.plain) != id_field.as_ref()).then(|| Field::of(&name.name)))
            .collect();
        for record in 0..self.len() {
            let (place, key) = self.place_and_key(record);
            let id = ids.as_ref().and_then(|(_, ids)| ids.get(record));
            let sort = self.sorts.get(record).unwrap_or_default();
            let separator = if sort.contains('|') { '|' } else { ',' };
            let values = sort.trim().split(separator);
            collected.sort(id.unwrap_or(&key), place, CardPlaces::Value, values)?;
            for at in self.own(record) {
                let field = self.fields.get(at).map(|&field| field as usize);
                if let Some(Some(field)) = field.and_then(|field| fields.get(field)) {
                    field.take(&mut collected, self.values.get(at).unwrap_or_default());
                }
            }
        }
        Ok(collected)
    }

    /// The name under which the field first stands, and its values, if all records have it.
    fn complete(&self, field: &str) -> Option<(&str, Texts)> {
        let mut name = None;
        let mut ids = Texts::with_room(self.len());
        for record in 0..self.len() {
            let is_meant = |at: &usize| self.name(*at).is_some_and(|name| name.plain == field);
            let at = self.own(record).find(is_meant)?;
            let value = self.values.get(at)?.trim();
            if value.is_empty() || value.eq_ignore_ascii_case("not_set") {
                return None;
            }
            name = name.or_else(|| self.name(at));
            ids.push(value);
        }
        name.map(|name| (name.name.as_str(), ids))
    }

    /// That a field which tells most records apart has a value more than once. One that tells few apart is of groups, not of persons.
    fn said_twice(&self, name: &str, ids: &Texts, repeated: &Repeated) -> Option<String> {
        let (earlier, later) = *repeated.first.first()?;
        (repeated.count * 2 <= self.len()).then(|| {
            let at = |record: usize| self.place_and_key(record).1;
            format!(
                "In {} the field `{}` has {} twice, in {} and {}{}: somebody may have sent more than one Q sort, and each counts. Leave one out of the file if so.",
                self.source,
                name.trim_matches(['(', ')']),
                quoted(ids.get(earlier).unwrap_or_default()),
                at(earlier),
                at(later),
                match repeated.count - 1 {
                    0 => String::new(),
                    more => format!(", and {} more such", count(more, "record")),
                }
            )
        })
    }

    /// Where a record stands, and what tells it apart if no field does.
    fn place_and_key(&self, record: usize) -> (Place, String) {
        let row = self.rows.get(record).map_or(0, |&row| row as usize);
        if row > 0 {
            return (Place::row(self.source, row), format!("row {row}"));
        }
        let key = self.keys.get(record).unwrap_or_default();
        let place = Place::part(self.source, format!("record {}", quoted(key)));
        (place, last_characters(key))
    }

    fn name(&self, at: usize) -> Option<&FieldName> {
        self.names.get(*self.fields.get(at)? as usize)
    }

    fn own(&self, record: usize) -> Range<usize> {
        self.start(record)..self.start(record + 1)
    }

    fn start(&self, record: usize) -> usize {
        let before = record.checked_sub(1).and_then(|b| self.ends.get(b));
        before.map_or(0, |&end| end as usize)
    }
}

/// In the place of a field's name: it was the sort.
const TAKEN: u32 = u32::MAX;

/// The last ten characters of a key, as KADE names participants by them.
fn last_characters(key: &str) -> String {
    let skipped = key.chars().count().saturating_sub(10);
    key.chars().skip(skipped).collect()
}

/// A field's name without case, blanks, brackets and colon.
pub(super) fn plain(name: &str) -> String {
    name.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '(' | ')' | ':'))
        .flat_map(char::to_lowercase)
        .collect()
}
