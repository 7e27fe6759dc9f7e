//! Distinguishing and consensus statements, the differences behind them, the crib sheet.

mod adjustment;
mod crib;
mod critical;
mod differences;
mod equivalence;
mod labels;
mod ranks;
mod rule;

pub use adjustment::Adjustment;
pub use crib::{CribSheet, crib_sheet};
pub use critical::{CriticalValue, CriticalValues, Level};
pub use differences::{Differences, PairDifferences};
pub use equivalence::{Equivalence, EquivalenceTest, Margin, PairMargin, equivalence};
pub use labels::StatementLabel;
pub use ranks::{
    Disagreement, RelativeRank, RelativeRanks, disagreements, relative_ranks, score_ranks,
};
pub use rule::{Rule, Verdicts};

use super::error::MethodError;
use super::loadings::check_factor;
use super::scores::Scored;
use super::study::{FactorIndex, StatementIndex};

/// A statement that sets a factor apart from every other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Distinguishing {
    /// The statement.
    pub statement: StatementIndex,
    /// The strictest level at which it does; the weaker one under an effect size, which has no levels.
    pub level: Level,
}

/// A statement on which no two factors differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Consensus {
    /// The statement.
    pub statement: StatementIndex,
    /// Weak: no pair differs at the weaker level (hence none at the stricter one). Strict: none at the stricter level, but some pair at the weaker.
    pub level: Level,
}

/// The statements that distinguish `factor` from all other factors with scores, by its falling z: |Δz| > c·SED against each of them
/// (Brown 1980, p. 245).
///
/// # Errors
/// A factor that is not there, has no defining sorts, or has no other factor to differ from; critical values that are not above zero.
pub fn distinguishing(
    scored: &Scored,
    factor: FactorIndex,
    critical: CriticalValues,
) -> Result<Vec<Distinguishing>, MethodError> {
    distinguishing_by(scored, factor, critical.into())
}

/// The same under any rule.
///
/// # Errors
/// As [`distinguishing`], and a d outside of 0…1.
pub fn distinguishing_by(
    scored: &Scored,
    factor: FactorIndex,
    rule: Rule,
) -> Result<Vec<Distinguishing>, MethodError> {
    others_with_scores(scored, factor)?;
    let verdicts = Verdicts::of(scored, rule)?;
    let pairs = verdicts.differences().with(factor);
    let ranking = scored.ranking(factor).unwrap_or_default();
    Ok(ranking
        .iter()
        .filter_map(|&statement| {
            let grades = pairs.iter().map(|pair| verdicts.grade(*pair, statement));
            let level = match grades.min()? {
                0 => return None,
                1 => Level::Weak,
                _ => Level::Strict,
            };
            Some(Distinguishing { statement, level })
        })
        .collect())
}

/// The statements on which no pair of factors differs at the stricter level (the weaker one, if `critical` says so), in the order of the
/// statements.
///
/// # Errors
/// Fewer than two factors with scores; critical values that are not above zero.
pub fn consensus(scored: &Scored, critical: CriticalValues) -> Result<Vec<Consensus>, MethodError> {
    consensus_by(scored, critical.into())
}

/// The same under any rule.
///
/// # Errors
/// As [`consensus`], and a d outside of 0…1.
pub fn consensus_by(scored: &Scored, rule: Rule) -> Result<Vec<Consensus>, MethodError> {
    let verdicts = Verdicts::of(scored, rule)?;
    let pairs = 0..verdicts.differences().pairs.len();
    let also_strict = match rule {
        Rule::Significance { critical, .. } => critical.consensus == Level::Strict,
        Rule::EffectSize { .. } => false,
    };
    let statements = (0..scored.study().statement_count()).map(StatementIndex);
    Ok(statements
        .filter_map(|statement| {
            let grades = pairs.clone().map(|pair| verdicts.grade(pair, statement));
            let level = match grades.max()? {
                0 => Level::Weak,
                1 if also_strict => Level::Strict,
                _ => return None,
            };
            Some(Consensus { statement, level })
        })
        .collect())
}

/// The other factors with scores.
fn others_with_scores(
    scored: &Scored,
    factor: FactorIndex,
) -> Result<Vec<FactorIndex>, MethodError> {
    check_factor(factor, scored.factor_count())?;
    if scored.z(factor).is_none() {
        return Err(MethodError::NoDefiningSorts {
            factor: factor.0 + 1,
        });
    }
    let mut others = scored.scored_factors();
    others.retain(|other| *other != factor);
    if others.is_empty() {
        return Err(MethodError::TooFewScoredFactors {
            needed: 2,
            found: 1,
        });
    }
    Ok(others)
}
