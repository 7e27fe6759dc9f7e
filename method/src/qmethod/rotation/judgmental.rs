//! Rotation by hand: turns of a pair, reversals, exchanges. Each works on the columns of T.

use crate::numeric::{Matrix, rotate_columns};
use crate::qmethod::error::MethodError;
use crate::qmethod::loadings::check_factor;
use crate::qmethod::study::FactorIndex;

/// Turns the pair clockwise.
pub(super) fn turn(
    rotation: &mut Matrix<f64>,
    a: FactorIndex,
    b: FactorIndex,
    degrees: f64,
) -> Result<(), MethodError> {
    check_pair(rotation, a, b)?;
    if !degrees.is_finite() {
        return Err(MethodError::Angle { degrees });
    }
    rotate_columns(rotation, a.0, b.0, degrees.to_radians());
    Ok(())
}

/// Reverses a factor.
pub(super) fn invert(rotation: &mut Matrix<f64>, factor: FactorIndex) -> Result<(), MethodError> {
    check_factor(factor, rotation.ncols())?;
    rotation.column_mut(factor.0).neg_mut();
    Ok(())
}

/// Exchanges two factors.
pub(super) fn swap(
    rotation: &mut Matrix<f64>,
    a: FactorIndex,
    b: FactorIndex,
) -> Result<(), MethodError> {
    check_pair(rotation, a, b)?;
    rotation.swap_columns(a.0, b.0);
    Ok(())
}

fn check_pair(rotation: &Matrix<f64>, a: FactorIndex, b: FactorIndex) -> Result<(), MethodError> {
    check_factor(a, rotation.ncols())?;
    check_factor(b, rotation.ncols())?;
    if a == b {
        return Err(MethodError::SameFactor { factor: a.0 + 1 });
    }
    Ok(())
}
