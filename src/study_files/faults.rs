//! Cards with the same fault: a few of them, and how many there are. A file may hold nothing but faults, and a list of them all would be many
//! times its size.

use super::place::Further;
use super::sorts::Card;
use std::collections::BTreeSet;

/// The most cards that are kept; more than any message lists.
const KEPT: usize = 8;

/// Cards with the same fault, met in any order.
#[derive(Default)]
pub(super) struct Faults {
    /// The first in the order of the sorts.
    first: BTreeSet<Card>,
    count: usize,
    /// For each sort whether it has one.
    sorts: Vec<bool>,
}

impl Faults {
    /// A further card.
    pub(super) fn add(&mut self, card: Card) {
        self.count += 1;
        if self.sorts.len() <= card.sort {
            self.sorts.resize(card.sort + 1, false);
        }
        if let Some(sort) = self.sorts.get_mut(card.sort) {
            *sort = true;
        }
        if self.first.len() < KEPT || self.first.last().is_some_and(|last| card < *last) {
            self.first.insert(card);
            if self.first.len() > KEPT {
                self.first.pop_last();
            }
        }
    }

    /// The first card in the order of the sorts.
    pub(super) fn first(&self) -> Option<Card> {
        self.first.first().copied()
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// In how many sorts.
    pub(super) fn sorts(&self) -> usize {
        self.sorts.iter().filter(|sort| **sort).count()
    }

    /// The others, for a message that tells the first in full.
    pub(super) fn further(&self, tell: impl Fn(Card) -> String) -> Further {
        let kept: Vec<Card> = self.first.iter().copied().collect();
        Further::of(&kept, self.count, |&card| tell(card))
    }
}
