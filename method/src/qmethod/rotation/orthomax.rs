//! The orthomax family, varimax (Kaiser 1958) among it, by plane rotations of every pair of factors in turn, to full convergence.

use super::error::RotationError;
use super::moments::Moments;
use super::{Found, Orthomax};
use crate::numeric::{Matrix, rotate_columns};
use crate::qmethod::error::MethodError;
use crate::qmethod::loadings::column_sums_of_squares;

/// A sweep whose largest turn is smaller, in radians, was the last.
const LAST_TURN: f64 = 1e-12;

/// A slope of the criterion smaller than this share of the sum it is made of is rounding, and the angle drawn from it noise.
const ROUNDING: f64 = 64.0 * f64::EPSILON;

/// Ten to forty sweeps are usual; a flat criterion takes more.
pub(super) const MOST_SWEEPS: usize = 10_000;

/// Rows shorter than this are left out of Kaiser's normalisation: brought to length 1, they would be noise with a full vote.
pub(super) const NO_COMMUNALITY: f64 = 1e-10;

/// More rows are passed through once, for the sums that turn in their stead.
const MOST_ROWS: usize = 4_096;

/// Sums of four factors at a time are k⁴.
const MOST_FACTORS: usize = 16;

/// The rotation of `loadings` (m×k) that maximises the criterion.
///
/// # Errors
/// A γ that is no number.
pub(super) fn rotate(loadings: &Matrix<f64>, options: Orthomax) -> Result<Found, MethodError> {
    let factors = loadings.ncols();
    let gamma = options.criterion.gamma(factors);
    if !gamma.is_finite() {
        return Err(RotationError::Constant {
            what: "γ",
            value: gamma,
            expected: "a number, such as 0 for quartimax and 1 for varimax",
        }
        .into());
    }
    let mut rotation = Matrix::identity(factors, factors);
    let converged = if loadings.nrows() > MOST_ROWS && factors <= MOST_FACTORS {
        Moments::of(loadings, options.kaiser).turn(&mut rotation, gamma)
    } else {
        let mut working = loadings.clone();
        if options.kaiser {
            normalise_rows(&mut working);
        }
        let once = vec![1.0; working.nrows()];
        turn(&mut working, &mut rotation, gamma, &once)
    };
    let sizes = column_sums_of_squares(&(loadings * &rotation));
    Ok(Found {
        rotation: options.arrangement.apply(loadings, &rotation, &sizes),
        converged,
    })
}

/// Turns `working` (rows × k), and `rotation` (k×k) with it, until the criterion is greatest, each row counting `often` times; whether it came to rest.
pub(in crate::qmethod) fn turn(
    working: &mut Matrix<f64>,
    rotation: &mut Matrix<f64>,
    gamma: f64,
    often: &[f64],
) -> bool {
    let rows: f64 = often.iter().sum();
    (0..MOST_SWEEPS).any(|_| !sweep(working, rotation, gamma, (often, rows)))
}

/// Kaiser's normalisation.
pub(in crate::qmethod) fn normalise_rows(loadings: &mut Matrix<f64>) {
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
fn sweep(
    working: &mut Matrix<f64>,
    rotation: &mut Matrix<f64>,
    gamma: f64,
    counted: (&[f64], f64),
) -> bool {
    let mut moved = false;
    for a in 0..working.ncols() {
        for b in a + 1..working.ncols() {
            let (x, y) = (working.column(a), working.column(b));
            let Some(angle) = best_angle(x.as_slice(), y.as_slice(), gamma, counted) else {
                continue;
            };
            rotate_columns(working, a, b, angle);
            rotate_columns(rotation, a, b, angle);
            moved |= moves(angle);
        }
    }
    moved
}

/// Whether a turn is more than rounding.
pub(super) fn moves(angle: f64) -> bool {
    angle.abs() > LAST_TURN
}

/// The angle that maximises the criterion in the plane of two factors, in −45°…45°; `None` where they lie at the maximum already, as far as
/// rounding can tell.
fn best_angle(x: &[f64], y: &[f64], gamma: f64, (often, rows): (&[f64], f64)) -> Option<f64> {
    angle(sums(x, y, often), gamma, rows)
}

/// The same from [`sums`] over so many rows.
pub(super) fn angle(sums: [f64; 5], gamma: f64, rows: f64) -> Option<f64> {
    let [sum_u, sum_v, sum_uv, sum_difference, size] = sums;
    let slope = 2.0 * (sum_uv - gamma * sum_u * sum_v / rows);
    let curvature = sum_difference - gamma * (sum_u * sum_u - sum_v * sum_v) / rows;
    let at_maximum = slope.abs() <= ROUNDING * size && curvature >= -ROUNDING * size;
    (!at_maximum).then(|| slope.atan2(curvature) / 4.0)
}

/// Rows that are summed side by side, so that one sum need not wait for the one before.
const LANES: usize = 4;

/// Σu, Σv, Σuv, Σ(u² − v²) and Σ(u² + v²) with u = x² − y² and v = 2xy, each row as often as it counts.
fn sums(x: &[f64], y: &[f64], often: &[f64]) -> [f64; 5] {
    let mut lanes = [[0.0; LANES]; 5];
    let mut add = |lane: usize, x: f64, y: f64, often: f64| {
        let (u, v) = (x * x - y * y, 2.0 * x * y);
        let (uu, vv) = (u * u, v * v);
        lanes[0][lane] += often * u;
        lanes[1][lane] += often * v;
        lanes[2][lane] += often * (u * v);
        lanes[3][lane] += often * (uu - vv);
        lanes[4][lane] += often * (uu + vv);
    };
    let whole = x.len() - x.len() % LANES;
    let ((x, x_rest), (y, y_rest)) = (x.split_at(whole), y.split_at(whole));
    let (often, often_rest) = often.split_at(whole);
    let rows = x.chunks_exact(LANES).zip(y.chunks_exact(LANES));
    for ((x, y), often) in rows.zip(often.chunks_exact(LANES)) {
        for lane in 0..LANES {
            add(lane, x[lane], y[lane], often[lane]);
        }
    }
    for ((x, y), often) in x_rest.iter().zip(y_rest).zip(often_rest) {
        add(0, *x, *y, *often);
    }
    lanes.map(|lanes| lanes.iter().sum())
}
