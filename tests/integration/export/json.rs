//! The results for programs.

use super::{of_solution, text};
use crate::sample::{small_study, solve};
use quincunx::publish::Format;
use quincunx::qmethod::FactorIndex;
use serde_json::Value;

#[test]
fn every_kind_is_there_once_in_full_precision() {
    let solution = solve(small_study(), 2);
    let package = of_solution(&solution, Format::Json, "r.json");
    let json: Value = serde_json::from_str(&text(&package, "r.json")).unwrap();
    assert_eq!(json["schema"], 1);
    let results = json["results"].as_array().unwrap();
    let kinds: Vec<&str> = results
        .iter()
        .map(|r| r["kind"].as_str().unwrap())
        .collect();
    for kind in [
        "methods",
        "study",
        "sorts",
        "correlations",
        "unrotated",
        "loadings",
        "scores",
        "arrays",
        "characteristics",
        "consensus",
    ] {
        let found = kinds.iter().filter(|k| **k == kind).count();
        assert_eq!(found, 1, "{kind} in {kinds:?}");
    }
    let of_factors = |kind| kinds.iter().filter(|k| **k == kind).count();
    assert_eq!(
        (of_factors("distinguishing"), of_factors("crib")),
        (2, 2),
        "{kinds:?}"
    );
    let data = |kind: &str| &results[kinds.iter().position(|k| *k == kind).unwrap()]["data"];
    for (index, row) in data("scores")["z"].as_array().unwrap().iter().enumerate() {
        for factor in 0..2 {
            let z = solution.scored.z(FactorIndex(factor)).unwrap()[index];
            assert_eq!(row[factor].as_f64().unwrap(), z);
        }
    }
    let values = data("sorts")["values"].as_array().unwrap();
    assert_eq!(values[0][3], -2.0);
    assert_eq!(results[0]["study"]["digest"], "sha256:0");
}
