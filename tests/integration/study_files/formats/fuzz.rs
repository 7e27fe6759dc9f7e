//! Every parser on files that are almost good: bytes changed, parts taken out, doubled, moved, and spliced with other files.
//!
//! `QUINCUNX_FUZZ_INPUTS` sets how many inputs each format gets; a million take hours. What is looked for is a panic, an endless loop and an
//! allocation beyond all bounds, which end the test by themselves; whether a file is accepted does not matter.

use super::files::{
    archive, kade_zip, ods, ods_rows, piles_version_1, piles_version_2, results, tables,
    values_version_1, values_version_2, workbook,
};
use super::{bytes, content};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{Config, TestRunner};
use quincunx::study_files::{Format, GridRequest, LoadRequest, Source, load};
use std::io::{Cursor, Read};
use std::path::Path;

/// Inputs per format unless the environment says otherwise.
const INPUTS: u32 = 2_000;

/// Inputs per format whose files have to be unpacked first.
const PACKED_INPUTS: u32 = 300;

/// About as many parts there are, over which the inputs are spread.
const PARTS: u32 = 40;

fn inputs(usual: u32) -> u32 {
    let stated = std::env::var("QUINCUNX_FUZZ_INPUTS").ok();
    stated.map_or(usual, |number| {
        number.parse().expect("QUINCUNX_FUZZ_INPUTS is a number")
    })
}

/// One change to a file.
#[derive(Clone, Debug)]
enum Change {
    Flip(Index, u8),
    Insert(Index, Vec<u8>),
    Remove(Index, Index),
    Double(Index, Index),
    Move(Index, Index, Index),
    Truncate(Index),
    Splice(Index, Index),
}

fn change() -> impl Strategy<Value = Change> {
    let index = any::<Index>;
    let pieces = proptest::sample::select(vec![
        &b","[..],
        b";",
        b"\t",
        b"\n",
        b"\r",
        b"\"",
        b"'",
        b"|",
        b":",
        b"-",
        b"0",
        b"99999999999",
        b"-1",
        b"NaN",
        b"1e308",
        b"{",
        b"}",
        b"[",
        b"]",
        b"<",
        b">",
        b"&",
        b"&amp;",
        b"\0",
        b"\xFF",
        b"\xEF\xBB\xBF",
        b"\xC3\xA9",
        b"null",
        b"sort",
        b"id",
        b"s1",
        b" ",
        b"\x1A",
        b"=",
    ]);
    prop_oneof![
        4 => (index(), any::<u8>()).prop_map(|(at, byte)| Change::Flip(at, byte)),
        4 => (index(), pieces).prop_map(|(at, piece)| Change::Insert(at, piece.to_vec())),
        2 => (index(), index()).prop_map(|(from, to)| Change::Remove(from, to)),
        2 => (index(), index()).prop_map(|(from, to)| Change::Double(from, to)),
        1 => (index(), index(), index()).prop_map(|(from, to, at)| Change::Move(from, to, at)),
        1 => index().prop_map(Change::Truncate),
        1 => (index(), index()).prop_map(|(at, from)| Change::Splice(at, from)),
    ]
}

/// The longest part that is taken out, doubled or moved.
const LONGEST_PART: usize = 200;

fn part(bytes: &[u8], from: Index, to: Index) -> std::ops::Range<usize> {
    let from = from.index(bytes.len());
    let length = to.index(LONGEST_PART);
    from..(from + length).min(bytes.len())
}

fn changed(original: &[u8], other: &[u8], changes: &[Change]) -> Vec<u8> {
    let mut bytes = original.to_vec();
    for change in changes {
        if bytes.is_empty() {
            break;
        }
        match change {
            Change::Flip(at, byte) => {
                let at = at.index(bytes.len());
                bytes[at] = *byte;
            }
            Change::Insert(at, piece) => {
                let at = at.index(bytes.len());
                bytes.splice(at..at, piece.iter().copied());
            }
            Change::Remove(from, to) => drop(bytes.drain(part(&bytes.clone(), *from, *to))),
            Change::Double(from, to) => {
                let range = part(&bytes, *from, *to);
                let doubled = bytes[range.clone()].to_vec();
                bytes.splice(range.start..range.start, doubled);
            }
            Change::Move(from, to, at) => {
                let range = part(&bytes, *from, *to);
                let moved: Vec<u8> = bytes.drain(range).collect();
                let at = at.index(bytes.len() + 1);
                bytes.splice(at..at, moved);
            }
            Change::Truncate(at) => bytes.truncate(at.index(bytes.len())),
            Change::Splice(at, from) => {
                bytes.truncate(at.index(bytes.len()));
                bytes.extend_from_slice(&other[from.index(other.len())..]);
            }
        }
    }
    bytes
}

/// Runs mutated files through `read`.
fn run(inputs: u32, originals: &[Vec<u8>], read: impl Fn(Vec<u8>)) {
    let config = Config {
        cases: inputs,
        failure_persistence: None,
        ..Config::default()
    };
    let strategy = (any::<Index>(), any::<Index>(), vec(change(), 1..8));
    let mut runner = TestRunner::new(config);
    let outcome = runner.run(&strategy, |(one, other, changes)| {
        let (one, other) = (
            &originals[one.index(originals.len())],
            &originals[other.index(originals.len())],
        );
        read(changed(one, other, &changes));
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
}

/// Loads the bytes as told by their content and as the format, with a grid and without.
fn read_as(name: &str, content: Vec<u8>, format: Format) {
    let source = bytes(name, content);
    for format in [None, Some(format)] {
        for grid in [GridRequest::FromSorts, GridRequest::Free { arrays: None }] {
            let _ = load(&LoadRequest {
                format,
                grid,
                ..LoadRequest::of(source.clone())
            });
        }
    }
}

fn texts(format: Format, files: &[&str]) {
    let originals: Vec<Vec<u8>> = files.iter().map(|file| content(file)).collect();
    run(inputs(INPUTS), &originals, |bytes| {
        read_as("fuzz", bytes, format)
    });
}

#[test]
fn pqmethod() {
    texts(Format::Pqmethod, &["pqmethod/square.dat"]);
}

#[test]
fn kade_csv() {
    texts(Format::KadeCsv, &["kade/sorts.csv"]);
}

#[test]
fn easy_htmlq() {
    texts(
        Format::EasyHtmlq,
        &["easy-htmlq/firebase.json", "eq-web-sort/results.json"],
    );
}

#[test]
fn labelled_rows() {
    texts(
        Format::Quince,
        &[
            "quince/baserow.csv",
            "quince/emails.txt",
            "eq-web-sort/google-sheets.csv",
            "eq-web-sort/netlify.csv",
        ],
    );
}

#[test]
fn htmlq() {
    texts(Format::Htmlq, &["htmlq/results.csv"]);
}

#[test]
fn pcq() {
    texts(Format::Pcq, &["pcq/square.pcq"]);
}

#[test]
fn deliberateq() {
    texts(Format::Deliberateq, &["deliberateq/old.txt"]);
}

#[test]
fn forq() {
    texts(Format::Forq, &["deliberateq/forq.txt"]);
}

#[test]
fn piles() {
    texts(Format::Piles, &["piles/one-row.csv", "piles/board.csv"]);
}

#[test]
fn tables_and_encodings() {
    texts(
        Format::Table,
        &[
            "orientation/number-and-text.csv",
            "orientation/texts-first.csv",
            "encodings/utf-16.csv",
            "encodings/windows-1252.csv",
        ],
    );
}

#[test]
fn study_xml() {
    let originals = ["htmlq/map.xml", "htmlq/statements.xml", "quince/map.xml"].map(content);
    let sorts = bytes("results.csv", content("htmlq/results.csv"));
    run(inputs(INPUTS), &originals, |xml| {
        let _ = load(&super::together(vec![
            sorts.clone(),
            bytes("study.xml", xml),
        ]));
    });
}

#[test]
fn folders_of_qmethod() {
    let originals = [
        content("qmethod/qsorts/before/P1.csv"),
        content("qmethod/feedback/before/P1.csv"),
        content("qmethod/sample/concourse/english/trees.tex"),
    ];
    let folder = tempfile::tempdir().expect("a folder");
    let places = [
        "qsorts/a/P1.csv",
        "feedback/a/P1.csv",
        "sample/concourse/x/trees.tex",
    ];
    for (place, original) in places.iter().zip(&originals) {
        write(&folder.path().join(place), original);
    }
    run(inputs(PACKED_INPUTS), &originals, |changed| {
        for (place, original) in places.iter().zip(&originals) {
            write(&folder.path().join(place), &changed);
            let _ = load(&LoadRequest::of(Source::File(folder.path().to_owned())));
            write(&folder.path().join(place), original);
        }
    });
}

fn write(path: &Path, content: &[u8]) {
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
    std::fs::write(path, content).expect("a file");
}

#[test]
fn archives() {
    run(inputs(INPUTS), &[kade_zip()], |bytes| {
        read_as("fuzz.zip", bytes, Format::KadeZip)
    });
}

/// The packed bytes changed.
#[test]
fn workbooks() {
    let originals = [
        workbook(&tables()),
        workbook(&piles_version_2()),
        ods(&ods_rows()),
    ];
    run(inputs(PACKED_INPUTS), &originals, |bytes| {
        read_as("fuzz.xlsx", bytes, Format::KadeWorkbook);
    });
}

/// The parts of archives changed before they are packed, so that the readers of XML and text get to see them.
#[test]
fn parts_of_workbooks_and_archives() {
    let books = [
        workbook(&tables()),
        workbook(&piles_version_1()),
        workbook(&piles_version_2()),
        workbook(&values_version_1()),
        workbook(&values_version_2()),
        workbook(&results()),
        ods(&ods_rows()),
        kade_zip(),
    ];
    for book in books {
        let parts = unpacked(&book);
        for (place, (name, original)) in parts.iter().enumerate() {
            let is_read = ["xml", "rels", "txt"]
                .iter()
                .any(|ending| name.ends_with(ending));
            let is_content = ["sheet", "sharedStrings", "workbook", "content", ".txt"]
                .iter()
                .any(|part| name.contains(part));
            if !is_read || !is_content || original.is_empty() {
                continue;
            }
            run(
                inputs(PACKED_INPUTS) / PARTS + 1,
                std::slice::from_ref(original),
                |changed| {
                    let files: Vec<(&str, &[u8])> = parts
                        .iter()
                        .enumerate()
                        .map(|(index, (name, content))| {
                            let content = if index == place { &changed } else { content };
                            (name.as_str(), content.as_slice())
                        })
                        .collect();
                    read_as("fuzz", archive(&files), Format::KadeWorkbook);
                },
            );
        }
    }
}

fn unpacked(book: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = zip::ZipArchive::new(Cursor::new(book)).expect("an archive");
    (0..zip.len())
        .map(|index| {
            let mut entry = zip.by_index(index).expect("an entry");
            let mut content = Vec::new();
            entry.read_to_end(&mut content).expect("content");
            (entry.name().expect("a name").into_owned(), content)
        })
        .collect()
}
