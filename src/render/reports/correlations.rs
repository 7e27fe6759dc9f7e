//! Correlations between sorts, of first or second order.

use super::shown::{MOST_GIVEN, Shown};
use super::wording::{self, COARSE, correlation_rows};
use crate::qmethod::convention::Rounding;
use crate::qmethod::correlation::CorrelationMethod;
use crate::qmethod::{Correlated, SortIndex, Study};
use crate::render::figures::heatmap::{Heatmap, MOST_CELLS, MOST_WITH_LABELS};
use crate::render::number::{fixed, thousands, typographic};
use crate::render::ordering::clustered;
use crate::render::report::{Figure, Report};
use crate::render::table::{Align, Table, TableCell};
use serde_json::{Value, json};

/// Tables of more sorts are folded away.
const UNFOLDED: usize = 12;
/// No table beyond this: nobody reads it, and the heatmap says more.
const MOST_TABULATED: usize = 60;
/// No machine-readable matrix beyond this: it would outgrow the notebook.
const MOST_IN_DATA: usize = 400;

/// Of more sorts than this only a sample is correlated with each other for the report.
const MOST_SHOWN: usize = MOST_GIVEN;

/// How many that are.
const SAMPLE: usize = 120;

/// Correlations between sorts, table and heatmap; kind `correlations`. Of many sorts those of a random sample.
pub fn correlations(correlated: &Correlated) -> Report {
    let study = correlated.study();
    if study.sort_count() <= MOST_SHOWN {
        return whole(correlated);
    }
    let sample = Shown::at_most(study, SAMPLE);
    let sorts: Vec<SortIndex> = sample.sorts().iter().copied().map(SortIndex).collect();
    let report = match correlated.part(&sorts) {
        Ok(part) => whole(&part),
        Err(why) => Report::new("Correlations between sorts").warning(why.to_string()),
    };
    let mut report = report.remark(format!(
        "What is shown here are the correlations in a random sample of {SAMPLE} of {} (seed 1); factors are taken out of all.",
        wording::sorts(study.sort_count())
    ));
    // What is shown of a sample stands after the words that say so.
    report.blocks.rotate_right(1);
    let data = report.data.take();
    match data {
        Some(data) => report.data(data.kind, sample.marked(data.data)),
        None => report,
    }
}

fn whole(correlated: &Correlated) -> Report {
    let study = correlated.study();
    let rows = correlation_rows(correlated);
    let rounded = match correlated.rounding() {
        Rounding::None => "",
        Rounding::Kade => " As in KADE, factors are taken out of them rounded to 5 decimals.",
    };
    let report = Report::new("Correlations between sorts").text(format!(
        "{} between {} over {}.{rounded}",
        method_words(correlated.method()),
        wording::sorts(study.sort_count()),
        wording::statements(study.statement_count()),
    ));
    with_extremes(
        with_matrix(report, study.sort_ids(), &rows),
        study.sort_ids(),
        &rows,
    )
    .figure(heatmap(study.sort_ids(), &rows, "sorts"))
    .data("correlations", data(correlated, &rows))
}

/// A second-order study: where its sorts come from, and the correlations between the first-order factors; kind `correlations`.
pub fn second_order(study: &Study, correlated: &Correlated) -> Report {
    let rows = correlation_rows(correlated);
    let mut origin = Table::new("The sorts of this study are factors of other solutions")
        .column("Sort", Align::Left)
        .columns(
            study
                .sort_attributes()
                .iter()
                .map(|a| a.name.replace('_', " ")),
            Align::Left,
            None,
        );
    for (index, id) in study.sort_ids().iter().enumerate() {
        let mut row = vec![TableCell::text(id.as_str())];
        row.extend(study.sort_attributes().iter().map(
            |attribute| match attribute.values.get(index) {
                Some(value) if !value.is_empty() => TableCell::text(short(value)),
                _ => TableCell::missing(),
            },
        ));
        origin.push(row);
    }
    let report = Report::new("Second-order study")
        .text(format!(
            "{} as sorts, over the {} they share. {} between them.",
            crate::render::number::counted(
                study.sort_count(),
                "first-order factor",
                "first-order factors"
            ),
            wording::statements(study.statement_count()),
            method_words(correlated.method()),
        ))
        .table(origin);
    with_matrix(report, study.sort_ids(), &rows)
        .figure(heatmap(study.sort_ids(), &rows, "first-order factors"))
        .data("correlations", data(correlated, &rows))
}

/// Numbers in attributes at the usual precision, other words as they are.
fn short(value: &str) -> String {
    match value.parse::<f64>() {
        Ok(number) if number.is_finite() && value.contains('.') => typographic(&fixed(number, 3)),
        _ => value.to_owned(),
    }
}

fn with_matrix(report: Report, ids: &[String], rows: &[Vec<f64>]) -> Report {
    if ids.len() > MOST_TABULATED {
        return report.text(format!(
            "{} × {0} numbers are shown as a heatmap, not as a table{}.",
            thousands(ids.len()),
            if ids.len() > MOST_IN_DATA {
                "; the machine-readable result leaves them out too"
            } else {
                "; the machine-readable result has them all"
            }
        ));
    }
    let mut table = Table::new("Correlations r, in the order of the study")
        .column("", Align::Left)
        .columns(ids.iter().map(String::as_str), Align::Right, None);
    for (id, row) in ids.iter().zip(rows) {
        let cells = row.iter().map(|r| TableCell::number(*r, COARSE).shade(*r));
        table.push(std::iter::once(TableCell::text(id.as_str())).chain(cells));
    }
    if ids.len() > UNFOLDED {
        table = table.collapsed(format!("Table of {} × {0} correlations", ids.len()));
    }
    report.table(table)
}

fn with_extremes(report: Report, ids: &[String], rows: &[Vec<f64>]) -> Report {
    let mut highest: Option<(f64, usize, usize)> = None;
    let mut lowest: Option<(f64, usize, usize)> = None;
    let (mut sum, mut pairs) = (0.0, 0.0);
    for (i, row) in rows.iter().enumerate() {
        for (j, r) in row.iter().enumerate().take(i) {
            sum += r;
            pairs += 1.0;
            if highest.is_none_or(|(most, ..)| *r > most) {
                highest = Some((*r, j, i));
            }
            if lowest.is_none_or(|(least, ..)| *r < least) {
                lowest = Some((*r, j, i));
            }
        }
    }
    let (Some(highest), Some(lowest)) = (highest, lowest) else {
        return report;
    };
    let pair = |(r, i, j): (f64, usize, usize)| {
        let name = |index: usize| ids.get(index).map(String::as_str).unwrap_or_default();
        format!(
            "{} ({} and {})",
            typographic(&fixed(r, COARSE)),
            name(i),
            name(j)
        )
    };
    report.text(format!(
        "Mean r {}, highest {}, lowest {}.",
        typographic(&fixed(sum / pairs, COARSE)),
        pair(highest),
        pair(lowest)
    ))
}

fn heatmap(ids: &[String], rows: &[Vec<f64>], what: &str) -> Figure {
    let order = clustered(rows);
    let labels: Vec<String> = order.iter().filter_map(|i| ids.get(*i)).cloned().collect();
    let values = order
        .iter()
        .filter_map(|i| rows.get(*i))
        .map(|row| order.iter().filter_map(|j| row.get(*j)).copied().collect())
        .collect();
    let mut alt = format!(
        "Heatmap of the correlations between {} {what}, red negative, white zero, blue positive; similar {what} stand side by side (average linkage).",
        thousands(ids.len())
    );
    if ids.len() > MOST_CELLS {
        alt.push_str(" Each cell is the mean of a block of neighbours.");
    } else if ids.len() <= MOST_WITH_LABELS {
        alt.push_str(&format!(" From top to bottom: {}.", labels.join(", ")));
    }
    let map = Heatmap {
        rows: labels.clone(),
        columns: labels,
        values,
    };
    Figure {
        drawing: map.draw(),
        alt,
    }
}

pub(super) fn method_words(method: CorrelationMethod) -> String {
    match method {
        CorrelationMethod::Kendall => "Kendall correlations (τ-b)".to_owned(),
        _ => format!("{} correlations", sentence_case(method_name(method))),
    }
}

fn method_name(method: CorrelationMethod) -> &'static str {
    match method {
        CorrelationMethod::Pearson => "pearson",
        CorrelationMethod::Spearman => "spearman",
        CorrelationMethod::Kendall => "kendall",
    }
}

fn sentence_case(word: &str) -> String {
    let mut chars = word.chars();
    chars
        .next()
        .map(|first| first.to_uppercase().chain(chars).collect())
        .unwrap_or_default()
}

fn data(correlated: &Correlated, rows: &[Vec<f64>]) -> Value {
    let ids = correlated.study().sort_ids();
    let matrix = (ids.len() <= MOST_IN_DATA).then_some(rows);
    json!({
        "sorts": ids,
        "matrix": matrix,
        "method": method_name(correlated.method()),
    })
}
