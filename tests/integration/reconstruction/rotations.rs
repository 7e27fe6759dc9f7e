//! Varimax of the tests' own: by singular values, from any start, stopped where R stops or much later.

use quincunx::numeric::{Matrix, Random, nearest_orthogonal};

/// R's stopping rule, and one far beyond it.
pub(super) const COARSE: f64 = 1e-5;
pub(super) const FINE: f64 = 1e-12;

fn normalised(loadings: &Matrix<f64>) -> Matrix<f64> {
    let mut rows = loadings.clone();
    for mut row in rows.row_iter_mut() {
        let length = row.norm();
        row /= length;
    }
    rows
}

/// Rotated loadings by singular value decompositions with Kaiser's normalisation, from the start given; it stops where the sum of singular values gains less than
/// `eps` of itself.
pub(super) fn by_singular_values(
    loadings: &Matrix<f64>,
    start: Matrix<f64>,
    eps: f64,
) -> Matrix<f64> {
    let rows = normalised(loadings);
    let m = rows.nrows() as f64;
    let mut turn = start;
    let mut before = 0.0;
    for _ in 0..100_000 {
        let turned = &rows * &turn;
        let mut target = turned.map(|l| l * l * l);
        for (mut column, of) in target.column_iter_mut().zip(turned.column_iter()) {
            let size = of.norm_squared() / m;
            column -= of * size;
        }
        let product = rows.tr_mul(&target);
        turn = nearest_orthogonal(&product).unwrap();
        let sum = turn.tr_mul(&product).trace();
        if sum < before * (1.0 + eps) {
            break;
        }
        before = sum;
    }
    loadings * turn
}

/// Σ over factors of Σl⁴ − (Σl²)²/m of the normalised rows.
pub(super) fn criterion(rotated: &Matrix<f64>) -> f64 {
    let rows = normalised(rotated);
    let m = rows.nrows() as f64;
    let columns = rows.column_iter();
    columns
        .map(|c| c.iter().map(|l| l.powi(4)).sum::<f64>() - c.norm_squared().powi(2) / m)
        .sum()
}

/// An orthogonal matrix drawn at random.
pub(super) fn random_turn(k: usize, random: &mut Random) -> Matrix<f64> {
    nearest_orthogonal(&Matrix::from_fn(k, k, |_, _| random.normal())).unwrap()
}

/// Flags by the usual rule, written out: |l| > 1.96/√40 and l² > the sum of the other l². A set of sorts per factor, in an order that does not depend on the factors'.
pub(super) fn flags(rotated: &Matrix<f64>) -> Vec<Vec<usize>> {
    let threshold = 1.96 / 40.0_f64.sqrt();
    let mut sets: Vec<Vec<usize>> = (0..rotated.ncols())
        .map(|factor| {
            let sorts = 0..rotated.nrows();
            let flagged = |sort: &usize| {
                let own = rotated[(*sort, factor)];
                let others = rotated.row(*sort).norm_squared() - own * own;
                own.abs() > threshold && own * own > others
            };
            sorts.filter(flagged).collect()
        })
        .collect();
    sets.sort();
    sets
}
