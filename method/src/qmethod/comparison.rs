//! Two sets of factors side by side.

mod error;

pub use error::ComparisonError;

use super::error::MethodError;
use super::scores::Scored;
use super::study::{FactorIndex, StatementIndex, Study};
use crate::numeric::{Matrix, pearson, sum_of_squares};
use std::collections::HashMap;
use std::sync::Arc;

/// What of a factor is correlated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    /// Factor arrays, the field's habit.
    Arrays,
    /// z-scores, unrounded.
    Scores,
}

/// How the likeness of two factors is measured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Likeness {
    /// Pearson's r.
    #[default]
    Correlation,
    /// Tucker's coefficient of congruence, Σxy/√(Σx²·Σy²), about 0 instead of the means (Tucker 1951). The same as r where both means are 0.
    Congruence,
}

/// Likenesses of the factors of two solutions over the statements they share by number.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// Factors of the first solution that have scores.
    pub rows: Vec<FactorIndex>,
    /// Factors of the second.
    pub columns: Vec<FactorIndex>,
    /// rows × columns, −1…1.
    pub matrix: Matrix<f64>,
    /// What the matrix holds.
    pub likeness: Likeness,
    /// How many statements stand behind each r.
    pub statements: usize,
}

/// The fewest statements to correlate factors over.
const FEWEST_STATEMENTS: usize = 3;

/// Correlates the factors of two solutions. An r is NaN where an array is constant over the shared statements.
///
/// # Errors
/// Fewer than three shared statements, no factor with scores, arrays wanted but no grid.
pub fn compare(a: &Scored, b: &Scored, of: Profile) -> Result<Comparison, MethodError> {
    compare_sets(&[a], &[b], of)
}

/// Correlates the factors of several solutions with those of several others, over the statements that all of them share. Factors are numbered
/// through: the second solution's first factor follows the first solution's last, with or without scores.
///
/// # Errors
/// Fewer than three shared statements, a solution without any factor with scores, arrays wanted but no grid.
pub fn compare_sets(
    rows: &[&Scored],
    columns: &[&Scored],
    of: Profile,
) -> Result<Comparison, MethodError> {
    compare_sets_by(rows, columns, of, Likeness::Correlation)
}

/// As [`compare_sets`], by either measure of likeness.
///
/// # Errors
/// As [`compare_sets`].
pub fn compare_sets_by(
    rows: &[&Scored],
    columns: &[&Scored],
    of: Profile,
    likeness: Likeness,
) -> Result<Comparison, MethodError> {
    let studies: Vec<&Arc<Study>> = rows.iter().chain(columns).map(|s| s.study()).collect();
    let shared = shared_statements(&studies)?;
    let (of_rows, of_columns) = shared.split_at(rows.len());
    let rows = numbered_through(rows, of_rows, of)?;
    let columns = numbered_through(columns, of_columns, of)?;
    let matrix = Matrix::from_fn(rows.len(), columns.len(), |row, column| {
        match (rows.get(row), columns.get(column)) {
            (Some((_, a)), Some((_, b))) => likeness.between(a, b),
            _ => f64::NAN,
        }
    });
    Ok(Comparison {
        rows: rows.into_iter().map(|(factor, _)| factor).collect(),
        columns: columns.into_iter().map(|(factor, _)| factor).collect(),
        matrix,
        likeness,
        statements: shared.first().map_or(0, Vec::len),
    })
}

impl Likeness {
    /// NaN where it is not defined.
    fn between(self, a: &[f64], b: &[f64]) -> f64 {
        match self {
            Self::Correlation => pearson(a, b),
            Self::Congruence => {
                let product: f64 = a.iter().zip(b).map(|(x, y)| x * y).sum();
                let lengths = (sum_of_squares(a) * sum_of_squares(b)).sqrt();
                (product / lengths).clamp(-1.0, 1.0)
            }
        }
    }
}

/// The profiles of several solutions, each over its own places of the shared statements.
fn numbered_through(
    solutions: &[&Scored],
    places: &[Vec<StatementIndex>],
    of: Profile,
) -> Result<Vec<(FactorIndex, Vec<f64>)>, MethodError> {
    let mut all = Vec::new();
    let mut before = 0;
    for (solution, statements) in solutions.iter().zip(places) {
        let found = profiles(solution, of, statements)?;
        all.extend(
            found
                .into_iter()
                .map(|(factor, profile)| (FactorIndex(before + factor.0), profile)),
        );
        before += solution.factor_count();
    }
    Ok(all)
}

/// For each study, where the statements stand that all of them have by number, in the order of the first study.
pub(super) fn shared_statements(
    studies: &[&Arc<Study>],
) -> Result<Vec<Vec<StatementIndex>>, MethodError> {
    let places: Vec<HashMap<u32, StatementIndex>> = studies
        .iter()
        .map(|study| places_by_number(study))
        .collect();
    let first = studies.first().map_or(&[][..], |study| study.statements());
    let numbers: Vec<u32> = first
        .iter()
        .map(|statement| statement.number)
        .filter(|number| places.iter().all(|places| places.contains_key(number)))
        .collect();
    if numbers.len() < FEWEST_STATEMENTS {
        return Err(ComparisonError::TooFewSharedStatements {
            found: numbers.len(),
        }
        .into());
    }
    Ok(places
        .iter()
        .map(|places| {
            numbers
                .iter()
                .filter_map(|number| places.get(number).copied())
                .collect()
        })
        .collect())
}

fn places_by_number(study: &Study) -> HashMap<u32, StatementIndex> {
    study
        .statements()
        .iter()
        .enumerate()
        .map(|(i, statement)| (statement.number, StatementIndex(i)))
        .collect()
}

/// The factors with scores, and the profile of each over these statements.
pub(super) fn profiles(
    scored: &Scored,
    of: Profile,
    statements: &[StatementIndex],
) -> Result<Vec<(FactorIndex, Vec<f64>)>, MethodError> {
    let factors = scored.scored_factors();
    if factors.is_empty() {
        return Err(MethodError::TooFewScoredFactors {
            needed: 1,
            found: 0,
        });
    }
    factors
        .into_iter()
        .map(|factor| {
            let whole: Vec<f64> = match of {
                Profile::Scores => scored.z(factor).map(<[f64]>::to_vec),
                Profile::Arrays => scored
                    .array(factor)
                    .map(|array| array.iter().map(|value| f64::from(*value)).collect()),
            }
            .ok_or(MethodError::NoGridForArrays)?;
            let part = statements
                .iter()
                .filter_map(|statement| whole.get(statement.0).copied())
                .collect();
            Ok((factor, part))
        })
        .collect()
}
