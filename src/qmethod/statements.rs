//! Distinguishing and consensus statements, and the crib sheet.

use super::error::MethodError;
use super::scores::Scored;
use super::study::{FactorIndex, StatementIndex};

/// The two critical values of the field's tables: |Δz| > c·SED.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CriticalValues {
    /// For p < .05.
    pub p05: f64,
    /// For p < .01.
    pub p01: f64,
}

impl Default for CriticalValues {
    fn default() -> Self {
        Self {
            p05: 1.96,
            p01: 2.58,
        }
    }
}

/// A level of significance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// p < .05.
    P05,
    /// p < .01.
    P01,
}

/// A statement that sets a factor apart from every other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Distinguishing {
    /// The statement.
    pub statement: StatementIndex,
    /// The strictest level at which it does.
    pub level: Level,
}

/// A statement on which no two factors differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Consensus {
    /// The statement.
    pub statement: StatementIndex,
    /// `P05`: no pair differs at .05 (hence none at .01). `P01`: none at .01, but some pair at .05.
    pub level: Level,
}

/// The statements that distinguish `factor` from all other factors with scores, by its falling z.
///
/// # Errors
/// A factor that is not there, has no defining sorts, or has no other factor to differ from.
pub fn distinguishing(
    scored: &Scored,
    factor: FactorIndex,
    critical: CriticalValues,
) -> Result<Vec<Distinguishing>, MethodError> {
    let _ = (scored, factor, critical);
    todo!()
}

/// The statements on which no pair of factors differs at .01, in the order of the statements.
///
/// # Errors
/// Fewer than two factors with scores.
pub fn consensus(scored: &Scored, critical: CriticalValues) -> Result<Vec<Consensus>, MethodError> {
    let _ = (scored, critical);
    todo!()
}

/// Watts & Stenner's crib sheet of one factor; each list by falling z. A statement stands in the first list that claims it, in the order highest,
/// lowest, higher, lower.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CribSheet {
    /// The statements of the array's highest column.
    pub highest: Vec<StatementIndex>,
    /// Ranked higher than by any other factor (ties with another factor's array value are listed, see `shared`).
    pub higher_than_others: Vec<StatementIndex>,
    /// Ranked lower than by any other factor.
    pub lower_than_others: Vec<StatementIndex>,
    /// The statements of the array's lowest column.
    pub lowest: Vec<StatementIndex>,
    /// Those of the middle two lists whose value another factor shares.
    pub shared: Vec<StatementIndex>,
}

/// The crib sheet of a factor.
///
/// # Errors
/// As [`distinguishing`], and a study without a grid for arrays.
pub fn crib_sheet(scored: &Scored, factor: FactorIndex) -> Result<CribSheet, MethodError> {
    let _ = (scored, factor);
    todo!()
}
