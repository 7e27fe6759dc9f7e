//! The fingerprint of a study's content.

use crate::qmethod::{Attribute, Grid, Study};
use sha2::{Digest, Sha256};

/// `sha256:` and 64 hex digits over statements, attributes, ids, sorts and grid: equal content, equal digest, whatever file it came from.
pub(super) fn of_study(study: &Study) -> String {
    let mut hasher = Sha256::new();
    for statement in study.statements() {
        hasher.update(statement.number.to_le_bytes());
        text(&mut hasher, &statement.text);
    }
    attributes(&mut hasher, study.statement_attributes());
    for id in study.sort_ids() {
        text(&mut hasher, id);
    }
    attributes(&mut hasher, study.sort_attributes());
    match study.sorts().len() > MANY {
        false => study
            .sorts()
            .iter()
            .for_each(|value| hasher.update(value.to_le_bytes())),
        true => many_sorts(&mut hasher, study),
    }
    grid(&mut hasher, study.grid());
    let hex: String = hasher
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("sha256:{hex}")
}

/// Values beyond which cards are written in one byte each, where one is enough: hashing eight takes seconds of them.
const MANY: usize = 4_000_000;

/// Each sort as one byte a card, or if it has values that need more, as they are; the first byte says which.
fn many_sorts(hasher: &mut Sha256, study: &Study) {
    let mut bytes = Vec::new();
    for sort in study.sorts().column_iter() {
        bytes.clear();
        bytes.push(1);
        bytes.extend(sort.iter().map(|value| *value as i8 as u8));
        if sort.iter().any(|value| f64::from(*value as i8) != *value) {
            bytes.clear();
            bytes.push(8);
            bytes.extend(sort.iter().flat_map(|value| value.to_le_bytes()));
        }
        hasher.update(&bytes);
    }
}

fn attributes(hasher: &mut Sha256, attributes: &[Attribute]) {
    for attribute in attributes {
        text(hasher, &attribute.name);
        for value in &attribute.values {
            text(hasher, value);
        }
    }
}

/// Length first, so that neighbouring texts cannot trade letters unseen.
fn text(hasher: &mut Sha256, text: &str) {
    hasher.update((text.len() as u64).to_le_bytes());
    hasher.update(text.as_bytes());
}

fn grid(hasher: &mut Sha256, grid: &Grid) {
    hasher.update([u8::from(matches!(grid, Grid::Forced(_)))]);
    for column in grid.for_arrays().map(|d| d.columns()).unwrap_or_default() {
        hasher.update(column.value.to_le_bytes());
        hasher.update((column.cards as u64).to_le_bytes());
    }
}
