//! Leaving parts out.

use super::{RUN, Threads, by, joint, simulation, usual};
use quincunx::numeric::{mean, standardised};
use quincunx::qmethod::bootstrap::{Bootstrap, BootstrapOptions};
use quincunx::qmethod::jackknife::{Jackknife, LeftOut, by_influence};
use quincunx::qmethod::replay::{ReplayError, ReplayOptions, Run};
use quincunx::qmethod::{Attribute, FactorIndex, MethodError, Scored, SortIndex};
use std::sync::Arc;

fn jackknife(scored: &Arc<Scored>, left_out: LeftOut) -> Jackknife {
    Jackknife::new(scored, left_out, ReplayOptions::default(), RUN).unwrap()
}

/// Without a participant: the solution of a study that never had them.
#[test]
fn leaving_a_participant_out_is_solving_the_rest() {
    let study = Arc::new(simulation(3, 8, 0.8, 5).study().unwrap());
    let scored = usual(&study, 3);
    let found = jackknife(&scored, LeftOut::Participants);
    assert_eq!(found.influences.len(), 24);
    for left in [0, 9, 23] {
        let rest: Vec<SortIndex> = (0..24).filter(|s| *s != left).map(SortIndex).collect();
        let rest = usual(&Arc::new(study.subset(&rest).unwrap()), 3);
        let change = found.influences[left].change.as_ref().unwrap();
        // The factors of so clear a study are matched by eye: the nearest.
        for factor in 0..3 {
            let own = scored.z(FactorIndex(factor)).unwrap();
            let distances = (0..3).flat_map(|f| {
                let z = rest.z(FactorIndex(f)).unwrap();
                [1.0, -1.0].map(|sign| {
                    let apart = own.iter().zip(z).map(|(a, b)| (a - sign * b).abs());
                    apart.fold(0.0, f64::max)
                })
            });
            let nearest = distances.fold(f64::INFINITY, f64::min);
            let (largest, _) = change.largest[factor].unwrap();
            assert!((largest - nearest).abs() < 1e-9, "{largest} for {nearest}");
        }
    }
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let scored = usual(&joint(), 3);
    let with = |threads| {
        let options = ReplayOptions::default();
        let found = Jackknife::new(
            &scored,
            LeftOut::Participants,
            options,
            by(&Threads(threads)),
        )
        .unwrap();
        (format!("{:?}", found.influences), found.se.unwrap())
    };
    assert_eq!(with(1), with(2));
    assert_eq!(with(1), with(3));
}

/// Tukey's standard errors and the bootstrap's are of one size where the solution is stable.
#[test]
fn jackknife_and_bootstrap_standard_errors_agree_in_size() {
    let scored = usual(&Arc::new(simulation(3, 12, 0.6, 5).study().unwrap()), 3);
    let se = jackknife(&scored, LeftOut::Participants).se.unwrap();
    let options = BootstrapOptions {
        replicates: 400,
        ..BootstrapOptions::default()
    };
    let boot = Bootstrap::new(&scored, options, RUN).unwrap();
    let ratios: Vec<f64> = se
        .iter()
        .zip(boot.z.se.iter())
        .map(|(j, b)| j / b)
        .collect();
    let ratio = mean(&ratios);
    assert!((0.8..1.3).contains(&ratio), "{ratio}");
}

/// Without a statement: over the others, on a grid less one card.
#[test]
fn a_statement_left_out_leaves_the_others_nearly_where_they_were() {
    let scored = usual(&Arc::new(simulation(3, 10, 0.6, 5).study().unwrap()), 3);
    let found = jackknife(&scored, LeftOut::Statements);
    let n = scored.study().statement_count();
    assert_eq!(found.influences.len(), n);
    for (place, influence) in found.influences.iter().enumerate() {
        assert_eq!(influence.name, (place + 1).to_string());
        let change = influence.change.as_ref().unwrap();
        assert!(change.lost.is_empty());
        for (largest, moved) in change.largest.iter().zip(&change.moved) {
            let (largest, statement) = largest.unwrap();
            assert!(largest < 0.5, "{largest}");
            assert_ne!(statement.0, place);
            assert!(moved.unwrap() < n / 2);
        }
    }
    // Scores over the rest are compared with scores over the rest: a shift of all of them is no change.
    let own = scored.z(FactorIndex(0)).unwrap();
    assert!((mean(&standardised(&own[1..]).unwrap())).abs() < 1e-12);
}

#[test]
fn groups_are_left_out_whole() {
    let scored = usual(&joint(), 3);
    let found = jackknife(&scored, LeftOut::Groups("site".to_owned()));
    let names: Vec<&str> = found.influences.iter().map(|i| i.name.as_str()).collect();
    assert_eq!(names, ["A", "B", "C", "D", "E"]);
    let sizes: usize = found.influences.iter().map(|i| i.sorts).sum();
    assert_eq!(sizes, 93);
    assert!(found.se.is_none());
    let order = by_influence(&found);
    assert_eq!(order.len(), 5);
    // No flag changes on a sort that is not there.
    for influence in &found.influences {
        let change = influence.change.as_ref().unwrap();
        for (sort, _) in change.gained.iter().chain(&change.dropped) {
            assert!(!scored.study().sort_ids()[sort.0].starts_with(&influence.name));
        }
    }
}

#[test]
fn there_must_be_groups_to_leave_out() {
    let study = simulation(2, 5, 0.6, 5).study().unwrap();
    let one = Attribute {
        name: "wave".to_owned(),
        values: vec!["first"; 10].into(),
    };
    let scored = usual(&Arc::new(study.with_sort_attribute(one).unwrap()), 2);
    let grouped = |name: &str| {
        let left_out = LeftOut::Groups(name.to_owned());
        Jackknife::new(&scored, left_out, ReplayOptions::default(), RUN).unwrap_err()
    };
    assert!(matches!(
        grouped("wave"),
        MethodError::Replay(ReplayError::OneGroup { .. })
    ));
    assert!(matches!(
        grouped("site"),
        MethodError::UnknownAttribute { .. }
    ));
    let stopped = Jackknife::new(
        &scored,
        LeftOut::Participants,
        ReplayOptions::default(),
        Run {
            advance: &|_| false,
            ..RUN
        },
    );
    assert!(matches!(
        stopped,
        Err(MethodError::Replay(ReplayError::Stopped))
    ));
}
