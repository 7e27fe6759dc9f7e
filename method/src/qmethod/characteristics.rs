//! Factor characteristics: reliability, standard errors, correlations between factor scores.

use super::scores::Scored;
use super::study::FactorIndex;
use crate::numeric::{Matrix, mean, pearson};

/// One entry per factor (k), in order; factors without defining sorts have none where a number would need them.
#[derive(Clone, Debug, PartialEq)]
pub struct Characteristics {
    /// Number of defining sorts.
    pub defining_sorts: Vec<usize>,
    /// The reliability assumed of one sort.
    pub average_reliability: f64,
    /// The mean reliability of each factor's defining sorts, where the study's sorts have reliabilities of their own (first-order factors do); it
    /// takes the place of the assumed one.
    pub own_reliability: Option<Vec<Option<f64>>>,
    /// r·p/(1 + (p − 1)·r) with p defining sorts (Spearman–Brown).
    pub composite_reliability: Vec<Option<f64>>,
    /// √(1 − composite reliability), in z units; with KADE's rounding to 3 decimals.
    pub standard_error: Vec<Option<f64>>,
    /// Σl² of the rotated factor.
    pub eigenvalues: Vec<f64>,
    /// 100·Σl²/m.
    pub variance_percent: Vec<f64>,
    /// √(SEᵢ² + SEⱼ²), with KADE's rounding to 3 decimals; k×k, also on the diagonal; NaN where a factor has no defining sorts.
    pub sed: Matrix<f64>,
    /// Pearson r between z-scores, k×k; NaN where a factor has no scores.
    pub score_correlations: Matrix<f64>,
}

impl Characteristics {
    /// The characteristics of a scored solution.
    pub fn of(scored: &Scored) -> Self {
        let flagged = scored.flagged();
        let factors: Vec<FactorIndex> = (0..scored.factor_count()).map(FactorIndex).collect();
        let defining_sorts: Vec<usize> = factors
            .iter()
            .map(|factor| flagged.defining_sorts(*factor).len())
            .collect();
        let average_reliability = scored.options().average_reliability;
        let rounding = scored.options().rounding;
        let own_reliability = own_reliability(scored, &factors);
        let composite_reliability: Vec<Option<f64>> = defining_sorts
            .iter()
            .enumerate()
            .map(|(factor, count)| {
                let own = own_reliability.as_ref().and_then(|own| *own.get(factor)?);
                spearman_brown(*count, own.unwrap_or(average_reliability))
            })
            .collect();
        let standard_error: Vec<Option<f64>> = composite_reliability
            .iter()
            .map(|reliability| reliability.map(|r| rounding.apply((1.0 - r).sqrt(), 3)))
            .collect();
        Self {
            sed: pairwise(&standard_error, |a, b| rounding.apply(a.hypot(*b), 3)),
            score_correlations: score_correlations(scored, &factors),
            defining_sorts,
            average_reliability,
            own_reliability,
            composite_reliability,
            standard_error,
            eigenvalues: flagged.eigenvalues(),
            variance_percent: flagged.variance_percent(),
        }
    }
}

/// The mean reliability of the defining sorts of each factor, where sorts have their own.
fn own_reliability(scored: &Scored, factors: &[FactorIndex]) -> Option<Vec<Option<f64>>> {
    let own = scored.study().reliabilities()?;
    let of_factor = |factor: &FactorIndex| {
        let defining = scored.flagged().defining_sorts(*factor);
        let values: Vec<f64> = defining
            .iter()
            .filter_map(|sort| own.get(sort.0).copied())
            .collect();
        (!values.is_empty()).then(|| mean(&values))
    };
    Some(factors.iter().map(of_factor).collect())
}

/// Reliability of the total of `count` sorts, each of reliability `one`.
pub(super) fn spearman_brown(count: usize, one: f64) -> Option<f64> {
    let count = count as f64;
    (count > 0.0).then(|| one * count / (1.0 + (count - 1.0) * one))
}

fn score_correlations(scored: &Scored, factors: &[FactorIndex]) -> Matrix<f64> {
    let scores: Vec<Option<&[f64]>> = factors.iter().map(|factor| scored.z(*factor)).collect();
    let mut correlations = pairwise(&scores, |a, b| pearson(a, b));
    for (i, scores) in scores.iter().enumerate() {
        if scores.is_some() {
            correlations[(i, i)] = 1.0;
        }
    }
    correlations
}

/// k×k; NaN where one of the two has nothing.
fn pairwise<T>(values: &[Option<T>], of: impl Fn(&T, &T) -> f64) -> Matrix<f64> {
    Matrix::from_fn(values.len(), values.len(), |a, b| {
        match (values.get(a), values.get(b)) {
            (Some(Some(a)), Some(Some(b))) => of(a, b),
            _ => f64::NAN,
        }
    })
}
