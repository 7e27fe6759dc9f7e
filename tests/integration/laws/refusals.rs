//! What the method refuses, and how it says so.

use super::strategies::VARIMAX;
use crate::studies::{distribution, numbered};
use quincunx::numeric::Matrix;
use quincunx::qmethod::comparison::{Profile, compare};
use quincunx::qmethod::correlation::CorrelationMethod;
use quincunx::qmethod::extraction::{CentroidOptions, Extraction, InitialCommunality};
use quincunx::qmethod::flagging::{FlagChange, FlagRule, Majority};
use quincunx::qmethod::prevalence::prevalence;
use quincunx::qmethod::rotation::RotationStep;
use quincunx::qmethod::scores::ScoreOptions;
use quincunx::qmethod::second_order::{FirstOrder, second_order_study};
use quincunx::qmethod::statements::{CriticalValues, consensus, crib_sheet, distinguishing};
use quincunx::qmethod::{
    Attribute, Correlated, Distribution, Extracted, FactorIndex, Flagged, Grid, MethodError,
    Rotated, Scored, SortIndex, Statement, Study,
};
use std::sync::Arc;

const FREE: Grid = Grid::Free { arrays: None };

/// Four sorts of six statements; two viewpoints.
const SORTS: [[f64; 6]; 4] = [
    [-1.0, 0.0, 0.0, 0.0, 0.0, 1.0],
    [0.0, -1.0, 0.0, 0.0, 1.0, 0.0],
    [-1.0, 0.0, 0.0, 0.0, 1.0, 0.0],
    [0.0, -1.0, 0.0, 1.0, 0.0, 0.0],
];

fn ids(count: usize) -> Vec<String> {
    (1..=count).map(|i| format!("P{i}")).collect()
}

fn sorts(columns: &[[f64; 6]]) -> Matrix<f64> {
    Matrix::from_fn(6, columns.len(), |i, j| columns[j][i])
}

fn forced() -> Grid {
    Grid::Forced(distribution(-1, &[1, 4, 1]))
}

fn study_with(columns: &[[f64; 6]], grid: Grid) -> Result<Study, MethodError> {
    Study::new(numbered(6), ids(columns.len()), sorts(columns), grid)
}

fn study() -> Study {
    study_with(&SORTS, forced()).unwrap()
}

#[track_caller]
fn message<T>(result: Result<T, MethodError>) -> String {
    match result {
        Ok(_) => panic!("accepted"),
        Err(error) => error.to_string(),
    }
}

fn extract(study: Study, extraction: Extraction, k: usize) -> Result<Arc<Extracted>, MethodError> {
    let correlated = Correlated::new(Arc::new(study), CorrelationMethod::Pearson)?;
    Ok(Arc::new(Extracted::new(
        Arc::new(correlated),
        extraction,
        k,
    )?))
}

fn rotated(study: Study, k: usize) -> Arc<Rotated> {
    let extracted = extract(study, Extraction::PrincipalComponents, k).unwrap();
    Arc::new(Rotated::new(extracted, k, &[VARIMAX]).unwrap())
}

fn flagged(study: Study, k: usize) -> Arc<Flagged> {
    Arc::new(
        Flagged::new(
            rotated(study, k),
            FlagRule::critical(1.0, Majority::Required),
            &[],
        )
        .unwrap(),
    )
}

fn scored(study: Study, k: usize) -> Scored {
    Scored::new(flagged(study, k), ScoreOptions::default()).unwrap()
}

fn by_hand(sort: usize, factor: usize, defining: bool) -> FlagChange {
    FlagChange {
        sort: SortIndex(sort),
        factor: FactorIndex(factor),
        defining,
        reason: None,
    }
}

#[test]
fn studies() {
    let statements = numbered(6);
    let all = || sorts(&SORTS);
    let new = |statements: &[Statement], ids, sorts, grid| {
        Study::new(statements.to_vec(), ids, sorts, grid)
    };
    let with = |sort, statement, value| {
        let mut columns = SORTS;
        columns[sort as usize][statement as usize] = value;
        columns
    };
    let mut twice = numbered(6);
    twice[4].number = 2;
    let same_id = vec![
        "P1".to_owned(),
        "P2".to_owned(),
        "P1".to_owned(),
        "P4".to_owned(),
    ];
    let refused = [
        message(new(&statements[..1], ids(4), all(), FREE)),
        message(new(&statements, Vec::new(), Matrix::zeros(6, 0), FREE)),
        message(new(&twice, ids(4), all(), FREE)),
        message(new(&statements, same_id, all(), FREE)),
        message(new(&statements, ids(3), all(), FREE)),
        message(study_with(&with(1, 2, f64::NAN), FREE)),
        message(study_with(&with(1, 2, f64::INFINITY), forced())),
        message(study_with(&with(1, 2, 0.5), forced())),
        message(study_with(&with(1, 2, 7.0), forced())),
        message(study_with(&with(3, 3, 0.0), forced())),
        message(study_with(&[SORTS[0], [2.0; 6]], FREE)),
        message(study_with(
            &SORTS,
            Grid::Forced(distribution(-1, &[1, 5, 1])),
        )),
        message(study_with(
            &SORTS,
            Grid::Free {
                arrays: Some(distribution(-1, &[1, 2, 1])),
            },
        )),
        message(Distribution::new([])),
        message(study().subset(&[])),
        message(study().subset(&[SortIndex(4)])),
        message(study().subset(&[SortIndex(1), SortIndex(1)])),
        message(study().with_sort_attribute(attribute("site", 3))),
        message(study().with_statement_attribute(attribute("theme", 7))),
    ];
    insta::assert_snapshot!(refused.join("\n"));
}

fn attribute(name: &str, values: usize) -> Attribute {
    Attribute {
        name: name.into(),
        values: vec!["A"; values].into(),
    }
}

#[test]
fn factors() {
    let components = Extraction::PrincipalComponents;
    let centroid = |start, tolerance| {
        Extraction::Centroid(CentroidOptions {
            start: InitialCommunality::Constant(start),
            tolerance,
            max_iterations: 10,
        })
    };
    let copies = study_with(&[SORTS[0], SORTS[1], SORTS[0], SORTS[1]], forced()).unwrap();
    let converged = Extraction::Centroid(CentroidOptions::CONVERGED);
    let two = |other: usize| study_with(&[SORTS[0], SORTS[other]], forced()).unwrap();
    let extracted = extract(study(), components, 2).unwrap();
    let turn = |a, b, degrees| RotationStep::ByHand {
        a: FactorIndex(a),
        b: FactorIndex(b),
        degrees,
    };
    let rotate = |k, step| message(Rotated::new(Arc::clone(&extracted), k, &[step]));
    let refused = [
        message(extract(
            study_with(&SORTS[..1], forced()).unwrap(),
            components,
            1,
        )),
        message(extract(study(), components, 0)),
        message(extract(study(), components, 5)),
        message(extract(copies, components, 3)),
        message(extract(two(2), converged, 2)),
        message(extract(two(1), converged, 1)),
        message(extract(study(), centroid(0.5, 0.0), 1)),
        message(extract(study(), centroid(1.5, 0.1), 1)),
        rotate(0, VARIMAX),
        rotate(3, VARIMAX),
        rotate(2, turn(0, 2, 10.0)),
        rotate(2, turn(1, 1, 10.0)),
        rotate(2, turn(0, 1, f64::NAN)),
        rotate(2, RotationStep::Invert(FactorIndex(2))),
        rotate(1, RotationStep::Swap(FactorIndex(0), FactorIndex(1))),
    ];
    insta::assert_snapshot!(refused.join("\n"));
}

#[test]
fn flags_and_scores() {
    let rotated = rotated(study(), 2);
    let flag = |z, changes: &[FlagChange]| {
        Flagged::new(
            Arc::clone(&rotated),
            FlagRule::critical(z, Majority::Required),
            changes,
        )
    };
    let options = |average_reliability, array_grid| ScoreOptions {
        average_reliability,
        array_grid,
        ..ScoreOptions::default()
    };
    let flagged = flagged(study(), 2);
    let score = |options| message(Scored::new(Arc::clone(&flagged), options));
    let refused = [
        message(flag(0.0, &[])),
        message(flag(f64::NAN, &[])),
        message(flag(1.96, &[by_hand(4, 0, true)])),
        message(flag(1.96, &[by_hand(0, 2, true)])),
        score(options(0.0, None)),
        score(options(1.2, None)),
        score(options(0.8, Some(distribution(-1, &[1, 3, 1])))),
        message(Scored::new(heywood(), ScoreOptions::default())),
        message(Scored::new(weightless(), ScoreOptions::default())),
    ];
    insta::assert_snapshot!(refused.join("\n"));
}

/// Two copies of one sort have a loading of 1 on it.
fn heywood() -> Arc<Flagged> {
    flagged(study_with(&[SORTS[0], SORTS[0]], forced()).unwrap(), 1)
}

/// A sort that shares nothing with the only factor, made by two copies of one sort; flagged on it by hand, it has no weight.
fn weightless() -> Arc<Flagged> {
    let apart = [0.0, 0.0, 1.0, -1.0, 0.0, 0.0];
    let study = study_with(&[SORTS[0], SORTS[0], apart], forced()).unwrap();
    let rotated = rotated(study, 1);
    let flags = [0, 1, 2].map(|sort| by_hand(sort, 0, sort == 2));
    Arc::new(Flagged::new(rotated, FlagRule::default(), &flags).unwrap())
}

#[test]
fn results() {
    let two = scored(study(), 2);
    let one = scored(study(), 1);
    let free = study_with(&SORTS, FREE).unwrap();
    let free = scored(free, 2);
    let critical = CriticalValues::default();
    let mut wrong = critical;
    wrong.weak.value = -1.0;
    let unflagged = {
        let changes: Vec<_> = (0..4).map(|sort| by_hand(sort, 0, false)).collect();
        let flagged = Flagged::new(
            rotated(study(), 2),
            FlagRule::critical(1.0, Majority::Required),
            &changes,
        );
        Scored::new(Arc::new(flagged.unwrap()), ScoreOptions::default()).unwrap()
    };
    let mut elsewhere = numbered(6);
    elsewhere.iter_mut().skip(2).for_each(|s| s.number += 10);
    let elsewhere = Study::new(elsewhere, ids(4), sorts(&SORTS), forced()).unwrap();
    let elsewhere = scored(elsewhere, 2);
    let second_order = |labels: &[&str], of: &Scored, profile| {
        let labels: Vec<String> = labels.iter().map(|l| (*l).to_owned()).collect();
        let first = FirstOrder {
            name: "all",
            labels: &labels,
            scored: of,
        };
        message(second_order_study(&[first], profile))
    };
    let refused = [
        message(distinguishing(&two, FactorIndex(2), critical)),
        message(distinguishing(&one, FactorIndex(0), critical)),
        message(distinguishing(&unflagged, FactorIndex(0), critical)),
        message(distinguishing(&two, FactorIndex(0), wrong)),
        message(consensus(&one, critical)),
        message(crib_sheet(&free, FactorIndex(0))),
        message(compare(&two, &elsewhere, Profile::Scores)),
        message(compare(&two, &free, Profile::Arrays)),
        message(prevalence(two.flagged(), "site")),
        second_order(&["F1"], &two, Profile::Arrays),
        second_order(&["F", "F"], &two, Profile::Arrays),
        second_order(&["F1"], &one, Profile::Arrays),
        second_order(&["F1", "F2"], &free, Profile::Arrays),
    ];
    insta::assert_snapshot!(refused.join("\n"));
}
