//! Our own plain files: written and read again they are the same study.

use super::{of_study, text};
use crate::sample::small_study;
use proptest::collection::vec;
use proptest::prelude::*;
use quincunx::numeric::Matrix;
use quincunx::publish::{Format, Options, Package};
use quincunx::qmethod::grid::GridColumn;
use quincunx::qmethod::{Attribute, Distribution, Grid, Statement, Study};
use quincunx::study_files::{GridRequest, LoadRequest, Source, load, read_grid};

fn source(package: &Package, name: &str) -> Option<Source> {
    let path = format!("set/{name}");
    let found = package
        .files
        .iter()
        .find(|f| f.path.to_str() == Some(&path))?;
    Some(Source::Inline {
        name: name.to_owned(),
        text: String::from_utf8(found.bytes.clone()).unwrap(),
    })
}

/// What the magic in the note does.
fn read_again(package: &Package, is_free: bool) -> Study {
    let grid = source(package, "grid.csv").map(|s| read_grid(&s).unwrap());
    let request = LoadRequest {
        statements: source(package, "statements.csv"),
        participants: source(package, "participants.csv"),
        grid: match (grid, is_free) {
            (arrays, true) => GridRequest::Free { arrays },
            (Some(grid), false) => GridRequest::Stated(grid),
            (None, false) => GridRequest::FromSorts,
        },
        ..LoadRequest::of(source(package, "sorts.csv").unwrap())
    };
    load(&request).unwrap().study
}

fn written(study: &Study) -> Package {
    of_study(study, Format::Csv, "set", &Options::default()).unwrap()
}

/// Words with everything that CSV and spreadsheets may trip over.
fn words() -> impl Strategy<Value = String> {
    "['=+@＝-]{0,3}[a-z<&\"|_$\\\\%#é本][a-z ,;\t\n\r\"'<&|_$=+@-]{0,20}[a-z\"$é本]"
}

fn a_study() -> impl Strategy<Value = Study> {
    (2..6usize, 1..6usize, any::<bool>()).prop_flat_map(|(n, m, forced)| {
        let values: Vec<i32> = (0..n).map(|i| i as i32 - 2).collect();
        let sort = if forced {
            Just(values.clone()).prop_shuffle().boxed()
        } else {
            vec(-4..=4i32, n)
                .prop_filter("a constant sort", |s| {
                    s.iter().any(|v| Some(v) != s.first())
                })
                .boxed()
        };
        let texts = (vec(words(), n), vec(words(), m), vec(words(), n));
        (vec(sort, m), texts).prop_map(move |(sorts, (texts, sites, dimensions))| {
            let statements = (1..).zip(texts);
            let statements = statements.map(|(number, text)| Statement { number, text });
            let grid =
                Distribution::new(values.iter().map(|&value| GridColumn { value, cards: 1 }));
            let cells = sorts.iter().flatten().map(|&v| f64::from(v)).collect();
            Study::new(
                statements.collect(),
                (1..=m).map(|sort| format!("=P, \"{sort}\"")).collect(),
                Matrix::from_vec(n, m, cells),
                match forced {
                    true => Grid::Forced(grid.unwrap()),
                    false => Grid::Free {
                        arrays: (n > 3).then(|| grid.unwrap()),
                    },
                },
            )
            .unwrap()
            .with_sort_attribute(Attribute {
                name: "the, site".into(),
                values: sites.into(),
            })
            .unwrap()
            .with_statement_attribute(Attribute {
                name: "dimension".into(),
                values: dimensions.into(),
            })
            .unwrap()
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_study_written_and_read_again_is_the_same(study in a_study()) {
        let is_free = matches!(study.grid(), Grid::Free { .. });
        prop_assert_eq!(read_again(&written(&study), is_free), study);
    }
}

/// OWASP, CSV injection: such words are led by `'`, and by one more where they are already; numbers are not.
#[test]
fn nothing_in_a_file_is_run_by_a_spreadsheet() {
    let texts = [
        "=1+1",
        "@x",
        "'=1+1",
        "-3",
        "'quoted'",
        "+ and",
        "- a point",
    ];
    let study = super::renamed(&small_study(), &["=cmd|' /C calc'!A0"], &texts);
    let package = written(&study);
    let statements = text(&package, "set/statements.csv");
    let cells: Vec<&str> = statements
        .lines()
        .skip(1)
        .map(|l| l.split_once(',').unwrap().1)
        .collect();
    let guarded = [
        "'=1+1",
        "'@x",
        "''=1+1",
        "-3",
        "'quoted'",
        "'+ and",
        "'- a point",
    ];
    assert_eq!(cells, guarded);
    assert!(text(&package, "set/sorts.csv").contains("\n'=cmd|"));
}

#[test]
fn the_magic_that_reads_it_again_is_said() {
    let package = written(&small_study());
    assert_eq!(
        package.notes,
        [
            "`%q load set/sorts.csv --statements set/statements.csv --participants set/participants.csv --grid set/grid.csv` reads the study again."
        ]
    );
}
