//! Which cards go where next, in pick-two.

use super::definition::Definition;
use super::sorting::Round;
use super::steps::Pile;
use std::collections::BTreeMap;

/// The most cards that are chosen at once.
const AT_ONCE: usize = 2;

/// Room in the column of this value.
pub(super) fn free_at(definition: &Definition, placed: &BTreeMap<u32, i32>, value: i32) -> usize {
    let there = placed.values().filter(|&&at| at == value).count();
    definition.cards_at(value).saturating_sub(there)
}

/// The pile, the column and the cards of the next choice; none once the grid is full. The agreeable cards fill the grid from the right, then the
/// disagreeable ones from the left, then the neutral ones what is left, from the right again.
pub(super) fn next_round(
    definition: &Definition,
    order: &[u32],
    piles: &BTreeMap<u32, Pile>,
    placed: &BTreeMap<u32, i32>,
) -> Option<Round> {
    let unplaced = |pile: Pile| -> Vec<u32> {
        let cards = order.iter().copied();
        cards
            .filter(|card| !placed.contains_key(card) && piles.get(card) == Some(&pile))
            .collect()
    };
    let with_room: Vec<i32> = definition
        .grid
        .iter()
        .map(|column| column.value)
        .filter(|&value| free_at(definition, placed, value) > 0)
        .collect();
    [Pile::Agree, Pile::Disagree, Pile::Neutral]
        .into_iter()
        .find_map(|pile| {
            let candidates = unplaced(pile);
            let value = match pile {
                Pile::Disagree => *with_room.first()?,
                Pile::Agree | Pile::Neutral => *with_room.last()?,
            };
            let take = AT_ONCE.min(free_at(definition, placed, value));
            (!candidates.is_empty()).then_some(Round {
                pile,
                value,
                take,
                candidates,
            })
        })
}
