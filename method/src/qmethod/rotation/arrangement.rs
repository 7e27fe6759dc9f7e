//! Order and signs of factors after a rotation.

use crate::numeric::Matrix;
use crate::qmethod::convention::Convention;
use crate::qmethod::loadings::SignRule;

/// How factors are arranged once they are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arrangement {
    /// By falling Σl²; otherwise each factor stays at its place.
    pub by_variance: bool,
    /// Which way factors point.
    pub sign: SignRule,
}

impl Default for Arrangement {
    /// By variance, Σ l·|l| ≥ 0.
    fn default() -> Self {
        Self {
            by_variance: true,
            sign: SignRule::SignedSquares,
        }
    }
}

impl Arrangement {
    /// Order and signs of a program after its varimax (method.md 2.5). R qmethod differs by extraction: after a centroid it does neither, otherwise it
    /// orders and has Σl ≥ 0. PQMethod orders; its rule for signs is KADE's and ours.
    pub fn like(convention: Convention, after_centroid: bool) -> Self {
        match convention {
            Convention::Exact | Convention::Pqmethod => Self::default(),
            Convention::Kade => Self {
                by_variance: false,
                sign: SignRule::SignedSquares,
            },
            Convention::Qmethod if after_centroid => Self {
                by_variance: false,
                sign: SignRule::AsFound,
            },
            Convention::Qmethod => Self {
                by_variance: true,
                sign: SignRule::Sum,
            },
        }
    }

    /// The columns of `rotation` in the order, and with the signs, that `loadings · rotation` calls for; `sizes` are its Σl².
    pub(super) fn apply(
        self,
        loadings: &Matrix<f64>,
        rotation: &Matrix<f64>,
        sizes: &[f64],
    ) -> Matrix<f64> {
        let rotated = loadings * rotation;
        let columns = if self.by_variance {
            by_variance(sizes)
        } else {
            (0..rotation.ncols()).collect()
        };
        let mut arranged = rotation.select_columns(&columns);
        for (mut column, source) in arranged.column_iter_mut().zip(columns) {
            if self.sign.reverses(rotated.column(source).as_slice()) {
                column.neg_mut();
            }
        }
        arranged
    }
}

/// Places by falling size; of equal ones the first stays first.
pub(super) fn by_variance(sizes: &[f64]) -> Vec<usize> {
    let mut order: Vec<(usize, f64)> = sizes.iter().copied().enumerate().collect();
    order.sort_by(|a, b| b.1.total_cmp(&a.1));
    order.into_iter().map(|(place, _)| place).collect()
}
