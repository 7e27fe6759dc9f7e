//! Columns [I; X]·M: factors told by k numbers each and by how their span differs from the first k axes of a base.

use crate::qmethod::reconstruction::subspace::{add_multiple, dot};
use crate::qmethod::reconstruction::varimax::Columns;

pub(super) fn identity(size: usize) -> Vec<f64> {
    let mut matrix = vec![0.0; size * size];
    for i in 0..size {
        matrix[i * size + i] = 1.0;
    }
    matrix
}

/// A column of [I; X]·M.
pub(super) fn placed(x: &[f64], m: &[f64], n: usize, k: usize, factor: usize) -> Vec<f64> {
    let mut place = vec![0.0; n];
    for a in 0..k {
        let share = m[a * k + factor];
        place[a] = share;
        add_multiple(&mut place[k..], &x[a * (n - k)..(a + 1) * (n - k)], share);
    }
    place
}

/// (I + XᵀX) of two columns.
fn metric(x: &[f64], rest: usize, a: usize, b: usize) -> f64 {
    f64::from(u8::from(a == b)) + dot(&x[a * rest..(a + 1) * rest], &x[b * rest..(b + 1) * rest])
}

/// Makes [I; X]·M orthonormal, M column by column (Gram & Schmidt).
pub(super) fn orthonormalise(x: &[f64], m: &mut [f64], n: usize, k: usize) {
    let rest = n - k;
    let mut g = vec![0.0; k * k];
    for a in 0..k {
        for b in 0..=a {
            let product = metric(x, rest, a, b);
            g[a * k + b] = product;
            g[b * k + a] = product;
        }
    }
    let product = |m: &[f64], a: usize, b: usize| -> f64 {
        let mut sum = 0.0;
        for i in 0..k {
            for j in 0..k {
                sum += m[i * k + a] * g[i * k + j] * m[j * k + b];
            }
        }
        sum
    };
    for b in 0..k {
        for a in 0..b {
            let along = product(m, a, b);
            for i in 0..k {
                m[i * k + b] -= along * m[i * k + a];
            }
        }
        let length = product(m, b, b).sqrt();
        for i in 0..k {
            m[i * k + b] /= length;
        }
    }
}

/// Loadings (seenᵀ[I; X])·M.
pub(super) fn fill_loadings(
    seen: &Columns,
    x: &[f64],
    m: &[f64],
    into: &mut Columns,
    work: &mut Vec<f64>,
) {
    let (n, k, stride) = (seen.count, into.count, seen.stride);
    let rest = n - k;
    // The coefficients first: n×k, then one pass over the sorts for all factors.
    work.clear();
    work.resize(n * k, 0.0);
    for f in 0..k {
        for a in 0..k {
            let share = m[a * k + f];
            work[a * k + f] = share;
            for i in 0..rest {
                work[(k + i) * k + f] += share * x[a * rest + i];
            }
        }
    }
    into.values.fill(0.0);
    for f in 0..k {
        let column = &mut into.values[f * stride..(f + 1) * stride];
        for (pair, values) in seen.values.chunks(4 * stride).enumerate() {
            let share = |i: usize| work.get((4 * pair + i) * k + f).copied().unwrap_or(0.0);
            match values.len() / stride {
                4 => {
                    let (first, second) = values.split_at(2 * stride);
                    let ((a, b), (c, d)) = (first.split_at(stride), second.split_at(stride));
                    let (p, q, r, s) = (share(0), share(1), share(2), share(3));
                    for (place, l) in column.iter_mut().enumerate() {
                        *l += (p * a[place] + q * b[place]) + (r * c[place] + s * d[place]);
                    }
                }
                _ => {
                    for (i, values) in values.chunks_exact(stride).enumerate() {
                        add_multiple(column, values, share(i));
                    }
                }
            }
        }
    }
}
