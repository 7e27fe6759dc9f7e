//! Further attributes of the participants, joined to the sorts by id.

use super::StudyFileError;
use super::attributes::attributes;
use super::ids::{id_column, ids};
use super::place::some_of;
use super::source::Source;
use super::table::Table;
use crate::qmethod::texts::Places;
use crate::qmethod::{Attribute, Study, Texts};
use thiserror::Error;

/// Why participants cannot be joined to the sorts.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ParticipantsError {
    /// Not one id in common.
    #[error(
        "No id of {name} ({theirs}) is the id of a Q sort ({ours}). Write the ids as they stand at the Q sorts."
    )]
    NoneKnown {
        /// The source.
        name: String,
        /// Its ids.
        theirs: String,
        /// The ids of the sorts.
        ours: String,
    },
    /// Ids on both sides that have no partner: a misspelt id more often than not.
    #[error(
        "{name} has ids without a Q sort ({unknown}), and Q sorts are without a row in it ({missing}). Spell the ids alike; rows or Q sorts to spare on one side alone are accepted."
    )]
    Unmatched {
        /// The source.
        name: String,
        /// Its ids that no sort has.
        unknown: String,
        /// The sorts' ids that it does not have.
        missing: String,
    },
}

/// The attributes in a table of participants, in the order of the study's sorts.
pub(super) fn participant_attributes(
    study: &Study,
    source: &Source,
    notes: &mut Vec<String>,
) -> Result<Vec<Attribute>, StudyFileError> {
    joined_attributes(study, Table::read(source)?, notes)
}

/// The attributes in a table at hand, in the order of the study's sorts.
pub(super) fn joined_attributes(
    study: &Study,
    table: Table,
    notes: &mut Vec<String>,
) -> Result<Vec<Attribute>, StudyFileError> {
    notes.extend(table.notes.iter().cloned());
    let all: Vec<usize> = (0..table.headings.len()).collect();
    let (id, note) = id_column(&table, &all)?;
    notes.extend(note);
    let ids = ids(&table, id)?;
    let rows = Places::of(&ids);
    check_ids(study, &table.name, &ids, &rows, notes)?;
    let others: Vec<usize> = all.into_iter().filter(|&c| c != id).collect();
    let mut joined = attributes(&table, &others, "Participant", notes);
    for attribute in &mut joined {
        let value = |sort: &String| {
            let row = rows.get(sort)?;
            attribute.values.get(row)
        };
        let sorts = study.sort_ids().iter();
        attribute.values = sorts.map(|sort| value(sort).unwrap_or_default()).collect();
    }
    note_replaced(study, &joined, notes);
    Ok(joined)
}

fn check_ids(
    study: &Study,
    name: &str,
    ids: &Texts,
    rows: &Places<'_>,
    notes: &mut Vec<String>,
) -> Result<(), ParticipantsError> {
    let mut is_known = vec![false; ids.len()];
    let mut missing: Vec<&str> = Vec::new();
    for sort in study.sort_ids() {
        let row = rows.get(sort);
        match row.and_then(|row| is_known.get_mut(row)) {
            Some(known) => *known = true,
            None => missing.push(sort),
        }
    }
    let pairs = ids.iter().zip(&is_known);
    let unknown: Vec<&str> = pairs
        .filter(|(_, known)| !**known)
        .map(|(id, _)| id)
        .collect();
    if unknown.len() == ids.len() {
        return Err(ParticipantsError::NoneKnown {
            name: name.to_owned(),
            theirs: some_of(&unknown),
            ours: some_of(study.sort_ids()),
        });
    }
    match (unknown.is_empty(), missing.is_empty()) {
        (true, true) => {}
        (false, true) => notes.push(format!(
            "Rows of {name} without a Q sort were left out: {}.",
            some_of(&unknown)
        )),
        (true, false) => notes.push(format!(
            "Q sorts without a row in {name}, their attributes from it missing: {}.",
            some_of(&missing)
        )),
        (false, false) => {
            return Err(ParticipantsError::Unmatched {
                name: name.to_owned(),
                unknown: some_of(&unknown),
                missing: some_of(&missing),
            });
        }
    }
    Ok(())
}

fn note_replaced(study: &Study, joined: &[Attribute], notes: &mut Vec<String>) {
    let replaced: Vec<&str> = joined
        .iter()
        .filter(|new| {
            study
                .sort_attribute(&new.name)
                .is_some_and(|old| old != *new)
        })
        .map(|attribute| attribute.name.as_str())
        .collect();
    if !replaced.is_empty() {
        notes.push(format!(
            "Attributes replaced, with other values than before: {}.",
            some_of(&replaced)
        ));
    }
}
