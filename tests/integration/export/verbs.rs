//! `export` and `report` from a notebook, in a folder of its own.

use crate::notebook::{notebook_in, refused, result, run, text};
use calamine::Reader;
use quincunx::cell::Notebook;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use tempfile::TempDir;

const SORTS: &str =
    "%%q sorts\nid,1,2,3,4,5\nAnn,-1,0,0,0,1\nBob,0,-1,0,1,0\nCem,1,-1,0,0,0\nDan,-1,0,0,1,0";

/// An empty folder, and a notebook in it with four sorts of five statements.
fn desk() -> (TempDir, Notebook) {
    let folder = tempfile::tempdir().unwrap();
    let mut notebook = notebook_in(folder.path().to_str().unwrap());
    run(&mut notebook, SORTS);
    (folder, notebook)
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn what_was_written_is_said() {
    let (folder, mut notebook) = desk();
    let shown = run(
        &mut notebook,
        "%q export demo.dat --title \"A demonstration\"",
    );
    insta::assert_snapshot!(text(&shown));
    let data = &result(&shown)["data"];
    let size = fs::metadata(folder.path().join("demo.dat")).unwrap().len();
    assert_eq!(data["files"][0]["bytes"], size);
    assert_eq!(names(folder.path()), ["demo.dat", "demo.sta"]);
    let mode = fs::metadata(folder.path().join("demo.dat"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o600, 0o600);
}

#[test]
fn nothing_is_overwritten_unasked() {
    let (folder, mut notebook) = desk();
    fs::write(folder.path().join("a.sta"), "mine").unwrap();
    let told = refused(&mut notebook, "%q export b.json a.dat").message;
    assert!(told.contains("a.sta` is already there"), "{told}");
    assert_eq!(names(folder.path()), ["a.sta"], "not even the other file");
    let shown = text(&run(&mut notebook, "%q export b.json a.dat --overwrite"));
    assert!(
        shown.contains("replaced") && shown.contains("new"),
        "{shown}"
    );
    assert_eq!(names(folder.path()), ["a.dat", "a.sta", "b.json"]);
    run(&mut notebook, "%q export a.dat --force");
}

/// A file that is there is told before anything is made: here what is made would be refused as well.
#[test]
fn what_is_there_is_told_before_the_work() {
    let (folder, mut notebook) = desk();
    for name in ["a.dat", "b.sta", "c.xlsx", "deck.html"] {
        fs::write(folder.path().join(name), "mine").unwrap();
    }
    for (cell, there) in [
        ("%q export a.dat --shift 50", "a.dat` is already there"),
        ("%q export b.dat --shift 50", "b.sta` is already there"),
        (
            "%q export d.dat a.dat --shift 50",
            "a.dat` is already there",
        ),
        (
            "%q export c.xlsx --as kade --shift 50",
            "c.xlsx` is already there",
        ),
        (
            "%q export deck.html --as deck",
            "deck.html` is already there",
        ),
        (
            "%q export deck.html --as cards",
            "deck.html` is already there",
        ),
    ] {
        let told = refused(&mut notebook, cell).message;
        assert!(told.contains(there), "{cell}: {told}");
    }
    let told = refused(&mut notebook, "%q export d.dat --shift 50").message;
    assert!(told.contains("holds values from"), "{told}");
    let mine = fs::read_to_string(folder.path().join("a.dat")).unwrap();
    assert_eq!(mine, "mine");
}

#[test]
fn files_leave_out_the_correlations_of_more_than_a_thousand_sorts() {
    let (folder, mut notebook) = desk();
    for (sorts, whole) in [(1000, true), (1001, false)] {
        let made = format!(
            "%q example case-study\n%q solve -k 2\n%q simulate --sorts {sorts}\n%q solve -k 2\n%q export m.json --overwrite\n%q report m.lis --overwrite"
        );
        run(&mut notebook, &made);
        let read = |name| fs::read_to_string(folder.path().join(name)).unwrap();
        let written: serde_json::Value = serde_json::from_str(&read("m.json")).unwrap();
        let results = written["results"].as_array().unwrap();
        let correlations = results.iter().find(|r| r["kind"] == "correlations");
        assert_eq!(correlations.unwrap()["data"]["matrix"].is_array(), whole);
        assert_eq!(read("m.lis").contains("Left out: 1001 sorts"), !whole);
    }
    run(&mut notebook, "%q export m.xlsx");
    let mut book: calamine::Xlsx<_> =
        calamine::open_workbook(folder.path().join("m.xlsx")).unwrap();
    let width = |book: &mut calamine::Xlsx<_>, sheet| book.worksheet_range(sheet).unwrap().width();
    assert!(width(&mut book, "Sorts") > 1001);
    assert!(width(&mut book, "Correlations") < 1001);
}

#[test]
fn a_set_makes_its_folder_and_no_other() {
    let (folder, mut notebook) = desk();
    let told = refused(&mut notebook, "%q export no/set/").message;
    assert!(told.contains("There is no folder"), "{told}");
    let told = refused(&mut notebook, "%q export no/a.xlsx").message;
    assert!(told.contains("There is no folder"), "{told}");
    assert!(names(folder.path()).is_empty());
    run(&mut notebook, "%q export set/");
    assert_eq!(
        names(&folder.path().join("set")),
        ["grid.csv", "sorts.csv", "statements.csv"]
    );
    let told = refused(&mut notebook, "%q export set").message;
    assert!(
        told.contains("sorts.csv`") && told.contains("are already there"),
        "{told}"
    );
    let again = text(&run(
        &mut notebook,
        "%q load set/sorts.csv --statements set/statements.csv --grid set/grid.csv",
    ));
    assert!(
        again.contains("5 statements") && again.contains("4 sorts"),
        "{again}"
    );
}

#[test]
fn paths_that_are_no_files_are_refused() {
    let (folder, mut notebook) = desk();
    fs::create_dir(folder.path().join("d.xlsx")).unwrap();
    let told = refused(&mut notebook, "%q export d.xlsx --format workbook").message;
    assert!(
        told.contains("is a folder") && told.contains("study.xlsx"),
        "{told}"
    );
    fs::write(folder.path().join("plain"), "").unwrap();
    let told = refused(&mut notebook, "%q export plain/").message;
    assert!(told.contains("is a file; expected a folder"), "{told}");
    let told = refused(&mut notebook, "%q export plain/a.json").message;
    assert!(told.contains("There is no folder"), "{told}");
}

/// Every format from the very start and from the end of an analysis; the notebook's session is as it was.
#[test]
fn every_format_from_every_stage() {
    let (folder, mut notebook) = desk();
    let files = "a.xlsx a.docx a.json a.dat a.zip set/";
    run(&mut notebook, &format!("%q export {files}"));
    for kind in ["lis", "md", "html"] {
        run(&mut notebook, &format!("%q report r.{kind}"));
    }
    for step in [
        "%q correlate",
        "%q extract pca -k 2",
        "%q rotate varimax -k 2",
        "%q flag auto",
    ] {
        run(&mut notebook, step);
        run(&mut notebook, &format!("%q export {files} --overwrite"));
        run(&mut notebook, "%q report r.lis --overwrite");
    }
    run(&mut notebook, "%q export r --format qmethod");
    assert!(folder.path().join("r/loa.csv").exists());
    let journal = text(&run(&mut notebook, "%q journal"));
    assert!(!journal.contains("export"), "{journal}");
}

#[test]
fn second_order_solutions_are_written_too() {
    let folder = tempfile::tempdir().unwrap();
    let mut notebook = notebook_in(folder.path().to_str().unwrap());
    for cell in [
        "%q example case-study",
        "%q solve --by site -k A=3,B=4,C=3,D=3,E=3",
        "%q second-order A B C D E",
        "%q correlate",
        "%q extract pca -k 3",
        "%q rotate varimax -k 3",
        "%q flag auto",
        "%q export super.xlsx super.dat super.json super/",
        "%q report super.lis",
        "%q export site.json --of A",
    ] {
        run(&mut notebook, cell);
    }
    let dat = fs::read_to_string(folder.path().join("super.dat")).unwrap();
    assert_eq!(&dat[..9], "  0 16 40");
    let site = fs::read_to_string(folder.path().join("site.json")).unwrap();
    assert!(site.contains("\"solution\":\"A\""));
}
