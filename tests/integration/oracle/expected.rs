//! Reading and comparing expected values.

use crate::studies::{self, distribution, own, study_of_columns};
use quincunx::numeric::Matrix;
use quincunx::qmethod::rotation::RotationStep;
use quincunx::qmethod::{FactorIndex, Grid, Rotated, Study};
use serde_json::Value;
use std::path::Path;
use std::sync::Arc;

/// A study with its expected values.
pub(super) struct Oracle {
    pub(super) name: &'static str,
    pub(super) study: Arc<Study>,
    pub(super) values: Value,
}

/// The four studies of `tests/oracle`; Lipset only where its sorts are at hand.
pub(super) fn oracles() -> Vec<Oracle> {
    let forced = || Grid::Forced(distribution(-2, &[1, 3, 4, 3, 1]));
    let free = Grid::Free {
        arrays: Some(distribution(-2, &[1, 3, 4, 3, 1])),
    };
    let large = Grid::Forced(distribution(-4, &[2, 3, 5, 6, 8, 6, 5, 3, 2]));
    let own_study =
        |name: &str, grid| study_of_columns(&own(&format!("tests/oracle/{name}.csv")), grid);
    let studies = [
        ("lipset33x9", studies::lipset()),
        ("syn40x93", Some(own_study("syn40x93", large))),
        ("synfree12x8", Some(own_study("synfree12x8", free))),
        ("synties12x6", Some(own_study("synties12x6", forced()))),
    ];
    studies
        .into_iter()
        .filter_map(|(name, study)| {
            Some(Oracle {
                name,
                study: Arc::new(study?),
                values: json(&own(&format!("tests/oracle/{name}.json"))),
            })
        })
        .collect()
}

pub(super) fn json(file: &Path) -> Value {
    serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap()
}

pub(super) fn numbers(value: &Value) -> Vec<f64> {
    let cells = value.as_array().unwrap();
    cells
        .iter()
        .map(|x| x.as_f64().unwrap_or(f64::NAN))
        .collect()
}

/// A list of rows.
pub(super) fn matrix(value: &Value) -> Matrix<f64> {
    let rows: Vec<Vec<f64>> = value.as_array().unwrap().iter().map(numbers).collect();
    Matrix::from_fn(rows.len(), rows[0].len(), |i, j| rows[i][j])
}

pub(super) fn flags(value: &Value) -> Matrix<bool> {
    let rows = value.as_array().unwrap();
    let columns = rows[0].as_array().unwrap().len();
    Matrix::from_fn(rows.len(), columns, |i, j| rows[i][j].as_bool().unwrap())
}

pub(super) fn texts(value: &Value) -> Vec<String> {
    let cells = value.as_array().unwrap();
    cells
        .iter()
        .map(|x| x.as_str().unwrap().to_owned())
        .collect()
}

/// Each cell within the tolerance; not a number only where not a number is expected.
pub(super) fn assert_close(what: &str, ours: &Matrix<f64>, expected: &Matrix<f64>, tolerance: f64) {
    assert_eq!(ours.shape(), expected.shape(), "{what}: shape");
    for (i, j) in (0..ours.nrows()).flat_map(|i| (0..ours.ncols()).map(move |j| (i, j))) {
        let (a, b) = (ours[(i, j)], expected[(i, j)]);
        let close = (a - b).abs() <= tolerance || (a.is_nan() && b.is_nan());
        assert!(
            close,
            "{what} [{i}][{j}]: {a} here, {b} expected, within {tolerance:e}"
        );
    }
}

pub(super) fn assert_list(what: &str, ours: &[f64], expected: &[f64], tolerance: f64) {
    let row = |values: &[f64]| Matrix::from_row_slice(1, values.len(), values);
    assert_close(what, &row(ours), &row(expected), tolerance);
}

/// `ours` with each column reversed where that brings it to the expected one.
pub(super) fn with_signs_of(ours: &Matrix<f64>, expected: &Matrix<f64>) -> Matrix<f64> {
    let mut turned = ours.clone();
    for (mut column, target) in turned.column_iter_mut().zip(expected.column_iter()) {
        if column.dot(&target) < 0.0 {
            column.neg_mut();
        }
    }
    turned
}

/// The same factors in the order and with the signs of the expected loadings, by steps of rotation.
pub(super) fn arranged_as(rotated: &Rotated, expected: &Matrix<f64>) -> Rotated {
    let mut arranged = rotated.clone();
    for target in 0..expected.ncols() {
        let congruence = |column: usize| {
            let ours = arranged.loadings().column(column);
            ours.dot(&expected.column(target)) / ours.norm()
        };
        let best = (target..expected.ncols())
            .max_by(|a, b| congruence(*a).abs().total_cmp(&congruence(*b).abs()))
            .unwrap();
        let reversed = congruence(best) < 0.0;
        if best != target {
            let step = RotationStep::Swap(FactorIndex(target), FactorIndex(best));
            arranged = arranged.then(step).unwrap();
        }
        if reversed {
            let step = RotationStep::Invert(FactorIndex(target));
            arranged = arranged.then(step).unwrap();
        }
    }
    arranged
}
