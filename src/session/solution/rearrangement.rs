//! Changes of the rotation that leave each factor what it is.

use super::{SessionError, Solution};
use crate::qmethod::rotation::RotationStep;
use crate::qmethod::{FactorIndex, Flagged};
use crate::session::StageKind;
use std::sync::Arc;

/// A change of the rotation that leaves each factor what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rearrangement {
    /// The factor's sign reversed.
    Invert(FactorIndex),
    /// Two factors in each other's place.
    Swap(FactorIndex, FactorIndex),
}

impl Rearrangement {
    fn step(self) -> RotationStep {
        match self {
            Self::Invert(factor) => RotationStep::Invert(factor),
            Self::Swap(a, b) => RotationStep::Swap(a, b),
        }
    }

    fn place_of(self, factor: FactorIndex) -> FactorIndex {
        match self {
            Self::Swap(a, b) if factor == a => b,
            Self::Swap(a, b) if factor == b => a,
            _ => factor,
        }
    }
}

impl Solution {
    /// Reverses a factor or exchanges two, and stays the solution it is: flags and splits are carried over and scored again, and names given to factors
    /// travel with them. Factors are those of the rotation, see [`Self::rotated_factor`].
    ///
    /// # Errors
    /// No rotated factors yet; as [`Rotated::then`].
    pub fn rearrange(&mut self, turn: Rearrangement, step: &str) -> Result<(), SessionError> {
        let rotated = self.rotated()?.then(turn.step())?;
        let name = self.name.clone();
        let labels = self.labels.clone();
        let flagging = self.steps_of(StageKind::Flagged);
        let flags = self.flagged().ok().cloned();
        self.put_turned(rotated, step);
        self.labels = labels;
        if let Rearrangement::Swap(a, b) = turn {
            self.labels.swap_given(a, b);
        }
        if let Some(flags) = flags {
            let mut changes = flags.changes().to_vec();
            for change in &mut changes {
                change.factor = turn.place_of(change.factor);
            }
            let split: Vec<FactorIndex> = flags
                .split()
                .into_iter()
                .map(|factor| turn.place_of(factor))
                .collect();
            let again = Flagged::new(Arc::clone(self.rotated()?), flags.rule(), &changes)?;
            self.put_flagged(again.with_split(&split)?, "");
            let scoring = self.steps_of(StageKind::Scored);
            self.steps.retain(|(kind, _)| *kind < StageKind::Flagged);
            self.steps.extend(flagging);
            self.steps.extend(scoring);
        }
        self.name = name;
        Ok(())
    }
}
