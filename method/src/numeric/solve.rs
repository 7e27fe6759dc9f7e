//! Inverses and the nearest orthogonal matrix.

use nalgebra::{Cholesky, DMatrix};

/// A pivot smaller than this share of the largest diagonal element makes a matrix singular as far as double precision can tell.
const SINGULAR: f64 = 1e-12;

/// The inverse of a square matrix; `None` where it has none.
pub fn inverse(matrix: &DMatrix<f64>) -> Option<DMatrix<f64>> {
    let inverse = matrix.clone().try_inverse()?;
    inverse.iter().all(|x| x.is_finite()).then_some(inverse)
}

/// The inverse of a symmetric, positive definite matrix; `None` where it is not definite, or too near to being singular.
pub fn positive_definite_inverse(matrix: &DMatrix<f64>) -> Option<DMatrix<f64>> {
    let largest = matrix.diagonal().amax();
    let factors = Cholesky::new(matrix.clone())?;
    let singular = factors
        .l_dirty()
        .diagonal()
        .iter()
        .any(|pivot| pivot * pivot <= SINGULAR * largest);
    (!singular).then(|| factors.inverse())
}

/// The orthogonal matrix nearest to a square one in the sense of least squares: U·Vᵀ of its singular value decomposition. `None` where that does
/// not converge, or a singular value is zero and the nearest matrix therefore not the only one.
pub fn nearest_orthogonal(matrix: &DMatrix<f64>) -> Option<DMatrix<f64>> {
    const ITERATIONS: usize = 10_000;
    let svd = matrix
        .clone()
        .try_svd(true, true, f64::EPSILON, ITERATIONS)?;
    let (least, most) = (svd.singular_values.min(), svd.singular_values.max());
    if !(most.is_finite() && least > SINGULAR * most) {
        return None;
    }
    Some(svd.u? * svd.v_t?)
}
