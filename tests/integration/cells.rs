//! What the reader sees: the last cell of every file in `tests/cells` is a snapshot. Cells are separated by a line `---`; those in `ok`
//! succeed, those in `errors` fail, by kind of mistake. The notebook lies in `tests/data`.

use crate::notebook::{notebook_in, run, text, try_run};
use quincunx::cell::CellFailure;
use quincunx::mime::MimeBundle;
use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn good_cells() {
    let seen = files("ok").into_iter().map(|file| match outcome(&file) {
        Ok(shown) => (
            format!("ok-{}", name(&file)),
            cell_and(&file, &text(&shown)),
        ),
        Err(failure) => panic!("{}: {}", file.display(), failure.message),
    });
    compare(seen.collect());
}

#[test]
fn mistaken_cells() {
    let mut accepted = Vec::new();
    let mut seen = Vec::new();
    for kind in folders() {
        let mut told = Vec::new();
        for file in files(&format!("errors/{kind}")) {
            match outcome(&file) {
                Ok(shown) => accepted.push(cell_and(&file, &text(&shown))),
                Err(failure) => {
                    let message = format!("{}: {}", failure.name, failure.message);
                    told.push(format!("== {}\n{}", name(&file), cell_and(&file, &message)));
                }
            }
        }
        seen.push((format!("errors-{kind}"), told.join("\n\n")));
    }
    compare(seen);
    assert!(
        accepted.is_empty(),
        "no mistakes:\n{}",
        accepted.join("\n\n")
    );
}

fn compare(snapshots: Vec<(String, String)>) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../cells/snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for (name, seen) in snapshots {
            insta::assert_snapshot!(name, seen);
        }
    });
}

/// What the last cell of a file gives, after those before it.
fn outcome(file: &Path) -> Result<Vec<MimeBundle>, CellFailure> {
    let source = source(file);
    let cells: Vec<&str> = source.split("---\n").collect();
    let (last, before) = cells.split_last().expect("a cell");
    let mut notebook = notebook_in("tests/data");
    for cell in before {
        run(&mut notebook, cell);
    }
    try_run(&mut notebook, last)
}

/// The last cell of a file with what it gives.
fn cell_and(file: &Path, seen: &str) -> String {
    let source = source(file);
    let last = source.rsplit("---\n").next().unwrap_or_default();
    // Messages may name the notebook's folder, which is another on every machine.
    let seen = seen.replace(env!("CARGO_MANIFEST_DIR"), "HERE");
    format!("{}\n\n{seen}", last.trim_end())
}

/// The cells of every file of mistakes.
pub(crate) fn mistakes() -> Vec<Vec<String>> {
    let kinds = folders().into_iter();
    let files = kinds.flat_map(|kind| files(&format!("errors/{kind}")));
    let cells = files.map(|file| source(&file).split("---\n").map(str::to_owned).collect());
    cells.collect()
}

fn source(file: &Path) -> String {
    fs::read_to_string(file).expect("a cell file")
}

fn name(file: &Path) -> String {
    file.file_stem().unwrap().to_string_lossy().into_owned()
}

fn files(folder: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(format!("tests/cells/{folder}")).expect("a folder of cells");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|e| e == "q"));
    files.sort();
    assert!(!files.is_empty(), "no cells in {folder}");
    files
}

fn folders() -> Vec<String> {
    let entries = fs::read_dir("tests/cells/errors").expect("a folder of mistakes");
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}
