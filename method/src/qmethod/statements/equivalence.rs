//! Consensus shown by an equivalence test, not by the failure to find a difference.

use super::critical::{CriticalValues, Level};
use super::differences::Differences;
use crate::numeric::{normal_below, standard_deviation};
use crate::qmethod::error::MethodError;
use crate::qmethod::scores::Scored;
use crate::qmethod::study::{FactorIndex, StatementIndex};

/// The largest difference that still counts as none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Margin {
    /// In z units.
    Z(f64),
    /// In standard errors of the difference, which differ between pairs.
    Sed(f64),
    /// In columns of the grid that arrays are laid out on: one column is 1/sd of its values (n − 1) in z units.
    Columns(f64),
}

/// The equivalence test of every statement (two one-sided tests, Schuirmann 1987).
#[derive(Clone, Debug, PartialEq)]
pub struct EquivalenceTest {
    /// Length n.
    pub statements: Vec<Equivalence>,
    /// The margin on each pair of factors.
    pub margins: Vec<PairMargin>,
}

/// One statement.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Equivalence {
    /// The statement.
    pub statement: StatementIndex,
    /// Largest |Δz| over the pairs.
    pub largest: f64,
    /// The largest p over the pairs of p = Φ((|Δz| − margin)/SED). All pairs must be equivalent, so no correction for their number is due
    /// (Berger 1982).
    pub p: f64,
    /// The strictest level at which all factors are equivalent; none if not even at the weaker one.
    pub level: Option<Level>,
}

/// The margin on one pair of factors.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PairMargin {
    /// One factor.
    pub first: FactorIndex,
    /// The other.
    pub second: FactorIndex,
    /// The margin, in z units.
    pub margin: f64,
    /// The margin that even equal scores must have to pass at the weaker level, in z units.
    pub least: f64,
}

/// Tests on which statements all factors with scores are equivalent: for each pair both Δz ≤ −margin and Δz ≥ margin are rejected, each one-sided
/// at the level.
///
/// # Errors
/// Fewer than two factors with scores; a margin that is not above zero; a margin in columns without a grid for arrays.
pub fn equivalence(
    scored: &Scored,
    margin: Margin,
    critical: CriticalValues,
) -> Result<EquivalenceTest, MethodError> {
    critical.check()?;
    let differences = Differences::of(scored)?;
    let in_z = margin.in_z(scored)?;
    let levels = [critical.strict, critical.weak].map(|level| level.alpha);
    let statements = (0..scored.study().statement_count()).map(StatementIndex);
    let statements = statements
        .map(|statement| {
            let (mut largest, mut p) = (0.0_f64, 0.0_f64);
            for pair in &differences.pairs {
                let size = pair.difference(statement).abs();
                largest = largest.max(size);
                p = p.max(one_sided(size - in_z(pair.sed), pair.sed));
            }
            let level = match levels.map(|alpha| p < alpha) {
                [true, _] => Some(Level::Strict),
                [_, true] => Some(Level::Weak),
                _ => None,
            };
            Equivalence {
                statement,
                largest,
                p,
                level,
            }
        })
        .collect();
    let one_sided_quantile = crate::numeric::two_sided_quantile(2.0 * critical.weak.alpha);
    let margins = differences.pairs.iter().map(|pair| PairMargin {
        first: pair.first,
        second: pair.second,
        margin: in_z(pair.sed),
        least: one_sided_quantile * pair.sed,
    });
    Ok(EquivalenceTest {
        statements,
        margins: margins.collect(),
    })
}

impl Margin {
    /// The margin in z units, given the standard error of the difference.
    fn in_z(self, scored: &Scored) -> Result<impl Fn(f64) -> f64, MethodError> {
        let (Self::Z(size) | Self::Sed(size) | Self::Columns(size)) = self;
        if !(size > 0.0 && size.is_finite()) {
            return Err(MethodError::EquivalenceMargin { margin: size });
        }
        let column = match self {
            Self::Columns(_) => column_width(scored)?,
            _ => 1.0,
        };
        Ok(move |sed: f64| match self {
            Self::Sed(count) => count * sed,
            _ => size * column,
        })
    }
}

/// One column of the array grid, in z units.
fn column_width(scored: &Scored) -> Result<f64, MethodError> {
    let grid = scored
        .array_distribution()
        .ok_or(MethodError::NoGridForArrays)?;
    let values: Vec<f64> = grid.sorted_values().into_iter().map(f64::from).collect();
    let spread = standard_deviation(&values);
    if spread.is_nan() || spread <= 0.0 {
        return Err(MethodError::NoGridForArrays);
    }
    Ok(1.0 / spread)
}

/// Φ(excess/SED); without an error, certainty.
fn one_sided(excess: f64, sed: f64) -> f64 {
    if sed > 0.0 {
        return normal_below(excess / sed);
    }
    if excess < 0.0 { 0.0 } else { 1.0 }
}
