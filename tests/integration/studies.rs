//! Studies for tests: files of this repository, and validation data beside it.

use quincunx::numeric::Matrix;
use quincunx::qmethod::grid::GridColumn;
use quincunx::qmethod::{Attribute, Distribution, Grid, Statement, Study};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A file of the repository.
pub(crate) fn own(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// A file of the validation data; none, with a line that says so, where it is absent.
pub(crate) fn shared(path: &str) -> Option<PathBuf> {
    let file = own("../shared").join(path);
    if file.exists() {
        return Some(file);
    }
    eprintln!("left out: ../shared/{path} is not here");
    None
}

/// The cells of a CSV file without quotes: header, then rows.
pub(crate) fn csv(file: &Path) -> (Vec<String>, Vec<Vec<String>>) {
    let text = std::fs::read_to_string(file).unwrap();
    let mut lines = text
        .lines()
        .map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>());
    let header = lines.next().unwrap();
    let rows: Vec<_> = lines.collect();
    for row in &rows {
        assert_eq!(row.len(), header.len(), "{}", file.display());
    }
    (header, rows)
}

/// A study from a file with one row per sort: `id`, attributes, then a column `s1` or `f1` per statement.
pub(crate) fn study_of_rows(
    file: &Path,
    grid: Grid,
    keep: impl Fn(&BTreeMap<String, String>) -> bool,
) -> Study {
    let (header, rows) = csv(file);
    let first = header
        .iter()
        .position(|name| name == "s1" || name == "f1")
        .unwrap();
    let rows: Vec<Vec<String>> = rows
        .into_iter()
        .filter(|row| keep(&header.iter().cloned().zip(row.iter().cloned()).collect()))
        .collect();
    let sorts = Matrix::from_fn(header.len() - first, rows.len(), |statement, sort| {
        rows[sort][first + statement].parse().unwrap()
    });
    let ids = rows.iter().map(|row| row[0].clone()).collect();
    let mut study = Study::new(numbered(sorts.nrows()), ids, sorts, grid).unwrap();
    for (column, name) in header.iter().enumerate().take(first).skip(1) {
        study = study
            .with_sort_attribute(Attribute {
                name: name.clone(),
                values: rows.iter().map(|row| row[column].clone()).collect(),
            })
            .unwrap();
    }
    study
}

/// A study from a file with one row per statement and one column per sort.
pub(crate) fn study_of_columns(file: &Path, grid: Grid) -> Study {
    let (header, rows) = csv(file);
    let sorts = Matrix::from_fn(rows.len(), header.len() - 1, |statement, sort| {
        rows[statement][sort + 1].parse().unwrap()
    });
    Study::new(numbered(rows.len()), header[1..].to_vec(), sorts, grid).unwrap()
}

/// Statements 1 to n.
pub(crate) fn numbered(count: usize) -> Vec<Statement> {
    (1..=count as u32)
        .map(|number| Statement {
            number,
            text: format!("Statement {number}"),
        })
        .collect()
}

/// A distribution from its lowest value and the cards of each column.
pub(crate) fn distribution(lowest: i32, cards: &[usize]) -> Distribution {
    let columns = (lowest..).zip(cards);
    Distribution::new(columns.map(|(value, &cards)| GridColumn { value, cards })).unwrap()
}

/// The case study: 93 reconstructed sorts of 40 statements, with the attribute `site`.
pub(crate) fn case_study(keep: impl Fn(&BTreeMap<String, String>) -> bool) -> Study {
    let grid = Grid::Forced(distribution(-4, &[2, 3, 5, 6, 8, 6, 5, 3, 2]));
    study_of_rows(&own("notebooks/data/case-study/sorts.csv"), grid, keep)
}

/// Lipset's nine sorts, which are not part of this repository.
pub(crate) fn lipset() -> Option<Study> {
    let grid = Grid::Forced(distribution(-4, &[2, 3, 4, 5, 5, 5, 4, 3, 2]));
    Some(study_of_rows(
        &shared("data/lipset/sorts.csv")?,
        grid,
        |_| true,
    ))
}
