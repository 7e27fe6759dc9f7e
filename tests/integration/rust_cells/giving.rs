//! What Rust cells hand back to the session.

use super::{Evaluator, Recorder, setup};
use quincunx::cell::{CellFailure, Notebook};
use quincunx::rust_cell::{GivenMagic, RustCells, Setup};

#[test]
fn results_go_back_as_steps_of_the_session() {
    let apart = Evaluator::new();
    let mut notebook = notebook(&apart);
    let run = |notebook: &mut Notebook, cell: &str| notebook.run(cell, &Recorder::default());
    run(
        &mut notebook,
        "%q example case-study\n%q solve -k 2 --as two",
    )
    .unwrap();
    let journal = |notebook: &Notebook| -> Vec<String> {
        let entries = notebook.session().journal().iter();
        entries.map(|entry| entry.source.clone()).collect()
    };

    // A rotation by 30 degrees, to the last digit.
    let before = notebook.session().current().unwrap().clone();
    let turn = "let (c, s) = (0.75f64.sqrt(), 0.5);\n\
                q::rotate(&q::Matrix::from_rows(&[vec![c, -s], vec![s, c]]));";
    run(&mut notebook, turn).unwrap();
    let rotated = notebook.session().current().unwrap().rotated().unwrap();
    let unrotated = before.extracted().unwrap().loadings();
    let (c, s) = (0.75f64.sqrt(), 0.5);
    for sort in 0..93 {
        let (a, b) = (unrotated[(sort, 0)], unrotated[(sort, 1)]);
        assert!((rotated.loadings()[(sort, 0)] - (a * c + b * s)).abs() < 1e-14);
        assert!((rotated.loadings()[(sort, 1)] - (b * c - a * s)).abs() < 1e-14);
    }
    assert!(
        journal(&notebook)
            .last()
            .unwrap()
            .starts_with("%%q rotate by-matrix\nF1,F2\n0.866025403784")
    );

    // Flags, and an attribute made of them; the kept solution knows it too, and stays what it was.
    let mark = "let mut flags = q::loadings();\n\
                for row in 0..flags.rows() { for col in 0..flags.cols() {\n\
                    let defines = flags[(row, col)].abs() > 0.6;\n\
                    flags[(row, col)] = if defines { 1.0 } else { 0.0 };\n\
                } }\n\
                q::set_flags(&flags);\n\
                let strong: Vec<&str> = flags.iter_rows().map(|row| if row[0] > 0.5 { \"strong, \\\"very\\\"\" } else { \"weak\" }).collect();\n\
                q::add_attribute(\"tie\", &strong);";
    run(&mut notebook, mark).unwrap();
    let current = notebook.session().current().unwrap();
    let flagged = current.flagged().unwrap();
    let strong = (0..93).filter(|&sort| flagged.flags()[(sort, 0)]).count();
    assert!(strong > 0);
    let ties = |study: &quincunx::qmethod::Study| {
        let attribute = study.sort_attribute("tie").unwrap();
        let strong = attribute.values.iter().filter(|v| *v == "strong, \"very\"");
        strong.count()
    };
    assert_eq!(ties(current.part()), strong);
    let kept = notebook.session().solution("two").unwrap();
    assert_eq!(ties(kept.part()), strong);
    assert_eq!(
        kept.scored().unwrap().flagged().loadings(),
        before.flagged().unwrap().loadings()
    );

    // Loadings from elsewhere.
    run(
        &mut notebook,
        "let kept = q::kept(\"two\").loadings(); q::set_loadings(&kept);",
    )
    .unwrap();
    let given = notebook.session().current().unwrap().rotated().unwrap();
    assert_eq!(given.loadings(), before.rotated().unwrap().loadings());

    // What the session refuses, it says in words, and nothing of the cell is taken.
    let steps = journal(&notebook).len();
    let loadings = given.loadings().clone();
    let failure = run(
        &mut notebook,
        "q::add_attribute(\"other\", &vec![1; 93]); q::rotate(&q::Matrix::from_rows(&[vec![1.0, 1.0], vec![0.0, 1.0]]));",
    )
    .unwrap_err();
    assert!(failure.message.contains("is no rotation"), "{failure:?}");
    assert!(
        failure
            .traceback
            .join("\n")
            .contains("handed back by the Rust cell: %q rotate by-matrix"),
        "{failure:?}"
    );
    assert_eq!(journal(&notebook).len(), steps);
    let current = notebook.session().current().unwrap();
    assert_eq!(*current.rotated().unwrap().loadings(), loadings);
    assert!(current.part().sort_attribute("other").is_none());

    // A cell that fails hands nothing back.
    let failed: Result<_, CellFailure> = run(
        &mut notebook,
        "q::rotate(&q::Matrix::from_rows(&[vec![1.0, 0.0], vec![0.0, 1.0]])); panic!(\"no\")",
    );
    assert!(failed.is_err());
    assert_eq!(journal(&notebook).len(), steps);

    // The journal alone gives the same session.
    let mut again = self::notebook(&apart);
    for cell in journal(&notebook) {
        run(&mut again, &cell).unwrap();
    }
    let [one, two] = [&notebook, &again].map(|notebook| {
        let current = notebook.session().current().unwrap();
        current.rotated().unwrap().loadings().clone()
    });
    assert_eq!(one, two);
}

#[test]
fn a_magic_is_handed_back_with_its_lines() {
    let evaluator = super::shared();
    let ran = evaluator.run(
        "q::magic(\"arrays\\n--of two\", \"\"); q::magic(\"statements\", \"number,text\\n1,a\");",
    );
    let given = ran.result.as_ref().unwrap();
    let expected = [("arrays --of two", ""), ("statements", "number,text\n1,a")];
    let expected = expected.map(|(line, body)| GivenMagic {
        line: line.to_owned(),
        body: body.to_owned(),
    });
    assert_eq!(*given, expected);
}

pub(super) fn notebook(apart: &Evaluator) -> Notebook {
    let setup = Setup {
        directory: apart.directory.path().to_owned(),
        cache: Some(apart.cache.path().to_owned()),
        ..setup()
    };
    Notebook::new(RustCells::new(setup), apart.directory.path().to_owned())
}
