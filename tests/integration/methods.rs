//! The method in words and the checklist: what they say is what the session holds.

use crate::notebook::{after, notebook, refused, result, run, text};
use quincunx::cell::Notebook;
use quincunx::render::fixed;
use serde_json::Value;
use std::collections::BTreeSet;

/// What words of the method say of any study: critical values, levels, the reliability of one sort, and formulas.
const CONSTANTS: [&str; 8] = ["1.96", "2.58", ".05", ".01", "0.80", "0", "1", "2"];

fn paragraphs(notebook: &mut Notebook, cell: &str) -> String {
    let shown = run(notebook, cell);
    let data = &result(&shown)["data"];
    let paragraphs = data["paragraphs"].as_array().unwrap();
    let words: Vec<&str> = paragraphs.iter().map(|p| p.as_str().unwrap()).collect();
    words.join("\n")
}

/// The numbers in a text, without signs; not those in names such as F1, in magics, in the digest and the version.
fn numbers(text: &str) -> BTreeSet<String> {
    let version = format!("Quincunx {}", env!("CARGO_PKG_VERSION"));
    let text = text.replace(&version, "").replace(',', "");
    let prose: String = text.split('`').step_by(2).collect::<Vec<_>>().join(" ");
    let words = prose.split(|c: char| !(c.is_alphanumeric() || c == '.' || c == ':'));
    words
        .map(|word| word.trim_end_matches(['.', ':']))
        .filter(|word| word.starts_with(|c: char| c.is_ascii_digit() || c == '.'))
        .filter(|word| word.chars().all(|c| c.is_ascii_digit() || c == '.'))
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

fn floats(value: &Value) -> Vec<f64> {
    let values = value.as_array().unwrap().iter();
    values.map(|v| v.as_f64().unwrap()).collect()
}

/// Every number that the method of a solution has to give, as other verbs give it for programs.
fn facts(notebook: &mut Notebook, kept: usize) -> BTreeSet<String> {
    let mut facts = BTreeSet::new();
    let mut add = |number: String| facts.insert(number);
    let study = result(&run(notebook, "%q study"))["data"].clone();
    add(study["sorts"].as_array().unwrap().len().to_string());
    add(study["statements"].as_array().unwrap().len().to_string());
    for column in study["grid"].as_array().unwrap() {
        add(column["value"].as_i64().unwrap().abs().to_string());
        add(column["cards"].to_string());
    }
    let unrotated = result(&run(notebook, "%q scree"))["data"].clone();
    let extracted = unrotated["factors"].as_array().unwrap().len();
    add(extracted.to_string());
    for value in floats(&unrotated["eigenvalues"]).iter().take(extracted) {
        add(fixed(*value, 2));
    }
    add(fixed(
        floats(&unrotated["variance_percent"]).iter().sum(),
        1,
    ));
    let loadings = result(&run(notebook, "%q loadings"))["data"].clone();
    add(kept.to_string());
    add(fixed(floats(&loadings["variance_percent"]).iter().sum(), 1));
    add(fixed(loadings["threshold"].as_f64().unwrap(), 3));
    let flags: Vec<Vec<bool>> = serde_json::from_value(loadings["flags"].clone()).unwrap();
    for factor in 0..kept {
        add(flags.iter().filter(|row| row[factor]).count().to_string());
    }
    let rows: Vec<Vec<f64>> = serde_json::from_value(loadings["loadings"].clone()).unwrap();
    let threshold = loadings["threshold"].as_f64().unwrap();
    // Flagged on one, confounded, significant on one without a flag, significant on none.
    let mut standings = [0; 4];
    for (flags, row) in flags.iter().zip(&rows) {
        let flagged = flags.iter().filter(|f| **f).count();
        let significant = row.iter().filter(|l| l.abs() > threshold).count();
        let standing = match (flagged, significant) {
            (1, _) => 0,
            (0, 0) => 3,
            (0, 1) => 2,
            _ => 1,
        };
        standings[standing] += 1;
    }
    for count in standings {
        add(count.to_string());
    }
    facts
}

/// Each number in the text is one of the session's, and none of the session's is left out.
#[test]
fn each_number_of_the_method_is_the_sessions() {
    for (extract, all, kept) in [
        ("pca", 8, 5),
        ("pca", 3, 2),
        ("centroid", 7, 3),
        ("paf", 4, 4),
        ("pca", 8, 8),
    ] {
        let mut notebook = after(&[
            "%q example case-study",
            "%q correlate",
            &format!("%q extract {extract} -k {all}"),
            &format!("%q rotate varimax -k {kept}"),
            "%q flag auto",
        ]);
        let said = paragraphs(&mut notebook, "%q journal --as methods");
        // What the example itself says, and the constants of an iteration, are no numbers of the analysis.
        let said: Vec<&str> = said
            .lines()
            .filter(|line| !line.starts_with("Of the data:"))
            .collect();
        let said = said.join("\n");
        let iteration = ["0.005", "1e-12", "1e-10", "1e-9"].map(str::to_owned);
        let facts = facts(&mut notebook, kept);
        let mut told = numbers(&said);
        told.retain(|n| !CONSTANTS.contains(&n.as_str()) && !iteration.contains(n));
        // Ties across a column border are counted by none of the verbs above.
        let ties = said
            .split_once(" lies across")
            .or(said.split_once(" lie across"));
        assert!(ties.is_none() || said.contains("column border"), "{said}");
        let strange: Vec<&String> = told
            .difference(&facts)
            .filter(|n| !said.contains(&format!("{n} tie")))
            .collect();
        assert!(strange.is_empty(), "{extract}: {strange:?} in\n{said}");
        let given = numbers(&said);
        let missing: Vec<&String> = facts.difference(&given).collect();
        assert!(missing.is_empty(), "{extract}: {missing:?} not in\n{said}");
    }
}

#[test]
fn angles_flags_by_hand_and_reasons_are_told() {
    let mut notebook = after(&[
        "%q example case-study",
        "%q correlate",
        "%q extract pca -k 8",
        "%q rotate varimax -k 5",
        "%q rotate by-hand F1 F3 -7.25",
        "%q flag auto --alpha .01",
        "%q flag add A10 F2 --reason \"spoke for both\"",
    ]);
    let loadings = result(&run(&mut notebook, "%q loadings"))["data"].clone();
    let flags: Vec<Vec<bool>> = serde_json::from_value(loadings["flags"].clone()).unwrap();
    let flagged = flags.iter().position(|row| row[0]).unwrap();
    let sort = loadings["sorts"][flagged].as_str().unwrap();
    run(&mut notebook, &format!("%q flag remove {sort} F1"));
    let said = paragraphs(&mut notebook, "%q journal --as methods");
    for part in [
        "varimax with Kaiser's normalisation, then F1 and F3 turned by −7.25°",
        "p < .01",
        "2 flags were made by hand.",
        "reason: spoke for both",
        "no reason was given",
    ] {
        assert!(said.contains(part), "`{part}` not in\n{said}");
    }
}

/// What was looked at is told, of the sorts it was looked at for; what was not is not.
#[test]
fn only_what_was_looked_at_is_told() {
    let solve = [
        "%q example case-study",
        "%q correlate",
        "%q extract pca -k 8",
    ];
    let mut notebook = after(&solve);
    let said = paragraphs(&mut notebook, "%q journal --as methods");
    assert!(
        !said.contains("`retain`") && !said.contains("`scree`"),
        "{said}"
    );
    run(&mut notebook, "%q retain -k 4 --draws 40 --seed 3");
    run(&mut notebook, "%q scree");
    run(&mut notebook, "%q rotate varimax -k 4");
    let said = paragraphs(&mut notebook, "%q journal --as methods");
    assert!(
        said.contains("(`retain`)") && said.contains("(`scree`)"),
        "{said}"
    );
    assert!(
        said.contains("drew 40 random studies with seed 3"),
        "{said}"
    );
    // The same sorts, correlated once more: the look still holds. Other coefficients: it does not.
    run(&mut notebook, "%q solve -k 4");
    let said = paragraphs(&mut notebook, "%q journal --as methods");
    assert!(said.contains("(`retain`)"), "{said}");
    run(&mut notebook, "%q correlate spearman");
    let said = paragraphs(&mut notebook, "%q journal --as methods");
    assert!(!said.contains("(`retain`)"), "{said}");
    run(&mut notebook, "%q solve -k 2 --where site=C");
    let said = paragraphs(&mut notebook, "%q journal --as methods");
    assert!(!said.contains("(`retain`)"), "{said}");
}

#[test]
fn a_comparison_is_told_as_long_as_it_holds() {
    let mut notebook = after(&[
        "%q example case-study",
        "%q solve -k 5 --as national",
        "%q solve --by site -k A=3,B=4",
    ]);
    refused(
        &mut notebook,
        "%q compare A,B national --against nowhere.csv",
    );
    let said = paragraphs(&mut notebook, "%q journal --as methods");
    assert!(!said.contains("(`compare`)"), "{said}");
    run(&mut notebook, "%q match A,B national --threshold 0.65");
    run(&mut notebook, "%q compare A B --by scores");
    let said = paragraphs(&mut notebook, "%q journal --as methods");
    assert!(said.contains("r = 0.65 or more"), "{said}");
    assert!(
        said.contains("correlations between their z-scores (`compare`)"),
        "{said}"
    );
    let of_national = paragraphs(&mut notebook, "%q journal --as methods --of national");
    assert!(
        of_national.contains("(`match`)") && !of_national.contains("(`compare`)"),
        "{of_national}"
    );
    run(&mut notebook, "%q swap A2 A3 --of A");
    let said = paragraphs(&mut notebook, "%q journal --as methods");
    assert!(
        !said.contains("(`match`)") && !said.contains("(`compare`)"),
        "{said}"
    );
    assert!(said.contains("site A: A2 and A3 swapped."), "{said}");
}

/// Groups solved alike are told together, by reference to the solution before them; one that was solved in another way by itself.
#[test]
fn groups_are_told_together_only_if_they_were_solved_alike() {
    let mut notebook = after(&[
        "%q example case-study",
        "%q solve -k 5 --as national",
        "%q solve --by site -k A=3,B=4,D=3",
    ]);
    let sections = |notebook: &mut Notebook| -> Vec<String> {
        let shown = run(notebook, "%q journal --as methods");
        let sections = result(&shown)["data"]["sections"].clone();
        let titles = sections.as_array().unwrap().iter();
        titles
            .map(|s| s["title"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(
        sections(&mut notebook),
        [
            "Study case-study",
            "Solution national",
            "Solutions by site: A, B, D"
        ]
    );
    let said = paragraphs(&mut notebook, "%q journal --as methods");
    assert!(
        said.contains("all in the same way as solution national: A, B and D."),
        "{said}"
    );
    run(&mut notebook, "%q solve --by site -k D=3 --like kade");
    assert_eq!(
        sections(&mut notebook)[2..],
        ["Solutions by site: A, B", "Solution D"]
    );
    let said = paragraphs(&mut notebook, "%q journal --as methods");
    assert!(
        said.contains("conventions of KADE (`--like kade`)"),
        "{said}"
    );
}

/// `report` without a file says the same of the solution under way.
#[test]
fn report_says_the_same() {
    let mut notebook = after(&["%q example case-study", "%q solve -k 3 --as three"]);
    let report = paragraphs(&mut notebook, "%q report");
    assert_eq!(
        report,
        paragraphs(&mut notebook, "%q journal --as methods --of three")
    );
    assert_eq!(report, paragraphs(&mut notebook, "%q journal --as methods"));
}

/// A second-order solution has no reliability of .80, so none is claimed.
#[test]
fn reliabilities_of_first_order_factors_are_told() {
    let mut notebook = after(&[
        "%q example case-study",
        "%q solve --by site -k A=3,B=4,C=3",
        "%q second-order A,B,C -k 3 --as orders",
        "%q keep super",
    ]);
    let said = paragraphs(&mut notebook, "%q journal --as methods --of super");
    assert!(
        said.contains("A (3 factors from 10 sorts), B (4 factors from 14 sorts) and C"),
        "{said}"
    );
    assert!(
        said.contains("the composite reliability that each first-order factor has"),
        "{said}"
    );
    assert!(!said.contains("0.80"), "{said}");
}

fn checklist(notebook: &mut Notebook) -> Value {
    let shown = run(notebook, "%q journal --as checklist");
    let all = result(&shown).clone();
    assert_eq!(all["kind"], "checklist");
    all["data"].clone()
}

#[test]
fn the_checklist_counts_what_it_lists_and_has_every_published_item() {
    let mut notebook = after(&["%q example case-study"]);
    let before = checklist(&mut notebook);
    run(&mut notebook, "%q solve -k 5");
    let after = checklist(&mut notebook);
    for list in [&before, &after] {
        let items = list["items"].as_array().unwrap();
        let standing = |s: &str| items.iter().filter(|i| i["standing"] == s).count();
        for (field, words) in [
            ("told", "told"),
            ("in_part", "in part"),
            ("author", "to be told by the author"),
            ("not_yet", "not yet done"),
            ("not_done", "not done"),
        ] {
            assert_eq!(list[field], standing(words), "{field}");
        }
        let asked: BTreeSet<u64> = items
            .iter()
            .filter_map(|i| i["churruca"].as_u64())
            .collect();
        assert_eq!(asked, (1..=13).collect());
        for item in items {
            let told = !item["told"].as_str().unwrap().is_empty();
            let gap = item["standing"] == "to be told by the author"
                || item["standing"] == "not yet done";
            assert_eq!(told, !gap, "{item}");
            assert_eq!(
                item["standing"] == "in part",
                told && item["missing"] != "",
                "{item}"
            );
        }
    }
    // What is not done yet is no gap of the author's; done, it is told.
    assert!(before["not_yet"].as_u64() > Some(5));
    assert_eq!(after["not_yet"], 0);
    assert_eq!(before["author"], after["author"]);
}

#[test]
fn a_flag_by_hand_without_a_reason_is_a_gap() {
    let mut notebook = after(&[
        "%q example case-study",
        "%q solve -k 5",
        "%q flag add A10 F2",
    ]);
    let flags = |list: &Value| {
        let items = list["items"].as_array().unwrap().clone();
        items.into_iter().find(|i| i["verb"] == "flag").unwrap()
    };
    let item = flags(&checklist(&mut notebook));
    assert_eq!(item["standing"], "in part");
    assert!(item["missing"].as_str().unwrap().contains("reasons"));
    run(&mut notebook, "%q undo");
    run(&mut notebook, "%q flag add A10 F2 --reason \"between two\"");
    let item = flags(&checklist(&mut notebook));
    assert_eq!(item["standing"], "told");
    assert!(item["told"].as_str().unwrap().contains("between two"));
}

#[test]
fn nothing_is_told_of_no_study() {
    let mut notebook = notebook();
    for form in ["methods", "checklist"] {
        let failure = refused(&mut notebook, &format!("%q journal --as {form}"));
        assert_eq!(failure.name, "StageError");
    }
    let shown = run(&mut notebook, "%q journal");
    assert!(text(&shown).contains("Nothing was done yet."));
}
