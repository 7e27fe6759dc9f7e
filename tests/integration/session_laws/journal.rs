//! Failures, undo, the journal.

use super::{data, inside, seen};
use crate::cells::mistakes;
use crate::notebook::{notebook_apart, notebook_in, refused, run, text};
use quincunx::cell::Notebook;
use quincunx::magic::verbs;
use std::collections::BTreeSet;

#[test]
fn a_failed_magic_changes_nothing() {
    for cells in mistakes() {
        let (last, before) = cells.split_last().unwrap();
        if last.matches("%q").count() > 1 {
            continue;
        }
        let mut notebook = notebook_in("tests/data");
        for cell in before {
            run(&mut notebook, cell);
        }
        let was = inside(&notebook);
        refused(&mut notebook, last);
        assert!(inside(&notebook) == was, "changed by\n{last}");
    }
}

#[test]
fn what_ran_before_a_failure_in_the_same_cell_stays() {
    let mut notebook = notebook_in("tests/data");
    let failure = refused(
        &mut notebook,
        "%q load good/sorts.csv\n%q correlate\n%q scree\n%q extract pca",
    );
    assert_eq!(failure.name, "StageError");
    assert!(
        failure
            .traceback
            .iter()
            .any(|line| line.contains("in line 3 of the cell: %q scree"))
    );
    run(&mut notebook, "%q extract pca");
}

/// The verbs that take a step; every other only looks.
const STEPS: [&str; 26] = [
    "concourse",
    "config",
    "correlate",
    "decide",
    "example",
    "extract",
    "flag",
    "invert",
    "keep",
    "load",
    "name",
    "order",
    "participants",
    "rotate",
    "sample",
    "score",
    "second-order",
    "simulate",
    "solve",
    "sorts",
    "split",
    "statements",
    "summary",
    "swap",
    "undo",
    "use",
];

#[test]
fn undo_takes_back_every_step() {
    let mut stepping = BTreeSet::new();
    for verb in verbs() {
        for example in verb.examples {
            let (_folder, mut notebook) = notebook_apart();
            for cell in example.at.way() {
                run(&mut notebook, cell);
            }
            let was = inside(&notebook);
            let steps = notebook.session().journal().len();
            run(&mut notebook, example.cell);
            if notebook.session().journal().len() > steps {
                stepping.insert(verb.name);
                run(&mut notebook, "%q undo");
            } else if verb.name == "undo" {
                stepping.insert(verb.name);
                continue;
            }
            assert!(
                inside(&notebook) == was,
                "not restored after {}",
                example.cell
            );
        }
    }
    assert_eq!(stepping, BTreeSet::from(STEPS));
}

/// An analysis with every kind of step in it.
const ANALYSIS: [&str; 14] = [
    "%q load good/sorts.csv --grid \"-2:1,-1:2,0:3,1:2,2:1\" --as park",
    "%%q statements\nOld trees\nShort grass\nA café\nDogs on leads\nEvents\nRoom for children\nA wild pond\n\"Benches, sunny\"\nLights",
    "%%q participants\nid,role\nP1,user\nP2,user\nP3,owner\nP4,owner\nP5,user\nP6,user",
    "%q correlate",
    "%q extract centroid -k 3 --like pqmethod",
    "%q rotate varimax -k 2",
    "%q rotate by-hand F1 F2 -12.5",
    "%q flag auto --alpha 0.01",
    "%q flag add P6 F2 --reason \"clear in the interview\"",
    "%q invert F2",
    "%q name F1 \"Nature first\"",
    "%q keep whole",
    "%q solve --by role -k user=1,owner=1",
    "%q use whole",
];

#[test]
fn undo_goes_back_step_by_step_to_the_start() {
    let mut notebook = notebook_in("tests/data");
    let mut states = Vec::new();
    for cell in ANALYSIS {
        states.push(seen(&mut notebook));
        run(&mut notebook, cell);
    }
    while let Some(state) = states.pop() {
        let taken_back = text(&run(&mut notebook, "%q undo"));
        assert!(taken_back.starts_with("Taken back: `%"), "{taken_back}");
        assert!(seen(&mut notebook) == state, "{taken_back}");
    }
    refused(&mut notebook, "%q undo");
}

#[test]
fn the_journal_run_again_gives_the_same() {
    let mut first = notebook_in("tests/data");
    for cell in ANALYSIS {
        run(&mut first, cell);
    }
    let mut second = notebook_in("tests/data");
    for cell in cells_of_journal(&mut first) {
        run(&mut second, &cell);
    }
    for look in [
        "%q study",
        "%q loadings",
        "%q arrays",
        "%q scores",
        "%q characteristics",
        "%q arrays --of user",
        "%q loadings --of owner",
        "%q compare user,owner whole",
    ] {
        let result = data(&mut first, look);
        assert!(result.is_some(), "{look}");
        assert_eq!(result, data(&mut second, look), "{look}");
    }
    let journals = [&mut first, &mut second].map(|notebook| text(&run(notebook, "%q journal")));
    assert_eq!(journals[0], journals[1]);
    assert!(journals[0].contains("sha256:"));
}

/// The pieces of the journal as they stand in the notebook.
fn cells_of_journal(notebook: &mut Notebook) -> Vec<String> {
    let shown = text(&run(notebook, "%q journal"));
    let pieces = shown.split("\n\n").skip(2);
    let pieces: Vec<String> = pieces.map(str::to_owned).collect();
    assert!(pieces.len() > 3, "{shown}");
    pieces
}

#[test]
fn looking_is_no_step() {
    let mut notebook = notebook_in("tests/data");
    run(&mut notebook, "%q load good/sorts.csv\n%q solve -k 2");
    let was = inside(&notebook);
    seen(&mut notebook);
    run(
        &mut notebook,
        "%q help\n%q rotate --help\n%q composite\n%q crib\n%q distinguishing",
    );
    assert!(inside(&notebook) == was);
}

#[test]
fn equal_data_have_equal_digests() {
    let digest = |cell: &str| {
        let mut notebook = notebook_in("tests/data");
        run(&mut notebook, cell);
        let study = data(&mut notebook, "%q study").unwrap();
        study["study"]["digest"].as_str().unwrap().to_owned()
    };
    let csv = digest("%q load good/sorts.csv");
    assert_eq!(csv, digest("%q load good/sorts.parquet --as other"));
    assert_eq!(csv, digest("%q load good/shuffled-columns.csv"));
    assert_ne!(csv, digest("%q load good/sorts.csv --grid free"));
    assert_ne!(
        csv,
        digest("%q load good/sorts.csv --statements good/statements.csv")
    );
}
