//! Rotation towards something given: loadings, or a sort.

use super::error::RotationError;
use super::{Found, Target};
use crate::numeric::{Matrix, Vector, nearest_orthogonal};
use crate::qmethod::error::MethodError;
use crate::qmethod::loadings::check_factor;
use crate::qmethod::study::{FactorIndex, SortIndex, Study};

/// A sort whose loadings are all smaller has no direction among the factors.
const NO_DIRECTION: f64 = 1e-12;

/// The orthogonal rotation whose loadings have the least squared distance from the target's (Schönemann 1966).
///
/// # Errors
/// A target of another shape; one that leaves the rotation open, as its columns repeat each other or share nothing with the factors.
pub(super) fn nearest(loadings: &Matrix<f64>, target: &Target) -> Result<Found, MethodError> {
    let wanted = &*target.loadings;
    if wanted.shape() != loadings.shape() {
        return Err(RotationError::TargetShape {
            rows: wanted.nrows(),
            columns: wanted.ncols(),
            sorts: loadings.nrows(),
            factors: loadings.ncols(),
        }
        .into());
    }
    let rotation =
        nearest_orthogonal(&loadings.tr_mul(wanted)).ok_or(RotationError::TargetUndetermined)?;
    Ok(Found {
        rotation,
        converged: true,
    })
}

/// The least turn that brings the factor to the direction of the sort, positive towards it. It takes place in the plane of the two, so that other
/// factors move only as far as they lie in it.
///
/// # Errors
/// A factor or sort that is not there; a sort that loads on no factor.
pub(super) fn through(
    study: &Study,
    loadings: &Matrix<f64>,
    factor: FactorIndex,
    sort: SortIndex,
) -> Result<Found, MethodError> {
    let k = loadings.ncols();
    check_factor(factor, k)?;
    study.check_sort(sort)?;
    let row = loadings.row(sort.0).transpose();
    let length = row.norm();
    if length <= NO_DIRECTION {
        return Err(RotationError::SortWithoutDirection {
            sort: study.sort_ids().get(sort.0).cloned().unwrap_or_default(),
        }
        .into());
    }
    let direction = row / length;
    let cos = direction[factor.0];
    let mut aside = direction;
    aside[factor.0] = 0.0;
    let sin = aside.norm();
    let mut own = Vector::zeros(k);
    own[factor.0] = 1.0;
    if sin <= NO_DIRECTION {
        // The sort lies on the factor already, or on its far side, where any plane would do.
        aside = Vector::zeros(k);
    } else {
        aside /= sin;
    }
    let mut rotation = Matrix::identity(k, k);
    rotation += (cos - 1.0) * (&own * own.transpose() + &aside * aside.transpose());
    rotation += sin * (&aside * own.transpose() - &own * aside.transpose());
    Ok(Found {
        rotation,
        converged: true,
    })
}
