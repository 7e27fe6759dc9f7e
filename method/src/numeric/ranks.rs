//! Ranks and orderings.

use super::moments::sum_of_squares;

/// Ranks from 1, equal values sharing the mean of their ranks.
pub fn average_ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    let value = |place: &usize| values.get(*place).copied().unwrap_or(f64::NAN);
    order.sort_by(|a, b| value(a).total_cmp(&value(b)));
    let mut ranks = vec![0.0; values.len()];
    let mut before = 0;
    for tied in order.chunk_by(|a, b| value(a) == value(b)) {
        let rank = before as f64 + (tied.len() as f64 + 1.0) / 2.0;
        for place in tied {
            if let Some(slot) = ranks.get_mut(*place) {
                *slot = rank;
            }
        }
        before += tied.len();
    }
    ranks
}

/// For each of the n(n − 1)/2 pairs of values whether the first is higher (1), lower (−1) or equal (0), brought to length 1; `None` where all are
/// equal. The product sum of two such lists is Kendall's τ-b.
pub fn unit_pair_signs(values: &[f64]) -> Option<Vec<f64>> {
    let mut signs = Vec::with_capacity(values.len() * values.len().saturating_sub(1) / 2);
    for (place, a) in values.iter().enumerate() {
        for b in values.iter().skip(place + 1) {
            signs.push(f64::from(i8::from(a > b) - i8::from(a < b)));
        }
    }
    let length = sum_of_squares(&signs).sqrt();
    if length == 0.0 {
        return None;
    }
    for sign in &mut signs {
        *sign /= length;
    }
    Some(signs)
}
