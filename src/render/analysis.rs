//! All of an analysis at once, for what takes it together.

use super::report::Provenance;
use crate::qmethod::comparison::{Likeness, Profile};
use crate::qmethod::retention::Retention;
use crate::qmethod::{Convention, Correlated, Extracted, Flagged, Rotated, Scored, Study};
use std::sync::Arc;

/// How far an analysis has come; a stage that was not reached is none.
#[derive(Clone, Copy, Debug)]
pub struct Analysis<'a> {
    /// What was analysed: the study, or the part of it the solution rests on.
    pub study: &'a Study,
    /// What was assumed when the study was read, in words.
    pub notes: &'a [String],
    /// The shown names of the factors.
    pub labels: &'a [String],
    /// Where it comes from.
    pub provenance: &'a Provenance,
    /// Correlations between sorts.
    pub correlated: Option<&'a Correlated>,
    /// Unrotated factors.
    pub extracted: Option<&'a Extracted>,
    /// Rotated factors.
    pub rotated: Option<&'a Rotated>,
    /// Defining sorts.
    pub flagged: Option<&'a Flagged>,
    /// Factor scores.
    pub scored: Option<&'a Scored>,
    /// What is known of it besides.
    pub background: &'a Background,
}

/// What is known of an analysis besides its stages. What was not done or not looked at is not there.
#[derive(Clone, Debug, Default)]
pub struct Background {
    /// The magics that made the study.
    pub origin: Vec<String>,
    /// Which of the study's sorts take part, where not all do.
    pub part: Option<Part>,
    /// Whose conventions all stages follow.
    pub convention: Convention,
    /// Names that were given to factors.
    pub named: Vec<String>,
    /// What each factor says in a few sentences, where somebody has written it, in the factors' order.
    pub summaries: Vec<Option<String>>,
    /// The criteria for the number of factors, if they were looked at.
    pub retention: Option<Arc<Retention>>,
    /// Whether the scree plot was looked at.
    pub scree: bool,
    /// Of a second-order study: the solutions whose factors are its sorts.
    pub first_order: Vec<FirstOrderPart>,
    /// Comparisons of this solution's factors with those of others.
    pub comparisons: Vec<ComparisonMade>,
}

/// Some of a study's sorts.
#[derive(Clone, Debug)]
pub struct Part {
    /// The condition they meet, such as `site=A`.
    pub condition: String,
    /// How many sorts the study has.
    pub of: usize,
    /// The attribute and its value, if the part is a group that was analysed beside others like it.
    pub group: Option<(String, String)>,
}

/// A solution whose factors are sorts of a second-order study.
#[derive(Clone, Debug)]
pub struct FirstOrderPart {
    /// Its name.
    pub name: String,
    /// Its sorts.
    pub sorts: usize,
    /// Its factors among the sorts of the second-order study.
    pub factors: usize,
}

/// A comparison of solutions that was looked at.
#[derive(Clone, Debug, PartialEq)]
pub struct ComparisonMade {
    /// Solutions whose factors made the rows.
    pub rows: Vec<String>,
    /// Solutions whose factors made the columns.
    pub columns: Vec<String>,
    /// What of the factors was compared.
    pub profile: Profile,
    /// By which measure.
    pub likeness: Likeness,
    /// The least r of a pair that counts as the same viewpoint, where viewpoints were matched: each one that was asked for, the first one first.
    pub thresholds: Vec<f64>,
}
