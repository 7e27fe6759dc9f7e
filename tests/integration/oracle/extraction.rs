//! Correlations and unrotated factors.

use super::expected::{Oracle, assert_close, assert_list, matrix, numbers, oracles, with_signs_of};
use quincunx::numeric::Matrix;
use quincunx::qmethod::correlation::CorrelationMethod;
use quincunx::qmethod::extraction::{CentroidOptions, Extraction};
use quincunx::qmethod::{Correlated, Extracted};
use std::sync::Arc;

fn correlated(oracle: &Oracle) -> Arc<Correlated> {
    let study = Arc::clone(&oracle.study);
    Arc::new(Correlated::new(study, CorrelationMethod::Pearson).unwrap())
}

#[test]
fn correlations() {
    for oracle in oracles() {
        let expected = matrix(&oracle.values["cor"]);
        assert_close(oracle.name, &correlated(&oracle).matrix(), &expected, 1e-14);
    }
}

/// R's `cor` by ranks. It is not given for syn40x93, and a count says so.
#[test]
fn rank_correlations() {
    let mut compared = 0;
    for oracle in oracles() {
        for (method, key) in [
            (CorrelationMethod::Spearman, "cor_spearman"),
            (CorrelationMethod::Kendall, "cor_kendall"),
        ] {
            if oracle.values[key].is_null() {
                assert_eq!(oracle.name, "syn40x93");
                continue;
            }
            let ours = Correlated::new(Arc::clone(&oracle.study), method).unwrap();
            let expected = matrix(&oracle.values[key]);
            assert_close(oracle.name, &ours.matrix(), &expected, 1e-14);
            compared += 1;
        }
    }
    assert_eq!(compared, 6);
}

#[test]
fn eigenvalues_and_components() {
    for oracle in oracles() {
        let expected = matrix(&oracle.values["pca_unrotated"]);
        let components = Extraction::PrincipalComponents;
        let k = expected.ncols();
        let extracted = Extracted::new(correlated(&oracle), components, k).unwrap();
        let eigenvalues = numbers(&oracle.values["eigenvalues"]);
        assert_list(oracle.name, extracted.eigenvalues(), &eigenvalues, 1e-10);
        let loadings = with_signs_of(extracted.loadings(), &expected);
        assert_close(oracle.name, &loadings, &expected, 1e-9);
    }
}

#[test]
fn centroids() {
    for oracle in oracles() {
        let run = |options, key: &str, tolerance| {
            let expected = matrix(&oracle.values["centroid_unrotated"][key]);
            let ours = centroid(&oracle, options, expected.ncols());
            let what = format!("{} {key}", oracle.name);
            assert_close(
                &what,
                &with_signs_of(&ours, &expected),
                &expected,
                tolerance,
            );
        };
        run(CentroidOptions::CONVERGED, "ref_exact", 1e-10);
        run(CentroidOptions::QMETHOD, "spc_1e_5", 1e-9);
        let tight = CentroidOptions {
            tolerance: 1e-13,
            ..CentroidOptions::QMETHOD
        };
        run(tight, "spc_1e_13", 1e-11);
        if oracle.values["centroid_unrotated"]["spc_0.02"].is_array() {
            let brown = CentroidOptions {
                tolerance: 0.02,
                ..CentroidOptions::QMETHOD
            };
            run(brown, "spc_0.02", 1e-9);
        } else {
            assert_eq!(
                oracle.name, "syn40x93",
                "the only study without Brown's .02"
            );
        }
    }
}

fn centroid(oracle: &Oracle, options: CentroidOptions, k: usize) -> Matrix<f64> {
    let extraction = Extraction::Centroid(options);
    let extracted = Extracted::new(correlated(oracle), extraction, k).unwrap();
    assert!(extracted.converged(), "{} {options:?}", oracle.name);
    extracted.loadings().clone()
}
