//! What one part of the program writes for others, another part reads: the study is the same.

use super::of_study;
use proptest::collection::vec;
use proptest::prelude::*;
use quincunx::numeric::Matrix;
use quincunx::publish::{Format, Options, Package, package};
use quincunx::qmethod::correlation::CorrelationMethod;
use quincunx::qmethod::extraction::Extraction;
use quincunx::qmethod::grid::GridColumn;
use quincunx::qmethod::{
    Attribute, Correlated, Distribution, Extracted, Grid, Rotated, Statement, Study,
};
use quincunx::render::Analysis;
use quincunx::study_files::{GridRequest, LoadRequest, Orientation, Source, load, read_grid};
use std::path::Path;
use std::sync::Arc;

/// A forced study of what every format can hold: short names, short statements on one line, a grid from −3 up.
fn a_study() -> impl Strategy<Value = Study> {
    (4..12usize, 2..8usize).prop_flat_map(|(n, m)| {
        let values: Vec<i32> = (0..n).map(|i| (i / 2) as i32 - 3).collect();
        let sorts = vec(Just(values.clone()).prop_shuffle(), m);
        let texts = vec("[a-zé][a-z &|é]{0,30}[a-zé]", n);
        (sorts, texts).prop_map(move |(sorts, texts)| {
            let statements = (1..).zip(texts);
            let statements = statements.map(|(number, text)| Statement { number, text });
            let lowest = values[0];
            let columns = (lowest..=values[n - 1]).map(|value| GridColumn {
                value,
                cards: values.iter().filter(|v| **v == value).count(),
            });
            let cells = sorts.iter().flatten().map(|&v| f64::from(v)).collect();
            Study::new(
                statements.collect(),
                (1..=m).map(|sort| format!("P{sort}")).collect(),
                Matrix::from_vec(n, m, cells),
                Grid::Forced(Distribution::new(columns).unwrap()),
            )
            .unwrap()
        })
    })
}

/// All files of the package in one folder, read as an analyst would: the first one named.
fn read_again(study: &Study, format: Format, file: &str) -> Study {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(file);
    let path = path.to_str().unwrap();
    let package = of_study(study, format, path, &Options::default()).unwrap();
    for written in &package.files {
        std::fs::write(&written.path, &written.bytes).unwrap();
    }
    let request = LoadRequest::of(Source::File(path.into()));
    match load(&request) {
        Ok(loaded) => loaded.study,
        Err(error) => panic!("{file}: {error}"),
    }
}

/// A study of what the formats of our own can hold beside that: attributes of participants and statements, fractions, free sorts with a grid for the arrays
/// and without.
fn a_full_study() -> impl Strategy<Value = Study> {
    let words = || "[A-Za-zé]([ -~é]{0,12}[a-zé])?";
    (a_study(), 0..3usize, any::<bool>()).prop_flat_map(move |(study, kind, fractions)| {
        let (n, m) = (study.statement_count(), study.sort_count());
        let maybe = || prop_oneof![2 => words().prop_map(String::from), 1 => Just(String::new())];
        (vec(maybe(), m), vec(maybe(), n), vec(maybe(), m)).prop_map(
            move |(sites, dimensions, ages)| {
                let arrays = study.grid().for_arrays().cloned();
                let grid = match kind {
                    0 => study.grid().clone(),
                    1 => Grid::Free { arrays },
                    _ => Grid::Free { arrays: None },
                };
                let by = if kind > 0 && fractions { 4.0 } else { 1.0 };
                let statements = study.statements().to_vec();
                let (ids, sorts) = (study.sort_ids().to_vec(), study.sorts() / by);
                let made = Study::new(statements, ids, sorts, grid).unwrap();
                let attribute = |name: &str, values: Vec<String>| Attribute {
                    name: name.to_owned(),
                    values: values.into(),
                };
                let mut made = made;
                if sites.iter().any(|site| !site.is_empty()) {
                    made = made
                        .with_sort_attribute(attribute("the, site", sites))
                        .unwrap();
                }
                if ages.iter().any(|age| !age.is_empty()) {
                    made = made.with_sort_attribute(attribute("age", ages)).unwrap();
                }
                if dimensions.iter().any(|d| !d.is_empty()) {
                    let dimension = attribute("dimension", dimensions);
                    made = made.with_statement_attribute(dimension).unwrap();
                }
                made
            },
        )
    })
}

/// A study with a factor rotated, and nothing flagged.
fn of_rotated(study: &Study, format: Format, file: &str) -> Package {
    let study = Arc::new(study.clone());
    let correlated = Correlated::new(study.clone(), CorrelationMethod::Pearson).unwrap();
    let component = Extraction::PrincipalComponents;
    let extracted = Extracted::new(Arc::new(correlated), component, 1).unwrap();
    let rotated = Rotated::new(Arc::new(extracted), 1, &[]).unwrap();
    let provenance = super::provenance(&study);
    let analysis = Analysis {
        study: &study,
        notes: &[],
        labels: &["F1".to_owned()],
        provenance: &provenance,
        background: &quincunx::render::Background::default(),
        correlated: Some(rotated.extracted().correlated()),
        extracted: Some(rotated.extracted()),
        rotated: Some(&rotated),
        flagged: None,
        scored: None,
    };
    let options = Options::default();
    package(&analysis, format, Path::new(file), &options, &mut |_| {}).unwrap()
}

/// What `%q load` reads of the results of a study of two factors, told as the package's own note says.
fn results_read_again(study: &Study, format: Format, file: &str) -> Study {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(file);
    let target = path.to_str().unwrap();
    let package = match format {
        Format::Qmethod => of_rotated(study, format, target),
        _ => of_study(study, format, target, &Options::default()).unwrap(),
    };
    for written in &package.files {
        std::fs::create_dir_all(written.path.parent().unwrap()).unwrap();
        std::fs::write(&written.path, &written.bytes).unwrap();
    }
    let beside = |name: &str| {
        let file = path.join(name);
        file.is_file().then_some(Source::File(file))
    };
    let mut request = LoadRequest::of(Source::File(match format {
        Format::Qmethod => path.join("dataset.csv"),
        _ => path.clone(),
    }));
    if format == Format::Qmethod {
        let note = package.notes.last().unwrap();
        assert!(note.contains(" --transposed --statements "), "{note}");
        request.orientation = Some(Orientation::RowsAreStatements);
        request.statements = beside("statements.csv");
        request.participants = beside("participants.csv");
        let distribution = beside("grid.csv").map(|grid| read_grid(&grid).unwrap());
        assert_eq!(
            note.contains("--grid free"),
            matches!(study.grid(), Grid::Free { .. })
        );
        request.grid = match (study.grid(), distribution) {
            (Grid::Forced(_), Some(distribution)) => GridRequest::Stated(distribution),
            (_, arrays) => GridRequest::Free { arrays },
        };
    }
    match load(&request) {
        Ok(loaded) => loaded.study,
        Err(error) => panic!("{file}: {error}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn through_a_pqmethod_project(study in a_study()) {
        prop_assert_eq!(read_again(&study, Format::Pqmethod, "study.dat"), study);
    }

    #[test]
    fn through_a_zip_for_kade(study in a_study()) {
        prop_assert_eq!(read_again(&study, Format::Kade, "study.zip"), study);
    }

    #[test]
    fn through_the_json(study in a_study()) {
        prop_assert_eq!(read_again(&study, Format::Json, "study.json"), study);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 50, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn through_a_workbook_for_kade(study in a_study()) {
        prop_assert_eq!(read_again(&study, Format::Kade, "study.xlsx"), study);
    }

    #[test]
    fn through_a_workbook_of_results(study in a_full_study()) {
        prop_assert_eq!(results_read_again(&study, Format::Workbook, "results.xlsx"), study);
    }

    #[test]
    fn a_full_study_through_the_json(study in a_full_study()) {
        prop_assert_eq!(results_read_again(&study, Format::Json, "results.json"), study);
    }

    #[test]
    fn through_the_set_of_r(study in a_full_study()) {
        prop_assert_eq!(results_read_again(&study, Format::Qmethod, "for r"), study);
    }
}

/// With results in it, too: the case study, which has attributes of both kinds.
#[test]
fn a_workbook_with_results_is_read_again() {
    let study = crate::studies::case_study(|_| true);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("results.xlsx");
    let solution = crate::sample::solve(study.clone(), 2);
    let package = super::of_solution(&solution, Format::Workbook, path.to_str().unwrap());
    std::fs::write(&path, &package.files[0].bytes).unwrap();
    let loaded = load(&LoadRequest::of(Source::File(path))).unwrap();
    assert_eq!(loaded.study, study);
    let said = "The study in it was read; its results are made anew.";
    assert!(
        loaded.notes.iter().any(|note| note == said),
        "{:?}",
        loaded.notes
    );
}
