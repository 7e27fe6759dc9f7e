//! Which viewpoints of one solution are found again in others: one-to-one pairs, site by site.

use super::comparison::{Comparison, Profile, compare};
use super::error::MethodError;
use super::scores::Scored;
use crate::numeric::best_pairing;
use crate::qmethod::comparison::ComparisonError;

/// What several solutions have in common with one.
#[derive(Clone, Debug, PartialEq)]
pub struct Matching {
    /// The least r at which a pair counts as the same viewpoint.
    pub threshold: f64,
    /// One per local solution, in the order given.
    pub sites: Vec<SiteMatch>,
}

/// One local solution beside the common one.
#[derive(Clone, Debug, PartialEq)]
pub struct SiteMatch {
    /// Its factors (rows) with the common ones (columns).
    pub comparison: Comparison,
    /// Each row's partner in the pairing with the greatest sum of r, a column; none for rows beyond the number of columns.
    pub partners: Vec<Option<usize>>,
    /// Whether the row and its partner reach the threshold: the common viewpoint is operant here.
    pub operant: Vec<bool>,
}

impl SiteMatch {
    /// r of a row with its partner.
    pub fn r(&self, row: usize) -> Option<f64> {
        let column = self.partners.get(row).copied().flatten()?;
        self.comparison.matrix.get((row, column)).copied()
    }

    /// The row in which a common viewpoint is operant.
    pub fn row_of(&self, column: usize) -> Option<usize> {
        let rows = 0..self.partners.len();
        rows.into_iter()
            .find(|row| self.is_operant(*row) && self.partners.get(*row) == Some(&Some(column)))
    }

    /// Whether the row's viewpoint is a common one.
    pub fn is_operant(&self, row: usize) -> bool {
        self.operant.get(row).copied().unwrap_or(false)
    }
}

/// Pairs the factors of each local solution with those of `national`, one to one, so that the sum of r is greatest (optimal assignment over all r,
/// whatever the threshold), and tells which pairs reach `threshold`.
///
/// # Errors
/// A threshold that is not above 0 and at most 1; as [`compare`].
pub fn match_sets(
    locals: &[&Scored],
    national: &Scored,
    of: Profile,
    threshold: f64,
) -> Result<Matching, MethodError> {
    if !(threshold > 0.0 && threshold <= 1.0) {
        return Err(ComparisonError::MatchThreshold { value: threshold }.into());
    }
    let sites: Result<Vec<SiteMatch>, MethodError> = locals
        .iter()
        .map(|local| Ok(paired(compare(local, national, of)?, threshold)))
        .collect();
    Ok(Matching {
        threshold,
        sites: sites?,
    })
}

/// The pairs of a comparison.
pub fn paired(comparison: Comparison, threshold: f64) -> SiteMatch {
    let partners = best_pairing(&comparison.matrix);
    let operant = partners
        .iter()
        .enumerate()
        .map(|(row, column)| column.is_some_and(|c| comparison.matrix[(row, c)] >= threshold))
        .collect();
    SiteMatch {
        comparison,
        partners,
        operant,
    }
}
