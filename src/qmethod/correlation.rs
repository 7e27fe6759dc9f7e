//! Correlations between sorts.

use super::error::MethodError;
use super::study::{SortIndex, Study};
use crate::numeric::Matrix;
use std::sync::Arc;

/// How two sorts are compared. (Spearman and Kendall follow.)
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CorrelationMethod {
    /// Product-moment correlation.
    Pearson,
}

/// Correlations between sorts, kept in factored form: R = ZᵀZ, so that m×m numbers are formed only when asked for.
#[derive(Clone, Debug)]
pub struct Correlated {
    study: Arc<Study>,
    method: CorrelationMethod,
    /// n×m; columns with mean 0 and length 1.
    unit_sorts: Matrix<f64>,
}

impl Correlated {
    /// Correlates the study's sorts.
    ///
    /// # Errors
    /// Fewer than two sorts.
    pub fn new(study: Arc<Study>, method: CorrelationMethod) -> Result<Self, MethodError> {
        let _ = (study, method);
        todo!()
    }

    /// The study.
    pub fn study(&self) -> &Arc<Study> {
        &self.study
    }

    /// How it was done.
    pub fn method(&self) -> CorrelationMethod {
        self.method
    }

    /// The sorts with mean 0 and length 1, n×m, so that R = ZᵀZ.
    pub fn unit_sorts(&self) -> &Matrix<f64> {
        &self.unit_sorts
    }

    /// r between two sorts, −1…1.
    pub fn between(&self, a: SortIndex, b: SortIndex) -> f64 {
        let _ = (a, b);
        todo!()
    }

    /// The correlation matrix, m×m, with an exact 1 on its diagonal. Forms it anew at each call.
    pub fn matrix(&self) -> Matrix<f64> {
        todo!()
    }
}
