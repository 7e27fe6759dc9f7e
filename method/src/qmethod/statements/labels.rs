//! One label per statement, after R qmethod's table of distinguishing and consensus statements.

use super::rule::Verdicts;
use crate::qmethod::study::{FactorIndex, StatementIndex};

/// What a statement does to the factors, at the weaker level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StatementLabel {
    /// No pair of factors differs.
    Consensus,
    /// Every pair differs.
    DistinguishesAll,
    /// One factor differs from all the others, and these do not differ among themselves.
    DistinguishesOnly(FactorIndex),
    /// Each of these factors differs from all the others.
    Distinguishes(Vec<FactorIndex>),
    /// Some pairs differ, but no factor differs from all the others.
    Neither,
}

impl Verdicts {
    /// The label of a statement.
    pub fn label(&self, statement: StatementIndex) -> StatementLabel {
        let differences = self.differences();
        let differs = |pair: &usize| self.grade(*pair, statement) > 0;
        let pairs = differences.pairs.len();
        let differing = (0..pairs).filter(|pair| differs(pair)).count();
        if differing == 0 {
            return StatementLabel::Consensus;
        }
        if differing == pairs {
            return StatementLabel::DistinguishesAll;
        }
        let apart: Vec<FactorIndex> = differences
            .factors
            .iter()
            .copied()
            .filter(|factor| differences.with(*factor).iter().all(differs))
            .collect();
        match apart.as_slice() {
            [] => StatementLabel::Neither,
            [only] if differing == differences.with(*only).len() => {
                StatementLabel::DistinguishesOnly(*only)
            }
            _ => StatementLabel::Distinguishes(apart),
        }
    }
}
