//! An analysis taken again: by counting sorts and by its own stages, and what must not change it.

use super::{COMPONENTS, VARIMAX, apart, free_study, joint, simulation, solved, usual};
use crate::studies::lipset;
use quincunx::numeric::Random;
use quincunx::qmethod::bootstrap::Draws;
use quincunx::qmethod::correlation::CorrelationMethod;
use quincunx::qmethod::extraction::{CentroidOptions, Extraction, HorstOptions, LikelihoodOptions};
use quincunx::qmethod::flagging::{FlagChange, FlagRule};
use quincunx::qmethod::replay::{
    Alignment, Replay, ReplayError, ReplayFailure, ReplayOptions, Replicate,
};
use quincunx::qmethod::rotation::{FactorOrder, Oblimin, Promax, RotationStep, Target};
use quincunx::qmethod::scores::{ScoreInput, ScoreMethod, ScoreOptions};
use quincunx::qmethod::{
    Correlated, Extracted, FactorIndex, Flagged, MethodError, Rotated, Scored, SortIndex,
};
use std::sync::Arc;

const PROCRUSTES: ReplayOptions = ReplayOptions {
    alignment: Alignment::Procrustes,
    found_from: 0.5,
};
const CENTROID: Extraction = Extraction::Centroid(CentroidOptions::CONVERGED);

fn replay(scored: &Arc<Scored>, options: ReplayOptions) -> Replay {
    Replay::new(Arc::clone(scored), options).unwrap()
}

fn by_hand(sort: usize, factor: usize, defining: bool) -> FlagChange {
    FlagChange {
        sort: SortIndex(sort),
        factor: FactorIndex(factor),
        defining,
        reason: None,
    }
}

/// Both ways give the same on any resample.
fn agree(scored: &Arc<Scored>, options: ReplayOptions, resamples: usize) {
    let counted = replay(scored, options);
    let staged = counted.clone().by_stages();
    let m = scored.study().sort_count();
    let draws = Draws::new(&[(0..m).collect()], resamples, true, 11);
    let (mut a, mut b) = (counted.replayer(), staged.replayer());
    let mut analysed = 0;
    for replicate in 0..resamples {
        let counts = draws.counts(replicate);
        match (a.take(&counts), b.take(&counts)) {
            (Ok(a), Ok(b)) => {
                analysed += 1;
                same(&a, &b);
            }
            (a, b) => assert_eq!(a.err(), b.err()),
        }
    }
    assert!(analysed > resamples / 2, "only {analysed} of {resamples}");
}

#[track_caller]
fn same(a: &Replicate, b: &Replicate) {
    assert!(apart(&a.loadings, &b.loadings) < 1e-9);
    assert!(apart(&a.z, &b.z) < 1e-8);
    assert_eq!(a.flags, b.flags);
    assert_eq!(a.arrays, b.arrays);
    for (a, b) in a.likeness.iter().zip(&b.likeness) {
        assert!((a - b).abs() < 1e-9);
    }
}

#[test]
fn counting_sorts_and_taking_all_stages_again_agree() {
    let study = joint();
    agree(&usual(&study, 5), ReplayOptions::default(), 30);
    agree(&usual(&study, 5), PROCRUSTES, 10);
    agree(
        &solved(&study, COMPONENTS, 3, &[], &[]),
        ReplayOptions::default(),
        10,
    );
    let hand = [
        by_hand(0, 2, true),
        by_hand(40, 1, true),
        by_hand(7, 0, false),
    ];
    agree(
        &solved(&study, COMPONENTS, 4, &[VARIMAX], &hand),
        ReplayOptions::default(),
        10,
    );
    // Fewer sorts than statements: the correlations are the smaller side.
    let few = Arc::new(simulation(3, 5, 0.8, 2).study().unwrap());
    agree(&usual(&few, 3), ReplayOptions::default(), 40);
    if let Some(lipset) = lipset() {
        agree(&usual(&Arc::new(lipset), 3), ReplayOptions::default(), 60);
    }
}

#[test]
fn the_two_ways_agree_on_rank_correlations_raw_scores_and_poles() {
    let study = free_study();
    for method in [CorrelationMethod::Spearman, CorrelationMethod::Kendall] {
        for input in [ScoreInput::Raw, ScoreInput::Standardised] {
            let correlated = Correlated::new(Arc::clone(&study), method).unwrap();
            let extracted = Extracted::new(Arc::new(correlated), COMPONENTS, 2).unwrap();
            let rotated = Rotated::new(Arc::new(extracted), 2, &[VARIMAX]).unwrap();
            let flagged = Flagged::new(Arc::new(rotated), FlagRule::default(), &[]).unwrap();
            let options = ScoreOptions {
                input,
                ..ScoreOptions::default()
            };
            let scored = Scored::new(Arc::new(flagged), options).unwrap();
            agree(&Arc::new(scored), ReplayOptions::default(), 20);
        }
    }
    let Some(lipset) = lipset() else { return };
    let whole = usual(&Arc::new(lipset), 3);
    let split = whole.flagged().with_split(&[FactorIndex(0)]).unwrap();
    let scored = Scored::new(Arc::new(split), ScoreOptions::default()).unwrap();
    assert_eq!(scored.factor_count(), 4);
    agree(&Arc::new(scored), ReplayOptions::default(), 30);
}

/// Solutions of every kind, each taken again on its own sorts, are what they are.
#[test]
fn the_sample_itself_gives_the_solution() {
    let study = joint();
    let turned = [
        VARIMAX,
        RotationStep::ByHand {
            a: FactorIndex(1),
            b: FactorIndex(2),
            degrees: 20.0,
        },
        RotationStep::Through {
            factor: FactorIndex(0),
            sort: SortIndex(3),
        },
        RotationStep::Swap(FactorIndex(0), FactorIndex(2)),
        RotationStep::Invert(FactorIndex(1)),
        RotationStep::Order(FactorOrder::ByVariance),
    ];
    let target = RotationStep::Target(Target {
        loadings: Arc::new(usual(&study, 3).flagged().loadings().clone()),
        name: "theory".to_owned(),
    });
    let horst = Extraction::Horst(HorstOptions::default());
    let hand = [by_hand(2, 1, true)];
    let solutions = [
        usual(&study, 5),
        solved(&study, COMPONENTS, 3, &turned, &hand),
        solved(&study, CENTROID, 3, &[VARIMAX], &[]),
        solved(&study, CENTROID, 4, &turned, &hand),
        solved(&study, CENTROID, 3, &[target], &[]),
        solved(&study, horst, 3, &[VARIMAX], &[]),
        solved(
            &study,
            COMPONENTS,
            3,
            &[RotationStep::Oblimin(Oblimin::default())],
            &[],
        ),
        solved(
            &study,
            COMPONENTS,
            3,
            &[RotationStep::Promax(Promax::default())],
            &[],
        ),
    ];
    let every = vec![1; study.sort_count()];
    for (place, scored) in solutions.iter().enumerate() {
        let again = replay(scored, ReplayOptions::default())
            .replayer()
            .take(&every)
            .unwrap();
        assert!(
            apart(&again.loadings, scored.flagged().loadings()) < 1e-9,
            "{place}"
        );
        assert_eq!(&again.flags, scored.flagged().flags(), "{place}");
        for factor in scored.scored_factors() {
            let z = again.z.column(factor.0);
            for (a, b) in z.iter().zip(scored.z(factor).unwrap()) {
                assert!((a - b).abs() < 1e-8, "{place}: {a} for {b}");
            }
        }
        assert!(
            again.likeness.iter().all(|r| (r - 1.0).abs() < 1e-9),
            "{place}"
        );
    }
}

#[test]
fn the_order_of_the_participants_does_not_matter() {
    let study = joint();
    let m = study.sort_count();
    let mut order: Vec<usize> = (0..m).collect();
    Random::seeded(9).shuffle(&mut order);
    let places: Vec<SortIndex> = order.iter().copied().map(SortIndex).collect();
    let shuffled = Arc::new(study.subset(&places).unwrap());
    let draws = Draws::new(&[(0..m).collect()], 5, true, 3);
    let (own, other) = (usual(&study, 4), usual(&shuffled, 4));
    let (own, other) = (
        replay(&own, ReplayOptions::default()),
        replay(&other, ReplayOptions::default()),
    );
    for replicate in 0..5 {
        let counts = draws.counts(replicate);
        let moved: Vec<u32> = order.iter().map(|sort| counts[*sort]).collect();
        let a = own.replayer().take(&counts).unwrap();
        let b = other.replayer().take(&moved).unwrap();
        assert!(apart(&a.z, &b.z) < 1e-8);
        assert_eq!(a.arrays, b.arrays);
        assert!(apart(&a.loadings.select_rows(&order), &b.loadings) < 1e-9);
    }
}

/// DIFFERENCE: R qmethod keeps a resample unaligned where one of its factors is the best match of two of the solution's. Here each factor has one counterpart.
#[test]
fn factors_that_come_in_another_order_or_upside_down_are_brought_back() {
    let study = Arc::new(simulation(3, 8, 0.6, 4).study().unwrap());
    let plain = usual(&study, 3);
    let steps = [
        VARIMAX,
        RotationStep::Order(FactorOrder::Given([2, 0, 1].map(FactorIndex).to_vec())),
        RotationStep::Invert(FactorIndex(1)),
    ];
    let moved = solved(&study, COMPONENTS, 3, &steps, &[]);
    let draws = Draws::new(&[(0..24).collect()], 20, true, 5);
    for replicate in 0..20 {
        let counts = draws.counts(replicate);
        let a = replay(&plain, ReplayOptions::default())
            .replayer()
            .take(&counts)
            .unwrap();
        let b = replay(&moved, ReplayOptions::default())
            .replayer()
            .take(&counts)
            .unwrap();
        let mut z = a.z.select_columns(&[2, 0, 1]);
        z.column_mut(1).neg_mut();
        assert!(apart(&z, &b.z) < 1e-8);
    }
}

/// Turned to the solution's, loadings lie no further from it than they did.
#[test]
fn procrustes_brings_loadings_nearer() {
    let scored = usual(&joint(), 5);
    let draws = Draws::new(&[(0..93).collect()], 20, true, 8);
    let own = scored.flagged().loadings();
    let distance = |r: &Replicate| -> f64 {
        let cells = r.loadings.iter().zip(own.iter());
        cells
            .filter(|(l, _)| !l.is_nan())
            .map(|(a, b)| (a - b).powi(2))
            .sum()
    };
    for replicate in 0..20 {
        let counts: Vec<u32> = draws
            .counts(replicate)
            .iter()
            .map(|c| (*c).min(1))
            .collect();
        let paired = replay(&scored, ReplayOptions::default())
            .replayer()
            .take(&counts)
            .unwrap();
        let turned = replay(&scored, PROCRUSTES)
            .replayer()
            .take(&counts)
            .unwrap();
        assert!(distance(&turned) <= distance(&paired) + 1e-9);
    }
}

#[test]
fn what_cannot_be_taken_again_is_named() {
    let study = joint();
    let replay_of = |scored: &Arc<Scored>, options| Replay::new(Arc::clone(scored), options);
    let three = usual(&study, 3);
    let wrong = ReplayOptions {
        found_from: 1.5,
        ..PROCRUSTES
    };
    let refused = |error: MethodError| match error {
        MethodError::Replay(error) => error,
        other => panic!("{other}"),
    };
    assert_eq!(
        refused(replay_of(&three, wrong).unwrap_err()),
        ReplayError::Threshold { value: 1.5 }
    );
    let oblimin = [RotationStep::Oblimin(Oblimin::default())];
    let oblique = solved(&study, COMPONENTS, 3, &oblimin, &[]);
    assert_eq!(
        refused(replay_of(&oblique, PROCRUSTES).unwrap_err()),
        ReplayError::ObliqueProcrustes
    );
    let few = Arc::new(simulation(2, 6, 0.8, 2).study().unwrap());
    let likelihood = Extraction::MaximumLikelihood(LikelihoodOptions::default());
    let likely = solved(&few, likelihood, 2, &[VARIMAX], &[]);
    let copies = replay(&likely, ReplayOptions::default()).check_copies();
    assert!(
        copies
            .unwrap_err()
            .to_string()
            .starts_with("Maximum likelihood needs an inverse")
    );
    let flagged = Arc::clone(usual(&few, 2).flagged());
    let regression = ScoreOptions {
        method: ScoreMethod::Regression,
        ..ScoreOptions::default()
    };
    let scored = Arc::new(Scored::new(flagged, regression).unwrap());
    let copies = replay(&scored, ReplayOptions::default()).check_copies();
    assert!(
        copies
            .unwrap_err()
            .to_string()
            .starts_with("Regression scores need an inverse")
    );
}

#[test]
fn a_replicate_that_cannot_be_taken_says_why() {
    let study = Arc::new(simulation(3, 4, 0.7, 2).study().unwrap());
    let scored = usual(&study, 3);
    let mut twice = vec![0; 12];
    (twice[0], twice[5]) = (6, 6);
    let staged = replay(&scored, ReplayOptions::default()).by_stages();
    for replay in [replay(&scored, ReplayOptions::default()), staged] {
        let failed = replay.replayer().take(&twice).unwrap_err();
        assert_eq!(failed, ReplayFailure::TooFewDimensions);
    }
    // Copies of one sort load 1.
    let one = usual(&study, 1);
    let mut alone = vec![0; 12];
    alone[3] = 12;
    let failed = replay(&one, ReplayOptions::default())
        .replayer()
        .take(&alone);
    assert_eq!(failed.unwrap_err(), ReplayFailure::NoScores);
    let through = RotationStep::Through {
        factor: FactorIndex(0),
        sort: SortIndex(2),
    };
    let turned = solved(&study, COMPONENTS, 3, &[VARIMAX, through], &[]);
    let turned = replay(&turned, ReplayOptions::default());
    assert_eq!(turned.sorts_needed(), [SortIndex(2)]);
    let mut without = vec![1; 12];
    without[2] = 0;
    let failed = turned.replayer().take(&without).unwrap_err();
    assert_eq!(failed, ReplayFailure::SortMissing);
}
