//! What stands in a data file is text, whatever it says, and a path that is no table is told at once. The same payloads are shown in a browser
//! by `tests/browser`, and set by TeX in `tests/conformance`.

use crate::notebook::{notebook_in, refused, run};
use quincunx::mime::{MimeBundle, SVG};
use rustix::fs::{CWD, FileType, Mode, mknodat};
use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use tempfile::TempDir;

const CELLS: [&str; 15] = [
    "%q load sorts.csv --statements statements.csv",
    "%q statements",
    "%q participants",
    "%q sorts",
    "%q correlate",
    "%q extract pca -k 3",
    "%q rotate varimax",
    "%q flag auto",
    "%q name F1 \"</td></tr></table><h1 id=leak>out of the cell</h1>\"",
    "%q scores",
    "%q crib F1",
    "%q distinguishing F1",
    "%q consensus",
    "%q prevalence \"<img src=x onerror=alert(1)>\"",
    "%q study",
];
/// The elements a report is made of.
const OURS: [&str; 17] = [
    "br", "caption", "code", "details", "div", "em", "p", "pre", "strong", "summary", "table",
    "tbody", "td", "tfoot", "th", "thead", "tr",
];

fn shown() -> Vec<MimeBundle> {
    let mut notebook = notebook_in("tests/injection");
    CELLS
        .iter()
        .flat_map(|cell| run(&mut notebook, cell))
        .collect()
}

#[test]
fn html_has_no_element_of_the_data() {
    let all: Vec<String> = shown().iter().filter_map(html).collect();
    assert!(all.len() > 10);
    for html in &all {
        let elements: BTreeSet<&str> = html.split('<').skip(1).map(element).collect();
        let strange: Vec<_> = elements.iter().filter(|e| !OURS.contains(e)).collect();
        assert!(strange.is_empty(), "{strange:?} in\n{html}");
        assert!(!html.contains("onerror=alert(1)>"), "{html}");
    }
}

#[test]
fn every_payload_is_shown_as_it_stands() {
    let all: String = shown().iter().filter_map(html).collect();
    let payloads = fs::read_to_string(data("payloads.txt")).unwrap();
    assert!(payloads.lines().count() >= 50);
    for payload in payloads.lines() {
        let escaped = payload
            .replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;")
            .replace('"', "&quot;");
        assert!(all.contains(&escaped), "{payload} is not shown");
    }
}

#[test]
fn svg_has_no_element_of_the_data() {
    // What figures are drawn with.
    const DRAWN: [&str; 9] = [
        "svg", "title", "text", "rect", "line", "polyline", "polygon", "path", "circle",
    ];
    let payloads = fs::read_to_string(data("payloads.txt")).unwrap();
    let mut notebook = notebook_in("tests/injection");
    for cell in &CELLS[..8] {
        run(&mut notebook, cell);
    }
    run(&mut notebook, "%q config figure svg");
    let mut drawn = 0;
    for name in payloads.lines() {
        // A comma separates names.
        let quoted = name
            .replace('\\', "\\\\")
            .replace('"', "\\\"")
            .replace(',', " ");
        run(&mut notebook, &format!("%q name -- F1 \"{quoted}\""));
        for bundle in run(&mut notebook, "%q loadings F1 F2") {
            let Some(svg) = bundle.get(SVG).and_then(|svg| svg.as_str()) else {
                continue;
            };
            drawn += 1;
            let elements: BTreeSet<&str> = svg.split('<').skip(1).map(element).collect();
            let strange: Vec<_> = elements.iter().filter(|e| !DRAWN.contains(e)).collect();
            assert!(strange.is_empty(), "{name}: {strange:?}");
        }
    }
    assert_eq!(drawn, payloads.lines().count());
}

#[test]
fn reports_are_no_mathematics() {
    for html in shown().iter().filter_map(html) {
        let starts = html.starts_with("<div class=\"mathjax_ignore tex2jax_ignore\">");
        assert!(starts, "{html}");
    }
}

#[test]
fn a_path_that_is_no_table_is_told_at_once() {
    let folder = TempDir::new().unwrap();
    let at = |name: &str| folder.path().join(name);
    mknodat(CWD, at("pipe"), FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
    symlink(at("loop"), at("loop")).unwrap();
    symlink("/dev/zero", at("endless")).unwrap();
    fs::create_dir(at("folder")).unwrap();
    let pipe = at("pipe");
    let (turning, endless, directory) = (at("loop"), at("endless"), at("folder"));
    let cases: [(&Path, &str); 7] = [
        (&pipe, "is no ordinary file"),
        (&turning, "symbolic link"),
        (&endless, "is no ordinary file"),
        (&directory, "is a folder"),
        (Path::new("/dev/stdin"), ""),
        (Path::new("/proc/kmsg"), "is empty"),
        (Path::new("/proc/self/mem"), "is empty"),
    ];
    let mut notebook = notebook_in("tests/data");
    for (path, expected) in cases {
        for line in [
            format!("%q load \"{}\"", path.display()),
            format!("%q load good/sorts.csv --statements \"{}\"", path.display()),
        ] {
            let failure = refused(&mut notebook, &line);
            assert!(
                failure.message.contains(expected),
                "{line}: {}",
                failure.message
            );
        }
    }
}

fn html(bundle: &MimeBundle) -> Option<String> {
    bundle.get("text/html")?.as_str().map(str::to_owned)
}

/// The name of the element whose tag goes on with `rest`.
fn element(rest: &str) -> &str {
    let rest = rest.trim_start_matches('/');
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric());
    end.map_or(rest, |end| &rest[..end])
}

fn data(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/injection")
        .join(name)
}
