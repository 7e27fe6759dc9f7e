//! A study whose sorts are the factors of other studies.

use super::comparison::Profile;
use super::error::MethodError;
use super::scores::Scored;
use super::study::Study;

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

/// The second-order study: each factor with scores is a sort, the statements those that all solutions share by number. Attributes: `solution`,
/// `factor`, `defining_sorts`, `composite_reliability`. Arrays on one and the same grid keep it forced; otherwise the grid is free, with the common grid (if there is one) for arrays.
///
/// # Errors
/// Fewer than two factors, fewer than three shared statements, labels that stand twice, arrays without a grid.
pub fn second_order_study(of: &[FirstOrder<'_>], profile: Profile) -> Result<Study, MethodError> {
    let _ = (of, profile);
    todo!()
}
