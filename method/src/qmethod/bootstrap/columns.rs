//! Where statements stand in the arrays of the replicates.

use super::finding;
use crate::numeric::Matrix;
use crate::qmethod::replay::Replicate;
use crate::qmethod::scores::{Scored, array_of};
use crate::qmethod::study::FactorIndex;

/// How statements are spread over the columns of the grid.
#[derive(Clone, Debug, PartialEq)]
pub struct ColumnShares {
    /// The values of the grid's columns, ascending.
    pub values: Vec<i32>,
    /// For each factor, statements × columns: the share of the replicates in which the statement stands there; NaN without scores.
    pub shares: Vec<Matrix<f64>>,
    /// The share in which a statement keeps the column it has in the solution, n×k; NaN without scores.
    pub keeps: Matrix<f64>,
    /// The array of the mean z-scores of each factor, length n; none without scores.
    pub of_means: Vec<Option<Vec<i32>>>,
    /// Factor stability index: Σ|a − b|/n over the statements, with a the solution's array and b that of the mean z-scores, in columns (Zabala & Pascual 2016).
    pub index: Vec<f64>,
    /// The same sum as a share of the largest there can be, that of an array and its reverse: 0 where no statement moves, 1 where the array is turned round.
    ///
    /// DIFFERENCE: R qmethod divides its index, which is divided by n already, by 2·Σ|grid|, so that its largest value is 1/n; and 2·Σ|grid| is the
    /// largest sum on grids that are symmetric about 0 alone.
    pub normalised: Vec<f64>,
    /// The mean of the normalised sum over the single replicates, in place of the array of their means.
    pub typical: Vec<f64>,
}

impl ColumnShares {
    pub(super) fn of(
        scored: &Scored,
        analysed: &[Replicate],
        found: &Matrix<bool>,
        mean: &Matrix<f64>,
    ) -> Option<Self> {
        let grid = scored.array_distribution()?;
        let sorted = grid.sorted_values();
        let reversed = sorted.iter().zip(sorted.iter().rev());
        let most: f64 = reversed.map(|(a, b)| f64::from((a - b).abs())).sum();
        let values: Vec<i32> = grid.columns().iter().map(|c| c.value).collect();
        let (n, k) = mean.shape();
        let mut all = Self {
            shares: vec![Matrix::from_element(n, values.len(), f64::NAN); k],
            values,
            keeps: Matrix::from_element(n, k, f64::NAN),
            of_means: vec![None; k],
            index: vec![f64::NAN; k],
            normalised: vec![f64::NAN; k],
            typical: vec![f64::NAN; k],
        };
        let statements = scored.study().statements();
        for factor in 0..k {
            let Some(own) = scored.array(FactorIndex(factor)) else {
                continue;
            };
            let arrays: Vec<_> = finding(analysed, found, factor)
                .filter(|a| a.is_scored(factor))
                .filter_map(|a| Some(a.arrays.as_ref()?.column(factor)))
                .collect();
            if arrays.is_empty() {
                continue;
            }
            let mut counts = Matrix::from_element(n, all.values.len(), 0_usize);
            let mut moved = 0.0;
            for array in &arrays {
                moved += distance(own, array.as_slice());
                for (statement, value) in array.iter().enumerate() {
                    if let Ok(column) = all.values.binary_search(value) {
                        counts[(statement, column)] += 1;
                    }
                }
            }
            let replicates = arrays.len() as f64;
            all.shares[factor] = counts.map(|count| count as f64 / replicates);
            for (statement, value) in own.iter().enumerate() {
                if let Ok(column) = all.values.binary_search(value) {
                    all.keeps[(statement, factor)] = all.shares[factor][(statement, column)];
                }
            }
            all.typical[factor] = moved / replicates / most;
            let means = mean.column(factor);
            if means.iter().all(|z| z.is_finite()) {
                let array = array_of(means.as_slice(), statements, grid, scored.options().ties);
                let sum = distance(own, &array);
                all.index[factor] = sum / n as f64;
                all.normalised[factor] = sum / most;
                all.of_means[factor] = Some(array);
            }
        }
        Some(all)
    }
}

/// Σ|a − b|.
fn distance(a: &[i32], b: &[i32]) -> f64 {
    let apart = a.iter().zip(b).map(|(a, b)| (a - b).abs());
    f64::from(apart.sum::<i32>())
}
