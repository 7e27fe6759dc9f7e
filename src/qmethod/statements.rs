//! Distinguishing and consensus statements, and the crib sheet.

mod crib;

pub use crib::{CribSheet, crib_sheet};

use super::characteristics::Characteristics;
use super::convention::Convention;
use super::error::MethodError;
use super::loadings::check_factor;
use super::scores::Scored;
use super::study::{FactorIndex, StatementIndex};

/// The two critical values of the field's tables: |Δz| > c·SED.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CriticalValues {
    /// For p < .05.
    pub p05: f64,
    /// For p < .01.
    pub p01: f64,
}

impl Default for CriticalValues {
    fn default() -> Self {
        Self::like(Convention::Exact)
    }
}

/// A level of significance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// p < .05.
    P05,
    /// p < .01.
    P01,
}

/// A statement that sets a factor apart from every other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Distinguishing {
    /// The statement.
    pub statement: StatementIndex,
    /// The strictest level at which it does.
    pub level: Level,
}

/// A statement on which no two factors differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Consensus {
    /// The statement.
    pub statement: StatementIndex,
    /// `P05`: no pair differs at .05 (hence none at .01). `P01`: none at .01, but some pair at .05.
    pub level: Level,
}

/// The statements that distinguish `factor` from all other factors with scores, by its falling z: |Δz| > c·SED against each of them, strictly
/// (Brown 1980, p. 245).
///
/// # Errors
/// A factor that is not there, has no defining sorts, or has no other factor to differ from; critical values that are not above zero.
pub fn distinguishing(
    scored: &Scored,
    factor: FactorIndex,
    critical: CriticalValues,
) -> Result<Vec<Distinguishing>, MethodError> {
    critical.check()?;
    let others = others_with_scores(scored, factor)?;
    let differences = Differences::of(scored);
    let ranking = scored.ranking(factor).unwrap_or_default();
    Ok(ranking
        .iter()
        .filter_map(|&statement| {
            let differs = |c: f64| {
                others
                    .iter()
                    .all(|other| differences.between(statement, factor, *other) > c)
            };
            let level = match (differs(critical.p05), differs(critical.p01)) {
                (_, true) => Level::P01,
                (true, false) => Level::P05,
                (false, false) => return None,
            };
            Some(Distinguishing { statement, level })
        })
        .collect())
}

/// The statements on which no pair of factors differs at .01, in the order of the statements.
///
/// # Errors
/// Fewer than two factors with scores; critical values that are not above zero.
pub fn consensus(scored: &Scored, critical: CriticalValues) -> Result<Vec<Consensus>, MethodError> {
    critical.check()?;
    let factors = scored.scored_factors();
    if factors.len() < 2 {
        return Err(MethodError::TooFewScoredFactors {
            needed: 2,
            found: factors.len(),
        });
    }
    let differences = Differences::of(scored);
    let statements = (0..scored.study().statement_count()).map(StatementIndex);
    Ok(statements
        .filter_map(|statement| {
            let differs = |c: f64| differences.any_pair(statement, &factors, c);
            let level = match (differs(critical.p05), differs(critical.p01)) {
                (false, false) => Level::P05,
                (true, false) => Level::P01,
                (_, true) => return None,
            };
            Some(Consensus { statement, level })
        })
        .collect())
}

impl CriticalValues {
    /// The constants a program uses at .05 and .01: 1.96 and 2.58; KADE 2.575, R qmethod 2.576.
    pub fn like(convention: Convention) -> Self {
        Self {
            p05: 1.96,
            p01: match convention {
                Convention::Exact | Convention::Pqmethod => 2.58,
                Convention::Kade => 2.575,
                Convention::Qmethod => 2.576,
            },
        }
    }

    fn check(self) -> Result<(), MethodError> {
        let sound = |value: &f64| *value > 0.0 && value.is_finite();
        match [self.p05, self.p01].into_iter().find(|c| !sound(c)) {
            Some(value) => Err(MethodError::CriticalValue { value }),
            None => Ok(()),
        }
    }
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

/// |Δz|/SED of two factors on a statement.
struct Differences<'a> {
    scored: &'a Scored,
    characteristics: Characteristics,
}

impl<'a> Differences<'a> {
    fn of(scored: &'a Scored) -> Self {
        Self {
            scored,
            characteristics: Characteristics::of(scored),
        }
    }

    /// NaN, which exceeds no critical value, where a factor has no scores.
    fn between(&self, statement: StatementIndex, a: FactorIndex, b: FactorIndex) -> f64 {
        let z = |factor| self.scored.z(factor).and_then(|z| z.get(statement.0));
        match (z(a), z(b)) {
            (Some(x), Some(y)) => (x - y).abs() / self.characteristics.sed[(a.0, b.0)],
            _ => f64::NAN,
        }
    }

    fn any_pair(&self, statement: StatementIndex, factors: &[FactorIndex], c: f64) -> bool {
        factors.iter().enumerate().any(|(i, a)| {
            factors
                .iter()
                .skip(i + 1)
                .any(|b| self.between(statement, *a, *b) > c)
        })
    }
}
