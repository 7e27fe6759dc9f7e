//! What a notebook has at hand: studies, the solution under way, kept solutions, the journal, and the way back.

mod concourse;
mod digest;
mod error;
mod journal;
mod labels;
mod looks;
mod selection;
mod solution;
mod stage;

pub use concourse::ConcourseUnderWay;
pub use error::SessionError;
pub use journal::JournalEntry;
pub use looks::{Compared, Look, Looks, Party};
pub use selection::Selection;
pub use solution::{Rearrangement, Solution};
pub use stage::StageKind;

use crate::qmethod::Study;
use crate::qmethod::cross_product::CrossProduct;
use std::collections::VecDeque;
use std::sync::Arc;

/// How many steps `undo` can take back.
const UNDO_LIMIT: usize = 100;

/// A study under its name.
#[derive(Debug)]
pub struct NamedStudy {
    /// The name it is called by.
    pub name: String,
    /// The study.
    pub study: Arc<Study>,
    /// `sha256:…` over statements, ids, attributes, sorts and grid.
    pub digest: String,
    /// The steps that made it, as in the journal.
    pub origin: Vec<String>,
    /// What was assumed when it was read, in words.
    pub notes: Vec<String>,
    /// For a second-order study: whose factors its sorts are.
    pub first_order: Option<FirstOrderSolutions>,
}

/// Sums of sorts that are elsewhere, under their name.
#[derive(Debug)]
pub struct NamedSums {
    /// The name they are called by.
    pub name: String,
    /// The sums.
    pub product: CrossProduct,
}

/// The solutions a second-order study was made from, as they were then.
#[derive(Clone, Debug)]
pub struct FirstOrderSolutions {
    /// The solutions.
    pub solutions: Vec<Arc<Solution>>,
    /// What their factors are called among the sorts of the study, solution by solution.
    pub labels: Vec<Vec<String>>,
}

/// How figures are delivered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FigureChoice {
    /// PNG at twice the size: shown everywhere.
    #[default]
    Png,
    /// SVG beside the PNG: sharper, but not shown by every reader.
    Svg,
}

/// What the reader has chosen by `%q config`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Config {
    /// How figures are delivered.
    pub figure: FigureChoice,
}

/// Everything a step may change. Cheap to clone: the results themselves are shared.
#[derive(Clone, Debug, Default)]
struct State {
    studies: Vec<Arc<NamedStudy>>,
    current: Option<Solution>,
    kept: Vec<Arc<Solution>>,
    concourse: Option<Arc<ConcourseUnderWay>>,
    /// What was loaded last, if that was sums of sorts that are elsewhere.
    sums: Option<Arc<NamedSums>>,
    config: Config,
}

/// A notebook's session.
#[derive(Clone, Debug, Default)]
pub struct Session {
    state: State,
    journal: Vec<JournalEntry>,
    past: VecDeque<State>,
}

/// The session as it was before a step, to put back if the step fails.
#[derive(Debug)]
pub struct Draft(State);

impl Session {
    /// Marks the point a failing step returns to.
    pub fn begin(&self) -> Draft {
        Draft(self.state.clone())
    }

    /// Puts back what was there at `draft`.
    pub fn roll_back(&mut self, draft: Draft) {
        self.state = draft.0;
    }

    /// Enters a step that succeeded into the journal; `undo` takes it back to `draft`.
    pub fn commit(&mut self, draft: Draft, entry: JournalEntry) {
        self.journal.push(entry);
        self.past.push_back(draft.0);
        if self.past.len() > UNDO_LIMIT {
            self.past.pop_front();
        }
    }

    /// Takes the last journalled step back.
    ///
    /// # Errors
    /// Nothing was done yet, or it lies further back than `UNDO_LIMIT` steps.
    pub fn undo(&mut self) -> Result<JournalEntry, SessionError> {
        let state = self.past.pop_back().ok_or(SessionError::NothingToUndo)?;
        let entry = self.journal.pop().ok_or(SessionError::NothingToUndo)?;
        self.state = state;
        Ok(entry)
    }

    /// The steps taken, oldest first.
    pub fn journal(&self) -> &[JournalEntry] {
        &self.journal
    }

    /// The reader's choices.
    pub fn config(&self) -> Config {
        self.state.config
    }

    /// Changes the reader's choices.
    pub fn set_config(&mut self, config: Config) {
        self.state.config = config;
    }

    /// Takes in a study under a name and makes it the current one. A study of the same name is replaced.
    pub fn add_study(&mut self, name: &str, study: Study, origin: Vec<String>, notes: Vec<String>) {
        self.take_in(NamedStudy {
            name: name.to_owned(),
            digest: digest::of_study(&study),
            study: Arc::new(study),
            origin,
            notes,
            first_order: None,
        });
    }

    /// The same with a second-order study and the solutions it was made from.
    pub fn add_second_order_study(
        &mut self,
        name: &str,
        study: Study,
        origin: Vec<String>,
        first_order: FirstOrderSolutions,
    ) {
        self.take_in(NamedStudy {
            name: name.to_owned(),
            digest: digest::of_study(&study),
            study: Arc::new(study),
            origin,
            notes: Vec::new(),
            first_order: Some(first_order),
        });
    }

    /// Takes in sums of sorts that are elsewhere; no study is under way then.
    pub fn add_sums(&mut self, name: &str, product: CrossProduct) {
        self.state.current = None;
        self.state.sums = Some(Arc::new(NamedSums {
            name: name.to_owned(),
            product,
        }));
    }

    /// The sums of sorts that were loaded last.
    ///
    /// # Errors
    /// None were, or a study since.
    pub fn sums(&self) -> Result<&Arc<NamedSums>, SessionError> {
        self.state.sums.as_ref().ok_or(SessionError::NoSums)
    }

    /// What to say where there is no study under way.
    fn no_study(&self) -> SessionError {
        match &self.state.sums {
            None => SessionError::NoStudy,
            Some(sums) => SessionError::OnlySums {
                name: sums.name.clone(),
            },
        }
    }

    fn take_in(&mut self, named: NamedStudy) {
        self.state.sums = None;
        let named = Arc::new(named);
        self.state.studies.retain(|s| s.name != named.name);
        self.state.studies.push(Arc::clone(&named));
        self.state.current = Some(Solution::of(named));
    }

    /// Gives the current study further attributes of its participants. Its sorts are the same, so every solution made of them stays, under way or kept.
    ///
    /// # Errors
    /// No study was loaded.
    pub fn describe_participants(
        &mut self,
        study: Study,
        origin: Vec<String>,
        notes: Vec<String>,
    ) -> Result<(), SessionError> {
        let before = Arc::clone(self.current()?.study());
        let named = Arc::new(NamedStudy {
            name: before.name.clone(),
            digest: digest::of_study(&study),
            study: Arc::new(study),
            origin,
            notes,
            first_order: before.first_order.clone(),
        });
        for place in &mut self.state.studies {
            if Arc::ptr_eq(place, &before) {
                *place = Arc::clone(&named);
            }
        }
        if let Some(current) = &mut self.state.current {
            current.move_to(Arc::clone(&named))?;
        }
        for place in &mut self.state.kept {
            if Arc::ptr_eq(place.study(), &before) {
                let mut solution = Solution::clone(place);
                solution.move_to(Arc::clone(&named))?;
                *place = Arc::new(solution);
            }
        }
        Ok(())
    }

    /// All studies, oldest first.
    pub fn studies(&self) -> &[Arc<NamedStudy>] {
        &self.state.studies
    }

    /// All kept solutions, oldest first.
    pub fn kept(&self) -> &[Arc<Solution>] {
        &self.state.kept
    }

    /// The solution under way; every study begins with one that has no stage yet.
    ///
    /// # Errors
    /// No study was loaded.
    pub fn current(&self) -> Result<&Solution, SessionError> {
        self.state.current.as_ref().ok_or_else(|| self.no_study())
    }

    /// The solution under way, to change it.
    ///
    /// # Errors
    /// No study was loaded.
    pub fn current_mut(&mut self) -> Result<&mut Solution, SessionError> {
        let missing = self.no_study();
        self.state.current.as_mut().ok_or(missing)
    }

    /// Puts another solution under way.
    pub fn set_current(&mut self, solution: Solution) {
        self.state.sums = None;
        self.state.current = Some(solution);
    }

    /// Keeps a solution under its name, replacing one of the same name.
    pub fn keep(&mut self, name: &str, mut solution: Solution) {
        solution.set_name(name);
        let solution = Arc::new(solution);
        match self.state.kept.iter_mut().find(|s| s.name() == Some(name)) {
            Some(place) => *place = solution,
            None => self.state.kept.push(solution),
        }
    }

    /// Keeps the solution under way, which carries the name from now on.
    ///
    /// # Errors
    /// No study was loaded.
    pub fn keep_current(&mut self, name: &str) -> Result<(), SessionError> {
        let solution = self.current_mut()?;
        solution.set_name(name);
        let copy = solution.clone();
        self.keep(name, copy);
        Ok(())
    }

    /// Puts a changed solution back where it came from: among the kept ones if it has a name, and under way if it was under way.
    pub fn put_back(&mut self, solution: Solution) {
        let name = solution.name().map(str::to_owned);
        let current = self.state.current.as_ref().map(Solution::name);
        if current == Some(name.as_deref()) {
            self.state.current = Some(solution.clone());
        }
        if let Some(name) = name {
            self.keep(&name, solution);
        }
    }

    /// The solution called `name`: a kept one, or the one under way if it has that name.
    ///
    /// # Errors
    /// There is none; the nearest name is suggested.
    pub fn solution(&self, name: &str) -> Result<&Solution, SessionError> {
        let kept = self.state.kept.iter().map(Arc::as_ref);
        let current = self.state.current.iter();
        current
            .chain(kept)
            .find(|s| s.name() == Some(name))
            .ok_or_else(|| SessionError::UnknownName {
                what: "solution",
                name: name.to_owned(),
                known: self.solution_names(),
            })
    }

    /// Makes the kept solution or the study of this name the current one.
    ///
    /// # Errors
    /// There is neither.
    pub fn use_name(&mut self, name: &str) -> Result<(), SessionError> {
        let solution = self
            .state
            .kept
            .iter()
            .find(|s| s.name() == Some(name))
            .map(|s| s.as_ref().clone());
        let study = self.state.studies.iter().find(|s| s.name == name);
        let found = solution.or_else(|| study.map(|s| Solution::of(Arc::clone(s))));
        let Some(found) = found else {
            let mut known = self.solution_names();
            known.extend(self.state.studies.iter().map(|s| s.name.clone()));
            return Err(SessionError::UnknownName {
                what: "study or solution",
                name: name.to_owned(),
                known,
            });
        };
        self.set_current(found);
        Ok(())
    }

    /// What is lost when a study or another solution takes the place of the one under way, in words.
    pub fn unkept(&self) -> Option<String> {
        let current = self.state.current.as_ref()?;
        if current.name().is_some() || current.reached() == StageKind::Loaded {
            return None;
        }
        Some(format!(
            "The {} of `{}` under way were not kept; `%q undo` brings them back.",
            current.reached().noun(),
            current.study().name
        ))
    }

    /// Names of the kept solutions.
    pub fn solution_names(&self) -> Vec<String> {
        self.state
            .kept
            .iter()
            .filter_map(|s| s.name().map(str::to_owned))
            .collect()
    }
}
