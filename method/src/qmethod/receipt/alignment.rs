//! The factors of one analysis in the order and with the signs of another.

use super::SURE;
use crate::numeric::{Matrix, sum_of_squares};
use crate::qmethod::error::MethodError;
use crate::qmethod::flagging::{FlagRule, Flagged};
use crate::qmethod::rotation::{Rotated, RotationStep};
use crate::qmethod::scores::{ScoreOptions, Scored};
use crate::qmethod::study::FactorIndex;
use std::sync::Arc;

/// Which factor there stands against one of ours.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Match {
    /// The rotated factor here.
    pub here: FactorIndex,
    /// The rotated factor there.
    pub there: FactorIndex,
    /// How alike they are, −1…1: r of their z-scores, or the congruence of their loadings. Negative: the one there was reversed.
    pub r: f64,
    /// Whether z-scores were compared; loadings otherwise.
    pub by_scores: bool,
}

/// Factors brought into our order, pointing our way.
pub(super) struct Aligned {
    pub(super) rotated: Arc<Rotated>,
    pub(super) factors: Vec<Match>,
}

impl Aligned {
    /// Whether a factor has a counterpart beyond doubt.
    pub(super) fn is_sure(&self, factor: FactorIndex) -> bool {
        let mut matches = self.factors.iter();
        matches.any(|found| found.here == factor && found.r.abs() >= SURE)
    }
}

/// Matches the factors `there` to those here and rearranges them.
pub(super) fn align(
    here: &Scored,
    there: Rotated,
    rule: FlagRule,
    options: &ScoreOptions,
) -> Result<Aligned, MethodError> {
    let whole = Arc::new(here.flagged().with_split(&[])?);
    let ours = Scored::new(whole, here.options().clone());
    let there = Arc::new(there);
    let flagged = Arc::new(Flagged::new(Arc::clone(&there), rule, &[])?);
    let theirs = Scored::new(flagged, options.clone());
    let (ours, theirs) = (ours.ok(), theirs.ok());
    let factors = assign(&likeness(
        (here.flagged().rotated(), ours.as_ref()),
        (&there, theirs.as_ref()),
    ));
    let rotated = rearranged(&there, &factors)?;
    Ok(Aligned {
        rotated: Arc::new(rotated),
        factors,
    })
}

/// r between z-scores, or congruence of loadings where one of the two has none; k×k, ours in rows.
fn likeness(
    (ours, our_scores): (&Rotated, Option<&Scored>),
    (theirs, their_scores): (&Rotated, Option<&Scored>),
) -> Matrix<(f64, bool)> {
    let k = ours.factor_count();
    Matrix::from_fn(k, k, |a, b| {
        let z = |scored: Option<&Scored>, factor| {
            let z = scored?.z(FactorIndex(factor))?;
            Some(z.to_vec())
        };
        match (z(our_scores, a), z(their_scores, b)) {
            (Some(x), Some(y)) => (crate::numeric::pearson(&x, &y), true),
            _ => {
                let (x, y) = (ours.loadings().column(a), theirs.loadings().column(b));
                let length = sum_of_squares(x.as_slice()) * sum_of_squares(y.as_slice());
                let r = x.dot(&y) / length.sqrt();
                (if r.is_finite() { r } else { 0.0 }, false)
            }
        }
    })
}

/// Pairs by falling likeness, each factor once; those compared by their scores before the others.
fn assign(likeness: &Matrix<(f64, bool)>) -> Vec<Match> {
    let k = likeness.nrows();
    let mut pairs: Vec<Match> = (0..k)
        .flat_map(|a| (0..k).map(move |b| (a, b)))
        .map(|(a, b)| Match {
            here: FactorIndex(a),
            there: FactorIndex(b),
            r: likeness[(a, b)].0,
            by_scores: likeness[(a, b)].1,
        })
        .collect();
    pairs.sort_by(|x, y| {
        let by_scores = y.by_scores.cmp(&x.by_scores);
        by_scores.then(y.r.abs().total_cmp(&x.r.abs()))
    });
    let mut found: Vec<Match> = Vec::with_capacity(k);
    for pair in pairs {
        let free = |taken: &Match| taken.here != pair.here && taken.there != pair.there;
        if found.iter().all(free) {
            found.push(pair);
        }
    }
    found.sort_by_key(|pair| pair.here.0);
    found
}

fn rearranged(there: &Rotated, factors: &[Match]) -> Result<Rotated, MethodError> {
    let mut rotated = there.clone();
    for found in factors.iter().filter(|found| found.r < 0.0) {
        rotated = rotated.then(RotationStep::Invert(found.there))?;
    }
    // Which of their factors stands at each place, as exchanges move them.
    let mut standing: Vec<usize> = (0..factors.len()).collect();
    for found in factors {
        let place = standing.iter().position(|there| *there == found.there.0);
        let place = place.unwrap_or(found.here.0);
        if place != found.here.0 {
            rotated = rotated.then(RotationStep::Swap(found.here, FactorIndex(place)))?;
            standing.swap(found.here.0, place);
        }
    }
    Ok(rotated)
}
