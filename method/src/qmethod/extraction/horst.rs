//! Horst's centroid with the communalities of all factors iterated together (Horst 1965, chapter 5.5), as PQMethod from version 2.30 and KADE have it.
//!
//! A pass takes factors from the residual correlations, each from the column sums of the reflected matrix with its diagonal d in place, and takes its
//! square off that diagonal. What is left of the diagonal after the last factor is taken off the communalities, which are kept at 1 or less, and
//! a new pass begins, until next to nothing is left.

use super::error::ExtractionError;
use super::{AutoStop, Factors, Fit, HorstOptions};
use crate::numeric::{Matrix, Vector};
use crate::qmethod::correlation::Correlated;
use crate::qmethod::error::MethodError;
use crate::qmethod::loadings::column_sums_of_squares;

/// A reflected column sum is negative below this; nearer to zero its sign is rounding.
const ZERO_SUM: f64 = -1e-12;
/// Column sums that add up to less hold no further factor.
const NO_FACTOR: f64 = 1e-12;
/// Reflections for each sort; every one raises the sum of all correlations, so they come to an end before.
const REFLECTIONS_PER_SORT: usize = 100;

/// At most `k` factors, in the order in which they are taken.
pub(super) fn extract(
    correlated: &Correlated,
    options: HorstOptions,
    k: usize,
) -> Result<Factors, MethodError> {
    check(options)?;
    let correlations = off_diagonal(correlated.matrix());
    let statements = correlated.study().statement_count();
    let mut communalities = Vector::from_element(correlations.nrows(), 1.0);
    let mut passes = 0;
    loop {
        passes += 1;
        let pass = pass(&correlations, &communalities, options, statements, k);
        let left = pass.diagonal.amax();
        let converged = left <= options.tolerance;
        if !converged && passes <= options.max_restarts {
            communalities = (communalities - pass.diagonal).map(|u| u.min(1.0));
            continue;
        }
        if pass.factors.is_empty() {
            return Err(MethodError::NoCorrelations);
        }
        if pass.factors.len() < k && options.auto_stop == AutoStop::Off {
            return Err(MethodError::NothingLeft {
                asked: k,
                found: pass.factors.len(),
            });
        }
        let loadings = Matrix::from_columns(&pass.factors);
        let at_bound = communalities.iter().enumerate();
        return Ok(Factors {
            eigenvalues: column_sums_of_squares(&loadings),
            iterations: vec![passes; loadings.ncols()],
            loadings,
            converged: converged && pass.settled,
            at_bound: at_bound
                .filter(|(_, u)| passes > 1 && **u >= 1.0)
                .map(|(sort, _)| sort)
                .collect(),
            fit: Fit::DiagonalResidual(left),
        });
    }
}

fn check(options: HorstOptions) -> Result<(), MethodError> {
    if options.tolerance > 0.0 && options.tolerance.is_finite() {
        return Ok(());
    }
    Err(ExtractionError::IterationOption {
        what: "tolerance",
        value: options.tolerance,
        expected: "a number above 0, such as 1e-4",
    }
    .into())
}

/// The factors of one pass and what is left of the diagonal after them.
struct Pass {
    factors: Vec<Vector<f64>>,
    diagonal: Vector<f64>,
    settled: bool,
}

fn pass(
    correlations: &Matrix<f64>,
    communalities: &Vector<f64>,
    options: HorstOptions,
    statements: usize,
    k: usize,
) -> Pass {
    let mut residual = correlations.clone();
    let mut pass = Pass {
        factors: Vec::with_capacity(k),
        diagonal: communalities.clone(),
        settled: true,
    };
    while pass.factors.len() < k && !stops(&residual, options.auto_stop, statements, &pass) {
        let (signs, sums, settled) = reflect(&residual);
        pass.settled &= settled;
        let totals = sums + pass.diagonal.component_mul(&signs);
        let total: f64 = totals.iter().map(|w| w.abs()).sum();
        if total <= NO_FACTOR {
            break;
        }
        let factor = totals / total.sqrt();
        residual.ger(-1.0, &factor, &factor, 1.0);
        residual.fill_diagonal(0.0);
        pass.diagonal -= factor.component_mul(&factor);
        pass.factors.push(factor);
    }
    pass
}

/// Whether the residual correlations are as small as chance would make them.
fn stops(residual: &Matrix<f64>, rule: AutoStop, statements: usize, pass: &Pass) -> bool {
    let both_triangles = residual.norm_squared();
    let squares = match rule {
        AutoStop::Off => return false,
        AutoStop::Once => both_triangles / 2.0,
        AutoStop::Twice => both_triangles,
    };
    let m = residual.nrows() as f64;
    !pass.factors.is_empty() && 2.0 * squares * (statements as f64) < m * (m - 1.0)
}

/// Signs that leave no column sum negative, the column sums R·v under them, and whether that was reached. Of equal sums the last is reflected.
fn reflect(residual: &Matrix<f64>) -> (Vector<f64>, Vector<f64>, bool) {
    let sorts = residual.nrows();
    let mut signs = Vector::from_element(sorts, 1.0);
    let mut sums = residual * &signs;
    for _ in 0..REFLECTIONS_PER_SORT * sorts {
        let reflected = sums.component_mul(&signs);
        let least = reflected.min();
        if least >= ZERO_SUM {
            return (signs, sums, true);
        }
        let Some(sort) = reflected.iter().rposition(|w| *w <= least) else {
            break;
        };
        signs[sort] = -signs[sort];
        sums.axpy(2.0 * signs[sort], &residual.column(sort), 1.0);
    }
    (signs, sums, false)
}

fn off_diagonal(mut matrix: Matrix<f64>) -> Matrix<f64> {
    matrix.fill_diagonal(0.0);
    matrix
}
