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

/// What each program can do, by its own names: its menus and files, its pages, its exported functions, its options.
const FEATURES: [(&str, &[&str]); 4] = [
    (
        "PQMethod, menu by menu",
        &[
            "STATES",
            "QENTER",
            "QCENT",
            "HORST",
            "QPCA",
            "QROTATE",
            "QVARIMAX",
            "QANALYZE",
            "exact scores",
            "VIEWLIST",
            ".dat",
            ".sta",
            ".tsv",
            ".cor",
            ".unr",
            ".rot",
            "PQM2HTM",
        ],
    ),
    (
        "KADE, page by page",
        &[
            "Input: Excel, CSV, zip",
            "Input: PQMethod",
            "Input: Easy-HTMLQ",
            "Input: demo data",
            "Input: forced or unforced",
            "Data",
            "Correlations",
            "Factors: PCA",
            "Factors: Brown centroid",
            "Factors: Horst centroid",
            "Scree plot",
            "Rotation: varimax",
            "Rotation: judgmental",
            "Loadings: auto-flag",
            "Loadings: flag by hand",
            "Loadings: invert",
            "Loadings: split bipolar",
            "Loadings: highlighting",
            "Loadings: save and compare",
            "Output: factors",
            "Output: distinguishing",
            "Output: consensus",
            "Output: relative ranks",
            "Output: composite sorts",
            "Output: factor names",
            "Output: files",
            "Project log",
        ],
    ),
    (
        "R qmethod, function by function",
        &[
            "qmethod",
            "centroid",
            "qflag",
            "qzscores",
            "qfcharact",
            "qdc",
            "qdc.zsc",
            "loa.and.flags",
            "qmboots",
            "qbstep",
            "qindtest",
            "qpcrustes",
            "qfsi",
            "qmb.summary",
            "qmb.plot",
            "import.pqmethod",
            "import.htmlq",
            "import.easyhtmlq",
            "import.q.concourse",
            "build.q.set",
            "import.q.sorts",
            "import.q.feedback",
            "make.cards",
            "make.distribution",
            "export.qm",
            "export.pqmethod",
            "plot.QmethodRes",
            "print.QmethodRes",
            "summary.QmethodRes",
            "q.fnames",
            "array.viz",
            "runInterface",
            "lipset",
            "importexample",
        ],
    ),
    (
        "Stata, option by option",
        &[
            "nfactor()",
            "extraction(ipf)",
            "extraction(pf)",
            "extraction(pcf)",
            "extraction(ml)",
            "rotation(none)",
            "rotation(varimax)",
            "rotation(quartimax)",
            "rotation(equamax)",
            "rotation(promax())",
            "rotation(oblimin())",
            "rotation(target())",
            "rotation(...)",
            "score(brown)",
            "score(regression)",
            "score(bartlett)",
            "esize()",
            "bipolar()",
            "stlength()",
            "minimum",
            "if",
            "in",
            "fctrldngs",
            "fctrscrs",
            "qpair approach(1)",
            "qpair approach(2)",
            "qconvert",
        ],
    ),
];

/// Every feature has one row in its program's table, which names the magic that does it or says that there is none, and why. That the magics named exist and
/// can be typed is what the tests above see to.
#[test]
fn every_feature_of_the_other_programs_has_its_row() {
    let text = fs::read_to_string(page("coming-from.md")).unwrap();
    for (heading, features) in FEATURES {
        let (_, section) = text.split_once(&format!("\n## {heading}\n")).unwrap();
        let section = section.split("\n## ").next().unwrap();
        let rows: Vec<Vec<&str>> = section
            .lines()
            .filter(|line| line.starts_with("| `"))
            .map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
            .collect();
        let mut listed = Vec::new();
        for row in &rows {
            let [names, does, here] = row[..] else {
                panic!("{heading}: no row of three cells: {row:?}");
            };
            listed.extend(code_spans(names));
            assert!(!does.is_empty(), "{heading}: {names} does nothing");
            let by_magic = !magics(here).is_empty();
            let why = here.strip_prefix("no: ").map_or(0, str::len);
            assert!(by_magic || why > 20, "{heading}: {names}: {here}");
        }
        assert_eq!(listed, features, "{heading}");
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
