//! The factors of a replicate beside those of the solution.

use crate::numeric::{Matrix, best_pairing, standardised, sum_of_squares, unit_length};
use crate::qmethod::error::MethodError;
use crate::qmethod::rotation::{FactorOrder, Rotated, RotationStep};
use crate::qmethod::scores::Scored;
use crate::qmethod::study::{FactorIndex, Study};
use std::sync::Arc;

/// What replicates are held against.
#[derive(Clone, Debug)]
pub(super) struct Target {
    /// Each rotated factor's z-scores at length 1, length n, or what stands for them where no sort defines the factor.
    pub(super) scores: Vec<Vec<f64>>,
    /// Rotated loadings, m×k.
    pub(super) loadings: Matrix<f64>,
}

impl Target {
    /// The solution's rotated factors, before any split.
    pub(super) fn of(scored: &Scored) -> Result<Self, MethodError> {
        let whole = Arc::new(scored.flagged().parted(&[]));
        let rotated = Arc::clone(whole.rotated());
        let whole = Scored::new(whole, scored.options().clone())?;
        Ok(Self {
            scores: unit_scores(&whole),
            loadings: rotated.loadings().clone(),
        })
    }

    /// The same without one statement.
    pub(super) fn without(&self, statement: usize) -> Vec<Vec<f64>> {
        let kept = |scores: &Vec<f64>| {
            let mut scores = scores.clone();
            if statement < scores.len() {
                scores.remove(statement);
            }
            unit_length(&scores).unwrap_or(scores)
        };
        self.scores.iter().map(kept).collect()
    }
}

/// The scores of each factor at length 1.
pub(super) fn unit_scores(scored: &Scored) -> Vec<Vec<f64>> {
    let rotated = scored.flagged().rotated();
    let factors = (0..scored.factor_count()).map(FactorIndex);
    factors
        .map(|factor| {
            let z = scored.z(factor).and_then(unit_length);
            z.unwrap_or_else(|| by_all_sorts(scored.study(), rotated.structure(), factor.0))
        })
        .collect()
}

/// The sum of all sorts weighted by their loadings, at length 1: what a factor without defining sorts is known by.
fn by_all_sorts(study: &Study, loadings: &Matrix<f64>, factor: usize) -> Vec<f64> {
    let mut sums = vec![0.0; study.statement_count()];
    for (sort, values) in study.sorts().column_iter().enumerate() {
        let weight = loadings[(sort, factor)];
        for (sum, value) in sums
            .iter_mut()
            .zip(standardised(values.as_slice()).unwrap_or_default())
        {
            *sum += weight * value;
        }
    }
    unit_length(&sums).unwrap_or(sums)
}

/// Which factor of a replicate stands against each of the solution's.
#[derive(Clone, Debug)]
pub(super) struct Aligned {
    /// Its place in the replicate.
    pub(super) there: Vec<usize>,
    /// Whether it is reversed.
    pub(super) reversed: Vec<bool>,
}

impl Aligned {
    /// Pairs the solution's factors (rows) with the replicate's (columns) by their correlations.
    pub(super) fn by(likeness: &Matrix<f64>) -> Self {
        let sizes = likeness.map(|r| if r.is_finite() { r.abs() } else { 0.0 });
        let partners = best_pairing(&sizes);
        let there: Vec<usize> = partners
            .into_iter()
            .enumerate()
            .map(|(here, partner)| partner.unwrap_or(here))
            .collect();
        let pairs = || there.iter().enumerate();
        Self {
            reversed: pairs()
                .map(|(here, there)| likeness[(here, *there)] < 0.0)
                .collect(),
            there,
        }
    }

    /// The factors in the solution's order, pointing its way.
    pub(super) fn arranged(&self, rotated: &Rotated) -> Result<Rotated, MethodError> {
        let order = self.there.iter().map(|there| FactorIndex(*there)).collect();
        let mut rotated = rotated.then(RotationStep::Order(FactorOrder::Given(order)))?;
        for (factor, _) in self.reversed.iter().enumerate().filter(|(_, r)| **r) {
            rotated = rotated.then(RotationStep::Invert(FactorIndex(factor)))?;
        }
        Ok(rotated)
    }
}

/// Products of lists of length 1, `here` in rows.
pub(super) fn products(here: &[Vec<f64>], there: &[Vec<f64>]) -> Matrix<f64> {
    Matrix::from_fn(here.len(), there.len(), |a, b| {
        let (Some(a), Some(b)) = (here.get(a), there.get(b)) else {
            return 0.0;
        };
        a.iter().zip(b).map(|(x, y)| x * y).sum()
    })
}

/// How alike factors are that stand in the same order, 0…1; 0 where they point apart.
pub(super) fn in_place(here: &[Vec<f64>], there: &[Vec<f64>]) -> Vec<f64> {
    let pairs = here.iter().zip(there);
    let r = pairs.map(|(a, b)| a.iter().zip(b).map(|(x, y)| x * y).sum::<f64>());
    r.map(|r| if r > 0.0 { r } else { 0.0 }).collect()
}

/// Congruence of loadings, `here` in rows (Tucker 1951).
pub(super) fn congruence(here: &Matrix<f64>, there: &Matrix<f64>) -> Matrix<f64> {
    Matrix::from_fn(here.ncols(), there.ncols(), |a, b| {
        let (x, y) = (here.column(a), there.column(b));
        let length = (sum_of_squares(x.as_slice()) * sum_of_squares(y.as_slice())).sqrt();
        if length > 0.0 {
            x.dot(&y) / length
        } else {
            0.0
        }
    })
}
