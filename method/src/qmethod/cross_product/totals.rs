//! From what the flagged sorts add up to, to scores and arrays.

use super::{CrossProduct, CrossProductError};
use crate::numeric::standardised;
use crate::qmethod::characteristics::spearman_brown;
use crate::qmethod::scores::{TieRule, array_of};

/// What the sorts flagged on one factor add up to.
#[derive(Clone, Debug, PartialEq)]
pub struct FactorTotals {
    /// How many are flagged.
    pub sorts: usize,
    /// Of these, how many with a negative loading.
    pub negative: usize,
    /// Σ l² over all sorts.
    pub squares: f64,
    /// Σ l·|l| over all sorts: where the factor points.
    pub signed_squares: f64,
    /// Σ w·x of each statement over the flagged sorts, w = l/(1 − l²).
    pub totals: Vec<f64>,
}

/// A factor of sorts that are known by their sums, pointing where Σ l·|l| ≥ 0.
#[derive(Clone, Debug, PartialEq)]
pub struct AggregateFactor {
    /// Its defining sorts.
    pub sorts: usize,
    /// Of these, how many with a negative loading.
    pub negative: usize,
    /// Σ l² over all sorts.
    pub eigenvalue: f64,
    /// z-scores, length n.
    pub z: Vec<f64>,
    /// The factor array, length n; none without a grid for arrays.
    pub array: Option<Vec<i32>>,
    /// Composite reliability of its array, with .80 of one sort.
    pub reliability: f64,
    /// 1 or −1: how the column of the rotation has to be multiplied to point this way.
    pub sign: f64,
}

/// What is assumed of one sort, as everywhere.
const RELIABILITY: f64 = 0.8;

impl CrossProduct {
    /// Scores and arrays of factors from their totals; none for a factor that no sort defines.
    ///
    /// # Errors
    /// Totals that are not one for each statement, not finite, or all the same.
    pub fn factors(
        &self,
        totals: &[FactorTotals],
    ) -> Result<Vec<Option<AggregateFactor>>, CrossProductError> {
        totals
            .iter()
            .enumerate()
            .map(|(f, t)| self.factor(f, t))
            .collect()
    }

    fn factor(
        &self,
        factor: usize,
        totals: &FactorTotals,
    ) -> Result<Option<AggregateFactor>, CrossProductError> {
        let wrong = |what: String| CrossProductError::Totals { what };
        let name = factor + 1;
        if totals.sorts == 0 {
            return Ok(None);
        }
        if totals.totals.len() != self.statements.len() {
            return Err(wrong(format!(
                "Factor {name} has totals of {} statements, and the sums are of {}.",
                totals.totals.len(),
                self.statements.len()
            )));
        }
        if totals.sorts > self.sorts || totals.negative > totals.sorts {
            return Err(wrong(format!(
                "Factor {name} is defined by {} sorts, {} of them negatively; there are {}.",
                totals.sorts, totals.negative, self.sorts
            )));
        }
        let sign = if totals.signed_squares < 0.0 {
            -1.0
        } else {
            1.0
        };
        let turned: Vec<f64> = totals.totals.iter().map(|t| sign * t).collect();
        let z = standardised(&turned)
            .filter(|z| z.iter().all(|z| z.is_finite()))
            .ok_or_else(|| wrong(format!("The totals of factor {name} do not differ.")))?;
        let array = self
            .grid
            .for_arrays()
            .map(|grid| array_of(&z, &self.statements, grid, TieRule::ByNumber));
        Ok(Some(AggregateFactor {
            sorts: totals.sorts,
            negative: match sign < 0.0 {
                true => totals.sorts - totals.negative,
                false => totals.negative,
            },
            eigenvalue: totals.squares,
            z,
            array,
            reliability: spearman_brown(totals.sorts, RELIABILITY).unwrap_or(f64::NAN),
            sign,
        }))
    }
}
