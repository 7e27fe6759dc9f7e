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
    for value in study.sorts().iter() {
        hasher.update(value.to_le_bytes());
    }
    grid(&mut hasher, study.grid());
    let hex: String = hasher
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("sha256:{hex}")
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
