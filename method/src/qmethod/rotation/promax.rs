//! Promax (Hendrickson and White 1964).

use super::arrangement::Arrangement;
use super::error::RotationError;
use super::orthomax::{self, normalise_rows};
use super::{Found, Orthomax, Promax};
use crate::numeric::{Matrix, positive_definite_inverse};
use crate::qmethod::error::MethodError;
use crate::qmethod::loadings::SignRule;

/// Varimax, then the least-squares fit to the loadings raised to the power κ, scaled so that factors have variance 1.
///
/// # Errors
/// A power that is no number above 1; factors that the fit makes one.
pub(super) fn rotate(loadings: &Matrix<f64>, options: Promax) -> Result<Found, MethodError> {
    if !(options.kappa > 1.0 && options.kappa.is_finite()) {
        return Err(RotationError::Constant {
            what: "κ",
            value: options.kappa,
            expected: "a number above 1, such as 4",
        }
        .into());
    }
    let varimax = Orthomax {
        arrangement: Arrangement {
            by_variance: false,
            sign: SignRule::AsFound,
        },
        ..Orthomax::varimax(options.kaiser_in_varimax)
    };
    let varimax = orthomax::rotate(loadings, varimax)?;
    let mut simple = loadings * &varimax.rotation;
    if options.kaiser_in_target {
        normalise_rows(&mut simple);
    }
    let powers = simple.map(|l| l.abs().powf(options.kappa).copysign(l));
    let squares = positive_definite_inverse(&simple.tr_mul(&simple));
    let mut fit = squares.ok_or(RotationError::FactorsCollapse)? * simple.tr_mul(&powers);
    let scale =
        positive_definite_inverse(&fit.tr_mul(&fit)).ok_or(RotationError::FactorsCollapse)?;
    for (mut column, square) in fit.column_iter_mut().zip(scale.diagonal().iter()) {
        column *= square.sqrt();
    }
    let rotation = varimax.rotation * fit;
    let sizes = sizes(loadings, &rotation)?;
    Ok(Found {
        rotation: options.arrangement.apply(loadings, &rotation, &sizes),
        converged: varimax.converged,
    })
}

/// Σ over sorts of pattern times structure, for each factor.
pub(super) fn sizes(
    loadings: &Matrix<f64>,
    rotation: &Matrix<f64>,
) -> Result<Vec<f64>, MethodError> {
    let back = crate::numeric::inverse(rotation).ok_or(RotationError::FactorsCollapse)?;
    let pattern = loadings * rotation;
    let structure = loadings * back.transpose();
    let columns = pattern.column_iter().zip(structure.column_iter());
    Ok(columns.map(|(p, s)| p.dot(&s)).collect())
}
