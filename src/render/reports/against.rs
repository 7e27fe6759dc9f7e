//! A table in print beside ours, cell by cell.

use super::wording::{COARSE, FINE, names};
use crate::qmethod::agreement::{Agreement, AgreementCell};
use crate::render::number::{counted, fixed, typographic};
use crate::render::report::Report;
use crate::render::table::{Align, Table, TableCell};
use serde_json::{Value, json};

/// The words of a comparison with print.
#[derive(Clone, Copy, Debug)]
pub struct Printed<'a> {
    /// What the printed table is called.
    pub name: &'a str,
    /// Our rows.
    pub rows: &'a [String],
    /// Our columns.
    pub columns: &'a [String],
    /// Decimals in print.
    pub decimals: usize,
    /// Whether the numbers are counts.
    pub counts: bool,
}

/// Differences of measures up to here go unmarked.
const NEAR: f64 = 0.02;
/// Differences of measures beyond this are marked twice.
const FAR: f64 = 0.05;
/// The difference of measures that is shaded most.
const FULL_SHADE: f64 = 0.2;
/// How many of the furthest cells are named.
const MOST_NAMED: usize = 3;
/// How many different counts are named.
const MOST_COUNTS_NAMED: usize = 12;

/// The report with both numbers of every cell, how near they are in words, and `against` among its data.
pub fn against(report: Report, agreement: &Agreement, printed: Printed<'_>) -> Report {
    let (rows, columns) = in_print(agreement);
    let mut report = report
        .heading(format!("Beside {}", printed.name))
        .text(words(agreement, printed))
        .table(table(agreement, printed, &rows, &columns));
    let left_out = left_out(printed, &rows, &columns);
    if !left_out.is_empty() {
        report = report.remark(format!(
            "Not in {}, hence not compared: {}.",
            printed.name,
            names(&left_out)
        ));
    }
    if let Some(result) = &mut report.data
        && let Some(fields) = result.data.as_object_mut()
    {
        fields.insert("against".to_owned(), data(agreement, printed));
    }
    report
}

/// The rows and columns of which the printed table has at least one cell.
fn in_print(agreement: &Agreement) -> (Vec<usize>, Vec<usize>) {
    let mut rows: Vec<usize> = agreement.cells().map(|cell| cell.row).collect();
    let mut columns: Vec<usize> = agreement.cells().map(|cell| cell.column).collect();
    rows.dedup();
    columns.sort_unstable();
    columns.dedup();
    (rows, columns)
}

fn left_out<'a>(printed: Printed<'a>, rows: &[usize], columns: &[usize]) -> Vec<&'a str> {
    let of = |labels: &'a [String], used: &[usize]| -> Vec<&'a str> {
        let labels = labels.iter().enumerate();
        labels
            .filter(|(place, _)| !used.contains(place))
            .map(|(_, label)| label.as_str())
            .collect()
    };
    [of(printed.rows, rows), of(printed.columns, columns)].concat()
}

fn words(agreement: &Agreement, printed: Printed<'_>) -> String {
    let cells = agreement.cells().count();
    let furthest = agreement.furthest();
    let differ = furthest
        .iter()
        .filter(|cell| !cell.is_within(equal(printed)));
    let different: Vec<&AgreementCell> = differ.collect();
    if printed.counts {
        return count_words(cells, &different, printed);
    }
    let named: Vec<String> = different
        .iter()
        .take(MOST_NAMED)
        .map(|cell| told(cell, printed))
        .collect();
    let mean = agreement.mean_absolute().map(|mean| fixed(mean, FINE));
    format!(
        "{} in both. {} agree to the {} in print; {} lie within {NEAR} of the printed number, {} within {FAR}; the mean difference is {}.{}",
        counted(cells, "cell is", "cells are"),
        cells - different.len(),
        counted(printed.decimals, "decimal", "decimals"),
        agreement.within(NEAR),
        agreement.within(FAR),
        mean.unwrap_or_default(),
        match named.is_empty() {
            true => String::new(),
            false => format!(" Furthest: {}.", named.join("; ")),
        }
    )
}

fn count_words(cells: usize, different: &[&AgreementCell], printed: Printed<'_>) -> String {
    let equal = cells - different.len();
    let is = counted(cells, "cell is", "cells are");
    if different.is_empty() {
        return format!("{is} in both, and all agree.");
    }
    let named = different.iter().take(MOST_COUNTS_NAMED);
    let named: Vec<String> = named.map(|cell| told(cell, printed)).collect();
    let more = match different.len().saturating_sub(MOST_COUNTS_NAMED) {
        0 => String::new(),
        more => format!("; and {more} more"),
    };
    format!(
        "{is} in both, and {equal} agree. Different: {}{more}.",
        named.join("; ")
    )
}

/// "A2 with Personalised: 0.81 here, 0.94 in print".
fn told(cell: &AgreementCell, printed: Printed<'_>) -> String {
    let label = |labels: &[String], place: usize| labels.get(place).cloned().unwrap_or_default();
    let number = |value: f64| typographic(&fixed(value, decimals(printed)));
    format!(
        "{} with {}: {} here, {} in print",
        label(printed.rows, cell.row),
        label(printed.columns, cell.column),
        number(cell.ours),
        number(cell.printed)
    )
}

fn decimals(printed: Printed<'_>) -> usize {
    match printed.counts {
        true => 0,
        false => printed.decimals.max(COARSE),
    }
}

/// Within this of the printed number, ours would be printed so too.
fn equal(printed: Printed<'_>) -> f64 {
    match printed.counts {
        true => 0.0,
        false => 0.5 / 10f64.powi(i32::try_from(printed.decimals).unwrap_or(0)),
    }
}

fn table(agreement: &Agreement, printed: Printed<'_>, rows: &[usize], columns: &[usize]) -> Table {
    let marks = match printed.counts {
        true => "* and a shade: they differ (blue: more here, red: fewer)".to_owned(),
        false => format!(
            "* and a shade: they differ by more than {NEAR}, ** by more than {FAR} (blue: higher here, red: lower)"
        ),
    };
    let mut table = Table::new(format!("Ours beside print; {marks}")).column("", Align::Left);
    for column in columns {
        let group = printed.columns.get(*column).map(String::as_str);
        table = table.columns(["ours", "print"], Align::Right, group);
    }
    for row in rows {
        let label = printed.rows.get(*row).cloned().unwrap_or_default();
        let mut cells = vec![TableCell::text(label)];
        for column in columns {
            let ours = agreement.ours.get(*row).and_then(|r| r.get(*column));
            let print = agreement.printed.get(*row).and_then(|r| r.get(*column));
            cells.extend(pair(ours.copied(), print.copied().flatten(), printed));
        }
        table.push(cells);
    }
    table
}

/// Both numbers, ours with the mark and the shade of their difference.
fn pair(ours: Option<f64>, print: Option<f64>, printed: Printed<'_>) -> [TableCell; 2] {
    let shown = |value: Option<f64>| {
        value.map_or_else(TableCell::missing, |v| {
            TableCell::number(v, decimals(printed))
        })
    };
    let cells = [shown(ours), shown(print)];
    let (Some(ours), Some(print)) = (ours.filter(|v| v.is_finite()), print) else {
        return cells;
    };
    let cell = AgreementCell {
        row: 0,
        column: 0,
        ours,
        printed: print,
    };
    let (near, far, full) = match printed.counts {
        true => (0.0, f64::INFINITY, 3.0),
        false => (NEAR, FAR, FULL_SHADE),
    };
    if cell.is_within(near) {
        return cells;
    }
    let mark = if cell.is_within(far) { "*" } else { "**" };
    // Never too pale to be seen: the smallest difference that is marked gets a third of the shade.
    let size = (cell.difference().abs() / full).clamp(0.33, 1.0);
    let shade = size.copysign(cell.difference());
    let [ours, print] = cells;
    [
        ours.mark(Some(mark)).bold(true).shade(shade),
        print.shade(shade),
    ]
}

fn data(agreement: &Agreement, printed: Printed<'_>) -> Value {
    json!({
        "file": printed.name,
        "rows": printed.rows,
        "columns": printed.columns,
        "ours": agreement.ours,
        "printed": agreement.printed,
        "decimals": printed.decimals,
        "cells": agreement.cells().count(),
        "equal": agreement.within(equal(printed)),
        "within_02": agreement.within(NEAR),
        "within_05": agreement.within(FAR),
        "mean_absolute": agreement.mean_absolute(),
    })
}
