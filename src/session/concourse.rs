//! The concourse of a session: what was collected, what was decided, what was drawn.

use super::Session;
use super::error::SessionError;
use crate::concourse::{
    Candidate, Concourse, ConcourseError, Decision, DrawPlan, Framework, QSet, Screening, Similar,
    draw,
};
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// A concourse under its name, with everything done about it. One at a time: another takes its place.
#[derive(Clone, Debug)]
pub struct ConcourseUnderWay {
    name: String,
    digest: String,
    notes: Vec<String>,
    screening: Screening,
    framework: Arc<Framework>,
    similar: Arc<Similar>,
    q_set: Option<Arc<QSet>>,
    steps: Vec<String>,
}

impl ConcourseUnderWay {
    /// A concourse about which nothing has been decided yet.
    pub fn new(
        name: &str,
        concourse: Concourse,
        framework: Framework,
        similar: Similar,
        notes: Vec<String>,
        step: String,
    ) -> Self {
        Self {
            name: name.to_owned(),
            digest: digest(&concourse),
            notes,
            screening: Screening::of(Arc::new(concourse)),
            framework: Arc::new(framework),
            similar: Arc::new(similar),
            q_set: None,
            steps: vec![step],
        }
    }

    /// The name it is called by.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// `sha256:…` over ids, texts, sources and codes as they were collected.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// What was assumed when it was read, in words.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// What was decided, and what has become of each statement.
    pub fn screening(&self) -> &Screening {
        &self.screening
    }

    /// The coding framework.
    pub fn framework(&self) -> &Framework {
        &self.framework
    }

    /// The pairs that are alike in wording.
    pub fn similar(&self) -> &Similar {
        &self.similar
    }

    /// The Q set, once it is drawn.
    ///
    /// # Errors
    /// [`SessionError::NoQSet`].
    pub fn q_set(&self) -> Result<&QSet, SessionError> {
        self.q_set.as_deref().ok_or_else(|| SessionError::NoQSet {
            name: self.name.clone(),
        })
    }

    /// What was done, one line a step.
    pub fn steps(&self) -> &[String] {
        &self.steps
    }

    /// Leaves out notes that begin so, once they hold no longer.
    pub fn forget_notes(&mut self, beginning: &str) {
        self.notes.retain(|note| !note.starts_with(beginning));
    }

    /// Takes another framework or other pairs in; a Q set drawn before is dropped. Returns so, in words.
    pub fn see_as(
        &mut self,
        framework: Framework,
        similar: Similar,
        step: String,
    ) -> Option<String> {
        self.framework = Arc::new(framework);
        self.similar = Arc::new(similar);
        self.steps.push(step);
        self.drop_q_set()
    }

    /// Takes decisions. A Q set drawn before is dropped unless only words have changed. Returns so, in words.
    ///
    /// # Errors
    /// As [`Screening::decide`].
    pub fn decide(
        &mut self,
        decisions: Vec<Decision>,
        step: String,
    ) -> Result<Option<String>, ConcourseError> {
        let words_only = decisions
            .iter()
            .all(|d| matches!(d, Decision::Reword { .. }));
        for decision in decisions {
            let reworded = match &decision {
                Decision::Reword { candidate, .. } => Some(*candidate),
                _ => None,
            };
            self.screening.decide(decision)?;
            if let Some(candidate) = reworded {
                let similar = Similar::clone(&self.similar);
                let again = similar.reworded(&self.screening.texts(), candidate);
                self.similar = Arc::new(again);
            }
        }
        self.steps.push(step);
        Ok(if words_only { None } else { self.drop_q_set() })
    }

    /// Draws a Q set in place of any before.
    ///
    /// # Errors
    /// As [`draw`].
    pub fn draw(&mut self, plan: DrawPlan, step: String) -> Result<(), ConcourseError> {
        let q_set = draw(&self.screening, &self.framework, &self.similar, plan)?;
        self.q_set = Some(Arc::new(q_set));
        self.steps.push(step);
        Ok(())
    }

    fn drop_q_set(&mut self) -> Option<String> {
        let dropped = self.q_set.take()?;
        Some(format!(
            "The Q set of {} statements drawn before was dropped; `%q sample` draws again.",
            dropped.statements.len()
        ))
    }
}

impl Session {
    /// The concourse under way.
    ///
    /// # Errors
    /// None was read.
    pub fn concourse(&self) -> Result<&ConcourseUnderWay, SessionError> {
        let concourse = self.state.concourse.as_deref();
        concourse.ok_or(SessionError::NoConcourse)
    }

    /// Puts a concourse under way, in place of any before.
    pub fn set_concourse(&mut self, concourse: ConcourseUnderWay) {
        self.state.concourse = Some(Arc::new(concourse));
    }
}

/// Length first, so that neighbouring texts cannot trade letters unseen.
fn digest(concourse: &Concourse) -> String {
    let mut hasher = Sha256::new();
    let mut text = |text: &str| {
        hasher.update((text.len() as u64).to_le_bytes());
        hasher.update(text.as_bytes());
    };
    for Candidate {
        id,
        text: words,
        source,
    } in concourse.candidates()
    {
        [id, words, source].into_iter().for_each(|t| text(t));
    }
    for column in concourse.columns() {
        text(&column.name);
        for codes in &column.codes {
            text(&codes.join(";"));
        }
    }
    let hex: String = hasher
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("sha256:{hex}")
}
