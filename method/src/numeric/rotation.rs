//! Plane rotations.

use nalgebra::DMatrix;

/// Turns columns `a` and `b` clockwise in their plane: a' = a·cos + b·sin, b' = b·cos − a·sin. The angle is in radians; `a` and `b` are different
/// columns of the matrix.
pub fn rotate_columns(matrix: &mut DMatrix<f64>, a: usize, b: usize, angle: f64) {
    let (sin, cos) = angle.sin_cos();
    // Seen from the other side, the pair turns the other way.
    let (early, late, sin) = if a < b { (a, b, sin) } else { (b, a, -sin) };
    let rows = matrix.nrows();
    let (before, after) = matrix.as_mut_slice().split_at_mut(late * rows);
    let columns = before.iter_mut().skip(early * rows).zip(after);
    for (x, y) in columns.take(rows) {
        (*x, *y) = (*x * cos + *y * sin, *y * cos - *x * sin);
    }
}
