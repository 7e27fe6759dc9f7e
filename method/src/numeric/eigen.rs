//! Eigenpairs of symmetric matrices.

use nalgebra::{DMatrix, SymmetricEigen};

/// Iterations granted per row of the matrix; QR steps need two or three.
const ITERATIONS_PER_ROW: usize = 1_000;

/// Columns of a wide matrix that are multiplied at a time, so that its transpose is never stored whole.
pub const COLUMNS_AT_ONCE: usize = 256;

/// Eigenvalues in falling order, with their eigenvectors as columns of length 1.
#[derive(Clone, Debug)]
pub struct Eigenpairs {
    /// Falling; of a positive semidefinite matrix none below 0, where less than 0 is rounding.
    pub values: Vec<f64>,
    /// One column per eigenvalue. Its sign is arbitrary.
    pub vectors: DMatrix<f64>,
}

/// All eigenpairs of a symmetric, positive semidefinite matrix; only its lower triangle is read. `None` if the iteration does not end.
pub fn symmetric_eigenpairs(matrix: DMatrix<f64>) -> Option<Eigenpairs> {
    let mut pairs = indefinite_eigenpairs(matrix)?;
    for value in &mut pairs.values {
        *value = value.max(0.0);
    }
    Some(pairs)
}

/// The same of a symmetric matrix that may have negative eigenvalues, as correlations with communalities on their diagonal.
pub fn indefinite_eigenpairs(matrix: DMatrix<f64>) -> Option<Eigenpairs> {
    let limit = ITERATIONS_PER_ROW * (matrix.nrows() + 1);
    let eigen = SymmetricEigen::try_new(matrix, f64::EPSILON, limit)?;
    if eigen.eigenvalues.iter().any(|value| !value.is_finite()) {
        return None;
    }
    let mut order: Vec<usize> = (0..eigen.eigenvalues.len()).collect();
    order.sort_by(|&a, &b| eigen.eigenvalues[b].total_cmp(&eigen.eigenvalues[a]));
    Some(Eigenpairs {
        values: order.iter().map(|&i| eigen.eigenvalues[i]).collect(),
        vectors: eigen.eigenvectors.select_columns(&order),
    })
}

/// The eigenvalues alone, falling, none below 0; many times faster than with the vectors. `None` if one is not finite.
pub fn symmetric_eigenvalues(matrix: &DMatrix<f64>) -> Option<Vec<f64>> {
    let mut values = matrix.symmetric_eigenvalues().as_slice().to_vec();
    if values.iter().any(|value| !value.is_finite()) {
        return None;
    }
    values.sort_by(|a, b| b.total_cmp(a));
    for value in &mut values {
        *value = value.max(0.0);
    }
    Some(values)
}

/// A·Aᵀ, r×r for an r×c matrix, in memory O(r²) beside the matrix itself.
pub fn gram_of_rows(matrix: &DMatrix<f64>) -> DMatrix<f64> {
    let mut gram = DMatrix::zeros(matrix.nrows(), matrix.nrows());
    for first in (0..matrix.ncols()).step_by(COLUMNS_AT_ONCE) {
        let block = matrix.columns(first, COLUMNS_AT_ONCE.min(matrix.ncols() - first));
        gram.gemm(1.0, &block, &block.transpose(), 1.0);
    }
    gram
}

/// Adds B·Bᵀ to A·Aᵀ. With the columns of a matrix in blocks of [`COLUMNS_AT_ONCE`] this gives [`gram_of_rows`] of it, to the digit.
pub fn add_gram_of_rows(gram: &mut DMatrix<f64>, block: &DMatrix<f64>) {
    gram.gemm(1.0, block, &block.transpose(), 1.0);
}

/// An eigenvalue below this share of the largest is rounding.
const SINGULAR: f64 = 1e-10;

/// X with A·X = B for a symmetric, positive definite A (r×r) and B (r×c). `None` where A has no inverse that rounding would survive: an eigenvalue
/// is less than 1e-10 of the largest.
pub fn solve_symmetric(matrix: DMatrix<f64>, right: &DMatrix<f64>) -> Option<DMatrix<f64>> {
    let pairs = symmetric_eigenpairs(matrix)?;
    let largest = pairs.values.first().copied()?;
    let mut turned = pairs.vectors.tr_mul(right);
    for (mut row, value) in turned.row_iter_mut().zip(&pairs.values) {
        if *value <= SINGULAR * largest {
            return None;
        }
        row /= *value;
    }
    Some(pairs.vectors * turned)
}
