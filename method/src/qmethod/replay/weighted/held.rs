//! The sorts that were drawn.

use crate::numeric::Matrix;

/// The sorts of a replicate and how often each counts.
pub(super) struct Held {
    pub(super) sorts: Vec<usize>,
    pub(super) often: Vec<f64>,
}

impl Held {
    pub(super) fn of(counts: &[u32]) -> Self {
        let held = counts.iter().enumerate().filter(|(_, count)| **count > 0);
        let (sorts, often) = held.map(|(sort, count)| (sort, f64::from(*count))).unzip();
        Self { sorts, often }
    }

    pub(super) fn row_of(&self, sort: usize) -> Option<usize> {
        self.sorts.binary_search(&sort).ok()
    }
}

/// Σc·z·zᵀ, both triangles.
pub(super) fn weigh(unit: &Matrix<f64>, held: &Held, matrix: &mut [f64]) {
    let n = unit.nrows();
    for (sort, often) in held.sorts.iter().zip(&held.often) {
        let z = unit.column(*sort);
        let z = z.as_slice();
        for (row, value) in z.iter().enumerate() {
            let column = &mut matrix[row * n + row..(row + 1) * n];
            add(column, often * value, &z[row..]);
        }
    }
    for column in 1..n {
        for row in 0..column {
            matrix[column * n + row] = matrix[row * n + column];
        }
    }
}

pub(super) fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

pub(super) fn add(to: &mut [f64], factor: f64, of: &[f64]) {
    for (t, x) in to.iter_mut().zip(of) {
        *t += factor * x;
    }
}
