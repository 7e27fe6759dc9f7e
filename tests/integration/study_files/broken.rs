//! Every broken file in `tests/data/broken` gives no study, and its message is a snapshot. The first word of a file's name says what it
//! is loaded as: `sorts` with the good statements and a stated grid, `alone` with neither, the others beside the good sorts.

use super::{data, inline, small_grid, sorts_only};
use quincunx::study_files::{
    GridRequest, LoadRequest, StudyFileError, example, load, read_grid, with_participants,
    with_statements,
};

#[test]
fn broken_files() {
    let folder = std::fs::read_dir("tests/data/broken").expect("the folder");
    let mut names: Vec<String> = folder
        .map(|entry| {
            entry
                .expect("a file")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort();
    let messages: Vec<String> = names
        .iter()
        .map(|name| match load_broken(name) {
            Ok(()) => panic!("{name} was loaded"),
            Err(error) => format!("== {name}\n{error}\n"),
        })
        .collect();
    insta::assert_snapshot!(messages.join("\n"));
}

fn load_broken(name: &str) -> Result<(), StudyFileError> {
    let file = data(&format!("broken/{name}"));
    let request = match name.split('-').next() {
        Some("sorts") => LoadRequest {
            statements: Some(data("good/statements.csv")),
            grid: GridRequest::Stated(small_grid()),
            ..sorts_only(file)
        },
        Some("alone") => sorts_only(file),
        Some("statements") => LoadRequest {
            statements: Some(file),
            ..good()
        },
        Some("participants") => LoadRequest {
            participants: Some(file),
            ..good()
        },
        Some("grid") => LoadRequest {
            grid: GridRequest::Stated(read_grid(&file)?),
            ..good()
        },
        _ => panic!("{name} is loaded as nothing"),
    };
    load(&request).map(|_| ())
}

fn good() -> LoadRequest {
    sorts_only(data("good/sorts.csv"))
}

#[test]
fn statements_of_another_study() {
    let study = load(&good()).expect("a good file").study;
    let shorter = inline("number,text\n1,One\n2,Two\n12,Twelve\n");
    let error = with_statements(study, &shorter).expect_err("other statements");
    insta::assert_snapshot!(error, @"this cell has 3 statements; the study has 9. Missing in it: 3–9. Not in the study: 12. Load a list of the study's statements.");
}

#[test]
fn participants_of_another_study() {
    let study = load(&good()).expect("a good file").study;
    let error = with_participants(study, &inline("id,site\nX,north\n")).expect_err("other people");
    insta::assert_snapshot!(error, @"No id of this cell (`X`) is the id of a Q sort (`P1`, `P2`, `P3`, `P4`, `P5`, `P6`). Write the ids as they stand at the Q sorts.");
}

#[test]
fn free_grids_take_what_forced_ones_refuse() {
    for name in [
        "sorts-breaks-grid.csv",
        "sorts-fraction.csv",
        "sorts-outside-grid.csv",
        "sorts-decimal-comma.csv",
    ] {
        let grid = GridRequest::Free {
            arrays: Some(small_grid()),
        };
        let request = LoadRequest {
            grid,
            ..sorts_only(data(&format!("broken/{name}")))
        };
        load(&request).unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}

#[test]
fn unknown_example() {
    let error = example("case_study").expect_err("no such example");
    insta::assert_snapshot!(error, @"There is no example `case_study`. Examples: `case-study`.");
}
