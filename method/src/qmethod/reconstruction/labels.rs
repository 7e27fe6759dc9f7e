//! Which statement stands for which column of the sorts. Exchanging columns in all sorts leaves loadings, flags and correlations as they are, so that the
//! anchors alone decide: an assignment problem.

use super::aims::{Aims, Views};
use crate::numeric::{Matrix, best_pairing};

/// What staying where it is counts for a column, so that nothing moves without need.
const STAY: f64 = 1e-3;

/// The statement's place that each column is to take so that the anchors are missed by the fewest grid columns.
pub(super) fn best_labels(aims: &Aims, views: &Views) -> Vec<usize> {
    let n = aims.statements;
    let mut gain = Matrix::from_fn(
        n,
        n,
        |column, place| if column == place { STAY } else { 0.0 },
    );
    let sites = views.sites.iter().map(|view| &view.arrays);
    for (group, arrays) in std::iter::once(&views.national.arrays)
        .chain(sites)
        .enumerate()
    {
        for (array, anchors) in arrays.chunks_exact(n).zip(aims.anchors(group)) {
            for (place, anchor) in anchors {
                for (column, value) in array.iter().enumerate() {
                    gain[(column, *place)] -= f64::from(anchor.missed_by(*value as i32));
                }
            }
        }
    }
    let pairing = best_pairing(&gain).into_iter().enumerate();
    pairing
        .map(|(column, place)| place.unwrap_or(column))
        .collect()
}

/// Cards of all sorts with their columns in these places.
pub(super) fn relabelled(cards: &[f64], places: &[usize]) -> Vec<f64> {
    let mut moved = cards.to_vec();
    let n = places.len();
    for (to, from) in moved.chunks_exact_mut(n).zip(cards.chunks_exact(n)) {
        for (card, place) in from.iter().zip(places) {
            to[*place] = *card;
        }
    }
    moved
}
