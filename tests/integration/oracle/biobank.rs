//! Two sites in two waves, and the second-order studies of their factors, against two independent computations.

use super::expected::{
    arranged_as, assert_close, assert_list, flags, json, matrix, numbers, texts,
};
use super::solution::{raw_scores, z_scores};
use crate::studies::{distribution, shared, study_of_rows};
use quincunx::numeric::Matrix;
use quincunx::qmethod::characteristics::Characteristics;
use quincunx::qmethod::comparison::{Profile, compare, compare_sets};
use quincunx::qmethod::correlation::CorrelationMethod;
use quincunx::qmethod::extraction::Extraction;
use quincunx::qmethod::flagging::FlagRule;
use quincunx::qmethod::rotation::RotationStep;
use quincunx::qmethod::scores::ScoreOptions;
use quincunx::qmethod::second_order::{FirstOrder, second_order_study};
use quincunx::qmethod::{
    Correlated, Extracted, FactorIndex, Flagged, Grid, Rotated, Scored, Study,
};
use serde_json::Value;
use std::sync::Arc;

fn reference() -> Option<Value> {
    shared("data/biobank/sorts.csv")?;
    Some(json(&shared("data/biobank/reference.json")?))
}

/// One site in one wave. One of the 76 sorts breaks the grid, so the grid is declared free, its distribution stated for the arrays.
fn study(site: &str, wave: &str) -> Arc<Study> {
    let grid = Grid::Free {
        arrays: Some(distribution(-5, &[2, 2, 3, 4, 5, 6, 5, 4, 3, 2, 2])),
    };
    let file = shared("data/biobank/sorts.csv").unwrap();
    Arc::new(study_of_rows(&file, grid, |row| {
        row["site"] == site && row["wave"] == wave
    }))
}

fn rotated(study: Arc<Study>, k: usize) -> Rotated {
    let correlated = Correlated::new(study, CorrelationMethod::Pearson).unwrap();
    let components = Extraction::PrincipalComponents;
    let extracted = Extracted::new(Arc::new(correlated), components, k).unwrap();
    let varimax = RotationStep::Varimax { kaiser: true };
    Rotated::new(Arc::new(extracted), k, &[varimax]).unwrap()
}

fn flagged(rotated: Rotated) -> Arc<Flagged> {
    Arc::new(Flagged::new(Arc::new(rotated), FlagRule::default(), &[]).unwrap())
}

/// The first-order solution from raw sorts, as the reference has it.
fn first_order(site: &str, wave: &str) -> Scored {
    Scored::new(flagged(rotated(study(site, wave), 3)), raw_scores()).unwrap()
}

#[test]
fn first_order_solutions() {
    let Some(reference) = reference() else {
        return;
    };
    for (site, wave) in [
        ("Mayo", "pre"),
        ("Mayo", "post"),
        ("UBC", "pre"),
        ("UBC", "post"),
    ] {
        let name = format!("{site}_{wave}");
        let expected = &reference["recomputed"][&name];
        let scored = first_order(site, wave);
        let rotated = scored.flagged().rotated();
        assert_eq!(scored.study().sort_ids(), texts(&expected["ids"]));
        let eigenvalues = rotated.extracted().eigenvalues();
        assert_list(
            &name,
            eigenvalues,
            &numbers(&expected["eigenvalues"]),
            1e-10,
        );
        assert_close(
            &name,
            rotated.loadings(),
            &matrix(&expected["loadings"]),
            1e-9,
        );
        assert_eq!(
            scored.flagged().flags(),
            &flags(&expected["flags"]),
            "{name}"
        );
        let z = matrix(&expected["z"]).transpose();
        assert_close(&name, &z_scores(&scored), &z, 1e-8);
        let arrays = matrix(&expected["arrays"]).transpose();
        assert_close(&name, &arrays_of(&scored), &arrays, 0.0);
        assert_eq!(scored.straddling_ties(), [], "{name}");
        check_characteristics(&name, &scored, expected);
        let first = &reference["results"][&name];
        assert_close(&name, rotated.loadings(), &matrix(&first["loadings"]), 1e-9);
    }
}

fn check_characteristics(name: &str, scored: &Scored, expected: &Value) {
    let ours = Characteristics::of(scored);
    let counts: Vec<f64> = ours.defining_sorts.iter().map(|x| *x as f64).collect();
    assert_list(name, &counts, &numbers(&expected["n_defining"]), 0.0);
    assert_list(
        name,
        &ours.eigenvalues,
        &numbers(&expected["sum_squared_loadings"]),
        1e-9,
    );
    let some = |values: &[Option<f64>]| -> Vec<f64> { values.iter().map(|x| x.unwrap()).collect() };
    let reliability = some(&ours.composite_reliability);
    assert_list(
        name,
        &reliability,
        &numbers(&expected["reliability"]),
        1e-12,
    );
    let errors = some(&ours.standard_error);
    assert_list(
        name,
        &errors,
        &numbers(&expected["se_factor_scores"]),
        1e-12,
    );
    assert_close(name, &ours.sed, &matrix(&expected["sed"]), 1e-12);
    assert_close(
        name,
        &ours.score_correlations,
        &matrix(&expected["cor_z"]),
        1e-8,
    );
}

fn arrays_of(scored: &Scored) -> Matrix<f64> {
    Matrix::from_fn(
        scored.study().statement_count(),
        scored.factor_count(),
        |i, f| f64::from(scored.array(FactorIndex(f)).unwrap()[i]),
    )
}

/// With a sort off the grid, raw and standardised sorts give different scores.
#[test]
fn scores_from_standardised_sorts() {
    let Some(reference) = reference() else {
        return;
    };
    let expected = &reference["recomputed"]["UBC_pre"];
    let flagged = flagged(rotated(study("UBC", "pre"), 3));
    let scored = Scored::new(flagged, ScoreOptions::default()).unwrap();
    let z = matrix(&expected["z_from_standardised_sorts"]).transpose();
    assert_close("standardised", &z_scores(&scored), &z, 1e-8);
    let raw = matrix(&expected["z"]).transpose();
    assert!((z_scores(&scored) - raw).amax() > 1e-4, "the two differ");
    assert_close(
        "arrays",
        &arrays_of(&scored),
        &matrix(&expected["arrays"]).transpose(),
        0.0,
    );
}

/// The second-order study of both sites in one wave.
fn of_both_sites(wave: &str, profile: Profile) -> Study {
    let (mayo, ubc) = (first_order("Mayo", wave), first_order("UBC", wave));
    let labels = |site: &str| -> Vec<String> { (1..=3).map(|f| format!("{site}-F{f}")).collect() };
    let (of_mayo, of_ubc) = (labels("Mayo"), labels("UBC"));
    let solutions = [
        FirstOrder {
            name: "Mayo",
            labels: &of_mayo,
            scored: &mayo,
        },
        FirstOrder {
            name: "UBC",
            labels: &of_ubc,
            scored: &ubc,
        },
    ];
    second_order_study(&solutions, profile).unwrap()
}

#[test]
fn second_order_solutions() {
    let Some(reference) = reference() else {
        return;
    };
    for wave in ["pre", "post"] {
        let expected = &reference["recomputed"]["second_order"][wave];
        for (profile, correlations, solutions) in [
            (Profile::Scores, "cor_z", "from_z"),
            (Profile::Arrays, "cor_arrays", "from_arrays"),
        ] {
            let name = format!("{wave} {solutions}");
            let study = Arc::new(of_both_sites(wave, profile));
            assert_eq!(study.sort_ids(), texts(&expected["labels"]));
            let correlated =
                Correlated::new(Arc::clone(&study), CorrelationMethod::Pearson).unwrap();
            let r = matrix(&expected[correlations]);
            assert_close(&name, &correlated.matrix(), &r, 1e-10);
            for solution in expected[solutions]["solutions"].as_array().unwrap() {
                check_second_order(&name, &study, solution, &expected[solutions]["eigenvalues"]);
            }
        }
    }
    let first = &reference["results"]["second_order_pre_k3"];
    let study = Arc::new(of_both_sites("pre", Profile::Scores));
    check_second_order("first computation", &study, &with_k3(first), &first["eig"]);
}

fn with_k3(solution: &Value) -> Value {
    let mut solution = solution.clone();
    solution["k"] = Value::from(3);
    solution
}

fn check_second_order(name: &str, study: &Arc<Study>, solution: &Value, eigenvalues: &Value) {
    let k = solution["k"].as_u64().unwrap() as usize;
    let loadings = matrix(&solution["loadings"]);
    let rotated = arranged_as(&rotated(Arc::clone(study), k), &loadings);
    let found = rotated.extracted().eigenvalues();
    assert_list(name, found, &numbers(eigenvalues), 1e-9);
    assert_close(name, rotated.loadings(), &loadings, 1e-8);
    assert_eq!(
        flagged(rotated).flags(),
        &flags(&solution["flags"]),
        "{name} {k}"
    );
}

#[test]
fn a_second_order_study_tells_where_its_sorts_come_from() {
    if reference().is_none() {
        return;
    }
    let study = of_both_sites("pre", Profile::Arrays);
    assert!(
        matches!(study.grid(), Grid::Forced(_)),
        "arrays on one grid fill it"
    );
    let values = |name: &str| study.sort_attribute(name).unwrap().values.to_vec();
    assert_eq!(
        values("solution"),
        ["Mayo", "Mayo", "Mayo", "UBC", "UBC", "UBC"]
    );
    assert_eq!(values("factor"), ["1", "2", "3", "1", "2", "3"]);
    assert_eq!(values("defining_sorts"), ["9", "6", "2", "9", "6", "3"]);
    let reliability: f64 = values("composite_reliability")[2].parse().unwrap();
    approx::assert_abs_diff_eq!(reliability, 1.6 / 1.8, epsilon = 1e-12);
    let scores = of_both_sites("pre", Profile::Scores);
    assert!(matches!(scores.grid(), Grid::Free { arrays: Some(_) }));
}

/// All twelve factors of both waves, compared solution by solution.
#[test]
fn comparisons() {
    let Some(reference) = reference() else {
        return;
    };
    let all = &reference["recomputed"]["all_factors"];
    let labels = texts(&all["labels"]);
    let groups = [
        ("Mayo", "pre"),
        ("UBC", "pre"),
        ("Mayo", "post"),
        ("UBC", "post"),
    ];
    let solutions: Vec<Scored> = groups.map(|(site, wave)| first_order(site, wave)).into();
    let place = |(site, wave): (&str, &str)| {
        let of_group = |label: &String| label.contains(site) && label.contains(wave);
        labels
            .iter()
            .position(of_group)
            .unwrap_or_else(|| panic!("{site} {wave} in {labels:?}"))
    };
    for (profile, key) in [(Profile::Scores, "cor_z"), (Profile::Arrays, "cor_arrays")] {
        let expected = matrix(&all[key]);
        for (a, first) in groups.iter().zip(&solutions) {
            for (b, second) in groups.iter().zip(&solutions) {
                let ours = compare(first, second, profile).unwrap();
                assert_eq!(ours.statements, 38);
                let block = expected.view((place(*a), place(*b)), (3, 3)).into_owned();
                assert_close(&format!("{a:?} {b:?}"), &ours.matrix, &block, 1e-8);
            }
        }
    }
}

#[test]
fn both_sites_at_once() {
    let Some(reference) = reference() else {
        return;
    };
    let sites = ["Mayo", "UBC"].map(|site| first_order(site, "pre"));
    let sites: Vec<&Scored> = sites.iter().collect();
    let found = compare_sets(&sites, &sites, Profile::Arrays).unwrap();
    let expected = matrix(&reference["recomputed"]["second_order"]["pre"]["cor_arrays"]);
    assert_close("r of arrays", &found.matrix, &expected, 1e-10);
    assert_eq!(found.rows, (0..6).map(FactorIndex).collect::<Vec<_>>());
}
