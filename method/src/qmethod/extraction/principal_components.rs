//! Principal components of the correlation matrix.

use super::{Factors, Fit};
use crate::numeric::{Matrix, symmetric_eigenpairs};
use crate::qmethod::convention::Rounding;
use crate::qmethod::correlation::Correlated;
use crate::qmethod::error::MethodError;

/// An eigenvalue below this is rounding: eigenvalues of R add up to m, and a factor holds 1 on average.
const NO_EIGENVALUE: f64 = 1e-10;

/// The first `k` components, l = v·√λ.
///
/// With Z the sorts at mean 0 and length 1, R = ZᵀZ (m×m) and ZZᵀ (n×n) share their non-zero eigenvalues, and Zᵀu is v·√λ for a unit eigenvector
/// u of ZZᵀ. The smaller of the two is decomposed.
pub(super) fn extract(correlated: &Correlated, k: usize) -> Result<Factors, MethodError> {
    let few = correlated.study().sort_count() <= correlated.unit_rows();
    let (eigenvalues, loadings) = if few || correlated.rounding() != Rounding::None {
        correlated.check_matrix("Principal components of rounded correlations")?;
        from_correlations(correlated, k)?
    } else {
        from_statements(correlated, k)?
    };
    let found = eigenvalues
        .iter()
        .filter(|value| **value > NO_EIGENVALUE)
        .count();
    if k > found {
        return Err(MethodError::NothingLeft { asked: k, found });
    }
    Ok(Factors {
        loadings,
        eigenvalues,
        iterations: vec![0; k],
        converged: true,
        at_bound: Vec::new(),
        fit: Fit::Unstated,
    })
}

fn from_correlations(
    correlated: &Correlated,
    k: usize,
) -> Result<(Vec<f64>, Matrix<f64>), MethodError> {
    let pairs =
        symmetric_eigenpairs(correlated.matrix()).ok_or(MethodError::EigenvaluesNotConverged)?;
    let mut loadings = pairs.vectors.columns(0, k).into_owned();
    for (mut column, value) in loadings.column_iter_mut().zip(&pairs.values) {
        column *= value.sqrt();
    }
    Ok((pairs.values, loadings))
}

fn from_statements(
    correlated: &Correlated,
    k: usize,
) -> Result<(Vec<f64>, Matrix<f64>), MethodError> {
    let gram = correlated.gram().clone();
    let pairs = symmetric_eigenpairs(gram).ok_or(MethodError::EigenvaluesNotConverged)?;
    let loadings = correlated.projected(&pairs.vectors.columns(0, k).into_owned())?;
    let mut eigenvalues = pairs.values;
    // Of centred sorts the last one is rounding.
    eigenvalues.truncate(correlated.rank_bound());
    eigenvalues.resize(correlated.study().sort_count(), 0.0);
    Ok((eigenvalues, loadings))
}
