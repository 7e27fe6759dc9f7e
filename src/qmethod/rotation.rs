//! Rotated factors: an ordered list of steps, replayed in full precision.

mod judgmental;
mod varimax;

use super::error::MethodError;
use super::extraction::Extracted;
use super::loadings::{column_sums_of_squares, variance_percent};
use super::study::FactorIndex;
use crate::numeric::Matrix;
use std::sync::Arc;

/// One step of a rotation.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum RotationStep {
    /// Varimax to full convergence; with `kaiser`, rows are first brought to length 1. Ends with the stated order (falling Σl²) and sign
    /// (Σ l·|l| ≥ 0; where that is zero, the largest |l| positive).
    Varimax {
        /// Kaiser's normalisation.
        kaiser: bool,
    },
    /// The pair turned clockwise: a' = a·cos + b·sin, b' = b·cos − a·sin.
    ByHand {
        /// First factor.
        a: FactorIndex,
        /// Second factor.
        b: FactorIndex,
        /// The angle in degrees.
        degrees: f64,
    },
    /// The factor's sign reversed.
    Invert(FactorIndex),
    /// Two factors change places.
    Swap(FactorIndex, FactorIndex),
}

/// Rotated loadings and the steps that made them.
#[derive(Clone, Debug)]
pub struct Rotated {
    extracted: Arc<Extracted>,
    loadings: Matrix<f64>,
    rotation: Matrix<f64>,
    steps: Vec<RotationStep>,
    converged: bool,
}

impl Rotated {
    /// Keeps the first `k` unrotated factors and takes the steps in order. No step at all gives the unrotated factors themselves.
    ///
    /// # Errors
    /// k of 0 or more than were extracted; a step that names a factor beyond k, one factor twice, or no angle.
    pub fn new(
        extracted: Arc<Extracted>,
        k: usize,
        steps: &[RotationStep],
    ) -> Result<Self, MethodError> {
        if k == 0 || k > extracted.factor_count() {
            return Err(MethodError::RotatedCount {
                asked: k,
                extracted: extracted.factor_count(),
            });
        }
        let mut rotated = Self {
            loadings: extracted.loadings().columns(0, k).into_owned(),
            extracted,
            rotation: Matrix::identity(k, k),
            steps: Vec::with_capacity(steps.len()),
            converged: true,
        };
        for step in steps {
            rotated.take(step.clone())?;
        }
        Ok(rotated)
    }

    /// One more step.
    ///
    /// # Errors
    /// As [`Rotated::new`].
    pub fn then(&self, step: RotationStep) -> Result<Self, MethodError> {
        let mut rotated = self.clone();
        rotated.take(step)?;
        Ok(rotated)
    }

    fn take(&mut self, step: RotationStep) -> Result<(), MethodError> {
        match step {
            RotationStep::Varimax { kaiser } => {
                let found = varimax::varimax(&self.loadings, kaiser);
                self.rotation = &self.rotation * found.rotation;
                self.converged &= found.converged;
            }
            RotationStep::ByHand { a, b, degrees } => {
                judgmental::turn(&mut self.rotation, a, b, degrees)?;
            }
            RotationStep::Invert(factor) => judgmental::invert(&mut self.rotation, factor)?,
            RotationStep::Swap(a, b) => judgmental::swap(&mut self.rotation, a, b)?,
        }
        // Always from the unrotated loadings, so that many small turns by hand do not add up their rounding.
        let unrotated = self.extracted.loadings().columns(0, self.rotation.nrows());
        self.loadings = unrotated * &self.rotation;
        self.steps.push(step);
        Ok(())
    }

    /// The stage before.
    pub fn extracted(&self) -> &Arc<Extracted> {
        &self.extracted
    }

    /// Rotated loadings, m×k.
    pub fn loadings(&self) -> &Matrix<f64> {
        &self.loadings
    }

    /// The orthogonal matrix T, k×k: rotated = unrotated · T.
    pub fn rotation(&self) -> &Matrix<f64> {
        &self.rotation
    }

    /// The steps taken.
    pub fn steps(&self) -> &[RotationStep] {
        &self.steps
    }

    /// Whether every varimax met its tolerance.
    pub fn converged(&self) -> bool {
        self.converged
    }

    /// Number of factors, k.
    pub fn factor_count(&self) -> usize {
        self.loadings.ncols()
    }

    /// h² of each sort: Σ over factors of l², length m.
    pub fn communalities(&self) -> Vec<f64> {
        self.loadings
            .row_iter()
            .map(|row| row.iter().map(|l| l * l).sum())
            .collect()
    }

    /// Σ over sorts of l² for each factor, length k.
    pub fn eigenvalues(&self) -> Vec<f64> {
        column_sums_of_squares(&self.loadings)
    }

    /// 100·Σl²/m per factor.
    pub fn variance_percent(&self) -> Vec<f64> {
        variance_percent(&self.loadings)
    }
}
