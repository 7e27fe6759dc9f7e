//! The set named as in R qmethod, against R qmethod's own labels (tests/oracle; qmethod 1.8.4).

use super::{of_solution, text};
use crate::sample::solve;
use crate::studies::{distribution, lipset, own, study_of_columns};
use quincunx::publish::Format;
use quincunx::qmethod::{Grid, Study};
use serde_json::Value;

fn cells(csv: &str) -> Vec<Vec<String>> {
    let lines = csv.lines();
    lines
        .map(|line| line.split(',').map(str::to_owned).collect())
        .collect()
}

/// The solution by principal components with k factors.
fn expected(name: &str, k: usize) -> Value {
    let file = own(&format!("tests/oracle/{name}.json"));
    let values: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    let solutions = values["solutions"].as_array().unwrap();
    let found = solutions
        .iter()
        .find(|s| s["extraction"] == "PCA" && s["k"] == k);
    found.unwrap().clone()
}

fn check_labels(name: &str, study: Study, k: usize) {
    let expected = expected(name, k);
    // Where R's varimax, which stops early, gives another label, the oracle has the exact one.
    let labels = match &expected["exact"]["dist_and_cons"] {
        Value::Array(exact) => exact,
        _ => expected["qdc"]["dist_and_cons"].as_array().unwrap(),
    };
    let package = of_solution(&solve(study, k), Format::Qmethod, "r");
    let qdc = cells(&text(&package, "r/qdc.csv"));
    assert_eq!(qdc[0][1..4], ["dist.and.cons", "f1_f2", "sig_f1_f2"]);
    for (row, label) in qdc[1..].iter().zip(labels) {
        // A blank at its end has the label quoted.
        assert_eq!(
            row[1].trim_matches('"'),
            label.as_str().unwrap(),
            "{name} {k}: {row:?}"
        );
    }
    assert_eq!(qdc.len() - 1, labels.len());
}

#[test]
fn statements_have_the_labels_of_r() {
    if let Some(study) = lipset() {
        for k in 2..=5 {
            check_labels("lipset33x9", study.clone(), k);
        }
    }
    let grid = Grid::Forced(distribution(-4, &[2, 3, 5, 6, 8, 6, 5, 3, 2]));
    for k in 2..=5 {
        let study = study_of_columns(&own("tests/oracle/syn40x93.csv"), grid.clone());
        check_labels("syn40x93", study, k);
    }
}

/// Full precision; the oracle's `exact` is from a fully converged varimax too. Tolerances of its README.
#[test]
fn numbers_are_those_of_r() {
    let grid = Grid::Forced(distribution(-4, &[2, 3, 5, 6, 8, 6, 5, 3, 2]));
    let study = study_of_columns(&own("tests/oracle/syn40x93.csv"), grid);
    let package = of_solution(&solve(study, 4), Format::Qmethod, "r");
    let expected = expected("syn40x93", 4);
    for (file, key, head, tolerance) in [
        ("r/loa.csv", "loa", "f1", 1e-9),
        ("r/zsc.csv", "zsc", "zsc_f1", 1e-8),
    ] {
        let rows = cells(&text(&package, file));
        assert_eq!(rows[0][1], head);
        for (row, theirs) in rows[1..]
            .iter()
            .zip(expected["exact"][key].as_array().unwrap())
        {
            for (ours, theirs) in row[1..].iter().zip(theirs.as_array().unwrap()) {
                let difference = ours.parse::<f64>().unwrap() - theirs.as_f64().unwrap();
                assert!(difference.abs() < tolerance, "{file} {row:?} {theirs}");
            }
        }
    }
    let flagged = cells(&text(&package, "r/flagged.csv"));
    for (row, theirs) in flagged[1..]
        .iter()
        .zip(expected["flagged"].as_array().unwrap())
    {
        for (ours, theirs) in row[1..].iter().zip(theirs.as_array().unwrap()) {
            assert_eq!(ours == "TRUE", theirs.as_bool().unwrap());
        }
    }
    let arrays = cells(&text(&package, "r/zsc_n.csv"));
    for (row, theirs) in arrays[1..]
        .iter()
        .zip(expected["zsc_n"].as_array().unwrap())
    {
        for (ours, theirs) in row[1..].iter().zip(theirs.as_array().unwrap()) {
            assert_eq!(ours.parse::<f64>().unwrap(), theirs.as_f64().unwrap());
        }
    }
}
