//! Varimax (Kaiser 1958), by plane rotations of every pair of factors in turn, to full convergence.

use crate::numeric::{Matrix, rotate_columns};
use crate::qmethod::loadings::{column_sums_of_squares, points_down};

/// A sweep whose largest turn is smaller, in radians, was the last.
const LAST_TURN: f64 = 1e-12;

/// A slope of the criterion smaller than this share of the sum it is made of is rounding, and the angle drawn from it noise.
const ROUNDING: f64 = 64.0 * f64::EPSILON;

/// Ten to forty sweeps are usual; a flat criterion takes more.
const MOST_SWEEPS: usize = 10_000;

/// Rows shorter than this are left out of Kaiser's normalisation: brought to length 1, they would be noise with a full vote.
const NO_COMMUNALITY: f64 = 1e-10;

/// A rotation found.
pub(super) struct Varimax {
    /// k×k orthogonal, with order and signs of the factors.
    pub(super) rotation: Matrix<f64>,
    /// Whether the last sweep turned nothing.
    pub(super) converged: bool,
}

/// The rotation of `loadings` (m×k) that maximises the variance of squared loadings within factors, its columns by falling Σl² of the rotated
/// loadings and pointing where Σ l·|l| ≥ 0.
pub(super) fn varimax(loadings: &Matrix<f64>, kaiser: bool) -> Varimax {
    let factors = loadings.ncols();
    let mut working = loadings.clone();
    if kaiser {
        normalise_rows(&mut working);
    }
    let mut rotation = Matrix::identity(factors, factors);
    let converged = (0..MOST_SWEEPS).any(|_| !sweep(&mut working, &mut rotation));
    Varimax {
        rotation: ordered_and_oriented(loadings, rotation),
        converged,
    }
}

fn normalise_rows(loadings: &mut Matrix<f64>) {
    for mut row in loadings.row_iter_mut() {
        let length = row.norm();
        if length > NO_COMMUNALITY {
            row /= length;
        } else {
            row.fill(0.0);
        }
    }
}

/// Turns every pair once; whether anything moved.
fn sweep(working: &mut Matrix<f64>, rotation: &mut Matrix<f64>) -> bool {
    let mut moved = false;
    for a in 0..working.ncols() {
        for b in a + 1..working.ncols() {
            let Some(angle) =
                best_angle(working.column(a).as_slice(), working.column(b).as_slice())
            else {
                continue;
            };
            rotate_columns(working, a, b, angle);
            rotate_columns(rotation, a, b, angle);
            moved |= angle.abs() > LAST_TURN;
        }
    }
    moved
}

/// The angle that maximises the criterion in the plane of two factors, in −45°…45°; `None` where they lie at the maximum already, as far as
/// rounding can tell.
fn best_angle(x: &[f64], y: &[f64]) -> Option<f64> {
    let (mut sum_u, mut sum_v, mut sum_uv, mut sum_difference) = (0.0, 0.0, 0.0, 0.0);
    let mut size = 0.0;
    for (x, y) in x.iter().zip(y) {
        let (u, v) = (x * x - y * y, 2.0 * x * y);
        sum_u += u;
        sum_v += v;
        sum_uv += u * v;
        sum_difference += u * u - v * v;
        size += u * u + v * v;
    }
    let rows = x.len() as f64;
    let slope = 2.0 * (sum_uv - sum_u * sum_v / rows);
    let curvature = sum_difference - (sum_u * sum_u - sum_v * sum_v) / rows;
    let at_maximum = slope.abs() <= ROUNDING * size && curvature >= -ROUNDING * size;
    (!at_maximum).then(|| slope.atan2(curvature) / 4.0)
}

fn ordered_and_oriented(loadings: &Matrix<f64>, rotation: Matrix<f64>) -> Matrix<f64> {
    let rotated = loadings * &rotation;
    let sums = column_sums_of_squares(&rotated);
    let mut order: Vec<(usize, f64)> = sums.into_iter().enumerate().collect();
    order.sort_by(|a, b| b.1.total_cmp(&a.1));
    let columns: Vec<usize> = order.into_iter().map(|(column, _)| column).collect();
    let mut ordered = rotation.select_columns(&columns);
    for (mut column, source) in ordered.column_iter_mut().zip(columns) {
        if points_down(rotated.column(source).as_slice()) {
            column.neg_mut();
        }
    }
    ordered
}
