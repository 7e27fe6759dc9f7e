//! The marks that the field puts beside statements: D for those that set a factor apart, C for those on which all factors agree.

use super::rule_words::p_below;
use crate::qmethod::statements::{CriticalValues, Level, consensus, distinguishing};
use crate::qmethod::{FactorIndex, Scored, StatementIndex};
use std::collections::BTreeMap;

/// What a statement is to a factor, and at which level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// It distinguishes the factor from all others.
    Distinguishing(Level),
    /// No two factors differ on it.
    Consensus(Level),
}

impl Mark {
    /// As it is written beside the statement.
    pub(super) fn sign(self) -> &'static str {
        match self {
            Self::Distinguishing(Level::Weak) => "D",
            Self::Distinguishing(Level::Strict) => "D*",
            // Not to differ even at the weaker level is the more.
            Self::Consensus(Level::Strict) => "C",
            Self::Consensus(Level::Weak) => "C*",
        }
    }
}

/// The marks of a factor by statement; one that both sets it apart at the weaker level and does not at the stricter is marked D. A factor alone in its
/// solution has none.
pub(super) fn marks(scored: &Scored, factor: FactorIndex) -> BTreeMap<StatementIndex, Mark> {
    let critical = scored.critical_values();
    let agreed = consensus(scored, critical).unwrap_or_default().into_iter();
    let apart = distinguishing(scored, factor, critical)
        .unwrap_or_default()
        .into_iter();
    let agreed = agreed.map(|c| (c.statement, Mark::Consensus(c.level)));
    agreed
        .chain(apart.map(|d| (d.statement, Mark::Distinguishing(d.level))))
        .collect()
}

/// What the marks stand for.
pub(super) fn legend(critical: CriticalValues) -> String {
    let (weak, strict) = (p_below(critical.weak), p_below(critical.strict));
    format!(
        "D: distinguishes the factor from all others at {weak}, D* at {strict}. C: consensus, no two factors differ at {strict}, C* nor at {weak}."
    )
}
