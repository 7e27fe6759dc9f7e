//! A notebook for tests: cells in, what the reader sees out. There is no Rust compiler in it, so a Rust line is told from a magic by its error.

use quincunx::cell::{CellFailure, Notebook};
use quincunx::mime::{MimeBundle, QUINCUNX_JSON};
use quincunx::output::Output;
use quincunx::rust_cell::{RustCells, Setup};
use serde_json::Value;
use std::path::Path;
use std::sync::Mutex;

/// Records what is shown.
#[derive(Debug, Default)]
struct Recorder {
    shown: Mutex<Vec<MimeBundle>>,
}

impl Output for Recorder {
    fn stdout(&self, text: &str) {
        self.display(&MimeBundle::plain(text), None);
    }

    fn stderr(&self, text: &str) {
        self.display(&MimeBundle::plain(text), None);
    }

    /// What has an id is the line that says how far a long step is; whether it comes depends on the machine.
    fn display(&self, bundle: &MimeBundle, id: Option<&str>) {
        if id.is_none() {
            self.shown.lock().unwrap().push(bundle.clone());
        }
    }

    fn update(&self, _bundle: &MimeBundle, _id: &str) {}

    fn result(&self, bundle: &MimeBundle) {
        self.display(bundle, None);
    }

    fn clear(&self, _wait: bool) {
        self.shown.lock().unwrap().clear();
    }

    fn input(&self, _prompt: &str, _password: bool) -> Result<String, String> {
        Err("There is no one to ask.".to_owned())
    }
}

/// A notebook in `directory`, seen from the package's folder.
pub(crate) fn notebook_in(directory: &str) -> Notebook {
    let setup = Setup {
        program: "no-such-program".into(),
        directory: directory.into(),
        cache: None,
        path: None,
        cargo_home: None,
    };
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join(directory);
    Notebook::new(RustCells::new(setup), here)
}

/// A notebook in a folder of its own with the data that lie beside `case-study.ipynb`, for cells that write files.
pub(crate) fn notebook_apart() -> (tempfile::TempDir, Notebook) {
    let folder = tempfile::tempdir().unwrap();
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("notebooks/data");
    std::os::unix::fs::symlink(data, folder.path().join("data")).unwrap();
    let notebook = notebook_in(folder.path().to_str().unwrap());
    (folder, notebook)
}

/// A notebook beside `case-study.ipynb`.
pub(crate) fn notebook() -> Notebook {
    notebook_in("notebooks")
}

/// Runs one cell.
pub(crate) fn try_run(notebook: &mut Notebook, cell: &str) -> Result<Vec<MimeBundle>, CellFailure> {
    let out = Recorder::default();
    notebook.run(cell, &out)?;
    Ok(out.shown.into_inner().unwrap())
}

/// Runs one cell that has to succeed.
pub(crate) fn run(notebook: &mut Notebook, cell: &str) -> Vec<MimeBundle> {
    match try_run(notebook, cell) {
        Ok(shown) => shown,
        Err(failure) => panic!("{cell}\n{}: {}", failure.name, failure.message),
    }
}

/// Runs one cell that has to fail.
pub(crate) fn refused(notebook: &mut Notebook, cell: &str) -> CellFailure {
    match try_run(notebook, cell) {
        Ok(shown) => panic!("{cell}\nwas not refused:\n{}", text(&shown)),
        Err(failure) => failure,
    }
}

/// A notebook in which `cells` were run.
pub(crate) fn after(cells: &[&str]) -> Notebook {
    let mut notebook = notebook();
    for cell in cells {
        run(&mut notebook, cell);
    }
    notebook
}

/// Everything shown, as plain text.
pub(crate) fn text(shown: &[MimeBundle]) -> String {
    let texts: Vec<&str> = shown
        .iter()
        .map(|bundle| bundle.text().trim_end())
        .collect();
    texts.join("\n\n")
}

/// The machine-readable result among what was shown.
pub(crate) fn result(shown: &[MimeBundle]) -> &Value {
    shown
        .iter()
        .find_map(|bundle| bundle.get(QUINCUNX_JSON))
        .unwrap_or_else(|| panic!("no result in\n{}", text(shown)))
}
