//! What holds for any bytes, and for any study.

use super::{inline, sorts_only};
use proptest::collection::vec;
use proptest::prelude::*;
use quincunx::numeric::Matrix;
use quincunx::qmethod::{Attribute, Grid, Statement, Study};
use quincunx::study_files::{GridRequest, LoadRequest, Source, load, parse_grid, with_statements};
use std::fs;

/// Cases per law: enough to reach every refusal, in a few seconds.
const CASES: u32 = 2_000;

const GOOD: &[u8] = include_bytes!("../../data/good/sorts.csv");
const GOOD_PARQUET: &[u8] = include_bytes!("../../data/good/sorts.parquet");
const HARD_TEXTS: &[u8] = include_bytes!("../../data/good/hard-texts.csv");

/// Loads bytes as a file of sorts and as a list of statements; whether either is accepted does not matter.
fn try_load(bytes: &[u8]) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("sorts.csv");
    fs::write(&path, bytes).expect("a file");
    let file = Source::File(path);
    for grid in [GridRequest::FromSorts, GridRequest::Free { arrays: None }] {
        if let Ok(loaded) = load(&LoadRequest {
            grid,
            ..sorts_only(file.clone())
        }) {
            let _ = with_statements(loaded.study, &file);
        }
    }
    let good = inline("id,s1,s2\nA,1,0\nB,0,1\n");
    let _ = load(&LoadRequest {
        statements: Some(file.clone()),
        participants: Some(file),
        ..sorts_only(good)
    });
}

/// A copy with some bytes replaced, put in or taken out.
fn mutated(original: &'static [u8]) -> impl Strategy<Value = Vec<u8>> {
    let byte = prop_oneof![
        any::<u8>(),
        proptest::sample::select(b"\",;\t\n\r 0-.sx".to_vec())
    ];
    vec((any::<proptest::sample::Index>(), 0..3u8, byte), 1..6).prop_map(move |changes| {
        let mut bytes = original.to_vec();
        for (index, kind, byte) in changes {
            let at = index.index(bytes.len());
            match kind {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                _ => drop(bytes.remove(at)),
            }
        }
        bytes
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: CASES, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_panic(bytes in vec(any::<u8>(), 0..300)) {
        try_load(&bytes);
    }

    #[test]
    fn no_characters_of_tables_panic(text in "[a-c1-3s,;\t\n\r\" \u{e9}|.-]{0,200}") {
        try_load(text.as_bytes());
    }

    #[test]
    fn no_damaged_table_panics(bytes in prop_oneof![mutated(GOOD), mutated(HARD_TEXTS)]) {
        try_load(&bytes);
    }

    #[test]
    fn no_damaged_parquet_panics(bytes in mutated(GOOD_PARQUET)) {
        try_load(&bytes);
    }

    #[test]
    fn no_text_panics_as_a_grid(text in "[-+0-9:=,; a\u{2212}]{0,40}") {
        let _ = parse_grid(&text);
    }

    #[test]
    fn a_study_written_and_read_again_is_the_same(study in a_study(), separator in proptest::sample::select(vec![',', ';', '\t'])) {
        let request = LoadRequest {
            statements: Some(inline(&statements_csv(&study, separator))),
            grid: GridRequest::Free { arrays: None },
            ..sorts_only(inline(&sorts_csv(&study, separator)))
        };
        prop_assert_eq!(load(&request).expect("a study").study, study);
    }
}

/// A word without blanks around it, with everything that a format may trip over.
fn text() -> impl Strategy<Value = String> {
    "[a-z<&\"|_$\\\\%#é本][a-z ,;\t\n\r\"'<&|_$\\\\%#é本]{0,20}[a-z\"$é本]"
}

fn a_study() -> impl Strategy<Value = Study> {
    (2..6usize, 1..6usize).prop_flat_map(|(n, m)| {
        let sort = vec(-4..=4i32, n).prop_filter("a constant sort", |s| {
            s.iter().any(|v| Some(v) != s.first())
        });
        (vec(sort, m), vec(text(), n), vec(text(), m), vec(text(), n)).prop_map(
            move |(sorts, texts, sites, dimensions)| {
                let statements = (1..)
                    .zip(texts)
                    .map(|(number, text)| Statement { number, text })
                    .collect();
                let ids = (1..=m).map(|sort| format!("P, \"{sort}\"")).collect();
                let values = sorts.iter().flatten().map(|&v| f64::from(v)).collect();
                Study::new(
                    statements,
                    ids,
                    Matrix::from_vec(n, m, values),
                    Grid::Free { arrays: None },
                )
                .and_then(|study| {
                    study.with_sort_attribute(Attribute {
                        name: "the, site".into(),
                        values: sites.into(),
                    })
                })
                .and_then(|study| {
                    study.with_statement_attribute(Attribute {
                        name: "dimension".into(),
                        values: dimensions.into(),
                    })
                })
                .expect("a study")
            },
        )
    })
}

fn quoted(cell: &str) -> String {
    format!("\"{}\"", cell.replace('"', "\"\""))
}

fn rows(rows: Vec<Vec<String>>, separator: char) -> String {
    rows.iter()
        .map(|row| row.join(&separator.to_string()) + "\n")
        .collect()
}

fn sorts_csv(study: &Study, separator: char) -> String {
    let site = &study.sort_attributes()[0];
    let mut table = vec![vec!["id".to_owned(), quoted(&site.name)]];
    table[0].extend(study.statements().iter().map(|s| format!("s{}", s.number)));
    for (sort, values) in study.sorts().column_iter().enumerate() {
        let mut row = vec![
            quoted(&study.sort_ids()[sort]),
            quoted(site.values.get(sort).unwrap()),
        ];
        row.extend(values.iter().map(f64::to_string));
        table.push(row);
    }
    rows(table, separator)
}

fn statements_csv(study: &Study, separator: char) -> String {
    let dimension = &study.statement_attributes()[0];
    let mut table = vec![vec![
        "number".to_owned(),
        "text".to_owned(),
        dimension.name.clone(),
    ]];
    for (statement, value) in study.statements().iter().zip(&dimension.values) {
        table.push(vec![
            statement.number.to_string(),
            quoted(&statement.text),
            quoted(value),
        ]);
    }
    rows(table, separator)
}
