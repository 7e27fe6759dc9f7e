//! How scores are made.

use crate::qmethod::convention::{Convention, Rounding};
use crate::qmethod::grid::Distribution;

/// How scores are made.
#[derive(Clone, Debug, PartialEq)]
pub struct ScoreOptions {
    /// Whose conventions these are; what tells statements apart follows them too, unless told otherwise.
    pub convention: Convention,
    /// What is estimated from which sorts.
    pub method: ScoreMethod,
    /// Whether each sort is first brought to mean 0, sd 1; tells only with Brown's weights and free sorts.
    pub input: ScoreInput,
    /// The reliability assumed of one sort, .80 in the field.
    pub average_reliability: f64,
    /// The distribution arrays are laid out on, where the study's own grid has none or another is wanted.
    pub array_grid: Option<Distribution>,
    /// Where statements with equal z-scores stand in the array.
    pub ties: TieRule,
    /// Whether numbers are rounded between the steps; tells only with Brown's weights, and in the standard errors.
    pub rounding: Rounding,
}

/// What is estimated from which sorts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ScoreMethod {
    /// The defining sorts, weighted by l/(1 − l²) (Brown 1980, p. 242, after Spearman): the field's own.
    #[default]
    Brown,
    /// All sorts, weighted by R⁻¹Λ (Λ the structure, where factors correlate): the least-squares regression of the factors on the sorts (Thurstone 1935).
    Regression,
    /// All sorts, weighted by U⁻²Λ(ΛᵀU⁻²Λ)⁻¹ with U² = 1 − h²: the least weighted squares of the unique parts (Bartlett 1937).
    Bartlett,
}

/// What Brown's weights multiply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScoreInput {
    /// Sorts with mean 0 and sd 1 (n − 1): PQMethod, KADE.
    Standardised,
    /// Sorts as they are: R qmethod, qfactor.
    Raw,
}

/// Where statements with equal z-scores stand in the array.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TieRule {
    /// The lower statement number gets the higher value, so that the array always fills the grid: PQMethod, KADE.
    #[default]
    ByNumber,
    /// All get the grid value at their mean rank, cut to a whole one, which can break the grid: R qmethod.
    MeanRank,
}

impl Default for ScoreOptions {
    fn default() -> Self {
        Self::like(Convention::Exact)
    }
}

impl ScoreOptions {
    /// The scores of a program: Brown's weights and a reliability of .80 in all of them. R qmethod weights the sorts as they are and lets ties share
    /// a value; KADE rounds between the steps.
    pub fn like(convention: Convention) -> Self {
        let r = convention == Convention::Qmethod;
        Self {
            convention,
            method: ScoreMethod::Brown,
            input: if r {
                ScoreInput::Raw
            } else {
                ScoreInput::Standardised
            },
            average_reliability: 0.80,
            array_grid: None,
            ties: if r {
                TieRule::MeanRank
            } else {
                TieRule::ByNumber
            },
            rounding: match convention {
                Convention::Kade => Rounding::Kade,
                _ => Rounding::None,
            },
        }
    }
}
