//! How many factors: the field's criteria side by side (Brown 1980, pp. 222–223; Watts & Stenner 2012, pp. 105–110).

mod centroid;
mod parallel;
mod partial;
mod solutions;

pub use centroid::CentroidEvidence;
pub use parallel::{LEAST_DRAWS, MOST_DRAWS, ParallelAnalysis, parallel_analysis};
pub use partial::Residual;
pub use solutions::{SolutionOfSize, Standings, solutions_of_sizes};

use super::correlation::Correlated;
use super::error::MethodError;
use super::extraction::{CentroidOptions, Extracted, Extraction};
use std::sync::Arc;

/// What the criteria are told.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RetentionOptions {
    /// The largest number of factors considered; fewer where the sorts do not hold as many.
    pub most: usize,
    /// Random studies drawn for the parallel analysis.
    pub draws: usize,
    /// Their seed.
    pub seed: u64,
    /// How the factors of each solution are extracted.
    pub extraction: Extraction,
}

impl Default for RetentionOptions {
    fn default() -> Self {
        Self {
            most: 8,
            draws: 1000,
            seed: 1935,
            extraction: Extraction::PrincipalComponents,
        }
    }
}

/// The evidence for each number of factors from 1 to K.
#[derive(Clone, Debug)]
pub struct Retention {
    /// All eigenvalues of the correlation matrix, falling, length m.
    pub eigenvalues: Vec<f64>,
    /// Eigenvalues above 1 (Kaiser 1960, after Guttman).
    pub kaiser: usize,
    /// Eigenvalues of random studies.
    pub parallel: ParallelAnalysis,
    /// What the unrotated, converged Brown centroids show.
    pub centroid: CentroidEvidence,
    /// Velicer's minimum average partial (1976): mean squared partial correlation between the sorts after 0, 1, … K components are taken out.
    pub map: Vec<f64>,
    /// The solution of each size from 1 to K.
    pub solutions: Vec<SolutionOfSize>,
    /// What remains of the correlations after each of these solutions.
    pub residuals: Vec<Residual>,
}

impl Retention {
    /// Gathers the evidence.
    ///
    /// # Errors
    /// No factor asked for; too few or too many draws; correlations that hold no factor; more sorts than can be correlated with one another.
    pub fn new(
        correlated: &Arc<Correlated>,
        options: RetentionOptions,
    ) -> Result<Self, MethodError> {
        Self::watched(correlated, options, &|_| true)
    }

    /// Gathers the evidence, asking after each random study whether to go on; `advance` is told how many were drawn.
    ///
    /// # Errors
    /// As [`Self::new`]; [`ReplayError::Stopped`](super::replay::ReplayError::Stopped) when told to stop.
    pub fn watched(
        correlated: &Arc<Correlated>,
        options: RetentionOptions,
        advance: &dyn Fn(usize) -> bool,
    ) -> Result<Self, MethodError> {
        correlated.check_matrix("Weighing how many factors to keep")?;
        let components = as_many(correlated, Extraction::PrincipalComponents, options.most)?;
        let centroid = Extraction::Centroid(CentroidOptions::CONVERGED);
        let centroids = as_many(correlated, centroid, options.most)?;
        let solutions = solutions_of_sizes(correlated, options.extraction, options.most)?;
        let parallel = parallel_analysis(correlated, options.draws, options.seed, advance)?;
        let eigenvalues = components.eigenvalues().to_vec();
        Ok(Self {
            kaiser: eigenvalues.iter().filter(|value| **value > 1.0).count(),
            map: partial::average_partials(&components),
            residuals: solutions
                .iter()
                .map(|solution| partial::residual(solution.flagged.rotated().extracted()))
                .collect(),
            centroid: CentroidEvidence::of(&centroids),
            eigenvalues,
            parallel,
            solutions,
        })
    }

    /// One factor for every eight to every six sorts, a rule of thumb to begin with (Watts & Stenner 2012, p. 107); at least 1.
    pub fn by_number_of_sorts(&self) -> (usize, usize) {
        let sorts = self.eigenvalues.len() as f64;
        let factors = |each: f64| ((sorts / each).round() as usize).max(1);
        (factors(8.0), factors(6.0))
    }

    /// The number of factors at which the average partial correlation is least, 0 among them.
    pub fn map_minimum(&self) -> usize {
        let falls = |best: usize, next: usize| self.map.get(next) < self.map.get(best);
        (0..self.map.len()).fold(0, |best, next| if falls(best, next) { next } else { best })
    }

    /// The fewest factors that leave at most this share of the residual correlations outside of ±2/√n; none up to K.
    pub fn residuals_settled(&self, share: f64) -> Option<usize> {
        let settled = |residual: &Residual| residual.large_share <= share;
        Some(self.residuals.iter().position(settled)? + 1)
    }
}

/// As many factors as there are of `most`.
fn as_many(
    correlated: &Arc<Correlated>,
    extraction: Extraction,
    most: usize,
) -> Result<Extracted, MethodError> {
    let most = most.min(correlated.most_factors());
    match Extracted::new(Arc::clone(correlated), extraction, most) {
        Err(MethodError::NothingLeft { found, .. }) if found > 0 => {
            Extracted::new(Arc::clone(correlated), extraction, found)
        }
        extracted => extracted,
    }
}
