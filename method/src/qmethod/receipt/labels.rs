//! Which statements distinguish a factor or are consensus, here and there.

use crate::qmethod::convention::Conventions;
use crate::qmethod::scores::Scored;
use crate::qmethod::statements::{Level, consensus, distinguishing};
use crate::qmethod::study::{FactorIndex, StatementIndex};
use std::collections::BTreeMap;

/// What a statement is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatementLabel {
    /// It distinguishes this factor.
    Distinguishing(FactorIndex),
    /// No two factors differ on it, as the convention counts consensus.
    Consensus,
}

/// A label that differs: another level, or given by one alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LabelDifference {
    /// The statement.
    pub statement: StatementIndex,
    /// The label.
    pub label: StatementLabel,
    /// Its level here.
    pub here: Option<Level>,
    /// Its level there.
    pub there: Option<Level>,
}

/// Statement, then factor; consensus after all factors.
type Place = (usize, usize);

/// The labels that differ, by statement.
pub(super) fn differences(
    (here, ours): (&Scored, &Conventions),
    (there, theirs): (&Scored, &Conventions),
) -> Vec<LabelDifference> {
    let (ours, theirs) = (labels(here, ours), labels(there, theirs));
    let mut places: Vec<&Place> = ours.keys().chain(theirs.keys()).collect();
    places.sort_unstable();
    places.dedup();
    places
        .into_iter()
        .filter(|place| ours.get(*place) != theirs.get(*place))
        .map(|place| LabelDifference {
            statement: StatementIndex(place.0),
            label: if place.1 == CONSENSUS {
                StatementLabel::Consensus
            } else {
                StatementLabel::Distinguishing(FactorIndex(place.1))
            },
            here: ours.get(place).copied(),
            there: theirs.get(place).copied(),
        })
        .collect()
}

const CONSENSUS: usize = usize::MAX;

/// None where there are fewer than two factors to compare.
fn labels(scored: &Scored, conventions: &Conventions) -> BTreeMap<Place, Level> {
    let mut labels = BTreeMap::new();
    for factor in scored.scored_factors() {
        let found = distinguishing(scored, factor, conventions.critical).unwrap_or_default();
        labels.extend(
            found
                .into_iter()
                .map(|found| ((found.statement.0, factor.0), found.level)),
        );
    }
    let found = consensus(scored, conventions.critical).unwrap_or_default();
    labels.extend(
        found
            .into_iter()
            .map(|found| ((found.statement.0, CONSENSUS), found.level)),
    );
    labels
}
