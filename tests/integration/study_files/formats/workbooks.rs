//! Workbooks and zipped projects, good and broken.

use super::files::{
    Cell, archive, cell, kade_zip, ods, ods_rows, piles_version_1, piles_version_2, results,
    statements_sheet, tables, values_version_1, values_version_2, workbook,
};
use super::{assert_sorts, bytes, loaded, message, shown, value};
use quincunx::study_files::{Format, LoadRequest};

type Sheets = Vec<(&'static str, Vec<Cell>)>;

fn book(sheets: &Sheets) -> LoadRequest {
    LoadRequest::of(bytes("study.xlsx", workbook(sheets)))
}

/// The cell set to a value, or put in.
fn with(mut sheets: Sheets, sheet: &str, row: u32, column: u16, value: &str) -> Sheets {
    for (name, cells) in &mut sheets {
        if *name == sheet {
            cells.retain(|cell| (cell.0, cell.1) != (row, column));
            if !value.is_empty() {
                cells.push(cell(row, column, value));
            }
        }
    }
    sheets
}

fn without(mut sheets: Sheets, sheet: &str) -> Sheets {
    sheets.retain(|(name, _)| *name != sheet);
    sheets
}

#[test]
fn kade_workbooks_of_each_type() {
    let mut seen = String::new();
    for (what, sheets) in [
        ("type 1, first layout", piles_version_1()),
        ("type 1, version 2", piles_version_2()),
        ("type 2, first layout", values_version_1()),
        ("type 2, version 2", values_version_2()),
        ("type 3", results()),
        (
            "without version",
            without(without(values_version_2(), "version"), "type"),
        ),
    ] {
        let told = loaded(&book(&sheets));
        assert_sorts(&told.study, what);
        let stated = loaded(&LoadRequest {
            format: Some(Format::KadeWorkbook),
            ..book(&sheets)
        });
        assert_eq!(stated.study, told.study, "{what}");
        seen.push_str(&format!("== {what}\n{}\n\n", shown(&told)));
    }
    insta::assert_snapshot!(seen);
}

#[test]
fn a_zipped_project_of_kade() {
    let read = loaded(&LoadRequest::of(bytes("square.zip", kade_zip())));
    assert_sorts(&read.study, "zip");
    insta::assert_snapshot!(shown(&read));
}

#[test]
fn workbooks_of_tables() {
    let read = loaded(&book(&tables()));
    assert_sorts(&read.study, "tables");
    assert_eq!(value(&read.study, "age", 5), "36");
    assert_eq!(value(&read.study, "site", 0), "north, \"left\"");
    insta::assert_snapshot!(shown(&read));
    let alone = loaded(&book(&vec![("Tabelle1", tables().remove(0).1)]));
    assert_sorts(&alone.study, "one sheet");
    let statements = loaded(&LoadRequest {
        statements: Some(bytes("statements.xlsx", workbook(&[statements_sheet()]))),
        ..book(&tables())
    });
    assert_eq!(statements.study.statements()[8].text, "Text 9");
}

#[test]
fn a_sheet_of_libre_office() {
    let read = loaded(&LoadRequest::of(bytes("study.ods", ods(&ods_rows()))));
    assert_sorts(&read.study, "ods");
}

#[test]
fn broken_workbooks() {
    let cases: Vec<(&str, Sheets)> = vec![
        (
            "a statement twice",
            with(piles_version_2(), "sorts", 9, 2, "7"),
        ),
        (
            "a statement that is none",
            with(piles_version_2(), "sorts", 9, 2, "10"),
        ),
        (
            "a statement without slot value",
            with(piles_version_2(), "sorts", 9, 0, "most"),
        ),
        ("an empty slot", with(piles_version_1(), "Sorts", 32, 3, "")),
        ("no names", {
            let mut sheets = piles_version_1();
            sheets[0].1.retain(|cell| cell.0 != 29);
            sheets
        }),
        (
            "a value that is none",
            with(values_version_2(), "sorts", 3, 4, "x"),
        ),
        (
            "a value missing",
            with(values_version_2(), "sorts", 3, 4, ""),
        ),
        (
            "a value off the grid",
            with(values_version_2(), "sorts", 3, 4, "5"),
        ),
        (
            "a value too many",
            with(values_version_2(), "sorts", 3, 10, "0"),
        ),
        ("no name", with(values_version_2(), "sorts", 3, 0, "")),
        (
            "a name twice",
            with(values_version_2(), "sorts", 3, 0, "P1"),
        ),
        (
            "a pattern that is none",
            with(values_version_2(), "pattern", 1, 5, "two"),
        ),
        (
            "a pattern of another size",
            with(values_version_2(), "pattern", 1, 6, "4"),
        ),
        (
            "statements missing",
            with(values_version_2(), "statements", 9, 0, ""),
        ),
        (
            "a broken grid of the first layout",
            with(values_version_1(), "Q-Sorts", 3, 9, "-2"),
        ),
        ("results without sorts", {
            let mut sheets = results();
            sheets[2].1.retain(|cell| cell.0 < 3);
            sheets
        }),
        ("sheets of any name", {
            let mut sheets = tables();
            sheets[0].0 = "One";
            sheets
        }),
        ("a broken table", with(tables(), "Sorts", 4, 5, "x")),
        ("nothing in it", vec![("Sorts", Vec::new())]),
    ];
    let seen: Vec<String> = cases
        .iter()
        .map(|(what, sheets)| format!("== {what}\n{}\n", message(&book(sheets))))
        .collect();
    insta::assert_snapshot!(seen.join("\n"));
}

#[test]
fn broken_archives() {
    let zip =
        |files: &[(&str, &[u8])]| message(&LoadRequest::of(bytes("square.zip", archive(files))));
    let whole = kade_zip();
    let seen = [
        (
            "cut off",
            message(&LoadRequest::of(bytes(
                "square.zip",
                &whole[..whole.len() / 2],
            ))),
        ),
        (
            "other files",
            zip(&[("readme.txt", b"Hello"), ("data/sorts.doc", b"x")]),
        ),
        (
            "a short sort",
            zip(&[("sorts.txt", b"Ann,1,0,-1\nBob,0,1\n")]),
        ),
        (
            "a value missing",
            zip(&[("sorts.txt", b"Ann,1,0,-1\nBob,0,,1\n")]),
        ),
        (
            "a name twice",
            zip(&[("sorts.txt", b"Ann,1,0,-1\nAnn,0,1,-1\n")]),
        ),
        (
            "a pattern that is none",
            zip(&[("sorts.txt", b"Ann,1,0,-1\n"), ("pattern.txt", b"one,two")]),
        ),
        (
            "too few statements",
            zip(&[
                ("sorts.txt", b"Ann,1,0,-1\n"),
                ("statements.txt", b"One\nTwo\n"),
            ]),
        ),
        ("binary", zip(&[("sorts.txt", b"Ann\x00,1,0,-1\n")])),
        ("empty", zip(&[("sorts.txt", b"")])),
    ];
    let seen: Vec<String> = seen
        .iter()
        .map(|(what, message)| format!("== {what}\n{message}\n"))
        .collect();
    insta::assert_snapshot!(seen.join("\n"));
}
