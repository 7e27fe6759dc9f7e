//! Laws of a session: a failed magic changes nothing, undo restores, the journal does the same again.

mod journal;
mod results;
mod segments;
mod solutions;

use crate::notebook::try_run;
use quincunx::cell::Notebook;
use quincunx::mime::{MimeBundle, QUINCUNX_JSON};
use serde_json::Value;

/// Everything in a session, far beyond what is shown.
fn inside(notebook: &Notebook) -> String {
    format!("{:?}", notebook.session())
}

/// What a reader can see of a session.
fn seen(notebook: &mut Notebook) -> Vec<Option<Vec<MimeBundle>>> {
    let looks = [
        "study",
        "sorts",
        "statements",
        "participants",
        "scree",
        "loadings",
        "arrays",
        "use",
        "journal",
        "config",
    ];
    let cells = looks.map(|verb| format!("%q {verb}"));
    cells.map(|cell| try_run(notebook, &cell).ok()).to_vec()
}

/// The machine-readable result of a cell, or nothing where the cell has none or fails.
fn data(notebook: &mut Notebook, cell: &str) -> Option<Value> {
    let shown = try_run(notebook, cell).ok()?;
    shown
        .iter()
        .find_map(|bundle| bundle.get(QUINCUNX_JSON).cloned())
}
