//! A solution: how far the chain of stages has come over a study or a part of it.

mod lookup;
mod moving;
mod rearrangement;
mod summaries;

pub use rearrangement::Rearrangement;

use super::NamedStudy;
use super::error::SessionError;
use super::labels::Labels;
use super::stage::StageKind;
use crate::qmethod::scores::ScoreOptions;
use crate::qmethod::{
    Convention, Correlated, Extracted, FactorIndex, Flagged, Rotated, Scored, SortIndex, Study,
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

/// A solution under way or kept. It carries the name it is kept under as long as it is what was kept.
#[derive(Clone, Debug)]
pub struct Solution {
    name: Option<String>,
    study: Arc<NamedStudy>,
    part: Arc<Study>,
    condition: Option<String>,
    stage: Stage,
    labels: Labels,
    steps: Vec<(StageKind, String)>,
    /// How factors are scored whenever they are flagged, and the step that said so.
    scoring: (ScoreOptions, Option<String>),
    convention: Convention,
}

impl Solution {
    /// A solution with nothing done yet, over the whole study.
    pub fn of(study: Arc<NamedStudy>) -> Self {
        let loaded = study.origin.clone().into_iter();
        Self {
            name: None,
            part: Arc::clone(&study.study),
            condition: None,
            steps: loaded.map(|step| (StageKind::Loaded, step)).collect(),
            study,
            stage: Stage::Loaded,
            labels: Labels::default(),
            scoring: (ScoreOptions::default(), None),
            convention: Convention::default(),
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
        solution.condition = Some(condition.to_owned());
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

    /// The condition that these sorts meet, where not all of the study take part.
    pub fn condition(&self) -> Option<&str> {
        self.condition.as_deref()
    }

    /// The factors' shown labels, in order; empty before rotation.
    pub fn labels(&self) -> &[String] {
        self.labels.shown()
    }

    /// The names that were given to factors, in the factors' order.
    pub fn given_names(&self) -> Vec<String> {
        self.labels.clone().given()
    }

    /// How factors are scored whenever they are flagged.
    pub fn scoring(&self) -> &ScoreOptions {
        &self.scoring.0
    }

    /// The step that asked for them, if one did.
    pub fn scoring_step(&self) -> Option<&str> {
        self.scoring.1.as_deref()
    }

    /// Whose conventions the solution as a whole was made under; the default where stages were chosen one by one.
    pub fn convention(&self) -> Convention {
        self.convention
    }

    /// Says whose conventions the solution is made under.
    pub fn set_convention(&mut self, convention: Convention) {
        self.convention = convention;
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
        let names = self.split_labels(&[]);
        let turns: Vec<(StageKind, String)> = self.steps_of(StageKind::Rotated);
        let dropped = self.put(Stage::Rotated(Arc::new(rotated)), step);
        let last = self.steps.pop();
        self.steps.extend(turns);
        self.steps.extend(last);
        sentences([dropped, names])
    }

    /// Takes in the factors that a changed list of steps gives. They are others than those before, so names given to factors, flags and scores are
    /// dropped and said so; the record of how the list came about stays.
    pub fn put_replayed(&mut self, rotated: Rotated, step: &str) -> Option<String> {
        let names = self.replace_labels(Labels::by_place("F", rotated.factor_count()));
        let dropped = self.put_turned(rotated, step);
        sentences([dropped, names])
    }

    /// Takes in flags, and scores the factors by them as was last asked for. Returns what was dropped and why they cannot be scored, if so, in words.
    pub fn put_flagged(&mut self, flagged: Flagged, step: &str) -> Option<String> {
        let undone = self.undone_by(&flagged);
        let flagged = Arc::new(flagged);
        let scored = Scored::new(Arc::clone(&flagged), self.scoring.0.clone());
        let names = self.split_labels(&flagged.split());
        let before = self.put(Stage::Flagged(flagged), step);
        let unscored = match scored {
            Ok(scored) => {
                self.stage = Stage::Scored(Arc::new(scored));
                let scoring = self.scoring.1.clone();
                self.steps
                    .extend(scoring.map(|step| (StageKind::Scored, step)));
                None
            }
            Err(why) => Some(why.to_string()),
        };
        sentences([undone, names, before, unscored])
    }

    /// What was done to the flags by hand and is not in these, in words.
    fn undone_by(&self, flagged: &Flagged) -> Option<String> {
        let before = self.flagged().ok()?;
        let lost = before
            .changes()
            .len()
            .saturating_sub(flagged.changes().len());
        let by_hand = match lost {
            0 => None,
            1 => Some("One flag changed by hand was dropped.".to_owned()),
            n => Some(format!("{n} flags changed by hand were dropped.")),
        };
        let names = self.labels.rotated();
        let mut merged = before.split();
        merged.retain(|factor| !flagged.split().contains(factor));
        let merged: Vec<&str> = merged
            .iter()
            .filter_map(|factor| names.get(factor.0).map(String::as_str))
            .collect();
        let whole = (!merged.is_empty()).then(|| {
            let are = if merged.len() == 1 { "is" } else { "are" };
            format!("{} {are} one factor again.", merged.join(" and "))
        });
        sentences([by_hand, whole])
    }

    /// Takes in flags changed by hand, or factors split; the steps that flagged before are kept.
    pub fn put_flagged_further(&mut self, flagged: Flagged, step: &str) -> Option<String> {
        let before = self.steps_of(StageKind::Flagged);
        let why = self.put_flagged(flagged, step);
        let flagging = self
            .steps
            .iter()
            .position(|(kind, _)| *kind == StageKind::Flagged);
        let at = flagging.unwrap_or(self.steps.len());
        let later = self.steps.split_off(at);
        self.steps.extend(before);
        self.steps.extend(later);
        why
    }

    /// As [`Self::put_flagged_further`], and stays the solution it is: a kept one keeps its name.
    pub fn put_split(&mut self, flagged: Flagged, step: &str) -> Option<String> {
        let name = self.name.take();
        let said = self.put_flagged_further(flagged, step);
        self.name = name;
        said
    }

    /// Scores the flagged factors in another way, which holds for later flags too. Returns what becomes of a kept solution, in words.
    ///
    /// # Errors
    /// No flags yet; as [`Scored::new`].
    pub fn put_scored(
        &mut self,
        options: ScoreOptions,
        step: &str,
    ) -> Result<Option<String>, SessionError> {
        let scored = Scored::new(Arc::clone(self.flagged()?), options.clone())?;
        let kept = self.put(Stage::Scored(Arc::new(scored)), step);
        let usual = options == ScoreOptions::default();
        self.scoring = (options, (!usual).then(|| step.to_owned()));
        Ok(kept)
    }

    /// Says how factors are to be scored once they are flagged; `step` is entered then, if it says more than that they are scored.
    pub fn set_scoring(&mut self, options: ScoreOptions, step: Option<&str>) {
        self.scoring = (options, step.map(str::to_owned));
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
        let split = self.flagged().map_or_else(|_| Vec::new(), |f| f.split());
        self.labels = Labels::by_place(prefix, self.labels.factor_count());
        self.labels.split(&split);
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

    /// Names given to factors, and summaries, go with the factors. Returns so, in words.
    fn replace_labels(&mut self, labels: Labels) -> Option<String> {
        let before = std::mem::replace(&mut self.labels, labels);
        let summaries = summaries::dropped(&before.summarised());
        sentences([dropped_names(&before.given(), "earlier factors"), summaries])
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

fn dropped_names(given: &[String], to: &str) -> Option<String> {
    (!given.is_empty()).then(|| {
        let given = given.join("`, `");
        format!("Names given to the {to} were dropped: `{given}`.")
    })
}

fn sentences<const N: usize>(sentences: [Option<String>; N]) -> Option<String> {
    let said: Vec<String> = sentences.into_iter().flatten().collect();
    (!said.is_empty()).then(|| said.join(" "))
}
