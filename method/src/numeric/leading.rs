//! The largest eigenpairs of symmetric matrices, many matrices one after another.

use super::eigen::symmetric_eigenpairs;
use nalgebra::DMatrix;

/// Eigenvalues nearer to each other than this share of the largest are left to the full decomposition, which tells them apart as well as they can be.
const CLOSE: f64 = 1e-7;
/// Among values smaller than this share of the largest, no digits are asked for.
const NEGLIGIBLE: f64 = 1e-3;
/// Steps of the QL iteration granted per eigenvalue; two are usual.
const QL_STEPS: usize = 60;
/// Steps of inverse iteration; the second brings full precision already.
const INVERSE_STEPS: usize = 3;

/// Finds the largest eigenpairs of one matrix after another in the same memory: Householder's reduction to a tridiagonal matrix, its eigenvalues by
/// implicit QL, the few eigenvectors wanted by inverse iteration (Wilkinson and Reinsch 1971, II/2, II/4, II/18).
#[derive(Clone, Debug, Default)]
pub struct LeadingEigenpairs {
    size: usize,
    /// The matrix, whole, by columns; what is left of it are the reflections.
    matrix: Vec<f64>,
    kept: Vec<f64>,
    diagonal: Vec<f64>,
    beside: Vec<f64>,
    scales: Vec<f64>,
    reflection: Vec<f64>,
    product: Vec<f64>,
    roots: Vec<f64>,
    shrinking: Vec<f64>,
    values: Vec<f64>,
    vectors: DMatrix<f64>,
}

impl LeadingEigenpairs {
    /// The place for a matrix of this size, by columns, both triangles to be filled; all 0 at first.
    pub fn matrix_of(&mut self, size: usize) -> &mut [f64] {
        self.size = size;
        self.matrix.clear();
        self.matrix.resize(size * size, 0.0);
        &mut self.matrix
    }

    /// The `k` largest eigenvalues, falling, and their eigenvectors of length 1 as columns, signs arbitrary; at most as many as the matrix has. `None` if an
    /// iteration does not end. The matrix must have been given anew.
    pub fn solve(&mut self, k: usize) -> Option<(&[f64], &DMatrix<f64>)> {
        let n = self.size;
        let k = k.min(n);
        self.kept.clone_from(&self.matrix);
        self.reduce();
        self.find_roots()?;
        self.values.clear();
        self.values.extend(self.roots.iter().take(k));
        if self.vectors.shape() != (n, k) {
            self.vectors = DMatrix::zeros(n, k);
        }
        let largest = self.roots.first().copied().unwrap_or(0.0).abs();
        let close = |pair: &[f64]| (pair[0] - pair[1]).abs() <= CLOSE * largest;
        let among = self.roots.get(..(k + 1).min(n)).unwrap_or_default();
        if n < 3 || among.windows(2).any(close) || !self.find_vectors() {
            let pairs = symmetric_eigenpairs(DMatrix::from_column_slice(n, n, &self.kept))?;
            self.values.clear();
            self.values.extend(pairs.values.iter().take(k));
            self.vectors.copy_from(&pairs.vectors.columns(0, k));
        }
        Some((&self.values, &self.vectors))
    }

    /// A = Q·T·Qᵀ with tridiagonal T; Q is the product of the reflections I − s·v·vᵀ, whose v take the place of the columns.
    fn reduce(&mut self) {
        let n = self.size;
        for list in [&mut self.diagonal, &mut self.beside, &mut self.scales] {
            list.clear();
            list.resize(n, 0.0);
        }
        for j in 0..n {
            self.diagonal[j] = self.matrix[j * n + j];
            if j + 2 >= n {
                if j + 1 < n {
                    self.beside[j] = self.matrix[j * n + j + 1];
                }
                continue;
            }
            self.reflection.clear();
            self.reflection
                .extend_from_slice(&self.matrix[j * n + j + 1..(j + 1) * n]);
            let head = self.reflection[0];
            let length = dot(&self.reflection, &self.reflection).sqrt();
            let rest = dot(&self.reflection[1..], &self.reflection[1..]);
            if rest == 0.0 {
                self.beside[j] = head;
                continue;
            }
            let end = -length.copysign(head);
            self.reflection[0] = head - end;
            let scale = 1.0 / (length * (length + head.abs()));
            self.beside[j] = end;
            self.scales[j] = scale;
            self.matrix[j * n + j + 1..(j + 1) * n].copy_from_slice(&self.reflection);
            self.reflect(j + 1, scale);
        }
    }

    /// Applies the reflection from both sides to what is left of the matrix.
    fn reflect(&mut self, from: usize, scale: f64) {
        let n = self.size;
        let v = &self.reflection;
        self.product.clear();
        self.product.resize(n - from, 0.0);
        for (column, factor) in self.matrix[from * n..].chunks_exact(n).zip(v) {
            add_multiple(&mut self.product, *factor, &column[from..]);
        }
        for p in &mut self.product {
            *p *= scale;
        }
        let share = 0.5 * scale * dot(&self.product, v);
        add_multiple(&mut self.product, -share, v);
        let w = &self.product;
        for (column, (a, b)) in self.matrix[from * n..]
            .chunks_exact_mut(n)
            .zip(w.iter().zip(v))
        {
            for ((x, v), w) in column[from..].iter_mut().zip(v).zip(w) {
                *x -= v * a + w * b;
            }
        }
    }

    /// All eigenvalues of T, falling.
    fn find_roots(&mut self) -> Option<()> {
        self.roots.clone_from(&self.diagonal);
        self.shrinking.clone_from(&self.beside);
        let (d, e) = (&mut self.roots, &mut self.shrinking);
        let n = d.len();
        let norm = d
            .iter()
            .chain(e.iter())
            .fold(0.0_f64, |most, x| most.max(x.abs()));
        for first in 0..n {
            let mut steps = 0;
            loop {
                let small = |i: &usize| {
                    let size = d[*i].abs() + d[i + 1].abs();
                    e[*i].abs() <= f64::EPSILON * size.max(NEGLIGIBLE * norm)
                };
                let last = (first..n.saturating_sub(1)).find(small).unwrap_or(n - 1);
                if last == first {
                    break;
                }
                steps += 1;
                if steps > QL_STEPS {
                    return None;
                }
                ql_step(d, e, first, last);
            }
        }
        d.sort_unstable_by(|a, b| b.total_cmp(a));
        d.iter().all(|value| value.is_finite()).then_some(())
    }

    /// The eigenvectors of the values wanted; whether each is one indeed.
    fn find_vectors(&mut self) -> bool {
        let n = self.size;
        let norm = self.roots.iter().fold(0.0_f64, |most, r| most.max(r.abs()));
        let mut factors = Tridiagonal::default();
        for place in 0..self.values.len() {
            let value = self.values[place];
            factors.factor(&self.diagonal, &self.beside, value, norm * f64::EPSILON);
            self.product.clear();
            // Any start that no eigenvector is at right angles to.
            self.product
                .extend((0..n).map(|i| 1.0 + 0.1 * ((i * 7) % 5) as f64));
            for _ in 0..INVERSE_STEPS {
                factors.solve(&mut self.product);
                for earlier in 0..place {
                    let earlier = self.vectors.column(earlier);
                    let share = dot(earlier.as_slice(), &self.product);
                    add_multiple(&mut self.product, -share, earlier.as_slice());
                }
                let length = dot(&self.product, &self.product).sqrt();
                for x in &mut self.product {
                    *x /= length;
                }
            }
            let residual = self.residual(value);
            if residual.is_nan() || residual > 1e-12 * norm {
                return false;
            }
            self.vectors
                .column_mut(place)
                .copy_from_slice(&self.product);
        }
        for mut vector in self.vectors.column_iter_mut() {
            for j in (0..n.saturating_sub(2)).rev() {
                let v = &self.matrix[j * n + j + 1..(j + 1) * n];
                let part = &mut vector.as_mut_slice()[j + 1..];
                let share = self.scales[j] * dot(v, part);
                add_multiple(part, -share, v);
            }
        }
        true
    }

    /// ‖T·x − λ·x‖ of the vector at hand.
    fn residual(&self, value: f64) -> f64 {
        let x = &self.product;
        let n = x.len();
        let squares = (0..n).map(|i| {
            let before = if i > 0 {
                self.beside[i - 1] * x[i - 1]
            } else {
                0.0
            };
            let after = if i + 1 < n {
                self.beside[i] * x[i + 1]
            } else {
                0.0
            };
            (before + (self.diagonal[i] - value) * x[i] + after).powi(2)
        });
        squares.sum::<f64>().sqrt()
    }
}

/// One implicit QL step with Wilkinson's shift on the rows from `first` to `last`.
fn ql_step(d: &mut [f64], e: &mut [f64], first: usize, last: usize) {
    let lean = (d[first + 1] - d[first]) / (2.0 * e[first]);
    let reach = (lean * lean + 1.0).sqrt();
    let mut g = d[last] - d[first] + e[first] / (lean + reach.copysign(lean));
    let (mut sin, mut cos, mut moved) = (1.0, 1.0, 0.0);
    for i in (first..last).rev() {
        let (f, b) = (sin * e[i], cos * e[i]);
        let square = f * f + g * g;
        if square == 0.0 {
            e[i + 1] = 0.0;
            d[i + 1] -= moved;
            e[last] = 0.0;
            return;
        }
        let inverse = 1.0 / square.sqrt();
        e[i + 1] = square * inverse;
        (sin, cos) = (f * inverse, g * inverse);
        g = d[i + 1] - moved;
        let turned = (d[i] - g) * sin + 2.0 * cos * b;
        moved = sin * turned;
        d[i + 1] = g + moved;
        g = cos * turned - b;
    }
    d[first] -= moved;
    e[first] = g;
    e[last] = 0.0;
}

/// T − λ·I as L·U, rows exchanged where that is steadier.
#[derive(Default)]
struct Tridiagonal {
    upper: [Vec<f64>; 3],
    multipliers: Vec<f64>,
    exchanged: Vec<bool>,
}

impl Tridiagonal {
    fn factor(&mut self, diagonal: &[f64], beside: &[f64], value: f64, least: f64) {
        let n = diagonal.len();
        let [u0, u1, u2] = &mut self.upper;
        for list in [&mut *u0, &mut *u1, &mut *u2, &mut self.multipliers] {
            list.clear();
            list.resize(n, 0.0);
        }
        self.exchanged.clear();
        self.exchanged.resize(n, false);
        let (mut own, mut right) = (diagonal[0] - value, beside[0]);
        for i in 0..n - 1 {
            let below = beside[i];
            let (next, further) = (diagonal[i + 1] - value, beside[i + 1]);
            if own.abs() >= below.abs() {
                let m = if own == 0.0 { 0.0 } else { below / own };
                (u0[i], u1[i], u2[i]) = (own, right, 0.0);
                self.multipliers[i] = m;
                (own, right) = (next - m * right, further);
            } else {
                let m = own / below;
                (u0[i], u1[i], u2[i]) = (below, next, further);
                self.multipliers[i] = m;
                self.exchanged[i] = true;
                (own, right) = (right - m * next, -m * further);
            }
        }
        u0[n - 1] = own;
        for pivot in u0.iter_mut() {
            if pivot.abs() < least {
                *pivot = least.copysign(*pivot);
            }
        }
    }

    fn solve(&self, x: &mut [f64]) {
        let n = x.len();
        let [u0, u1, u2] = &self.upper;
        for i in 0..n - 1 {
            if self.exchanged[i] {
                x.swap(i, i + 1);
            }
            x[i + 1] -= self.multipliers[i] * x[i];
        }
        for i in (0..n).rev() {
            let mut sum = x[i];
            if i + 1 < n {
                sum -= u1[i] * x[i + 1];
            }
            if i + 2 < n {
                sum -= u2[i] * x[i + 2];
            }
            x[i] = sum / u0[i];
        }
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

fn add_multiple(to: &mut [f64], factor: f64, of: &[f64]) {
    for (t, x) in to.iter_mut().zip(of) {
        *t += factor * x;
    }
}
