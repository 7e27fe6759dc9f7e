//! What the orthomax criteria need to know of many rows: sums of products of four loadings, and of two.
//!
//! A turn of the factors turns these sums as it turns the rows, so that rows are passed through once, however many turns there are; and sums of rows that
//! nobody holds together can be added up.

use super::orthomax::{MOST_SWEEPS, NO_COMMUNALITY, angle, moves};
use crate::numeric::{COLUMNS_AT_ONCE, Matrix, add_gram_of_rows, rotate_columns};

/// Sums over rows, each brought to length 1 before if Kaiser's normalisation is asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Moments {
    factors: usize,
    /// How many rows.
    rows: f64,
    /// Σ l_a·l_b, k×k.
    second: Matrix<f64>,
    /// Σ l_a·l_b·l_c·l_d at a + k·(b + k·(c + k·d)).
    fourth: Vec<f64>,
}

impl Moments {
    /// Of the rows of `loadings` (m×k).
    pub fn of(loadings: &Matrix<f64>, kaiser: bool) -> Self {
        let (rows, factors) = loadings.shape();
        let pairs: Vec<(usize, usize)> = pairs(factors).collect();
        let mut second = vec![0.0; pairs.len()];
        let mut fourth = Matrix::zeros(pairs.len(), pairs.len());
        let mut row = vec![0.0; factors];
        for first in (0..rows).step_by(COLUMNS_AT_ONCE) {
            let some = COLUMNS_AT_ONCE.min(rows - first);
            let mut products = Matrix::zeros(pairs.len(), some);
            for place in 0..some {
                for (factor, l) in row.iter_mut().enumerate() {
                    *l = loadings[(first + place, factor)];
                }
                if kaiser {
                    to_length_1(&mut row);
                }
                let mut column = products.column_mut(place);
                for (product, (a, b)) in column.iter_mut().zip(&pairs) {
                    *product = row[*a] * row[*b];
                }
            }
            for (sum, products) in second.iter_mut().zip(products.row_iter()) {
                *sum += products.sum();
            }
            add_gram_of_rows(&mut fourth, &products);
        }
        let fourth = |(a, b), (c, d)| fourth[(place(a, b), place(c, d))];
        Self::from_sums(rows as f64, factors, |a, b| second[place(a, b)], fourth)
    }

    /// From sums at hand: over pairs a ≤ b, and over two such pairs.
    pub fn from_sums(
        rows: f64,
        factors: usize,
        second: impl Fn(usize, usize) -> f64,
        fourth: impl Fn((usize, usize), (usize, usize)) -> f64,
    ) -> Self {
        let ordered = |a: usize, b: usize| (a.min(b), a.max(b));
        let mut all = Vec::with_capacity(factors.pow(4));
        for place in 0..factors.pow(4) {
            let [a, b, c, d] = [0, 1, 2, 3].map(|mode| place / factors.pow(mode) % factors);
            all.push(fourth(ordered(a, b), ordered(c, d)));
        }
        Self {
            factors,
            rows,
            second: Matrix::from_fn(factors, factors, |a, b| {
                let (a, b) = ordered(a, b);
                second(a, b)
            }),
            fourth: all,
        }
    }

    /// Turns the factors, and `rotation` (k×k) with them, until the orthomax criterion of this γ is greatest; whether it came to rest.
    pub fn turn(&mut self, rotation: &mut Matrix<f64>, gamma: f64) -> bool {
        (0..MOST_SWEEPS).any(|_| !self.sweep(rotation, gamma))
    }

    fn sweep(&mut self, rotation: &mut Matrix<f64>, gamma: f64) -> bool {
        let mut moved = false;
        for a in 0..self.factors {
            for b in a + 1..self.factors {
                let Some(angle) = angle(self.sums(a, b), gamma, self.rows) else {
                    continue;
                };
                self.rotate(a, b, angle);
                rotate_columns(rotation, a, b, angle);
                moved |= moves(angle);
            }
        }
        moved
    }

    /// Σu, Σv, Σuv, Σ(u² − v²) and Σ(u² + v²) with u = x² − y² and v = 2xy of two factors.
    fn sums(&self, a: usize, b: usize) -> [f64; 5] {
        let four = |of: [usize; 4]| self.fourth[self.place(of)];
        let (xx, yy) = (four([a, a, a, a]), four([b, b, b, b]));
        let xy = four([a, a, b, b]);
        [
            self.second[(a, a)] - self.second[(b, b)],
            2.0 * self.second[(a, b)],
            2.0 * (four([a, a, a, b]) - four([a, b, b, b])),
            xx - 6.0 * xy + yy,
            xx + 2.0 * xy + yy,
        ]
    }

    fn place(&self, [a, b, c, d]: [usize; 4]) -> usize {
        a + self.factors * (b + self.factors * (c + self.factors * d))
    }

    /// Turns a and b clockwise, as [`rotate_columns`], in each of the four places and of the two.
    fn rotate(&mut self, a: usize, b: usize, angle: f64) {
        let (sin, cos) = angle.sin_cos();
        for mode in 0..4 {
            let step = self.factors.pow(mode);
            for place in 0..self.fourth.len() {
                if place / step % self.factors != a {
                    continue;
                }
                let other = place - a * step + b * step;
                let (x, y) = (self.fourth[place], self.fourth[other]);
                self.fourth[place] = x * cos + y * sin;
                self.fourth[other] = y * cos - x * sin;
            }
        }
        rotate_columns(&mut self.second, a, b, angle);
        let mut turned = self.second.transpose();
        rotate_columns(&mut turned, a, b, angle);
        self.second = turned;
    }
}

/// The pairs a ≤ b of so many factors, by b and then by a: the order of [`place`].
fn pairs(factors: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..factors).flat_map(|b| (0..=b).map(move |a| (a, b)))
}

/// Where the pair a ≤ b stands.
fn place(a: usize, b: usize) -> usize {
    b * (b + 1) / 2 + a
}

/// Kaiser's normalisation of one row.
fn to_length_1(row: &mut [f64]) {
    let length = row.iter().map(|l| l * l).sum::<f64>().sqrt();
    for l in row {
        *l = if length > NO_COMMUNALITY {
            *l / length
        } else {
            0.0
        };
    }
}
