//! What the method refuses, by name.

use thiserror::Error;

/// Why a step of the method cannot be taken. The text is for the analyst; places in files are added by who read the file.
#[derive(Clone, Debug, Error, PartialEq)]
#[non_exhaustive]
pub enum MethodError {
    /// A grid without cards.
    #[error("The grid has no cards. State it as value:cards pairs, such as `-1:1,0:3,1:1`.")]
    EmptyGrid,
    /// A value that stands twice in a grid.
    #[error("The grid states the value {value} twice.")]
    RepeatedGridValue {
        /// The value.
        value: i32,
    },
    // … the method's author adds one variant per refusal
}
