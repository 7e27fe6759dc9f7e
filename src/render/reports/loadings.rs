//! Rotated loadings with their defining sorts.

use super::flags::{poles_data, rule_data, rule_words, with_negative, with_poles, with_standings};
use super::loadings_plot::figure_of;
use super::rotation::{further_step_words, oblique_data, with_oblique};
use super::shown::Shown;
use super::wording::{self, COARSE, FINE, ROWS_UNFOLDED, factor, factors};
use crate::numeric::Matrix;
use crate::qmethod::rotation::RotationStep;
use crate::qmethod::{FactorIndex, Flagged, Rotated};
use crate::render::number::{fixed, thousands, typographic};
use crate::render::report::Report;
use crate::render::table::{Align, Table, TableCell};
use serde_json::{Value, json};

/// After a loading that defines its factor.
const FLAG: &str = "*";

/// Rotated factors not yet flagged; kind `loadings`, no flag set.
pub fn rotated(rotated: &Rotated, labels: &[String]) -> Report {
    let plain = Plain::of(rotated);
    let table = table(&plain, labels, "Rotated loadings", |_, _| false);
    let table = with_sums(table, &plain);
    let report = Report::new("Rotated factors").text(rotation_words(rotated, labels));
    let report = warn_not_converged(folded(report, rotated, table), rotated);
    with_oblique(report, rotated, labels)
        .text("No sort is flagged yet; factor scores need defining sorts.")
        .data("loadings", data(rotated, labels, None))
}

/// Rotated factors with defining sorts, table and plot of the first two; kind `loadings`.
pub fn loadings(flagged: &Flagged, labels: &[String]) -> Report {
    let rotated = flagged.rotated();
    let flags = flagged.flags();
    let caption = format!("Rotated loadings; {FLAG} and bold: the sort defines the factor");
    let plain = Plain {
        rotated,
        loadings: flagged.loadings(),
        eigenvalues: flagged.eigenvalues(),
        variance_percent: flagged.variance_percent(),
    };
    let mut table = with_sums(
        table(&plain, labels, &caption, |sort, factor| {
            flags.get((sort, factor)).copied().unwrap_or(false)
        }),
        &plain,
    );
    let k = flagged.factor_count();
    let defining = wording::all(k).map(|f| TableCell::count(flagged.defining_sorts(f).len()));
    table.push_footer(
        std::iter::once(TableCell::text("Defining sorts"))
            .chain(defining)
            .chain([TableCell::text("")]),
    );
    let report = Report::new("Factor loadings")
        .text(rotation_words(rotated, &rotated_labels(flagged, labels)))
        .text(rule_words(flagged));
    let report = with_poles(report, flagged, labels);
    let report = warn_not_converged(folded(report, rotated, table), rotated);
    let report = with_oblique(report, rotated, labels);
    let report = with_standings(report, flagged, labels);
    let report = with_negative(report, flagged, labels);
    let report = if let Some(second) = other_than_first(flagged) {
        let (figure, words) = figure_of(flagged, labels, FactorIndex(0), second);
        words
            .map_or(report.clone(), |words| report.text(words))
            .figure(figure)
    } else {
        report
    };
    report.data("loadings", flagged_data(flagged, labels))
}

/// The first factor that is not the first one's other pole: the two poles would plot as a line.
fn other_than_first(flagged: &Flagged) -> Option<FactorIndex> {
    let columns = flagged.columns();
    let first = columns.first()?.factor;
    let second = columns.iter().position(|column| column.factor != first);
    second.map(FactorIndex)
}

/// The machine-readable loadings.
pub(super) fn flagged_data(flagged: &Flagged, labels: &[String]) -> Value {
    data(flagged.rotated(), labels, Some(flagged))
}

/// What the table shows.
struct Plain<'a> {
    rotated: &'a Rotated,
    /// m×k, with the poles of split factors.
    loadings: &'a Matrix<f64>,
    eigenvalues: Vec<f64>,
    variance_percent: Vec<f64>,
}

impl<'a> Plain<'a> {
    fn of(rotated: &'a Rotated) -> Self {
        Self {
            rotated,
            loadings: rotated.loadings(),
            eigenvalues: rotated.eigenvalues(),
            variance_percent: rotated.variance_percent(),
        }
    }
}

fn table(
    plain: &Plain<'_>,
    labels: &[String],
    caption: &str,
    flag: impl Fn(usize, usize) -> bool,
) -> Table {
    let study = wording::study_of_rotated(plain.rotated);
    let names = factors(labels, plain.loadings.ncols());
    let mut table = Table::new(caption)
        .column("Sort", Align::Left)
        .columns(names.iter().map(String::as_str), Align::Right, None)
        .column("h²", Align::Right);
    let communalities = plain.rotated.communalities();
    for sort in Shown::of(study).in_table() {
        let row = plain.loadings.row(sort);
        let id = study.sort_ids().get(sort).map_or("", String::as_str);
        let communality = communalities.get(sort).copied().unwrap_or(f64::NAN);
        let mut cells = vec![TableCell::text(id)];
        cells.extend(row.iter().enumerate().map(|(factor, loading)| {
            let flagged = flag(sort, factor);
            TableCell::number(*loading, FINE)
                .bold(flagged)
                .mark(flagged.then_some(FLAG))
                .shade(*loading)
        }));
        cells.push(TableCell::number(communality, FINE));
        table.push(cells);
    }
    table
}

fn with_sums(mut table: Table, plain: &Plain<'_>) -> Table {
    for (name, values) in [
        ("Eigenvalue", &plain.eigenvalues),
        ("% of variance", &plain.variance_percent),
    ] {
        table.push_footer(
            std::iter::once(TableCell::text(name))
                .chain(values.iter().map(|v| TableCell::number(*v, COARSE)))
                .chain([TableCell::text("")]),
        );
    }
    table
}

fn folded(report: Report, rotated: &Rotated, table: Table) -> Report {
    let study = wording::study_of_rotated(rotated);
    let sorts = study.sort_count();
    if sorts <= ROWS_UNFOLDED {
        return report.table(table);
    }
    let summary = format!(
        "Table of {} × {} loadings",
        thousands(sorts),
        rotated.factor_count()
    );
    let report = report.table(table.collapsed(summary));
    let words = Shown::of(study).words("sorts");
    words.map_or(report.clone(), |words| report.text(words))
}

fn rotation_words(rotated: &Rotated, labels: &[String]) -> String {
    let steps: Vec<String> = rotated
        .steps()
        .iter()
        .map(|step| step_words(step, rotated, labels))
        .collect();
    let percent: f64 = rotated.variance_percent().iter().sum();
    format!(
        "{}, {}. {} {} % of the variance.",
        wording::factor_count(rotated.factor_count()),
        if steps.is_empty() {
            "not rotated".to_owned()
        } else {
            steps.join(", then ")
        },
        wording::explain(rotated.factor_count()),
        fixed(percent, 1)
    )
}

pub(super) fn step_words(step: &RotationStep, rotated: &Rotated, labels: &[String]) -> String {
    let name = |f: FactorIndex| factor(labels, f);
    match step {
        RotationStep::Varimax { kaiser: true } => "varimax with Kaiser's normalisation".to_owned(),
        RotationStep::Varimax { kaiser: false } => "varimax without normalisation".to_owned(),
        RotationStep::ByHand { a, b, degrees } => format!(
            "{} and {} turned by {}°",
            name(*a),
            name(*b),
            typographic(&degrees.to_string())
        ),
        RotationStep::Invert(f) => format!("{} inverted", name(*f)),
        RotationStep::Swap(a, b) => format!("{} and {} swapped", name(*a), name(*b)),
        other => further_step_words(other, rotated, labels),
    }
}

/// The labels of the rotated factors: `F1a/F1b` for a split one.
fn rotated_labels(flagged: &Flagged, labels: &[String]) -> Vec<String> {
    let rotated = wording::all(flagged.rotated().factor_count());
    let of = |wanted: FactorIndex| {
        let columns = flagged.columns().iter().enumerate();
        let columns = columns.filter(|(_, column)| column.factor == wanted);
        let names: Vec<String> = columns
            .map(|(column, _)| factor(labels, FactorIndex(column)))
            .collect();
        names.join("/")
    };
    rotated.map(of).collect()
}

fn warn_not_converged(report: Report, rotated: &Rotated) -> Report {
    if rotated.converged() {
        return report;
    }
    report.warning("The rotation did not reach its tolerance within the rounds allowed; the loadings are those of the last round.")
}

fn data(rotated: &Rotated, labels: &[String], flagged: Option<&Flagged>) -> Value {
    let loadings = flagged.map_or(rotated.loadings(), Flagged::loadings);
    let study = wording::study_of_rotated(rotated);
    let shown = Shown::of(study);
    let flags: Vec<Vec<bool>> = match flagged {
        Some(flagged) => shown.rows(flagged.flags()),
        None => vec![vec![false; loadings.ncols()]; shown.sorts().len()],
    };
    let communalities = rotated.communalities();
    let communalities: Vec<Option<&f64>> = shown
        .sorts()
        .iter()
        .map(|&s| communalities.get(s))
        .collect();
    let data = json!({
        "sorts": shown.ids(study),
        "factors": factors(labels, loadings.ncols()),
        "loadings": shown.rows(loadings),
        "flags": flags,
        "communalities": communalities,
        "eigenvalues": flagged.map_or_else(|| rotated.eigenvalues(), Flagged::eigenvalues),
        "variance_percent": flagged.map_or_else(|| rotated.variance_percent(), Flagged::variance_percent),
        "threshold": flagged.map(Flagged::threshold),
        "rule": flagged.map(|flagged| rule_data(flagged.rule())),
        "poles": flagged.map(poles_data),
    });
    shown.marked(oblique_data(data, rotated, &shown))
}
