//! A rotation found elsewhere.

use super::error::RotationError;
use super::{Found, GivenRotation};
use crate::numeric::Matrix;
use crate::qmethod::error::MethodError;

/// How far a product of two columns may lie from that of an orthogonal matrix. Written with six decimals, a rotation stays well within it.
const ORTHOGONAL: f64 = 1e-5;

/// The given matrix, if it turns `k` factors and does nothing else to them.
///
/// # Errors
/// A matrix of another shape; one whose columns are not of length 1 and at right angles.
pub(super) fn rotation(given: &GivenRotation, k: usize) -> Result<Found, MethodError> {
    let matrix = &*given.matrix;
    if matrix.shape() != (k, k) {
        return Err(RotationError::GivenShape {
            rows: matrix.nrows(),
            columns: matrix.ncols(),
            factors: k,
        }
        .into());
    }
    let products = matrix.tr_mul(matrix);
    for row in 0..k {
        for column in 0..=row {
            let expected = if row == column { 1.0 } else { 0.0 };
            let found = products[(row, column)];
            // A comparison that NaN does not pass.
            if (found - expected).abs() <= ORTHOGONAL {
                continue;
            }
            return Err(RotationError::GivenNotOrthogonal {
                first: column + 1,
                second: row + 1,
                found,
                expected,
            }
            .into());
        }
    }
    Ok(Found {
        rotation: Matrix::clone(matrix),
        converged: true,
    })
}
