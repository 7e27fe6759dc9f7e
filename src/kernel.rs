//! The language of Quincunx notebooks for the Jupyter protocol: the only file that names both sides.

use crate::cell::{CellFailure, Notebook};
use crate::jupyter::language::{
    Cell, Completeness, Completions, Executed, Failure, Language, LanguageInfo, Match,
};
use crate::mime::MimeBundle;
use crate::output::Output;
use crate::rust_cell::{self, RustCells, Setup};
use serde_json::{Value, json};
use std::io;

/// Magics and Rust in one session.
#[derive(Debug)]
pub struct Kernel {
    notebook: Notebook,
}

impl Kernel {
    /// A kernel for the notebook in the current directory. Starts nothing yet.
    ///
    /// # Errors
    /// The current directory or the program's own path cannot be found out.
    pub fn new() -> io::Result<Self> {
        let setup = Setup::from_environment()?;
        let directory = setup.directory.clone();
        Ok(Self {
            notebook: Notebook::new(RustCells::new(setup), directory),
        })
    }
}

impl Language for Kernel {
    fn info(&self) -> LanguageInfo {
        LanguageInfo {
            implementation: "quincunx".to_owned(),
            implementation_version: env!("CARGO_PKG_VERSION").to_owned(),
            banner: format!(
                "Quincunx {}: Q methodology in the notebook. %q help lists the magics; other lines are Rust.",
                env!("CARGO_PKG_VERSION")
            ),
            language_info: json!({
                "name": "rust",
                "version": "",
                "mimetype": "text/rust",
                "file_extension": ".rs",
                "pygments_lexer": "rust",
                // JupyterLab takes the first that it knows: the name is that of our extension.
                "codemirror_mode": { "name": "quincunx", "mime": "text/x-rustsrc" },
                "nbconvert_exporter": "script",
            }),
            help_links: Vec::new(),
        }
    }

    fn execute(&mut self, cell: &Cell<'_>, out: &dyn Output) -> Result<Executed, Failure> {
        match self.notebook.run(cell.code, out) {
            Ok(paged) => Ok(Executed {
                payload: paged.iter().map(page).collect(),
            }),
            Err(failure) => Err(told(failure)),
        }
    }

    fn run_aside(&mut self, code: &str) -> Result<MimeBundle, Failure> {
        self.notebook.run_aside(code).map_err(told)
    }

    fn evaluate(&mut self, expression: &str) -> Result<MimeBundle, Failure> {
        self.notebook.evaluate(expression).map_err(told)
    }

    fn complete(&mut self, code: &str, cursor: usize) -> Completions {
        let found = self.notebook.complete(code, byte(code, cursor));
        Completions {
            start: code_point(code, found.start),
            end: code_point(code, found.end),
            matches: found
                .candidates
                .into_iter()
                .map(|(text, kind)| Match { text, kind })
                .collect(),
        }
    }

    fn inspect(&mut self, code: &str, cursor: usize, _detail: u8) -> Option<MimeBundle> {
        self.notebook.inspect(code, byte(code, cursor))
    }

    fn is_complete(&mut self, code: &str) -> Completeness {
        match self.notebook.completeness(code) {
            rust_cell::Completeness::Complete => Completeness::Complete,
            rust_cell::Completeness::Incomplete { indent } => Completeness::Incomplete { indent },
            rust_cell::Completeness::Invalid => Completeness::Invalid,
        }
    }

    fn interrupter(&self) -> Box<dyn Fn() + Send + Sync> {
        Box::new(self.notebook.rust().interrupter())
    }

    fn shutdown(&mut self) {
        self.notebook.rust().shut_down();
    }
}

/// The payload that has a front end show `bundle` in its pager.
fn page(bundle: &MimeBundle) -> Value {
    json!({"source": "page", "data": bundle.data(), "start": 0})
}

fn told(failure: CellFailure) -> Failure {
    Failure {
        name: failure.name,
        value: failure.message,
        traceback: failure.traceback,
    }
}

/// Jupyter counts code points, Rust bytes.
fn byte(code: &str, code_points: usize) -> usize {
    let boundary = code.char_indices().nth(code_points);
    boundary.map_or(code.len(), |(at, _)| at)
}

fn code_point(code: &str, byte: usize) -> usize {
    code.get(..byte).unwrap_or(code).chars().count()
}
