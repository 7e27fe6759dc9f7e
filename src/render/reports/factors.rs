//! Unrotated factors and the scree.

use super::extraction_words::{
    fit_data, kind_words, method_words, warn_heywood, warn_not_converged, with_convention, with_fit,
};
use super::shown::Shown;
use super::wording::{self, COARSE, FINE, ROWS_UNFOLDED, factors};
use crate::qmethod::Extracted;
use crate::qmethod::extraction::{CentroidOptions, Extraction};
use crate::render::figures::scree as picture;
use crate::render::number::{fixed, listed, thousands};
use crate::render::report::{Figure, Report};
use crate::render::table::{Align, Table, TableCell};
use serde_json::{Value, json};

/// Unrotated factors; kind `unrotated`.
pub fn unrotated(extracted: &Extracted) -> Report {
    let study = wording::study_of_extracted(extracted);
    let k = extracted.factor_count();
    let labels = factors(&[], k);
    let mut table = Table::new("Unrotated loadings")
        .column("Sort", Align::Left)
        .columns(labels.iter().map(String::as_str), Align::Right, None)
        .column("h²", Align::Right);
    let shown = Shown::of(study);
    for sort in shown.in_table() {
        let row = extracted.loadings().row(sort);
        let id = study.sort_ids().get(sort).map_or("", String::as_str);
        let communality: f64 = row.iter().map(|l| l * l).sum();
        let mut cells = vec![TableCell::text(id)];
        cells.extend(row.iter().map(|l| TableCell::number(*l, FINE).shade(*l)));
        cells.push(TableCell::number(communality, FINE));
        table.push(cells);
    }
    let variance = extracted.variance_percent();
    let sums = sums_of_squares(extracted);
    table.push_footer(footer("Eigenvalue", &sums));
    table.push_footer(footer("% of variance", &variance));
    if study.sort_count() > ROWS_UNFOLDED {
        table = table.collapsed(format!(
            "Table of {} × {k} loadings",
            thousands(study.sort_count())
        ));
    }
    let mut report = Report::new("Unrotated factors").text(format!(
        "{} out of {} by {}. {} {} % of the variance.",
        wording::factor_count(k),
        wording::sorts(study.sort_count()),
        method_words(extracted),
        wording::explain(k),
        fixed(variance.iter().sum(), 1)
    ));
    report = with_convention(report, extracted);
    report = with_fit(report.table(table), extracted);
    report = warn_not_converged(report, extracted);
    report = warn_heywood(report, extracted);
    if let Some(words) = shown.words("sorts") {
        report = report.text(words);
    }
    report.data("unrotated", data(extracted))
}

/// Eigenvalues, table and scree plot; kind `unrotated`.
pub fn scree(extracted: &Extracted) -> Report {
    let eigenvalues = extracted.eigenvalues();
    let sorts = wording::study_of_extracted(extracted).sort_count();
    let kaiser = extracted.extraction() == Extraction::PrincipalComponents;
    let shown = eigenvalues.len().min(picture::MOST_SHOWN);
    let caption = if shown < eigenvalues.len() {
        format!("The first {shown} of {} eigenvalues", eigenvalues.len())
    } else {
        "Eigenvalues".to_owned()
    };
    let mut table = Table::new(caption)
        .column("Factor", Align::Right)
        .column("Eigenvalue", Align::Right)
        .column("% of variance", Align::Right)
        .column("cumulative %", Align::Right);
    let mut cumulative = 0.0;
    for (index, value) in eigenvalues.iter().enumerate().take(shown) {
        let percent = 100.0 * value / sorts as f64;
        cumulative += percent;
        table.push([
            TableCell::count(index + 1),
            TableCell::number(*value, FINE),
            TableCell::number(percent, COARSE),
            TableCell::number(cumulative, COARSE),
        ]);
    }
    let above = eigenvalues.iter().filter(|value| **value > 1.0).count();
    let mut report = Report::new("Scree").text(format!(
        "Eigenvalues by {}. {}",
        method_words(extracted),
        if kaiser {
            format!(
                "{} eigenvalue above 1 (Kaiser's criterion, which keeps many factors when there are many sorts).",
                if above == 1 { "1 factor has an".to_owned() } else { format!("{above} factors have an") }
            )
        } else {
            format!("Of {} only the {} extracted are known; Kaiser's criterion does not apply.", kind_words(extracted.extraction()), wording::factor_count(eigenvalues.len()))
        }
    ));
    report = report.table(table);
    let values: Vec<String> = eigenvalues
        .iter()
        .take(shown)
        .map(|v| fixed(*v, 2))
        .collect();
    let figure = Figure {
        drawing: picture::draw(eigenvalues, extracted.factor_count(), kaiser),
        alt: format!(
            "Scree plot: eigenvalues in falling order, {}{}.",
            listed(&values),
            if kaiser {
                format!("; {above} above the line at 1")
            } else {
                String::new()
            }
        ),
    };
    report.figure(figure).data("unrotated", data(extracted))
}

fn footer(name: &str, values: &[f64]) -> Vec<TableCell> {
    std::iter::once(TableCell::text(name))
        .chain(values.iter().map(|v| TableCell::number(*v, COARSE)))
        .chain([TableCell::text("")])
        .collect()
}

/// Σl² of each extracted factor.
fn sums_of_squares(extracted: &Extracted) -> Vec<f64> {
    extracted
        .loadings()
        .column_iter()
        .map(|column| column.iter().map(|l| l * l).sum())
        .collect()
}

fn data(extracted: &Extracted) -> Value {
    let study = wording::study_of_extracted(extracted);
    let shown = Shown::of(study);
    let mut eigenvalues = extracted.eigenvalues();
    // Beyond the rank they are zeros, as many as there are sorts.
    if shown.is_sample() {
        let last = eigenvalues.iter().rposition(|value| *value > 0.0);
        eigenvalues = &eigenvalues[..last.map_or(0, |last| last + 1)];
    }
    let method = match extracted.extraction() {
        Extraction::PrincipalComponents => "pca",
        Extraction::Centroid(CentroidOptions::TUCKER) => "tucker",
        Extraction::Centroid(_) => "centroid",
        Extraction::Horst(_) => "horst",
        Extraction::PrincipalAxis(options) if options.iterated => "paf",
        Extraction::PrincipalAxis(_) => "paf-once",
        Extraction::MaximumLikelihood(_) => "ml",
        Extraction::Given => "given",
    };
    let heywood: Vec<Value> = extracted
        .heywood_cases()
        .iter()
        .map(|case| json!({"sort": wording::study_of_extracted(extracted).sort_ids().get(case.sort.0), "communality": case.communality}))
        .collect();
    shown.marked(json!({
        "sorts": shown.ids(study),
        "factors": factors(&[], extracted.factor_count()),
        "loadings": shown.rows(extracted.loadings()),
        "eigenvalues": eigenvalues,
        "variance_percent": extracted.variance_percent(),
        "method": method,
        "iterations": extracted.iterations(),
        "converged": extracted.converged(),
        "heywood": heywood,
        "fit": fit_data(extracted.fit()),
    }))
}
