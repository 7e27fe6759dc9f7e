//! Whole analyses: the case study's size, and many sorts.

// A bench ends where something is wrong.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use criterion::{Criterion, criterion_group, criterion_main};
use quincunx::magic::Threads;
use quincunx::numeric::Matrix;
use quincunx::qmethod::bootstrap::{Bootstrap, BootstrapOptions};
use quincunx::qmethod::characteristics::Characteristics;
use quincunx::qmethod::correlation::CorrelationMethod;
use quincunx::qmethod::extraction::{CentroidOptions, Extraction};
use quincunx::qmethod::flagging::FlagRule;
use quincunx::qmethod::grid::GridColumn;
use quincunx::qmethod::replay::Run;
use quincunx::qmethod::rotation::RotationStep;
use quincunx::qmethod::scores::ScoreOptions;
use quincunx::qmethod::statements::{CriticalValues, consensus, distinguishing};
use quincunx::qmethod::{
    Correlated, Distribution, Extracted, Flagged, Grid, MethodError, Rotated, Scored, Statement,
    Study,
};
use std::hint::black_box;
use std::sync::Arc;

const VARIMAX: RotationStep = RotationStep::Varimax { kaiser: true };
const CENTROID: Extraction = Extraction::Centroid(CentroidOptions::CONVERGED);

fn analyses(criterion: &mut Criterion) {
    let case_study = case_study();
    criterion.bench_function("40 x 93, 5 components, sorts to consensus", |bench| {
        bench.iter(|| whole(&case_study, Extraction::PrincipalComponents, 5).unwrap());
    });
    criterion.bench_function("40 x 93, 5 centroids, sorts to consensus", |bench| {
        bench.iter(|| whole(&case_study, CENTROID, 5).unwrap());
    });
    let many = many_sorts(2_000);
    for k in [5, 8] {
        let name = format!("60 x 2000, {k} components, sorts to varimax");
        criterion.bench_function(&name, |bench| {
            bench.iter(|| rotated(&many, Extraction::PrincipalComponents, k).unwrap());
        });
    }
    criterion.bench_function("60 x 2000, 5 components, sorts to consensus", |bench| {
        bench.iter(|| whole(&many, Extraction::PrincipalComponents, 5).unwrap());
    });
    let solution = Arc::new(scored(&case_study, 5).unwrap());
    let mut slow = criterion.benchmark_group("slow");
    slow.sample_size(10);
    for threads in [1, 2] {
        let name = format!("40 x 93, 5 components, 1000 bootstrap replicates, threads: {threads}");
        slow.bench_function(&name, |bench| {
            bench.iter(|| resampled(&solution, threads).unwrap());
        });
    }
    slow.bench_function("60 x 2000, 5 centroids, sorts to varimax", |bench| {
        bench.iter(|| rotated(&many, CENTROID, 5).unwrap());
    });
}

fn rotated(study: &Arc<Study>, how: Extraction, k: usize) -> Result<Arc<Rotated>, MethodError> {
    let study = black_box(Arc::clone(study));
    let correlated = Correlated::new(study, CorrelationMethod::Pearson)?;
    let extracted = Extracted::new(Arc::new(correlated), how, k)?;
    Ok(Arc::new(Rotated::new(Arc::new(extracted), k, &[VARIMAX])?))
}

/// From sorts to factor arrays, characteristics, distinguishing and consensus statements; the number of statements found.
fn whole(study: &Arc<Study>, how: Extraction, k: usize) -> Result<usize, MethodError> {
    let flagged = Flagged::new(rotated(study, how, k)?, FlagRule::default(), &[])?;
    let scored = Scored::new(Arc::new(flagged), ScoreOptions::default())?;
    black_box(Characteristics::of(&scored));
    let critical = CriticalValues::default();
    let mut found = consensus(&scored, critical)?.len();
    for factor in scored.scored_factors() {
        found += distinguishing(&scored, factor, critical)?.len();
    }
    Ok(found)
}

fn scored(study: &Arc<Study>, k: usize) -> Result<Scored, MethodError> {
    let rotated = rotated(study, Extraction::PrincipalComponents, k)?;
    let flagged = Flagged::new(rotated, FlagRule::default(), &[])?;
    Scored::new(Arc::new(flagged), ScoreOptions::default())
}

/// From the draws to standard errors, intervals and shares; replicates that found every factor.
fn resampled(solution: &Arc<Scored>, threads: usize) -> Result<usize, MethodError> {
    let run = Run {
        workers: &Threads::new(threads),
        advance: &|_| true,
    };
    let found = Bootstrap::new(black_box(solution), BootstrapOptions::default(), run)?;
    Ok(black_box(found).kept)
}

fn case_study() -> Arc<Study> {
    let text = include_str!("../notebooks/data/case-study/sorts.csv");
    let rows: Vec<Vec<&str>> = text
        .lines()
        .skip(1)
        .map(|l| l.split(',').collect())
        .collect();
    let sorts = Matrix::from_fn(40, rows.len(), |i, j| rows[j][i + 2].parse().unwrap());
    study(sorts, &[2, 3, 5, 6, 8, 6, 5, 3, 2])
}

/// Sorts of 60 statements: six viewpoints, each sort with half of its cards moved about.
fn many_sorts(count: usize) -> Arc<Study> {
    let cards = [2, 4, 6, 8, 10, 10, 8, 6, 4, 2];
    let values = grid(&cards).sorted_values();
    let mut state = 2_463_534_242_u32;
    let mut below = |limit: usize| {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state as usize % limit
    };
    let mut shuffled = |of: &[i32], swaps: usize| {
        let mut values = of.to_vec();
        for _ in 0..swaps {
            values.swap(below(60), below(60));
        }
        values
    };
    let viewpoints: Vec<Vec<i32>> = (0..6).map(|_| shuffled(&values, 600)).collect();
    let sorts: Vec<Vec<i32>> = (0..count)
        .map(|i| shuffled(&viewpoints[i % 6], 20))
        .collect();
    study(
        Matrix::from_fn(60, count, |i, j| f64::from(sorts[j][i])),
        &cards,
    )
}

fn grid(cards: &[usize]) -> Distribution {
    let columns = (-4..).zip(cards);
    Distribution::new(columns.map(|(value, &cards)| GridColumn { value, cards })).unwrap()
}

fn study(sorts: Matrix<f64>, cards: &[usize]) -> Arc<Study> {
    let statements = (1..=sorts.nrows() as u32).map(|number| Statement {
        number,
        text: format!("Statement {number}"),
    });
    let ids = (1..=sorts.ncols()).map(|i| i.to_string()).collect();
    let grid = Grid::Forced(grid(cards));
    let study = Study::new(statements.collect(), ids, sorts, grid).unwrap();
    Arc::new(study)
}

criterion_group!(benches, analyses);
criterion_main!(benches);
