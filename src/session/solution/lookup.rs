//! Factors and sorts by the names the reader gives.

use super::Solution;
use crate::qmethod::{FactorIndex, SortIndex};
use crate::session::SessionError;

impl Solution {
    /// The factor of this label, or `F3`, `f3`, `3` for the third.
    ///
    /// # Errors
    /// There is none; before rotation that is a missing stage.
    pub fn factor(&self, name: &str) -> Result<FactorIndex, SessionError> {
        self.rotated()?;
        self.labels
            .find(name)
            .ok_or_else(|| SessionError::UnknownName {
                what: "factor",
                name: name.to_owned(),
                known: self.labels.shown().to_vec(),
            })
    }

    /// The rotated factor of this label, or `F3`, `f3`, `3` for the third; the same as [`Self::factor`] unless a factor is split.
    ///
    /// # Errors
    /// There is none; before rotation that is a missing stage.
    pub fn rotated_factor(&self, name: &str) -> Result<FactorIndex, SessionError> {
        self.rotated()?;
        self.labels
            .find_rotated(name)
            .ok_or_else(|| SessionError::UnknownName {
                what: "rotated factor",
                name: name.to_owned(),
                known: self.labels.rotated(),
            })
    }

    /// The labels of the rotated factors, split or not.
    pub fn rotated_labels(&self) -> Vec<String> {
        self.labels.rotated()
    }

    /// The sort with this id.
    ///
    /// # Errors
    /// There is none.
    pub fn sort(&self, id: &str) -> Result<SortIndex, SessionError> {
        self.part
            .find_sort(id)
            .ok_or_else(|| SessionError::UnknownName {
                what: "sort",
                name: id.to_owned(),
                known: self.part.sort_ids().to_vec(),
            })
    }
}
