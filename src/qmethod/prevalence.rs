//! How often each factor is held, by an attribute of the participants.

use super::error::MethodError;
use super::flagging::Flagged;

/// Counts of defining sorts by a participants' attribute and by factor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prevalence {
    /// The attribute.
    pub by: String,
    /// Its values: numbers ascending if all are numbers, else in alphabetical order; missing values last, as an empty string.
    pub rows: Vec<String>,
    /// Defining sorts, rows × k.
    pub counts: Vec<Vec<usize>>,
    /// Of these, how many load negatively, rows × k.
    pub negative: Vec<Vec<usize>>,
    /// Sorts that define exactly one factor, per row.
    pub matched: Vec<usize>,
    /// Confounded sorts per row.
    pub confounded: Vec<usize>,
    /// Sorts neither defining nor confounded, per row.
    pub other: Vec<usize>,
    /// All sorts per row.
    pub sorts: Vec<usize>,
}

/// Counts the defining sorts of each factor in each group.
///
/// # Errors
/// An attribute that no participant has.
pub fn prevalence(flagged: &Flagged, by: &str) -> Result<Prevalence, MethodError> {
    let _ = (flagged, by);
    todo!()
}
