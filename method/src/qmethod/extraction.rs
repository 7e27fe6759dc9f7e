//! Unrotated factors.

mod centroid;
mod error;
mod heywood;
mod horst;
mod maximum_likelihood;
mod options;
mod principal_axis;
mod principal_components;

use super::correlation::Correlated;
use super::error::MethodError;
pub use super::loadings::SignRule;
use super::loadings::{column_sums_of_squares, variance_percent};
use super::study::Study;
use crate::numeric::Matrix;
pub(super) use centroid::{Opening, openings};
pub use error::ExtractionError;
pub use heywood::{Heywood, HeywoodCase};
pub use options::{
    AutoStop, CentroidOptions, Extraction, Finish, HorstOptions, InitialCommunality,
    LikelihoodOptions, PrincipalAxisOptions,
};
use std::sync::Arc;

/// Unrotated factors of the sorts. Unless a [`Finish`] says otherwise, every factor points where Σ l·|l| ≥ 0 (its largest |l| positive where that
/// sum is zero) and communalities of 1 or more are kept as they were found.
#[derive(Clone, Debug)]
pub struct Extracted {
    correlated: Arc<Correlated>,
    extraction: Extraction,
    finish: Finish,
    loadings: Matrix<f64>,
    eigenvalues: Vec<f64>,
    iterations: Vec<usize>,
    converged: bool,
    heywood: Vec<HeywoodCase>,
    fit: Fit,
}

/// How well the factors reproduce the correlations, as far as the method itself says so.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Fit {
    /// The method says nothing.
    Unstated,
    /// Horst: the largest |residual| on the diagonal after the last pass.
    DiagonalResidual(f64),
    /// Principal axis: the sum of the squared residual correlations, each pair of sorts once.
    SquaredResiduals(f64),
    /// Maximum likelihood.
    Likelihood {
        /// log|LLᵀ + Ψ| − log|R| + tr((LLᵀ + Ψ)⁻¹R) − m, 0 for a perfect fit.
        discrepancy: f64,
        /// (n − 1 − (2m + 5)/6 − 2k/3) times the discrepancy (Bartlett 1951), with n statements.
        chi_square: f64,
        /// ((m − k)² − (m + k))/2.
        degrees_of_freedom: usize,
    },
}

impl Extracted {
    /// Takes `k` factors out of the correlations; Horst's centroid with auto-stop may take fewer.
    ///
    /// # Errors
    /// k of 0, or more than the correlations can hold: at most min(m, n − 1), fewer where sorts are combinations of each other; constants of
    /// an iteration that could never stop it; for maximum likelihood also correlations without an inverse, and more factors than leave degrees of freedom.
    pub fn new(
        correlated: Arc<Correlated>,
        extraction: Extraction,
        k: usize,
    ) -> Result<Self, MethodError> {
        Self::finished(correlated, extraction, k, Finish::default())
    }

    /// The same, with signs and communalities of 1 or more treated as `finish` says.
    ///
    /// # Errors
    /// As [`Extracted::new`]; and a communality of 1 or more under [`Heywood::Refuse`].
    pub fn finished(
        correlated: Arc<Correlated>,
        extraction: Extraction,
        k: usize,
        finish: Finish,
    ) -> Result<Self, MethodError> {
        let most = correlated.most_factors();
        if k == 0 || k > most {
            return Err(MethodError::FactorCount {
                asked: k,
                most,
                sorts: correlated.study().sort_count(),
                statements: correlated.study().statement_count(),
            });
        }
        extraction_limit(&correlated, extraction)?;
        let mut factors = match extraction {
            Extraction::PrincipalComponents => principal_components::extract(&correlated, k)?,
            Extraction::Centroid(options) => centroid::extract(&correlated, options, k)?,
            Extraction::Horst(options) => horst::extract(&correlated, options, k)?,
            Extraction::PrincipalAxis(options) => {
                principal_axis::extract(&correlated, options, finish.heywood, k)?
            }
            Extraction::MaximumLikelihood(options) => {
                maximum_likelihood::extract(&correlated, options, k)?
            }
            Extraction::Given => return Err(ExtractionError::GivenElsewhere.into()),
        };
        finish.sign.apply(&mut factors.loadings);
        let heywood = match extraction {
            // All components together give every sort a communality of 1; that is no Heywood case.
            Extraction::PrincipalComponents => Vec::new(),
            _ => heywood::treat(&correlated, &mut factors, finish.heywood)?,
        };
        Ok(Self {
            correlated,
            extraction,
            finish,
            loadings: factors.loadings,
            eigenvalues: factors.eigenvalues,
            iterations: factors.iterations,
            converged: factors.converged,
            heywood,
            fit: factors.fit,
        })
    }

    /// The same over a study of the same sorts.
    pub fn over(&self, study: Arc<Study>) -> Self {
        Self {
            correlated: Arc::new(self.correlated.over(study)),
            ..self.clone()
        }
    }

    /// Loadings found elsewhere, m×k, as they are: no sign is changed.
    ///
    /// # Errors
    /// Not one row for each sort, no column or more than the correlations can hold, a loading that is no finite number.
    pub fn given(correlated: Arc<Correlated>, loadings: Matrix<f64>) -> Result<Self, MethodError> {
        let (sorts, k) = loadings.shape();
        let most = correlated.most_factors();
        if sorts != correlated.study().sort_count() || k == 0 || k > most {
            return Err(ExtractionError::GivenShape {
                rows: sorts,
                columns: k,
                sorts: correlated.study().sort_count(),
                most,
            }
            .into());
        }
        if loadings.iter().any(|l| !l.is_finite()) {
            return Err(ExtractionError::GivenNotFinite.into());
        }
        let mut factors = Factors {
            eigenvalues: column_sums_of_squares(&loadings),
            loadings,
            iterations: vec![0; k],
            converged: true,
            at_bound: Vec::new(),
            fit: Fit::Unstated,
        };
        let finish = Finish {
            sign: SignRule::AsFound,
            ..Finish::default()
        };
        let heywood = heywood::treat(&correlated, &mut factors, finish.heywood)?;
        Ok(Self {
            correlated,
            extraction: Extraction::Given,
            finish,
            loadings: factors.loadings,
            eigenvalues: factors.eigenvalues,
            iterations: factors.iterations,
            converged: factors.converged,
            heywood,
            fit: factors.fit,
        })
    }

    /// The stage before.
    pub fn correlated(&self) -> &Arc<Correlated> {
        &self.correlated
    }

    /// How it was done.
    pub fn extraction(&self) -> Extraction {
        self.extraction
    }

    /// How signs and communalities of 1 or more were treated.
    pub fn finish(&self) -> Finish {
        self.finish
    }

    /// Unrotated loadings, m×k.
    pub fn loadings(&self) -> &Matrix<f64> {
        &self.loadings
    }

    /// Principal components: all m eigenvalues of R, descending, zeros beyond its rank. Otherwise: Σl² of each of the k factors.
    pub fn eigenvalues(&self) -> &[f64] {
        &self.eigenvalues
    }

    /// Rounds each factor took; where all factors are iterated together, the same number for each; 0 where nothing is iterated.
    pub fn iterations(&self) -> &[usize] {
        &self.iterations
    }

    /// Whether every iteration met its tolerance.
    pub fn converged(&self) -> bool {
        self.converged
    }

    /// The sorts whose communality is 1 or more, or was held at its bound (Heywood cases), by sort; none for principal components.
    pub fn heywood_cases(&self) -> &[HeywoodCase] {
        &self.heywood
    }

    /// How well the factors reproduce the correlations.
    pub fn fit(&self) -> Fit {
        self.fit
    }

    /// Number of factors, k.
    pub fn factor_count(&self) -> usize {
        self.loadings.ncols()
    }

    /// 100·Σl²/m per factor.
    pub fn variance_percent(&self) -> Vec<f64> {
        variance_percent(&self.loadings)
    }
}

/// The most sorts whose centroids are taken out: each sort that is reflected changes the sums of all others.
const MOST_REFLECTED: usize = 20_000;

/// Refuses what takes all correlations at once, or reflects sorts one by one, where there are too many sorts for it.
fn extraction_limit(correlated: &Correlated, extraction: Extraction) -> Result<(), MethodError> {
    match extraction {
        Extraction::PrincipalComponents | Extraction::Given => Ok(()),
        Extraction::Centroid(_) => correlated.check_sorts("The centroid method", MOST_REFLECTED),
        Extraction::Horst(_) => correlated.check_matrix("Horst's centroid method"),
        Extraction::PrincipalAxis(_) => correlated.check_matrix("Principal axis factoring"),
        Extraction::MaximumLikelihood(_) => correlated.check_matrix("Maximum likelihood"),
    }
}

/// What an extraction hands back; see [`Extracted`].
struct Factors {
    loadings: Matrix<f64>,
    eigenvalues: Vec<f64>,
    iterations: Vec<usize>,
    converged: bool,
    /// Sorts whose communality an iteration held at its bound.
    at_bound: Vec<usize>,
    fit: Fit,
}
