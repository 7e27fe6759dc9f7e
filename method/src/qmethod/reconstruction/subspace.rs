//! The span of a symmetric matrix's k leading eigenvectors, followed through small changes of the matrix.

use super::varimax::LANES;

/// Steps granted before a change counts as too large to follow.
const MOST_STEPS: usize = 14;
/// Eigenvalues nearer than this cannot be told apart by the steps.
const NEAR: f64 = 0.02;

/// X with H·[I; X] = [I; X]·K for a symmetric H (n×n, row by row) that is nearly diagonal: a Riccati equation, solved by steps that divide the residual by
/// the differences of the diagonal until none is larger than `found`. X is k columns of n − k, corrected in place; K (k×k, row by row) is written. Whether the steps came to an end.
pub(super) fn follow(
    h: &[f64],
    n: usize,
    k: usize,
    x: &mut [f64],
    kk: &mut [f64],
    found: f64,
    work: &mut Vec<f64>,
) -> bool {
    let rest = n - k;
    work.clear();
    work.resize(rest, 0.0);
    for step in 0..MOST_STEPS {
        for a in 0..k {
            let row = &h[a * n..(a + 1) * n];
            for b in 0..k {
                kk[a * k + b] = row[b] + dot(&row[k..], &x[b * rest..(b + 1) * rest]);
            }
        }
        let mut worst = 0.0_f64;
        for b in 0..k {
            work.copy_from_slice(&h[b * n + k..(b + 1) * n]);
            for i in 0..rest {
                add_multiple(work, &h[(k + i) * n + k..(k + i + 1) * n], x[b * rest + i]);
            }
            for a in 0..k {
                add_multiple(work, &x[a * rest..(a + 1) * rest], -kk[a * k + b]);
            }
            let own = h[b * n + b];
            for (i, residual) in work.iter().enumerate() {
                worst = worst.max(residual.abs());
                let difference = own - h[(k + i) * n + k + i];
                if difference < NEAR {
                    return false;
                }
                x[b * rest + i] += residual / difference;
            }
        }
        if worst < found {
            return true;
        }
        if !worst.is_finite() || (step == 6 && worst > 1e-2) {
            return false;
        }
    }
    false
}

/// Σab, summed in lanes.
pub(super) fn dot(a: &[f64], b: &[f64]) -> f64 {
    let (a, b) = (a.chunks_exact(LANES), b.chunks_exact(LANES));
    let mut tail = 0.0;
    for (a, b) in a.remainder().iter().zip(b.remainder()) {
        tail += a * b;
    }
    let mut sums = [0.0; LANES];
    for (a, b) in a.zip(b) {
        for lane in 0..LANES {
            sums[lane] += a[lane] * b[lane];
        }
    }
    (sums[0] + sums[2]) + (sums[1] + sums[3]) + tail
}

/// to += factor·values.
pub(super) fn add_multiple(to: &mut [f64], values: &[f64], factor: f64) {
    for (to, value) in to.iter_mut().zip(values) {
        *to += factor * value;
    }
}
