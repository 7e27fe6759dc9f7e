//! The same for programs.

use super::super::wording::{factors, statement_numbers, study_of};
use crate::numeric::Matrix;
use crate::qmethod::bootstrap::{Bootstrap, Estimates};
use crate::qmethod::characteristics::Characteristics;
use crate::qmethod::replay::Alignment;
use serde_json::{Value, json};

/// Kind `bootstrap`; what does not exist is null.
pub(super) fn data(found: &Bootstrap, labels: &[String]) -> Value {
    let scored = found.scored();
    let study = study_of(scored);
    let options = &found.options;
    let expected = Characteristics::of(scored).standard_error;
    let stability = found.factors.iter().zip(expected);
    let stability: Vec<Value> = stability
        .map(|(f, expected)| {
            json!({
                "found": f.found,
                "unscored": f.unscored,
                "likeness": {"p05": f.likeness[0], "median": f.likeness[1], "p95": f.likeness[2]},
                "se_formula": expected,
                "se": f.se,
                "largest_bias": f.bias,
            })
        })
        .collect();
    let failures = found.failures.iter();
    let failures: Vec<Value> = failures
        .map(|(why, count)| json!({"why": why.words(), "count": count}))
        .collect();
    json!({
        "replicates": options.replicates,
        "seed": options.seed,
        "balanced": options.balanced,
        "strata": options.strata,
        "level": options.level,
        "alignment": match options.replay.alignment {
            Alignment::Assignment => "assignment",
            Alignment::Procrustes => "procrustes",
        },
        "found_from": options.replay.found_from,
        "analysed": found.analysed(),
        "kept": found.kept,
        "not_converged": found.not_converged,
        "failures": failures,
        "factors": factors(labels, scored.factor_count()),
        "statements": statement_numbers(study),
        "sorts": study.sort_ids(),
        "stability": stability,
        "z": estimates(&found.z),
        "loadings": estimates(&found.loadings),
        "held": found.held,
        "flag_share": rows(&found.flag_share),
        "unflagged_share": found.unflagged_share,
        "arrays": found.columns.as_ref().map(|columns| json!({
            "columns": columns.values,
            "keeps": rows(&columns.keeps),
            "shares": columns.shares.iter().map(rows).collect::<Vec<_>>(),
            "of_means": columns.of_means,
            "index": columns.index,
            "normalised_index": columns.normalised,
            "typical": columns.typical,
        })),
    })
}

fn estimates(of: &Estimates) -> Value {
    let bias = &of.mean - &of.value;
    json!({
        "value": rows(&of.value),
        "mean": rows(&of.mean),
        "se": rows(&of.se),
        "lower": rows(&of.lower),
        "upper": rows(&of.upper),
        "bias": rows(&bias),
    })
}

/// By rows; what is not finite becomes null.
pub(in crate::render::reports) fn rows(matrix: &Matrix<f64>) -> Vec<Vec<f64>> {
    let rows = matrix.row_iter();
    rows.map(|row| row.iter().copied().collect()).collect()
}
