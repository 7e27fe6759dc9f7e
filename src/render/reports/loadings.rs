//! Rotated loadings with their defining sorts.

use super::loadings_plot::figure_of;
use super::rotation::{further_step_words, oblique_data, with_oblique};
use super::wording::{self, COARSE, FINE, MOST_ROWS, ROWS_UNFOLDED, factor, factors, names};
use crate::qmethod::flagging::SortStanding;
use crate::qmethod::rotation::RotationStep;
use crate::qmethod::{FactorIndex, Flagged, Rotated, SortIndex};
use crate::render::number::{counted, fixed, thousands, typographic};
use crate::render::report::Report;
use crate::render::table::{Align, Table, TableCell};
use serde_json::{Value, json};

/// After a loading that defines its factor.
const FLAG: &str = "*";

/// Rotated factors not yet flagged; kind `loadings`, no flag set.
pub fn rotated(rotated: &Rotated, labels: &[String]) -> Report {
    let table = table(rotated, labels, "Rotated loadings", |_, _| false);
    let table = with_sums(table, rotated);
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
    let mut table = with_sums(
        table(rotated, labels, &caption, |sort, factor| {
            flags.get((sort, factor)).copied().unwrap_or(false)
        }),
        rotated,
    );
    let k = rotated.factor_count();
    let defining = wording::all(k).map(|f| TableCell::count(flagged.defining_sorts(f).len()));
    table.push_footer(
        std::iter::once(TableCell::text("Defining sorts"))
            .chain(defining)
            .chain([TableCell::text("")]),
    );
    let report = Report::new("Factor loadings")
        .text(rotation_words(rotated, labels))
        .text(rule_words(flagged));
    let report = warn_not_converged(folded(report, rotated, table), rotated);
    let report = with_oblique(report, rotated, labels);
    let report = with_standings(report, flagged, labels);
    let report = with_negative(report, flagged, labels);
    let report = if k >= 2 {
        let (figure, words) = figure_of(flagged, labels, FactorIndex(0), FactorIndex(1));
        words
            .map_or(report.clone(), |words| report.text(words))
            .figure(figure)
    } else {
        report
    };
    report.data("loadings", flagged_data(flagged, labels))
}

/// The machine-readable loadings.
pub(super) fn flagged_data(flagged: &Flagged, labels: &[String]) -> Value {
    data(flagged.rotated(), labels, Some(flagged))
}

fn table(
    rotated: &Rotated,
    labels: &[String],
    caption: &str,
    flag: impl Fn(usize, usize) -> bool,
) -> Table {
    let study = wording::study_of_rotated(rotated);
    let names = factors(labels, rotated.factor_count());
    let mut table = Table::new(caption)
        .column("Sort", Align::Left)
        .columns(names.iter().map(String::as_str), Align::Right, None)
        .column("h²", Align::Right);
    let rows = rotated.loadings().row_iter();
    let communalities = rotated.communalities();
    let rows = study.sort_ids().iter().zip(rows).zip(communalities);
    for (sort, ((id, row), communality)) in rows.enumerate().take(MOST_ROWS) {
        let mut cells = vec![TableCell::text(id.as_str())];
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

fn with_sums(mut table: Table, rotated: &Rotated) -> Table {
    for (name, values) in [
        ("Eigenvalue", rotated.eigenvalues()),
        ("% of variance", rotated.variance_percent()),
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
    let sorts = wording::study_of_rotated(rotated).sort_count();
    if sorts <= ROWS_UNFOLDED {
        return report.table(table);
    }
    let summary = format!(
        "Table of {} × {} loadings",
        thousands(sorts),
        rotated.factor_count()
    );
    let report = report.table(table.collapsed(summary));
    if sorts <= MOST_ROWS {
        return report;
    }
    report.text(format!(
        "The table shows the first {MOST_ROWS} of {}; the machine-readable result has all.",
        wording::sorts(sorts)
    ))
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

fn rule_words(flagged: &Flagged) -> String {
    let rule = flagged.rule();
    let statements = wording::study_of_flagged(flagged).statement_count();
    let level = match rule.z {
        1.96 => " (p < .05)",
        z if (2.57..=2.58).contains(&z) => " (p < .01)",
        _ => "",
    };
    let mut words = format!(
        "A sort defines a factor if its loading is beyond ±{}/√{statements} = ±{}{level}",
        rule.z,
        fixed(flagged.threshold(), FINE)
    );
    if rule.majority {
        words.push_str(" and the factor carries more than half of the sort's communality");
    }
    words.push('.');
    if !flagged.changes().is_empty() {
        words.push_str(&format!(
            " {} made by hand.",
            counted(flagged.changes().len(), "flag was", "flags were")
        ));
    }
    words
}

fn with_standings(report: Report, flagged: &Flagged, labels: &[String]) -> Report {
    let study = wording::study_of_flagged(flagged);
    let standings = flagged.standings();
    let ids = |wanted: fn(&SortStanding) -> bool| -> Vec<&str> {
        study
            .sort_ids()
            .iter()
            .zip(&standings)
            .filter(|(_, standing)| wanted(standing))
            .map(|(id, _)| id.as_str())
            .collect()
    };
    let defining = ids(|s| matches!(s, SortStanding::Defining(_)));
    let mut words = format!(
        "{} of {} define exactly one factor.",
        defining.len(),
        wording::sorts(study.sort_count())
    );
    for (what, group) in [
        ("Confounded", ids(|s| *s == SortStanding::Confounded)),
        (
            "Significant on one factor but not flagged",
            ids(|s| *s == SortStanding::Unflagged),
        ),
        (
            "Not significant on any factor",
            ids(|s| *s == SortStanding::NonSignificant),
        ),
    ] {
        if !group.is_empty() {
            words.push_str(&format!(" {what} ({}): {}.", group.len(), names(&group)));
        }
    }
    let empty: Vec<String> = wording::all(flagged.rotated().factor_count())
        .filter(|f| flagged.defining_sorts(*f).is_empty())
        .map(|f| factor(labels, f))
        .collect();
    let report = report.text(words);
    if empty.is_empty() {
        return report;
    }
    report.warning(format!(
        "No sort defines {}; scores cannot be computed there.",
        names(&empty)
    ))
}

fn with_negative(report: Report, flagged: &Flagged, labels: &[String]) -> Report {
    let study = wording::study_of_flagged(flagged);
    let negative: Vec<String> = flagged
        .negative_flags()
        .iter()
        .map(|(SortIndex(sort), f)| {
            let id = study.sort_ids().get(*sort).map(String::as_str);
            format!("{} on {}", id.unwrap_or_default(), factor(labels, *f))
        })
        .collect();
    if negative.is_empty() {
        return report;
    }
    report.warning(format!(
        "{} with a negative loading ({}): there the person holds the opposite view, and the sort enters the factor's scores with a negative weight.",
        counted(negative.len(), "sort is flagged", "sorts are flagged"),
        names(&negative)
    ))
}

fn warn_not_converged(report: Report, rotated: &Rotated) -> Report {
    if rotated.converged() {
        return report;
    }
    report.warning("The rotation did not reach its tolerance within the rounds allowed; the loadings are those of the last round.")
}

fn data(rotated: &Rotated, labels: &[String], flagged: Option<&Flagged>) -> Value {
    let loadings: Vec<Vec<f64>> = rotated
        .loadings()
        .row_iter()
        .map(|row| row.iter().copied().collect())
        .collect();
    let flags: Vec<Vec<bool>> = match flagged {
        Some(flagged) => flagged
            .flags()
            .row_iter()
            .map(|row| row.iter().copied().collect())
            .collect(),
        None => loadings.iter().map(|row| vec![false; row.len()]).collect(),
    };
    let data = json!({
        "sorts": wording::study_of_rotated(rotated).sort_ids(),
        "factors": factors(labels, rotated.factor_count()),
        "loadings": loadings,
        "flags": flags,
        "communalities": rotated.communalities(),
        "eigenvalues": rotated.eigenvalues(),
        "variance_percent": rotated.variance_percent(),
        "threshold": flagged.map(Flagged::threshold),
    });
    oblique_data(data, rotated)
}
