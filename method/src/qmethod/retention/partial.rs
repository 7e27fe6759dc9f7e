//! What factors leave of the correlations.

use crate::numeric::Matrix;
use crate::qmethod::extraction::Extracted;

/// A sort of which less than this is left has no partial correlations.
const NOTHING_LEFT: f64 = 1e-10;

/// The residual correlations between different sorts after so many factors.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Residual {
    /// Mean |r| over the m(m − 1)/2 pairs.
    pub mean_absolute: f64,
    /// Share of the pairs with |r| > 2/√n, 0…1.
    pub large_share: f64,
}

/// What all the factors together leave.
pub(super) fn residual(extracted: &Extracted) -> Residual {
    let statements = extracted.correlated().study().statement_count() as f64;
    let large = 2.0 / statements.sqrt();
    let (mut sum, mut count) = (0.0, 0_usize);
    let last = extracted.factor_count();
    let pairs = each_pair(extracted, |_, _, taken, residual| {
        if taken == last {
            sum += residual.abs();
            count += usize::from(residual.abs() > large);
        }
    });
    let pairs = pairs.max(1) as f64;
    Residual {
        mean_absolute: sum / pairs,
        large_share: count as f64 / pairs,
    }
}

/// Mean squared partial correlation between different sorts after 0, 1, … components; ends before a sort has nothing left.
pub(super) fn average_partials(components: &Extracted) -> Vec<f64> {
    let left = left_of_each(components.loadings());
    let whole = left
        .iter()
        .position(|sorts| sorts.iter().any(|d| *d <= NOTHING_LEFT))
        .unwrap_or(left.len());
    let mut sums = vec![0.0; whole];
    let pairs = each_pair(components, |a, b, taken, residual| {
        if let (Some(sum), Some(left)) = (sums.get_mut(taken), left.get(taken)) {
            *sum += residual * residual / (left[a] * left[b]);
        }
    });
    sums.iter().map(|sum| sum / pairs.max(1) as f64).collect()
}

/// 1 − Σl² of each sort after 0, 1, … k factors.
fn left_of_each(loadings: &Matrix<f64>) -> Vec<Vec<f64>> {
    let mut left = vec![vec![1.0; loadings.nrows()]];
    for factor in loadings.column_iter() {
        let before = left.last().cloned().unwrap_or_default();
        left.push(
            before
                .iter()
                .zip(factor.iter())
                .map(|(d, l)| d - l * l)
                .collect(),
        );
    }
    left
}

/// Calls `see` with each pair of sorts, the number of factors taken (from 0) and the residual correlation; returns the number of pairs. No m×m
/// matrix is formed.
fn each_pair(extracted: &Extracted, mut see: impl FnMut(usize, usize, usize, f64)) -> usize {
    let sorts = extracted.correlated().unit_sorts();
    let by_sort = extracted.loadings().transpose();
    let mut pairs = 0;
    for a in 0..sorts.ncols() {
        for b in 0..a {
            pairs += 1;
            let mut residual = sorts.column(a).dot(&sorts.column(b));
            see(a, b, 0, residual);
            let (of_a, of_b) = (by_sort.column(a), by_sort.column(b));
            for (taken, (x, y)) in of_a.iter().zip(of_b.iter()).enumerate() {
                residual -= x * y;
                see(a, b, taken + 1, residual);
            }
        }
    }
    pairs
}
