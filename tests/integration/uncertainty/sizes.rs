//! How many factors come back, and how many sorts it takes.

use super::{COMPONENTS, RUN, Threads, by, simulation, usual};
use quincunx::qmethod::simulation::{SampleSizeOptions, SampleSizes, noise_of};
use quincunx::qmethod::stability::{Stability, StabilityOptions};
use quincunx::qmethod::{MethodError, replay::ReplayError};
use std::sync::Arc;

const FEW: StabilityOptions = StabilityOptions {
    most: 5,
    replicates: 60,
    random: 60,
    seed: 3,
    extraction: COMPONENTS,
};

fn stability(viewpoints: usize, options: StabilityOptions, threads: usize) -> Stability {
    let study = Arc::new(simulation(viewpoints, 10, 0.7, 8).study().unwrap());
    let scored = usual(&study, viewpoints);
    let correlated = scored.flagged().rotated().extracted().correlated();
    Stability::new(correlated, options, by(&Threads(threads))).unwrap()
}

/// A study made from so many viewpoints supports as many factors, and one more does not come back.
#[test]
fn as_many_factors_come_back_as_there_are_viewpoints() {
    for viewpoints in [2, 3] {
        let found = stability(viewpoints, FEW, 2);
        assert_eq!(found.supported(), viewpoints, "{found:?}");
        let size = &found.sizes[viewpoints - 1];
        assert!(size.weakest[1] > 0.9 && size.all_found > 0.95);
        let more = &found.sizes[viewpoints];
        assert!(more.weakest[1] < size.weakest[1]);
    }
}

#[test]
fn random_sorts_support_no_factor() {
    // Noise without end: what the viewpoints were does not matter.
    let study = Arc::new(simulation(3, 8, 1e6, 8).study().unwrap());
    let correlated = quincunx::qmethod::Correlated::new(
        study,
        quincunx::qmethod::correlation::CorrelationMethod::Pearson,
    );
    let found = Stability::new(&correlated.unwrap(), FEW, RUN).unwrap();
    assert_eq!(found.supported(), 0, "{found:?}");
}

#[test]
fn stability_is_the_same_on_any_number_of_threads() {
    let with = |threads| {
        let options = StabilityOptions {
            most: 3,
            replicates: 20,
            random: 20,
            ..FEW
        };
        stability(2, options, threads).sizes
    };
    assert_eq!(with(1), with(2));
    assert_eq!(with(1), with(3));
}

fn sizes(holders: &[usize], threads: usize) -> SampleSizes {
    let options = SampleSizeOptions {
        holders: holders.to_vec(),
        studies: 30,
        wanted: 0.8,
    };
    let threads = Threads(threads);
    let run = by(&threads);
    SampleSizes::new(&simulation(3, 1, 1.0, 1), options, run).unwrap()
}

#[test]
fn more_holders_of_a_viewpoint_find_it_more_often() {
    let found = sizes(&[3, 6, 12], 2);
    let shares: Vec<f64> = found.sizes.iter().map(|s| s.rates.all_recovered).collect();
    assert!(shares.is_sorted(), "{shares:?}");
    assert!(shares[0] < 0.1 && shares[2] > 0.9, "{shares:?}");
    let enough = found.enough().unwrap();
    assert!(enough.rates.all_recovered >= 0.8);
    assert_eq!(found.sizes[2].sorts, 36);
    // With twice the holders scores are more certain.
    assert!(found.sizes[2].se < found.sizes[1].se);
    for threads in [1, 3] {
        let again = sizes(&[3, 6, 12], threads);
        // As text: no false flags among no sorts are no number.
        assert_eq!(format!("{:?}", found.sizes), format!("{:?}", again.sizes));
    }
}

/// The noise of a solution is that of the sorts that define it.
#[test]
fn noise_is_found_again_from_the_sorts() {
    for noise in [0.4, 0.8, 1.2] {
        let scored = usual(&Arc::new(simulation(3, 40, noise, 1).study().unwrap()), 3);
        let (found, r) = noise_of(&scored).unwrap();
        assert!((found - noise).abs() < 0.12, "{found} for {noise}");
        assert!((r - 1.0 / (1.0 + found * found).sqrt()).abs() < 1e-12);
    }
}

#[test]
fn impossible_sizes_are_refused() {
    let refused = |holders: usize, wanted: f64, noise: f64| {
        let options = SampleSizeOptions {
            holders: vec![4, holders],
            studies: 20,
            wanted,
        };
        SampleSizes::new(&simulation(3, 1, noise, 1), options, RUN).unwrap_err()
    };
    let of = |error: MethodError| match error {
        MethodError::Replay(error) => error,
        other => panic!("{other}"),
    };
    assert!(matches!(
        of(refused(0, 0.8, 1.0)),
        ReplayError::Holders { found: 0, .. }
    ));
    assert!(matches!(
        of(refused(4, 1.2, 1.0)),
        ReplayError::Share { .. }
    ));
    assert_eq!(of(refused(4, 0.8, 0.0)), ReplayError::NoNoise);
}
