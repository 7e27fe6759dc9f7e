//! Factor scores (z-scores) and factor arrays.

mod arrays;
mod brown;
mod least_squares;
mod options;

pub(super) use arrays::{TIE, array_of};
pub(super) use brown::{HEYWOOD, NO_SPREAD, NO_WEIGHT};
pub use options::{ScoreInput, ScoreMethod, ScoreOptions, TieRule};

use super::error::MethodError;
use super::flagging::Flagged;
use super::grid::Distribution;
use super::statements::CriticalValues;
use super::study::{FactorIndex, StatementIndex, Study};
use crate::numeric::standard_deviation;
use std::sync::Arc;

/// Statements with equal z-scores that take up places of different columns of the array: the tie rule decided their values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StraddlingTie {
    /// The factor.
    pub factor: FactorIndex,
    /// The tied statements by number; under [`TieRule::ByNumber`] the first of them got the higher value.
    pub statements: Vec<StatementIndex>,
}

/// Scores of every factor that has defining sorts.
#[derive(Clone, Debug)]
pub struct Scored {
    flagged: Arc<Flagged>,
    options: ScoreOptions,
    /// Per factor, or none without defining sorts.
    factors: Vec<Option<FactorScores>>,
    ties: Vec<StraddlingTie>,
}

#[derive(Clone, Debug)]
struct FactorScores {
    z: Vec<f64>,
    /// The statements by falling z, ties by number.
    ranking: Vec<StatementIndex>,
    /// None without a grid.
    array: Option<Vec<i32>>,
}

impl Scored {
    /// Scores the flagged factors: by Brown's weights (1980, p. 242) w = l/(1 − l²), or as [`ScoreMethod`] says, brought to mean 0 and sd 1 (n − 1).
    ///
    /// Arrays hand out the grid by falling z. Statements whose z lies within 1e-9 of the highest of them are tied, as exact arithmetic would
    /// have it; then the [`TieRule`] decides.
    ///
    /// # Errors
    /// A flagged loading of 1 or more (Heywood), with the sort named; defining sorts without weight or that cancel each other; a grid of another size; an average
    /// reliability outside of 0…1; what regression and Bartlett's estimates cannot do without: an inverse of R, unique parts, whole factors.
    pub fn new(flagged: Arc<Flagged>, options: ScoreOptions) -> Result<Self, MethodError> {
        let reliability = options.average_reliability;
        if !(reliability > 0.0 && reliability <= 1.0) {
            return Err(MethodError::AverageReliability { value: reliability });
        }
        let mut scored = Self {
            flagged,
            options,
            factors: Vec::new(),
            ties: Vec::new(),
        };
        scored.check_grid()?;
        for (factor, z) in scored.z_scores()?.into_iter().enumerate() {
            let scores = z.map(|z| scored.with_array(FactorIndex(factor), z));
            scored.factors.push(scores);
        }
        Ok(scored)
    }

    fn check_grid(&self) -> Result<(), MethodError> {
        let statements = self.study().statement_count();
        match self.array_distribution() {
            Some(grid) if grid.cards() != statements => Err(MethodError::GridSize {
                cards: grid.cards(),
                statements,
            }),
            _ => Ok(()),
        }
    }

    /// z-scores of each factor, length n; none without defining sorts, whose number the standard errors need.
    fn z_scores(&self) -> Result<Vec<Option<Vec<f64>>>, MethodError> {
        let factors = (0..self.flagged.factor_count()).map(FactorIndex);
        if self.options.method == ScoreMethod::Brown {
            return factors
                .map(|factor| brown::z_scores(&self.flagged, factor, &self.options))
                .collect();
        }
        let estimates = least_squares::z_scores(&self.flagged, self.options.method)?;
        let defined = |factor| !self.flagged.defining_sorts(factor).is_empty();
        Ok(factors
            .zip(estimates)
            .map(|(factor, z)| defined(factor).then_some(z))
            .collect())
    }

    fn with_array(&mut self, factor: FactorIndex, z: Vec<f64>) -> FactorScores {
        let statements = self.study().statements();
        let runs = arrays::runs_of_ties(&z, statements);
        let array = self
            .array_distribution()
            .map(|grid| arrays::lay_out(&runs, grid, self.options.ties));
        let straddling = self
            .array_distribution()
            .map_or_else(Vec::new, |grid| arrays::straddling(&runs, grid));
        self.ties.extend(
            straddling
                .into_iter()
                .map(|statements| StraddlingTie { factor, statements }),
        );
        FactorScores {
            z,
            ranking: runs.concat(),
            array,
        }
    }

    /// The study.
    pub fn study(&self) -> &Arc<Study> {
        self.flagged.rotated().extracted().correlated().study()
    }

    /// The distribution arrays are laid out on: that of the options, else the study's.
    pub fn array_distribution(&self) -> Option<&Distribution> {
        let stated = self.options.array_grid.as_ref();
        stated.or_else(|| self.study().grid().for_arrays())
    }

    /// The same over a study of the same sorts.
    pub fn over(&self, study: Arc<Study>) -> Self {
        Self {
            flagged: Arc::new(self.flagged.over(study)),
            ..self.clone()
        }
    }

    /// The stage before.
    pub fn flagged(&self) -> &Arc<Flagged> {
        &self.flagged
    }

    /// How it was done.
    pub fn options(&self) -> &ScoreOptions {
        &self.options
    }

    /// The critical values of the conventions these scores follow: what tells statements apart, unless told otherwise.
    pub fn critical_values(&self) -> CriticalValues {
        CriticalValues::like(self.options.convention)
    }

    /// z-scores of a factor, length n, mean 0, sd 1 (n − 1); none without defining sorts.
    pub fn z(&self, factor: FactorIndex) -> Option<&[f64]> {
        Some(&self.factors.get(factor.0)?.as_ref()?.z)
    }

    /// The factor array, length n; none without defining sorts or without a grid.
    pub fn array(&self, factor: FactorIndex) -> Option<&[i32]> {
        self.factors.get(factor.0)?.as_ref()?.array.as_deref()
    }

    /// The statements by falling z, ties by number, length n; none without defining sorts.
    pub fn ranking(&self, factor: FactorIndex) -> Option<&[StatementIndex]> {
        Some(&self.factors.get(factor.0)?.as_ref()?.ranking)
    }

    /// The factors that have scores, in order.
    pub fn scored_factors(&self) -> Vec<FactorIndex> {
        (0..self.factor_count())
            .map(FactorIndex)
            .filter(|factor| self.z(*factor).is_some())
            .collect()
    }

    /// Ties that straddle a column border.
    pub fn straddling_ties(&self) -> &[StraddlingTie] {
        &self.ties
    }

    /// Number of factors, k, with and without scores.
    pub fn factor_count(&self) -> usize {
        self.factors.len()
    }

    /// Brown's weights of the defining sorts of a factor, largest |w| = 10, in the order of `defining_sorts`.
    pub fn weights(&self, factor: FactorIndex) -> Vec<f64> {
        let mut weights = brown::weights(&self.flagged, factor);
        let largest = weights.iter().fold(0.0_f64, |most, w| most.max(w.abs()));
        if largest > 0.0 {
            weights.iter_mut().for_each(|w| *w *= 10.0 / largest);
        }
        weights
    }

    /// Variance (k − 1) of each statement's z over the factors that have scores, length n; the order of disagreement. All 0 with fewer than two
    /// such factors.
    pub fn disagreement(&self) -> Vec<f64> {
        let columns: Vec<&[f64]> = self.factors.iter().flatten().map(|f| &f.z[..]).collect();
        let statements = 0..self.study().statement_count();
        if columns.len() < 2 {
            return vec![0.0; statements.len()];
        }
        statements
            .map(|statement| {
                let across: Vec<f64> = columns
                    .iter()
                    .filter_map(|z| z.get(statement).copied())
                    .collect();
                standard_deviation(&across).powi(2)
            })
            .collect()
    }
}
