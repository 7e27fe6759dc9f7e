//! Cells of magics and Rust: what is known of the names in their Rust lines, where errors are, and when something is shown.

use super::giving::notebook;
use super::outputs::strip_colours;
use super::{Evaluator, Ran, Recorder, Said};
use quincunx::cell::{Completion, Notebook};

const TRIES: usize = 20;

#[test]
fn rust_lines_between_magics_are_rust_lines_like_any() {
    let apart = Evaluator::new();
    let mut notebook = notebook(&apart);
    let cell = "%q example case-study\nlet loaded_here = q::sorts().cols();\n%q study\nloaded_here";
    let said = said_in(&mut notebook, cell);
    let [
        Said::Display(study),
        Said::Display(again),
        Said::Value(sorts),
    ] = &said[..]
    else {
        panic!("{said:?}");
    };
    assert!(study.text().starts_with("Study case-study"));
    assert!(again.text().starts_with("Study case-study"));
    assert_eq!(sorts.text(), "93");

    // Tab and Shift-Tab, where letters take several bytes.
    let code = "%q grid\nlet ä = 1; loaded_he\n%q study";
    let cursor = code.find("loaded_he").unwrap() + "loaded_he".len();
    let found = completed(&notebook, code, cursor);
    assert_eq!(&code[found.start..found.end], "loaded_he");
    let texts: Vec<&str> = found.candidates.iter().map(|c| c.0.as_str()).collect();
    assert!(texts.contains(&"loaded_here"), "{texts:?}");
    let code = "%q grid\n\nq::participants().te\n%q study";
    let found = completed(&notebook, code, code.find(".te").unwrap() + 3);
    let texts: Vec<&str> = found.candidates.iter().map(|c| c.0.as_str()).collect();
    assert!(
        texts.iter().any(|text| text.starts_with("texts")),
        "{texts:?}"
    );
    let code = "%q grid\nlet ä = 1; q::arrays()\n%q study";
    let cursor = code.find("arrays").unwrap() + 2;
    let known = (0..TRIES).find_map(|_| notebook.inspect(code, cursor));
    let known = known.unwrap();
    assert!(
        known.text().contains("n statements × k factors"),
        "{known:?}"
    );

    // The line is that of the cell, the caret below the word; the magic above has been run.
    let code = "%q solve -k 2\n\n// a comment\nlet good = 1; let bad: usize = \"text\";";
    let failure = notebook.run(code, &Recorder::default()).unwrap_err();
    assert_eq!(
        failure.message,
        "The cell does not compile: error in line 4: mismatched types."
    );
    let shown = strip_colours(&failure.traceback.join("\n"));
    let expected = "4 | let good = 1; let bad: usize = \"text\";\n  \
                      |                                ^^^^^^ expected `usize`, found `&str`";
    assert!(shown.contains(expected), "{shown}");
    assert_eq!(notebook.session().current().unwrap().labels(), ["F1", "F2"]);
    let failure = notebook
        .run(
            "%q grid\nlet place = 100;\nlet _ = q::sorts()[(0, place)];",
            &Recorder::default(),
        )
        .unwrap_err();
    assert!(
        failure
            .message
            .starts_with("The cell panicked in line 3: there is no place (0, 100)"),
        "{failure:?}"
    );

    // What was displayed is there while the cell still waits for an answer.
    let cell = "q::grid().evcxr_display();\nprintln!(\"between\");\nq::arrays().with_decimals(1).evcxr_display();\n\
                let answer = q::input(\"Go on?\")?;\nanswer.len()";
    let said = said_in(&mut notebook, cell);
    let [
        Said::Display(grid),
        Said::Stdout(between),
        Said::Display(arrays),
        Said::Asked(_),
        Said::Value(answer),
    ] = &said[..]
    else {
        panic!("{said:?}");
    };
    assert!(grid.text().contains("value  cards"), "{grid:?}");
    assert_eq!(between, "between\n");
    assert!(arrays.text().contains(".0"), "{arrays:?}");
    assert_eq!(answer.text(), "17");
}

/// What may stand at the cursor; on a slow machine an answer comes too late, and the next one does not.
fn completed(notebook: &Notebook, code: &str, cursor: usize) -> Completion {
    let mut found = (0..TRIES).map(|_| notebook.complete(code, cursor));
    found.find(|found| !found.candidates.is_empty()).unwrap()
}

/// What a cell says that ends well.
fn said_in(notebook: &mut Notebook, cell: &str) -> Vec<Said> {
    let seen = Recorder::default();
    notebook.run(cell, &seen).unwrap();
    let ran = Ran {
        said: seen.said.into_inner().unwrap(),
        result: Ok(Vec::new()),
    };
    ran.own()
}
