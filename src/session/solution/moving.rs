//! A solution over a study that says more about its participants.

use super::{Solution, Stage};
use crate::qmethod::SortIndex;
use crate::session::NamedStudy;
use crate::session::error::SessionError;
use crate::session::stage::StageKind;
use std::sync::Arc;

impl Solution {
    /// Moves over to a study of the same sorts, which knows more about the participants.
    ///
    /// # Errors
    /// A sort that takes part is not among them.
    pub(in crate::session) fn move_to(
        &mut self,
        study: Arc<NamedStudy>,
    ) -> Result<(), SessionError> {
        let whole = self.part.sort_count() == self.study.study.sort_count();
        self.part = if whole {
            Arc::clone(&study.study)
        } else {
            let ids = self.part.sort_ids().iter();
            let keep: Vec<SortIndex> = ids.filter_map(|id| study.study.find_sort(id)).collect();
            Arc::new(study.study.subset(&keep)?)
        };
        let part = || Arc::clone(&self.part);
        self.stage = match &self.stage {
            Stage::Loaded => Stage::Loaded,
            Stage::Correlated(stage) => Stage::Correlated(Arc::new(stage.over(part()))),
            Stage::Extracted(stage) => Stage::Extracted(Arc::new(stage.over(part()))),
            Stage::Rotated(stage) => Stage::Rotated(Arc::new(stage.over(part()))),
            Stage::Flagged(stage) => Stage::Flagged(Arc::new(stage.over(part()))),
            Stage::Scored(stage) => Stage::Scored(Arc::new(stage.over(part()))),
        };
        let made = study.origin.iter().skip(self.study.origin.len());
        let made = made.map(|step| (StageKind::Loaded, step.clone()));
        let at = self.study.origin.len().min(self.steps.len());
        self.steps.splice(at..at, made);
        self.study = study;
        Ok(())
    }
}
