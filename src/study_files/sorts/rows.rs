//! Tables of one row per statement: how they are told, and which rows and columns are what.

use crate::study_files::columns::{
    ColumnsError, KnownNumbers, NumberedNames, card_number, statement_names,
};
use crate::study_files::load::Orientation;
use crate::study_files::table::Table;

/// Headings of statements' numbers or texts.
const STATEMENT: [&str; 4] = [
    "statement",
    "statements",
    "statement_number",
    "statement number",
];

/// Headings of a column of texts.
const TEXT: [&str; 6] = [
    "text",
    "label",
    "statement",
    "statements",
    "item",
    "wording",
];

/// The rows of a table that has one per statement.
pub(super) struct StatementRows {
    /// The statements' numbers, ascending, each with its row.
    pub numbered: NumberedNames,
    /// The column of the statements' texts, if there is one.
    pub texts: Option<usize>,
    /// The first column that is a Q sort.
    pub first_sort: usize,
}

/// Statements in rows are told by the first heading: `statement`, or a word for number over statements' numbers unless the other
/// headings are the usual names of statements; or no heading over s1, s2, ….
pub(super) fn orientation_of(table: &Table) -> Orientation {
    const NUMBER: [&str; 5] = ["number", "no", "no.", "nr", "#"];
    const USUAL: [&str; 7] = ["", "s", "f", "q", "stmt_", "statement_", "statement"];
    let first = table.heading(0).to_lowercase();
    let rows_are_numbered = || table.cells(0).all(|cell| card_number(cell).is_some());
    let is_usual = |heading: &String| {
        card_number(heading).is_some_and(|(prefix, _)| USUAL.contains(&prefix.as_str()))
    };
    let columns_are_statements = || table.headings.iter().any(is_usual);
    let rows_are_s1_s2 = || {
        let named = table.cells(0).zip(1..);
        named
            .map(|(cell, place)| (card_number(cell), place))
            .all(|(number, place)| number.is_some_and(|n| !n.0.is_empty() && n.1 == place))
    };
    let transposed = STATEMENT.contains(&first.as_str())
        || NUMBER.contains(&first.as_str()) && rows_are_numbered() && !columns_are_statements()
        || first.is_empty() && rows_are_s1_s2() && !columns_are_statements();
    if transposed {
        Orientation::RowsAreStatements
    } else {
        Orientation::RowsAreSorts
    }
}

/// Numbers in the first column, texts in the first or second; without numbers the rows are numbered in their order.
pub(super) fn statement_rows(
    table: &Table,
    known: Option<&KnownNumbers>,
    notes: &mut Vec<String>,
) -> Result<StatementRows, ColumnsError> {
    let is_text = |column: usize| {
        TEXT.contains(&table.heading(column).to_lowercase().as_str())
            && table.cells(column).any(|cell| cell.parse::<f64>().is_err())
    };
    let any_number = table.cells(0).any(|cell| card_number(cell).is_some());
    let is_heading_of_texts = TEXT.contains(&table.heading(0).to_lowercase().as_str());
    if !any_number && is_heading_of_texts && table.row_count() > 1 {
        notes.push(format!(
            "The first column of {} holds the statements' texts; they are numbered in their order.",
            table.name
        ));
        return Ok(StatementRows {
            numbered: (1..).zip(0..table.row_count()).collect(),
            texts: Some(0),
            first_sort: 1,
        });
    }
    let names: Vec<String> = table.cells(0).map(str::to_owned).collect();
    let numbered = statement_names(&table.name, &names, known)?;
    let texts = (table.headings.len() > 2 && is_text(1)).then_some(1);
    Ok(StatementRows {
        numbered,
        texts,
        first_sort: texts.map_or(1, |column| column + 1),
    })
}
