//! Factor scores (z-scores) and factor arrays.

mod arrays;
mod brown;

use super::error::MethodError;
use super::flagging::Flagged;
use super::grid::Distribution;
use super::study::{FactorIndex, StatementIndex, Study};
use crate::numeric::standard_deviation;
use std::sync::Arc;

/// How scores are made.
#[derive(Clone, Debug, PartialEq)]
pub struct ScoreOptions {
    /// Whether each sort is first brought to mean 0, sd 1; tells only with free sorts.
    pub input: ScoreInput,
    /// The reliability assumed of one sort, .80 in the field.
    pub average_reliability: f64,
    /// The distribution arrays are laid out on, where the study's own grid has none or another is wanted.
    pub array_grid: Option<Distribution>,
}

impl Default for ScoreOptions {
    fn default() -> Self {
        Self {
            input: ScoreInput::Standardised,
            average_reliability: 0.80,
            array_grid: None,
        }
    }
}

/// What is weighted and added up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScoreInput {
    /// Sorts with mean 0 and sd 1 (n − 1): PQMethod, KADE.
    Standardised,
    /// Sorts as they are: R qmethod, qfactor.
    Raw,
}

/// Statements with equal z-scores that the tie rule had to put into different columns of the array.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StraddlingTie {
    /// The factor.
    pub factor: FactorIndex,
    /// The tied statements; the first of them got the higher value.
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
    /// Scores the flagged factors (Brown 1980, p. 242): w = l/(1 − l²), the weighted total of each statement, brought to mean 0 and sd 1 (n − 1).
    ///
    /// Arrays hand out the grid by falling z. Statements whose z lies within 1e-9 of the highest of them are tied, as exact arithmetic would
    /// have it, and then the lower statement number gets the higher value.
    ///
    /// # Errors
    /// A flagged loading of 1 or more (Heywood), with the sort named; defining sorts without weight or that cancel each other; a grid of another size; an average
    /// reliability outside of 0…1.
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
        for factor in 0..scored.flagged.rotated().factor_count() {
            let scores = scored.score(FactorIndex(factor))?;
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

    fn score(&mut self, factor: FactorIndex) -> Result<Option<FactorScores>, MethodError> {
        let Some(z) = brown::z_scores(&self.flagged, factor, self.options.input)? else {
            return Ok(None);
        };
        let statements = self.study().statements();
        let runs = arrays::runs_of_ties(&z, statements);
        let array = self
            .array_distribution()
            .map(|grid| arrays::lay_out(&runs, grid));
        let straddling = array
            .as_deref()
            .map_or_else(Vec::new, |array| arrays::straddling(&runs, array));
        self.ties.extend(
            straddling
                .into_iter()
                .map(|statements| StraddlingTie { factor, statements }),
        );
        Ok(Some(FactorScores {
            z,
            ranking: runs.concat(),
            array,
        }))
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

    /// The stage before.
    pub fn flagged(&self) -> &Arc<Flagged> {
        &self.flagged
    }

    /// How it was done.
    pub fn options(&self) -> &ScoreOptions {
        &self.options
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

    /// Weights of the defining sorts of a factor, largest |w| = 10, in the order of `defining_sorts`.
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
