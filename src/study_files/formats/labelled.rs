//! Rows whose cells carry the names of their fields: EQ Web Sort in Google Sheets and at Netlify, Quince in Baserow and as text.

use super::records::{Key, Records};
use crate::study_files::StudyFileError;
use crate::study_files::collected::{Collected, ImportError};
use crate::study_files::place::{Place, quoted};
use crate::study_files::statements::lines;
use crate::study_files::table::Rows;

/// The longest name of a field.
const LONGEST_NAME: usize = 60;

/// The most lines that one record takes.
const MOST_LINES: usize = 2_000;

pub(super) fn read(name: &str, text: &str) -> Result<Collected, StudyFileError> {
    let mut reading = Reading {
        records: Records::new(name),
        pending: Vec::new(),
        pending_row: 0,
    };
    if is_plain(text) {
        for (row, line) in (1..).zip(lines(text)) {
            reading.row(row, fields(line));
        }
    } else {
        let mut rows = Rows::new(name, text, None)?;
        while let Some((row, cells)) = rows.next_row()? {
            reading.row(row, cells.iter().flat_map(|cell| fields(cell)).collect());
        }
    }
    reading.close();
    if reading.records.len() == 0 {
        let first = text.trim_start().lines().next().unwrap_or_default();
        return Err(ImportError::Unexpected {
            place: Place::whole(name),
            expected: "rows with labelled cells, among them `sort: 0|1|-1…`".to_owned(),
            found: format!("none; it begins {}", quoted(first)),
            next: "Export the whole of the collected data again.",
        }
        .into());
    }
    let keys = "the rows they stand in";
    Ok(reading.records.collect(text.len(), keys)?)
}

/// Text without cells in quotes, whose commas stand in its fields.
fn is_plain(text: &str) -> bool {
    let first = text.trim_start().lines().next().unwrap_or_default();
    let separated = [',', ';', '\t'].iter().any(|&separator| {
        let labelled = first
            .split(separator)
            .filter(|cell| label(cell.trim()).is_some());
        labelled.count() > 2
    });
    !text.contains('"') && !separated && first.contains(':')
}

struct Reading<'n> {
    records: Records<'n>,
    /// Fields of a record that takes several lines.
    pending: Vec<(String, String)>,
    pending_row: usize,
}

impl Reading<'_> {
    fn row(&mut self, row: usize, fields: Vec<(String, String)>) {
        if fields.is_empty() {
            return;
        }
        let begins_anew = fields
            .iter()
            .any(|(name, _)| self.pending.iter().any(|(other, _)| other == name));
        if fields.len() > 2 || begins_anew || self.pending.len() > MOST_LINES {
            self.close();
        }
        if self.pending.is_empty() {
            self.pending_row = row;
        }
        let is_whole = fields.len() > 2;
        self.pending.extend(fields);
        if is_whole {
            self.close();
        }
    }

    fn close(&mut self) {
        if self.pending.is_empty() {
            return;
        }
        for (name, value) in self.pending.drain(..) {
            self.records.field(&name, &value);
        }
        self.records.close(Key::Row(self.pending_row));
    }
}

/// The fields in a cell: one, `name: value`, or many, `name:| value | name:| value`.
fn fields(cell: &str) -> Vec<(String, String)> {
    let cell = cell.trim();
    if !cell.contains(":|") && !cell.contains(": |") {
        return label(cell)
            .map(|(name, value)| (name.to_owned(), value.trim().to_owned()))
            .into_iter()
            .collect();
    }
    let mut fields: Vec<(String, String)> = Vec::new();
    let mut has_value = false;
    for part in cell.split('|').map(str::trim) {
        let named = part.strip_suffix(':').filter(|name| is_name(name));
        match (named, fields.last_mut()) {
            (Some(name), _) => {
                fields.push((name.trim_matches(['(', ')']).to_owned(), String::new()));
                has_value = false;
            }
            (None, Some((_, value))) => {
                if has_value {
                    value.push('|');
                }
                value.push_str(part);
                has_value = true;
            }
            (None, None) => {}
        }
    }
    for (_, value) in &mut fields {
        value.truncate(value.trim_end_matches('|').len());
    }
    fields
}

/// The name and the value of a labelled cell.
pub(super) fn label(cell: &str) -> Option<(&str, &str)> {
    let (name, value) = cell.split_once(':')?;
    let name = name.trim().trim_matches(['(', ')']);
    is_name(name).then_some((name, value))
}

fn is_name(name: &str) -> bool {
    let name = name.trim_matches(['(', ')']);
    !name.is_empty()
        && name.len() <= LONGEST_NAME
        && name.starts_with(char::is_alphabetic)
        && name
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, ' ' | '_' | '-' | '/' | '.' | '?'))
}
