//! CSV that spreadsheets read as data and never run.

use crate::study_files::guarded;

/// A cell.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell {
    /// Words.
    Text(String),
    /// A number in full precision; none is an empty cell.
    Number(Option<f64>),
}

impl Cell {
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    pub(super) fn whole(value: impl Into<f64>) -> Self {
        Self::Number(Some(value.into()))
    }

    fn written(&self) -> String {
        match self {
            Self::Text(text) => quoted(&guarded(text)),
            Self::Number(value) => value.map(|v| v.to_string()).unwrap_or_default(),
        }
    }
}

/// Rows as CSV: commas, line ends of one character, quotes where a cell needs them.
pub(super) fn table(rows: &[Vec<Cell>]) -> String {
    rows.iter()
        .map(|row| {
            let cells: Vec<String> = row.iter().map(Cell::written).collect();
            cells.join(",") + "\n"
        })
        .collect()
}

fn quoted(text: &str) -> String {
    let edged = text.starts_with(' ') || text.ends_with(' ');
    if edged || text.contains([',', ';', '\t', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}
