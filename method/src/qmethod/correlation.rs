//! Correlations between sorts.

use super::convention::Rounding;
use super::error::MethodError;
use super::study::{SortIndex, Study};
use crate::numeric::{
    COLUMNS_AT_ONCE, Matrix, add_gram_of_rows, average_ranks, gram_of_rows, unit_length,
    unit_pair_signs,
};
use std::fmt;
use std::sync::{Arc, OnceLock};

/// The most values of Z that are kept: beyond it, its columns are made anew from the sorts wherever some are needed.
const MOST_KEPT: usize = 4_000_000;

/// The most sorts whose correlations are formed, m×m.
const MOST_CORRELATED: usize = 20_000;

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

/// Correlations between sorts, kept in factored form: R = ZᵀZ, so that m×m numbers are formed only when asked for. Of many sorts not even Z is
/// kept, which takes as much room as the sorts, but ZZᵀ alone.
#[derive(Clone)]
pub struct Correlated {
    study: Arc<Study>,
    method: CorrelationMethod,
    /// Columns of length 1, one per sort.
    unit_sorts: Arc<OnceLock<Matrix<f64>>>,
    gram: Arc<OnceLock<Matrix<f64>>>,
    rounding: Rounding,
}

impl fmt::Debug for Correlated {
    /// Without what is only kept so as not to be computed twice.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Correlated")
            .field("study", &self.study)
            .field("method", &self.method)
            .field("rounding", &self.rounding)
            .finish_non_exhaustive()
    }
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
        let correlated = Self {
            study,
            method,
            unit_sorts: Arc::default(),
            gram: Arc::default(),
            rounding: Rounding::None,
        };
        let sorts = correlated.study.sort_count();
        if sorts.saturating_mul(correlated.unit_rows()) <= MOST_KEPT {
            let _ = correlated.unit_sorts.set(correlated.units(0, sorts)?);
        } else {
            let _ = correlated.gram.set(correlated.summed()?);
        }
        Ok(correlated)
    }

    /// Rows of Z.
    pub(super) fn unit_rows(&self) -> usize {
        let n = self.study.statement_count();
        match self.method {
            CorrelationMethod::Kendall => n * (n - 1) / 2,
            _ => n,
        }
    }

    /// Some columns of Z.
    fn units(&self, first: usize, count: usize) -> Result<Matrix<f64>, MethodError> {
        let rows = self.unit_rows();
        let mut values = Vec::with_capacity(rows * count);
        for sort in first..first + count {
            let column = self.study.sorts().column(sort);
            let unit = match self.method {
                CorrelationMethod::Pearson => unit_length(column.as_slice()),
                CorrelationMethod::Spearman => unit_length(&average_ranks(column.as_slice())),
                CorrelationMethod::Kendall => unit_pair_signs(column.as_slice()),
            };
            values.extend(unit.ok_or_else(|| self.constant(sort))?);
        }
        Ok(Matrix::from_vec(rows, count, values))
    }

    fn constant(&self, sort: usize) -> MethodError {
        let id = self.study.sort_ids().get(sort);
        let value = self.study.sorts().column(sort).iter().next().copied();
        MethodError::ConstantSort {
            sort: id.cloned().unwrap_or_default(),
            value: value.unwrap_or(f64::NAN),
        }
    }

    /// Z in blocks of [`COLUMNS_AT_ONCE`] columns, each with the place of its first.
    fn blocks(&self) -> impl Iterator<Item = Result<(usize, Matrix<f64>), MethodError>> {
        let sorts = self.study.sort_count();
        let firsts = (0..sorts).step_by(COLUMNS_AT_ONCE);
        firsts.map(move |first| {
            let units = self.units(first, COLUMNS_AT_ONCE.min(sorts - first));
            Ok((first, units?))
        })
    }

    fn summed(&self) -> Result<Matrix<f64>, MethodError> {
        let rows = self.unit_rows();
        let mut gram = Matrix::zeros(rows, rows);
        for block in self.blocks() {
            add_gram_of_rows(&mut gram, &block?.1);
        }
        Ok(gram)
    }

    /// ZZᵀ, n×n; for Kendall of as many rows as there are pairs of statements. The sum over sorts of what one sort adds, so that it can be had of
    /// sorts that nobody holds together.
    pub fn gram(&self) -> &Matrix<f64> {
        self.gram.get_or_init(|| match self.unit_sorts.get() {
            Some(units) => gram_of_rows(units),
            None => self.summed().unwrap_or_default(),
        })
    }

    /// ZᵀV, m×k for V with a row for each of Z.
    pub(super) fn projected(&self, onto: &Matrix<f64>) -> Result<Matrix<f64>, MethodError> {
        if let Some(units) = self.unit_sorts.get() {
            return Ok(units.tr_mul(onto));
        }
        let mut projected = Matrix::zeros(self.study.sort_count(), onto.ncols());
        for block in self.blocks() {
            let (first, units) = block?;
            let part = units.tr_mul(onto);
            projected.rows_mut(first, part.nrows()).copy_from(&part);
        }
        Ok(projected)
    }

    /// Refuses what needs all m×m correlations at once, where there are too many.
    ///
    /// # Errors
    /// [`MethodError::TooManySorts`].
    pub fn check_matrix(&self, what: &'static str) -> Result<(), MethodError> {
        self.check_sorts(what, MOST_CORRELATED)
    }

    /// Refuses what takes too long, or too much room, with more sorts than this.
    pub(super) fn check_sorts(&self, what: &'static str, most: usize) -> Result<(), MethodError> {
        let sorts = self.study.sort_count();
        if sorts <= most {
            return Ok(());
        }
        Err(MethodError::TooManySorts { what, sorts, most })
    }

    /// The same coefficients, rounded as a program rounds them before factors are taken out: KADE to 5 decimals.
    #[must_use]
    pub fn rounded(self, rounding: Rounding) -> Self {
        Self { rounding, ..self }
    }

    /// The same between only these sorts.
    ///
    /// # Errors
    /// As [`Study::subset`] and [`Correlated::new`].
    pub fn part(&self, sorts: &[SortIndex]) -> Result<Self, MethodError> {
        let part = Arc::new(self.study.subset(sorts)?);
        Ok(Self::new(part, self.method)?.rounded(self.rounding))
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
    /// Of many sorts it is made, and kept from then on, when it is first asked for.
    pub fn unit_sorts(&self) -> &Matrix<f64> {
        self.unit_sorts.get_or_init(|| {
            let all = self.units(0, self.study.sort_count());
            // That no sort is constant was seen when they were correlated.
            all.unwrap_or_default()
        })
    }

    /// The most that the rank of R can be, whatever the number of sorts: n − 1 where Z is centred, n(n − 1)/2 for Kendall.
    pub fn rank_bound(&self) -> usize {
        match self.method {
            CorrelationMethod::Kendall => self.unit_rows(),
            _ => self.unit_rows().saturating_sub(1),
        }
    }

    /// The most factors that can be taken out: the sorts, or fewer where there are few statements.
    pub fn most_factors(&self) -> usize {
        self.study.sort_count().min(self.rank_bound())
    }

    /// r between two sorts of the study, −1…1; exactly 1 of a sort with itself.
    pub fn between(&self, a: SortIndex, b: SortIndex) -> f64 {
        if a == b {
            return 1.0;
        }
        let r = match self.unit_sorts.get() {
            Some(units) => units.column(a.0).dot(&units.column(b.0)),
            None => {
                let unit = |sort: SortIndex| self.units(sort.0, 1).unwrap_or_default();
                unit(a).dot(&unit(b))
            }
        };
        self.rounding.apply(r.clamp(-1.0, 1.0), 5)
    }

    /// The correlation matrix, m×m, with an exact 1 on its diagonal. Forms it anew at each call; see [`Self::check_matrix`].
    pub fn matrix(&self) -> Matrix<f64> {
        let sorts = self.study.sort_count();
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
