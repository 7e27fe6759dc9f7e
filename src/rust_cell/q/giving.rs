//! What a cell hands back to the session. It becomes a step there when the cell has ended well, as if its magic had been typed; a cell that
//! fails hands back nothing.

use std::fmt::Write;

use super::cell::give;
use super::matrix::Matrix;

/// Rotates the session's factors: the unrotated loadings times `rotation`, an orthogonal matrix of k × k (`%%q rotate by-matrix`).
pub fn rotate(rotation: &Matrix) {
    let mut table = headings(None, rotation.cols());
    for row in rotation.iter_rows() {
        table.push('\n');
        table.push_str(&numbers(row));
    }
    magic("rotate by-matrix", &table);
}

/// Puts other factors in the place of the session's: the loadings of m sorts × k factors, one row a sort, labelled with the sorts' ids. They are
/// taken as rotated (`%%q extract given`, `%q rotate none`).
pub fn set_loadings(loadings: &Matrix) {
    magic("extract given", &by_sort(loadings));
    magic("rotate none", "");
}

/// Puts other flags in the place of the session's: m sorts × k factors, one row a sort, labelled with the sorts' ids; 1 for a flag, 0 for none
/// (`%%q flag given`).
pub fn set_flags(flags: &Matrix) {
    magic("flag given --reason \"set in a Rust cell\"", &by_sort(flags));
}

/// Gives the participants another attribute, one value each, in the order of [`participants`](crate::participants) (`%%q participants`).
///
/// # Panics
/// If there is not one value for each participant, or no study is loaded.
#[track_caller]
pub fn add_attribute<T: ToString>(name: &str, values: &[T]) {
    let participants = crate::participants();
    let ids = participants.row_labels();
    assert!(
        ids.len() == values.len(),
        "the attribute `{name}` has {} values; expected one for each of the {} participants",
        values.len(),
        ids.len()
    );
    let mut table = format!("id,{}", cell(name));
    for (id, value) in ids.iter().zip(values) {
        let _ = write!(table, "\n{},{}", cell(id), cell(&value.to_string()));
    }
    magic("participants", &table);
}

/// Any magic, run when the cell has ended well: the text after `%q`, and the lines below it for those that take some.
pub fn magic(line: &str, body: &str) {
    give(line, body);
}

fn by_sort(matrix: &Matrix) -> String {
    let mut table = headings(Some("id"), matrix.cols());
    for (id, row) in matrix.row_labels().iter().zip(matrix.iter_rows()) {
        let _ = write!(table, "\n{},{}", cell(id), numbers(row));
    }
    table
}

fn headings(first: Option<&str>, cols: usize) -> String {
    let factors = (1..=cols).map(|factor| format!("F{factor}"));
    let all: Vec<String> = first.map(str::to_owned).into_iter().chain(factors).collect();
    all.join(",")
}

/// Every digit, so that the session has the very numbers.
fn numbers(row: &[f64]) -> String {
    let texts: Vec<String> = row.iter().map(f64::to_string).collect();
    texts.join(",")
}

/// A cell of a comma-separated table; a line's end would end the row, also within quotation marks, to whoever reads the magic.
fn cell(text: &str) -> String {
    let line = text.replace(['\n', '\r'], " ");
    format!("\"{}\"", line.replace('"', "\"\""))
}
