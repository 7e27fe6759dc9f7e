//! How sure results are: analyses taken again on other sorts.

mod bootstrap;
mod eigenpairs;
mod jackknife;
mod oracle;
mod replay;
mod sizes;

use crate::studies::{case_study, distribution, numbered};
use quincunx::numeric::Matrix;
use quincunx::qmethod::correlation::CorrelationMethod;
use quincunx::qmethod::extraction::Extraction;
use quincunx::qmethod::flagging::{FlagChange, FlagRule};
use quincunx::qmethod::replay::{Run, Workers};
use quincunx::qmethod::rotation::RotationStep;
use quincunx::qmethod::scores::ScoreOptions;
use quincunx::qmethod::simulation::{SimulatedGroup, Simulation, Viewpoint};
use quincunx::qmethod::{Correlated, Extracted, Flagged, Grid, Rotated, Scored, Study};
use std::sync::Arc;

const COMPONENTS: Extraction = Extraction::PrincipalComponents;
const VARIMAX: RotationStep = RotationStep::Varimax { kaiser: true };

/// So many threads.
struct Threads(usize);

impl Workers for Threads {
    fn all(&self, work: &(dyn Fn() + Sync)) {
        std::thread::scope(|scope| {
            for _ in 1..self.0 {
                scope.spawn(work);
            }
            work();
        });
    }
}

/// By so many threads, to its end.
fn by(threads: &Threads) -> Run<'_> {
    Run {
        workers: threads,
        advance: &|_| true,
    }
}

/// By two of them.
const RUN: Run<'static> = Run {
    workers: &Threads(2),
    advance: &|_| true,
};

/// Pearson, the extraction, the rotation, flags by the rule and by hand, scores.
fn solved(
    study: &Arc<Study>,
    extraction: Extraction,
    k: usize,
    steps: &[RotationStep],
    changes: &[FlagChange],
) -> Arc<Scored> {
    let correlated = Correlated::new(Arc::clone(study), CorrelationMethod::Pearson).unwrap();
    let extracted = Extracted::new(Arc::new(correlated), extraction, k).unwrap();
    let rotated = Rotated::new(Arc::new(extracted), k, steps).unwrap();
    let flagged = Flagged::new(Arc::new(rotated), FlagRule::default(), changes).unwrap();
    Arc::new(Scored::new(Arc::new(flagged), ScoreOptions::default()).unwrap())
}

/// Principal components and varimax.
fn usual(study: &Arc<Study>, k: usize) -> Arc<Scored> {
    solved(study, COMPONENTS, k, &[VARIMAX], &[])
}

fn joint() -> Arc<Study> {
    Arc::new(case_study(|_| true))
}

const CARDS: [usize; 9] = [2, 3, 4, 5, 6, 5, 4, 3, 2];

/// Viewpoints that share nothing beyond chance, each held by so many people.
fn simulation(viewpoints: usize, holders: usize, noise: f64, seed: u64) -> Simulation {
    let n: usize = CARDS.iter().sum();
    let mut random = quincunx::numeric::Random::seeded(7);
    let viewpoints: Vec<Viewpoint> = (0..viewpoints)
        .map(|v| Viewpoint {
            name: format!("V{}", v + 1),
            profile: (0..n).map(|_| random.normal()).collect(),
        })
        .collect();
    Simulation {
        statements: numbered(n),
        grid: distribution(-4, &CARDS),
        groups: vec![SimulatedGroup {
            name: "S".to_owned(),
            holds: vec![holders; viewpoints.len()],
            none: 0,
        }],
        viewpoints,
        grouped_by: "group".to_owned(),
        noise,
        waves: None,
        seed,
    }
}

/// The largest difference of two tables that lack the same cells.
fn apart(a: &Matrix<f64>, b: &Matrix<f64>) -> f64 {
    assert_eq!(a.shape(), b.shape());
    let cells = a.iter().zip(b.iter());
    cells.fold(0.0, |most: f64, (a, b)| {
        assert_eq!(a.is_nan(), b.is_nan(), "{a} and {b}");
        if a.is_nan() {
            most
        } else {
            most.max((a - b).abs())
        }
    })
}

/// Fifteen sorts of twelve statements without a common grid, for which raw and standardised scores differ.
fn free_study() -> Arc<Study> {
    let mut random = quincunx::numeric::Random::seeded(5);
    let sorts = Matrix::from_fn(12, 15, |statement, sort| {
        let view = [(statement % 5) as f64, (statement % 3) as f64 * 2.0][sort % 2];
        ((view + 2.0 * random.uniform()) * (1.0 + (sort % 4) as f64 / 3.0)).round()
    });
    let ids = (1..=15).map(|i| format!("P{i}")).collect();
    let arrays = Some(distribution(-2, &[1, 3, 4, 3, 1]));
    let grid = Grid::Free { arrays };
    Arc::new(Study::new(numbered(12), ids, sorts, grid).unwrap())
}
