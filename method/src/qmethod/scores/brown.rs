//! Weighted totals of the defining sorts (Brown 1980, pp. 242–243, after Spearman).

use super::options::{ScoreInput, ScoreOptions};
use crate::numeric::{Vector, mean, standard_deviation, standardised};
use crate::qmethod::convention::Rounding;
use crate::qmethod::error::MethodError;
use crate::qmethod::flagging::Flagged;
use crate::qmethod::study::{FactorIndex, SortIndex};

/// Totals that vary less than this share of what the weighted sorts could give together are the rounding of sorts that cancel each other.
pub(in crate::qmethod) const NO_SPREAD: f64 = 1e-12;

/// Weights that add up to less are those of loadings of zero, flagged by hand.
pub(in crate::qmethod) const NO_WEIGHT: f64 = 1e-12;

/// A loading this near to 1 is 1: its weight would be the rounding of 1 − l². Copies of one sort get there.
pub(in crate::qmethod) const HEYWOOD: f64 = 1.0 - 1e-10;

/// z-scores of one factor, length n; none without defining sorts. Under KADE's rounding the chain is l 4 decimals, w (largest 10) 5, standardised sorts 3,
/// products 5, totals 3, z 3.
pub(super) fn z_scores(
    flagged: &Flagged,
    factor: FactorIndex,
    options: &ScoreOptions,
) -> Result<Option<Vec<f64>>, MethodError> {
    let defining = flagged.defining_sorts(factor);
    if defining.is_empty() {
        return Ok(None);
    }
    refuse_heywood(flagged, factor, &defining)?;
    let study = flagged.rotated().extracted().correlated().study();
    let weights = rounded_weights(flagged, factor, options.rounding);
    if weights.iter().map(|w| w.abs()).sum::<f64>() <= NO_WEIGHT {
        return Err(no_spread(factor));
    }
    let rounded = |value, decimals| options.rounding.apply(value, decimals);
    let mut totals = Vector::zeros(study.statement_count());
    let mut possible = 0.0;
    for (sort, weight) in defining.iter().zip(weights) {
        let column = study.sorts().column(sort.0);
        let values = match options.input {
            ScoreInput::Raw => Some(column.as_slice().to_vec()),
            ScoreInput::Standardised => standardised(column.as_slice()),
        };
        let values = values.ok_or(no_spread(factor))?;
        possible += weight.abs() * standard_deviation(&values);
        for (total, value) in totals.iter_mut().zip(values) {
            *total += rounded(weight * rounded(value, 3), 5);
        }
    }
    totals.apply(|total| *total = rounded(*total, 3));
    let (centre, spread) = (
        mean(totals.as_slice()),
        standard_deviation(totals.as_slice()),
    );
    if spread <= NO_SPREAD * possible {
        return Err(no_spread(factor));
    }
    let z = totals
        .iter()
        .map(|t| rounded((t - centre) / spread, 3))
        .collect();
    Ok(Some(z))
}

/// The weights as they multiply: under KADE's rounding from loadings of 4 decimals (one rounded to 1 is its own weight), the largest brought to 10.
fn rounded_weights(flagged: &Flagged, factor: FactorIndex, rounding: Rounding) -> Vec<f64> {
    if rounding == Rounding::None {
        return weights(flagged, factor);
    }
    let loadings = flagged.basis();
    let defining = flagged.defining_sorts(factor);
    let weights: Vec<f64> = defining
        .iter()
        .map(|sort| rounding.apply(loadings[(sort.0, factor.0)], 4))
        .map(|l| if l.abs() < 1.0 { l / (1.0 - l * l) } else { l })
        .map(|w| rounding.apply(w, 5))
        .collect();
    let largest = weights.iter().fold(0.0_f64, |most, w| most.max(w.abs()));
    let scale = if largest > 0.0 { 10.0 / largest } else { 1.0 };
    weights
        .iter()
        .map(|w| rounding.apply(w * scale, 5))
        .collect()
}

/// l/(1 − l²) of the defining sorts, in their order.
pub(super) fn weights(flagged: &Flagged, factor: FactorIndex) -> Vec<f64> {
    let loadings = flagged.basis();
    flagged
        .defining_sorts(factor)
        .iter()
        .map(|sort| loadings[(sort.0, factor.0)])
        .map(|l| l / (1.0 - l * l))
        .collect()
}

fn refuse_heywood(
    flagged: &Flagged,
    factor: FactorIndex,
    defining: &[SortIndex],
) -> Result<(), MethodError> {
    let loading = |sort: &SortIndex| flagged.basis()[(sort.0, factor.0)];
    let Some(sort) = defining.iter().find(|sort| loading(sort).abs() >= HEYWOOD) else {
        return Ok(());
    };
    let ids = flagged
        .rotated()
        .extracted()
        .correlated()
        .study()
        .sort_ids();
    Err(MethodError::Heywood {
        sort: ids.get(sort.0).cloned().unwrap_or_default(),
        factor: factor.0 + 1,
        loading: loading(sort),
    })
}

fn no_spread(factor: FactorIndex) -> MethodError {
    MethodError::NoSpread {
        factor: factor.0 + 1,
    }
}
