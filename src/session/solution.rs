//! A solution: how far the chain of stages has come over a study or a part of it.

use super::NamedStudy;
use super::error::SessionError;
use super::labels::Labels;
use super::stage::StageKind;
use crate::qmethod::rotation::{FactorOrder, RotationStep};
use crate::qmethod::scores::ScoreOptions;
use crate::qmethod::{
    Correlated, Extracted, FactorIndex, Flagged, Rotated, Scored, SortIndex, Study,
};
use std::sync::Arc;

/// The furthest stage reached; each holds the ones before it.
#[derive(Clone, Debug)]
enum Stage {
    Loaded,
    Correlated(Arc<Correlated>),
    Extracted(Arc<Extracted>),
    Rotated(Arc<Rotated>),
    Flagged(Arc<Flagged>),
    Scored(Arc<Scored>),
}

/// A change of the rotation that leaves each factor what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rearrangement {
    /// The factor's sign reversed.
    Invert(FactorIndex),
    /// Two factors in each other's place.
    Swap(FactorIndex, FactorIndex),
    /// All factors in another order.
    Order(FactorOrder),
}

impl Rearrangement {
    fn step(&self) -> RotationStep {
        match self {
            Self::Invert(factor) => RotationStep::Invert(*factor),
            Self::Swap(a, b) => RotationStep::Swap(*a, *b),
            Self::Order(order) => RotationStep::Order(order.clone()),
        }
    }

    /// Where each factor of the new order stands now, from 0.
    fn places(&self, rotated: &Rotated) -> Result<Vec<usize>, SessionError> {
        let mut places: Vec<usize> = (0..rotated.factor_count()).collect();
        match self {
            Self::Invert(_) => {}
            Self::Swap(a, b) => places.swap(a.0, b.0),
            Self::Order(order) => places = rotated.places(order)?,
        }
        Ok(places)
    }
}

/// A solution under way or kept. It carries the name it is kept under as long as it is what was kept.
#[derive(Clone, Debug)]
pub struct Solution {
    name: Option<String>,
    study: Arc<NamedStudy>,
    part: Arc<Study>,
    stage: Stage,
    labels: Labels,
    steps: Vec<(StageKind, String)>,
}

impl Solution {
    /// A solution with nothing done yet, over the whole study.
    pub fn of(study: Arc<NamedStudy>) -> Self {
        let loaded = study.origin.clone().into_iter();
        Self {
            name: None,
            part: Arc::clone(&study.study),
            steps: loaded.map(|step| (StageKind::Loaded, step)).collect(),
            study,
            stage: Stage::Loaded,
            labels: Labels::default(),
        }
    }

    /// A solution with nothing done yet, over some of the study's sorts; `condition` says which.
    ///
    /// # Errors
    /// No sort is left.
    pub fn of_part(
        study: Arc<NamedStudy>,
        keep: &[SortIndex],
        condition: &str,
    ) -> Result<Self, SessionError> {
        let part = Arc::new(study.study.subset(keep)?);
        let mut solution = Self::of(study);
        solution.part = part;
        solution
            .steps
            .push((StageKind::Loaded, format!("only sorts with {condition}")));
        Ok(solution)
    }

    /// The name it is kept under.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    pub(super) fn set_name(&mut self, name: &str) {
        self.name = Some(name.to_owned());
    }

    /// The study under its name.
    pub fn study(&self) -> &Arc<NamedStudy> {
        &self.study
    }

    /// The sorts that take part, as a study.
    pub fn part(&self) -> &Arc<Study> {
        &self.part
    }

    /// The factors' shown labels, in order; empty before rotation.
    pub fn labels(&self) -> &[String] {
        self.labels.shown()
    }

    /// What was done, one line a step.
    pub fn steps(&self) -> impl Iterator<Item = &str> {
        self.steps.iter().map(|(_, step)| step.as_str())
    }

    /// The furthest stage reached.
    pub fn reached(&self) -> StageKind {
        match self.stage {
            Stage::Loaded => StageKind::Loaded,
            Stage::Correlated(_) => StageKind::Correlated,
            Stage::Extracted(_) => StageKind::Extracted,
            Stage::Rotated(_) => StageKind::Rotated,
            Stage::Flagged(_) => StageKind::Flagged,
            Stage::Scored(_) => StageKind::Scored,
        }
    }

    /// The correlations.
    ///
    /// # Errors
    /// [`SessionError::StageMissing`] before `%q correlate`.
    pub fn correlated(&self) -> Result<&Arc<Correlated>, SessionError> {
        match &self.stage {
            Stage::Correlated(correlated) => Ok(correlated),
            Stage::Loaded => Err(self.missing(StageKind::Correlated)),
            _ => self.extracted().map(|e| e.correlated()),
        }
    }

    /// The unrotated factors.
    ///
    /// # Errors
    /// [`SessionError::StageMissing`] before `%q extract`.
    pub fn extracted(&self) -> Result<&Arc<Extracted>, SessionError> {
        match &self.stage {
            Stage::Extracted(extracted) => Ok(extracted),
            Stage::Loaded | Stage::Correlated(_) => Err(self.missing(StageKind::Extracted)),
            _ => self.rotated().map(|r| r.extracted()),
        }
    }

    /// The rotated factors.
    ///
    /// # Errors
    /// [`SessionError::StageMissing`] before `%q rotate`.
    pub fn rotated(&self) -> Result<&Arc<Rotated>, SessionError> {
        match &self.stage {
            Stage::Rotated(rotated) => Ok(rotated),
            Stage::Flagged(flagged) => Ok(flagged.rotated()),
            Stage::Scored(scored) => Ok(scored.flagged().rotated()),
            _ => Err(self.missing(StageKind::Rotated)),
        }
    }

    /// The flags.
    ///
    /// # Errors
    /// [`SessionError::StageMissing`] before `%q flag auto`.
    pub fn flagged(&self) -> Result<&Arc<Flagged>, SessionError> {
        match &self.stage {
            Stage::Flagged(flagged) => Ok(flagged),
            Stage::Scored(scored) => Ok(scored.flagged()),
            _ => Err(self.missing(StageKind::Flagged)),
        }
    }

    /// The factor scores.
    ///
    /// # Errors
    /// [`SessionError::StageMissing`] before `%q flag auto`.
    pub fn scored(&self) -> Result<&Arc<Scored>, SessionError> {
        match &self.stage {
            Stage::Scored(scored) => Ok(scored),
            _ => Err(self.missing(StageKind::Scored)),
        }
    }

    /// Takes in correlations; what came of earlier ones is dropped. Returns what was dropped, in words.
    pub fn put_correlated(&mut self, correlated: Correlated, step: &str) -> Option<String> {
        let names = self.replace_labels(Labels::default());
        let dropped = self.put(Stage::Correlated(Arc::new(correlated)), step);
        sentences([dropped, names])
    }

    /// Takes in unrotated factors; what came of earlier ones is dropped. Returns what was dropped, in words.
    pub fn put_extracted(&mut self, extracted: Extracted, step: &str) -> Option<String> {
        let names = self.replace_labels(Labels::default());
        let dropped = self.put(Stage::Extracted(Arc::new(extracted)), step);
        sentences([dropped, names])
    }

    /// Takes in factors rotated from the unrotated ones, labelled F1, F2 …; what came of earlier ones is dropped. Returns what was dropped, in
    /// words.
    pub fn put_rotated(&mut self, rotated: Rotated, step: &str) -> Option<String> {
        let names = self.replace_labels(Labels::by_place("F", rotated.factor_count()));
        let dropped = self.put(Stage::Rotated(Arc::new(rotated)), step);
        sentences([dropped, names])
    }

    /// Takes in factors turned further from those there are. Labels stay; flags and scores, where there are any, are dropped and said so.
    pub fn put_turned(&mut self, rotated: Rotated, step: &str) -> Option<String> {
        let turns: Vec<(StageKind, String)> = self.steps_of(StageKind::Rotated);
        let dropped = self.put(Stage::Rotated(Arc::new(rotated)), step);
        let last = self.steps.pop();
        self.steps.extend(turns);
        self.steps.extend(last);
        dropped
    }

    /// Takes in the factors that a changed list of steps gives. They are others than those before, so names given to factors, flags and scores are
    /// dropped and said so; the record of how the list came about stays.
    pub fn put_replayed(&mut self, rotated: Rotated, step: &str) -> Option<String> {
        let names = self.replace_labels(Labels::by_place("F", rotated.factor_count()));
        let dropped = self.put_turned(rotated, step);
        sentences([dropped, names])
    }

    /// Reverses a factor or brings factors into another order, and stays the solution it is: flags are carried over and scored again, and names given to
    /// factors travel with them.
    ///
    /// # Errors
    /// No rotated factors yet; as [`Rotated::then`].
    pub fn rearrange(&mut self, turn: &Rearrangement, step: &str) -> Result<(), SessionError> {
        let before = Arc::clone(self.rotated()?);
        let rotated = before.then(turn.step())?;
        let places = turn.places(&before)?;
        let name = self.name.clone();
        let flagging = self.steps_of(StageKind::Flagged);
        let flags = self.flagged().ok().cloned();
        self.put_turned(rotated, step);
        for (a, b) in exchanges(&places) {
            self.labels.swap_given(a, b);
        }
        if let Some(flags) = flags {
            let mut changes = flags.changes().to_vec();
            for change in &mut changes {
                let place = places.iter().position(|from| *from == change.factor.0);
                change.factor = place.map_or(change.factor, FactorIndex);
            }
            let again = Flagged::new(Arc::clone(self.rotated()?), flags.rule(), &changes)?;
            self.put_flagged(again, "");
            self.steps.pop();
            self.steps.extend(flagging);
        }
        self.name = name;
        Ok(())
    }

    /// Takes in flags, and scores the factors by them. Returns what was dropped and why they cannot be scored, if so, in words.
    pub fn put_flagged(&mut self, flagged: Flagged, step: &str) -> Option<String> {
        let by_hand = self.flagged().map_or(0, |f| f.changes().len());
        let undone = match by_hand.saturating_sub(flagged.changes().len()) {
            0 => None,
            1 => Some("One flag changed by hand was dropped.".to_owned()),
            n => Some(format!("{n} flags changed by hand were dropped.")),
        };
        let flagged = Arc::new(flagged);
        let scored = Scored::new(Arc::clone(&flagged), ScoreOptions::default());
        let before = self.put(Stage::Flagged(flagged), step);
        let unscored = match scored {
            Ok(scored) => {
                self.stage = Stage::Scored(Arc::new(scored));
                None
            }
            Err(why) => Some(why.to_string()),
        };
        sentences([undone, before, unscored])
    }

    /// Takes in flags changed by hand; the steps that flagged before are kept.
    pub fn put_flagged_further(&mut self, flagged: Flagged, step: &str) -> Option<String> {
        let before = self.steps_of(StageKind::Flagged);
        let why = self.put_flagged(flagged, step);
        let last = self.steps.pop();
        self.steps.extend(before);
        self.steps.extend(last);
        why
    }

    /// Labels factors, all at once: two may exchange their labels.
    ///
    /// # Errors
    /// A label that two factors would carry.
    pub fn rename_factors(&mut self, renamed: &[(FactorIndex, &str)]) -> Result<(), SessionError> {
        self.labels.rename(renamed)
    }

    /// Labels every factor by its place: `A1`, `A2` … for the prefix `A`.
    pub fn set_label_prefix(&mut self, prefix: &str) {
        self.labels = Labels::by_place(prefix, self.labels.shown().len());
    }

    /// The factor of this label, or `F3`, `f3`, `3` for the third.
    ///
    /// # Errors
    /// There is none; before rotation that is a missing stage.
    pub fn factor(&self, name: &str) -> Result<FactorIndex, SessionError> {
        self.rotated()?;
        self.labels
            .find(name)
            .ok_or_else(|| SessionError::UnknownName {
                what: "factor",
                name: name.to_owned(),
                known: self.labels.shown().to_vec(),
            })
    }

    /// The sort with this id.
    ///
    /// # Errors
    /// There is none.
    pub fn sort(&self, id: &str) -> Result<SortIndex, SessionError> {
        self.part
            .find_sort(id)
            .ok_or_else(|| SessionError::UnknownName {
                what: "sort",
                name: id.to_owned(),
                known: self.part.sort_ids().to_vec(),
            })
    }

    fn missing(&self, needed: StageKind) -> SessionError {
        SessionError::StageMissing {
            solution: self.name.clone(),
            needed,
            reached: self.reached(),
        }
    }

    fn steps_of(&self, kind: StageKind) -> Vec<(StageKind, String)> {
        let of_kind = self.steps.iter().filter(|(k, _)| *k == kind);
        of_kind.cloned().collect()
    }

    /// Names given to factors go with the factors. Returns so, in words.
    fn replace_labels(&mut self, labels: Labels) -> Option<String> {
        let given = std::mem::replace(&mut self.labels, labels).given();
        (!given.is_empty()).then(|| {
            let given = given.join("`, `");
            format!("Names given to the earlier factors were dropped: `{given}`.")
        })
    }

    fn put(&mut self, stage: Stage, step: &str) -> Option<String> {
        let before = self.reached();
        self.stage = stage;
        let now = self.reached();
        self.steps.retain(|(kind, _)| *kind < now);
        self.steps.push((now, step.to_owned()));
        // Scores follow flags by themselves; nothing is lost between the two.
        let lost = StageKind::ALL
            .into_iter()
            .filter(|kind| (now < *kind) && (*kind <= before));
        let nouns: Vec<&str> = lost.map(StageKind::noun).collect();
        let dropped = (!nouns.is_empty() && now < StageKind::Flagged).then(|| {
            let nouns = nouns.join(", ");
            format!("Dropped with the earlier {}: {nouns}.", now.noun())
        });
        // From here on it is another solution than the kept one.
        let kept = self.name.take().map(|name| {
            format!("The kept `{name}` stays as it was; `%q keep` keeps what is made of it here.")
        });
        sentences([dropped, kept])
    }
}

/// The exchanges of two, one after the other, that bring factors into the order of `places`.
fn exchanges(places: &[usize]) -> Vec<(FactorIndex, FactorIndex)> {
    let mut now: Vec<usize> = (0..places.len()).collect();
    let mut exchanges = Vec::new();
    for (to, wanted) in places.iter().enumerate() {
        let from = now.iter().position(|factor| factor == wanted);
        if let Some(from) = from.filter(|from| *from != to) {
            now.swap(from, to);
            exchanges.push((FactorIndex(to), FactorIndex(from)));
        }
    }
    exchanges
}

fn sentences<const N: usize>(sentences: [Option<String>; N]) -> Option<String> {
    let said: Vec<String> = sentences.into_iter().flatten().collect();
    (!said.is_empty()).then(|| said.join(" "))
}
