//! The library without its kernel, as docs/rust-cells.md has it: what a Rust notebook is shown is what the magics show.

use crate::notebook::{notebook, run};
use quincunx::mime::{HTML, MimeBundle, PNG};
use quincunx::notebook::*;

/// The example of the documentation, line by line.
#[rustfmt::skip]
fn example_of_the_documentation() -> Result<[Report; 3], Box<dyn std::error::Error>> {
    let loaded = example("case-study")?;
    let study = Arc::new(loaded.study.clone());
    let correlated = Arc::new(Correlated::new(study.clone(), CorrelationMethod::Pearson)?);
    let extracted = Arc::new(Extracted::new(correlated, Extraction::PrincipalComponents, 5)?);
    let rotated = Arc::new(Rotated::new(extracted, 5, &[RotationStep::Varimax { kaiser: true }])?);
    let flagged = Arc::new(Flagged::new(rotated, FlagRule::default(), &[])?);
    let scored = Scored::new(flagged.clone(), ScoreOptions::default())?;
    Ok([
        render::loadings(&flagged, &[]),
        render::scores(&scored, &[]),
        render::arrays(&scored, &[]),
    ])
}

#[test]
fn reports_are_those_of_the_magics() {
    let [loadings, scores, arrays] = example_of_the_documentation().unwrap();
    let mut notebook = notebook();
    run(&mut notebook, "%q example case-study\n%q solve -k 5");
    for (report, magic) in [
        (loadings, "%q loadings"),
        (scores, "%q scores"),
        (arrays, "%q arrays"),
    ] {
        let one = report.as_one();
        let shown = run(&mut notebook, magic);
        let html = text(&one, HTML);
        for bundle in &shown {
            match bundle.get(PNG) {
                Some(picture) => {
                    let picture = picture.as_str().unwrap();
                    assert!(
                        html.contains(&format!("\"data:image/png;base64,{picture}\"")),
                        "{magic}"
                    );
                }
                None => {
                    let table = text(bundle, HTML).split_once("<table").unwrap().1;
                    let table = table.split_once("</table>").unwrap().0;
                    assert!(html.contains(table), "{magic}\n{}", one.text());
                }
            }
        }
    }
}

#[test]
fn the_documentation_s_cells_are_this_example() {
    let documentation = include_str!("../../docs/rust-cells.md");
    let (_, section) = documentation
        .split_once("## In the plain evcxr kernel")
        .unwrap();
    let cells = section.split("```rust\n").skip(1);
    let code: String = cells.map(|c| c.split("```").next().unwrap()).collect();
    let source = include_str!("library.rs");
    let lines = code.lines().filter(|line| line.contains("::new("));
    assert_eq!(lines.clone().count(), 6, "{code}");
    for line in lines {
        assert!(source.contains(line), "{line}");
    }
}

#[test]
fn blocks_are_told_apart_from_what_they_hold() {
    let report = Report::new("").text("a\nEVCXR_END_CONTENT\nb");
    let told = quincunx::notebook::blocks(&report.as_one());
    let begun: Vec<&str> = told
        .lines()
        .filter_map(|line| line.strip_prefix("EVCXR_BEGIN_CONTENT "))
        .collect();
    assert_eq!(begun, ["text/html", "text/latex", "text/plain"]);
    let ends = told.lines().filter(|line| *line == "EVCXR_END_CONTENT");
    assert_eq!(ends.count(), 3);
}

fn text<'a>(bundle: &'a MimeBundle, media_type: &str) -> &'a str {
    bundle.get(media_type).unwrap().as_str().unwrap()
}
