//! Columns beside the sorts or the statements.

use super::formula::unguarded;
use super::place::{count, some_of};
use super::table::Table;
use crate::qmethod::Attribute;

/// The columns as attributes; `NA` is a missing value there. Says which they are.
pub(super) fn attributes(
    table: &Table,
    columns: &[usize],
    whose: &str,
    notes: &mut Vec<String>,
) -> Vec<Attribute> {
    let (columns, unnamed): (Vec<usize>, Vec<usize>) = columns
        .iter()
        .partition(|&&column| !table.heading(column).is_empty());
    if !unnamed.is_empty() {
        notes.push(format!(
            "The first column of {} has no heading, as row names have none; it was left out.",
            table.name
        ));
    }
    if columns.is_empty() {
        return Vec::new();
    }
    let names: Vec<&str> = columns
        .iter()
        .map(|&column| table.heading(column))
        .collect();
    notes.push(format!(
        "{whose} attributes from {}: {}.",
        table.name,
        some_of(&names)
    ));
    let mut marked = 0;
    let mut value = |cell| {
        let is_mark = cell == "NA";
        marked += usize::from(is_mark);
        if is_mark { "" } else { unguarded(cell) }
    };
    let attributes = columns
        .iter()
        .map(|&column| Attribute {
            name: unguarded(table.heading(column)).to_owned(),
            values: table.cells(column).map(&mut value).collect(),
        })
        .collect();
    if marked > 0 {
        let values = count(marked, "attribute value");
        notes.push(format!(
            "Taken as missing in {}: {values} given as `NA`.",
            table.name
        ));
    }
    attributes
}
