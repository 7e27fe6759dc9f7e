//! Rotated factors: an ordered list of steps, replayed in full precision.

mod arrangement;
mod error;
mod given;
mod judgmental;
mod moments;
mod oblimin;
pub(super) mod orthomax;
mod promax;
mod steps;
mod target;

use super::convention::Rounding;
use super::error::MethodError;
use super::extraction::Extracted;
pub use super::loadings::SignRule;
use super::loadings::{column_sums_of_squares, variance_percent};
use super::study::Study;
use crate::numeric::{Matrix, inverse};
pub use arrangement::Arrangement;
pub use error::RotationError;
pub use moments::Moments;
use std::sync::Arc;
pub use steps::{
    Criterion, FactorOrder, FlagBasis, GivenRotation, Oblimin, Orthomax, Promax, RotationStep,
    Target,
};

/// Rotated loadings and the steps that made them.
///
/// After an oblique step factors correlate, and there are three tables instead of one: the pattern P (what each factor adds, given the others), the
/// correlations Φ of the factors, and the structure S = P·Φ (the correlation of each sort with each factor). While factors are orthogonal, pattern and
/// structure are one and the same.
#[derive(Clone, Debug)]
pub struct Rotated {
    extracted: Arc<Extracted>,
    loadings: Matrix<f64>,
    rotation: Matrix<f64>,
    oblique: Option<Oblique>,
    steps: Vec<RotationStep>,
    rounding: Rounding,
    converged: bool,
}

/// What correlated factors have beside their pattern.
#[derive(Clone, Debug)]
struct Oblique {
    correlations: Matrix<f64>,
    structure: Matrix<f64>,
    basis: FlagBasis,
}

/// A rotation found.
struct Found {
    /// Rotated = loadings · this, k×k, with order and signs of the factors.
    rotation: Matrix<f64>,
    converged: bool,
}

impl Rotated {
    /// Keeps the first `k` unrotated factors and takes the steps in order. No step at all gives the unrotated factors themselves.
    ///
    /// # Errors
    /// k of 0 or more than were extracted; a step that names a factor or sort that is not there, one factor twice, or no angle; constants that no
    /// rotation can have; a target of another shape or without enough directions; a given matrix of another shape or that is no rotation; a turn of factors that correlate.
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
            oblique: None,
            steps: Vec::with_capacity(steps.len()),
            rounding: Rounding::None,
            converged: true,
        };
        for step in steps {
            rotated.take(step.clone())?;
        }
        Ok(rotated)
    }

    /// The same over a study of the same sorts.
    pub fn over(&self, study: Arc<Study>) -> Self {
        Self {
            extracted: Arc::new(self.extracted.over(study)),
            ..self.clone()
        }
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

    /// The same from the unrotated factors with other steps.
    ///
    /// # Errors
    /// As [`Rotated::new`].
    pub fn replayed(&self, steps: &[RotationStep]) -> Result<Self, MethodError> {
        Self::new(Arc::clone(&self.extracted), self.factor_count(), steps)
    }

    fn take(&mut self, step: RotationStep) -> Result<(), MethodError> {
        if self.oblique.is_some() && step.turns() {
            return Err(RotationError::TurnOfCorrelatedFactors.into());
        }
        let mut basis = self.flag_basis_kind();
        let found = match &step {
            RotationStep::Varimax { kaiser } => {
                orthomax::rotate(&self.loadings, Orthomax::varimax(*kaiser)).map(Some)
            }
            RotationStep::Orthomax(options) => orthomax::rotate(&self.loadings, *options).map(Some),
            RotationStep::Oblimin(options) => {
                basis = Some(options.basis);
                oblimin::rotate(&self.loadings, *options).map(Some)
            }
            RotationStep::Promax(options) => {
                basis = Some(options.basis);
                promax::rotate(&self.loadings, *options).map(Some)
            }
            RotationStep::Target(target) => target::nearest(&self.loadings, target).map(Some),
            RotationStep::Given(given) => given::rotation(given, self.factor_count()).map(Some),
            RotationStep::Through { factor, sort } => {
                let study = self.extracted.correlated().study();
                target::through(study, &self.loadings, *factor, *sort).map(Some)
            }
            RotationStep::ByHand { a, b, degrees } => {
                judgmental::turn(&mut self.rotation, *a, *b, *degrees).map(|()| None)
            }
            RotationStep::Invert(factor) => {
                judgmental::invert(&mut self.rotation, *factor).map(|()| None)
            }
            RotationStep::Swap(a, b) => judgmental::swap(&mut self.rotation, *a, *b).map(|()| None),
            RotationStep::Order(order) => {
                self.rotation = self.rotation.select_columns(&self.places(order)?);
                Ok(None)
            }
        }?;
        if let Some(found) = found {
            self.rotation = &self.rotation * found.rotation;
            self.converged &= found.converged;
        }
        // Always from the unrotated loadings, so that many small turns by hand do not add up their rounding.
        let unrotated = self.extracted.loadings().columns(0, self.rotation.nrows());
        self.loadings = unrotated * &self.rotation;
        self.rounding = step.rounding().unwrap_or(self.rounding);
        if self.rounding != Rounding::None {
            self.loadings.apply(|l| *l = self.rounding.apply(*l, 5));
        }
        self.oblique = match basis {
            Some(basis) => Some(Oblique::of(&self.loadings, &self.rotation, basis)?),
            None => None,
        };
        self.steps.push(step);
        Ok(())
    }

    /// Where each factor of an order stands now, from 0.
    ///
    /// # Errors
    /// An order that does not name every factor once.
    pub fn places(&self, order: &FactorOrder) -> Result<Vec<usize>, MethodError> {
        let k = self.factor_count();
        match order {
            FactorOrder::ByVariance => Ok(arrangement::by_variance(&self.eigenvalues())),
            FactorOrder::Given(factors) => {
                let places: Vec<usize> = factors.iter().map(|f| f.0).collect();
                let mut sorted = places.clone();
                sorted.sort_unstable();
                if sorted.iter().copied().eq(0..k) {
                    return Ok(places);
                }
                Err(RotationError::FactorOrder {
                    named: places.iter().map(|f| f + 1).collect(),
                    factors: k,
                }
                .into())
            }
        }
    }

    /// The stage before.
    pub fn extracted(&self) -> &Arc<Extracted> {
        &self.extracted
    }

    /// Rotated loadings, m×k; of correlated factors the pattern.
    pub fn loadings(&self) -> &Matrix<f64> {
        &self.loadings
    }

    /// The correlations of sorts with factors, m×k: the loadings themselves unless the factors correlate.
    pub fn structure(&self) -> &Matrix<f64> {
        self.oblique
            .as_ref()
            .map_or(&self.loadings, |oblique| &oblique.structure)
    }

    /// Φ, the correlations of the factors, k×k with 1 on the diagonal; none while they are orthogonal.
    pub fn factor_correlations(&self) -> Option<&Matrix<f64>> {
        self.oblique.as_ref().map(|oblique| &oblique.correlations)
    }

    /// Whether factors correlate.
    pub fn is_oblique(&self) -> bool {
        self.oblique.is_some()
    }

    /// The loadings that flags and weights are made from, m×k. Of correlated factors the structure, whose elements are correlations, so that z/√n keeps
    /// its meaning and l/(1 − l²) its range; under R qmethod's conventions the pattern.
    pub fn flag_basis(&self) -> &Matrix<f64> {
        match &self.oblique {
            Some(oblique) if oblique.basis == FlagBasis::Structure => &oblique.structure,
            _ => &self.loadings,
        }
    }

    /// Which of the two that is; none while factors are orthogonal.
    pub fn flag_basis_kind(&self) -> Option<FlagBasis> {
        self.oblique.as_ref().map(|oblique| oblique.basis)
    }

    /// The matrix T, k×k: rotated = unrotated · T. Orthogonal unless factors correlate; then T⁻¹·T⁻ᵀ = Φ.
    pub fn rotation(&self) -> &Matrix<f64> {
        &self.rotation
    }

    /// The steps taken.
    pub fn steps(&self) -> &[RotationStep] {
        &self.steps
    }

    /// Whether every rotation met its tolerance.
    pub fn converged(&self) -> bool {
        self.converged
    }

    /// Number of factors, k.
    pub fn factor_count(&self) -> usize {
        self.loadings.ncols()
    }

    /// h² of each sort, length m: Σ over factors of l², or of pattern times structure.
    pub fn communalities(&self) -> Vec<f64> {
        let structure = self.structure();
        self.loadings
            .row_iter()
            .zip(structure.row_iter())
            .map(|(p, s)| p.iter().zip(s.iter()).map(|(p, s)| p * s).sum())
            .collect()
    }

    /// Σ over sorts of l², or of pattern times structure, for each factor, length k. They add up to Σh².
    pub fn eigenvalues(&self) -> Vec<f64> {
        match &self.oblique {
            None => column_sums_of_squares(&self.loadings),
            Some(oblique) => self
                .loadings
                .column_iter()
                .zip(oblique.structure.column_iter())
                .map(|(p, s)| p.dot(&s))
                .collect(),
        }
    }

    /// 100 times [`Rotated::eigenvalues`] by m.
    pub fn variance_percent(&self) -> Vec<f64> {
        if self.oblique.is_none() {
            return variance_percent(&self.loadings);
        }
        let sorts = self.loadings.nrows() as f64;
        let sums = self.eigenvalues().into_iter();
        sums.map(|sum| 100.0 * sum / sorts).collect()
    }
}

impl Oblique {
    fn of(
        pattern: &Matrix<f64>,
        rotation: &Matrix<f64>,
        basis: FlagBasis,
    ) -> Result<Self, MethodError> {
        let back = inverse(rotation).ok_or(RotationError::FactorsCollapse)?;
        let mut correlations = &back * back.transpose();
        correlations.fill_diagonal(1.0);
        Ok(Self {
            structure: pattern * &correlations,
            correlations,
            basis,
        })
    }
}
