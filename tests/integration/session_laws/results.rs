//! What programs read: one schema, whatever the verb.

use crate::notebook::{after, result, run};
use quincunx::magic::Station;
use quincunx::mime::{HTML, LATEX, PNG, QUINCUNX_JSON, SVG};
use serde_json::{Value, json};

/// Where a verb is run, the verb, the kind of its result and the fields of its data.
const KINDS: [(Station, &str, &str, &[&str]); 24] = [
    (Station::Study, "%q study", "study", STUDY),
    (Station::Study, "%q sorts", "study", STUDY),
    (Station::Study, "%q grid", "study", STUDY),
    (Station::Study, "%q statements", "study", STUDY),
    (Station::Study, "%q participants", "study", STUDY),
    (
        Station::Study,
        "%q correlate",
        "correlations",
        &["sorts", "matrix", "method"],
    ),
    (
        Station::Correlated,
        "%q extract pca -k 6",
        "unrotated",
        UNROTATED,
    ),
    (Station::Extracted, "%q scree", "unrotated", UNROTATED),
    (
        Station::Extracted,
        "%q rotate varimax -k 5",
        "loadings",
        LOADINGS,
    ),
    (Station::Flagged, "%q loadings", "loadings", LOADINGS),
    (
        Station::Flagged,
        "%q scores",
        "scores",
        &["statements", "factors", "z"],
    ),
    (
        Station::Flagged,
        "%q arrays",
        "arrays",
        &["statements", "factors", "arrays"],
    ),
    (
        Station::Flagged,
        "%q characteristics",
        "characteristics",
        &[
            "factors",
            "defining_sorts",
            "average_reliability",
            "composite_reliability",
            "se_z",
            "eigenvalues",
            "variance_percent",
            "sed",
            "score_correlations",
        ],
    ),
    (
        Station::Flagged,
        "%q distinguishing F1",
        "distinguishing",
        &["factor", "statements", "critical"],
    ),
    (
        Station::Flagged,
        "%q consensus",
        "consensus",
        &["statements"],
    ),
    (
        Station::Flagged,
        "%q prevalence site",
        "prevalence",
        &["by", "rows", "columns", "counts", "matched", "sorts"],
    ),
    (
        Station::Sites,
        "%q compare A,B national",
        "compare",
        &["rows", "columns", "matrix", "of"],
    ),
    (
        Station::Sites,
        "%q second-order A,B",
        "correlations",
        &["sorts", "matrix", "method"],
    ),
    (
        Station::Sites,
        "%q match A,B national",
        "match",
        &["threshold", "of", "common", "solutions"],
    ),
    (
        Station::SecondOrder,
        "%q chain",
        "chain",
        &["super_factors", "factors", "participants"],
    ),
    (
        Station::Flagged,
        "%q dimensions",
        "dimensions",
        &[
            "attribute",
            "rows",
            "columns",
            "statements",
            "mean_z",
            "mean_abs_z",
            "mean_array",
        ],
    ),
    (
        Station::Study,
        "%q responses site",
        "responses",
        &["by", "minutes", "rows", "all"],
    ),
    (
        Station::Waves,
        "%q waves wave",
        "waves",
        &["waves", "steps", "incomplete"],
    ),
    (
        Station::Sites,
        "%q simulate --of A",
        "simulation",
        &[
            "viewpoints",
            "groups",
            "noise",
            "seed",
            "r",
            "right",
            "wrong",
            "rates",
        ],
    ),
];
const STUDY: &[&str] = &["grid", "sorts", "statements", "participants", "problems"];
const UNROTATED: &[&str] = &[
    "sorts",
    "factors",
    "loadings",
    "eigenvalues",
    "variance_percent",
    "method",
    "iterations",
];
const LOADINGS: &[&str] = &[
    "sorts",
    "factors",
    "loadings",
    "flags",
    "communalities",
    "eigenvalues",
    "variance_percent",
    "threshold",
];

#[test]
fn every_kind_has_its_fields() {
    for (at, cell, kind, fields) in KINDS {
        let mut notebook = after(at.way());
        let shown = run(&mut notebook, cell);
        let result = result(&shown);
        assert_eq!(result["kind"], kind, "{cell}");
        assert_eq!(result["schema"], 1);
        assert_eq!(result["quincunx"], env!("CARGO_PKG_VERSION"));
        assert_eq!(result["study"]["statements"], 40, "{cell}");
        assert!(
            result["study"]["digest"]
                .as_str()
                .unwrap()
                .starts_with("sha256:")
        );
        assert!(
            result["steps"].as_array().is_some_and(|s| !s.is_empty()),
            "{cell}"
        );
        for field in fields {
            assert!(
                result["data"].get(field).is_some(),
                "{cell}: no {field} in {}",
                result["data"]
            );
        }
        let table = shown
            .iter()
            .find(|b| b.get(QUINCUNX_JSON).is_some())
            .unwrap();
        assert!(
            table.get(HTML).is_some() && table.get(LATEX).is_some() && !table.text().is_empty()
        );
        assert!(table.get("application/json").is_none());
        for figure in shown.iter().filter(|b| b.get(PNG).is_some()) {
            assert_eq!(figure.metadata()["quincunx"], *result, "{cell}");
            for fact in ["width", "height", "alt"] {
                assert!(
                    figure.metadata()[PNG].get(fact).is_some(),
                    "{cell}: no {fact}"
                );
            }
        }
        assert!(!result.to_string().contains("NaN"));
    }
}

fn shape(matrix: &Value) -> (usize, usize) {
    let rows = matrix.as_array().expect("rows");
    let width = rows[0].as_array().expect("a row").len();
    assert!(
        rows.iter()
            .all(|row| row.as_array().is_some_and(|r| r.len() == width))
    );
    (rows.len(), width)
}

#[test]
fn matrices_have_their_shapes() {
    let mut notebook = after(Station::Flagged.way());
    let mut data = |cell: &str| result(&run(&mut notebook, cell))["data"].clone();
    let loadings = data("%q loadings");
    assert_eq!(shape(&loadings["loadings"]), (93, 5));
    assert_eq!(shape(&loadings["flags"]), (93, 5));
    assert_eq!(shape(&data("%q scores")["z"]), (40, 5));
    assert_eq!(shape(&data("%q arrays")["arrays"]), (40, 5));
    let characteristics = data("%q characteristics");
    assert_eq!(shape(&characteristics["sed"]), (5, 5));
    assert_eq!(shape(&characteristics["score_correlations"]), (5, 5));
    assert_eq!(shape(&data("%q prevalence site")["counts"]).1, 5);
    assert_eq!(
        data("%q scree")["eigenvalues"].as_array().map(Vec::len),
        Some(93)
    );
    assert_eq!(shape(&data("%q correlate")["matrix"]), (93, 93));
}

#[test]
fn steps_are_those_that_count() {
    let mut notebook = after(Station::Flagged.way());
    let mut steps = |cell: &str| {
        run(&mut notebook, cell);
        result(&run(&mut notebook, "%q loadings"))["steps"].clone()
    };
    let way = |rest: &[&str]| {
        let mut all = vec![
            "example case-study",
            "correlate pearson",
            "extract pca -k 8",
        ];
        all.extend(rest);
        json!(all)
    };
    assert_eq!(steps("%q grid"), way(&["rotate varimax -k 5", "flag auto"]));
    assert_eq!(
        steps("%q flag add B03 F1"),
        way(&["rotate varimax -k 5", "flag auto", "flag add B03 F1"])
    );
    assert_eq!(
        steps("%q invert F2"),
        way(&[
            "rotate varimax -k 5",
            "invert F2",
            "flag auto",
            "flag add B03 F1"
        ])
    );
    assert_eq!(
        steps("%q rotate by-hand F1 F2 10"),
        way(&[
            "rotate varimax -k 5",
            "invert F2",
            "rotate by-hand F1 F2 10"
        ])
    );
    assert_eq!(
        steps("%q rotate varimax -k 4"),
        way(&["rotate varimax -k 4"])
    );
    assert_eq!(
        steps("%q flag auto --alpha 0.01"),
        way(&["rotate varimax -k 4", "flag auto --alpha 0.01"])
    );
    assert_eq!(steps("%q undo"), way(&["rotate varimax -k 4"]));
}

#[test]
fn the_centroids_preset_is_among_the_steps() {
    let mut notebook = after(Station::Correlated.way());
    let shown = run(&mut notebook, "%q extract centroid -k 3 --like pqmethod");
    assert_eq!(
        result(&shown)["steps"][2],
        "extract centroid -k 3 --like pqmethod"
    );
}

/// `solve --like` reaches what comes after it: the statements that a program lists are those of its own critical values.
#[test]
fn a_preset_of_the_whole_reaches_the_tests_of_statements() {
    let mut notebook = after(Station::Study.way());
    run(&mut notebook, "%q solve -k 5 --like qmethod");
    let data = |notebook: &mut _, cell: &str| result(&run(notebook, cell))["data"].clone();
    let own = data(&mut notebook, "%q consensus");
    assert_eq!(own, data(&mut notebook, "%q consensus --like qmethod"));
    assert_ne!(own, data(&mut notebook, "%q consensus --like exact"));
    for (verb, factor) in [("distinguishing", "F1"), ("differences", "F1 F2")] {
        assert_eq!(
            data(&mut notebook, &format!("%q {verb} {factor}")),
            data(&mut notebook, &format!("%q {verb} {factor} --like qmethod"))
        );
    }
    let arrays = crate::notebook::text(&run(&mut notebook, "%q arrays"));
    assert!(arrays.contains("as R qmethod does it"), "{arrays}");
}

#[test]
fn r_qmethods_consensus_of_lipset_is_had_by_its_preset() {
    let Some(folder) = crate::studies::shared("data/lipset") else {
        return;
    };
    let mut notebook = crate::notebook::notebook_in(folder.to_str().unwrap());
    run(
        &mut notebook,
        "%q load sorts.csv --grid grid.csv --statements statements.csv",
    );
    run(&mut notebook, "%q solve -k 3 --like qmethod");
    let found = run(&mut notebook, "%q consensus");
    let listed: Vec<&Value> = result(&found)["data"]["statements"]
        .as_array()
        .unwrap()
        .iter()
        .map(|statement| &statement["number"])
        .collect();
    // shared/data/lipset/reference.json: R qmethod 1.8.4, `qdc`.
    assert_eq!(listed, [14, 20]);
}

#[test]
fn every_step_that_made_a_study_is_named() {
    let mut notebook = after(Station::Inline.way());
    run(
        &mut notebook,
        "%%q statements\nHot\nSweet\nStrong\nWith milk\nFrom leaves",
    );
    let shown = run(
        &mut notebook,
        "%%q participants\nid,minutes\nAnn,12\nBob,30\nCem,7",
    );
    assert_eq!(
        result(&shown)["steps"],
        json!(["sorts", "statements", "participants"])
    );
    assert_eq!(result(&shown)["data"]["statements"][3]["text"], "With milk");
}

#[test]
fn a_factor_without_flags_has_nulls() {
    let mut notebook = after(&["%q example case-study", "%q solve -k 5"]);
    let loadings = result(&run(&mut notebook, "%q loadings")).clone();
    let flags = loadings["data"]["flags"].as_array().unwrap();
    for (sort, row) in flags.iter().enumerate().filter(|(_, row)| row[2] == true) {
        assert_eq!(row.as_array().map(Vec::len), Some(5));
        let id = loadings["data"]["sorts"][sort].as_str().unwrap();
        run(&mut notebook, &format!("%q flag remove {id} F3"));
    }
    for (cell, matrix) in [("%q scores", "z"), ("%q arrays", "arrays")] {
        let shown = run(&mut notebook, cell);
        let rows = result(&shown)["data"][matrix].as_array().unwrap().clone();
        assert_eq!(rows.len(), 40);
        assert!(
            rows.iter()
                .all(|row| row[2].is_null() && row[0].is_number()),
            "{cell}"
        );
        assert!(
            shown[0].text().contains("F3 has no defining sorts"),
            "{}",
            shown[0].text()
        );
    }
}

#[test]
fn figures_follow_the_readers_choice() {
    let mut notebook = after(Station::Extracted.way());
    let figure = |shown: Vec<quincunx::mime::MimeBundle>| {
        shown
            .into_iter()
            .find(|b| b.get(PNG).is_some())
            .expect("a figure")
    };
    assert!(figure(run(&mut notebook, "%q scree")).get(SVG).is_none());
    run(&mut notebook, "%q config figure svg");
    let svg = figure(run(&mut notebook, "%q scree"));
    assert!(
        svg.get(SVG)
            .and_then(Value::as_str)
            .is_some_and(|s| s.contains("<svg"))
    );
    run(&mut notebook, "%q undo");
    assert!(figure(run(&mut notebook, "%q scree")).get(SVG).is_none());
}
