//! Newton's method between bounds.

use nalgebra::{Cholesky, DMatrix, DVector};

/// A function at a point.
#[derive(Clone, Debug)]
pub struct Curve {
    /// Its value.
    pub value: f64,
    /// First derivatives.
    pub gradient: DVector<f64>,
    /// Second derivatives.
    pub hessian: DMatrix<f64>,
}

/// Where a search may go and when it ends.
#[derive(Clone, Copy, Debug)]
pub struct Search {
    /// Least value of every coordinate; −∞ for none.
    pub lower: f64,
    /// Greatest value of every coordinate.
    pub upper: f64,
    /// The end: no derivative is larger, but those that point out of the bounds.
    pub tolerance: f64,
    /// Give up after this many steps.
    pub most_steps: usize,
}

/// What a search found.
#[derive(Clone, Debug)]
pub struct Minimum {
    /// The point.
    pub at: DVector<f64>,
    /// The function there.
    pub value: f64,
    /// Steps taken.
    pub steps: usize,
    /// Whether the tolerance was met, or further steps promise less than rounding can tell.
    pub converged: bool,
}

/// Halvings of a step before it is given up.
const HALVINGS: usize = 15;
/// Share of the promised descent that a step must bring.
const DESCENT: f64 = 1e-4;
/// A rise smaller than this share of the value is rounding.
const ROUNDING: f64 = 1e-14;

/// A local minimum by Newton's method on the coordinates that are not held at a bound, damped where the second derivatives point nowhere and
/// shortened where a step does not descend. `None` where the function has no value at the start.
pub fn minimise(
    start: DVector<f64>,
    search: Search,
    mut curve: impl FnMut(&DVector<f64>) -> Option<Curve>,
) -> Option<Minimum> {
    let mut at = start.map(|x| x.clamp(search.lower, search.upper));
    let mut here = curve(&at)?;
    for steps in 0..search.most_steps {
        let free = free(&at, &here.gradient, search);
        let slope = free
            .iter()
            .map(|&i| here.gradient[i].abs())
            .fold(0.0, f64::max);
        if slope <= search.tolerance {
            return Some(found(at, here, steps, true));
        }
        let newton = direction(&here, &free);
        if let Some(step) = &newton
            && here.gradient.dot(step) >= -ROUNDING * (1.0 + here.value.abs())
        {
            return Some(settled(at, here, step, search, steps, curve));
        }
        let step = newton
            .and_then(|d| descend(&at, &here, &d, search, &mut curve))
            .or_else(|| descend(&at, &here, &downhill(&here, &free), search, &mut curve));
        match step {
            Some((next, there)) => (at, here) = (next, there),
            None => return Some(found(at, here, steps, false)),
        }
    }
    Some(found(at, here, search.most_steps, false))
}

/// The end where a step promises less than rounding can tell: one more step as far as it makes the derivatives smaller.
fn settled(
    at: DVector<f64>,
    here: Curve,
    step: &DVector<f64>,
    search: Search,
    steps: usize,
    mut curve: impl FnMut(&DVector<f64>) -> Option<Curve>,
) -> Minimum {
    let next = (&at + step).map(|x| x.clamp(search.lower, search.upper));
    let steepest = |at: &DVector<f64>, curve: &Curve| {
        let free = free(at, &curve.gradient, search).into_iter();
        free.map(|i| curve.gradient[i].abs()).fold(0.0, f64::max)
    };
    match curve(&next) {
        Some(there) if steepest(&next, &there) < steepest(&at, &here) => {
            found(next, there, steps + 1, true)
        }
        _ => found(at, here, steps, true),
    }
}

fn found(at: DVector<f64>, here: Curve, steps: usize, converged: bool) -> Minimum {
    Minimum {
        at,
        value: here.value,
        steps,
        converged,
    }
}

/// The coordinates that no bound holds.
fn free(at: &DVector<f64>, gradient: &DVector<f64>, search: Search) -> Vec<usize> {
    (0..at.len())
        .filter(|&i| {
            let held_below = at[i] <= search.lower && gradient[i] > 0.0;
            let held_above = at[i] >= search.upper && gradient[i] < 0.0;
            !held_below && !held_above
        })
        .collect()
}

/// Newton's step on the free coordinates; where the second derivatives are not positive definite, with a constant added to their diagonal.
fn direction(here: &Curve, free: &[usize]) -> Option<DVector<f64>> {
    const DAMPINGS: usize = 40;
    let hessian = here.hessian.select_rows(free).select_columns(free);
    let gradient = here.gradient.select_rows(free);
    let mut damping = 0.0;
    let first = 1e-3 * hessian.diagonal().amax().max(f64::MIN_POSITIVE);
    for _ in 0..DAMPINGS {
        let mut damped = hessian.clone();
        for i in 0..free.len() {
            damped[(i, i)] += damping;
        }
        if let Some(factors) = Cholesky::new(damped) {
            let step = factors.solve(&gradient);
            if step.iter().all(|x| x.is_finite()) {
                return Some(spread(&-step, free, here.gradient.len()));
            }
        }
        damping = first.max(4.0 * damping);
    }
    None
}

fn downhill(here: &Curve, free: &[usize]) -> DVector<f64> {
    let gradient = here.gradient.select_rows(free);
    spread(&-gradient, free, here.gradient.len())
}

fn spread(part: &DVector<f64>, places: &[usize], length: usize) -> DVector<f64> {
    let mut whole = DVector::zeros(length);
    for (value, &place) in part.iter().zip(places) {
        whole[place] = *value;
    }
    whole
}

/// The longest of the step, its half, its quarter … that descends; it ends at the bounds.
fn descend(
    at: &DVector<f64>,
    here: &Curve,
    direction: &DVector<f64>,
    search: Search,
    curve: &mut impl FnMut(&DVector<f64>) -> Option<Curve>,
) -> Option<(DVector<f64>, Curve)> {
    let mut share = 1.0;
    for _ in 0..HALVINGS {
        let next = (at + share * direction).map(|x| x.clamp(search.lower, search.upper));
        let promised = here.gradient.dot(&(&next - at));
        if promised >= 0.0 {
            return None;
        }
        if let Some(there) = curve(&next)
            && there.value <= here.value + DESCENT * promised + ROUNDING * (1.0 + here.value.abs())
        {
            return Some((next, there));
        }
        share /= 2.0;
    }
    None
}
