//! Heywood cases: sorts whose factors explain all of their variance, or more (Heywood 1931).

use super::Factors;
use super::error::ExtractionError;
use crate::numeric::sum_of_squares;
use crate::qmethod::correlation::Correlated;
use crate::qmethod::error::MethodError;
use crate::qmethod::loadings::column_sums_of_squares;
use crate::qmethod::study::SortIndex;

/// A communality this near to 1 is 1.
const ONE: f64 = 1.0 - 1e-10;

/// What becomes of communalities of 1 or more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Heywood {
    /// They stay as they were found. A flagged loading of 1 or more is refused later, as it has no weight.
    #[default]
    Keep,
    /// Held at 1 while communalities are iterated (principal axis; Horst does so always), then as [`Heywood::Rescale`].
    Cap,
    /// The sort's loadings times 1/√h², so that h² = 1: KADE's repair.
    Rescale,
    /// An error that names the sorts.
    Refuse,
}

/// A sort with its communality as it was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HeywoodCase {
    /// The sort.
    pub sort: SortIndex,
    /// Its h², 1 or more, or held at a bound.
    pub communality: f64,
}

/// Finds the cases and treats them.
pub(super) fn treat(
    correlated: &Correlated,
    factors: &mut Factors,
    treatment: Heywood,
) -> Result<Vec<HeywoodCase>, MethodError> {
    let cases = cases(factors);
    match treatment {
        _ if cases.is_empty() => {}
        Heywood::Keep => {}
        Heywood::Cap | Heywood::Rescale => rescale(factors, &cases),
        Heywood::Refuse => {
            let ids = correlated.study().sort_ids();
            let named = cases.iter().filter_map(|case| ids.get(case.sort.0));
            return Err(ExtractionError::HeywoodCases {
                sorts: named.cloned().collect(),
            }
            .into());
        }
    }
    Ok(cases)
}

fn cases(factors: &Factors) -> Vec<HeywoodCase> {
    factors
        .loadings
        .row_iter()
        .enumerate()
        .map(|(sort, row)| {
            let row: Vec<f64> = row.iter().copied().collect();
            (sort, sum_of_squares(&row))
        })
        .filter(|(sort, communality)| *communality >= ONE || factors.at_bound.contains(sort))
        .map(|(sort, communality)| HeywoodCase {
            sort: SortIndex(sort),
            communality,
        })
        .collect()
}

fn rescale(factors: &mut Factors, cases: &[HeywoodCase]) {
    for case in cases.iter().filter(|case| case.communality > 1.0) {
        let mut row = factors.loadings.row_mut(case.sort.0);
        row /= case.communality.sqrt();
    }
    factors.eigenvalues = column_sums_of_squares(&factors.loadings);
}
