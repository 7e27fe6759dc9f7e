//! The session in Rust cells, under the name `q`.

use quincunx::rust_cell::{SharedTable, Snapshot};

use super::shared;

fn loadings(first: f64) -> SharedTable {
    SharedTable {
        name: "loadings".to_owned(),
        row_labels: vec!["US1".to_owned(), "FR <2>".to_owned()],
        column_labels: vec!["A".to_owned(), "B".to_owned()],
        values: vec![first, -0.25, 0.1, f64::NAN],
        text_columns: Vec::new(),
    }
}

fn participants() -> SharedTable {
    SharedTable {
        name: "participants".to_owned(),
        row_labels: vec!["US1".to_owned(), "FR <2>".to_owned()],
        column_labels: vec!["minutes".to_owned()],
        values: vec![30.0, 45.0],
        text_columns: vec![(
            "site".to_owned(),
            vec!["Madison & Co".to_owned(), "Île-de-France".to_owned()],
        )],
    }
}

#[test]
fn the_session_is_at_hand_as_typed_values() {
    let evaluator = shared();
    evaluator.cells.share(&Snapshot::default()).unwrap();
    let failure = evaluator.failure("q::loadings()");
    assert_eq!(failure.kind.name(), "Panic");
    assert!(
        failure.message.contains("has no table `loadings`"),
        "{failure:?}"
    );
    assert!(failure.message.contains("in line 1"), "{failure:?}");

    let snapshot = Snapshot {
        tables: vec![participants(), loadings(0.5)],
    };
    evaluator.cells.share(&snapshot).unwrap();
    assert_eq!(
        evaluator.value("q::tables()"),
        "[\"participants\", \"loadings\"]"
    );
    assert_eq!(
        evaluator.value("let shared_loadings = q::loadings(); shared_loadings[(0, 1)]"),
        "-0.25"
    );
    // Kept like any other variable, whatever the session does then.
    assert_eq!(
        evaluator.value("(shared_loadings.rows(), shared_loadings.cols())"),
        "(2, 2)"
    );
    assert_eq!(
        evaluator.value("shared_loadings.to_vecs()"),
        "[[0.5, -0.25], [0.1, NaN]]"
    );
    assert_eq!(
        evaluator.value("q::loadings().at(\"US1\", \"A\")"),
        "Some(0.5)"
    );
    assert_eq!(
        evaluator.value("q::participants().texts(\"site\")"),
        "[\"Madison & Co\", \"Île-de-France\"]"
    );
    let failure = evaluator.failure("shared_loadings[(2, 0)]");
    assert!(
        failure
            .message
            .ends_with("there is no place (2, 0) in a matrix of 2 × 2; indices begin at 0"),
        "{failure:?}"
    );

    // The session went on, and the process that holds the variables ended: the cells see what is.
    let snapshot = Snapshot {
        tables: vec![loadings(0.75)],
    };
    evaluator.cells.share(&snapshot).unwrap();
    assert!(evaluator.run("std::process::exit(1)").result.is_err());
    assert_eq!(evaluator.value("q::loadings()[(0, 0)]"), "0.75");
    assert_eq!(
        evaluator.value("q::find(\"participants\").is_none()"),
        "true"
    );
}

#[test]
fn a_matrix_is_shown_as_a_table() {
    let evaluator = shared();
    let snapshot = Snapshot {
        tables: vec![loadings(0.5), participants()],
    };
    evaluator.cells.share(&snapshot).unwrap();
    let ran = evaluator.run("q::loadings()");
    let bundle = ran.bundle().unwrap();
    assert_eq!(
        bundle.text(),
        "             A        B\n\
         US1     0.5000  -0.2500\n\
         FR <2>  0.1000        –"
    );
    let html = bundle.get("text/html").unwrap().as_str().unwrap();
    assert!(
        html.contains("<th scope=\"row\">FR &lt;2&gt;</th>"),
        "{html}"
    );
    assert!(html.contains(">-0.2500</td>"), "{html}");
    let latex = bundle.get("text/latex").unwrap().as_str().unwrap();
    assert!(
        latex.contains(
            "US1 & 0.5000 & $-$0.2500 \\\\\nFR \\textless{}2\\textgreater{} & 0.1000 & – \\\\"
        ),
        "{latex}"
    );
    assert_eq!(
        evaluator.value("q::loadings().with_decimals(1)"),
        "          A     B\n\
         US1     0.5  -0.2\n\
         FR <2>  0.1     –"
    );
    let ran = evaluator.run("println!(\"{}\", q::participants());");
    assert_eq!(
        ran.stdout(),
        "        minutes  site\n\
         US1          30  Madison & Co\n\
         FR <2>       45  Île-de-France\n"
    );
    let ran = evaluator.run("q::Matrix::from_rows(&vec![vec![1.0]; 100])");
    assert!(
        ran.value().unwrap().ends_with("… and 40 more rows"),
        "{ran:?}"
    );
}

#[test]
fn a_table_that_contradicts_itself_is_not_shared() {
    let evaluator = shared();
    let mut broken = loadings(0.5);
    broken.values.pop();
    let error = evaluator
        .cells
        .share(&Snapshot {
            tables: vec![broken],
        })
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "table `loadings` has 3 values for 2 × 2 labels"
    );
}
