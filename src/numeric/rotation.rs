//! Plane rotations.

use nalgebra::DMatrix;

/// Turns columns `a` and `b` clockwise in their plane: a' = a·cos + b·sin, b' = b·cos − a·sin. The angle is in radians; `a` and `b` are different
/// columns of the matrix.
pub fn rotate_columns(matrix: &mut DMatrix<f64>, a: usize, b: usize, angle: f64) {
    let (sin, cos) = angle.sin_cos();
    for row in 0..matrix.nrows() {
        let (x, y) = (matrix[(row, a)], matrix[(row, b)]);
        matrix[(row, a)] = x * cos + y * sin;
        matrix[(row, b)] = y * cos - x * sin;
    }
}
