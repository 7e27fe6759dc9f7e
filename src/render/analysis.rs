//! All of an analysis at once, for what takes it together.

use super::report::Provenance;
use crate::qmethod::{Correlated, Extracted, Flagged, Rotated, Scored, Study};

/// How far an analysis has come; a stage that was not reached is none.
#[derive(Clone, Copy, Debug)]
pub struct Analysis<'a> {
    /// What was analysed: the study, or the part of it the solution rests on.
    pub study: &'a Study,
    /// What was assumed when the study was read, in words.
    pub notes: &'a [String],
    /// The shown names of the factors.
    pub labels: &'a [String],
    /// Where it comes from.
    pub provenance: &'a Provenance,
    /// Correlations between sorts.
    pub correlated: Option<&'a Correlated>,
    /// Unrotated factors.
    pub extracted: Option<&'a Extracted>,
    /// Rotated factors.
    pub rotated: Option<&'a Rotated>,
    /// Defining sorts.
    pub flagged: Option<&'a Flagged>,
    /// Factor scores.
    pub scored: Option<&'a Scored>,
}
