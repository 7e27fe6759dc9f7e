//! Which lines are magics. The notebook has no Rust compiler, so a line taken for Rust is told by its error.

use crate::notebook::{notebook, notebook_in, refused, run, text, try_run};

/// The kind of error a cell ends with.
fn ends_with(cell: &str) -> String {
    try_run(&mut notebook(), cell).map_or_else(|failure| failure.name, |_| "nothing".to_owned())
}

#[test]
fn a_line_that_starts_with_the_sign_is_a_magic() {
    assert_eq!(ends_with("%q nonsense"), "UsageError");
    assert_eq!(ends_with("\n\n%q nonsense"), "UsageError");
    assert_eq!(ends_with("// a comment\n%q nonsense"), "UsageError");
    assert_eq!(ends_with("%q\tnonsense"), "UsageError");
    assert_eq!(ends_with("%q help\r\n%q nonsense\r\n"), "UsageError");
}

#[test]
fn within_a_string_a_comment_or_brackets_it_is_rust() {
    for rust in [
        "let text = \"first\n%q nonsense\n\";",
        "let text = r#\"a \" quote\n%q nonsense\n\"#;",
        "/* away for now\n%q nonsense\n*/ let x = 1;",
        "fn remainder(a: i32, q: i32) -> i32 {\n    a\n%q nonsense\n}",
        "let x = (7\n%q nonsense);",
        "let x = 1;\n%%q sorts\nid,1,2",
        "%quux",
        "  %q nonsense",
        "let x = 5 %q;",
    ] {
        assert_eq!(ends_with(rust), "RustUnavailable", "{rust}");
    }
    assert_eq!(
        ends_with("let open = '\"';\n%q nonsense"),
        "RustUnavailable"
    );
}

#[test]
fn nothing_to_run_is_no_error() {
    for empty in ["", "\n \n", "// only a comment", "// two\n\n// comments\n"] {
        assert_eq!(ends_with(empty), "nothing", "{empty:?}");
    }
}

#[test]
fn segments_run_in_order_until_one_fails() {
    let mut notebook = notebook_in("tests/data");
    let failure = refused(
        &mut notebook,
        "%q load good/sorts.csv\nlet x = 1;\n%q correlate",
    );
    assert_eq!(failure.name, "RustUnavailable");
    assert!(
        failure.message.contains("magics work without it"),
        "{}",
        failure.message
    );
    let failure = refused(&mut notebook, "%q extract pca");
    assert_eq!(
        failure.name, "StageError",
        "the magic after the failed line ran"
    );
}

#[test]
fn a_cell_magic_takes_the_rest_of_the_cell() {
    let cell =
        "\n// our own data\n%%q sorts --as tea\nid,1,2,3,4,5\nAnn,-1,0,0,0,1\nBob,0,-1,0,1,0\n";
    let mut notebook = notebook();
    assert!(text(&run(&mut notebook, cell)).contains("Study tea"));
    let failure = refused(&mut notebook, &format!("{cell}%q study"));
    assert_eq!(failure.name, "StudyFileError", "a magic among the data ran");
    assert!(
        failure.message.contains("this cell, row 7"),
        "{}",
        failure.message
    );
}

#[test]
fn the_last_thing_shown_is_the_value() {
    let mut notebook = notebook_in("tests/data");
    let shown = run(&mut notebook, "%q load good/sorts.csv\n%q grid");
    assert!(text(&shown).find("Study sorts") < text(&shown).find("How many of the 9 cards"));
}
