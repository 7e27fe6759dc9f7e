//! Maximum likelihood (Lawley and Maxwell 1971, chapter 4), by Newton's method on the logarithms of the uniquenesses (Jöreskog 1967).
//!
//! With θ the eigenvalues of Ψ^−½·R·Ψ^−½ in falling order, the discrepancy of the best k factors for given uniquenesses is Σ over the others of
//! θ − log θ − 1; the loadings are Ψ^½·w·√(θ − 1).

use super::error::ExtractionError;
use super::principal_axis::first_communalities;
use super::{Factors, Fit, LikelihoodOptions, PrincipalAxisOptions};
use crate::numeric::{
    Curve, Eigenpairs, Matrix, Minimum, Search, Vector, minimise, positive_definite_inverse,
    symmetric_eigenpairs,
};
use crate::qmethod::correlation::Correlated;
use crate::qmethod::error::MethodError;
use crate::qmethod::extraction::{Heywood, principal_axis};
use crate::qmethod::loadings::column_sums_of_squares;

/// Starts that make one sort all but unique to a factor, at most.
const SINGLE_STARTS: usize = 12;

/// Discrepancies closer than this are of the same minimum.
const EQUAL_MINIMA: f64 = 1e-12;

/// The `k` factors under which the correlations are most likely.
pub(super) fn extract(
    correlated: &Correlated,
    options: LikelihoodOptions,
    k: usize,
) -> Result<Factors, MethodError> {
    check(options)?;
    let correlations = correlated.matrix();
    let degrees_of_freedom = degrees_of_freedom(correlations.nrows(), k)?;
    if positive_definite_inverse(&correlations).is_none() {
        return Err(ExtractionError::SingularCorrelations {
            sorts: correlations.nrows(),
            statements: correlated.study().statement_count(),
        }
        .into());
    }
    let (found, pairs) = search(correlated, &correlations, options, k)?;
    let loadings = loadings(&found.at, &pairs, k);
    let lower = options.least_uniqueness.ln();
    let at_bound = (0..found.at.len()).filter(|&i| found.at[i] <= lower);
    let (m, n) = (
        correlations.nrows() as f64,
        correlated.study().statement_count() as f64,
    );
    Ok(Factors {
        eigenvalues: column_sums_of_squares(&loadings),
        loadings,
        iterations: vec![found.steps; k],
        converged: found.converged,
        at_bound: at_bound.collect(),
        fit: Fit::Likelihood {
            discrepancy: found.value,
            chi_square: (n - 1.0 - (2.0 * m + 5.0) / 6.0 - 2.0 * k as f64 / 3.0) * found.value,
            degrees_of_freedom,
        },
    })
}

fn check(options: LikelihoodOptions) -> Result<(), MethodError> {
    if !(options.tolerance > 0.0 && options.tolerance.is_finite()) {
        return Err(ExtractionError::IterationOption {
            what: "tolerance",
            value: options.tolerance,
            expected: "a number above 0, such as 1e-10",
        }
        .into());
    }
    if !(options.least_uniqueness > 0.0 && options.least_uniqueness < 1.0) {
        return Err(ExtractionError::IterationOption {
            what: "least uniqueness",
            value: options.least_uniqueness,
            expected: "a number between 0 and 1, such as .005",
        }
        .into());
    }
    Ok(())
}

/// ((m − k)² − (m + k))/2, refused where negative: then the factors are not determined.
fn degrees_of_freedom(sorts: usize, k: usize) -> Result<usize, MethodError> {
    let twice = |k: usize| ((sorts - k) * (sorts - k)).checked_sub(sorts + k);
    twice(k)
        .map(|twice| twice / 2)
        .ok_or_else(|| ExtractionError::LikelihoodFactorCount {
            asked: k,
            most: (1..k).rev().find(|k| twice(*k).is_some()).unwrap_or(0),
            sorts,
        })
        .map_err(MethodError::from)
}

/// The lowest of the minima found from several starts, in log ψ, and the eigenpairs there. The discrepancy has several minima in small studies: the
/// starts are the customary one, the principal axes, and for the sorts that the others explain best one each that makes them all but unique to a factor.
fn search(
    correlated: &Correlated,
    correlations: &Matrix<f64>,
    options: LikelihoodOptions,
    k: usize,
) -> Result<(Minimum, Eigenpairs), MethodError> {
    let axes = principal_axis::extract(correlated, PrincipalAxisOptions::ITERATED, Heywood::Cap, k);
    let axes = axes.ok().map(|axes| {
        let rows = axes.loadings.row_iter().map(|row| 1.0 - row.norm_squared());
        Vector::from_iterator(correlations.nrows(), rows)
    });
    let bounds = Search {
        lower: options.least_uniqueness.ln(),
        upper: 0.0,
        tolerance: options.tolerance,
        most_steps: options.max_iterations,
    };
    let starts = std::iter::once(customary_start(correlations, k)).chain(axes);
    let found = starts
        .chain(single_starts(correlations))
        .filter_map(|psi| {
            let start = psi.map(|psi| psi.max(options.least_uniqueness).ln());
            minimise(start, bounds, |x| discrepancy(correlations, x, k))
        })
        .reduce(|best, next| {
            // Of equal minima one that met the tolerance.
            let lower = next.value < best.value - EQUAL_MINIMA;
            let as_low = next.value < best.value + EQUAL_MINIMA;
            if lower || (as_low && next.converged && !best.converged) {
                next
            } else {
                best
            }
        })
        .ok_or(MethodError::EigenvaluesNotConverged)?;
    let pairs =
        scaled_eigenpairs(correlations, &found.at).ok_or(MethodError::EigenvaluesNotConverged)?;
    Ok((found, pairs))
}

/// For each of the sorts that the others explain best, ψ = .006 for it and .8 for all others.
fn single_starts(correlations: &Matrix<f64>) -> Vec<Vector<f64>> {
    let explained = first_communalities(correlations);
    let mut sorts: Vec<usize> = (0..explained.len()).collect();
    sorts.sort_by(|a, b| explained[*b].total_cmp(&explained[*a]));
    sorts.truncate(SINGLE_STARTS);
    let start = |sort: &usize| {
        let mut psi = Vector::from_element(explained.len(), 0.8);
        psi[*sort] = 0.006;
        psi
    };
    sorts.iter().map(start).collect()
}

/// (1 − k/2m)/rⁱⁱ (Jöreskog 1967).
fn customary_start(correlations: &Matrix<f64>, k: usize) -> Vector<f64> {
    let share = 1.0 - k as f64 / (2.0 * correlations.nrows() as f64);
    first_communalities(correlations).map(|h| share * (1.0 - h))
}

/// Eigenpairs of Ψ^−½·R·Ψ^−½.
fn scaled_eigenpairs(correlations: &Matrix<f64>, log_psi: &Vector<f64>) -> Option<Eigenpairs> {
    let scale = log_psi.map(|x| (-x / 2.0).exp());
    let scaled = Matrix::from_fn(correlations.nrows(), correlations.ncols(), |i, j| {
        scale[i] * correlations[(i, j)] * scale[j]
    });
    let pairs = symmetric_eigenpairs(scaled)?;
    pairs.values.iter().all(|v| *v > 0.0).then_some(pairs)
}

fn loadings(log_psi: &Vector<f64>, pairs: &Eigenpairs, k: usize) -> Matrix<f64> {
    let mut loadings = pairs.vectors.columns(0, k).into_owned();
    for (mut column, value) in loadings.column_iter_mut().zip(&pairs.values) {
        column *= (value - 1.0).max(0.0).sqrt();
    }
    for (mut row, x) in loadings.row_iter_mut().zip(log_psi.iter()) {
        row *= (x / 2.0).exp();
    }
    loadings
}

/// The discrepancy of the best k factors and its derivatives by log ψ.
fn discrepancy(correlations: &Matrix<f64>, log_psi: &Vector<f64>, k: usize) -> Option<Curve> {
    let pairs = scaled_eigenpairs(correlations, log_psi)?;
    let (values, vectors) = (&pairs.values, &pairs.vectors);
    let sorts = values.len();
    let mut gradient = Vector::zeros(sorts);
    for (value, vector) in values.iter().zip(vectors.column_iter()).skip(k) {
        gradient += vector.map(|w| (1.0 - value) * w * w);
    }
    let rest = vectors.columns(k, sorts - k);
    let weighted = |weight: &dyn Fn(f64) -> f64| {
        let mut scaled = rest.into_owned();
        for (mut column, value) in scaled.column_iter_mut().zip(values.iter().skip(k)) {
            column *= weight(*value);
        }
        scaled * rest.transpose()
    };
    let mut hessian = weighted(&|_| 1.0).component_mul(&weighted(&|value| value));
    for (first, vector) in values.iter().zip(vectors.column_iter()).take(k) {
        let between = weighted(&|value| (1.0 - value) * (first + value) / (first - value));
        hessian += between.component_mul(&(vector * vector.transpose()));
    }
    let others = values.iter().skip(k);
    let value = others.map(|v| v - v.ln() - 1.0).sum();
    let finite = hessian.iter().all(|x| x.is_finite());
    finite.then_some(Curve {
        value,
        gradient,
        hessian,
    })
}
