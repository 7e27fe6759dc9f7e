//! The study itself: statements, participants, sorts, grid.

use super::attribute_columns;
use super::shown::Shown;
use super::study_data::data;
use super::wording::{self, MOST_ROWS, ROWS_UNFOLDED, some_names};
use crate::qmethod::{Attribute, Distribution, Grid, Study};
use crate::render::figures::grid_shape;
use crate::render::number::{fixed, signed, thousands, typographic};
use crate::render::report::{Figure, Report};
use crate::render::table::{Align, Table, TableCell};
use serde_json::json;

/// A study at a glance; kind `study`. `notes` say what was assumed when it was read.
pub fn study(study: &Study, name: &str, notes: &[String]) -> Report {
    let mut table = Table::new("")
        .column("", Align::Left)
        .column("", Align::Left)
        .row([
            TableCell::text("Q set"),
            TableCell::text(wording::statements(study.statement_count())),
        ])
        .row([
            TableCell::text("P set"),
            TableCell::text(wording::sorts(study.sort_count())),
        ])
        .row([
            TableCell::text("Grid"),
            TableCell::text(grid_words(study.grid())),
        ]);
    for attribute in study.sort_attributes() {
        table.push([
            TableCell::text(attribute.name.as_str()),
            TableCell::text(spread(attribute)),
        ]);
    }
    let mut report = Report::new(format!("Study {name}")).table(table);
    for note in notes {
        report = report.remark(note.as_str());
    }
    report.data("study", data(study, notes))
}

/// The Q set.
pub fn statements(study: &Study) -> Report {
    let attributes = study.statement_attributes();
    let mut table = Table::new(format!(
        "Q set: {}",
        wording::statements(study.statement_count())
    ))
    .column("No.", Align::Right)
    .column("Statement", Align::Left)
    .columns(
        attributes.iter().map(|a| a.name.as_str()),
        Align::Left,
        None,
    );
    for (index, statement) in study.statements().iter().enumerate().take(MOST_ROWS) {
        let mut row = vec![
            TableCell::integer(statement.number),
            TableCell::text(statement.text.as_str()),
        ];
        row.extend(attributes.iter().map(|a| attribute_cell(a, index)));
        table.push(row);
    }
    cut(
        Report::new("Statements").table(table),
        study.statement_count(),
        "statements",
    )
    .data("study", data(study, &[]))
}

/// The P set with its attributes.
pub fn participants(study: &Study) -> Report {
    let attributes = study.sort_attributes();
    let all: Vec<&Attribute> = attributes.iter().collect();
    let in_table = attribute_columns::in_table(&all);
    let mut table = Table::new(format!("P set: {}", wording::sorts(study.sort_count())))
        .column("Sort", Align::Left)
        .columns(in_table.iter().map(|a| a.name.as_str()), Align::Left, None);
    let shown = Shown::of(study);
    for index in shown.in_table() {
        let id = study.sort_ids().get(index).map_or("", String::as_str);
        let mut row = vec![TableCell::text(id)];
        row.extend(in_table.iter().map(|a| attribute_cell(a, index)));
        table.push(row);
    }
    let mut report = Report::new("Participants");
    for attribute in attributes {
        report = report.text(format!("{}: {}.", attribute.name, spread(attribute)));
    }
    if attributes.is_empty() {
        report = report.text("The participants have no attributes beside their ids.");
    }
    let table = folded(table, study.sort_count(), "participants");
    let report = report.table(table);
    let words = [
        shown.words("participants"),
        attribute_columns::left_out(&all, &in_table),
    ];
    let report = words.into_iter().flatten().fold(report, Report::text);
    report.data("study", data(study, &[]))
}

/// The sorts as they were made.
pub fn sorts(study: &Study) -> Report {
    const SHOWN: usize = 12;
    let shown = study.sort_count().min(SHOWN);
    let caption = if shown < study.sort_count() {
        format!(
            "The first {shown} of {}: the value each gave to each statement",
            wording::sorts(study.sort_count())
        )
    } else {
        format!(
            "{}: the value each gave to each statement",
            wording::sorts(shown)
        )
    };
    let ids = study.sort_ids().iter().take(shown).map(String::as_str);
    let mut table = Table::new(caption)
        .column("No.", Align::Right)
        .column("Statement", Align::Left)
        .columns(ids, Align::Right, None);
    let values = study.sorts().row_iter();
    for (statement, row) in study.statements().iter().zip(values).take(MOST_ROWS) {
        let mut cells = vec![
            TableCell::integer(statement.number),
            TableCell::text(statement.text.as_str()),
        ];
        cells.extend(row.iter().take(shown).map(|value| value_cell(*value)));
        table.push(cells);
    }
    let mut report = Report::new("Sorts").table(table);
    if shown < study.sort_count() {
        let others = study.sort_ids().iter().skip(shown);
        report = report.text(format!("Not shown: {}.", some_names(others)));
    }
    cut(report, study.statement_count(), "statements").data("study", data(study, &[]))
}

/// The grid as a table and a picture.
pub fn grid(study: &Study) -> Report {
    let report = Report::new("Grid").text(format!("{}.", sentence(&grid_words(study.grid()))));
    let Some(distribution) = study.grid().for_arrays() else {
        return report
            .text("No distribution is stated, so factor arrays cannot be made; state one with `--grid`.")
            .data("study", data(study, &[]));
    };
    shape(report, distribution).data("study", data(study, &[]))
}

/// A grid for a study that is still to be made; kind `grid`.
pub fn proposed_grid(distribution: &Distribution) -> Report {
    let columns = distribution.columns();
    let pairs: Vec<String> = columns
        .iter()
        .map(|c| format!("{}:{}", c.value, c.cards))
        .collect();
    let pairs = pairs.join(",");
    let report = Report::new("Proposed grid").text(format!(
        "{}. Card i of n lies where the normal distribution has its share i/(n + 1), and the columns are equally wide. `--grid \"{pairs}\"` states it when the study is loaded, \
         `grid: {pairs}` when sorts are collected by `%%q survey`.",
        sentence(&reach(distribution))
    ));
    let columns: Vec<_> = columns
        .iter()
        .map(|c| json!({"value": c.value, "cards": c.cards}))
        .collect();
    shape(report, distribution).data("grid", json!({"grid": columns}))
}

/// The grid as a table and a picture.
fn shape(report: Report, distribution: &Distribution) -> Report {
    let columns = distribution.columns();
    let table = Table::new(format!(
        "How many of the {} cards stand at each value",
        distribution.cards()
    ))
    .column("Value", Align::Left)
    .columns(
        columns
            .iter()
            .map(|c| typographic(&signed(i64::from(c.value)))),
        Align::Right,
        None,
    )
    .row(
        std::iter::once(TableCell::text("Cards"))
            .chain(columns.iter().map(|c| TableCell::count(c.cards))),
    );
    let figure = Figure {
        drawing: grid_shape::draw(distribution),
        alt: format!("The grid: {}.", piles(distribution)),
    };
    report.table(table).figure(figure)
}

fn value_cell(value: f64) -> TableCell {
    if value.fract() == 0.0 && value.abs() < 1e9 {
        TableCell::signed(value as i64)
    } else {
        TableCell::number(value, 2)
    }
}

fn attribute_cell(attribute: &Attribute, index: usize) -> TableCell {
    match attribute.values.get(index) {
        Some(value) if !value.is_empty() => TableCell::text(value),
        _ => TableCell::missing(),
    }
}

fn grid_words(grid: &Grid) -> String {
    match grid {
        Grid::Forced(distribution) => format!("forced, {}", reach(distribution)),
        Grid::Free {
            arrays: Some(distribution),
        } => format!("free; factor arrays are laid out {}", reach(distribution)),
        Grid::Free { arrays: None } => "free".to_owned(),
    }
}

fn reach(distribution: &Distribution) -> String {
    let value = |v: i32| typographic(&signed(i64::from(v)));
    match distribution.columns() {
        [only] => format!("{} cards at {}", only.cards, value(only.value)),
        [first, .., last] => format!("from {} to {}", value(first.value), value(last.value)),
        [] => String::new(),
    }
}

pub(super) fn piles(distribution: &Distribution) -> String {
    let piles: Vec<String> = distribution
        .columns()
        .iter()
        .map(|c| {
            let value = typographic(&signed(i64::from(c.value)));
            format!("{} at {value}", c.cards)
        })
        .collect();
    piles.join(", ")
}

fn sentence(words: &str) -> String {
    let mut chars = words.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

/// The values of an attribute with their counts, or its range where they are many numbers.
fn spread(attribute: &Attribute) -> String {
    const MOST_VALUES: usize = 12;
    let mut counts = attribute.values.counted();
    let present: usize = counts.iter().map(|(_, count)| count).sum();
    counts.retain(|(value, _)| !value.is_empty());
    let missing = present - counts.iter().map(|(_, count)| count).sum::<usize>();
    let numbers: Option<Vec<f64>> = counts.iter().map(|(v, _)| v.parse().ok()).collect();
    let words = match numbers {
        _ if counts.len() <= MOST_VALUES => {
            let values: Vec<String> = counts.iter().map(|(v, n)| format!("{v} ({n})")).collect();
            values.join(", ")
        }
        Some(numbers) => range(&numbers),
        None => format!("{} different values", thousands(counts.len())),
    };
    match missing {
        0 => words,
        _ if words.is_empty() => "missing throughout".to_owned(),
        count => format!("{words}; missing for {count}"),
    }
}

fn range(numbers: &[f64]) -> String {
    let low = numbers.iter().copied().fold(f64::INFINITY, f64::min);
    let high = numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let decimals = if low.fract() == 0.0 && high.fract() == 0.0 {
        0
    } else {
        2
    };
    format!(
        "from {} to {}",
        typographic(&fixed(low, decimals)),
        typographic(&fixed(high, decimals))
    )
}

/// Folds a long table.
fn folded(table: Table, rows: usize, of: &str) -> Table {
    if rows <= ROWS_UNFOLDED {
        return table;
    }
    table.collapsed(format!("Table of {} {of}", thousands(rows)))
}

/// Says what a cut table leaves out.
fn cut(report: Report, rows: usize, of: &str) -> Report {
    if rows <= MOST_ROWS {
        return report;
    }
    report.text(format!(
        "The table shows the first {MOST_ROWS} of {} {of}; the machine-readable result has all.",
        thousands(rows)
    ))
}
