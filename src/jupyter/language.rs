//! The seam: what the protocol asks of the language behind it. Nothing here knows Q methodology or Rust.

use super::comm::{CommTarget, Comms};
use crate::mime::MimeBundle;
use crate::output::Output;
use serde_json::Value;

/// A language that cells can be written in. Called from one thread, one request at a time.
///
/// A panic in any of these becomes an error reply; the language is called again afterwards.
pub trait Language {
    /// The content of `kernel_info_reply`'s `language_info`, banner and help links.
    fn info(&self) -> LanguageInfo;

    /// The targets that front ends may open comms to, by name; asked for once, first. `comms` is the way to say something on them, and
    /// to open others.
    fn connect_comms(&mut self, comms: &Comms) -> Vec<(String, Box<dyn CommTarget>)> {
        let _ = comms;
        Vec::new()
    }

    /// Runs a cell. Output goes to `out` while it runs; the reply is sent when this returns.
    ///
    /// # Errors
    /// What ended the cell, in the user's words. The language's state must be usable afterwards.
    fn execute(&mut self, cell: &Cell<'_>, out: &dyn Output) -> Result<Executed, Failure>;

    /// Runs a cell that a widget asks for, and gives what it showed last.
    ///
    /// # Errors
    /// Why it failed; by default, that the language has no widgets.
    fn run_aside(&mut self, code: &str) -> Result<MimeBundle, Failure> {
        let value = format!("`{code}` cannot be run from a widget; run it as a cell.");
        Err(Failure {
            name: "NotSupported".to_owned(),
            traceback: vec![value.clone()],
            value,
        })
    }

    /// The value of an expression that a front end wants beside a cell's reply (`user_expressions`).
    ///
    /// # Errors
    /// Why it has none; by default, that the language has no such expressions.
    fn evaluate(&mut self, expression: &str) -> Result<MimeBundle, Failure> {
        let value = format!("`{expression}` cannot be evaluated beside a cell; run it as one.");
        Err(Failure {
            name: "NotSupported".to_owned(),
            traceback: vec![value.clone()],
            value,
        })
    }

    /// What could stand at `cursor` (Unicode code points from the start of `code`).
    fn complete(&mut self, code: &str, cursor: usize) -> Completions;

    /// Documentation of what stands at `cursor` (code points). `detail` is 1 for "more, please".
    fn inspect(&mut self, code: &str, cursor: usize, detail: u8) -> Option<MimeBundle>;

    /// Whether `code` could run as it stands.
    fn is_complete(&mut self, code: &str) -> Completeness;

    /// A handle that stops the running cell; asked for once. It is called from another thread and only while
    /// [`Language::execute`] is running or about to, so a flag that it sets is to be cleared when that ends, not when it
    /// begins. It may be called again if the cell goes on, and should return soon.
    fn interrupter(&self) -> Box<dyn Fn() + Send + Sync>;

    /// Ends whatever the language keeps running outside this thread. Called once, last; not if the process ends while a
    /// cell still does not heed its interrupts, so that what is kept running must also notice that by itself.
    fn shutdown(&mut self);
}

/// A cell to be run.
#[derive(Clone, Copy, Debug)]
pub struct Cell<'a> {
    /// The cell's text.
    pub code: &'a str,
    /// Nothing shall be shown or counted.
    pub silent: bool,
    /// The number of the cell, from 1.
    pub execution_count: u64,
}

/// What the front end should do after a cell that succeeded.
#[derive(Clone, Debug, Default)]
pub struct Executed {
    /// Jupyter's `payload` entries (`page`, `set_next_input`).
    pub payload: Vec<Value>,
}

/// Why a cell failed. `traceback` is what the reader sees; it may hold ANSI colours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The kind of error in one word (`ename`).
    pub name: String,
    /// The error in one sentence (`evalue`).
    pub value: String,
    /// The whole message, line by line.
    pub traceback: Vec<String>,
}

/// Completions for one place of a cell.
#[derive(Clone, Debug, Default)]
pub struct Completions {
    /// First code point that a match replaces.
    pub start: usize,
    /// Code point after the last one that a match replaces.
    pub end: usize,
    /// The candidates, best first.
    pub matches: Vec<Match>,
}

/// One completion.
#[derive(Clone, Debug)]
pub struct Match {
    /// The text that takes the place.
    pub text: String,
    /// What it is, in Jupyter's words (`function`, `keyword`, `path` …); may be empty.
    pub kind: String,
}

/// The answer to `is_complete_request`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Completeness {
    /// It can run.
    Complete,
    /// More lines are needed; the next one starts with `indent`.
    Incomplete {
        /// White space to start the next line with.
        indent: String,
    },
    /// It can never run, however continued.
    Invalid,
    /// Nobody can say.
    Unknown,
}

/// `kernel_info_reply`, as far as the language decides it.
#[derive(Clone, Debug)]
pub struct LanguageInfo {
    /// `implementation`.
    pub implementation: String,
    /// `implementation_version`.
    pub implementation_version: String,
    /// `banner`.
    pub banner: String,
    /// `language_info`, complete.
    pub language_info: Value,
    /// `help_links`: text and address.
    pub help_links: Vec<(String, String)>,
}
