//! Changes of the rotation that leave each factor what it is.

use super::{SessionError, Solution};
use crate::qmethod::rotation::{FactorOrder, RotationStep};
use crate::qmethod::{FactorIndex, Flagged, Rotated};
use crate::session::StageKind;
use std::sync::Arc;

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

impl Solution {
    /// Reverses a factor or brings factors into another order, and stays the solution it is: flags and splits are carried over and scored again, and names given to factors
    /// travel with them. Factors are those of the rotation, see [`Self::rotated_factor`].
    ///
    /// # Errors
    /// No rotated factors yet; as [`Rotated::then`].
    pub fn rearrange(&mut self, turn: &Rearrangement, step: &str) -> Result<(), SessionError> {
        let before = Arc::clone(self.rotated()?);
        let rotated = before.then(turn.step())?;
        let places = turn.places(&before)?;
        let place_of = |factor: FactorIndex| {
            let place = places.iter().position(|from| *from == factor.0);
            place.map_or(factor, FactorIndex)
        };
        let name = self.name.clone();
        let labels = self.labels.clone();
        let flagging = self.steps_of(StageKind::Flagged);
        let flags = self.flagged().ok().cloned();
        self.put_turned(rotated, step);
        self.labels = labels;
        for (a, b) in exchanges(&places) {
            self.labels.swap_given(a, b);
        }
        if let Some(flags) = flags {
            let mut changes = flags.changes().to_vec();
            for change in &mut changes {
                change.factor = place_of(change.factor);
            }
            let split: Vec<FactorIndex> = flags.split().into_iter().map(place_of).collect();
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
