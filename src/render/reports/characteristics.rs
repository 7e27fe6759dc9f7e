//! Factor characteristics.

use super::wording::{COARSE, FINE, factors, with_scoring};
use crate::qmethod::Scored;
use crate::qmethod::characteristics::Characteristics;
use crate::qmethod::convention::Rounding;
use crate::qmethod::scores::ScoreMethod;
use crate::render::number::fixed;
use crate::render::report::Report;
use crate::render::table::{Align, Table, TableCell};
use serde_json::{Value, json};

/// Factor characteristics, standard errors of differences, correlations between factor scores; kind `characteristics`.
pub fn characteristics(scored: &Scored, labels: &[String]) -> Report {
    let found = Characteristics::of(scored);
    let names = factors(labels, scored.factor_count());
    let optional = |values: &[Option<f64>]| -> Vec<TableCell> {
        values
            .iter()
            .map(|v| v.map_or_else(TableCell::missing, |v| TableCell::number(v, FINE)))
            .collect()
    };
    let plain = |values: &[f64]| -> Vec<TableCell> {
        values
            .iter()
            .map(|v| TableCell::number(*v, COARSE))
            .collect()
    };
    let defining = found.defining_sorts.iter().map(|n| TableCell::count(*n));
    let mut table = Table::new("Reliability and explained variance")
        .column("", Align::Left)
        .columns(names.iter().map(String::as_str), Align::Right, None);
    for (heading, cells) in [
        ("Defining sorts", defining.collect()),
        (
            "Composite reliability",
            optional(&found.composite_reliability),
        ),
        (
            "Standard error of z-scores",
            optional(&found.standard_error),
        ),
        ("Eigenvalue", plain(&found.eigenvalues)),
        ("% of variance", plain(&found.variance_percent)),
    ] {
        table.push(std::iter::once(TableCell::text(heading)).chain(cells));
    }
    let sed = rows(
        found
            .sed
            .row_iter()
            .map(|row| row.iter().copied().collect()),
    );
    let correlations = rows(
        found
            .score_correlations
            .row_iter()
            .map(|row| row.iter().copied().collect()),
    );
    let report = Report::new("Factor characteristics").text(format!(
        "{} Composite reliability by Spearman–Brown; standard error √(1 − reliability), in z units{}.",
        reliability_words(&found, &names),
        match scored.options().rounding {
            Rounding::None => "",
            Rounding::Kade => ", rounded to 3 decimals as in KADE",
        }
    ));
    let report = match scored.options().method {
        ScoreMethod::Brown => report,
        _ => report.remark(
            "These standard errors are Brown's, for scores of the defining sorts; regression and Bartlett scores draw on all sorts, and the field has none of their own for them.",
        ),
    };
    let report = match scored.flagged().split().is_empty() {
        true => report,
        false => report.text(
            "The two poles of a split factor share its eigenvalue and variance, which count once.",
        ),
    };
    with_scoring(report, scored, labels)
        .table(table)
        .table(square(
            "Standard errors of differences between z-scores",
            &names,
            &sed,
            false,
        ))
        .table(square(
            "Correlations between factor scores",
            &names,
            &correlations,
            true,
        ))
        .data("characteristics", data(&found, &names, &sed, &correlations))
}

/// What the reliability of one sort is taken to be.
fn reliability_words(found: &Characteristics, names: &[String]) -> String {
    let Some(own) = &found.own_reliability else {
        let assumed = fixed(found.average_reliability, 2);
        return format!("Reliability assumed of one sort: {assumed}.");
    };
    let of_factors: Vec<String> = names
        .iter()
        .zip(own)
        .filter_map(|(name, own)| Some(format!("{name} {}", fixed((*own)?, FINE))))
        .collect();
    format!(
        "The sorts are factors with composite reliabilities of their own, which take the place of the {} assumed of one person's sort: the mean over each factor's defining sorts is {}.",
        fixed(found.average_reliability, 2),
        of_factors.join(", ")
    )
}

fn rows(rows: impl Iterator<Item = Vec<f64>>) -> Vec<Vec<f64>> {
    rows.collect()
}

fn square(caption: &str, names: &[String], rows: &[Vec<f64>], shaded: bool) -> Table {
    let mut table = Table::new(caption).column("", Align::Left).columns(
        names.iter().map(String::as_str),
        Align::Right,
        None,
    );
    for (name, row) in names.iter().zip(rows) {
        let cells = row.iter().map(|value| {
            let cell = TableCell::number(*value, FINE);
            if shaded { cell.shade(*value) } else { cell }
        });
        table.push(std::iter::once(TableCell::text(name.as_str())).chain(cells));
    }
    table
}

fn data(
    found: &Characteristics,
    names: &[String],
    sed: &[Vec<f64>],
    correlations: &[Vec<f64>],
) -> Value {
    json!({
        "factors": names,
        "defining_sorts": found.defining_sorts,
        "average_reliability": found.average_reliability,
        "own_reliability": found.own_reliability,
        "composite_reliability": found.composite_reliability,
        "se_z": found.standard_error,
        "eigenvalues": found.eigenvalues,
        "variance_percent": found.variance_percent,
        "sed": sed,
        "score_correlations": correlations,
    })
}
