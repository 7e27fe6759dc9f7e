//! What the kernel and the Rust host say to each other: one JSON value a line, over the host's
//! standard input and output.

use serde::{Deserialize, Serialize};

use super::failure::RustFailure;

/// The argument that makes our executable the Rust host.
pub(super) const HOST_ARGUMENT: &str = "rust-cell-host";
/// In the cells' process: the socket on which the host listens.
pub(super) const SOCKET_VARIABLE: &str = "QUINCUNX_CELL_SOCKET";
/// In the cells' process: the descriptors of the input that cells read and of evcxr's orders, where cells have an input of their own.
pub(super) const INPUT_VARIABLE: &str = "QUINCUNX_CELL_INPUT";
/// These descriptors; evcxr opens far fewer files.
pub(super) const INPUT_DESCRIPTORS: [i32; 2] = [200, 201];
/// In the cells' process: the file that holds the session's snapshot.
pub(super) const SNAPSHOT_VARIABLE: &str = "QUINCUNX_SNAPSHOT";
/// Where rust-analyzer looks first for the standard library's sources.
pub(super) const LIBRARY_SOURCE_VARIABLE: &str = "RUST_SRC_PATH";

/// From the kernel to the host. Numbers tie late answers to their questions.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Request {
    Run {
        number: u64,
        code: String,
    },
    /// The answer to [`Event::Input`], or why there is none.
    Answer(Result<String, String>),
    /// The cell of this number is to end; any other is not meant.
    Interrupt {
        number: u64,
    },
    Complete {
        number: u64,
        code: String,
        offset: usize,
    },
    Inspect {
        number: u64,
        code: String,
        offset: usize,
    },
    /// An orderly end. The end of the stream without it means that the kernel died.
    Quit,
}

/// From the host to the kernel.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Event {
    Ready,
    CannotStart(String),
    /// The process group of the cells, anew after each restart.
    CellProcess(u32),
    /// The cell is compiled, and its code begins to run.
    Began,
    Stdout(String),
    Stderr(String),
    /// A crate that cargo compiles for the cell.
    Compiling(String),
    Display(Block),
    /// Shown under an id, or in the place of what was shown under it.
    Named {
        id: String,
        block: Block,
        update: bool,
    },
    /// The output so far is to go, with `wait` when more comes.
    Clear {
        wait: bool,
    },
    Value(Block),
    /// A magic for the session, to be run when the cell has ended well.
    Given {
        line: String,
        body: String,
    },
    /// The cell of this number asks.
    Input {
        number: u64,
        prompt: String,
        password: bool,
    },
    Finished {
        number: u64,
        failure: Option<RustFailure>,
        /// The host is of no further use: evcxr itself panicked.
        broken: bool,
    },
    Completed {
        number: u64,
        completions: Completions,
    },
    Inspected {
        number: u64,
        documentation: Option<Documentation>,
    },
}

/// Content by media type, in the order it came.
pub(super) type Block = Vec<(String, String)>;

/// What may stand at the cursor.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Completions {
    /// Where the completed text begins, in bytes.
    pub start: usize,
    /// Where it ends, in bytes.
    pub end: usize,
    /// What may replace it.
    pub candidates: Vec<Candidate>,
}

/// One completion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// The text to insert.
    pub text: String,
    /// What the list shows, for example a function with its parameters.
    pub label: String,
    /// `function`, `struct`, `module`, `magic`, …
    pub kind: String,
}

/// What is known about the name at the cursor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Documentation {
    /// As plain text.
    pub plain: String,
    /// As HTML, made from the item's own documentation.
    pub html: String,
}
