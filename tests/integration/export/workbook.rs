//! The workbook, read by calamine.

use super::{file, of_solution, renamed};
use crate::sample::{Solution, large_study, small_study, solve, without_flags};
use calamine::{Data, Range, Reader, Xlsx};
use quincunx::publish::{Format, Package};
use quincunx::qmethod::FactorIndex;
use std::io::{Cursor, Read};

type Book<'b> = Xlsx<Cursor<&'b [u8]>>;

fn book(package: &Package) -> Book<'_> {
    Xlsx::new(Cursor::new(file(package, "w.xlsx"))).unwrap()
}

fn written(solution: &Solution) -> Package {
    of_solution(solution, Format::Workbook, "w.xlsx")
}

/// The rows under the row that begins with `heading`.
fn rows_under(range: &Range<Data>, heading: &str) -> Vec<Vec<Data>> {
    let rows: Vec<Vec<Data>> = range.rows().map(<[Data]>::to_vec).collect();
    let head = rows.iter().position(|row| row[0] == heading);
    rows[head.unwrap_or_else(|| panic!("no heading {heading} in {rows:?}")) + 1..].to_vec()
}

fn number(cell: &Data) -> f64 {
    match cell {
        Data::Float(value) => *value,
        Data::Int(value) => *value as f64,
        other => panic!("{other:?} is no number"),
    }
}

#[test]
fn every_result_has_its_sheet() {
    let package = written(&solve(small_study(), 2));
    let names = [
        "Overview",
        "Statements",
        "Participants",
        "Sorts",
        "Grid",
        "Correlations",
        "Eigenvalues",
        "Unrotated",
        "Loadings",
        "Scores",
        "Arrays",
        "Characteristics",
        "Distinguishing F1",
        "Distinguishing F2",
        "Consensus",
        "Crib F1",
        "Crib F2",
        "Composite F1",
        "Composite F2",
    ];
    assert_eq!(book(&package).sheet_names(), names);
    let overview = book(&package).worksheet_range("Overview").unwrap();
    let words: String = overview
        .rows()
        .flatten()
        .map(|c| c.to_string() + "\n")
        .collect();
    for said in [
        "sha256:0",
        "example sample",
        env!("CARGO_PKG_VERSION"),
        "Factor scores are z-scores",
    ] {
        assert!(words.contains(said), "{said} in {words}");
    }
}

#[test]
fn numbers_are_numbers_in_full_precision() {
    let solution = solve(small_study(), 2);
    let package = written(&solution);
    let mut book = book(&package);
    let loadings = book.worksheet_range("Loadings").unwrap();
    for (sort, row) in rows_under(&loadings, "Sort").iter().take(6).enumerate() {
        for factor in 0..2 {
            assert_eq!(
                number(&row[1 + factor]),
                solution.rotated.loadings()[(sort, factor)]
            );
        }
    }
    let scores = book.worksheet_range("Scores").unwrap();
    for (index, row) in rows_under(&scores, "No.").iter().take(7).enumerate() {
        for factor in 0..2 {
            let z = solution.scored.z(FactorIndex(factor)).unwrap()[index];
            assert_eq!(number(&row[2 + factor]), z);
        }
    }
    let correlations = book.worksheet_range("Correlations").unwrap();
    let rows = rows_under(&correlations, "Sort");
    assert_eq!(number(&rows[0][2]), solution.correlated.matrix()[(0, 1)]);
}

#[test]
fn defining_sorts_stand_in_words_too() {
    let solution = solve(small_study(), 2);
    let package = written(&solution);
    let loadings = book(&package).worksheet_range("Loadings").unwrap();
    for (sort, row) in rows_under(&loadings, "Sort").iter().take(6).enumerate() {
        for (factor, name) in ["F1", "F2"].iter().enumerate() {
            let flagged = solution.flagged.flags()[(sort, factor)];
            assert_eq!(row[4].to_string().contains(name), flagged, "{row:?}");
        }
    }
}

#[test]
fn a_factor_without_scores_leaves_empty_cells() {
    let package = written(&without_flags());
    let mut book = book(&package);
    assert!(!book.sheet_names().contains(&"Crib F2".to_owned()));
    let arrays = book.worksheet_range("Arrays").unwrap();
    assert!(
        rows_under(&arrays, "No.")
            .iter()
            .take(7)
            .all(|row| row[3] == Data::Empty)
    );
}

/// No cell holds a formula, whatever the texts are.
#[test]
fn texts_are_texts() {
    let texts = ["=1+1", "@x", "+1", "-1", "=HYPERLINK(\"http://x\")"];
    let study = renamed(&small_study(), &["=A1"], &texts);
    let package = written(&solve(study, 2));
    let mut book = book(&package);
    for name in book.sheet_names() {
        let formulas = book.worksheet_formula(&name).unwrap();
        assert!(formulas.used_cells().next().is_none(), "{name}");
    }
    let statements = book.worksheet_range("Statements").unwrap();
    for (row, text) in rows_under(&statements, "No.").iter().zip(texts) {
        assert_eq!(row[1], Data::String(text.to_owned()));
    }
}

/// What the notebook cuts at 400 rows is whole here, and nothing says otherwise.
#[test]
fn long_tables_are_whole() {
    let solution = solve(large_study(12, 420), 3);
    let package = written(&solution);
    let mut book = book(&package);
    for sheet in ["Participants", "Unrotated", "Loadings", "Correlations"] {
        let range = book.worksheet_range(sheet).unwrap();
        let rows = rows_under(&range, "Sort");
        assert_eq!(rows[419][0].to_string(), "S0420", "{sheet}");
        let words: String = range.rows().flatten().map(ToString::to_string).collect();
        assert!(!words.contains("shows the first"), "{sheet}");
    }
}

#[test]
fn pictures_are_in_it() {
    let package = written(&solve(small_study(), 2));
    let mut zip = zip::ZipArchive::new(Cursor::new(file(&package, "w.xlsx"))).unwrap();
    let names: Vec<String> = zip
        .file_names()
        .map(|name| name.unwrap().into_owned())
        .collect();
    let pictures: Vec<&String> = names.iter().filter(|n| n.ends_with(".png")).collect();
    assert!(pictures.len() >= 5, "{names:?}");
    let mut png = Vec::new();
    zip.by_name(pictures[0])
        .unwrap()
        .read_to_end(&mut png)
        .unwrap();
    assert!(png.starts_with(b"\x89PNG"));
}
