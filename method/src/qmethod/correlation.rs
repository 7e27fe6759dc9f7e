//! Correlations between sorts.

use super::convention::Rounding;
use super::error::MethodError;
use super::study::{SortIndex, Study};
use crate::numeric::{Matrix, average_ranks, unit_length, unit_pair_signs};
use std::sync::Arc;

/// How two sorts are compared.
///
/// Whatever follows treats the coefficients alike, as the field's programs do: Brown's formulae are not adapted to rank correlations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CorrelationMethod {
    /// Product-moment correlation.
    Pearson,
    /// Product-moment correlation of ranks, tied values sharing the mean of theirs (Spearman's ρ).
    Spearman,
    /// Agreement in the order of pairs of statements, corrected for ties (Kendall's τ-b, 1945).
    Kendall,
}

/// Correlations between sorts, kept in factored form: R = ZᵀZ, so that m×m numbers are formed only when asked for.
#[derive(Clone, Debug)]
pub struct Correlated {
    study: Arc<Study>,
    method: CorrelationMethod,
    /// Columns of length 1, one per sort.
    unit_sorts: Matrix<f64>,
    rounding: Rounding,
}

impl Correlated {
    /// The same over a study of the same sorts, which may know more about the participants.
    pub fn over(&self, study: Arc<Study>) -> Self {
        Self {
            study,
            ..self.clone()
        }
    }

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
        let unit = |values: &[f64]| match method {
            CorrelationMethod::Pearson => unit_length(values),
            CorrelationMethod::Spearman => unit_length(&average_ranks(values)),
            CorrelationMethod::Kendall => unit_pair_signs(values),
        };
        let mut values = Vec::new();
        for (column, id) in study.sorts().column_iter().zip(study.sort_ids()) {
            let unit = unit(column.as_slice()).ok_or_else(|| MethodError::ConstantSort {
                sort: id.clone(),
                value: column.iter().next().copied().unwrap_or(f64::NAN),
            })?;
            values.extend(unit);
        }
        let sorts = study.sort_count();
        let unit_sorts = Matrix::from_vec(values.len() / sorts, sorts, values);
        Ok(Self {
            study,
            method,
            unit_sorts,
            rounding: Rounding::None,
        })
    }

    /// The same coefficients, rounded as a program rounds them before factors are taken out: KADE to 5 decimals.
    #[must_use]
    pub fn rounded(self, rounding: Rounding) -> Self {
        Self { rounding, ..self }
    }

    /// The study.
    pub fn study(&self) -> &Arc<Study> {
        &self.study
    }

    /// How it was done.
    pub fn method(&self) -> CorrelationMethod {
        self.method
    }

    /// How the coefficients are rounded.
    pub fn rounding(&self) -> Rounding {
        self.rounding
    }

    /// Z with R = ZᵀZ, but for rounded coefficients: columns of length 1, one per sort. n×m with mean 0 for Pearson and Spearman, n(n − 1)/2×m for Kendall.
    pub fn unit_sorts(&self) -> &Matrix<f64> {
        &self.unit_sorts
    }

    /// The most that the rank of R can be, whatever the number of sorts: n − 1 where Z is centred, n(n − 1)/2 for Kendall.
    pub fn rank_bound(&self) -> usize {
        match self.method {
            CorrelationMethod::Kendall => self.unit_sorts.nrows(),
            _ => self.unit_sorts.nrows().saturating_sub(1),
        }
    }

    /// The most factors that can be taken out: the sorts, or fewer where there are few statements.
    pub fn most_factors(&self) -> usize {
        self.unit_sorts.ncols().min(self.rank_bound())
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
        self.rounding.apply(r.clamp(-1.0, 1.0), 5)
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
