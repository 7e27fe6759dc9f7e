//! Two sets of factors side by side.

use super::error::MethodError;
use super::scores::Scored;
use super::study::FactorIndex;
use crate::numeric::Matrix;

/// What of a factor is correlated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    /// Factor arrays, the field's habit.
    Arrays,
    /// z-scores, unrounded.
    Scores,
}

/// Pearson correlations between the factors of two solutions over the statements they share by number.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// Factors of the first solution that have scores.
    pub rows: Vec<FactorIndex>,
    /// Factors of the second.
    pub columns: Vec<FactorIndex>,
    /// rows × columns, −1…1.
    pub matrix: Matrix<f64>,
    /// How many statements stand behind each r.
    pub statements: usize,
}

/// Correlates two sets of factors.
///
/// # Errors
/// Fewer than three shared statements, no factor with scores, arrays wanted but no grid.
pub fn compare(a: &Scored, b: &Scored, of: Profile) -> Result<Comparison, MethodError> {
    let _ = (a, b, of);
    todo!()
}

/// Correlates the factors of several solutions with those of several others. Factors are numbered through: the second solution's first
/// factor follows the first solution's last, with or without scores.
///
/// # Errors
/// As [`compare`], for any pair of solutions.
pub fn compare_sets(
    rows: &[&Scored],
    columns: &[&Scored],
    of: Profile,
) -> Result<Comparison, MethodError> {
    let _ = (rows, columns, of);
    todo!()
}
