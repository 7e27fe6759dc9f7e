//! Tables and words: what each medium shows, what programs can read, what data cannot break.

use crate::sample::{
    Solution, every_report, large_study, provenance, small_study, solve, without_flags,
};
use quincunx::mime::{HTML, LATEX, MimeBundle, QUINCUNX_JSON};
use quincunx::qmethod::statements::CriticalValues;
use quincunx::qmethod::{Attribute, FactorIndex, MethodError};
use quincunx::render::{self, Align, FigureFormat, Provenance, Report, Table, TableCell};
use serde_json::Value;

fn bundles(report: &Report) -> Vec<MimeBundle> {
    report.bundles(&provenance(), FigureFormat::Png)
}

/// All that a report says in one medium.
fn medium(report: &Report, media_type: &str) -> String {
    let parts: Vec<String> = bundles(report)
        .iter()
        .filter_map(|bundle| bundle.get(media_type)?.as_str().map(str::to_owned))
        .collect();
    parts.join("\n\n")
}

fn small() -> Solution {
    solve(small_study(), 2)
}

#[test]
fn plain_text_of_every_report() {
    for (name, report) in every_report(&small()) {
        insta::assert_snapshot!(format!("text_{name}"), medium(&report, "text/plain"));
    }
}

#[test]
fn html_and_latex_of_the_main_tables() {
    let shown = [
        "study",
        "statements",
        "loadings",
        "distinguishing",
        "crib",
        "prevalence",
    ];
    for (name, report) in every_report(&small()) {
        if shown.contains(&name) {
            let html = medium(&report, HTML).replace("><", ">\n<");
            insta::assert_snapshot!(format!("html_{name}"), html);
            insta::assert_snapshot!(format!("latex_{name}"), medium(&report, LATEX));
        }
    }
}

#[test]
fn words_from_data_stay_words_in_html() {
    for (name, report) in every_report(&small()) {
        let html = medium(&report, HTML);
        assert!(!html.contains("<script"), "{name}: {html}");
        assert!(!html.contains("<b>P5"), "{name}: {html}");
        assert!(!html.contains("<P9>"), "{name}: {html}");
    }
    let (_, statements) = &every_report(&small())[1];
    let html = medium(statements, HTML);
    assert!(html.contains("&lt;script&gt;alert('x')&lt;/script&gt;"));
    assert!(html.contains("Cost | benefit &amp; &quot;value&quot;"));
    assert!(html.contains("Two<br>lines"));
    assert!(html.contains("Ответственность и 公平"));
}

#[test]
fn words_from_data_stay_words_in_latex() {
    for (name, report) in every_report(&small()) {
        let latex = medium(&report, LATEX);
        assert!(!latex.contains("\\end{tabular} ~"), "{name}: {latex}");
        assert!(!latex.contains("$5_000"), "{name}: {latex}");
        assert!(!latex.contains("P_6"), "{name}: {latex}");
        let opened = latex.matches("\\begin{tabular}").count();
        assert_eq!(opened, latex.matches("\\end{tabular}").count(), "{name}");
        for line in latex.lines().filter(|line| line.starts_with("{}")) {
            assert!(line.ends_with("\\\\"), "{name}: a row is broken: {line}");
        }
    }
    let (_, statements) = &every_report(&small())[1];
    let latex = medium(statements, LATEX);
    assert!(latex.contains(r"100 \% of \$5\_000 \{really\} \#1"));
    assert!(latex.contains(
        r"Two lines \textasciitilde{} \textasciicircum{} \textbackslash{}end\{tabular\}"
    ));
}

#[test]
fn terminals_are_not_commanded_by_data() {
    let report = Report::new("a\u{1b}[31mb").text("c\u{7}d").table(
        Table::new("e\u{1b}")
            .column("f\u{9b}", Align::Left)
            .row([TableCell::text("g\u{1b}[2J")]),
    );
    let text = medium(&report, "text/plain");
    assert!(
        text.chars().all(|c| c == '\n' || !c.is_control()),
        "{text:?}"
    );
    let html = medium(&report, HTML);
    assert!(html.chars().all(|c| !c.is_control()), "{html:?}");
}

#[test]
fn a_background_never_comes_without_a_text_colour() {
    for (name, report) in every_report(&small()) {
        let html = medium(&report, HTML);
        // These classes keep MathJax away and style nothing.
        let html = html.replace("<div class=\"mathjax_ignore tex2jax_ignore\">", "<div>");
        for style in html.split("style=\"").skip(1) {
            let style = style.split('"').next().unwrap();
            let ground = style.contains("background-color:#");
            assert_eq!(ground, style.contains(";color:#"), "{name}: {style}");
        }
        for forbidden in ["<style", "class=", "var(", "<svg"] {
            assert!(!html.contains(forbidden), "{name}: {forbidden}");
        }
    }
}

#[test]
fn numbers_are_rounded_half_away_from_zero_and_never_minus_nought() {
    let numbers = [
        (0.025, 2),
        (0.024_999_999_999_999, 2),
        (-0.025, 2),
        (-0.0004, 3),
        (2.5, 0),
    ];
    let mut table = Table::new("").column("n", Align::Right);
    for (value, decimals) in numbers {
        table.push([TableCell::number(value, decimals)]);
    }
    table.push([TableCell::number(f64::NAN, 2)]);
    let text = medium(&Report::new("").table(table), "text/plain");
    let shown: Vec<&str> = text.lines().skip(2).map(str::trim).collect();
    assert_eq!(shown, ["0.03", "0.03", "-0.03", "0.000", "3", "–"]);
}

#[test]
fn decimal_points_stand_below_each_other_whatever_the_marks() {
    let table = Table::new("")
        .column("n", Align::Right)
        .row([TableCell::number(-0.25, 2)])
        .row([TableCell::number(0.75, 2).mark(Some("**"))])
        .row([TableCell::number(0.5, 2).mark(Some("*"))]);
    let report = Report::new("").table(table);
    let text = medium(&report, "text/plain");
    let points: Vec<usize> = text.lines().filter_map(|line| line.find('.')).collect();
    assert_eq!(points.len(), 3);
    assert!(points.iter().all(|point| *point == points[0]), "{text}");
    let latex = medium(&report, LATEX);
    assert!(latex.contains(r"$-$0.25\phantom{**}"), "{latex}");
}

#[test]
fn the_result_for_programs_comes_once_and_hides_nothing_from_readers() {
    for (name, report) in every_report(&small()) {
        let bundles = bundles(&report);
        let carriers: Vec<usize> = bundles
            .iter()
            .enumerate()
            .filter(|(_, bundle)| bundle.get(QUINCUNX_JSON).is_some())
            .map(|(index, _)| index)
            .collect();
        assert_eq!(carriers, [0], "{name}");
        for bundle in &bundles {
            assert!(bundle.get("application/json").is_none(), "{name}");
            assert!(!bundle.text().is_empty(), "{name}");
        }
    }
}

#[test]
fn the_envelope_says_where_a_result_comes_from() {
    let provenance = Provenance {
        solution: Some("national".to_owned()),
        ..provenance()
    };
    let report = render::statements(&small_study());
    let bundles = report.bundles(&provenance, FigureFormat::Png);
    let envelope = bundles[0].get(QUINCUNX_JSON).unwrap();
    assert_eq!(envelope["kind"], "study");
    assert_eq!(envelope["schema"], 1);
    assert_eq!(envelope["study"]["name"], "sample");
    assert_eq!(envelope["study"]["digest"], "sha256:0");
    assert_eq!(envelope["study"]["statements"], 7);
    assert_eq!(envelope["study"]["sorts"], 6);
    assert_eq!(envelope["solution"], "national");
    assert_eq!(envelope["steps"][0], "example sample");
    assert_eq!(envelope["quincunx"], env!("CARGO_PKG_VERSION"));
}

/// The keys of result-schema.md; a matrix by its shape.
#[test]
fn every_kind_has_its_documented_fields() {
    let kinds: [(&str, &[(&str, &[usize])]); 10] = [
        (
            "study",
            &[
                ("grid", &[5]),
                ("sorts", &[6]),
                ("statements", &[7]),
                ("participants", &[6]),
                ("problems", &[]),
            ],
        ),
        (
            "correlations",
            &[("sorts", &[6]), ("matrix", &[6, 6]), ("method", &[])],
        ),
        (
            "unrotated",
            &[
                ("sorts", &[6]),
                ("factors", &[2]),
                ("loadings", &[6, 2]),
                ("eigenvalues", &[6]),
                ("variance_percent", &[2]),
                ("method", &[]),
                ("iterations", &[]),
            ],
        ),
        (
            "loadings",
            &[
                ("sorts", &[6]),
                ("factors", &[2]),
                ("loadings", &[6, 2]),
                ("flags", &[6, 2]),
                ("communalities", &[6]),
                ("eigenvalues", &[2]),
                ("variance_percent", &[2]),
                ("threshold", &[]),
            ],
        ),
        (
            "scores",
            &[("statements", &[7]), ("factors", &[2]), ("z", &[7, 2])],
        ),
        (
            "arrays",
            &[("statements", &[7]), ("factors", &[2]), ("arrays", &[7, 2])],
        ),
        (
            "characteristics",
            &[
                ("factors", &[2]),
                ("defining_sorts", &[2]),
                ("average_reliability", &[]),
                ("composite_reliability", &[2]),
                ("se_z", &[2]),
                ("eigenvalues", &[2]),
                ("variance_percent", &[2]),
                ("sed", &[2, 2]),
                ("score_correlations", &[2, 2]),
            ],
        ),
        ("consensus", &[("statements", &[])]),
        (
            "compare",
            &[
                ("rows", &[2]),
                ("columns", &[2]),
                ("matrix", &[2, 2]),
                ("of", &[]),
            ],
        ),
        (
            "prevalence",
            &[
                ("by", &[]),
                ("rows", &[4]),
                ("columns", &[2]),
                ("counts", &[4, 2]),
                ("matched", &[4]),
                ("sorts", &[4]),
            ],
        ),
    ];
    let reports = every_report(&small());
    for (kind, fields) in kinds {
        let (name, report) = reports
            .iter()
            .find(|(name, _)| *name == kind)
            .unwrap_or_else(|| panic!("no report for {kind}"));
        let result = report.data.as_ref().unwrap();
        assert_eq!(result.kind, kind, "{name}");
        for (field, shape) in fields {
            let value = result.data.get(field);
            let value = value.unwrap_or_else(|| panic!("{kind} has no {field}"));
            assert_shape(&format!("{kind}.{field}"), value, shape);
        }
    }
}

fn assert_shape(what: &str, value: &Value, shape: &[usize]) {
    let [length, inner @ ..] = shape else {
        return;
    };
    let items = value
        .as_array()
        .unwrap_or_else(|| panic!("{what} is no list"));
    assert_eq!(items.len(), *length, "{what}");
    for item in items {
        assert_shape(what, item, inner);
    }
}

#[test]
fn numbers_for_programs_are_not_rounded() {
    let solution = small();
    let report = render::loadings(&solution.flagged, &solution.labels);
    let data = &report.data.as_ref().unwrap().data;
    let expected = solution.rotated.loadings()[(4, 1)];
    assert_eq!(data["loadings"][4][1].as_f64(), Some(expected));
    assert_eq!(data["flags"][4][1], true);
    assert_eq!(
        data["threshold"].as_f64(),
        Some(solution.flagged.threshold())
    );
}

#[test]
fn distinguishing_statements_carry_level_array_and_z() {
    let solution = small();
    let critical = CriticalValues::default();
    let one = render::distinguishing(
        &solution.scored,
        &solution.labels,
        Some(FactorIndex(0)),
        critical.into(),
    )
    .unwrap();
    let data = &one.data.as_ref().unwrap().data;
    assert_eq!(data["factor"], "F1");
    assert_eq!(data["critical"][".05"], 1.96);
    assert_eq!(data["critical"][".01"], 2.58);
    let first = &data["statements"][0];
    assert_eq!(first["number"], 1);
    assert_eq!(first["level"], ".01");
    assert_shape("array", &first["array"], &[2]);
    assert_shape("z", &first["z"], &[2]);
    let all =
        render::distinguishing(&solution.scored, &solution.labels, None, critical.into()).unwrap();
    let all = &all.data.as_ref().unwrap().data;
    assert_eq!(all["factors"][0], *data);
    assert_eq!(all["factors"].as_array().unwrap().len(), 2);
}

#[test]
fn a_factor_without_flags_has_null_and_is_announced() {
    let solution = without_flags();
    let scores = render::scores(&solution.scored, &solution.labels);
    let z = &scores.data.as_ref().unwrap().data["z"];
    assert!(z[0][0].is_f64());
    assert!(z[0][1].is_null());
    let arrays = render::arrays(&solution.scored, &solution.labels);
    let values = &arrays.data.as_ref().unwrap().data["arrays"];
    assert_eq!(values[0][0], 2);
    assert!(values[0][1].is_null());
    let characteristics = render::characteristics(&solution.scored, &solution.labels);
    let data = &characteristics.data.as_ref().unwrap().data;
    assert!(data["sed"][0][1].is_null());
    assert!(data["se_z"][1].is_null());
    for report in [&scores, &arrays, &characteristics] {
        let text = medium(report, "text/plain");
        assert!(text.contains("F2 has no defining sorts"), "{text}");
        assert!(!text.contains("NaN"), "{text}");
        assert!(!medium(report, HTML).contains("NaN"));
    }
    let loadings = render::loadings(&solution.flagged, &solution.labels);
    let text = medium(&loadings, "text/plain");
    assert!(text.contains("No sort defines F2"), "{text}");
    assert!(text.contains("2 flags were made by hand"), "{text}");
}

#[test]
fn a_composite_needs_a_factor_with_scores() {
    let solution = without_flags();
    let composite =
        |factor| render::composite(&solution.scored, &solution.labels, FactorIndex(factor));
    assert!(composite(0).is_ok());
    assert_eq!(
        composite(1).unwrap_err(),
        MethodError::NoDefiningSorts { factor: 2 }
    );
    assert_eq!(
        composite(7).unwrap_err(),
        MethodError::UnknownFactor {
            factor: 8,
            factors: 2
        }
    );
}

#[test]
fn negative_flags_are_announced() {
    let solution = small();
    let inverted = solution
        .rotated
        .then(quincunx::qmethod::rotation::RotationStep::Invert(
            FactorIndex(0),
        ))
        .unwrap();
    let flagged = quincunx::qmethod::Flagged::new(
        std::sync::Arc::new(inverted),
        quincunx::qmethod::flagging::FlagRule::default(),
        &[],
    )
    .unwrap();
    let text = medium(&render::loadings(&flagged, &solution.labels), "text/plain");
    assert!(
        text.contains(
            "3 sorts are flagged with a negative loading (P1 on F1, P2 on F1 and P3 on F1)"
        ),
        "{text}"
    );
    assert!(text.contains("F1 inverted"), "{text}");
}

#[test]
fn long_tables_fold_are_cut_and_say_so() {
    let sites = Attribute {
        name: "site".to_owned(),
        values: (0..2000).map(|sort| (sort % 4).to_string()).collect(),
    };
    let study = large_study(60, 2000).with_sort_attribute(sites).unwrap();
    let solution = solve(study, 3);
    let report = render::loadings(&solution.flagged, &solution.labels);
    let html = medium(&report, HTML);
    assert!(html.contains("<details><summary>Table of 2,000 × 3 loadings</summary>"));
    assert!(html.contains("the first 400 of 2,000 sorts"));
    assert!(html.len() < 300_000, "{} bytes", html.len());
    let latex = medium(&report, LATEX);
    assert!(latex.contains("\\begin{longtable}"));
    let data = &report.data.as_ref().unwrap().data;
    assert_eq!(data["loadings"].as_array().unwrap().len(), 2000);
    let correlations = render::correlations(&solution.correlated);
    assert!(correlations.data.as_ref().unwrap().data["matrix"].is_null());
    assert!(medium(&correlations, HTML).contains("leaves them out too"));
}
