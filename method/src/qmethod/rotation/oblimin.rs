//! Direct oblimin (Jennrich and Sampson 1966), by gradient projection (Jennrich 2002).
//!
//! Factors are the columns of T at length 1, the pattern is A·T⁻ᵀ and Φ = TᵀT. The gradient is projected on the directions that keep the lengths.

use super::arrangement::Arrangement;
use super::error::RotationError;
use super::orthomax::{self, normalise_rows};
use super::promax::sizes;
use super::{Criterion, Found, Oblimin, Orthomax};
use crate::numeric::{Matrix, inverse};
use crate::qmethod::convention::Rounding;
use crate::qmethod::error::MethodError;
use crate::qmethod::loadings::SignRule;

/// The end: no projected gradient is longer, for each sort.
const TOLERANCE: f64 = 1e-11;
/// A few hundred are usual.
const MOST_STEPS: usize = 20_000;
/// The largest γ; above it factors collapse into each other (Harman 1976, p. 321).
const MOST_GAMMA: f64 = 0.8;
/// Halvings of a step before it is taken as it is.
const HALVINGS: usize = 40;
/// A rise smaller than this share of the criterion is rounding.
const ROUNDING: f64 = 1e-14;

/// The oblique rotation that minimises the criterion: the better of those found from varimax and from quartimax.
///
/// # Errors
/// A γ that is no number up to .8; factors that collapse into each other.
pub(super) fn rotate(loadings: &Matrix<f64>, options: Oblimin) -> Result<Found, MethodError> {
    if !(options.gamma.is_finite() && options.gamma <= MOST_GAMMA) {
        return Err(RotationError::Constant {
            what: "γ",
            value: options.gamma,
            expected: "a number of at most .8, such as 0",
        }
        .into());
    }
    let mut working = loadings.clone();
    if options.kaiser {
        normalise_rows(&mut working);
    }
    let mut best: Option<(Matrix<f64>, Descent)> = None;
    for criterion in [Criterion::Varimax, Criterion::Quartimax] {
        let start = start(&working, criterion)?;
        let Some(descent) = descend(&(&working * &start), options.gamma) else {
            continue;
        };
        if best.as_ref().is_none_or(|(_, b)| descent.value < b.value) {
            best = Some((start, descent));
        }
    }
    let (start, descent) = best.ok_or(RotationError::FactorsCollapse)?;
    let back = inverse(&descent.factors).ok_or(RotationError::FactorsCollapse)?;
    let rotation = start * back.transpose();
    let sizes = sizes(loadings, &rotation)?;
    Ok(Found {
        rotation: options.arrangement.apply(loadings, &rotation, &sizes),
        converged: descent.converged,
    })
}

fn start(working: &Matrix<f64>, criterion: Criterion) -> Result<Matrix<f64>, MethodError> {
    let options = Orthomax {
        criterion,
        kaiser: false,
        arrangement: Arrangement {
            by_variance: false,
            sign: SignRule::AsFound,
        },
        rounding: Rounding::None,
    };
    Ok(orthomax::rotate(working, options)?.rotation)
}

/// Where a descent ended.
struct Descent {
    /// T, columns of length 1.
    factors: Matrix<f64>,
    value: f64,
    converged: bool,
}

/// The criterion at some T, with its projected gradient.
struct Spot {
    factors: Matrix<f64>,
    value: f64,
    slope: Matrix<f64>,
}

/// Downhill from T = I. Each step is as long as the last one would have had to be (Barzilai and Borwein 1988), and halved while it rises. `None` where
/// factors collapse into each other.
fn descend(loadings: &Matrix<f64>, gamma: f64) -> Option<Descent> {
    let k = loadings.ncols();
    let tolerance = TOLERANCE * loadings.nrows() as f64;
    let mut here = spot(loadings, Matrix::identity(k, k), gamma)?;
    let mut length = 1.0;
    for _ in 0..MOST_STEPS {
        let steep = here.slope.norm();
        if steep <= tolerance {
            return Some(ended(here, true));
        }
        let mut there = None;
        for _ in 0..HALVINGS {
            let mut factors = &here.factors - length * &here.slope;
            factors.column_iter_mut().for_each(|mut c| {
                c.normalize_mut();
            });
            let enough = here.value - 0.5 * steep * steep * length * 1e-3
                + ROUNDING * (loadings.nrows() as f64);
            match spot(loadings, factors, gamma) {
                Some(spot) if spot.value <= enough => {
                    there = Some(spot);
                    break;
                }
                _ => length /= 2.0,
            }
        }
        let Some(there) = there else {
            return Some(ended(here, false));
        };
        let moved = &there.factors - &here.factors;
        let turned = &there.slope - &here.slope;
        let along = moved.dot(&turned);
        length = if along > 0.0 {
            (moved.norm_squared() / along).clamp(1e-6, 1e6)
        } else {
            2.0 * length
        };
        here = there;
    }
    Some(ended(here, false))
}

fn ended(spot: Spot, converged: bool) -> Descent {
    Descent {
        factors: spot.factors,
        value: spot.value,
        converged,
    }
}

fn spot(loadings: &Matrix<f64>, factors: Matrix<f64>, gamma: f64) -> Option<Spot> {
    let back = inverse(&factors)?;
    let pattern = loadings * back.transpose();
    let (value, by_pattern) = criterion(&pattern, gamma);
    let gradient = -(pattern.tr_mul(&by_pattern) * &back).transpose();
    let mut slope = gradient.clone();
    for ((mut s, g), t) in slope
        .column_iter_mut()
        .zip(gradient.column_iter())
        .zip(factors.column_iter())
    {
        s.axpy(-t.dot(&g), &t, 1.0);
    }
    let finite = value.is_finite() && slope.iter().all(|x| x.is_finite());
    finite.then_some(Spot {
        factors,
        value,
        slope,
    })
}

/// A quarter of Σ over ordered pairs of factors of Σp²q² − (γ/m)·Σp²·Σq², and its derivatives by the pattern.
fn criterion(pattern: &Matrix<f64>, gamma: f64) -> (f64, Matrix<f64>) {
    let squares = pattern.map(|p| p * p);
    let share = gamma / pattern.nrows() as f64;
    let columns: Vec<f64> = squares.column_iter().map(|c| c.sum()).collect();
    let all: f64 = columns.iter().sum();
    let mut others = Matrix::zeros(pattern.nrows(), pattern.ncols());
    for (i, row) in squares.row_iter().enumerate() {
        let sum = row.sum();
        for (f, square) in row.iter().enumerate() {
            others[(i, f)] = (sum - square) - share * (all - columns[f]);
        }
    }
    (squares.dot(&others) / 4.0, pattern.component_mul(&others))
}
