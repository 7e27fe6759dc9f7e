//! Other programs' files: good ones made by hand from their descriptions, broken ones with their messages, hostile ones, and mutated ones.

mod broken;
mod damaged;
mod files;
mod fuzz;
mod good;
mod hostile;
mod memory;
mod no_data;
mod workbooks;

use quincunx::qmethod::{Grid, Study};
use quincunx::study_files::{LoadRequest, Loaded, Source, load};

/// The six sorts of nine statements that most fixtures hold.
const SORTS: [[f64; 9]; 6] = [
    [2., 1., 1., 0., 0., 0., -1., -1., -2.],
    [1., 2., 0., 1., 0., -1., 0., -2., -1.],
    [1., 0., 2., 0., 1., 0., -1., -1., -2.],
    [-2., -1., 0., -1., 0., 1., 0., 1., 2.],
    [-1., -2., -1., 0., 0., 0., 1., 2., 1.],
    [0., 0., -1., 1., -1., 2., -2., 1., 0.],
];

const IDS: [&str; 6] = ["P1", "P2", "P3", "P4", "P5", "P6"];

fn path(name: &str) -> Source {
    Source::File(format!("tests/data/{name}").into())
}

fn bytes(name: &str, bytes: impl Into<Vec<u8>>) -> Source {
    Source::Bytes {
        name: name.to_owned(),
        bytes: bytes.into(),
    }
}

/// What a file of `tests/data` holds.
fn content(name: &str) -> Vec<u8> {
    std::fs::read(format!("tests/data/{name}")).expect(name)
}

/// Several files as one study.
fn together(sources: Vec<Source>) -> LoadRequest {
    let mut sources = sources.into_iter();
    let mut request = LoadRequest::of(sources.next().expect("a file"));
    request.more = sources.collect();
    request
}

fn loaded(request: &LoadRequest) -> Loaded {
    load(request).unwrap_or_else(|error| panic!("{error}"))
}

fn message(request: &LoadRequest) -> String {
    match load(request) {
        Ok(loaded) => panic!("loaded: {:?}", loaded.notes),
        Err(error) => error.to_string(),
    }
}

fn sorts_of(study: &Study) -> Vec<Vec<f64>> {
    let sorts = study.sorts().column_iter();
    sorts.map(|sort| sort.iter().copied().collect()).collect()
}

fn value<'s>(study: &'s Study, attribute: &str, sort: usize) -> &'s str {
    let attribute = study.sort_attribute(attribute);
    attribute.map_or("(no such attribute)", |attribute| {
        attribute.values.get(sort).unwrap()
    })
}

/// A study in words, for a snapshot: everything but the values of the sorts, which [`assert_sorts`] compares.
fn shown(loaded: &Loaded) -> String {
    let study = &loaded.study;
    let mut words = vec![format!("ids: {}", study.sort_ids().join(", "))];
    let grid = |grid: &quincunx::qmethod::Distribution| {
        let columns = grid.columns().iter();
        let pairs: Vec<String> = columns
            .map(|c| format!("{}:{}", c.value, c.cards))
            .collect();
        pairs.join(",")
    };
    words.push(match study.grid() {
        Grid::Forced(distribution) => format!("forced: {}", grid(distribution)),
        Grid::Free { arrays } => format!(
            "free, arrays: {}",
            arrays.as_ref().map(grid).unwrap_or_default()
        ),
    });
    for statement in [study.statements().first(), study.statements().last()] {
        let statement = statement.expect("a statement");
        words.push(format!("{}: {}", statement.number, statement.text));
    }
    for attribute in study.sort_attributes() {
        words.push(format!(
            "{} = {}",
            attribute.name,
            attribute.values.to_vec().join(" / ")
        ));
    }
    words.extend(loaded.notes.iter().map(|note| format!("- {note}")));
    words.join("\n")
}

fn assert_sorts(study: &Study, what: &str) {
    assert_eq!(sorts_of(study), SORTS, "{what}");
}
