//! Pages that follow from the code say what the code says.

use quincunx::magic::{reference_page, verbs};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn page(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("docs")
        .join(name)
}

/// With QUINCUNX_WRITE_DOCS set, the page is written instead.
#[test]
fn the_reference_page_is_that_of_the_declarations() {
    let path = page("verbs.md");
    let wanted = reference_page();
    if std::env::var_os("QUINCUNX_WRITE_DOCS").is_some() {
        fs::write(&path, wanted).unwrap();
        return;
    }
    let found = fs::read_to_string(&path).unwrap();
    let differ = wanted.lines().zip(found.lines()).find(|(a, b)| a != b);
    assert!(
        wanted == found,
        "docs/verbs.md is not what the verbs declare, first at {differ:?}. `make docs` writes it anew."
    );
}

/// The table of other programs' features names verbs that exist, and leaves none of ours unnamed.
#[test]
fn the_table_of_features_names_verbs_that_exist() {
    let text = fs::read_to_string(page("coming-from.md")).unwrap();
    let named: BTreeSet<String> = magics(&text);
    let known: BTreeSet<String> = verbs().iter().map(|v| v.name.to_owned()).collect();
    let unknown: Vec<&String> = named.difference(&known).collect();
    assert!(unknown.is_empty(), "no such verbs: {unknown:?}");
    let unnamed: Vec<&String> = known.difference(&named).collect();
    assert!(unnamed.is_empty(), "verbs without a line: {unnamed:?}");
}

/// Each magic of the table is accepted by its verb's own declaration, with capitals standing for what the analyst fills in.
#[test]
fn the_magics_of_the_table_of_features_can_be_typed() {
    let text = fs::read_to_string(page("coming-from.md")).unwrap();
    for magic in code_spans(&text).filter_map(|c| c.strip_prefix("%q ")) {
        let words = shlex::split(magic).unwrap();
        let (name, arguments) = words.split_first().unwrap();
        let verb = quincunx::magic::find(name).unwrap();
        if let Err(error) = verb.command().try_get_matches_from(arguments) {
            panic!("`%q {magic}`: {error}");
        }
    }
}

fn magics(text: &str) -> BTreeSet<String> {
    code_spans(text)
        .filter_map(|code| {
            let rest = code.strip_prefix("%%q ").or(code.strip_prefix("%q "))?;
            rest.split_whitespace().next().map(str::to_owned)
        })
        .collect()
}

/// What stands between backticks.
fn code_spans(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}
