//! How long a respondent took, page by page, and the first sorting in the order it was made.

use super::definition::Definition;
use super::records::Record;
use super::sorting::Sorting;
use super::steps::{Action, Page, Pile};
use std::collections::BTreeMap;

/// Seconds spent on each page that was seen, in the order of the pages. The time between two steps belongs to the page on which it passed; the time
/// away, before somebody came back by code, to none.
pub fn page_seconds(definition: &Definition, record: &Record) -> Vec<(Page, f64)> {
    let mut sorting = Sorting::new(definition, record.number);
    let mut milliseconds: BTreeMap<Page, i64> = BTreeMap::new();
    let mut before = None;
    for logged in &record.actions {
        if let Some(before) = before.filter(|_| logged.action != Action::Resume) {
            // A clock that was put back in between takes nothing away.
            let passed: i64 = logged.at_ms - before;
            *milliseconds.entry(sorting.page()).or_default() += passed.max(0);
        }
        before = Some(logged.at_ms);
        // They have been followed before.
        let _ = sorting.act(definition, &logged.action);
    }
    let pages = milliseconds.into_iter();
    pages
        .map(|(page, passed)| (page, passed as f64 / 1000.0))
        .collect()
}

/// Which card was put on which pile, in the order it was done, changes included.
pub fn presort_trace(record: &Record) -> Vec<(u32, Pile)> {
    let actions = record.actions.iter();
    actions
        .filter_map(|logged| match logged.action {
            Action::Pile { statement, pile } => Some((statement, pile)),
            _ => None,
        })
        .collect()
}

/// Minutes at work, over all pages.
pub fn minutes(definition: &Definition, record: &Record) -> f64 {
    let seconds: f64 = page_seconds(definition, record)
        .iter()
        .map(|(_, seconds)| seconds)
        .sum();
    seconds / 60.0
}
