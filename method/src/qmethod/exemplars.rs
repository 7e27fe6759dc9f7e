//! Exemplars: the sorts that stand for a factor.

use super::error::MethodError;
use super::loadings::check_factor;
use super::scores::Scored;
use super::study::{FactorIndex, SortIndex};

/// A defining sort and how much it counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Exemplar {
    /// The sort.
    pub sort: SortIndex,
    /// Its loading on the factor, −1…1; one below 0 speaks for the opposite pole.
    pub loading: f64,
    /// Its weight l/(1 − l²), the largest of the factor being 10.
    pub weight: f64,
    /// Its communality, 0…1.
    pub communality: f64,
}

/// The defining sorts of a factor, the heaviest first; equal weights by place.
///
/// # Errors
/// A factor that is not there or has no defining sorts.
pub fn exemplars(scored: &Scored, factor: FactorIndex) -> Result<Vec<Exemplar>, MethodError> {
    check_factor(factor, scored.factor_count())?;
    let flagged = scored.flagged();
    let loadings = flagged.basis();
    let communalities = flagged.rotated().communalities();
    let defining = flagged.defining_sorts(factor);
    if defining.is_empty() {
        return Err(MethodError::NoDefiningSorts {
            factor: factor.0 + 1,
        });
    }
    let weighted = defining.into_iter().zip(scored.weights(factor));
    let mut found: Vec<Exemplar> = weighted
        .map(|(sort, weight)| Exemplar {
            sort,
            loading: loadings[(sort.0, factor.0)],
            weight,
            communality: communalities.get(sort.0).copied().unwrap_or(f64::NAN),
        })
        .collect();
    found.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()));
    Ok(found)
}
