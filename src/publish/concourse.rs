//! A concourse and the Q set drawn from it, as files.

use super::Package;
use super::csv::{Cell, table};
use super::plain::shown;
use crate::concourse::{Fate, QSet};
use crate::render::{ConcourseState, concourse_outcome};
use std::path::Path;

/// The Q set as a file of statements: number, text, codes, source, and what each was called in the concourse.
pub fn q_set(state: &ConcourseState<'_>, q_set: &QSet, target: &Path) -> Package {
    let sides = sides(state);
    let mut head = vec![Cell::text("number"), Cell::text("text")];
    head.extend(sides.iter().map(|(name, _)| Cell::text(*name)));
    head.extend([Cell::text("source"), Cell::text("candidate")]);
    let mut rows = vec![head];
    let screening = state.screening;
    for drawn in &q_set.statements {
        let mut row = vec![
            Cell::whole(drawn.number),
            Cell::text(screening.text(drawn.candidate)),
        ];
        row.extend(sides.iter().map(|(_, codes)| code(codes, drawn.candidate)));
        row.push(Cell::text(screening.sources(drawn.candidate).join("; ")));
        row.push(Cell::text(screening.concourse().id(drawn.candidate)));
        rows.push(row);
    }
    let mut package = Package::of(target, table(&rows));
    let folder = target.parent().unwrap_or(Path::new(""));
    let file = target.file_name().unwrap_or_default().to_string_lossy();
    package.notes.push(format!(
        "`%q load sorts.csv --statements {}` gives the sorts these statements.",
        shown(folder, &file)
    ));
    package
}

/// Every collected statement with what became of it and why.
pub fn concourse(state: &ConcourseState<'_>, target: &Path) -> Package {
    let screening = state.screening;
    let collected = screening.concourse();
    let columns = collected.columns();
    let mut head = vec![Cell::text("id"), Cell::text("text"), Cell::text("source")];
    head.extend(columns.iter().map(|c| Cell::text(c.name.as_str())));
    head.extend(["outcome", "reason", "text collected"].map(Cell::text));
    let mut rows = vec![head];
    for (at, candidate) in collected.candidates().iter().enumerate() {
        let mut row = vec![
            Cell::text(candidate.id.as_str()),
            Cell::text(screening.text(at)),
            Cell::text(candidate.source.as_str()),
        ];
        row.extend(columns.iter().map(|column| {
            let codes = column.codes.get(at);
            Cell::text(codes.map(|codes| codes.join("; ")).unwrap_or_default())
        }));
        let reason = match screening.fate(at) {
            Fate::Standing => "",
            Fate::Merged { reason, .. } | Fate::Dropped { reason } => reason,
        };
        let before = if screening.is_reworded(at) {
            candidate.text.as_str()
        } else {
            ""
        };
        row.push(Cell::text(concourse_outcome(state, at)));
        row.extend([reason, before].map(Cell::text));
        rows.push(row);
    }
    Package::of(target, table(&rows))
}

/// The sides of the framework: each with its name and the codes of every statement.
fn sides<'a>(state: &ConcourseState<'a>) -> Vec<(&'a str, &'a [Vec<String>])> {
    let sides = [state.framework.rows(), state.framework.columns()];
    let columns = state.screening.concourse().columns();
    let of = |name: &str| columns.iter().find(|column| column.name == name);
    sides
        .into_iter()
        .flatten()
        .filter_map(|side| Some((side.name.as_str(), of(&side.name)?.codes.as_slice())))
        .collect()
}

/// The main code, by which it was drawn.
fn code(codes: &[Vec<String>], candidate: usize) -> Cell {
    let main = codes.get(candidate).and_then(|codes| codes.first());
    Cell::text(main.map(String::as_str).unwrap_or_default())
}
