//! Weighted totals of the defining sorts (Brown 1980, pp. 242–243, after Spearman).

use super::ScoreInput;
use crate::numeric::{Vector, mean, standard_deviation, standardised};
use crate::qmethod::error::MethodError;
use crate::qmethod::flagging::Flagged;
use crate::qmethod::study::{FactorIndex, SortIndex};

/// Totals that vary less than this share of what the weighted sorts could give together are the rounding of sorts that cancel each other.
const NO_SPREAD: f64 = 1e-12;

/// Weights that add up to less are those of loadings of zero, flagged by hand.
const NO_WEIGHT: f64 = 1e-12;

/// A loading this near to 1 is 1: its weight would be the rounding of 1 − l². Copies of one sort get there.
const HEYWOOD: f64 = 1.0 - 1e-10;

/// z-scores of one factor, length n; none without defining sorts.
pub(super) fn z_scores(
    flagged: &Flagged,
    factor: FactorIndex,
    input: ScoreInput,
) -> Result<Option<Vec<f64>>, MethodError> {
    let defining = flagged.defining_sorts(factor);
    if defining.is_empty() {
        return Ok(None);
    }
    refuse_heywood(flagged, factor, &defining)?;
    let study = flagged.rotated().extracted().correlated().study();
    let weights = weights(flagged, factor);
    if weights.iter().map(|w| w.abs()).sum::<f64>() <= NO_WEIGHT {
        return Err(no_spread(factor));
    }
    let mut totals = Vector::zeros(study.statement_count());
    let mut possible = 0.0;
    for (sort, weight) in defining.iter().zip(weights) {
        let column = study.sorts().column(sort.0);
        let values = match input {
            ScoreInput::Raw => Some(column.as_slice().to_vec()),
            ScoreInput::Standardised => standardised(column.as_slice()),
        };
        let values = Vector::from_vec(values.ok_or(no_spread(factor))?);
        possible += weight.abs() * standard_deviation(values.as_slice());
        totals.axpy(weight, &values, 1.0);
    }
    let (centre, spread) = (
        mean(totals.as_slice()),
        standard_deviation(totals.as_slice()),
    );
    if spread <= NO_SPREAD * possible {
        return Err(no_spread(factor));
    }
    Ok(Some(totals.iter().map(|t| (t - centre) / spread).collect()))
}

/// l/(1 − l²) of the defining sorts, in their order.
pub(super) fn weights(flagged: &Flagged, factor: FactorIndex) -> Vec<f64> {
    let loadings = flagged.rotated().flag_basis();
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
    let rotated = flagged.rotated();
    let loading = |sort: &SortIndex| rotated.flag_basis()[(sort.0, factor.0)];
    let Some(sort) = defining.iter().find(|sort| loading(sort).abs() >= HEYWOOD) else {
        return Ok(());
    };
    let ids = rotated.extracted().correlated().study().sort_ids();
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
