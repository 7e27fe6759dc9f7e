//! A grid from words or from a file.

use super::error::StudyFileError;
use super::source::Source;
use crate::qmethod::Distribution;

/// A distribution from pairs of value and cards, such as `-1:1,0:3,1:1` or `-1=1 0=3 +1=1`.
///
/// # Errors
/// The piece that is no pair of whole numbers; no card at all; a value stated twice.
pub fn parse_grid(text: &str) -> Result<Distribution, StudyFileError> {
    let _ = text;
    todo!()
}

/// A distribution from a table with the columns `value` and `cards`.
///
/// # Errors
/// As for any table; also a cell that is no whole number, or a value that stands twice.
pub fn read_grid(source: &Source) -> Result<Distribution, StudyFileError> {
    let _ = source;
    todo!()
}
