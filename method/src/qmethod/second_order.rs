//! A study whose sorts are the factors of other studies.

mod chain;

use crate::qmethod::comparison::ComparisonError;
pub use chain::{Chain, ChainedFactor, ChainedParticipant, SuperFactor, chain};

use super::characteristics::Characteristics;
use super::comparison::{Profile, profiles, shared_statements};
use super::error::MethodError;
use super::grid::{Distribution, Grid};
use super::scores::Scored;
use super::study::{Attribute, FactorIndex, StatementIndex, Study};
use crate::numeric::Matrix;
use std::sync::Arc;

/// One first-order solution that goes into a second-order study.
#[derive(Clone, Copy, Debug)]
pub struct FirstOrder<'a> {
    /// Its name, which becomes the attribute `solution`.
    pub name: &'a str,
    /// Its factors' labels, length k, which become the sorts' ids; unique over all solutions.
    pub labels: &'a [String],
    /// Its scores.
    pub scored: &'a Scored,
}

/// The second-order study: each factor with scores is a sort, the statements those that all solutions share by number, worded as in the first.
/// Attributes: `solution`, `factor` (its place, from 1), `defining_sorts`, `composite_reliability`, which is also the sort's own reliability in the
/// standard errors of whatever is made of the study. Arrays on one and the same grid keep it
/// forced; otherwise the grid is free, with the common grid (if there is one, and it fits the shared statements) for arrays.
///
/// # Errors
/// Fewer than two factors, fewer than three shared statements, labels that stand twice or are not one per factor, arrays without a grid.
pub fn second_order_study(of: &[FirstOrder<'_>], profile: Profile) -> Result<Study, MethodError> {
    let studies: Vec<&Arc<Study>> = of.iter().map(|first| first.scored.study()).collect();
    let places = shared_statements(&studies)?;
    let mut sorts = Vec::new();
    for (first, statements) in of.iter().zip(&places) {
        sorts.extend(factor_sorts(first, profile, statements)?);
    }
    if sorts.len() < 2 {
        return Err(MethodError::TooFewScoredFactors {
            needed: 2,
            found: sorts.len(),
        });
    }
    let statements = places.first().map_or(&[][..], Vec::as_slice);
    let values: Vec<f64> = sorts.iter().flat_map(|sort| sort.values.clone()).collect();
    let matrix = Matrix::from_vec(statements.len(), sorts.len(), values);
    let ids = sorts.iter().map(|sort| sort.label.clone()).collect();
    let grid = grid(of, profile, statements.len());
    let Some(first) = studies.first() else {
        return Err(MethodError::NoSorts);
    };
    let shared = statements
        .iter()
        .filter_map(|statement| first.statements().get(statement.0).cloned())
        .collect();
    let mut study = Study::new(shared, ids, matrix, grid)?;
    let rows: Vec<usize> = statements.iter().map(|statement| statement.0).collect();
    for attribute in first.statement_attributes() {
        study = study.with_statement_attribute(attribute.select(&rows))?;
    }
    let reliabilities = sorts.iter().map(|sort| sort.reliability).collect();
    with_attributes(study, &sorts)?.with_reliabilities(reliabilities)
}

/// A first-order factor on its way to be a sort.
struct FactorSort {
    label: String,
    values: Vec<f64>,
    /// The factor's composite reliability.
    reliability: f64,
    /// In the order of [`ATTRIBUTES`].
    attributes: [String; 4],
}

const ATTRIBUTES: [&str; 4] = [
    "solution",
    "factor",
    "defining_sorts",
    "composite_reliability",
];

fn factor_sorts(
    first: &FirstOrder<'_>,
    profile: Profile,
    statements: &[StatementIndex],
) -> Result<Vec<FactorSort>, MethodError> {
    check_labels(first)?;
    if first.scored.scored_factors().is_empty() {
        return Ok(Vec::new());
    }
    let characteristics = Characteristics::of(first.scored);
    let sorts = profiles(first.scored, profile, statements)?
        .into_iter()
        .map(|(factor, values)| FactorSort {
            label: first.labels.get(factor.0).cloned().unwrap_or_default(),
            values,
            reliability: reliability(factor, &characteristics),
            attributes: attributes(first.name, factor, &characteristics),
        });
    Ok(sorts.collect())
}

fn check_labels(first: &FirstOrder<'_>) -> Result<(), MethodError> {
    if first.labels.len() != first.scored.factor_count() {
        return Err(ComparisonError::LabelCount {
            solution: first.name.to_owned(),
            factors: first.scored.factor_count(),
            labels: first.labels.len(),
        }
        .into());
    }
    Ok(())
}

/// A factor with scores has defining sorts, hence a reliability.
fn reliability(factor: FactorIndex, of: &Characteristics) -> f64 {
    let own = of.composite_reliability.get(factor.0).copied().flatten();
    own.unwrap_or(of.average_reliability)
}

fn attributes(solution: &str, factor: FactorIndex, of: &Characteristics) -> [String; 4] {
    let defining = of.defining_sorts.get(factor.0).copied();
    let reliability = of.composite_reliability.get(factor.0).copied().flatten();
    [
        solution.to_owned(),
        (factor.0 + 1).to_string(),
        defining.map(|count| count.to_string()).unwrap_or_default(),
        reliability.map(|r| r.to_string()).unwrap_or_default(),
    ]
}

fn with_attributes(mut study: Study, sorts: &[FactorSort]) -> Result<Study, MethodError> {
    for (i, name) in ATTRIBUTES.into_iter().enumerate() {
        let values = sorts
            .iter()
            .filter_map(|sort| sort.attributes.get(i).cloned())
            .collect();
        study = study.with_sort_attribute(Attribute {
            name: name.to_owned(),
            values,
        })?;
    }
    Ok(study)
}

/// The grid that all solutions lay their arrays out on, where there is one and it still fits after statements that are not shared fell away.
fn grid(of: &[FirstOrder<'_>], profile: Profile, statements: usize) -> Grid {
    let mut grids = of.iter().map(|first| first.scored.array_distribution());
    let first: Option<&Distribution> = grids.next().flatten();
    let common = first.filter(|grid| grid.cards() == statements && grids.all(|g| g == first));
    match (common, profile) {
        (Some(common), Profile::Arrays) => Grid::Forced(common.clone()),
        (common, _) => Grid::Free {
            arrays: common.cloned(),
        },
    }
}
