//! How a Rust cell ends when it does not end well.

use serde::{Deserialize, Serialize};

/// An error of a Rust cell, in the shape Jupyter shows: a name, a sentence and a longer text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RustFailure {
    /// What kind of error it is.
    pub kind: FailureKind,
    /// A sentence for the reader; further lines may follow it.
    pub message: String,
    /// The full text, which begins with the message; may carry ANSI colours.
    pub traceback: Vec<String>,
}

/// The kinds of error a Rust cell can end with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FailureKind {
    /// The code does not compile, or a `:command` was refused.
    CompilationError,
    /// The code panicked.
    Panic,
    /// A `?` at the top level met an error, or the code cannot be run as it stands.
    Error,
    /// The reader interrupted the cell.
    Interrupted,
    /// The process that runs the cells ended.
    SubprocessTerminated,
    /// Rust is not installed, or the evaluator could not be started.
    RustUnavailable,
}

impl FailureKind {
    /// The error's name as Jupyter's `ename`.
    pub fn name(self) -> &'static str {
        match self {
            Self::CompilationError => "CompilationError",
            Self::Panic => "Panic",
            Self::Error => "Error",
            Self::Interrupted => "Interrupted",
            Self::SubprocessTerminated => "SubprocessTerminated",
            Self::RustUnavailable => "RustUnavailable",
        }
    }
}

impl RustFailure {
    /// A failure whose full text is its message.
    pub(super) fn new(kind: FailureKind, message: impl Into<String>) -> Self {
        let message = message.into();
        Self {
            kind,
            traceback: message.lines().map(str::to_owned).collect(),
            message,
        }
    }

    /// The failure with more lines after its message.
    #[must_use]
    pub(super) fn with_details(mut self, details: impl IntoIterator<Item = String>) -> Self {
        self.traceback.extend(details);
        self
    }
}

impl std::fmt::Display for RustFailure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.kind.name(), self.message)
    }
}

impl std::error::Error for RustFailure {}
