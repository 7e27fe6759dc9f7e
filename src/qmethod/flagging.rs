//! Defining sorts.

use super::error::MethodError;
use super::loadings::check_factor;
use super::rotation::Rotated;
use super::study::{FactorIndex, SortIndex};
use crate::numeric::Matrix;
use std::sync::Arc;

/// The automatic rule: |l| > z/√n (n statements) and, with `majority`, l² > Σ of the sort's other l². Both strict.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FlagRule {
    /// The normal quantile, 1.96 for p < .05.
    pub z: f64,
    /// Whether the factor must carry more than half of the sort's communality.
    pub majority: bool,
}

impl Default for FlagRule {
    fn default() -> Self {
        Self {
            z: 1.96,
            majority: true,
        }
    }
}

/// A change made by hand after the rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlagChange {
    /// The sort.
    pub sort: SortIndex,
    /// The factor.
    pub factor: FactorIndex,
    /// Set or removed.
    pub defining: bool,
    /// Why, if the analyst said so.
    pub reason: Option<String>,
}

/// What a sort is to the solution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SortStanding {
    /// It defines this factor, and only it.
    Defining(FactorIndex),
    /// Flagged on several factors, or significant on two or more and flagged on none.
    Confounded,
    /// Significant on exactly one factor, which does not carry the majority of h² (possible only under the majority rule), or unflagged by hand.
    Unflagged,
    /// Significant on no factor.
    NonSignificant,
}

/// Rotated factors with their defining sorts.
#[derive(Clone, Debug)]
pub struct Flagged {
    rotated: Arc<Rotated>,
    rule: FlagRule,
    changes: Vec<FlagChange>,
    flags: Matrix<bool>,
}

impl Flagged {
    /// Flags by the rule, then by hand.
    ///
    /// # Errors
    /// A quantile that is no number above zero; a change to a sort or factor that is not there.
    pub fn new(
        rotated: Arc<Rotated>,
        rule: FlagRule,
        changes: &[FlagChange],
    ) -> Result<Self, MethodError> {
        if !(rule.z > 0.0 && rule.z.is_finite()) {
            return Err(MethodError::CriticalValue { value: rule.z });
        }
        let mut flags = automatic(&rotated, rule);
        for change in changes {
            rotated
                .extracted()
                .correlated()
                .study()
                .check_sort(change.sort)?;
            check_factor(change.factor, rotated.factor_count())?;
            flags[(change.sort.0, change.factor.0)] = change.defining;
        }
        Ok(Self {
            rotated,
            rule,
            changes: changes.to_vec(),
            flags,
        })
    }

    /// The stage before.
    pub fn rotated(&self) -> &Arc<Rotated> {
        &self.rotated
    }

    /// The rule.
    pub fn rule(&self) -> FlagRule {
        self.rule
    }

    /// Changes by hand, in order.
    pub fn changes(&self) -> &[FlagChange] {
        &self.changes
    }

    /// Flags, m×k.
    pub fn flags(&self) -> &Matrix<bool> {
        &self.flags
    }

    /// The loading a sort must exceed: z/√n.
    pub fn threshold(&self) -> f64 {
        threshold(&self.rotated, self.rule)
    }

    /// The sorts flagged on a factor, in their order; none for a factor that is not there.
    pub fn defining_sorts(&self, factor: FactorIndex) -> Vec<SortIndex> {
        (0..self.flags.nrows())
            .filter(|&sort| self.flags.get((sort, factor.0)) == Some(&true))
            .map(SortIndex)
            .collect()
    }

    /// Flags on negative loadings, over all factors, by sort and then by factor.
    pub fn negative_flags(&self) -> Vec<(SortIndex, FactorIndex)> {
        let loadings = self.rotated.flag_basis();
        let (sorts, factors) = loadings.shape();
        (0..sorts)
            .flat_map(|sort| (0..factors).map(move |factor| (sort, factor)))
            .filter(|&cell| self.flags[cell] && loadings[cell] < 0.0)
            .map(|(sort, factor)| (SortIndex(sort), FactorIndex(factor)))
            .collect()
    }

    /// What each sort is to the solution, length m.
    pub fn standings(&self) -> Vec<SortStanding> {
        let threshold = self.threshold();
        self.rotated
            .flag_basis()
            .row_iter()
            .zip(self.flags.row_iter())
            .map(|(loadings, flags)| {
                let mut flagged = flags.iter().enumerate().filter(|(_, flag)| **flag);
                match (flagged.next(), flagged.next()) {
                    (Some((factor, _)), None) => SortStanding::Defining(FactorIndex(factor)),
                    (Some(_), Some(_)) => SortStanding::Confounded,
                    (None, _) => match loadings.iter().filter(|l| l.abs() > threshold).count() {
                        0 => SortStanding::NonSignificant,
                        1 => SortStanding::Unflagged,
                        _ => SortStanding::Confounded,
                    },
                }
            })
            .collect()
    }
}

fn threshold(rotated: &Rotated, rule: FlagRule) -> f64 {
    let study = rotated.extracted().correlated().study();
    rule.z / (study.statement_count() as f64).sqrt()
}

/// The flags of the rule, m×k.
fn automatic(rotated: &Rotated, rule: FlagRule) -> Matrix<bool> {
    let threshold = threshold(rotated, rule);
    let loadings = rotated.flag_basis();
    Matrix::from_fn(loadings.nrows(), loadings.ncols(), |sort, factor| {
        let l = loadings[(sort, factor)];
        // Summed without l² itself: h² − l² would lose it where the others are small.
        let others: f64 = loadings
            .row(sort)
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != factor)
            .map(|(_, l)| l * l)
            .sum();
        l.abs() > threshold && (!rule.majority || l * l > others)
    })
}
