//! Defining sorts.

mod poles;
mod rule;

pub use poles::{FlaggedFactor, Pole};
pub use rule::{Cutoff, FlagRule, Majority};

use super::error::MethodError;
use super::loadings::check_factor;
use super::rotation::Rotated;
use super::study::{FactorIndex, SortIndex, Study};
use crate::numeric::Matrix;
use std::sync::Arc;

/// A change made by hand after the rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlagChange {
    /// The sort.
    pub sort: SortIndex,
    /// The rotated factor; of a split one, the sign of the loading says which pole the flag belongs to.
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

/// Rotated factors with their defining sorts. A factor may be split into its two poles; from here on each of them is a factor, so that k counts
/// one more for each split.
#[derive(Clone, Debug)]
pub struct Flagged {
    rotated: Arc<Rotated>,
    rule: FlagRule,
    changes: Vec<FlagChange>,
    /// Flags on the rotated factors, before any split.
    own: Matrix<bool>,
    columns: Vec<FlaggedFactor>,
    loadings: Matrix<f64>,
    basis: Matrix<f64>,
    flags: Matrix<bool>,
}

impl Flagged {
    /// Flags by the rule, then by hand. No factor is split.
    ///
    /// # Errors
    /// A level, critical value or threshold outside of its bounds; a change to a sort or factor that is not there.
    pub fn new(
        rotated: Arc<Rotated>,
        rule: FlagRule,
        changes: &[FlagChange],
    ) -> Result<Self, MethodError> {
        rule.check()?;
        let study = rotated.extracted().correlated().study();
        let basis = rotated.flag_basis().clone();
        let mut flags = rule.flags(&basis, rule.threshold(study.statement_count()));
        for change in changes {
            study.check_sort(change.sort)?;
            check_factor(change.factor, rotated.factor_count())?;
            flags[(change.sort.0, change.factor.0)] = change.defining;
        }
        Ok(Self {
            columns: poles::columns(rotated.factor_count(), &[]),
            loadings: rotated.loadings().clone(),
            basis,
            rotated,
            rule,
            changes: changes.to_vec(),
            own: flags.clone(),
            flags,
        })
    }

    /// The same over a study of the same sorts.
    pub fn over(&self, study: Arc<Study>) -> Self {
        Self {
            rotated: Arc::new(self.rotated.over(study)),
            ..self.clone()
        }
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

    /// What each of the k factors is: a rotated factor or one pole of it.
    pub fn columns(&self) -> &[FlaggedFactor] {
        &self.columns
    }

    /// Number of factors, k; a split one counts as two.
    pub fn factor_count(&self) -> usize {
        self.columns.len()
    }

    /// Rotated loadings (the pattern, where factors correlate), m×k; those of a negative pole reversed.
    pub fn loadings(&self) -> &Matrix<f64> {
        &self.loadings
    }

    /// The loadings that flags and weights are made from, m×k: see [`Rotated::flag_basis`]; those of a negative pole reversed. The same as
    /// [`Self::loadings`] unless factors correlate.
    pub fn basis(&self) -> &Matrix<f64> {
        &self.basis
    }

    /// Flags, m×k.
    pub fn flags(&self) -> &Matrix<bool> {
        &self.flags
    }

    /// Σ over sorts of l² for each factor, length k; the two poles of a factor share one.
    pub fn eigenvalues(&self) -> Vec<f64> {
        self.of_columns(&self.rotated.eigenvalues())
    }

    /// 100·Σl²/m per factor; the two poles of a factor share one.
    pub fn variance_percent(&self) -> Vec<f64> {
        self.of_columns(&self.rotated.variance_percent())
    }

    fn of_columns(&self, rotated: &[f64]) -> Vec<f64> {
        let values = self.columns.iter().map(|c| rotated.get(c.factor.0));
        values.flatten().copied().collect()
    }

    /// The loading a sort is held against.
    pub fn threshold(&self) -> f64 {
        let study = self.rotated.extracted().correlated().study();
        self.rule.threshold(study.statement_count())
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
        let (sorts, factors) = self.basis.shape();
        (0..sorts)
            .flat_map(|sort| (0..factors).map(move |factor| (sort, factor)))
            .filter(|&cell| self.flags[cell] && self.basis[cell] < 0.0)
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
                    (None, _) => match loadings
                        .iter()
                        .filter(|l| self.rule.passes(**l, threshold))
                        .count()
                    {
                        0 => SortStanding::NonSignificant,
                        1 => SortStanding::Unflagged,
                        _ => SortStanding::Confounded,
                    },
                }
            })
            .collect()
    }
}
