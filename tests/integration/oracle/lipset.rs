//! Lipset's study against its reference values, and the sets of statements of both of its three-factor solutions.

use super::expected::{
    arranged_as, assert_close, assert_list, flags, json, matrix, numbers, with_signs_of,
};
use super::solution::z_scores;
use crate::studies::{lipset, shared};
use quincunx::numeric::Matrix;
use quincunx::qmethod::characteristics::Characteristics;
use quincunx::qmethod::correlation::CorrelationMethod;
use quincunx::qmethod::extraction::{CentroidOptions, Extraction};
use quincunx::qmethod::flagging::FlagRule;
use quincunx::qmethod::rotation::RotationStep;
use quincunx::qmethod::scores::ScoreOptions;
use quincunx::qmethod::statements::{CriticalValues, Level, consensus, distinguishing};
use quincunx::qmethod::{
    Correlated, Extracted, FactorIndex, Flagged, Rotated, Scored, StatementIndex,
};
use serde_json::Value;
use std::sync::Arc;

fn reference() -> Option<(Arc<Correlated>, Value)> {
    let study = Arc::new(lipset()?);
    let correlated = Correlated::new(study, CorrelationMethod::Pearson).unwrap();
    Some((
        Arc::new(correlated),
        json(&shared("data/lipset/reference.json")?),
    ))
}

fn rotated(correlated: &Arc<Correlated>, extraction: Extraction, taken: usize) -> Rotated {
    let extracted = Extracted::new(Arc::clone(correlated), extraction, taken).unwrap();
    let varimax = RotationStep::Varimax { kaiser: true };
    Rotated::new(Arc::new(extracted), 3, &[varimax]).unwrap()
}

fn scored(rotated: Rotated) -> Scored {
    let flagged = Flagged::new(Arc::new(rotated), FlagRule::default(), &[]).unwrap();
    Scored::new(Arc::new(flagged), ScoreOptions::default()).unwrap()
}

fn arrays(scored: &Scored) -> Matrix<f64> {
    let n = scored.study().statement_count();
    Matrix::from_fn(n, scored.factor_count(), |i, f| {
        f64::from(scored.array(FactorIndex(f)).unwrap()[i])
    })
}

/// Numbers of the statements that distinguish a factor, at .05 and at .01.
fn distinguishing_numbers(scored: &Scored, factor: usize) -> (Vec<u32>, Vec<u32>) {
    let found = distinguishing(scored, FactorIndex(factor), CriticalValues::default()).unwrap();
    let of = |level: Level| {
        let at = found.iter().filter(|d| d.level >= level);
        sorted(at.map(|d| d.statement))
    };
    (of(Level::Weak), of(Level::Strict))
}

/// Numbers of the statements not significant at .05, and at .01.
fn consensus_numbers(scored: &Scored) -> (Vec<u32>, Vec<u32>) {
    let found = consensus(scored, CriticalValues::default()).unwrap();
    let at_05 = found.iter().filter(|c| c.level == Level::Weak);
    (
        sorted(at_05.map(|c| c.statement)),
        sorted(found.iter().map(|c| c.statement)),
    )
}

fn sorted(statements: impl Iterator<Item = StatementIndex>) -> Vec<u32> {
    let mut numbers: Vec<u32> = statements.map(|s| s.0 as u32 + 1).collect();
    numbers.sort_unstable();
    numbers
}

#[test]
fn principal_components() {
    let Some((correlated, expected)) = reference() else {
        return;
    };
    assert_close("r", &correlated.matrix(), &matrix(&expected["corr"]), 1e-14);
    let rotated = rotated(&correlated, Extraction::PrincipalComponents, 3);
    let extracted = rotated.extracted();
    assert_list(
        "λ",
        extracted.eigenvalues(),
        &numbers(&expected["eigenvalues"]),
        1e-9,
    );
    let unrotated = matrix(&expected["pca_unrotated_3"]);
    let ours = with_signs_of(extracted.loadings(), &unrotated);
    assert_close("unrotated", &ours, &unrotated, 1e-9);
    // Order and signs are by the same rule here, so the columns must agree as they stand.
    let varimax = matrix(&expected["pca_varimax_3"]);
    assert_close("varimax", rotated.loadings(), &varimax, 1e-9);

    let scored = scored(rotated);
    assert_eq!(scored.flagged().flags(), &flags(&expected["flags_pca"]));
    assert_close(
        "z",
        &z_scores(&scored),
        &matrix(&expected["z_pca"]).transpose(),
        1e-8,
    );
    let expected_arrays = matrix(&expected["array_pca"]).transpose();
    assert_close("arrays", &arrays(&scored), &expected_arrays, 0.0);
    assert_eq!(
        scored.straddling_ties(),
        [],
        "18 and 30 tie on F1 within one column"
    );
    let ranking = scored.ranking(FactorIndex(0)).unwrap();
    let place = |statement| ranking.iter().position(|s| s.0 + 1 == statement).unwrap();
    assert_eq!(place(30), place(18) + 1, "the lower number first");

    let characteristics = Characteristics::of(&scored);
    let reliability: Vec<f64> = characteristics
        .composite_reliability
        .iter()
        .map(|r| r.unwrap())
        .collect();
    assert_list(
        "reliability",
        &reliability,
        &numbers(&expected["reliability_pca"]),
        1e-12,
    );
    let sed = expected["sed_pca"].as_f64().unwrap();
    let all = Matrix::from_element(3, 3, sed);
    assert_close("SED", &characteristics.sed, &all, 1e-12);
}

/// At 1.96 and 2.58 times SED, from the same reference.
#[test]
fn distinguishing_and_consensus_statements() {
    let Some((correlated, _)) = reference() else {
        return;
    };
    let components = scored(rotated(&correlated, Extraction::PrincipalComponents, 3));
    let expected = [
        (
            vec![1, 3, 6, 7, 8, 9, 10, 11, 15, 19, 26, 28, 33],
            vec![1, 6, 7, 9, 10, 11, 28, 33],
        ),
        (
            vec![1, 4, 7, 15, 18, 19, 23, 30, 31, 32, 33],
            vec![1, 4, 7, 18, 19, 23, 30, 32, 33],
        ),
        (
            vec![1, 2, 5, 7, 13, 15, 16, 19, 21, 24, 33],
            vec![1, 2, 5, 7, 15, 16, 21, 24, 33],
        ),
    ];
    for (factor, expected) in expected.into_iter().enumerate() {
        assert_eq!(
            distinguishing_numbers(&components, factor),
            expected,
            "F{}",
            factor + 1
        );
    }
    let both = (vec![14, 20], vec![12, 14, 17, 20, 25, 26, 29]);
    assert_eq!(consensus_numbers(&components), both);

    let centroid = Extraction::Centroid(CentroidOptions::CONVERGED);
    let centroid = scored(rotated(&correlated, centroid, 7));
    let both = (vec![20], vec![3, 12, 13, 17, 20, 25, 29]);
    assert_eq!(consensus_numbers(&centroid), both);
}

#[test]
fn centroid() {
    let Some((correlated, expected)) = reference() else {
        return;
    };
    let presets = [
        (CentroidOptions::CONVERGED, "centroid_7_exact"),
        (CentroidOptions::PQMETHOD, "centroid_7_kade"),
    ];
    for (options, key) in presets {
        let extraction = Extraction::Centroid(options);
        let extracted = Extracted::new(Arc::clone(&correlated), extraction, 7).unwrap();
        let expected = matrix(&expected[key]);
        let ours = with_signs_of(extracted.loadings(), &expected);
        assert_close(key, &ours, &expected, 1e-10);
    }
    let rotated = rotated(
        &correlated,
        Extraction::Centroid(CentroidOptions::CONVERGED),
        7,
    );
    let varimax = matrix(&expected["centroid_varimax_3"]);
    let scored = scored(arranged_as(&rotated, &varimax));
    let loadings = scored.flagged().rotated().loadings();
    assert_close("varimax", loadings, &varimax, 1e-9);
    assert_eq!(
        scored.flagged().flags(),
        &flags(&expected["flags_centroid"])
    );
    let z = matrix(&expected["z_centroid"]).transpose();
    assert_close("z", &z_scores(&scored), &z, 1e-8);
    let expected_arrays = matrix(&expected["array_centroid"]).transpose();
    assert_close("arrays", &arrays(&scored), &expected_arrays, 0.0);
    let ties: Vec<_> = scored
        .straddling_ties()
        .iter()
        .map(|tie| (tie.factor.0 + 1, sorted(tie.statements.iter().copied())))
        .collect();
    assert_eq!(ties, [(3, vec![7, 10])]);
}

#[test]
fn a_centroid_that_does_not_converge_says_so() {
    let Some((correlated, _)) = reference() else {
        return;
    };
    let few = CentroidOptions {
        max_iterations: 3,
        ..CentroidOptions::CONVERGED
    };
    let extracted = Extracted::new(correlated, Extraction::Centroid(few), 2).unwrap();
    assert!(!extracted.converged());
    assert_eq!(extracted.iterations(), [3, 3]);
}
