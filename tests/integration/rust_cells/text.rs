//! Rust text: whether it is complete, and which lines begin at its top level.

use quincunx::rust_cell::{Completeness, completeness, lines_at_top_level};

#[test]
fn complete_texts() {
    for code in [
        "",
        "let x = 5",
        "let x = 5;",
        "#[derive(Debug)]",
        "#![allow(dead_code)]",
        "fn f<'a>(x: &'a str) -> &'a str { x }",
        "let c = '\\''; let d = '{'; let e = b'('; let f = '\\u{1F600}';",
        r##"let s = r#"an "open { brace"#;"##,
        r##"let s = br#"("#; let r#type = 1;"##,
        "let s = \"an open { brace and a \\\" quote\";",
        "// an open { brace",
        "/* nested /* { */ ( */ 1",
        "let s = \"two\nlines\";",
        "0..",
    ] {
        assert_eq!(completeness(code), Completeness::Complete, "{code}");
    }
}

#[test]
fn incomplete_texts() {
    for (code, indent) in [
        ("fn f() {", 4),
        ("f(|x| {", 8),
        ("let v = vec![\n    1,", 4),
        ("let x =", 0),
        ("let s = \"open", 0),
        ("let s = r#\"open\"", 0),
        ("/* open", 0),
        ("/* open /* closed */", 0),
    ] {
        let indent = " ".repeat(indent);
        assert_eq!(
            completeness(code),
            Completeness::Incomplete { indent },
            "{code}"
        );
    }
}

#[test]
fn texts_no_line_can_mend() {
    for code in ["}", "f(]", "let x = (1, 2));"] {
        assert_eq!(completeness(code), Completeness::Invalid, "{code}");
    }
}

#[test]
fn lines_within_strings_comments_and_brackets_are_not_at_top_level() {
    let code = "let s = \"\n%q not a magic\n\";\n/*\n%q nor this\n*/\nf(\n%q 2\n);\n%q load x\n";
    assert_eq!(
        lines_at_top_level(code),
        [
            true, false, false, true, false, false, true, false, false, true
        ]
    );
}
