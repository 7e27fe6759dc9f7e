//! Whole definitions of HTMLQ, EQ Web Sort and Quince, and damaged ones.

use crate::notebook::{notebook_apart, refused, run, text};
use quincunx::study_files::read_online_study;
use quincunx::survey::{Kind, Procedure, Store};
use std::fs;
use std::path::Path;

fn fixtures(program: &str) -> String {
    format!("{}/tests/data/online/{program}", env!("CARGO_MANIFEST_DIR"))
}

/// What each study gives, and what of it is not carried over.
#[test]
fn whole_studies() {
    let mut seen = Vec::new();
    for program in ["htmlq", "eq-web-sort", "quince"] {
        let study = read_online_study(Path::new(&fixtures(program))).unwrap();
        seen.push(format!(
            "== {program}\n{:#?}\n{}",
            study.given,
            study.left_out.join("\n")
        ));
    }
    insta::assert_snapshot!("whole_studies", seen.join("\n\n"));
}

#[test]
fn a_cell_carries_a_study_over_and_may_change_it() {
    let (folder, mut notebook) = notebook_apart();
    let copy = |program: &str| {
        let to = folder.path().join(program);
        fs::create_dir(&to).unwrap();
        for file in fs::read_dir(fixtures(program)).unwrap() {
            let file = file.unwrap();
            fs::copy(file.path(), to.join(file.file_name())).unwrap();
        }
    };
    for program in ["htmlq", "eq-web-sort", "quince"] {
        copy(program);
    }
    let missing = refused(&mut notebook, "%%q survey\nfrom: htmlq").message;
    assert!(
        missing.contains("The study has no condition of instruction."),
        "{missing}"
    );
    let missing = refused(&mut notebook, "%%q survey\nfrom: eq-web-sort").message;
    assert!(
        missing.contains("no text that respondents agree to"),
        "{missing}"
    );
    let nowhere = refused(&mut notebook, "%%q survey\nfrom: nowhere").message;
    assert!(
        nowhere.contains("holds none of config.xml, language.xml, map.xml and statements.xml"),
        "{nowhere}"
    );

    let shown = text(&run(&mut notebook, "%%q survey\nfrom: quince"));
    assert!(
        shown.contains("Study Tea at work") && shown.contains("-1…+1 (1, 2, 1)"),
        "{shown}"
    );
    assert!(shown.contains("switches its questions off"), "{shown}");
    let quince = Store::open(&folder.path().join("tea-at-work.qstudy")).unwrap();
    assert_eq!(
        quince.definition().pages.consent,
        [
            "You are invited.",
            "What is stored",
            "Your sort, without your name."
        ]
    );
    assert_eq!(quince.definition().procedure, Procedure::Drag);
    assert!(quince.definition().questions.is_empty());

    let changed = "%%q survey\nfrom: htmlq\nname: Our square\ncondition: What fits?\nprocedure: pick-two\n\n# Consent\nIt is stored.\n\n# Questions\nage: How old?\n  number: 1 to 120";
    run(&mut notebook, changed);
    let square = Store::open(&folder.path().join("our-square.qstudy")).unwrap();
    let definition = square.definition();
    assert_eq!(
        (definition.statements.len(), definition.procedure),
        (9, Procedure::PickTwo)
    );
    assert_eq!(
        definition.questions.len(),
        1,
        "a section stands in the place of what is carried over"
    );
    assert!(matches!(definition.questions[0].kind, Kind::Number { .. }));
    assert_eq!(definition.words["neutral"], "Undecided");
    assert_eq!(
        definition.pages.welcome.last().unwrap(),
        "It is about the square."
    );
    // A free grid, by dragging; and the study can be walked through.
    run(
        &mut notebook,
        "%%q survey\nfrom: eq-web-sort\n\n# Consent\nIt is stored.",
    );
    let tea = Store::open(&folder.path().join("tea-in-class.qstudy")).unwrap();
    assert!(!tea.definition().forced);
    let walked = text(&run(&mut notebook, "%q sort tea-in-class --simulate 5"));
    assert!(walked.contains("5 complete"), "{walked}");
}

/// Each fault with its place.
#[test]
fn damaged_studies() {
    let folder = tempfile::tempdir().unwrap();
    let mut told = Vec::new();
    for (program, file, from, to) in [
        ("htmlq", "config.xml", "</item>\n</config>", ""),
        ("htmlq", "config.xml", "type=\"radio\"", "type=\"slider\""),
        (
            "htmlq",
            "config.xml",
            "on the square;in the town;elsewhere",
            "on the square",
        ),
        (
            "htmlq",
            "config.xml",
            "on foot;by bike;by car",
            "on foot;on foot",
        ),
        ("htmlq", "config.xml", "<label>How often?</label>", ""),
        ("htmlq", "config.xml", "I shop here;I work here", ""),
        ("htmlq", "config.xml", "scale=\"1;2;3;4;5\"", ""),
        ("htmlq", "config.xml", "id=\"more\"", "id=\"form0\""),
        ("htmlq", "config.xml", "item", "thing"),
        ("htmlq", "map.xml", ">2<", ">two<"),
        ("htmlq", "statements.xml", "id=\"2\"", "id=\"1\""),
        (
            "eq-web-sort",
            "config.xml",
            "scale=\"Never;;;Seldom;;;Often\"",
            "scale=\"Never\"",
        ),
        (
            "eq-web-sort",
            "config.xml",
            "<label>2. Which do you have at home?</label>",
            "<label>*</label>",
        ),
        ("eq-web-sort", "language.xml", "&quot;560&quot;", "&wide;"),
        ("quince", "map.xml", "1,2,1", "1,2"),
        (
            "quince",
            "language.xml",
            "<language version",
            "<!DOCTYPE language>\n<language version",
        ),
    ] {
        let here = folder.path().join(format!("{}", told.len()));
        fs::create_dir(&here).unwrap();
        for name in ["config.xml", "language.xml", "map.xml", "statements.xml"] {
            let whole = fs::read_to_string(format!("{}/{name}", fixtures(program))).unwrap();
            let written = match name == file {
                true => {
                    assert!(whole.contains(from), "{program}/{file}: {from}");
                    whole.replace(from, to)
                }
                false => whole,
            };
            fs::write(here.join(name), written).unwrap();
        }
        let Err(error) = read_online_study(&here) else {
            panic!("{program}/{file} with {to:?} in the place of {from:?} is read");
        };
        let place = format!("{}/", here.display());
        let error = error.to_string().replace(&place, "");
        told.push(format!("== {program}/{file}: {from} -> {to}\n{error}"));
    }
    insta::assert_snapshot!("damaged_studies", told.join("\n\n"));
}
