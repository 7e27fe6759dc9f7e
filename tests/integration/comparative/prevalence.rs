//! Prevalence: intervals, exact tests, two attributes crossed.

use super::{expected, solve};
use crate::studies::case_study;
use proptest::prelude::*;
use quincunx::numeric::{TestMethod, independence, wilson_interval};
use quincunx::qmethod::prevalence::{prevalence, prevalence_crossed};
use quincunx::qmethod::{Attribute, FactorIndex};
use serde_json::Value;

fn count(value: &Value) -> usize {
    value.as_u64().unwrap() as usize
}

#[test]
fn wilson_intervals() {
    let expected = expected();
    let rows = expected["wilson"]["count_of_low_high"].as_array().unwrap();
    assert_eq!(rows.len(), 7);
    for row in rows {
        let (low, high) = wilson_interval(count(&row[0]), count(&row[1])).unwrap();
        approx::assert_abs_diff_eq!(low, row[2].as_f64().unwrap(), epsilon = 1e-12);
        approx::assert_abs_diff_eq!(high, row[3].as_f64().unwrap(), epsilon = 1e-12);
    }
    assert_eq!(wilson_interval(0, 0), None);
}

#[test]
fn exact_tests() {
    let expected = expected();
    let mut enumerated = 0;
    for case in expected["fisher"]["tables"].as_array().unwrap() {
        let rows = case["table"].as_array().unwrap().iter();
        let table: Vec<Vec<usize>> = rows
            .map(|row| row.as_array().unwrap().iter().map(count).collect())
            .collect();
        let p = case["p"].as_f64().unwrap();
        let test = independence(&table, 1).unwrap();
        match test.method {
            TestMethod::Enumerated { tables } => {
                enumerated += 1;
                assert!(tables > 1);
                approx::assert_abs_diff_eq!(test.p, p, epsilon = 1e-9);
            }
            TestMethod::MonteCarlo { standard_error, .. } => {
                approx::assert_abs_diff_eq!(test.p, p, epsilon = 4.0 * standard_error);
            }
            TestMethod::ChiSquare { .. } => panic!("the tables are small"),
        }
        assert_eq!(
            independence(&table, 1),
            Some(test),
            "the same seed, the same p"
        );
    }
    assert_eq!(
        enumerated, 4,
        "the small tables are enumerated, two are drawn"
    );
}

/// "A tea taster", Fisher (1935): 17 of 35 is the two-sided p of 3 and 1.
#[test]
fn the_lady_tasting_tea() {
    let test = independence(&[vec![3, 1], vec![1, 3]], 0).unwrap();
    approx::assert_abs_diff_eq!(test.p, 17.0 / 35.0, epsilon = 1e-12);
    assert_eq!(test.method, TestMethod::Enumerated { tables: 5 });
}

#[test]
fn nothing_to_test() {
    assert_eq!(independence(&[], 1), None);
    assert_eq!(independence(&[vec![3, 4]], 1), None);
    assert_eq!(independence(&[vec![3, 0], vec![4, 0]], 1), None);
    assert_eq!(independence(&[vec![0, 0], vec![4, 1]], 1), None);
}

proptest! {
    #[test]
    fn the_order_of_groups_and_an_empty_one_change_no_p(
        cells in prop::collection::vec(prop::collection::vec(0usize..6, 3), 3)
    ) {
        let forth = independence(&cells, 1);
        let mut back = cells.clone();
        back.reverse();
        back.push(vec![0; 3]);
        let turned: Vec<Vec<usize>> = (0..3).map(|j| cells.iter().map(|row| row[j]).collect()).collect();
        match (forth, independence(&back, 1), independence(&turned, 1)) {
            (Some(a), Some(b), Some(c)) => {
                prop_assert!((a.p - b.p).abs() < 1e-9 && (a.p - c.p).abs() < 1e-9);
                prop_assert!(a.p > 0.0 && a.p <= 1.0);
            }
            (a, b, c) => prop_assert_eq!((a, b), (c, None)),
        }
    }
}

/// The published table differs between sites; the p value is R's.
#[test]
fn the_case_study_by_site() {
    let national = solve(case_study(|_| true), 5);
    let found = prevalence(national.flagged(), "site").unwrap();
    let test = found.test(1).unwrap();
    let TestMethod::MonteCarlo {
        standard_error,
        seed,
        ..
    } = test.method
    else {
        panic!("{test:?}");
    };
    assert_eq!(seed, 1);
    approx::assert_abs_diff_eq!(test.p, 0.001_898_808, epsilon = 4.0 * standard_error);
    // Table 11: 11 of 34 at C hold the first viewpoint; one of 13 at E the viewpoint that 0, 4, 0, 6, 1 hold.
    let efficient = (0..5)
        .find(|f| found.counts.iter().map(|row| row[*f]).collect::<Vec<_>>() == [0, 4, 0, 6, 1])
        .unwrap();
    let single = found.test_of(FactorIndex(efficient), 1).unwrap();
    approx::assert_abs_diff_eq!(single.p, 0.001_639_396_240_184_121_9, epsilon = 1e-9);
    let (low, high) = found.interval(4, FactorIndex(efficient)).unwrap();
    approx::assert_abs_diff_eq!(low, 0.013_710_421_242_556_586, epsilon = 1e-12);
    approx::assert_abs_diff_eq!(high, 0.333_139_509_210_995_9, epsilon = 1e-12);
    let rest: usize = found.other.iter().sum();
    assert!(found.non_significant.iter().sum::<usize>() <= rest);
}

#[test]
fn two_attributes_crossed_sum_up_to_either() {
    let study = case_study(|_| true);
    let values = (0..93).map(|i| ["doctor", "nurse", ""][i % 3].to_owned());
    let attribute = Attribute {
        name: "profession".to_owned(),
        values: values.collect(),
    };
    let national = solve(study.with_sort_attribute(attribute).unwrap(), 5);
    let flagged = national.flagged();
    let crossed = prevalence_crossed(flagged, "site", "profession").unwrap();
    let by_profession = prevalence(flagged, "profession").unwrap();
    assert_eq!(crossed.by, "site × profession");
    assert_eq!(crossed.rows.len(), 11);
    assert_eq!(crossed.rows[0], "A × doctor");
    assert_eq!(crossed.rows[10], "");
    for (row, name) in by_profession.rows.iter().enumerate() {
        let of_name = |r: &&usize| {
            let crossed = &crossed.rows[**r];
            if name.is_empty() {
                crossed.is_empty()
            } else {
                crossed.ends_with(&format!("× {name}"))
            }
        };
        let places: Vec<usize> = (0..11).collect();
        let sum: usize = places
            .iter()
            .filter(of_name)
            .map(|r| crossed.sorts[*r])
            .sum();
        assert_eq!(sum, by_profession.sorts[row], "{name}");
        let matched: usize = places
            .iter()
            .filter(of_name)
            .map(|r| crossed.matched[*r])
            .sum();
        assert_eq!(matched, by_profession.matched[row], "{name}");
    }
    assert!(prevalence_crossed(flagged, "site", "shoe").is_err());
}
