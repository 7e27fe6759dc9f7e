//! What cells show and say.

use std::fs;

use super::{Said, shared};

#[test]
fn values_are_shown_and_variables_persist() {
    let evaluator = shared();
    assert_eq!(evaluator.value("let kept = 41; kept + 1"), "42");
    assert_eq!(evaluator.value("kept * 2"), "82");
    assert_eq!(
        evaluator.value("fn twice(x: i32) -> i32 { 2 * x }\ntwice(kept)"),
        "82"
    );
    // A unit has nothing to show.
    let ran = evaluator.run("if kept > 0 { println!(\"positive\") }");
    ran.ok();
    assert_eq!(ran.own(), [Said::Stdout("positive\n".to_owned())]);
}

#[test]
fn all_output_is_there_when_the_cell_ends() {
    let evaluator = shared();
    let ran = evaluator.run("for i in 0..20_000 { println!(\"line {i}\"); } eprintln!(\"done\");");
    ran.ok();
    assert_eq!(ran.stdout().lines().count(), 20_000);
    assert_eq!(ran.stderr(), "done\n");
}

#[test]
fn unfinished_lines_belong_to_their_cell() {
    let evaluator = shared();
    let ran = evaluator.run("let unfinished = 1; print!(\"abc\");");
    ran.ok();
    assert_eq!(ran.stdout(), "abc");
    // Flushed by hand, the text stands before evcxr's line, which must be found all the same.
    let ran = evaluator.run("use std::io::Write as _; print!(\"x\"); std::io::stdout().flush()?;");
    ran.ok();
    assert_eq!(ran.stdout(), "x");
    let ran = evaluator.run("print!(\"late\"); panic!(\"stop\");");
    assert_eq!(ran.stdout(), "late");
    assert!(ran.result.is_err());
    assert_eq!(evaluator.value("unfinished"), "1");
}

#[test]
fn displayed_blocks_arrive_one_by_one_and_in_order() {
    let evaluator = shared();
    evaluator
        .run(
            "fn show(text: &str) { println!(\"EVCXR_BEGIN_CONTENT text/html\\n<b>{text}</b>\\nEVCXR_END_CONTENT\"); }",
        )
        .ok();
    let ran = evaluator.run("show(\"1\"); show(\"2\"); println!(\"between\"); show(\"3\");");
    ran.ok();
    let order: Vec<String> = ran
        .own()
        .iter()
        .map(|said| match said {
            Said::Display(bundle) => bundle
                .get("text/html")
                .unwrap()
                .as_str()
                .unwrap()
                .to_owned(),
            Said::Stdout(text) => text.clone(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(order, ["<b>1</b>", "<b>2</b>", "between\n", "<b>3</b>"]);
    // Without the semicolon, what is displayed last is the cell's value.
    let ran = evaluator.run("show(\"4\"); show(\"5\")");
    assert_eq!(ran.bundle().unwrap().get("text/html").unwrap(), "<b>5</b>");
}

#[test]
fn compile_errors_point_at_the_reader_s_line() {
    let evaluator = shared();
    let failure = evaluator.failure("// first\nlet ä = 1;\nlet y: i32 = \"text\";");
    assert_eq!(failure.kind.name(), "CompilationError");
    assert_eq!(
        failure.message,
        "The cell does not compile: error in line 3: mismatched types."
    );
    let shown = strip_colours(&failure.traceback.join("\n"));
    let expected = "error[E0308]: mismatched types\n\
                    3 | let y: i32 = \"text\";\n  \
                      |              ^^^^^^ expected `i32`, found `&str`";
    assert!(shown.contains(expected), "{shown}");

    let failure = evaluator.failure("#![allow(unused_variables)] let z = undefined_name;");
    let shown = strip_colours(&failure.traceback.join("\n"));
    let caret = "                                    ^^^^^^^^^^^^^^";
    assert!(shown.contains(caret), "{shown}");

    // rustc's span includes code of evcxr's around the last expression.
    let failure = evaluator.failure("let k = 5;\nlet v = [1, 2, 3];\nv[k]");
    assert!(failure.message.contains("in line 3"), "{failure:?}");
    assert!(
        !failure.traceback.join("\n").contains("lib.rs"),
        "{failure:?}"
    );
}

pub(super) fn strip_colours(text: &str) -> String {
    let mut parts = text.split('\u{1b}');
    let mut plain = parts.next().unwrap().to_owned();
    for part in parts {
        plain.push_str(part.split_once('m').unwrap().1);
    }
    plain
}

#[test]
fn variables_whose_type_has_no_name_are_explained() {
    let evaluator = shared();
    let failure = evaluator.failure("let unnamed = |x: i32| x + 1;");
    assert!(
        failure.message.contains("`unnamed` is a closure"),
        "{failure:?}"
    );
}

#[test]
fn evcxr_s_commands_work_and_dangerous_ones_are_refused() {
    let evaluator = shared();
    evaluator.run("let listed = 1;").ok();
    assert!(evaluator.value(":vars").contains("listed: i32"));
    assert!(evaluator.value(":help").contains(":dep"));
    for (cell, words) in [
        (":quit", "Kernel menu"),
        ("!ls", "std::process::Command"),
        ("// a comment\n:dep q = \"1\"", "Line 2: `q` is the name"),
        (":nonsense", "Unrecognised command"),
    ] {
        let failure = evaluator.failure(cell);
        assert_eq!(failure.kind.name(), "CompilationError");
        assert!(failure.message.contains(words), "{failure:?}");
    }
    assert_eq!(evaluator.value("listed"), "1");
}

#[test]
fn a_crate_beside_the_notebook_is_a_dependency() {
    let evaluator = shared();
    let crate_directory = evaluator.directory.path().join("beside");
    fs::create_dir_all(crate_directory.join("src")).unwrap();
    fs::write(
        crate_directory.join("Cargo.toml"),
        "[package]\nname = \"beside\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[workspace]\n",
    )
    .unwrap();
    fs::write(
        crate_directory.join("src/lib.rs"),
        "pub fn seven() -> i32 { 7 }\n",
    )
    .unwrap();
    let ran = evaluator.run(":dep beside = { path = \"./beside\" }\nbeside::seven()");
    ran.ok();
    assert_eq!(ran.value().as_deref(), Some("7"));
    // The compiler's progress is no output of the cell.
    assert_eq!(ran.stderr(), "");
    // What the notebook's own crate is called stays known after everything was forgotten.
    let ran = evaluator.run(":clear\nq::tables().len() < 100");
    assert_eq!(ran.value().as_deref(), Some("true"), "{ran:?}");
}

#[test]
fn a_cell_can_ask() {
    let evaluator = shared();
    let ran = evaluator
        .run("print!(\"Hm. \"); let asked = q::input(\"At 12:30?\")?; println!(\"{asked}\");");
    ran.ok();
    assert_eq!(
        ran.own(),
        [
            Said::Stdout("Hm. ".to_owned()),
            Said::Asked("At 12:30?".to_owned()),
            Said::Stdout("an answer: to all\n".to_owned())
        ]
    );
    // As the crate `evcxr_input` does it.
    let ran = evaluator.run(
        "println!(\"EVCXR_INPUT_REQUEST:At 12:30?\"); let mut line = String::new(); \
         std::io::stdin().read_line(&mut line)?; print!(\"{line}\");",
    );
    ran.ok();
    assert!(
        ran.said.contains(&Said::Asked("At 12:30?".to_owned())),
        "{ran:?}"
    );
    assert_eq!(ran.stdout(), "an answer: to all\n");
    let failure = evaluator.failure("let secret = q::password(\"Secret?\")?;");
    assert_eq!(failure.message, "A `?` met an error: nobody is there");
}

#[test]
fn names_are_completed_and_explained() {
    let evaluator = shared();
    evaluator.run("let completed_here = 1;").ok();
    let code = "let ä = 1; completed_he";
    let found = evaluator.cells.complete(code, code.len());
    assert_eq!(&code[found.start..found.end], "completed_he");
    assert!(
        found
            .candidates
            .iter()
            .any(|candidate| candidate.text == "completed_here"),
        "{found:?}"
    );
    let code = "q::corr";
    let found = evaluator.cells.complete(code, code.len());
    assert!(
        found
            .candidates
            .iter()
            .any(|candidate| candidate.text.starts_with("correlations")),
        "{found:?}"
    );
    let known = evaluator.cells.inspect("q::loadings()", 5).unwrap();
    assert!(known.plain.contains("m sorts × k factors"), "{known:?}");
    assert!(evaluator.cells.inspect("no_such_name", 5).is_none());
}

#[test]
fn what_is_shown_can_be_replaced_and_removed() {
    let evaluator = shared();
    let ran = evaluator.run(
        "print!(\"before\"); let shown = q::Shown::new(\"text/plain\", \"1 of 2\"); \
         shown.update(\"text/plain\", \"2 of 2\"); println!(\"after\");",
    );
    ran.ok();
    let [
        Said::Stdout(before),
        Said::Named(first, one),
        Said::Named(second, two),
        Said::Stdout(after),
    ] = &ran.own()[..]
    else {
        panic!("{ran:?}");
    };
    assert_eq!((before.as_str(), after.as_str()), ("before", "after\n"));
    assert_eq!((one.text(), two.text()), ("1 of 2", "2 of 2"));
    assert_eq!(first, second);
    // It can be replaced from a later cell.
    let ran = evaluator.run("shown.update(\"text/html\", \"<b>3</b>\");");
    let [Said::Named(id, three)] = &ran.own()[..] else {
        panic!("{ran:?}");
    };
    assert_eq!(id, first);
    assert_eq!(three.get("text/html").unwrap(), "<b>3</b>");

    let ran = evaluator
        .run("println!(\"a\"); q::clear_output(false); println!(\"b\"); q::clear_output(true);");
    assert_eq!(
        ran.own(),
        [
            Said::Stdout("a\n".to_owned()),
            Said::Cleared(false),
            Said::Stdout("b\n".to_owned()),
            Said::Cleared(true),
        ]
    );
}

#[test]
fn a_long_build_is_one_line_that_changes() {
    let evaluator = shared();
    let slow = evaluator.directory.path().join("slow");
    fs::create_dir_all(slow.join("src")).unwrap();
    fs::write(
        slow.join("Cargo.toml"),
        "[package]\nname = \"slow\"\nversion = \"0.2.0\"\nedition = \"2024\"\n[workspace]\n",
    )
    .unwrap();
    fs::write(slow.join("src/lib.rs"), "pub fn eight() -> i32 { 8 }\n").unwrap();
    fs::write(
        slow.join("build.rs"),
        "fn main() { std::thread::sleep(std::time::Duration::from_secs(2)) }\n",
    )
    .unwrap();
    let ran = evaluator.run(":dep slow = { path = \"./slow\" }\nslow::eight()");
    ran.ok();
    assert_eq!(ran.value().as_deref(), Some("8"));
    let lines = ran.progress();
    assert!(
        lines
            .iter()
            .any(|line| line.starts_with("Rust: compiling slow v0.2.0 (crate 1), ")),
        "{lines:?}"
    );
    // Nothing of it is left: how long a build takes is no result.
    assert_eq!(ran.own().len(), 1, "{ran:?}");
}

#[test]
fn a_last_expression_is_shown_as_evcxr_shows_it() {
    let evaluator = shared();
    for (cell, shown) in [
        ("1.5_f32", "1.5"),
        ("\"a\\n\"", "\"a\\n\""),
        ("String::from(\"b\")", "\"b\""),
        ("&[1, 2][..]", "[1, 2]"),
        ("vec![Some('c'), None]", "[Some('c'), None]"),
        ("(1, \"d\", [0.5; 2])", "(1, \"d\", [0.5, 0.5])"),
        ("\"7\".parse::<i32>()", "Ok(7)"),
        ("#[derive(Debug)] struct Own(i32);\nOwn(3)", "Own(3)"),
        // A smart pointer leads to what has a display of its own.
        (
            "std::sync::Arc::new(q::Matrix::from_rows(&[vec![1.0]]))",
            "   1\n1  1",
        ),
        ("Box::new(5)", "5"),
    ] {
        assert_eq!(evaluator.value(cell), shown, "{cell}");
    }
    // Nothing is to be seen of what has no value, and a value that has no text is an error at its place.
    let ran = evaluator.run("for number in 0..2 { print!(\"{number}\") }");
    ran.ok();
    assert_eq!(ran.own(), [Said::Stdout("01".to_owned())]);
    let failure = evaluator.failure("struct Silent;\nSilent");
    assert!(failure.message.contains("in line 2"), "{failure:?}");
    assert!(failure.message.contains("Debug"), "{failure:?}");

    // `:fmt` has its way from the cell on in which it stands.
    assert_eq!(
        evaluator.value(":fmt {:#?}\n(1, 2)").replace("    ", ""),
        "(\n1,\n2,\n)"
    );
    assert_eq!(evaluator.value(":fmt {:?}\n(1, 2)"), "(1, 2)");
}

#[test]
fn random_numbers_are_those_of_the_kernel() {
    let evaluator = shared();
    let mut random = quincunx::numeric::Random::seeded(7);
    let expected = [random.below(100), random.below(100), random.below(100)];
    let cell = "let mut random = q::Random::seeded(7);\n[random.below(100), random.below(100), random.below(100)]";
    assert_eq!(evaluator.value(cell), format!("{expected:?}"));
}
