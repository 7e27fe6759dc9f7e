//! Studies made at random, from fixed seeds.

use crate::studies::{distribution, numbered};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed, TestCaseError, TestRunner};
use quincunx::numeric::Matrix;
use quincunx::qmethod::correlation::CorrelationMethod;
use quincunx::qmethod::extraction::Extraction;
use quincunx::qmethod::flagging::FlagRule;
use quincunx::qmethod::rotation::RotationStep;
use quincunx::qmethod::scores::ScoreOptions;
use quincunx::qmethod::{
    Correlated, Extracted, Flagged, Grid, MethodError, Rotated, Scored, Study,
};
use std::sync::Arc;

/// Runs a law over studies.
pub(super) fn law<S: Strategy>(strategy: S, test: impl Fn(S::Value) -> Result<(), TestCaseError>) {
    let config = Config {
        cases: 64,
        rng_seed: RngSeed::Fixed(1935),
        failure_persistence: None,
        ..Config::default()
    };
    TestRunner::new(config).run(&strategy, test).unwrap();
}

/// Cards of each column from its lowest value, −2: of different sizes, some of them asymmetric.
const GRIDS: [&[usize]; 5] = [
    &[1, 2, 3, 2, 1],
    &[2, 3, 4, 3, 2],
    &[1, 3, 4, 3, 2],
    &[4, 3, 3, 2, 1],
    &[2, 3, 4, 5, 5, 4, 3, 2],
];

/// Studies of 9 to 28 statements and 4 to 14 sorts: two viewpoints shared by some sorts, with cards moved about, on a forced grid.
pub(super) fn studies() -> impl Strategy<Value = Arc<Study>> {
    (0..GRIDS.len(), 4..15_usize).prop_flat_map(|(grid, sorts)| {
        let values = distribution(-2, GRIDS[grid]).sorted_values();
        let viewpoint = || Just(values.clone()).prop_shuffle();
        let swaps = vec(vec((0..values.len(), 0..values.len()), 0..8), sorts);
        (Just(grid), viewpoint(), viewpoint(), viewpoint(), swaps).prop_map(move |made| {
            let (grid, a, b, c, swaps) = made;
            let columns = swaps.iter().enumerate().map(|(sort, swaps)| {
                let mut values = [&a, &b, &c][sort % 3].clone();
                for (x, y) in swaps {
                    values.swap(*x, *y);
                }
                values
            });
            Arc::new(study(GRIDS[grid], &columns.collect::<Vec<_>>()))
        })
    })
}

/// Sorts that are shuffled grids, one list each, on a grid from −2.
pub(super) fn study(cards: &[usize], sorts: &[Vec<i32>]) -> Study {
    let matrix = Matrix::from_fn(sorts[0].len(), sorts.len(), |i, j| f64::from(sorts[j][i]));
    let ids = (1..=sorts.len()).map(|i| format!("P{i:02}")).collect();
    let grid = Grid::Forced(distribution(-2, cards));
    Study::new(numbered(matrix.nrows()), ids, matrix, grid).unwrap()
}

pub(super) fn correlated(study: &Arc<Study>) -> Arc<Correlated> {
    let study = Arc::clone(study);
    Arc::new(Correlated::new(study, CorrelationMethod::Pearson).unwrap())
}

/// The components, as many as there are of `k`: sorts may be copies of each other.
pub(super) fn components(study: &Arc<Study>, k: usize) -> Arc<Extracted> {
    extracted(study, Extraction::PrincipalComponents, k)
}

/// The factors, as many as there are of `k`.
pub(super) fn extracted(study: &Arc<Study>, extraction: Extraction, k: usize) -> Arc<Extracted> {
    let correlated = correlated(study);
    let k = k.min(correlated.most_factors());
    match Extracted::new(Arc::clone(&correlated), extraction, k) {
        Ok(extracted) => Arc::new(extracted),
        Err(MethodError::NothingLeft { found, .. }) => {
            Arc::new(Extracted::new(correlated, extraction, found).unwrap())
        }
        Err(other) => panic!("{other}"),
    }
}

pub(super) const VARIMAX: RotationStep = RotationStep::Varimax { kaiser: true };

/// Components, varimax, automatic flags, scores. The case is rejected, and another tried, where copies of one sort make a loading of 1, or where
/// fewer than two factors have defining sorts.
pub(super) fn scored(
    study: &Arc<Study>,
    k: usize,
    further: &[RotationStep],
) -> Result<Scored, TestCaseError> {
    let extracted = components(study, k);
    let k = extracted.factor_count();
    let mut steps = vec![VARIMAX];
    steps.extend_from_slice(further);
    let rotated = Rotated::new(extracted, k, &steps).unwrap();
    let flagged = Flagged::new(Arc::new(rotated), FlagRule::default(), &[]).unwrap();
    match Scored::new(Arc::new(flagged), ScoreOptions::default()) {
        Ok(scored) if scored.scored_factors().len() >= 2 => Ok(scored),
        Ok(_) => Err(TestCaseError::reject("fewer than two factors to compare")),
        Err(MethodError::Heywood { .. }) => Err(TestCaseError::reject("a loading of 1")),
        Err(other) => panic!("{other}"),
    }
}
