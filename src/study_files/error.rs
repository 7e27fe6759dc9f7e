//! What a study file can be refused for; condition and message side by side.

use crate::qmethod::MethodError;
use thiserror::Error;

/// Why a file, or text in a cell, gives no study. The text is for the analyst.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum StudyFileError {
    /// What only the method refuses.
    #[error("{file}: {source}")]
    Method {
        /// The file the study came from.
        file: String,
        /// The refusal.
        source: MethodError,
    },
}
