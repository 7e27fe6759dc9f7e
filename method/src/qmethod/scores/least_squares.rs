//! Regression and Bartlett scores: estimates from all sorts, in place of Brown's from the defining ones.

use super::options::ScoreMethod;
use crate::numeric::{Matrix, solve_symmetric, standardised};
use crate::qmethod::error::MethodError;
use crate::qmethod::flagging::Flagged;
use crate::qmethod::study::FactorIndex;

/// A unique part smaller than this is rounding.
const NO_UNIQUENESS: f64 = 1e-10;

/// Estimates of all factors, n×k, each brought to mean 0 and sd 1 (n − 1): as estimated, regression scores would vary less than 1, Bartlett's more.
///
/// # Errors
/// Split factors, whose poles these estimates cannot tell apart; correlations without an inverse (regression); a sort without a unique part, or
/// factors that cannot be told apart (Bartlett); a factor on which all statements score the same.
pub(super) fn z_scores(
    flagged: &Flagged,
    method: ScoreMethod,
) -> Result<Vec<Vec<f64>>, MethodError> {
    if let Some(factor) = flagged.split().first() {
        return Err(MethodError::PolesNeedBrown {
            factor: factor.0 + 1,
        });
    }
    let correlated = flagged.rotated().extracted().correlated();
    if method != ScoreMethod::Bartlett {
        correlated.check_matrix("The regression estimate of factor scores")?;
    }
    let study = correlated.study();
    let mut values = Vec::with_capacity(study.sorts().len());
    for (sort, id) in study.sorts().column_iter().zip(study.sort_ids()) {
        values.extend(
            standardised(sort.as_slice()).ok_or_else(|| MethodError::ConstantSort {
                sort: id.clone(),
                value: sort.iter().next().copied().unwrap_or(f64::NAN),
            })?,
        );
    }
    let sorts = Matrix::from_vec(study.statement_count(), study.sort_count(), values);
    let weights = match method {
        ScoreMethod::Bartlett => bartlett(flagged)?,
        _ => solve_symmetric(correlated.matrix(), flagged.rotated().structure()).ok_or(
            MethodError::SingularCorrelations {
                sorts: study.sort_count(),
                statements: study.statement_count(),
            },
        )?,
    };
    let estimates = sorts * weights;
    estimates
        .column_iter()
        .enumerate()
        .map(|(factor, column)| {
            standardised(column.as_slice()).ok_or(MethodError::NoSpread { factor: factor + 1 })
        })
        .collect()
}

/// U⁻²Λ(ΛᵀU⁻²Λ)⁻¹, m×k.
fn bartlett(flagged: &Flagged) -> Result<Matrix<f64>, MethodError> {
    let loadings = flagged.rotated().loadings();
    let study = flagged.rotated().extracted().correlated().study();
    let communalities = flagged.rotated().communalities();
    let mut scaled = loadings.clone();
    for ((mut row, communality), id) in scaled
        .row_iter_mut()
        .zip(communalities)
        .zip(study.sort_ids())
    {
        let unique = 1.0 - communality;
        if unique <= NO_UNIQUENESS {
            return Err(MethodError::NoUniqueness {
                sort: id.clone(),
                communality,
            });
        }
        row /= unique;
    }
    let inner = loadings.tr_mul(&scaled);
    let solved = solve_symmetric(inner, &scaled.transpose());
    let solved = solved.ok_or_else(|| MethodError::NoSpread {
        factor: weakest(flagged).0 + 1,
    })?;
    Ok(solved.transpose())
}

/// The factor with the smallest sum of squares, the one that makes a matrix singular.
fn weakest(flagged: &Flagged) -> FactorIndex {
    let sums = flagged.eigenvalues();
    let least = sums.iter().enumerate().min_by(|a, b| a.1.total_cmp(b.1));
    FactorIndex(least.map_or(0, |(factor, _)| factor))
}
