//! Whether the factors followed are those that an analysis finds by itself.

use super::basis::{identity, orthonormalise, placed};
use super::{Axes, FOLLOWED, Position, SETTLED, Standing};
use crate::numeric::{Matrix, symmetric_eigenpairs};
use crate::qmethod::reconstruction::subspace::{add_multiple, dot};

/// Steps of the power method towards the first eigenvalue left.
const POWER_STEPS: usize = 8;

/// What a rotation from the unrotated factors tells.
pub(in crate::qmethod::reconstruction) struct FromCold {
    /// Whether it ends where the factors lie.
    pub(in crate::qmethod::reconstruction) same: bool,
    pub(in crate::qmethod::reconstruction) standing: Standing,
}

impl Axes {
    /// Rotates from the unrotated factors.
    pub(in crate::qmethod::reconstruction) fn started_cold(&mut self) -> Option<FromCold> {
        let (values, m) = self.unrotated(&self.now)?;
        let loadings = self.loadings(&self.now.x, &m);
        let cold = self.varimax.turn(&loadings, SETTLED);
        let left = self.first_left();
        Some(FromCold {
            same: (cold.criterion - self.now.criterion).abs() < 1e-6,
            standing: Standing {
                gap: values.last().copied().unwrap_or(0.0) / left,
                sweeps: cold.sweeps,
            },
        })
    }

    /// The same of what stands, and whether rotations from random starts find nothing better.
    pub(in crate::qmethod::reconstruction) fn is_best(
        &mut self,
        starts: impl Iterator<Item = Vec<f64>>,
    ) -> bool {
        let (n, k) = (self.n, self.k);
        for mut m in starts {
            orthonormalise(&self.now.x, &mut m, n, k);
            let loadings = self.loadings(&self.now.x, &m);
            if self.varimax.turn(&loadings, FOLLOWED).criterion > self.now.criterion + 1e-6 {
                return false;
            }
        }
        true
    }

    /// Eigenvalues, falling, and the M of the eigenvectors.
    fn unrotated(&self, position: &Position) -> Option<(Vec<f64>, Vec<f64>)> {
        let (n, k) = (self.n, self.k);
        let mut m = identity(k);
        orthonormalise(&position.x, &mut m, n, k);
        let own = Matrix::from_row_slice(k, k, &m);
        let places: Vec<Vec<f64>> = (0..k).map(|f| placed(&position.x, &m, n, k, f)).collect();
        let moved: Vec<Vec<f64>> = places
            .iter()
            .map(|place| self.h.chunks_exact(n).map(|row| dot(row, place)).collect())
            .collect();
        let product = Matrix::from_fn(k, k, |a, b| dot(&places[a], &moved[b]));
        let pairs = symmetric_eigenpairs(product)?;
        let turned = own * pairs.vectors;
        Some((pairs.values, turned.transpose().as_slice().to_vec()))
    }

    /// The largest eigenvalue outside of the factors' span, from where it was last found.
    fn first_left(&mut self) -> f64 {
        let (n, k) = (self.n, self.k);
        let places: Vec<Vec<f64>> = (0..k).map(|f| self.place(&self.now, f)).collect();
        let mut value = 1e-9;
        for _ in 0..POWER_STEPS {
            for place in &places {
                let along = dot(place, &self.next);
                add_multiple(&mut self.next, place, -along);
            }
            let length = dot(&self.next, &self.next).sqrt().max(1e-12);
            self.next.iter_mut().for_each(|v| *v /= length);
            let moved: Vec<f64> = self
                .h
                .chunks_exact(n)
                .map(|row| dot(row, &self.next))
                .collect();
            value = dot(&moved, &self.next);
            self.next = moved;
        }
        value
    }
}
