//! What replicates say about a table of numbers.

use crate::numeric::{Matrix, quantile};

/// Each number of a table with its mean, spread and interval over replicates; NaN where there were fewer than two, or no number to begin with.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimates {
    /// The solution's own.
    pub value: Matrix<f64>,
    /// Mean over the replicates.
    pub mean: Matrix<f64>,
    /// Standard deviation over the replicates (B − 1): the bootstrap standard error.
    pub se: Matrix<f64>,
    /// Lower end of the percentile interval (Hyndman & Fan's type 7).
    pub lower: Matrix<f64>,
    /// Upper end.
    pub upper: Matrix<f64>,
}

impl Estimates {
    /// `collect` adds a cell's values over the replicates; those that are NaN are left out. Intervals hold the share `level` in their middle.
    pub(super) fn of(
        value: &Matrix<f64>,
        level: f64,
        collect: impl Fn((usize, usize), &mut Vec<f64>),
    ) -> Self {
        let (rows, columns) = value.shape();
        let none = Matrix::from_element(rows, columns, f64::NAN);
        let mut estimates = Self {
            value: value.clone(),
            mean: none.clone(),
            se: none.clone(),
            lower: none.clone(),
            upper: none,
        };
        let mut values = Vec::new();
        for cell in (0..columns).flat_map(|column| (0..rows).map(move |row| (row, column))) {
            values.clear();
            collect(cell, &mut values);
            values.retain(|x: &f64| !x.is_nan());
            if values.len() < 2 || value[cell].is_nan() {
                continue;
            }
            let count = values.len() as f64;
            // From the first value on: what is always the same has no spread, not even of rounding.
            let origin = values.first().copied().unwrap_or(0.0);
            let sum: f64 = values.iter().map(|x| x - origin).sum();
            let squares: f64 = values.iter().map(|x| (x - origin).powi(2)).sum();
            estimates.mean[cell] = origin + sum / count;
            let spread = (squares - sum * sum / count).max(0.0) / (count - 1.0);
            estimates.se[cell] = spread.sqrt();
            values.sort_unstable_by(f64::total_cmp);
            estimates.lower[cell] = quantile(&values, 0.5 * (1.0 - level));
            estimates.upper[cell] = quantile(&values, 0.5 * (1.0 + level));
        }
        estimates
    }

    /// Mean over the replicates less the solution's own (Efron & Tibshirani 1993, chapter 10).
    ///
    /// DIFFERENCE: R qmethod's `qmbsum` has it the other way round, original less mean.
    pub fn bias(&self, cell: (usize, usize)) -> f64 {
        self.mean[cell] - self.value[cell]
    }
}
