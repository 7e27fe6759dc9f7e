//! Unrotated factors.

mod centroid;
mod principal_components;

use super::correlation::Correlated;
use super::error::MethodError;
use super::loadings::variance_percent;
use crate::numeric::Matrix;
use std::sync::Arc;

/// How factors are taken out of the correlations.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Extraction {
    /// Principal components of the correlation matrix.
    PrincipalComponents,
    /// Brown's centroid (1980, pp. 208–224).
    Centroid(CentroidOptions),
}

/// Constants of the iterated communalities of Brown's centroid (method.md 2.2).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CentroidOptions {
    /// What stands on the diagonal first.
    pub start: InitialCommunality,
    /// Stop when no communality moves by more.
    pub tolerance: f64,
    /// Stop, and say so, after this many rounds per factor.
    pub max_iterations: usize,
}

/// What stands on a centroid's diagonal at first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum InitialCommunality {
    /// The same number for every sort.
    Constant(f64),
    /// The mean of the sort's reflected correlations with the others.
    ColumnMean,
}

impl CentroidOptions {
    /// Fully converged: .5, 1e-12.
    pub const CONVERGED: Self = Self {
        start: InitialCommunality::Constant(0.5),
        tolerance: 1e-12,
        max_iterations: 100_000,
    };
    /// PQMethod and KADE: .5, .001.
    pub const PQMETHOD: Self = Self {
        start: InitialCommunality::Constant(0.5),
        tolerance: 1e-3,
        max_iterations: 100_000,
    };
    /// R qmethod: column mean, 1e-5.
    pub const QMETHOD: Self = Self {
        start: InitialCommunality::ColumnMean,
        tolerance: 1e-5,
        max_iterations: 100_000,
    };
}

/// Unrotated factors of the sorts. Every factor points where Σ l·|l| ≥ 0 (its largest |l| positive where that sum is zero).
#[derive(Clone, Debug)]
pub struct Extracted {
    correlated: Arc<Correlated>,
    extraction: Extraction,
    loadings: Matrix<f64>,
    eigenvalues: Vec<f64>,
    iterations: Vec<usize>,
    converged: bool,
}

impl Extracted {
    /// Takes `k` factors out of the correlations.
    ///
    /// # Errors
    /// k of 0, or more than the correlations can hold: at most min(m, n − 1), fewer where sorts are combinations of each other; constants of
    /// the centroid that could never stop it.
    pub fn new(
        correlated: Arc<Correlated>,
        extraction: Extraction,
        k: usize,
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
        let factors = match extraction {
            Extraction::PrincipalComponents => principal_components::extract(&correlated, k)?,
            Extraction::Centroid(options) => centroid::extract(&correlated, options, k)?,
        };
        Ok(Self {
            correlated,
            extraction,
            loadings: factors.loadings,
            eigenvalues: factors.eigenvalues,
            iterations: factors.iterations,
            converged: factors.converged,
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

    /// Unrotated loadings, m×k.
    pub fn loadings(&self) -> &Matrix<f64> {
        &self.loadings
    }

    /// Principal components: all m eigenvalues of R, descending, zeros beyond its rank. Centroid: Σl² of each of the k factors.
    pub fn eigenvalues(&self) -> &[f64] {
        &self.eigenvalues
    }

    /// Rounds each factor took; 0 for principal components.
    pub fn iterations(&self) -> &[usize] {
        &self.iterations
    }

    /// Whether every factor met the tolerance.
    pub fn converged(&self) -> bool {
        self.converged
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

/// What an extraction hands back; see [`Extracted`].
struct Factors {
    loadings: Matrix<f64>,
    eigenvalues: Vec<f64>,
    iterations: Vec<usize>,
    converged: bool,
}
