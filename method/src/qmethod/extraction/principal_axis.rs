//! Principal axes of the correlations with communalities on their diagonal.
//!
//! Iterating communalities comes to rest where they are those of the factors themselves, which is where the squared residual correlations are least
//! (Harman and Jones 1966). A few iterations lead near to that place, Newton's method on the uniquenesses ψ = 1 − h² to it, with the second derivatives
//! of Jöreskog (1977).

use super::error::ExtractionError;
use super::{Factors, Fit, Heywood, PrincipalAxisOptions};
use crate::numeric::{
    Curve, Eigenpairs, Matrix, Search, Vector, indefinite_eigenpairs, minimise,
    positive_definite_inverse,
};
use crate::qmethod::correlation::Correlated;
use crate::qmethod::error::MethodError;
use crate::qmethod::loadings::column_sums_of_squares;

/// A communality that grows beyond this has no place to rest.
const NO_REST: f64 = 100.0;
/// Plain iterations before Newton's method.
const FIRST_ITERATIONS: usize = 10;
/// An eigenvalue below this is rounding, and holds no factor.
const NO_EIGENVALUE: f64 = 1e-10;

/// The first `k` axes.
pub(super) fn extract(
    correlated: &Correlated,
    options: PrincipalAxisOptions,
    heywood: Heywood,
    k: usize,
) -> Result<Factors, MethodError> {
    if !(options.tolerance > 0.0 && options.tolerance.is_finite()) {
        return Err(ExtractionError::IterationOption {
            what: "tolerance",
            value: options.tolerance,
            expected: "a number above 0, such as 1e-10",
        }
        .into());
    }
    let correlations = correlated.matrix();
    let most = match heywood {
        Heywood::Cap => 1.0,
        Heywood::Keep | Heywood::Rescale | Heywood::Refuse => NO_REST,
    };
    let mut communalities = first_communalities(&correlations);
    if !options.iterated {
        let pairs = eigenpairs(reduced(&correlations, &communalities))?;
        return factors(&pairs, k, 0, true, Vec::new());
    }
    for _ in 0..FIRST_ITERATIONS.min(options.max_iterations) {
        let pairs = eigenpairs(reduced(&correlations, &communalities))?;
        let loadings = loadings(&pairs, k)?;
        communalities = sums_of_rows(&loadings).map(|h| h.min(most));
    }
    let search = Search {
        lower: 1.0 - most,
        upper: 1.0,
        tolerance: options.tolerance,
        most_steps: options.max_iterations.saturating_sub(FIRST_ITERATIONS),
    };
    let start = communalities.map(|h| 1.0 - h);
    let found = minimise(start, search, |psi| squares(&correlations, psi, k))
        .ok_or(MethodError::EigenvaluesNotConverged)?;
    let at_bound = (0..found.at.len()).filter(|&i| found.at[i] <= search.lower);
    let at_bound: Vec<usize> = at_bound.collect();
    let at_rest = most < NO_REST || at_bound.is_empty();
    let pairs = eigenpairs(reduced(&correlations, &found.at.map(|psi| 1.0 - psi)))?;
    let steps = FIRST_ITERATIONS.min(options.max_iterations) + found.steps;
    factors(&pairs, k, steps, found.converged && at_rest, at_bound)
}

/// Squared multiple correlations 1 − 1/rⁱⁱ, or each sort's largest |r| where R has no inverse.
pub(super) fn first_communalities(correlations: &Matrix<f64>) -> Vector<f64> {
    match positive_definite_inverse(correlations) {
        Some(inverse) => inverse.diagonal().map(|r| (1.0 - 1.0 / r).clamp(0.0, 1.0)),
        None => Vector::from_fn(correlations.nrows(), |i, _| {
            let others = correlations.column(i);
            let others = others.iter().enumerate().filter(|(j, _)| *j != i);
            others.fold(0.0, |most, (_, r)| r.abs().max(most))
        }),
    }
}

fn reduced(correlations: &Matrix<f64>, communalities: &Vector<f64>) -> Matrix<f64> {
    let mut reduced = correlations.clone();
    reduced.set_diagonal(communalities);
    reduced
}

fn eigenpairs(matrix: Matrix<f64>) -> Result<Eigenpairs, MethodError> {
    indefinite_eigenpairs(matrix).ok_or(MethodError::EigenvaluesNotConverged)
}

/// v·√γ of the first `k` pairs.
fn loadings(pairs: &Eigenpairs, k: usize) -> Result<Matrix<f64>, MethodError> {
    let found = pairs.values.iter().take_while(|v| **v > NO_EIGENVALUE);
    let found = found.count();
    match found {
        0 => return Err(MethodError::NoCorrelations),
        _ if found < k => return Err(MethodError::NothingLeft { asked: k, found }),
        _ => {}
    }
    let mut loadings = pairs.vectors.columns(0, k).into_owned();
    for (mut column, value) in loadings.column_iter_mut().zip(&pairs.values) {
        column *= value.sqrt();
    }
    Ok(loadings)
}

fn sums_of_rows(loadings: &Matrix<f64>) -> Vector<f64> {
    Vector::from_iterator(
        loadings.nrows(),
        loadings.row_iter().map(|row| row.norm_squared()),
    )
}

fn factors(
    pairs: &Eigenpairs,
    k: usize,
    steps: usize,
    converged: bool,
    at_bound: Vec<usize>,
) -> Result<Factors, MethodError> {
    let loadings = loadings(pairs, k)?;
    let left = pairs.values.iter().skip(k);
    Ok(Factors {
        eigenvalues: column_sums_of_squares(&loadings),
        loadings,
        iterations: vec![steps; k],
        converged,
        at_bound,
        fit: Fit::SquaredResiduals(left.map(|v| v * v).sum::<f64>() / 2.0),
    })
}

/// Half the sum of the squared eigenvalues of R − Ψ beyond the first k, and its derivatives by ψ.
fn squares(correlations: &Matrix<f64>, psi: &Vector<f64>, k: usize) -> Option<Curve> {
    let pairs = indefinite_eigenpairs(reduced(correlations, &psi.map(|psi| 1.0 - psi)))?;
    let (values, vectors) = (&pairs.values, &pairs.vectors);
    let sorts = values.len();
    let mut gradient = Vector::zeros(sorts);
    for (value, vector) in values.iter().zip(vectors.column_iter()).skip(k) {
        gradient -= vector.map(|w| value * w * w);
    }
    let rest = vectors.columns(k, sorts - k);
    let weighted = |weight: &dyn Fn(f64) -> f64| {
        let mut scaled = rest.into_owned();
        for (mut column, value) in scaled.column_iter_mut().zip(values.iter().skip(k)) {
            column *= weight(*value);
        }
        scaled * rest.transpose()
    };
    let outside = weighted(&|_| 1.0);
    let mut hessian = outside.component_mul(&outside);
    for (first, vector) in values.iter().zip(vectors.column_iter()).take(k) {
        let between = weighted(&|value| 2.0 * value / (value - first));
        hessian += between.component_mul(&(vector * vector.transpose()));
    }
    let value = values.iter().skip(k).map(|v| v * v).sum::<f64>() / 2.0;
    let finite = hessian.iter().all(|x| x.is_finite());
    finite.then_some(Curve {
        value,
        gradient,
        hessian,
    })
}
