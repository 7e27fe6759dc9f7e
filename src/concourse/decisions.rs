//! What is decided about collected statements, and what becomes of them.

use super::error::ConcourseError;
use super::{Concourse, similarity};
use std::collections::HashSet;
use std::sync::Arc;

/// One decision; statements by their place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Alike in wording, and yet all of them stay.
    Keep {
        /// The statements, at least two.
        candidates: Vec<usize>,
        /// Why.
        reason: String,
    },
    /// Out.
    Drop {
        /// The statements.
        candidates: Vec<usize>,
        /// Why.
        reason: String,
    },
    /// One stands for all of them.
    Merge {
        /// The one that stays.
        into: usize,
        /// Those it stands for.
        others: Vec<usize>,
        /// Why.
        reason: String,
    },
    /// Other words.
    Reword {
        /// The statement.
        candidate: usize,
        /// The words before.
        before: String,
        /// The words from now on.
        text: String,
        /// Why.
        reason: String,
    },
}

/// What has become of a statement so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It can be drawn.
    Standing,
    /// Another stands for it.
    Merged {
        /// The other.
        into: usize,
        /// Why.
        reason: String,
    },
    /// It is out.
    Dropped {
        /// Why.
        reason: String,
    },
}

/// A concourse with all that was decided about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Screening {
    concourse: Arc<Concourse>,
    decisions: Vec<Decision>,
    fates: Vec<Fate>,
    /// The wording now, where it is not the collected one.
    texts: Vec<Option<String>>,
    /// Pairs that stay both, the earlier one first.
    kept: HashSet<(usize, usize)>,
}

impl Screening {
    /// Nothing decided yet.
    pub fn of(concourse: Arc<Concourse>) -> Self {
        let count = concourse.candidates().len();
        Self {
            concourse,
            decisions: Vec::new(),
            fates: vec![Fate::Standing; count],
            texts: vec![None; count],
            kept: HashSet::new(),
        }
    }

    /// Takes a decision.
    ///
    /// # Errors
    /// A statement that is out already or stands twice in it, too few statements, no reason where one is needed, or a wording that is the old one.
    pub fn decide(&mut self, decision: Decision) -> Result<(), ConcourseError> {
        match &decision {
            Decision::Keep { candidates, .. } => self.keep(candidates)?,
            Decision::Drop { candidates, reason } => self.drop_out(candidates, reason)?,
            Decision::Merge {
                into,
                others,
                reason,
            } => self.merge(*into, others, reason)?,
            Decision::Reword {
                candidate,
                text,
                reason,
                ..
            } => self.reword(*candidate, text, reason)?,
        }
        self.decisions.push(decision);
        Ok(())
    }

    fn keep(&mut self, candidates: &[usize]) -> Result<(), ConcourseError> {
        self.check(candidates, "keep", 2)?;
        for (at, first) in candidates.iter().enumerate() {
            for second in candidates.iter().skip(at + 1) {
                self.kept.insert(in_order(*first, *second));
            }
        }
        Ok(())
    }

    fn drop_out(&mut self, candidates: &[usize], reason: &str) -> Result<(), ConcourseError> {
        self.check(candidates, "drop", 1)?;
        check_reason("drop", reason)?;
        for candidate in candidates {
            self.put(
                *candidate,
                Fate::Dropped {
                    reason: reason.to_owned(),
                },
            );
        }
        Ok(())
    }

    fn merge(&mut self, into: usize, others: &[usize], reason: &str) -> Result<(), ConcourseError> {
        let all: Vec<usize> = std::iter::once(into)
            .chain(others.iter().copied())
            .collect();
        self.check(&all, "merge", 2)?;
        // Whatever was merged into one of them follows it.
        let followers: Vec<usize> = self
            .fates
            .iter()
            .enumerate()
            .filter(|(_, fate)| matches!(fate, Fate::Merged { into, .. } if others.contains(into)))
            .map(|(at, _)| at)
            .collect();
        for follower in followers {
            if let Some(Fate::Merged { into: place, .. }) = self.fates.get_mut(follower) {
                *place = into;
            }
        }
        for other in others {
            self.put(
                *other,
                Fate::Merged {
                    into,
                    reason: reason.to_owned(),
                },
            );
        }
        Ok(())
    }

    fn reword(&mut self, candidate: usize, text: &str, reason: &str) -> Result<(), ConcourseError> {
        self.check(&[candidate], "reword", 1)?;
        check_reason("reword", reason)?;
        let text = text.trim();
        if text.is_empty() || text == self.text(candidate) {
            return Err(ConcourseError::SameWords {
                id: self.concourse.id(candidate).to_owned(),
                text: self.text(candidate).to_owned(),
            });
        }
        if let Some(place) = self.texts.get_mut(candidate) {
            *place = Some(text.to_owned());
        }
        Ok(())
    }

    fn put(&mut self, candidate: usize, fate: Fate) {
        if let Some(place) = self.fates.get_mut(candidate) {
            *place = fate;
        }
    }

    fn check(
        &self,
        candidates: &[usize],
        what: &'static str,
        needed: usize,
    ) -> Result<(), ConcourseError> {
        let id = |candidate: usize| self.concourse.id(candidate).to_owned();
        let mut seen = HashSet::new();
        for &candidate in candidates {
            if !seen.insert(candidate) {
                return Err(ConcourseError::Twice { id: id(candidate) });
            }
            self.check_standing(candidate)?;
        }
        if candidates.len() < needed {
            return Err(ConcourseError::TooFew {
                what,
                needed,
                found: candidates.len(),
            });
        }
        Ok(())
    }

    /// Refuses a statement that is out.
    ///
    /// # Errors
    /// [`ConcourseError::Gone`].
    pub fn check_standing(&self, candidate: usize) -> Result<(), ConcourseError> {
        let how = match self.fate(candidate) {
            Fate::Standing => return Ok(()),
            Fate::Merged { into, .. } => {
                format!("`{}` stands for it", self.concourse.id(*into))
            }
            Fate::Dropped { reason } => format!("dropped, {reason}"),
        };
        Err(ConcourseError::Gone {
            id: self.concourse.id(candidate).to_owned(),
            how,
        })
    }

    /// What was collected.
    pub fn concourse(&self) -> &Arc<Concourse> {
        &self.concourse
    }

    /// The decisions in their order.
    pub fn decisions(&self) -> &[Decision] {
        &self.decisions
    }

    /// What has become of a statement.
    pub fn fate(&self, candidate: usize) -> &Fate {
        self.fates.get(candidate).unwrap_or(&Fate::Standing)
    }

    /// The wording as it is now.
    pub fn text(&self, candidate: usize) -> &str {
        let now = self.texts.get(candidate).and_then(Option::as_deref);
        let collected = || self.concourse.candidates().get(candidate);
        now.or_else(|| collected().map(|c| c.text.as_str()))
            .unwrap_or_default()
    }

    /// Whether the wording is not the collected one.
    pub fn is_reworded(&self, candidate: usize) -> bool {
        self.texts.get(candidate).is_some_and(Option::is_some)
    }

    /// The wordings of all statements as they are now.
    pub fn texts(&self) -> Vec<&str> {
        (0..self.fates.len()).map(|at| self.text(at)).collect()
    }

    /// The statements that can be drawn.
    pub fn standing(&self) -> Vec<usize> {
        let all = self.fates.iter().enumerate();
        all.filter(|(_, fate)| **fate == Fate::Standing)
            .map(|(at, _)| at)
            .collect()
    }

    /// The statements a standing one stands for.
    pub fn merged_into(&self, candidate: usize) -> Vec<usize> {
        let all = self.fates.iter().enumerate();
        all.filter(|(_, fate)| matches!(fate, Fate::Merged { into, .. } if *into == candidate))
            .map(|(at, _)| at)
            .collect()
    }

    /// The sources of a statement and of those it stands for, each once.
    pub fn sources(&self, candidate: usize) -> Vec<&str> {
        let mut sources: Vec<&str> = Vec::new();
        for at in std::iter::once(candidate).chain(self.merged_into(candidate)) {
            let collected = self.concourse.candidates().get(at);
            let source = collected.map_or("", |c| c.source.as_str());
            if !source.is_empty() && !sources.contains(&source) {
                sources.push(source);
            }
        }
        sources
    }

    /// The pairs still to be decided: both stand, and nobody said that both are to stay.
    pub fn undecided<'a>(
        &'a self,
        similar: &'a similarity::Similar,
    ) -> impl Iterator<Item = &'a similarity::Pair> {
        let stands = |candidate: usize| *self.fate(candidate) == Fate::Standing;
        similar.pairs().iter().filter(move |pair| {
            stands(pair.first)
                && stands(pair.second)
                && !self.kept.contains(&(pair.first, pair.second))
        })
    }
}

fn in_order(a: usize, b: usize) -> (usize, usize) {
    (a.min(b), a.max(b))
}

fn check_reason(what: &'static str, reason: &str) -> Result<(), ConcourseError> {
    if reason.trim().is_empty() {
        return Err(ConcourseError::NoReason { what });
    }
    Ok(())
}
