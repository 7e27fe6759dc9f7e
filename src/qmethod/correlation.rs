//! Correlations between sorts.

use super::error::MethodError;
use super::study::{SortIndex, Study};
use crate::numeric::{Matrix, unit_length};
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
    /// [`MethodError::TooFewSorts`] with fewer than two, [`MethodError::ConstantSort`] for one whose values do not differ in double precision.
    pub fn new(study: Arc<Study>, method: CorrelationMethod) -> Result<Self, MethodError> {
        if study.sort_count() < 2 {
            return Err(MethodError::TooFewSorts {
                found: study.sort_count(),
            });
        }
        let mut unit_sorts = study.sorts().clone();
        for (mut column, id) in unit_sorts.column_iter_mut().zip(study.sort_ids()) {
            let values = match method {
                CorrelationMethod::Pearson => unit_length(column.as_slice()),
            };
            let Some(values) = values else {
                return Err(MethodError::ConstantSort {
                    sort: id.clone(),
                    value: column.iter().next().copied().unwrap_or(f64::NAN),
                });
            };
            column.copy_from_slice(&values);
        }
        Ok(Self {
            study,
            method,
            unit_sorts,
        })
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

    /// The most factors that can be taken out: min(m, n − 1).
    pub fn most_factors(&self) -> usize {
        let (statements, sorts) = self.unit_sorts.shape();
        sorts.min(statements.saturating_sub(1))
    }

    /// r between two sorts of the study, −1…1; exactly 1 of a sort with itself.
    pub fn between(&self, a: SortIndex, b: SortIndex) -> f64 {
        if a == b {
            return 1.0;
        }
        let r = self
            .unit_sorts
            .column(a.0)
            .dot(&self.unit_sorts.column(b.0));
        r.clamp(-1.0, 1.0)
    }

    /// The correlation matrix, m×m, with an exact 1 on its diagonal. Forms it anew at each call.
    pub fn matrix(&self) -> Matrix<f64> {
        let sorts = self.unit_sorts.ncols();
        let mut matrix = Matrix::identity(sorts, sorts);
        for a in 0..sorts {
            for b in 0..a {
                let r = self.between(SortIndex(a), SortIndex(b));
                matrix[(a, b)] = r;
                matrix[(b, a)] = r;
            }
        }
        matrix
    }
}
