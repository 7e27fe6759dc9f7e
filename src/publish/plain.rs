//! The study as this program reads it: sorts, statements, participants and grid, a CSV file each.

use super::Package;
use super::csv::{Cell, table};
use crate::qmethod::{Attribute, Distribution, Grid, Study};
use crate::render::Analysis;
use std::path::Path;

/// The files, and the magic that reads them again.
pub(super) fn package(analysis: &Analysis<'_>, folder: &Path) -> Package {
    let mut package = Package::default();
    package.add(folder.join("sorts.csv"), sorts(analysis.study));
    let magic = format!("%q load {}", shown(folder, "sorts.csv"));
    add_further(&mut package, analysis.study, folder, magic);
    package
}

/// Adds what stands beside the sorts, and the magic that reads all of it again; it begins with the one that reads the sorts.
pub(super) fn add_further(package: &mut Package, study: &Study, folder: &Path, mut magic: String) {
    let shown = |file: &str| shown(folder, file);
    package.add(folder.join("statements.csv"), statements(study));
    magic.push_str(&format!(" --statements {}", shown("statements.csv")));
    if !study.sort_attributes().is_empty() {
        package.add(folder.join("participants.csv"), participants(study));
        magic.push_str(&format!(" --participants {}", shown("participants.csv")));
    }
    if matches!(study.grid(), Grid::Free { .. }) {
        magic.push_str(" --grid free");
    }
    if let Some(distribution) = study.grid().for_arrays() {
        package.add(folder.join("grid.csv"), grid(distribution));
        let option = match study.grid() {
            Grid::Forced(_) => "--grid",
            Grid::Free { .. } => "--array-grid",
        };
        magic.push_str(&format!(" {option} {}", shown("grid.csv")));
    }
    package
        .notes
        .push(format!("`{magic}` reads the study again."));
}

/// A file of the folder as a magic names it.
pub(super) fn shown(folder: &Path, file: &str) -> String {
    let path = folder.join(file).display().to_string();
    if path.contains(char::is_whitespace) {
        format!("\"{path}\"")
    } else {
        path
    }
}

fn sorts(study: &Study) -> String {
    let mut head = vec![Cell::text("id")];
    head.extend(
        study
            .statements()
            .iter()
            .map(|s| Cell::text(format!("s{}", s.number))),
    );
    let mut rows = vec![head];
    for (id, values) in study.sort_ids().iter().zip(study.sorts().column_iter()) {
        let mut row = vec![Cell::text(id.as_str())];
        row.extend(values.iter().map(|value| Cell::whole(*value)));
        rows.push(row);
    }
    table(&rows)
}

fn statements(study: &Study) -> String {
    let attributes = study.statement_attributes();
    let mut head = vec![Cell::text("number"), Cell::text("text")];
    head.extend(headings(attributes));
    let mut rows = vec![head];
    for (index, statement) in study.statements().iter().enumerate() {
        let mut row = vec![
            Cell::whole(statement.number),
            Cell::text(statement.text.as_str()),
        ];
        row.extend(values(attributes, index));
        rows.push(row);
    }
    table(&rows)
}

fn participants(study: &Study) -> String {
    let attributes = study.sort_attributes();
    let mut head = vec![Cell::text("id")];
    head.extend(headings(attributes));
    let mut rows = vec![head];
    for (index, id) in study.sort_ids().iter().enumerate() {
        let mut row = vec![Cell::text(id.as_str())];
        row.extend(values(attributes, index));
        rows.push(row);
    }
    table(&rows)
}

fn headings(attributes: &[Attribute]) -> impl Iterator<Item = Cell> {
    attributes.iter().map(|a| Cell::text(a.name.as_str()))
}

fn values(attributes: &[Attribute], index: usize) -> impl Iterator<Item = Cell> {
    attributes
        .iter()
        .map(move |a| Cell::text(a.values.get(index).unwrap_or_default()))
}

fn grid(distribution: &Distribution) -> String {
    let mut rows = vec![vec![Cell::text("value"), Cell::text("cards")]];
    for column in distribution.columns() {
        rows.push(vec![
            Cell::whole(column.value),
            Cell::Number(Some(column.cards as f64)),
        ]);
    }
    table(&rows)
}
