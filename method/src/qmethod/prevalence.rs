//! How often each factor is held, by an attribute of the participants.

use super::error::MethodError;
use super::flagging::{Flagged, SortStanding};
use super::study::{Attribute, FactorIndex, SortIndex, Study};
use super::texts::Texts;
use crate::numeric::{ContingencyTest, independence, wilson_interval};
use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};

/// The most groups that are counted; with more, each is a few sorts.
const MOST_GROUPS: usize = 2_000;

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
    /// Sorts neither defining nor confounded, per row: unflagged and non-significant ones.
    pub other: Vec<usize>,
    /// Of these, the sorts significant on no factor, per row.
    pub non_significant: Vec<usize>,
    /// All sorts per row.
    pub sorts: Vec<usize>,
}

/// Counts the defining sorts of each factor in each group.
///
/// # Errors
/// An attribute that no participant has, or that has too many different values.
pub fn prevalence(flagged: &Flagged, by: &str) -> Result<Prevalence, MethodError> {
    let study = flagged.rotated().extracted().correlated().study();
    let attribute = attribute_of(study, by)?;
    counted(flagged, by, &attribute.values)
}

/// Counts them in each combination of two attributes that occurs, called such as `A × GP`; sorts without one of the two come last.
///
/// # Errors
/// An attribute that no participant has.
pub fn prevalence_crossed(
    flagged: &Flagged,
    by: &str,
    and: &str,
) -> Result<Prevalence, MethodError> {
    let study = flagged.rotated().extracted().correlated().study();
    let (first, second) = (attribute_of(study, by)?, attribute_of(study, and)?);
    let pairs = first.values.iter().zip(&second.values);
    let crossed: Texts = pairs
        .map(|(a, b)| match (a, b) {
            ("", _) | (_, "") => String::new(),
            (a, b) => format!("{a} \u{d7} {b}"),
        })
        .collect();
    counted(flagged, &format!("{by} \u{d7} {and}"), &crossed)
}

/// The participants' attribute of this name.
pub(super) fn attribute_of<'a>(study: &'a Study, name: &str) -> Result<&'a Attribute, MethodError> {
    study
        .sort_attribute(name)
        .ok_or_else(|| MethodError::UnknownAttribute {
            name: name.to_owned(),
            known: study
                .sort_attributes()
                .iter()
                .map(|attribute| attribute.name.clone())
                .collect(),
        })
}

fn counted(flagged: &Flagged, by: &str, values: &Texts) -> Result<Prevalence, MethodError> {
    let rows = groups(values);
    if rows.len() > MOST_GROUPS {
        return Err(MethodError::TooManyGroups {
            name: by.to_owned(),
            groups: rows.len(),
            most: MOST_GROUPS,
        });
    }
    let places: HashMap<&str, usize> = rows
        .iter()
        .enumerate()
        .map(|(row, value)| (value.as_str(), row))
        .collect();
    let mut counted = Prevalence::empty(by, rows.clone(), flagged.factor_count());
    let negative: HashSet<(SortIndex, FactorIndex)> =
        flagged.negative_flags().into_iter().collect();
    for (sort, (standing, value)) in flagged.standings().into_iter().zip(values).enumerate() {
        if let Some(&row) = places.get(value) {
            counted.count(row, standing, |factor| {
                negative.contains(&(SortIndex(sort), factor))
            });
        }
    }
    Ok(counted)
}

impl Prevalence {
    /// Wilson's 95 % interval for the share of a group's sorts that define the factor, 0…1.
    pub fn interval(&self, row: usize, factor: FactorIndex) -> Option<(f64, f64)> {
        let count = self.counts.get(row)?.get(factor.0)?;
        wilson_interval(*count, *self.sorts.get(row)?)
    }

    /// Whether the groups differ in how their sorts spread over the factors and over no single one: the exact test of Fisher, Freeman and Halton,
    /// groups without a name left out. None with fewer than two groups, or where all sorts stand alike.
    pub fn test(&self, seed: u64) -> Option<ContingencyTest> {
        let table: Vec<Vec<usize>> = self
            .named_rows()
            .map(|row| {
                let mut cells = self.counts[row].clone();
                cells.push(self.sorts[row] - self.matched[row]);
                cells
            })
            .collect();
        independence(&table, seed)
    }

    /// The same for one factor against everything else.
    pub fn test_of(&self, factor: FactorIndex, seed: u64) -> Option<ContingencyTest> {
        let table: Vec<Vec<usize>> = self
            .named_rows()
            .filter_map(|row| {
                let count = *self.counts[row].get(factor.0)?;
                Some(vec![count, self.sorts[row] - count])
            })
            .collect();
        independence(&table, seed)
    }

    fn named_rows(&self) -> impl Iterator<Item = usize> + '_ {
        let named = self.rows.iter().enumerate();
        named
            .filter(|(_, name)| !name.is_empty())
            .map(|(row, _)| row)
    }

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
            non_significant: vec![0; groups],
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
            SortStanding::Unflagged => self.other[row] += 1,
            SortStanding::NonSignificant => {
                self.other[row] += 1;
                self.non_significant[row] += 1;
            }
        }
    }
}

/// The different values, in the order of [`Prevalence::rows`].
pub(super) fn groups(values: &Texts) -> Vec<String> {
    let number = |text: &str| text.trim().parse::<f64>().ok().filter(|x| x.is_finite());
    let mut groups: Vec<&str> = values.counted().into_iter().map(|(text, _)| text).collect();
    if groups.iter().all(|g| g.is_empty() || number(g).is_some()) {
        groups.sort_by(|a, b| match (number(a), number(b)) {
            (Some(a), Some(b)) => a.total_cmp(&b),
            _ => Ordering::Equal,
        });
    }
    // The empty string, a missing value, sorts before all others; it belongs behind them.
    if groups.first().is_some_and(|group| group.is_empty()) {
        groups.rotate_left(1);
    }
    groups.into_iter().map(str::to_owned).collect()
}
