//! Values that a front end asks for beside a cell: what a magic shows, or what a name of the session stands for.

use super::CellFailure;
use super::sharing;
use crate::magic::{self, Answer, MagicError};
use crate::render::{Align, Report, Table, TableCell};
use crate::rust_cell::SharedTable;
use crate::session::{Looks, Session};
use std::path::Path;

/// Decimals of a table's numbers, unless all are whole.
const DECIMALS: usize = 4;

/// What `expression` stands for: a magic that changes nothing (`%q loadings`), a table that Rust cells see (`z_scores`,
/// `national.loadings`), or a study or kept solution by its name.
pub(super) fn evaluate(
    expression: &str,
    session: &Session,
    looks: &Looks,
    directory: &Path,
) -> Result<Answer, CellFailure> {
    let look = |line: &str| {
        magic::look(line, session, looks, directory)
            .map_err(|error| super::magic_failure(&error, None))
    };
    let expression = expression.trim();
    if let Some(line) = expression.strip_prefix("%q") {
        return look(line);
    }
    let tables = sharing::snapshot(session).tables;
    if let Some(table) = tables.iter().find(|table| table.name == expression) {
        return Ok(shown(table).into());
    }
    if session.studies().iter().any(|s| s.name == expression) {
        return look("study");
    }
    let kept = session.kept().iter();
    if kept.flat_map(|s| s.name()).any(|name| name == expression) {
        let quoted = expression.replace('\'', r"'\''");
        return look(&format!("loadings --of '{quoted}'"));
    }
    Err(unknown(expression, &tables))
}

fn shown(table: &SharedTable) -> Report {
    let whole = table.values.iter().all(|v| v.is_nan() || v.fract() == 0.0);
    let decimals = if whole { 0 } else { DECIMALS };
    let mut shown = Table::new("").column("", Align::Left);
    for column in &table.column_labels {
        shown = shown.column(column.as_str(), Align::Right);
    }
    for (name, _) in &table.text_columns {
        shown = shown.column(name.as_str(), Align::Left);
    }
    let width = table.column_labels.len();
    for (at, label) in table.row_labels.iter().enumerate() {
        let numbers = table.values.iter().skip(at * width).take(width);
        let numbers = numbers.map(|&value| {
            if value.is_nan() {
                return TableCell::missing();
            }
            TableCell::number(value, decimals)
        });
        let texts = table.text_columns.iter();
        let texts = texts.map(|(_, texts)| texts.get(at).map_or("", String::as_str));
        let cells = std::iter::once(TableCell::text(label.as_str())).chain(numbers);
        shown.push(cells.chain(texts.map(TableCell::text)));
    }
    Report::new(table.name.as_str()).table(shown)
}

fn unknown(expression: &str, tables: &[SharedTable]) -> CellFailure {
    let names: Vec<&str> = tables.iter().map(|table| table.name.as_str()).collect();
    let known = match names.as_slice() {
        [] => "The session has no names yet; load a study first".to_owned(),
        names => format!("The session's names are {}", names.join(", ")),
    };
    let message = format!(
        "`{expression}` is neither a magic, such as `%q loadings`, nor a name of the session. {known}. Rust is run in cells only."
    );
    CellFailure {
        name: MagicError::NAME_ERROR.to_owned(),
        traceback: vec![message.clone()],
        message,
    }
}
