//! What can be had of sorts that nobody holds together: the n×n sums of their products stand for them, for they are all that principal components need.
//!
//! With Z the sorts at mean 0 and length 1, G = ZZᵀ adds up what each sort gives. Eigenvalues and unrotated components of all sorts follow from G. An
//! orthomax rotation needs sums of products of four loadings as well ([`Moments`]), flags and scores the totals of the flagged sorts; where the sorts are,
//! both are sums again.

mod error;
mod totals;

use super::grid::Grid;
use super::loadings::SignRule;
use super::rotation::Moments;
use super::study::Statement;
use crate::numeric::{Matrix, symmetric_eigenpairs};
pub use error::CrossProductError;
pub use totals::{AggregateFactor, FactorTotals};

/// How far a sum may lie from what it must be, relatively: engines add in other orders.
const NEAR: f64 = 1e-6;

/// An eigenvalue below this share of the number of sorts is rounding.
const NO_EIGENVALUE: f64 = 1e-12;

/// ZZᵀ of a number of sorts, with the statements and the grid.
#[derive(Clone, Debug, PartialEq)]
pub struct CrossProduct {
    statements: Vec<Statement>,
    grid: Grid,
    sorts: usize,
    gram: Matrix<f64>,
    was_raw: bool,
}

impl CrossProduct {
    /// From sums over the sorts, n×n, of products of their standardised values (mean 0, length 1), or of the values as they were laid if the grid is
    /// forced, since all sorts have one mean and length then. Which of them they are shows in their trace.
    ///
    /// # Errors
    /// Another shape, sums that are not finite or not symmetric; a trace that is neither the number of sorts nor what the grid makes of it; values that do
    /// not add up to the grid's.
    pub fn new(
        statements: Vec<Statement>,
        grid: Grid,
        sorts: usize,
        sums: Matrix<f64>,
    ) -> Result<Self, CrossProductError> {
        let n = statements.len();
        if n < 2 || sums.shape() != (n, n) {
            return Err(CrossProductError::Shape {
                rows: sums.nrows(),
                columns: sums.ncols(),
                statements: n,
            });
        }
        if sorts < 2 {
            return Err(CrossProductError::TooFewSorts { found: sorts });
        }
        for a in 0..n {
            for b in 0..n {
                let (one, other) = (sums[(a, b)], sums[(b, a)]);
                let size = (sums[(a, a)] * sums[(b, b)]).sqrt();
                let is_sound = one.is_finite() && (one - other).abs() <= NEAR * size.max(1.0);
                if !is_sound || sums[(a, a)] < 0.0 || one.abs() > size * (1.0 + NEAR) + NEAR {
                    return Err(CrossProductError::NotSums {
                        a: statements[a].number,
                        b: statements[b].number,
                        found: one,
                    });
                }
            }
        }
        let m = sorts as f64;
        let near = |found: f64, wanted: f64| (found - wanted).abs() <= NEAR * wanted.max(1.0);
        let was_raw = !near(sums.trace(), m);
        let gram = match was_raw {
            false => sums,
            true => standardised(&sums, &grid, m)?,
        };
        // A standardised sort adds up to 0, and so does every row of the sums.
        if let Some(row) = gram.row_iter().position(|row| row.sum().abs() > NEAR * m) {
            return Err(CrossProductError::NotCentred {
                statement: statements[row].number,
                found: gram.row(row).sum(),
            });
        }
        Ok(Self {
            statements,
            grid,
            sorts,
            gram,
            was_raw,
        })
    }

    /// The statements.
    pub fn statements(&self) -> &[Statement] {
        &self.statements
    }

    /// The grid.
    pub fn grid(&self) -> &Grid {
        &self.grid
    }

    /// How many sorts were added up, m.
    pub fn sorts(&self) -> usize {
        self.sorts
    }

    /// ZZᵀ, n×n.
    pub fn gram(&self) -> &Matrix<f64> {
        &self.gram
    }

    /// Whether it was made from sums of the values as they were laid.
    pub fn was_raw(&self) -> bool {
        self.was_raw
    }

    /// The first `k` principal components, exactly those of the sorts themselves but for signs.
    ///
    /// # Errors
    /// k of 0 or beyond the rank of the correlations; an iteration without end.
    pub fn components(&self, k: usize) -> Result<Components, CrossProductError> {
        let pairs = symmetric_eigenpairs(self.gram.clone())
            .ok_or(CrossProductError::EigenvaluesNotConverged)?;
        let mut eigenvalues = pairs.values;
        // The last one, of centred sorts, is rounding.
        eigenvalues.truncate(self.statements.len() - 1);
        let least = NO_EIGENVALUE * self.sorts as f64;
        let most = eigenvalues.iter().filter(|value| **value > least).count();
        if k == 0 || k > most {
            return Err(CrossProductError::FactorCount { asked: k, most });
        }
        let mut vectors = pairs.vectors.columns(0, k).into_owned();
        SignRule::SignedSquares.apply(&mut vectors);
        Ok(Components {
            sorts: self.sorts,
            eigenvalues,
            vectors,
        })
    }
}

/// (S − μ·(s·1ᵀ + 1·sᵀ) + m·μ²·11ᵀ)/L², with s the sums over sorts of each statement's value, which S tells too: the values of a sort add up to nμ.
fn standardised(
    sums: &Matrix<f64>,
    grid: &Grid,
    sorts: f64,
) -> Result<Matrix<f64>, CrossProductError> {
    let Grid::Forced(grid) = grid else {
        return Err(CrossProductError::NotStandardised {
            trace: sums.trace(),
            sorts,
        });
    };
    let n = sums.nrows();
    let values: Vec<f64> = grid.sorted_values().into_iter().map(f64::from).collect();
    if values.len() != n {
        return Err(CrossProductError::GridSize {
            cards: values.len(),
            statements: n,
        });
    }
    let mean = values.iter().sum::<f64>() / n as f64;
    let squares: f64 = values.iter().map(|x| x * x).sum();
    let length = squares - n as f64 * mean * mean;
    let near = |found: f64, wanted: f64| (found - wanted).abs() <= NEAR * wanted.abs().max(1.0);
    let total = (n as f64 * mean).powi(2) * sorts;
    if !near(sums.trace(), squares * sorts) || !near(sums.sum(), total) {
        return Err(CrossProductError::NotTheGrid {
            trace: sums.trace(),
            expected: squares * sorts,
        });
    }
    let of_statement = |a: usize| match mean == 0.0 {
        true => 0.0,
        false => sums.row(a).sum() / (n as f64 * mean),
    };
    Ok(Matrix::from_fn(n, n, |a, b| {
        let centred =
            sums[(a, b)] - mean * (of_statement(a) + of_statement(b)) + sorts * mean * mean;
        centred / length
    }))
}

/// n×k: the loadings of a standardised sort are its values times these.
pub type ComponentWeights = Matrix<f64>;

/// Principal components of sorts that are known by their sums.
#[derive(Clone, Debug, PartialEq)]
pub struct Components {
    sorts: usize,
    eigenvalues: Vec<f64>,
    vectors: Matrix<f64>,
}

impl Components {
    /// All eigenvalues of the sorts' correlations that are not 0 by their rank, falling; they add up to m.
    pub fn eigenvalues(&self) -> &[f64] {
        &self.eigenvalues
    }

    /// 100·λ/m of each.
    pub fn variance_percent(&self) -> Vec<f64> {
        let m = self.sorts as f64;
        self.eigenvalues.iter().map(|l| 100.0 * l / m).collect()
    }

    /// U, n×k with columns of length 1: the loadings of a standardised sort z are Uᵀz. Where a column points is arbitrary: Σ u·|u| ≥ 0.
    pub fn vectors(&self) -> &Matrix<f64> {
        &self.vectors
    }

    /// The components as scores, n×k, mean 0 and sd 1 (n − 1): what all sorts say together, each weighted by its loading.
    pub fn scores(&self) -> Matrix<f64> {
        &self.vectors * ((self.vectors.nrows() - 1) as f64).sqrt()
    }

    /// The rotation T (k×k) that maximises varimax for all sorts, from the sums of products of their loadings on these components; its columns in order of
    /// falling Σl². Where they point is open until the flagged sorts are summed.
    pub fn varimax(&self, moments: &mut Moments) -> (Matrix<f64>, bool) {
        let k = self.vectors.ncols();
        let mut rotation = Matrix::identity(k, k);
        let converged = moments.turn(&mut rotation, 1.0);
        let size = |f: usize| -> f64 {
            let parts = rotation.column(f);
            parts
                .iter()
                .zip(&self.eigenvalues)
                .map(|(t, l)| t * t * l)
                .sum()
        };
        let mut order: Vec<usize> = (0..k).collect();
        order.sort_by(|a, b| size(*b).total_cmp(&size(*a)));
        (rotation.select_columns(&order), converged)
    }
}
