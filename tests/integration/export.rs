//! Files that are written: each is read again, by our own readers or by a parser that knows nothing of the writer.

mod archives;
mod csv;
mod documents;
mod grids;
mod json;
mod listing;
mod pqmethod;
mod qmethod_set;
mod round_trips;
mod verbs;
mod workbook;

use crate::sample::Solution;
use quincunx::publish::{Format, Options, Package, PublishError, package};
use quincunx::qmethod::{Grid, Statement, Study};
use quincunx::render::{Analysis, Background, Provenance};
use std::io::Cursor;
use std::path::Path;
use zip::ZipArchive;

fn provenance(study: &Study) -> Provenance {
    Provenance {
        study: "sample".to_owned(),
        digest: "sha256:0".to_owned(),
        statements: study.statement_count(),
        sorts: study.sort_count(),
        solution: None,
        steps: vec!["example sample".to_owned(), "correlate".to_owned()],
    }
}

/// A study with nothing done yet.
fn of_study(
    study: &Study,
    format: Format,
    file: &str,
    options: &Options,
) -> Result<Package, PublishError> {
    let provenance = provenance(study);
    let analysis = Analysis {
        study,
        notes: &[],
        labels: &[],
        provenance: &provenance,
        correlated: None,
        extracted: None,
        rotated: None,
        flagged: None,
        scored: None,
        background: &Background::default(),
    };
    package(&analysis, format, Path::new(file), options, &mut |_| {})
}

/// A solution with all its stages.
fn of_solution(solution: &Solution, format: Format, file: &str) -> Package {
    let study = solution.correlated.study();
    let provenance = provenance(study);
    let analysis = Analysis {
        study,
        notes: &[],
        labels: &solution.labels,
        provenance: &provenance,
        correlated: Some(&solution.correlated),
        extracted: Some(&solution.extracted),
        rotated: Some(&solution.rotated),
        flagged: Some(&solution.flagged),
        scored: Some(&solution.scored),
        background: &Background::default(),
    };
    package(
        &analysis,
        format,
        Path::new(file),
        &Options::default(),
        &mut |_| {},
    )
    .unwrap()
}

/// The bytes of one of the files.
fn file<'p>(package: &'p Package, name: &str) -> &'p [u8] {
    let found = package.files.iter().find(|f| f.path == Path::new(name));
    let names: Vec<_> = package.files.iter().map(|f| &f.path).collect();
    &found
        .unwrap_or_else(|| panic!("no {name} among {names:?}"))
        .bytes
}

fn text(package: &Package, name: &str) -> String {
    String::from_utf8(file(package, name).to_vec()).unwrap()
}

/// The study with other ids and texts.
fn renamed(study: &Study, ids: &[&str], texts: &[&str]) -> Study {
    let id =
        |(index, old): (usize, &String)| ids.get(index).map_or(old.clone(), |s| (*s).to_owned());
    let ids = study.sort_ids().iter().enumerate().map(id).collect();
    let statements = study.statements().iter().enumerate();
    let statements = statements
        .map(|(index, old)| Statement {
            number: old.number,
            text: texts
                .get(index)
                .map_or(old.text.clone(), |s| (*s).to_owned()),
        })
        .collect();
    Study::new(statements, ids, study.sorts().clone(), study.grid().clone()).unwrap()
}

/// The study with free sorts and no distribution stated.
fn freed(study: &Study) -> Study {
    Study::new(
        study.statements().to_vec(),
        study.sort_ids().to_vec(),
        study.sorts().clone(),
        Grid::Free { arrays: None },
    )
    .unwrap()
}

/// The same work gives the same bytes.
#[test]
fn the_same_analysis_gives_the_same_bytes() {
    let solution = crate::sample::solve(crate::sample::small_study(), 2);
    for (format, name) in [
        (Format::Workbook, "a.xlsx"),
        (Format::Kade, "a.xlsx"),
        (Format::Kade, "a.zip"),
        (Format::Pqmethod, "a.dat"),
        (Format::Csv, "a"),
        (Format::Qmethod, "a"),
        (Format::Json, "a.json"),
        (Format::Word, "a.docx"),
        (Format::Listing, "a.lis"),
        (Format::Markdown, "a.md"),
        (Format::Html, "a.html"),
    ] {
        let once = of_solution(&solution, format, name);
        if let Ok(mut zip) = ZipArchive::new(Cursor::new(&once.files[0].bytes[..])) {
            for index in 0..zip.len() {
                let date = zip.by_index(index).unwrap().last_modified();
                assert_eq!(date.map(|d| d.year()), Some(1980), "{format:?}");
            }
        }
        let again = of_solution(&solution, format, name);
        assert!(!once.files.is_empty(), "{format:?}");
        assert!(once == again, "{format:?} is another each time");
    }
}

/// Whatever stage an analysis is at, and however odd its study, every format is written or refused in words.
#[test]
fn odd_studies_are_written_too() {
    let long = "ж|&\"'<>\\\n".repeat(112);
    let texts = [
        "=1+1",
        "@cmd",
        long.as_str(),
        "a\tb\r\nc",
        "",
        "汉字",
        "\u{1}\u{fffe}",
    ];
    let study = renamed(
        &crate::sample::small_study(),
        &["=x", "ж", "a,b", "", "-", "'"],
        &texts,
    );
    let without = crate::sample::without_flags();
    let free = crate::sample::solve(freed(&study), 2);
    let forced = crate::sample::solve(study, 2);
    for solution in [&without, &free, &forced] {
        for (format, name) in [
            (Format::Workbook, "a.xlsx"),
            (Format::Csv, "a"),
            (Format::Qmethod, "a"),
            (Format::Json, "a.json"),
            (Format::Word, "a.docx"),
            (Format::Listing, "a.lis"),
            (Format::Markdown, "a.md"),
            (Format::Html, "a.html"),
        ] {
            let package = of_solution(solution, format, name);
            assert!(
                package.files.iter().all(|f| !f.bytes.is_empty()),
                "{format:?}"
            );
        }
    }
}
