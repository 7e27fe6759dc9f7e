//! The same people before and after.

use super::{expected, solve};
use crate::studies::{csv, distribution, numbered, shared};
use quincunx::numeric::Matrix;
use quincunx::qmethod::waves::waves;
use quincunx::qmethod::{Attribute, Grid, Study};
use std::path::Path;
use std::sync::Arc;

/// One site of the biobank study with both waves, ids such as `M01-pre`.
fn biobank(file: &Path, site: &str) -> Study {
    let (header, rows) = csv(file);
    let rows: Vec<Vec<String>> = rows.into_iter().filter(|r| r[1] == site).collect();
    let sorts = Matrix::from_fn(header.len() - 3, rows.len(), |statement, sort| {
        rows[sort][statement + 3].parse().unwrap()
    });
    let grid = Grid::Free {
        arrays: Some(distribution(-5, &[2, 2, 3, 4, 5, 6, 5, 4, 3, 2, 2])),
    };
    let ids = rows.iter().map(|r| format!("{}-{}", r[0], r[2])).collect();
    let study = Study::new(numbered(38), ids, sorts, grid).unwrap();
    let attribute = |name: &str, column: usize| Attribute {
        name: name.to_owned(),
        values: rows.iter().map(|r| r[column].clone()).collect(),
    };
    study
        .with_sort_attribute(attribute("person", 0))
        .unwrap()
        .with_sort_attribute(attribute("wave", 2))
        .unwrap()
}

#[test]
fn biobank_before_and_after() {
    let Some(file) = shared("data/biobank/sorts.csv") else {
        return;
    };
    for site in ["Mayo", "UBC"] {
        let expected = &expected()["biobank_waves"][site];
        let scored = solve(biobank(&file, site), 3);
        let study = scored.study();
        let found = waves(study, Some(scored.flagged()), "wave", "person", &[]).unwrap();
        assert_eq!(found.waves, ["pre", "post"]);
        assert!(found.incomplete.is_empty());
        let step = &found.steps[0];
        let near = |ours: f64, key: &str| {
            let value = expected[key].as_f64().unwrap();
            approx::assert_abs_diff_eq!(ours, value, epsilon = 1e-12);
        };
        near(step.own, "mean_own");
        near(step.others, "mean_others");
        for (place, person) in step.people.iter().enumerate() {
            let r = expected["r"][place].as_f64().unwrap();
            approx::assert_abs_diff_eq!(person.r, r, epsilon = 1e-12);
            assert_eq!(Some(person.rank as u64), expected["rank"][place].as_u64());
            let loadings = scored.flagged().rotated().loadings();
            for factor in 0..3 {
                let change =
                    loadings[(person.after.0, factor)] - loadings[(person.before.0, factor)];
                assert_eq!(person.change[factor], change);
            }
        }
        let everybody: usize = step.movement.iter().flatten().sum();
        assert_eq!(everybody, step.people.len());
        let diagonal: usize = (0..3).map(|f| step.movement[f][f]).sum();
        let inner: usize = step.movement[..3]
            .iter()
            .map(|row| row[..3].iter().sum::<usize>())
            .sum();
        assert_eq!(step.stayed(), (diagonal, inner));
        // In the other order the same pairs stand the other way round.
        let order = ["post".to_owned(), "pre".to_owned()];
        let back = waves(study, Some(scored.flagged()), "wave", "person", &order).unwrap();
        for (from, row) in step.movement.iter().enumerate() {
            for (to, count) in row.iter().enumerate() {
                assert_eq!(back.steps[0].movement[to][from], *count);
            }
        }
        approx::assert_abs_diff_eq!(back.steps[0].own, step.own, epsilon = 1e-12);
    }
}

/// Three people of four statements, one of whom is missing later.
fn small(waves: [&str; 5], people: [&str; 5]) -> Arc<Study> {
    let cells = [
        -1.0, 0.0, 0.0, 1.0, //
        0.0, -1.0, 1.0, 0.0, //
        -1.0, 0.0, 1.0, 0.0, //
        1.0, 0.0, 0.0, -1.0, //
        0.0, -1.0, 1.0, 0.0,
    ];
    let ids = (1..=5).map(|i| format!("S{i}")).collect();
    let grid = Grid::Forced(distribution(-1, &[1, 2, 1]));
    let sorts = Matrix::from_column_slice(4, 5, &cells);
    let attribute = |name: &str, values: [&str; 5]| Attribute {
        name: name.to_owned(),
        values: values.into_iter().collect(),
    };
    let study = Study::new(numbered(4), ids, sorts, grid).unwrap();
    let study = study
        .with_sort_attribute(attribute("wave", waves))
        .unwrap()
        .with_sort_attribute(attribute("person", people))
        .unwrap();
    Arc::new(study)
}

#[test]
fn by_hand() {
    let study = small(
        ["1", "1", "1", "2", "2"],
        ["Ann", "Bob", "Cem", "Ann", "Bob"],
    );
    let found = waves(&study, None, "wave", "person", &[]).unwrap();
    assert_eq!(found.incomplete, ["Cem"]);
    let step = &found.steps[0];
    assert!(step.movement.is_empty());
    let seen: Vec<(&str, f64, usize)> = step
        .people
        .iter()
        .map(|p| (p.person.as_str(), p.r, p.rank))
        .collect();
    // Ann turned round, so Bob's later sort (r 0) is nearer to her earlier one than her own.
    assert_eq!(seen.len(), 2);
    assert_eq!((seen[0].0, seen[0].2), ("Ann", 2));
    approx::assert_abs_diff_eq!(seen[0].1, -1.0, epsilon = 1e-12);
    assert_eq!((seen[1].0, seen[1].2), ("Bob", 1));
    approx::assert_abs_diff_eq!(seen[1].1, 1.0, epsilon = 1e-12);
    approx::assert_abs_diff_eq!(step.own, 0.0, epsilon = 1e-12);
    approx::assert_abs_diff_eq!(step.others, 0.0, epsilon = 1e-12);
    assert_eq!(step.people[0].factors, None);
}

#[test]
fn what_are_no_waves_is_refused_in_words() {
    let people = ["Ann", "Bob", "Cem", "Ann", "Bob"];
    let one = small(["1"; 5], people);
    let refused = |study: &Arc<Study>, wave: &str, person: &str, order: &[&str]| {
        let order: Vec<String> = order.iter().map(|w| (*w).to_owned()).collect();
        let error = waves(study, None, wave, person, &order);
        error.unwrap_err().to_string()
    };
    assert!(refused(&one, "wave", "person", &[]).contains("only the wave `1`"));
    let two = small(["1", "1", "1", "2", "2"], people);
    assert!(refused(&two, "wave", "person", &["1", "3"]).contains("no wave `3`"));
    assert!(refused(&two, "wave", "shoe", &[]).contains("`shoe`"));
    let twice = small(["1", "1", "1", "1", "2"], people);
    assert!(refused(&twice, "wave", "person", &[]).contains("`Ann` has two sorts in the wave `1`"));
    let strangers = small(["1", "1", "1", "2", "2"], ["A", "B", "C", "D", "E"]);
    assert!(
        refused(&strangers, "wave", "person", &[])
            .contains("Nobody has a sort both in `1` and in `2`")
    );
}
