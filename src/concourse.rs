//! From concourse to Q set: what was collected, the coding framework, what is alike in wording, what was decided, and the balanced draw.
//! Pure: no I/O, no clock, no text layout; a seed is an argument.

mod decisions;
mod error;
mod framework;
mod quotas;
mod sample;
mod similarity;

pub use decisions::{Decision, Fate, Screening};
pub use error::ConcourseError;
pub use framework::{AskedDimension, CellIndex, Dimension, Framework};
pub use sample::{CellShare, DrawPlan, Drawn, QSet, Wish, draw};
pub use similarity::{Interrupted, Pair, Similar, checked_threshold};

use std::collections::HashSet;

/// A collected statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// What it is called by, unique in the concourse.
    pub id: String,
    /// Its wording as collected.
    pub text: String,
    /// Where it comes from; empty if that was not noted.
    pub source: String,
}

/// One column of codes: what each statement was coded as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeColumn {
    /// Its heading, such as `theme`.
    pub name: String,
    /// For each statement its codes, the main one first; none where it was not coded.
    pub codes: Vec<Vec<String>>,
}

/// Collected statements with their sources and codes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concourse {
    candidates: Vec<Candidate>,
    columns: Vec<CodeColumn>,
}

impl Concourse {
    /// Statements with a list of codes for each in every column.
    ///
    /// # Errors
    /// No statement; one without words; an id that stands twice; a column of another length.
    pub fn new(
        candidates: Vec<Candidate>,
        columns: Vec<CodeColumn>,
    ) -> Result<Self, ConcourseError> {
        if candidates.is_empty() {
            return Err(ConcourseError::Empty);
        }
        let mut ids = HashSet::new();
        for candidate in &candidates {
            let id = candidate.id.clone();
            if candidate.text.trim().is_empty() {
                return Err(ConcourseError::NoText { id });
            }
            if !ids.insert(candidate.id.as_str()) {
                return Err(ConcourseError::RepeatedId { id });
            }
        }
        for column in &columns {
            if column.codes.len() != candidates.len() {
                return Err(ConcourseError::ColumnLength {
                    name: column.name.clone(),
                    expected: candidates.len(),
                    found: column.codes.len(),
                });
            }
        }
        Ok(Self {
            candidates,
            columns,
        })
    }

    /// The statements as they were collected.
    pub fn candidates(&self) -> &[Candidate] {
        &self.candidates
    }

    /// The columns of codes.
    pub fn columns(&self) -> &[CodeColumn] {
        &self.columns
    }

    /// The place of the statement of this id; capitals make no difference where they need not.
    ///
    /// # Errors
    /// There is none; the nearest id is suggested.
    pub fn find(&self, id: &str) -> Result<usize, ConcourseError> {
        let mut ids = self.candidates.iter();
        let exact = ids.position(|c| c.id == id);
        let alike = || {
            let alike = |c: &Candidate| c.id.eq_ignore_ascii_case(id);
            let mut all = self.candidates.iter().enumerate().filter(|(_, c)| alike(c));
            let first = all.next().map(|(at, _)| at);
            first.filter(|_| all.next().is_none())
        };
        exact.or_else(alike).ok_or_else(|| {
            let known: Vec<&str> = self.candidates.iter().map(|c| c.id.as_str()).collect();
            ConcourseError::UnknownId {
                id: id.to_owned(),
                nearest: similarity::nearest(id, &known),
            }
        })
    }

    /// The id at a place.
    pub fn id(&self, candidate: usize) -> &str {
        self.candidates.get(candidate).map_or("", |c| c.id.as_str())
    }

    /// The different sources, in the order in which they first occur; statements without one are not counted.
    pub fn sources(&self) -> Vec<&str> {
        let mut seen = HashSet::new();
        let sources = self.candidates.iter().map(|c| c.source.as_str());
        sources
            .filter(|s| !s.is_empty() && seen.insert(*s))
            .collect()
    }
}
