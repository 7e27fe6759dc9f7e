//! What front ends ask for beside a cell (`user_expressions`), and what goes to their pagers.

use crate::notebook::{after, notebook};
use quincunx::jupyter::language::{Cell, Completeness, Language};
use quincunx::kernel::Kernel;
use quincunx::mime::MimeBundle;
use quincunx::output::Output;
use std::sync::Mutex;

#[test]
fn magics_and_names_of_the_session_have_values() {
    let notebook = after(&[
        "%q example case-study\n%q correlate\n%q extract pca -k 3\n%q rotate varimax\n%q keep first",
    ]);
    let study = notebook.evaluate(" %q study ").unwrap();
    assert!(study.text().contains("case-study"), "{}", study.text());
    let statements = notebook.evaluate("statements").unwrap();
    assert!(statements.text().contains("text"), "{}", statements.text());
    let loadings = notebook.evaluate("first.loadings").unwrap();
    assert!(loadings.text().lines().count() > 30, "{}", loadings.text());
    assert!(notebook.evaluate("case-study").is_ok());
}

#[test]
fn what_has_no_value_says_why_and_changes_nothing() {
    let notebook = after(&["%q example case-study\n%q correlate"]);
    for (expression, name, words) in [
        ("1 + 1", "NameError", "Rust is run in cells only"),
        ("loadings", "NameError", "sorts, statements, participants"),
        ("%q extract pca -k 3", "UsageError", "changes the session"),
        ("%q undo", "UsageError", "changes the session"),
        ("%q nonsense", "UsageError", "no verb `nonsense`"),
        ("", "NameError", "neither a magic"),
    ] {
        let failure = notebook.evaluate(expression).unwrap_err();
        assert_eq!(failure.name, name, "{expression}");
        assert!(failure.message.contains(words), "{}", failure.message);
        assert_eq!(notebook.session().journal().len(), 2, "{expression}");
    }
    let failure = self::notebook().evaluate("loadings").unwrap_err();
    assert!(
        failure.message.contains("load a study first"),
        "{failure:?}"
    );
}

/// Counts what is shown.
#[derive(Default)]
struct Counter(Mutex<usize>);

impl Output for Counter {
    fn stdout(&self, _: &str) {
        *self.0.lock().unwrap() += 1;
    }
    fn stderr(&self, text: &str) {
        self.stdout(text);
    }
    fn display(&self, bundle: &MimeBundle, _: Option<&str>) {
        self.stdout(bundle.text());
    }
    fn update(&self, bundle: &MimeBundle, _: &str) {
        self.stdout(bundle.text());
    }
    fn result(&self, bundle: &MimeBundle) {
        self.stdout(bundle.text());
    }
    fn clear(&self, _: bool) {}
    fn input(&self, _: &str, _: bool) -> Result<String, String> {
        Err("nobody".to_owned())
    }
}

#[test]
fn help_goes_to_the_pager_where_that_is_asked_for() {
    let mut kernel = Kernel::new().unwrap();
    let cell = |code| Cell {
        code,
        silent: false,
        execution_count: 1,
    };
    let shown = Counter::default();
    let paged = kernel.execute(&cell("%q help rotate --page"), &shown);
    let payload = paged.unwrap().payload;
    assert_eq!(payload.len(), 1);
    assert_eq!(payload[0]["source"], "page");
    assert_eq!(payload[0]["start"], 0);
    let text = payload[0]["data"]["text/plain"].as_str().unwrap();
    assert!(text.contains("varimax"), "{text}");
    assert_eq!(*shown.0.lock().unwrap(), 0);

    let unpaged = kernel.execute(&cell("%q help rotate"), &shown).unwrap();
    assert!(unpaged.payload.is_empty());
    assert_eq!(*shown.0.lock().unwrap(), 1);
}

#[test]
fn a_magic_with_an_open_quotation_mark_is_invalid() {
    let mut kernel = Kernel::new().unwrap();
    for (code, expected) in [
        ("%q load 'my sorts.csv'", Completeness::Complete),
        ("%q load 'my sorts.csv", Completeness::Invalid),
        ("%q help\n%q load \"x", Completeness::Invalid),
        ("%%q sorts \"x\nid,1\n", Completeness::Invalid),
        ("%q correlat", Completeness::Complete),
    ] {
        assert_eq!(kernel.is_complete(code), expected, "{code}");
    }
}
