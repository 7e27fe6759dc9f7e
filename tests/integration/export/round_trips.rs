//! What one part of the program writes for others, another part reads: the study is the same.

use super::of_study;
use proptest::collection::vec;
use proptest::prelude::*;
use quincunx::numeric::Matrix;
use quincunx::publish::{Format, Options};
use quincunx::qmethod::grid::GridColumn;
use quincunx::qmethod::{Distribution, Grid, Statement, Study};
use quincunx::study_files::{LoadRequest, Source, load};

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

/// The workbook of results is to be looked at; whoever loads it is told where the study is.
#[test]
fn a_workbook_of_results_is_no_study() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("results.xlsx");
    let solution = crate::sample::solve(crate::sample::small_study(), 2);
    let package = super::of_solution(&solution, Format::Workbook, path.to_str().unwrap());
    std::fs::write(&path, &package.files[0].bytes).unwrap();
    let refused = load(&LoadRequest::of(Source::File(path))).unwrap_err();
    assert!(
        refused.to_string().contains("`%q export NAME.json`"),
        "{refused}"
    );
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
}
