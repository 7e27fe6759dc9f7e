//! Factor scores (z-scores) and factor arrays.

use super::error::MethodError;
use super::flagging::Flagged;
use super::grid::Distribution;
use super::study::{FactorIndex, StatementIndex};
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
    /// Per factor: z-scores (n), or none without defining sorts.
    z: Vec<Option<Vec<f64>>>,
    arrays: Vec<Option<Vec<i32>>>,
    ties: Vec<StraddlingTie>,
}

impl Scored {
    /// Scores the flagged factors: w = l/(1 − l²), total per statement, brought to mean 0 and sd 1 (n − 1).
    /// Ties in an array: equal z (within 1e-9… state the rule) → lower statement number gets the higher value.
    ///
    /// # Errors
    /// A flagged loading of 1 or more (Heywood), with the sort named; a grid of another size.
    pub fn new(flagged: Arc<Flagged>, options: ScoreOptions) -> Result<Self, MethodError> {
        let _ = (flagged, options);
        todo!()
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
        self.z.get(factor.0)?.as_deref()
    }

    /// The factor array, length n; none without defining sorts or without a grid.
    pub fn array(&self, factor: FactorIndex) -> Option<&[i32]> {
        self.arrays.get(factor.0)?.as_deref()
    }

    /// Ties that straddle a column border.
    pub fn straddling_ties(&self) -> &[StraddlingTie] {
        &self.ties
    }

    /// Number of factors, k, with and without scores.
    pub fn factor_count(&self) -> usize {
        self.z.len()
    }

    /// Weights of the defining sorts of a factor, largest |w| = 10, in the order of `defining_sorts`.
    pub fn weights(&self, factor: FactorIndex) -> Vec<f64> {
        let _ = factor;
        todo!()
    }

    /// Variance (k − 1) of each statement's z over the factors that have scores, length n; the order of disagreement.
    pub fn disagreement(&self) -> Vec<f64> {
        todo!()
    }
}
