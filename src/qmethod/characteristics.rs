//! Factor characteristics: reliability, standard errors, correlations between factor scores.

use super::scores::Scored;
use crate::numeric::Matrix;

/// One entry per factor (k), in order; factors without defining sorts have none where a number would need them.
#[derive(Clone, Debug, PartialEq)]
pub struct Characteristics {
    /// Number of defining sorts.
    pub defining_sorts: Vec<usize>,
    /// The reliability assumed of one sort.
    pub average_reliability: f64,
    /// r·p/(1 + (p − 1)·r) with p defining sorts (Spearman–Brown).
    pub composite_reliability: Vec<Option<f64>>,
    /// √(1 − composite reliability), in z units.
    pub standard_error: Vec<Option<f64>>,
    /// Σl² of the rotated factor.
    pub eigenvalues: Vec<f64>,
    /// 100·Σl²/m.
    pub variance_percent: Vec<f64>,
    /// √(SEᵢ² + SEⱼ²), k×k, also on the diagonal; NaN where a factor has no defining sorts.
    pub sed: Matrix<f64>,
    /// Pearson r between z-scores, k×k; NaN where a factor has no scores.
    pub score_correlations: Matrix<f64>,
}

impl Characteristics {
    /// The characteristics of a scored solution.
    pub fn of(scored: &Scored) -> Self {
        let _ = scored;
        todo!()
    }
}
