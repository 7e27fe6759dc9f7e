//! How viewpoints score the statements of each dimension of the Q set.

use super::error::MethodError;
use super::prevalence::groups;
use super::scores::Scored;
use super::study::{FactorIndex, StatementIndex};
use crate::numeric::{Matrix, mean};
use crate::qmethod::comparison::ComparisonError;

/// Statements by a statements' attribute, and what each factor makes of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Dimensions {
    /// The attribute.
    pub attribute: String,
    /// Its values: numbers ascending if all are numbers, else in alphabetical order; statements without one last, as an empty string.
    pub rows: Vec<String>,
    /// The statements of each value, in their order.
    pub statements: Vec<Vec<StatementIndex>>,
    /// Mean z-score of each value's statements, rows × k; NaN where a factor has no scores. The means weighted by numbers of statements add up to 0.
    pub mean_z: Matrix<f64>,
    /// Mean |z|, rows × k: how much the statements matter to the viewpoint, whichever way; NaN where a factor has no scores.
    pub mean_salience: Matrix<f64>,
    /// Mean array value, rows × k; NaN where a factor has no array.
    pub mean_array: Matrix<f64>,
}

/// Takes the z-scores and arrays of each factor together by `attribute` of the statements.
///
/// # Errors
/// An attribute that the statements do not have.
pub fn dimensions(scored: &Scored, attribute: &str) -> Result<Dimensions, MethodError> {
    let study = scored.study();
    let found = study.statement_attribute(attribute).ok_or_else(|| {
        ComparisonError::UnknownStatementAttribute {
            name: attribute.to_owned(),
            known: study
                .statement_attributes()
                .iter()
                .map(|a| a.name.clone())
                .collect(),
        }
    })?;
    let rows = groups(&found.values);
    let statements: Vec<Vec<StatementIndex>> = rows
        .iter()
        .map(|row| {
            let values = found.values.iter().enumerate();
            values
                .filter(|(_, value)| *value == row)
                .map(|(i, _)| StatementIndex(i))
                .collect()
        })
        .collect();
    let mean_of = |value: &dyn Fn(FactorIndex, StatementIndex) -> Option<f64>| {
        Matrix::from_fn(rows.len(), scored.factor_count(), |row, factor| {
            let of_row = statements.get(row).into_iter().flatten();
            let values: Option<Vec<f64>> = of_row.map(|s| value(FactorIndex(factor), *s)).collect();
            values.map_or(f64::NAN, |values| mean(&values))
        })
    };
    let z = |factor: FactorIndex, s: StatementIndex| scored.z(factor)?.get(s.0).copied();
    let array = |factor: FactorIndex, s: StatementIndex| {
        let value = scored.array(factor)?.get(s.0).copied()?;
        Some(f64::from(value))
    };
    Ok(Dimensions {
        attribute: attribute.to_owned(),
        mean_z: mean_of(&z),
        mean_salience: mean_of(&|factor, s| Some(z(factor, s)?.abs())),
        mean_array: mean_of(&array),
        rows,
        statements,
    })
}
