//! Principal components of a group of sorts and their varimax rotation, kept up to date while one sort after the other changes.

mod basis;
mod cold;

use super::subspace::{add_multiple, dot, follow};
use super::varimax::{Columns, Turn, Varimax};
use crate::numeric::{Matrix, symmetric_eigenpairs};
use basis::{fill_loadings, identity, orthonormalise, placed};

/// Largest residual, and turn in radians, that is left undone at a first look at a change.
const GLANCE: f64 = 2e-3;
/// The same for a change that is kept.
const FOLLOWED: f64 = 1e-5;
/// The same for one that starts from the unrotated factors.
const SETTLED: f64 = 1e-7;
/// Changes after which all is computed afresh.
const AFRESH: usize = 48;

/// Where the factors lie: V = base · [I; X] · M holds them as orthonormal columns, loadings are ZᵀV.
#[derive(Clone, Debug)]
struct Position {
    x: Vec<f64>,
    m: Vec<f64>,
    span: Vec<f64>,
    loadings: Columns,
    criterion: f64,
}

/// A change under trial.
#[derive(Clone, Debug, Default)]
struct Change {
    sort: usize,
    seen: Vec<f64>,
}

/// Sorts with mean 0 and length 1 and their rotated factors.
#[derive(Clone, Debug)]
pub(super) struct Axes {
    n: usize,
    k: usize,
    sorts: usize,
    /// Orthonormal, n×n row by row: eigenvectors of ZZᵀ as it was when last computed afresh.
    base: Vec<f64>,
    /// Sorts as the base sees them, baseᵀZ: n columns of sorts.
    seen: Columns,
    /// baseᵀZZᵀbase.
    h: Vec<f64>,
    kept_h: Vec<f64>,
    now: Position,
    trial: Position,
    change: Change,
    next: Vec<f64>,
    changes: usize,
    varimax: Varimax,
    work: Vec<f64>,
    standing: Standing,
}

/// How plainly the analysis sees the factors that stand.
#[derive(Clone, Copy, Debug)]
pub(super) struct Standing {
    /// The last eigenvalue kept by the first one left.
    pub(super) gap: f64,
    /// Sweeps of a rotation from the unrotated factors.
    pub(super) sweeps: usize,
}

impl Axes {
    /// k rotated factors of sorts (columns of length n, mean 0, length 1), by falling Σl².
    pub(super) fn new(sorts: &[Vec<f64>], k: usize) -> Option<Self> {
        let n = sorts.first()?.len();
        let position = Position {
            x: vec![0.0; (n - k) * k],
            m: vec![0.0; k * k],
            span: vec![0.0; k * k],
            loadings: Columns::zeros(sorts.len(), k),
            criterion: 0.0,
        };
        let mut axes = Self {
            n,
            k,
            sorts: sorts.len(),
            base: identity(n),
            seen: Columns::zeros(sorts.len(), n),
            h: vec![0.0; n * n],
            kept_h: vec![0.0; n * n],
            now: position.clone(),
            trial: position,
            change: Change::default(),
            next: vec![0.0; n],
            changes: 0,
            varimax: Varimax::default(),
            work: Vec::new(),
            standing: Standing {
                gap: 0.0,
                sweeps: usize::MAX,
            },
        };
        for (sort, values) in sorts.iter().enumerate() {
            for (statement, value) in values.iter().enumerate() {
                axes.seen.values[statement * axes.seen.stride + sort] = *value;
            }
        }
        axes.take_product();
        axes.turn_base()?;
        axes.now.m = identity(k);
        axes.now.loadings = axes.loadings(&axes.now.x, &axes.now.m);
        axes.rotate_now(SETTLED);
        axes.arrange();
        Some(axes)
    }

    /// Rotated loadings as they stand.
    pub(super) fn loadings(&self, x: &[f64], m: &[f64]) -> Columns {
        let mut into = Columns::zeros(self.sorts, self.k);
        fill_loadings(&self.seen, x, m, &mut into, &mut Vec::new());
        into
    }

    pub(super) fn now(&self) -> &Columns {
        &self.now.loadings
    }

    pub(super) fn trial(&self) -> &Columns {
        &self.trial.loadings
    }

    /// Share of the variance that the factors explain under trial.
    pub(super) fn trial_share(&self) -> f64 {
        let k = self.k;
        (0..k).map(|f| self.trial.span[f * k + f]).sum::<f64>() / self.sorts as f64
    }

    /// The share as it stands.
    pub(super) fn share(&self) -> f64 {
        (0..self.k).map(|f| self.now.loadings.size(f)).sum::<f64>() / self.sorts as f64
    }

    /// Tries a sort that differs by `change`: statements and what is added to their values. False where the factors cannot be followed; then the
    /// trial is over.
    pub(super) fn propose(&mut self, sort: usize, change: &[(usize, f64)]) -> bool {
        let (n, stride) = (self.n, self.seen.stride);
        let mut difference = vec![0.0; n];
        for (statement, added) in change {
            add_multiple(
                &mut difference,
                &self.base[statement * n..(statement + 1) * n],
                *added,
            );
        }
        self.change.sort = sort;
        self.change.seen.clear();
        let mut middle = Vec::with_capacity(n);
        for (axis, added) in difference.iter().enumerate() {
            let value = &mut self.seen.values[axis * stride + sort];
            self.change.seen.push(*value);
            middle.push(*value + 0.5 * added);
            *value += added;
        }
        self.kept_h.copy_from_slice(&self.h);
        for (row, (m, d)) in self
            .h
            .chunks_exact_mut(n)
            .zip(middle.iter().zip(&difference))
        {
            add_multiple(row, &difference, *m);
            add_multiple(row, &middle, *d);
        }
        self.trial.x.copy_from_slice(&self.now.x);
        self.trial.m.copy_from_slice(&self.now.m);
        self.settle(GLANCE)
    }

    /// Follows the trial to the end. False where that fails; then the trial is over.
    pub(super) fn refine(&mut self) -> bool {
        self.settle(FOLLOWED)
    }

    fn settle(&mut self, left: f64) -> bool {
        let (n, k) = (self.n, self.k);
        let trial = &mut self.trial;
        if !follow(
            &self.h,
            n,
            k,
            &mut trial.x,
            &mut trial.span,
            left,
            &mut self.work,
        ) {
            self.withdraw();
            return false;
        }
        orthonormalise(&trial.x, &mut trial.m, n, k);
        fill_loadings(
            &self.seen,
            &trial.x,
            &trial.m,
            &mut trial.loadings,
            &mut self.work,
        );
        let turn = self.varimax.turn(&trial.loadings, left);
        apply(trial, &turn, &mut self.work);
        true
    }

    /// How plainly the factors were seen when last looked at from cold.
    pub(super) fn standing(&self) -> Standing {
        self.standing
    }

    /// Notes how plainly they are seen.
    pub(super) fn note(&mut self, standing: Standing) {
        self.standing = standing;
    }

    /// Makes the trial what stands.
    pub(super) fn accept(&mut self) {
        std::mem::swap(&mut self.now, &mut self.trial);
        self.changes += 1;
        if self.changes >= AFRESH {
            self.refresh();
        }
    }

    /// Forgets the trial.
    pub(super) fn withdraw(&mut self) {
        self.h.copy_from_slice(&self.kept_h);
        for (axis, value) in self.change.seen.iter().enumerate() {
            self.seen.values[axis * self.seen.stride + self.change.sort] = *value;
        }
    }

    /// Computes the base afresh; the factors stay.
    pub(super) fn refresh(&mut self) {
        let places: Vec<Vec<f64>> = (0..self.k).map(|f| self.place(&self.now, f)).collect();
        self.take_product();
        let Some(turn) = self.turn_base() else {
            return;
        };
        let (n, k) = (self.n, self.k);
        for (f, place) in places.iter().enumerate() {
            for a in 0..k {
                self.now.m[a * k + f] = (0..n).map(|i| turn[(i, a)] * place[i]).sum();
            }
        }
        self.now.x.fill(0.0);
        orthonormalise(&self.now.x, &mut self.now.m, n, k);
        self.now.loadings = self.loadings(&self.now.x, &self.now.m);
        self.rotate_now(FOLLOWED);
        self.changes = 0;
    }

    /// Moves the statements to these places.
    pub(super) fn relabel(&mut self, places: &[usize]) {
        let before = self.base.clone();
        for (row, place) in before.chunks_exact(self.n).zip(places) {
            self.base[place * self.n..(place + 1) * self.n].copy_from_slice(row);
        }
    }

    /// A factor in the base's coordinates, length n.
    fn place(&self, position: &Position, factor: usize) -> Vec<f64> {
        placed(&position.x, &position.m, self.n, self.k, factor)
    }

    fn take_product(&mut self) {
        let n = self.n;
        for a in 0..n {
            for b in 0..=a {
                let product = dot(self.seen.column(a), self.seen.column(b));
                self.h[a * n + b] = product;
                self.h[b * n + a] = product;
            }
        }
    }

    /// Turns the base to the eigenvectors of ZZᵀ; the turn.
    fn turn_base(&mut self) -> Option<Matrix<f64>> {
        let n = self.n;
        let pairs = symmetric_eigenpairs(Matrix::from_row_slice(n, n, &self.h))?;
        let turn = pairs.vectors;
        let mut base = vec![0.0; n * n];
        for (row, old) in base.chunks_exact_mut(n).zip(self.base.chunks_exact(n)) {
            for (value, column) in row.iter_mut().zip(turn.column_iter()) {
                *value = dot(old, column.as_slice());
            }
        }
        let mut seen = Columns::zeros(self.sorts, n);
        for (new, column) in seen
            .values
            .chunks_exact_mut(seen.stride)
            .zip(turn.column_iter())
        {
            for (old, share) in self
                .seen
                .values
                .chunks_exact(self.seen.stride)
                .zip(column.iter())
            {
                add_multiple(new, old, *share);
            }
        }
        self.base = base;
        self.seen = seen;
        self.h.fill(0.0);
        for (i, value) in pairs.values.iter().enumerate() {
            self.h[i * n + i] = *value;
        }
        self.next.fill(0.0);
        self.next[self.k] = 1.0;
        Some(turn)
    }

    fn rotate_now(&mut self, tolerance: f64) {
        let turn = self.varimax.turn(&self.now.loadings, tolerance);
        apply(&mut self.now, &turn, &mut self.work);
    }

    /// Brings the factors into the order of their Σl² and points them upwards.
    fn arrange(&mut self) {
        let k = self.k;
        let sizes: Vec<f64> = (0..k).map(|f| self.now.loadings.size(f)).collect();
        let mut order: Vec<usize> = (0..k).collect();
        order.sort_by(|a, b| sizes[*b].total_cmp(&sizes[*a]));
        self.place_factors(&order);
    }

    /// Takes the factors in this order, each pointing where its loadings do.
    pub(super) fn place_factors(&mut self, order: &[usize]) {
        let k = self.k;
        let before = self.now.m.clone();
        for (to, from) in order.iter().enumerate() {
            let column = self.now.loadings.column(*from);
            let sign = if column.iter().map(|l| l * l.abs()).sum::<f64>() < 0.0 {
                -1.0
            } else {
                1.0
            };
            for a in 0..k {
                self.now.m[a * k + to] = sign * before[a * k + from];
            }
        }
        self.now.loadings = self.loadings(&self.now.x, &self.now.m);
    }
}

/// Turns a position's loadings and M.
fn apply(position: &mut Position, turn: &Turn, work: &mut Vec<f64>) {
    let k = position.loadings.count;
    let stride = position.loadings.stride;
    let t = &turn.rotation;
    work.clear();
    work.extend_from_slice(&position.loadings.values);
    for f in 0..k {
        let column = &mut position.loadings.values[f * stride..(f + 1) * stride];
        column.fill(0.0);
        for a in 0..k {
            add_multiple(column, &work[a * stride..(a + 1) * stride], t[a * k + f]);
        }
    }
    let before = position.m.clone();
    for a in 0..k {
        for f in 0..k {
            position.m[a * k + f] = (0..k).map(|b| before[a * k + b] * t[b * k + f]).sum();
        }
    }
    position.criterion = turn.criterion;
}
