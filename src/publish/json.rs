//! Every machine-readable result in one file, a result a line, in full precision.

use super::chapters::chapters;
use super::data_tables;
use super::{Package, Written};
use crate::qmethod::{Correlated, Study};
use crate::render::{self, Analysis, Report};
use serde_json::{Value, json};
use std::path::Path;

/// The file: `{"quincunx": …, "schema": 1, "results": […]}`, each result in the envelope that a notebook's outputs carry.
pub(super) fn package(
    analysis: &Analysis<'_>,
    target: &Path,
    progress: &mut dyn FnMut(&str),
) -> Package {
    let mut reports = vec![
        render::methods(analysis),
        render::study(analysis.study, &analysis.provenance.study, analysis.notes),
        sorts(analysis.study),
    ];
    reports.extend(chapters(analysis, progress).into_iter().map(|c| c.report));
    let mut seen: Vec<(Value, Value)> = Vec::new();
    let mut results = Vec::new();
    for report in reports {
        let Some(mut result) = report.machine_readable(analysis.provenance) else {
            continue;
        };
        // Statements, participants and grid are views of the study; the scree is one of the unrotated factors.
        let kind = result.get("kind").cloned().unwrap_or_default();
        let factor = result.pointer("/data/factor").cloned().unwrap_or_default();
        if seen.contains(&(kind.clone(), factor.clone())) {
            continue;
        }
        if let (Some(matrix), Some(correlated)) =
            (result.pointer_mut("/data/matrix"), analysis.correlated)
            && kind == "correlations"
            && data_tables::holds_correlations(correlated)
        {
            *matrix = whole_matrix(correlated);
        }
        seen.push((kind, factor));
        results.push(result.to_string());
    }
    let text = format!(
        "{{\"quincunx\":{},\"schema\":1,\"results\":[\n{}\n]}}\n",
        json!(env!("CARGO_PKG_VERSION")),
        results.join(",\n")
    );
    Package::of(target, text)
}

/// The sorts themselves, kind `sorts`: `values` is n×m.
fn sorts(study: &Study) -> Report {
    let numbers: Vec<u32> = study.statements().iter().map(|s| s.number).collect();
    let values: Vec<Vec<f64>> = study
        .sorts()
        .row_iter()
        .map(|row| row.iter().copied().collect())
        .collect();
    Report::new("").data(
        "sorts",
        json!({"sorts": study.sort_ids(), "statements": numbers, "values": values}),
    )
}

/// Of more sorts than a notebook is given.
fn whole_matrix(correlated: &Correlated) -> Value {
    let rows: Vec<Vec<f64>> = correlated
        .matrix()
        .row_iter()
        .map(|row| row.iter().copied().collect())
        .collect();
    json!(rows)
}

/// What was written, kind `export`.
pub fn written_data(written: &[Written], notes: &[&String]) -> Value {
    let files: Vec<Value> = written
        .iter()
        .map(|file| {
            json!({
                "path": file.path.display().to_string(),
                "bytes": file.bytes,
                "replaced": file.replaced,
            })
        })
        .collect();
    json!({"files": files, "notes": notes})
}
