//! One small study in every dress that a file may come in, and texts that no format may harm.

use super::{data, inline, small_grid, sorts_only};
use quincunx::qmethod::{Grid, Study};
use quincunx::study_files::{
    GridRequest, LoadRequest, Loaded, Orientation, Source, example, example_names, load,
    with_participants, with_statements,
};
use std::path::Path;

const SORTS: [[f64; 9]; 6] = [
    [2., 1., 1., 0., 0., 0., -1., -1., -2.],
    [1., 2., 0., 1., 0., -1., 0., -2., -1.],
    [1., 0., 2., 0., 1., 0., -1., -1., -2.],
    [-2., -1., 0., -1., 0., 1., 0., 1., 2.],
    [-1., -2., -1., 0., 0., 0., 1., 2., 1.],
    [0., 0., -1., 1., -1., 2., -2., 1., 0.],
];

/// The files of `tests/data/good` that hold these sorts.
const DRESSES: [&str; 17] = [
    "sorts.csv",
    "sorts.parquet",
    "row-groups.parquet",
    "semicolons.csv",
    "tabs.tsv",
    "crlf-and-trailing-lines.csv",
    "mixed-line-ends.csv",
    "byte-order-mark.csv",
    "utf-16.csv",
    "trailing-separators.csv",
    "quoted-and-spaced.csv",
    "plain-numbers.csv",
    "shuffled-columns.csv",
    "no-id.csv",
    "row-names.csv",
    "other-signs.csv",
    "transposed.csv",
];

fn loaded(sorts: Source) -> Loaded {
    load(&sorts_only(sorts)).unwrap_or_else(|error| panic!("{error}"))
}

fn sorts_of(study: &Study) -> Vec<Vec<f64>> {
    study
        .sorts()
        .column_iter()
        .map(|sort| sort.iter().copied().collect())
        .collect()
}

fn values<'s>(study: &'s Study, attribute: &str) -> Vec<&'s str> {
    let attribute = study
        .sort_attribute(attribute)
        .unwrap_or_else(|| panic!("no {attribute}"));
    attribute.values.iter().collect()
}

#[test]
fn one_study_in_every_dress() {
    let mut notes = String::new();
    for dress in DRESSES {
        let loaded = loaded(data(&format!("good/{dress}")));
        let study = &loaded.study;
        assert_eq!(sorts_of(study), SORTS, "{dress}");
        assert_eq!(
            study.sort_ids(),
            ["P1", "P2", "P3", "P4", "P5", "P6"],
            "{dress}"
        );
        assert_eq!(study.grid(), &Grid::Forced(small_grid()), "{dress}");
        if dress != "transposed.csv" {
            assert_eq!(
                values(study, "site"),
                ["north", "north", "north", "south", "south", "south"],
                "{dress}"
            );
            assert_eq!(
                values(study, "age"),
                ["34", "", "51", "28", "60", "45"],
                "{dress}"
            );
            assert_eq!(study.sort_attributes().len(), 2, "{dress}");
        }
        notes.push_str(&format!("== {dress}\n{}\n", loaded.notes.join("\n")));
    }
    insta::assert_snapshot!(notes);
}

#[test]
fn orientation_can_be_stated() {
    let turned = |file: &str, orientation| {
        load(&LoadRequest {
            orientation: Some(orientation),
            ..sorts_only(data(file))
        })
    };
    let by_number = loaded(data("good/transposed-by-number.csv"));
    assert_eq!(sorts_of(&by_number.study), SORTS);
    let stated = turned(
        "good/transposed-by-number.csv",
        Orientation::RowsAreStatements,
    );
    assert_eq!(stated.expect("a study"), by_number);
    let error =
        turned("good/transposed.csv", Orientation::RowsAreSorts).expect_err("P1 to P6 are not all");
    insta::assert_snapshot!(error, @r#"No grid is stated, and the 9 Q sorts of tests/data/good/transposed.csv have 9 different distributions; the most frequent, of 1 sort, is -2:1,-1:1,0:1,1:2,2:1. Load with `--grid free`, or state the grid (`--grid "-1:1,0:3,1:1"`)."#);
}

#[test]
fn statements_in_every_form() {
    let table = with_statements(
        loaded(data("good/sorts.csv")).study,
        &data("good/statements.csv"),
    )
    .expect("a list");
    let texts: Vec<&str> = table
        .study
        .statements()
        .iter()
        .map(|s| s.text.as_str())
        .collect();
    assert_eq!(texts[2], "A café would bring people in");
    assert_eq!(texts[7], "Benches in the sun, please");
    let dimension = table
        .study
        .statement_attribute("dimension")
        .expect("a dimension");
    assert_eq!(dimension.values.get(4), Some("money"));
    for list in [
        "statements.txt",
        "statements-numbered.txt",
        "statements-latin-1.txt",
    ] {
        let lines = with_statements(
            loaded(data("good/sorts.csv")).study,
            &data(&format!("good/{list}")),
        );
        assert_eq!(
            lines.expect(list).study.statements(),
            table.study.statements(),
            "{list}"
        );
    }
}

#[test]
fn statements_keep_their_letters() {
    let request = LoadRequest {
        statements: Some(data("good/hard-texts.csv")),
        ..sorts_only(data("good/sorts.csv"))
    };
    let study = load(&request).expect("a study").study;
    let texts: Vec<&str> = study.statements().iter().map(|s| s.text.as_str()).collect();
    assert_eq!(
        texts,
        [
            "<script>alert(\"1\")</script>",
            "a | b & c_d $e$ \\textbf{f} # % ~ ^",
            "She said \"no\"; twice",
            "first line\nsecond line\r\nthird",
            "Здоровье важнее денег",
            "健康比金钱更重要",
            "الصحة أهم من المال",
            "5\" pipes, 'quoted' `code`",
            "NA",
        ]
    );
}

#[test]
fn statements_in_lines_keep_their_letters() {
    let lines = "Say \"yes\", or\n<b>no</b> | maybe\n\n  3 % of $5 & more_or_less  \n";
    let sorts = inline("id,s1,s2,s3\nA,1,0,-1\nB,0,1,-1\n");
    let request = LoadRequest {
        statements: Some(inline(lines)),
        ..sorts_only(sorts)
    };
    let study = load(&request).expect("a study").study;
    let texts: Vec<&str> = study.statements().iter().map(|s| s.text.as_str()).collect();
    assert_eq!(
        texts,
        [
            "Say \"yes\", or",
            "<b>no</b> | maybe",
            "3 % of $5 & more_or_less"
        ]
    );
}

#[test]
fn numbers_may_have_gaps_where_the_statements_have_them() {
    let sorts = inline("id,s2,s5,s9\nA,1,0,-1\nB,0,1,-1\n");
    let statements = inline("number,text\n9,nine\n5,five\n2,two\n");
    let request = LoadRequest {
        statements: Some(statements),
        ..sorts_only(sorts)
    };
    let study = load(&request).expect("a study").study;
    let numbers: Vec<u32> = study.statements().iter().map(|s| s.number).collect();
    assert_eq!(numbers, [2, 5, 9]);
    assert_eq!(study.statements()[0].text, "two");
    assert_eq!(sorts_of(&study)[0], [1., 0., -1.]);
}

#[test]
fn participants_are_joined_by_id() {
    let joined = with_participants(
        loaded(data("good/sorts.csv")).study,
        &data("good/participants.csv"),
    );
    let study = joined.expect("participants").study;
    assert_eq!(
        values(&study, "profession"),
        ["gardener", "teacher", "nurse", "", "teacher", "gardener"]
    );
    assert_eq!(
        values(&study, "minutes"),
        ["40", "18", "25", "22", "31", "12"]
    );
    assert_eq!(study.sort_attributes().len(), 4);
}

#[test]
fn rows_to_spare_on_one_side_are_named() {
    let study = || loaded(data("good/sorts.csv")).study;
    let too_many = inline("id,site\nP1,a\nP2,b\nP3,c\nP4,d\nP5,e\nP6,f\nP7,g\n");
    let too_few = inline("id,profession\nP1,nurse\nP3,nurse\n");
    let mut notes = with_participants(study(), &too_many)
        .expect("participants")
        .notes;
    let joined = with_participants(study(), &too_few).expect("participants");
    assert_eq!(
        values(&joined.study, "profession"),
        ["nurse", "", "nurse", "", "", ""]
    );
    notes.extend(joined.notes);
    insta::assert_snapshot!(notes.join("\n"), @r#"
    Rows of this cell without a Q sort were left out: `P7`.
    Participant attributes from this cell: `site`.
    Attributes replaced, with other values than before: `site`.
    Q sorts without a row in this cell, their attributes from it missing: `P2`, `P4`, `P5`, `P6`.
    Participant attributes from this cell: `profession`.
    "#);
}

#[test]
fn rows_of_a_cell_are_counted_from_its_first_line() {
    let sorts = inline("\nid,s1,s2\nA,1,0\nB,0,one\n");
    let error = load(&sorts_only(sorts)).expect_err("no number");
    assert!(
        error.to_string().contains("this cell, row 4, column `s2`"),
        "{error}"
    );
}

#[test]
fn the_case_study_is_called_a_reconstruction() {
    let (name, description) = example_names()[0];
    assert!(description.contains("reconstruction"), "{description}");
    let loaded = example(name).expect("the example");
    assert!(
        loaded.notes[0].contains("RECONSTRUCTION"),
        "{}",
        loaded.notes[0]
    );
    let study = &loaded.study;
    assert_eq!((study.statement_count(), study.sort_count()), (40, 93));
    let sites = values(study, "site");
    let size = |site: &str| sites.iter().filter(|s| **s == site).count();
    assert_eq!(["A", "B", "C", "D", "E"].map(size), [10, 14, 34, 22, 13]);
    assert!(study.statement_attribute("dimension").is_some());
    insta::assert_snapshot!(loaded.notes.join("\n"));
}

#[test]
fn published_studies_are_read() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    if !shared.is_dir() {
        eprintln!("skipped: ../shared/data is not here");
        return;
    }
    let file = |name: &str| Source::File(shared.join(name));
    for (sorts, statements, n, m) in [
        ("lipset/sorts.csv", Some("lipset/statements.csv"), 33, 9),
        ("lipset/sorts.csv", Some("lipset/lipset.sta"), 33, 9),
        ("oracle/syn40x93.csv", None, 40, 93),
        ("oracle/synties12x6.csv", None, 12, 6),
    ] {
        let request = LoadRequest {
            statements: statements.map(file),
            ..sorts_only(file(sorts))
        };
        let study = load(&request)
            .unwrap_or_else(|error| panic!("{error}"))
            .study;
        assert_eq!(
            (study.statement_count(), study.sort_count()),
            (n, m),
            "{sorts}"
        );
    }
    let free = GridRequest::Free { arrays: None };
    let request = LoadRequest {
        grid: free,
        ..sorts_only(file("oracle/synfree12x8.csv"))
    };
    assert_eq!(load(&request).expect("free sorts").study.sort_count(), 8);
    let twice = load(&sorts_only(file("biobank/sorts.csv"))).expect_err("ids of two waves");
    assert!(
        twice.to_string().contains("the id `M01` stands twice"),
        "{twice}"
    );
}
