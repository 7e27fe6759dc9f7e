//! Statements in order: on one factor, beside the other factors, and from consensus to disagreement.

use super::others_with_scores;
use crate::numeric::standard_deviation;
use crate::qmethod::error::MethodError;
use crate::qmethod::scores::{Scored, TIE};
use crate::qmethod::study::{FactorIndex, StatementIndex};

/// Ranks of the statements on one factor, length n: 1 for the highest z; statements with equal z share the rank of the first of them.
/// None without scores.
pub fn score_ranks(scored: &Scored, factor: FactorIndex) -> Option<Vec<usize>> {
    let z = scored.z(factor)?;
    let higher = |own: &f64| z.iter().filter(|other| **other > own + TIE).count();
    Some(z.iter().map(|own| 1 + higher(own)).collect())
}

/// Where a factor's array places statements beside the other arrays, each list by falling z (the sheet of KADE).
///
/// DIFFERENCE: KADE takes as many statements from the top as the lowest column holds, and from the bottom as many as the highest; on an asymmetric
/// grid that is wrong. Here each outer column is listed whole.
#[derive(Clone, Debug, PartialEq)]
pub struct RelativeRanks {
    /// The statements of the highest column.
    pub highest: Vec<StatementIndex>,
    /// In the upper half, and as high as on any other factor.
    pub higher: Vec<RelativeRank>,
    /// In the lower half, and as low as on any other factor. A statement in the neutral column can stand in both lists.
    pub lower: Vec<RelativeRank>,
    /// The statements of the lowest column.
    pub lowest: Vec<StatementIndex>,
    /// The value that belongs to both halves: 0, or the middle of a grid that has no 0.
    pub neutral: f64,
}

/// A statement at the top or bottom of all factors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RelativeRank {
    /// The statement.
    pub statement: StatementIndex,
    /// Whether another factor gives it the same value.
    pub shared: bool,
}

/// The relative ranks of a factor.
///
/// # Errors
/// As [`crib_sheet`](super::crib_sheet).
pub fn relative_ranks(scored: &Scored, factor: FactorIndex) -> Result<RelativeRanks, MethodError> {
    let others: Vec<&[i32]> = others_with_scores(scored, factor)?
        .into_iter()
        .filter_map(|other| scored.array(other))
        .collect();
    let (Some(grid), Some(array)) = (scored.array_distribution(), scored.array(factor)) else {
        return Err(MethodError::NoGridForArrays);
    };
    let [Some(bottom), Some(top)] =
        [grid.columns().first(), grid.columns().last()].map(|column| column.map(|c| c.value))
    else {
        return Err(MethodError::EmptyGrid);
    };
    let neutral = if bottom <= 0 && top >= 0 {
        0.0
    } else {
        0.5 * (f64::from(bottom) + f64::from(top))
    };
    let mut ranks = RelativeRanks {
        highest: Vec::new(),
        higher: Vec::new(),
        lower: Vec::new(),
        lowest: Vec::new(),
        neutral,
    };
    for &statement in scored.ranking(factor).unwrap_or_default() {
        let Some(&value) = array.get(statement.0) else {
            continue;
        };
        if value == top {
            ranks.highest.push(statement);
            continue;
        }
        if value == bottom {
            ranks.lowest.push(statement);
            continue;
        }
        let elsewhere: Vec<i32> = others
            .iter()
            .filter_map(|other| other.get(statement.0).copied())
            .collect();
        let rank = RelativeRank {
            statement,
            shared: elsewhere.contains(&value),
        };
        if f64::from(value) >= neutral && elsewhere.iter().all(|other| *other <= value) {
            ranks.higher.push(rank);
        }
        if f64::from(value) <= neutral && elsewhere.iter().all(|other| *other >= value) {
            ranks.lower.push(rank);
        }
    }
    Ok(ranks)
}

/// How much the factors disagree on a statement.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Disagreement {
    /// The statement.
    pub statement: StatementIndex,
    /// Variance of its z-scores over the factors that have scores, divided by their number k: KADE.
    pub population_variance: f64,
    /// The same divided by k − 1: R qmethod.
    pub sample_variance: f64,
    /// Largest less smallest z.
    pub range: f64,
}

/// The statements from consensus to disagreement, by rising variance of z over the factors; both divisors give the same order.
///
/// # Errors
/// Fewer than two factors with scores.
pub fn disagreements(scored: &Scored) -> Result<Vec<Disagreement>, MethodError> {
    let factors = scored.scored_factors();
    if factors.len() < 2 {
        return Err(MethodError::TooFewScoredFactors {
            needed: 2,
            found: factors.len(),
        });
    }
    let count = factors.len() as f64;
    let mut found: Vec<Disagreement> = (0..scored.study().statement_count())
        .map(|statement| {
            let z: Vec<f64> = factors
                .iter()
                .filter_map(|factor| scored.z(*factor)?.get(statement).copied())
                .collect();
            let sample_variance = standard_deviation(&z).powi(2);
            let highest = z.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let lowest = z.iter().copied().fold(f64::INFINITY, f64::min);
            Disagreement {
                statement: StatementIndex(statement),
                population_variance: sample_variance * (count - 1.0) / count,
                sample_variance,
                range: highest - lowest,
            }
        })
        .collect();
    found.sort_by(|a, b| a.sample_variance.total_cmp(&b.sample_variance));
    Ok(found)
}
