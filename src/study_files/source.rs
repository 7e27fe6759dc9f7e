//! Where a table comes from.

use std::path::PathBuf;

/// Where a table, a list of statements or a grid is read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A file; what it holds is told from its content, not its name.
    File(PathBuf),
    /// Text at hand, such as the lines of a notebook cell.
    Inline {
        /// What messages call it, such as `this cell`.
        name: String,
        /// The text. Rows are counted from its first line, blank lines included: text that begins at line 2 of a cell keeps its numbers
        /// when one line end is put before it.
        text: String,
    },
}
