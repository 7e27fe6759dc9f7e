//! Eigenpairs of symmetric matrices.

use nalgebra::{DMatrix, SymmetricEigen};

/// Iterations granted per row of the matrix; QR steps need two or three.
const ITERATIONS_PER_ROW: usize = 1_000;

/// Columns of a wide matrix that are multiplied at a time, so that its transpose is never stored whole.
const BLOCK: usize = 256;

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

/// A·Aᵀ, r×r for an r×c matrix, in memory O(r²) beside the matrix itself.
pub fn gram_of_rows(matrix: &DMatrix<f64>) -> DMatrix<f64> {
    let mut gram = DMatrix::zeros(matrix.nrows(), matrix.nrows());
    for first in (0..matrix.ncols()).step_by(BLOCK) {
        let block = matrix.columns(first, BLOCK.min(matrix.ncols() - first));
        gram.gemm(1.0, &block, &block.transpose(), 1.0);
    }
    gram
}
