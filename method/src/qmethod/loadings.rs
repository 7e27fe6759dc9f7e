//! What unrotated and rotated loadings have in common: sums of squares, order and sign.

use super::error::MethodError;
use super::study::FactorIndex;
use crate::numeric::{Matrix, sum_of_squares};

/// Sums and loadings closer than this to each other, relative to their size, count as equal, so that rounding decides no sign.
const EQUAL: f64 = 1e-12;

/// Σl² of each column, length k.
pub(crate) fn column_sums_of_squares(loadings: &Matrix<f64>) -> Vec<f64> {
    loadings
        .column_iter()
        .map(|column| sum_of_squares(column.as_slice()))
        .collect()
}

/// 100·Σl²/m of each column, length k.
pub(crate) fn variance_percent(loadings: &Matrix<f64>) -> Vec<f64> {
    let sorts = loadings.nrows() as f64;
    column_sums_of_squares(loadings)
        .into_iter()
        .map(|sum| 100.0 * sum / sorts)
        .collect()
}

/// Whether the sign rule reverses a factor. A factor points where Σ l·|l| ≥ 0; where that sum is zero, its largest |l| (of the first such
/// sort) is positive.
fn points_down(loadings: &[f64]) -> bool {
    let balance: f64 = loadings.iter().map(|l| l * l.abs()).sum();
    if balance.abs() > EQUAL * sum_of_squares(loadings) {
        return balance < 0.0;
    }
    let largest = loadings.iter().fold(0.0_f64, |most, l| most.max(l.abs()));
    loadings
        .iter()
        .find(|l| l.abs() >= largest * (1.0 - EQUAL))
        .is_some_and(|l| *l < 0.0)
}

/// Which way factors point.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SignRule {
    /// Σ l·|l| ≥ 0; where that sum is zero, the largest |l| (of the first such sort) positive.
    #[default]
    SignedSquares,
    /// Σ l ≥ 0, as after R qmethod's components.
    Sum,
    /// As the algorithm leaves them.
    AsFound,
}

impl SignRule {
    /// Whether the rule reverses a factor.
    pub(crate) fn reverses(self, loadings: &[f64]) -> bool {
        match self {
            Self::SignedSquares => points_down(loadings),
            Self::Sum => loadings.iter().sum::<f64>() < 0.0,
            Self::AsFound => false,
        }
    }

    /// Reverses the columns that the rule reverses.
    pub(crate) fn apply(self, loadings: &mut Matrix<f64>) {
        for mut column in loadings.column_iter_mut() {
            if self.reverses(column.as_slice()) {
                column.neg_mut();
            }
        }
    }
}

/// Refuses a factor that is not in a solution of `factors`.
pub(crate) fn check_factor(factor: FactorIndex, factors: usize) -> Result<(), MethodError> {
    if factor.0 >= factors {
        return Err(MethodError::UnknownFactor {
            factor: factor.0 + 1,
            factors,
        });
    }
    Ok(())
}
