//! Factor arrays and their correlations.

use super::subspace::{add_multiple, dot};

/// A weight is made of a loading no smaller and no larger than these: on its way a sort may load anyhow on the viewpoint it is to define.
const LOADINGS: (f64, f64) = (0.05, 0.98);

/// Bits of a total that are given up for the statement's place.
const PLACE_BITS: u64 = 0b11_1111;

/// Brown's weight l/(1 − l²).
pub(super) fn weight(loading: f64) -> f64 {
    let l = loading.clamp(LOADINGS.0, LOADINGS.1);
    l / (1.0 - l * l)
}

/// The array of sorts (each n cards, one after the other) by their weights; `falling` holds the cards of the grid from the highest on.
pub(super) fn array(cards: &[f64], members: &[(usize, f64)], falling: &[f64], into: &mut [f64]) {
    let n = into.len();
    into.fill(0.0);
    for (sort, weight) in members {
        add_multiple(into, &cards[sort * n..(sort + 1) * n], *weight);
    }
    lay_out(falling, into);
}

/// The cards in the order of the values; of equal values the first gets the higher card.
pub(super) fn lay_out(falling: &[f64], values: &mut [f64]) {
    let mut keys = [0_u64; PLACE_BITS as usize + 1];
    let keys = &mut keys[..values.len()];
    for (place, (key, value)) in keys.iter_mut().zip(values.iter()).enumerate() {
        *key = !rising_bits(*value) & !PLACE_BITS | place as u64;
    }
    keys.sort_unstable();
    for (key, card) in keys.iter().zip(falling) {
        values[(key & PLACE_BITS) as usize] = *card;
    }
}

/// Whole numbers in the order of the values; −0 is 0.
fn rising_bits(value: f64) -> u64 {
    let bits = (value + 0.0).to_bits();
    if bits >> 63 == 0 {
        bits | 1 << 63
    } else {
        !bits
    }
}

/// r of two arrays on one grid, whose sum of squares is given.
pub(super) fn correlation(a: &[f64], b: &[f64], squares: f64) -> f64 {
    dot(a, b) / squares
}
