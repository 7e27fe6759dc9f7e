//! Keeping, parts of a study, second-order studies.

use super::data;
use crate::notebook::{notebook_in, refused, result, run, text};
use quincunx::cell::Notebook;
use serde_json::{Value, json};

fn park(cells: &[&str]) -> Notebook {
    let mut notebook = notebook_in("tests/data");
    run(
        &mut notebook,
        "%q load good/sorts.csv --statements good/statements.csv --as park",
    );
    for cell in cells {
        run(&mut notebook, cell);
    }
    notebook
}

#[test]
fn what_is_made_of_a_kept_solution_leaves_it_as_it_was() {
    let mut notebook = park(&["%q solve -k 2 --as two"]);
    let kept = data(&mut notebook, "%q loadings --of two").unwrap();
    assert_eq!(kept["solution"], "two");
    let said = text(&run(&mut notebook, "%q rotate by-hand F1 F2 20"));
    assert!(said.contains("The kept `two` stays as it was"), "{said}");
    assert_eq!(
        data(&mut notebook, "%q loadings --of two"),
        Some(kept.clone())
    );
    run(&mut notebook, "%q flag auto");
    let changed = data(&mut notebook, "%q loadings").unwrap();
    assert_eq!(changed["solution"], Value::Null);
    assert_ne!(changed["data"]["loadings"], kept["data"]["loadings"]);
    run(&mut notebook, "%q keep turned");
    let said = text(&run(&mut notebook, "%q use two"));
    assert!(!said.contains("were not kept"), "{said}");
    assert_eq!(data(&mut notebook, "%q loadings"), Some(kept));
}

#[test]
fn leaving_an_unkept_solution_is_said() {
    let mut notebook = park(&["%q solve -k 2 --as two", "%q solve -k 1"]);
    let said = text(&run(&mut notebook, "%q use two"));
    assert!(
        said.contains("The factor scores of `park` under way were not kept"),
        "{said}"
    );
    run(&mut notebook, "%q undo");
    let back = data(&mut notebook, "%q loadings").unwrap();
    assert_eq!(back["data"]["factors"], json!(["F1"]));
}

#[test]
fn redoing_a_stage_drops_the_later_ones() {
    let mut notebook =
        park(&["%q correlate\n%q extract pca -k 3\n%q rotate varimax -k 2\n%q flag auto"]);
    let later = [
        (
            "%q rotate varimax -k 3",
            "%q scores",
            "flags, factor scores",
        ),
        ("%q extract pca -k 2", "%q loadings", "rotated factors"),
        ("%q correlate", "%q scree", "unrotated factors"),
    ];
    for (redone, gone, said) in later {
        let shown = text(&run(&mut notebook, redone));
        assert!(
            shown.contains("Dropped with the earlier") && shown.contains(said),
            "{shown}"
        );
        assert_eq!(refused(&mut notebook, gone).name, "StageError");
    }
}

#[test]
fn names_given_to_factors_are_used_until_they_are_dropped() {
    let mut notebook = park(&["%q solve -k 2", "%q name 1 \"Old trees\""]);
    let result = data(&mut notebook, "%q arrays").unwrap();
    assert_eq!(result["data"]["factors"], json!(["Old trees", "F2"]));
    for spelling in ["\"Old trees\"", "\"old trees\"", "F1", "f1", "1"] {
        run(&mut notebook, &format!("%q crib {spelling}"));
    }
    run(&mut notebook, "%q swap 1 2");
    let result = data(&mut notebook, "%q arrays").unwrap();
    assert_eq!(result["data"]["factors"], json!(["F1", "Old trees"]));
}

#[test]
fn conditions_choose_sorts() {
    let chosen = |conditions: &str| {
        let mut notebook = park(&[]);
        let shown = run(&mut notebook, &format!("%q solve -k 1 {conditions}"));
        result(&shown)["data"]["sorts"].clone()
    };
    assert_eq!(chosen("--where site=north"), json!(["P1", "P2", "P3"]));
    assert_eq!(chosen("--where site==north"), json!(["P1", "P2", "P3"]));
    assert_eq!(chosen("--where site!=north"), json!(["P4", "P5", "P6"]));
    assert_eq!(
        chosen("--where \"site = north, south\" --where id!=P6"),
        json!(["P1", "P2", "P3", "P4", "P5"])
    );
    assert_eq!(
        chosen("--where age>34"),
        json!(["P3", "P5", "P6"]),
        "P2 has no age"
    );
    assert_eq!(chosen("--where \"age < 45\""), json!(["P1", "P4"]));
    assert_eq!(chosen("--where age=34.0,51"), json!(["P1", "P3"]));
    assert_eq!(
        chosen("--where id=P5,P1"),
        json!(["P1", "P5"]),
        "in the order of the study"
    );
    assert_eq!(
        chosen("--where site=north --where age>33 --where age<1e3"),
        json!(["P1", "P3"])
    );
}

#[test]
fn a_part_says_which_it_is() {
    let mut notebook = park(&[]);
    let shown = run(
        &mut notebook,
        "%q solve -k 1 --where site=north --where age!=51 --as north",
    );
    let said = text(&shown);
    assert!(
        said.contains("2 of 6 sorts: those with `site=north` and `age!=51`. Kept as `north`."),
        "{said}"
    );
    let result = result(&shown);
    assert_eq!(result["study"]["sorts"], 2);
    assert_eq!(
        result["steps"],
        json!([
            "load good/sorts.csv --statements good/statements.csv --as park",
            "only sorts with site=north and age!=51",
            "correlate pearson",
            "extract pca -k 1",
            "rotate varimax -k 1",
            "flag auto"
        ])
    );
}

#[test]
fn one_solution_for_each_group() {
    let mut notebook = park(&["%q solve -k 2 --as all"]);
    let shown = text(&run(&mut notebook, "%q solve --by site -k north=2,south=1"));
    assert!(
        shown.contains("north1") && shown.contains("south1"),
        "{shown}"
    );
    let north = data(&mut notebook, "%q loadings --of north").unwrap();
    assert_eq!(north["data"]["sorts"], json!(["P1", "P2", "P3"]));
    assert_eq!(north["data"]["factors"], json!(["north1", "north2"]));
    let by_itself = {
        let mut notebook = park(&["%q solve -k 2 --where site=north"]);
        data(&mut notebook, "%q loadings").unwrap()
    };
    assert_eq!(north["data"]["loadings"], by_itself["data"]["loadings"]);
    assert_eq!(
        data(&mut notebook, "%q loadings").unwrap()["solution"],
        "all",
        "the one at work stays"
    );
}

#[test]
fn groups_may_have_any_name() {
    let mut notebook = notebook_in("tests/data");
    run(
        &mut notebook,
        "%%q sorts\nid,\"who, where\",1,2,3,4,5\nA,\"nurse, night\",-1,0,0,0,1\nB,\"nurse, night\",0,-1,0,0,1\nC,a=b,1,0,0,-1,0\nD,a=b,1,0,-1,0,0",
    );
    run(&mut notebook, "%q solve --by \"who, where\" -k 1");
    let night = data(&mut notebook, "%q loadings --of \"nurse, night\"").unwrap();
    assert_eq!(night["data"]["sorts"], json!(["A", "B"]));
    let other = data(&mut notebook, "%q loadings --of a=b").unwrap();
    assert_eq!(other["data"]["sorts"], json!(["C", "D"]));
}

#[test]
fn a_second_order_study_is_a_study() {
    let mut notebook = park(&[
        "%q solve -k 2 --as all",
        "%q solve --by site -k north=2,south=2",
        "%q second-order all,north,south --as second",
        "%q extract pca -k 3\n%q rotate varimax -k 2\n%q flag auto",
    ]);
    for cell in [
        "%q study",
        "%q sorts",
        "%q statements",
        "%q participants",
        "%q grid",
        "%q scree",
        "%q loadings",
        "%q loadings F1 F2",
        "%q scores",
        "%q arrays",
        "%q composite F1",
        "%q characteristics",
        "%q distinguishing",
        "%q consensus",
        "%q crib",
        "%q prevalence solution",
        "%q name F1 \"What all share\"",
        "%q invert F2",
        "%q swap F1 F2",
        "%q keep second-order-factors",
        "%q compare second-order-factors all",
        "%q solve -k 1 --where solution=north,south --as local",
        "%q second-order local,all --as third",
        "%q correlate",
        "%q use second",
        "%q correlate",
        "%q journal",
    ] {
        let shown = run(&mut notebook, cell);
        assert!(!text(&shown).is_empty(), "{cell}");
    }
    let study = data(&mut notebook, "%q study").unwrap();
    assert_eq!(
        study["data"]["sorts"],
        json!(["F1", "F2", "north1", "north2", "south1", "south2"])
    );
    assert_eq!(
        study["steps"][0],
        "second-order all,north,south --as second"
    );
}
