//! Defining sorts.

use super::error::MethodError;
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
    /// A sort or factor that is not there.
    pub fn new(
        rotated: Arc<Rotated>,
        rule: FlagRule,
        changes: &[FlagChange],
    ) -> Result<Self, MethodError> {
        let _ = (rotated, rule, changes);
        todo!()
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
        todo!()
    }

    /// The sorts that define a factor, in their order.
    pub fn defining_sorts(&self, factor: FactorIndex) -> Vec<SortIndex> {
        let _ = factor;
        todo!()
    }

    /// Defining sorts that load negatively, over all factors.
    pub fn negative_flags(&self) -> Vec<(SortIndex, FactorIndex)> {
        todo!()
    }

    /// What each sort is to the solution, length m.
    pub fn standings(&self) -> Vec<SortStanding> {
        todo!()
    }
}
