//! How often each factor is held, by an attribute of the participants.

use super::error::MethodError;
use super::flagging::{Flagged, SortStanding};
use super::study::{FactorIndex, SortIndex};
use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};

/// Counts of defining sorts by a participants' attribute and by factor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prevalence {
    /// The attribute.
    pub by: String,
    /// Its values: numbers ascending if all are numbers, else in alphabetical order; missing values last, as an empty string.
    pub rows: Vec<String>,
    /// Sorts that define this factor and only it, rows × k; confounded sorts are counted apart.
    pub counts: Vec<Vec<usize>>,
    /// Of these, how many load negatively, rows × k.
    pub negative: Vec<Vec<usize>>,
    /// Sorts that define exactly one factor, per row.
    pub matched: Vec<usize>,
    /// Confounded sorts per row.
    pub confounded: Vec<usize>,
    /// Sorts neither defining nor confounded, per row.
    pub other: Vec<usize>,
    /// All sorts per row.
    pub sorts: Vec<usize>,
}

/// Counts the defining sorts of each factor in each group.
///
/// # Errors
/// An attribute that no participant has.
pub fn prevalence(flagged: &Flagged, by: &str) -> Result<Prevalence, MethodError> {
    let study = flagged.rotated().extracted().correlated().study();
    let Some(attribute) = study.sort_attribute(by) else {
        return Err(MethodError::UnknownAttribute {
            name: by.to_owned(),
            known: study
                .sort_attributes()
                .iter()
                .map(|attribute| attribute.name.clone())
                .collect(),
        });
    };
    let rows = groups(&attribute.values);
    let places: HashMap<&str, usize> = rows
        .iter()
        .enumerate()
        .map(|(row, value)| (value.as_str(), row))
        .collect();
    let mut counted = Prevalence::empty(by, rows.clone(), flagged.factor_count());
    let negative: HashSet<(SortIndex, FactorIndex)> =
        flagged.negative_flags().into_iter().collect();
    for (sort, (standing, value)) in flagged
        .standings()
        .into_iter()
        .zip(&attribute.values)
        .enumerate()
    {
        if let Some(&row) = places.get(value.as_str()) {
            counted.count(row, standing, |factor| {
                negative.contains(&(SortIndex(sort), factor))
            });
        }
    }
    Ok(counted)
}

impl Prevalence {
    fn empty(by: &str, rows: Vec<String>, factors: usize) -> Self {
        let groups = rows.len();
        Self {
            by: by.to_owned(),
            rows,
            counts: vec![vec![0; factors]; groups],
            negative: vec![vec![0; factors]; groups],
            matched: vec![0; groups],
            confounded: vec![0; groups],
            other: vec![0; groups],
            sorts: vec![0; groups],
        }
    }

    fn count(
        &mut self,
        row: usize,
        standing: SortStanding,
        loads_negatively: impl Fn(FactorIndex) -> bool,
    ) {
        self.sorts[row] += 1;
        match standing {
            SortStanding::Defining(factor) => {
                self.matched[row] += 1;
                self.counts[row][factor.0] += 1;
                self.negative[row][factor.0] += usize::from(loads_negatively(factor));
            }
            SortStanding::Confounded => self.confounded[row] += 1,
            SortStanding::Unflagged | SortStanding::NonSignificant => self.other[row] += 1,
        }
    }
}

/// The different values, in the order of [`Prevalence::rows`].
fn groups(values: &[String]) -> Vec<String> {
    let number = |text: &str| text.trim().parse::<f64>().ok().filter(|x| x.is_finite());
    let mut groups: Vec<String> = values.to_vec();
    groups.sort();
    groups.dedup();
    if groups.iter().all(|g| g.is_empty() || number(g).is_some()) {
        groups.sort_by(|a, b| match (number(a), number(b)) {
            (Some(a), Some(b)) => a.total_cmp(&b),
            _ => Ordering::Equal,
        });
    }
    // The empty string, a missing value, sorts before all others; it belongs behind them.
    if groups.first().is_some_and(String::is_empty) {
        groups.rotate_left(1);
    }
    groups
}
