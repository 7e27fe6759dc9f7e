//! A respondent's way from consent to thanks: a state machine that knows neither clock nor file nor page. What was done is a list of
//! [`Action`]s; where the respondent stands follows from it alone.

use super::cards::{free_at, next_round};
use super::checked;
use super::definition::{Definition, Procedure};
use super::error::Refusal;
use super::steps::{Action, Page, Pile};
use crate::numeric::Random;
use std::collections::BTreeMap;

/// The longest comment that is taken, in characters.
const LONGEST_COMMENT: usize = 10_000;

/// What is asked in a round of pick-two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    /// The pile that is being emptied.
    pub pile: Pile,
    /// The column being filled.
    pub value: i32,
    /// How many cards to choose: two, or one where the column has no room for more.
    pub take: usize,
    /// The cards to choose from, in the order they are shown.
    pub candidates: Vec<u32>,
}

/// How far a respondent is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sorting {
    page: Page,
    language: String,
    order: Vec<u32>,
    answers: BTreeMap<String, Vec<String>>,
    piles: BTreeMap<u32, Pile>,
    placed: BTreeMap<u32, i32>,
    rounds: Vec<Placed>,
    comments: BTreeMap<u32, String>,
}

/// Cards that went into the grid together.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Placed {
    /// The respondent chose them; otherwise there was no choice.
    chosen: bool,
    value: i32,
    cards: Vec<u32>,
}

impl Sorting {
    /// The beginning, for the respondent of this number: the study's seed and the number decide the order of the cards.
    pub fn new(definition: &Definition, respondent: u64) -> Self {
        let mut order: Vec<u32> = definition
            .statements
            .iter()
            .map(|card| card.number)
            .collect();
        // One stream of numbers per respondent; an odd factor keeps them apart.
        let own = respondent.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        Random::seeded(definition.seed ^ own).shuffle(&mut order);
        Self {
            page: Page::Consent,
            language: definition.language.clone(),
            order,
            answers: BTreeMap::new(),
            piles: BTreeMap::new(),
            placed: BTreeMap::new(),
            rounds: Vec::new(),
            comments: BTreeMap::new(),
        }
    }

    /// The page the respondent is on.
    pub fn page(&self) -> Page {
        self.page
    }

    /// The language the respondent reads.
    pub fn language(&self) -> &str {
        &self.language
    }

    /// The cards in the order they are shown.
    pub fn order(&self) -> &[u32] {
        &self.order
    }

    /// The answers so far, by question.
    pub fn answers(&self) -> &BTreeMap<String, Vec<String>> {
        &self.answers
    }

    /// The piles so far, by card.
    pub fn piles(&self) -> &BTreeMap<u32, Pile> {
        &self.piles
    }

    /// The values of the cards in the grid.
    pub fn placed(&self) -> &BTreeMap<u32, i32> {
        &self.placed
    }

    /// The reasons so far, by card.
    pub fn comments(&self) -> &BTreeMap<u32, String> {
        &self.comments
    }

    /// Whether the way is at its end, and the sort with it.
    pub fn is_complete(&self) -> bool {
        self.page == Page::End
    }

    /// What is asked now, on the page [`Page::Pick`].
    pub fn round(&self, definition: &Definition) -> Option<Round> {
        (self.page == Page::Pick)
            .then(|| next_round(definition, &self.order, &self.piles, &self.placed))
            .flatten()
    }

    /// The cards at the extremes of the grid, the highest first, each column in the order of the cards.
    pub fn extreme_cards(&self, definition: &Definition) -> Vec<u32> {
        let Some((low, high)) = definition.extremes() else {
            return Vec::new();
        };
        let at = |value: i32| {
            self.order
                .iter()
                .filter(move |card| self.placed.get(card) == Some(&value))
        };
        at(high)
            .chain(at(low).filter(|_| low != high))
            .copied()
            .collect()
    }

    /// Does it.
    ///
    /// # Errors
    /// Why it cannot be done here; nothing has changed then.
    pub fn act(&mut self, definition: &Definition, action: &Action) -> Result<(), Refusal> {
        match action {
            Action::Resume if self.page != Page::Consent => Ok(()),
            Action::Consent if self.page == Page::Consent => {
                self.page = match definition.questions.is_empty() {
                    true => Page::Piles,
                    false => Page::Questions,
                };
                Ok(())
            }
            // After the end nothing about a sort changes, its language neither.
            Action::Language { language } if !matches!(self.page, Page::Consent | Page::End) => {
                self.speak(definition, language)
            }
            Action::Answer { question, value } if self.page == Page::Questions => {
                self.answer(definition, question, value)
            }
            Action::Pile { statement, pile } if self.page == Page::Piles => {
                self.check_card(*statement)?;
                self.piles.insert(*statement, *pile);
                Ok(())
            }
            Action::Pick { statements } if self.page == Page::Pick => {
                self.pick(definition, statements)
            }
            Action::Place { statement, value } if self.page == Page::Drag => {
                self.place(definition, *statement, *value)
            }
            Action::Swap { first, second } if matches!(self.page, Page::Drag | Page::Review) => {
                self.swap(*first, *second)
            }
            Action::Comment { statement, text } if self.page == Page::Reasons => {
                self.comment(definition, *statement, text)
            }
            Action::Next => self.next(definition),
            Action::Back => self.back(definition),
            _ => Err(Refusal::NotHere { page: self.page }),
        }
    }

    fn speak(&mut self, definition: &Definition, language: &str) -> Result<(), Refusal> {
        if !definition.languages().contains(&language) {
            return Err(Refusal::NoLanguage {
                language: language.to_owned(),
            });
        }
        language.clone_into(&mut self.language);
        Ok(())
    }

    fn answer(
        &mut self,
        definition: &Definition,
        id: &str,
        value: &[String],
    ) -> Result<(), Refusal> {
        let question = definition.questions.iter().find(|q| q.id == id);
        let question = question.ok_or_else(|| Refusal::NoQuestion { id: id.to_owned() })?;
        let value = checked::answer(question, value)?;
        match value.is_empty() {
            true => self.answers.remove(id),
            false => self.answers.insert(id.to_owned(), value),
        };
        Ok(())
    }

    fn pick(&mut self, definition: &Definition, cards: &[u32]) -> Result<(), Refusal> {
        let round = self
            .round(definition)
            .ok_or(Refusal::NotHere { page: self.page })?;
        let mut chosen = cards.to_vec();
        chosen.sort_unstable();
        chosen.dedup();
        if chosen.len() != round.take || cards.len() != round.take {
            return Err(Refusal::OtherCount {
                expected: round.take,
                found: cards.len(),
            });
        }
        if let Some(&number) = chosen.iter().find(|card| !round.candidates.contains(card)) {
            return Err(Refusal::NoCandidate { number });
        }
        self.put(true, round.value, cards.to_vec());
        self.settle(definition);
        Ok(())
    }

    /// Puts into the grid what leaves no choice, until there is one, or nothing is left.
    fn settle(&mut self, definition: &Definition) {
        while let Some(round) = self.round(definition) {
            if round.candidates.len() > free_at(definition, &self.placed, round.value) {
                return;
            }
            self.put(false, round.value, round.candidates);
        }
        self.page = Page::Review;
    }

    fn put(&mut self, chosen: bool, value: i32, cards: Vec<u32>) {
        self.placed.extend(cards.iter().map(|&card| (card, value)));
        self.rounds.push(Placed {
            chosen,
            value,
            cards,
        });
    }

    fn place(
        &mut self,
        definition: &Definition,
        number: u32,
        value: Option<i32>,
    ) -> Result<(), Refusal> {
        self.check_card(number)?;
        let Some(value) = value else {
            self.placed.remove(&number);
            return Ok(());
        };
        if !definition.grid.iter().any(|column| column.value == value) {
            return Err(Refusal::NoColumn { value });
        }
        let is_there = self.placed.get(&number) == Some(&value);
        if definition.forced && !is_there && free_at(definition, &self.placed, value) == 0 {
            return Err(Refusal::Full {
                value,
                cards: definition.cards_at(value),
            });
        }
        self.placed.insert(number, value);
        Ok(())
    }

    fn swap(&mut self, first: u32, second: u32) -> Result<(), Refusal> {
        self.check_card(first)?;
        self.check_card(second)?;
        let (one, other) = (self.placed.remove(&first), self.placed.remove(&second));
        // A card that is not in the grid yet takes the place of one that is.
        self.placed.extend(one.map(|value| (second, value)));
        self.placed.extend(other.map(|value| (first, value)));
        if first == second {
            self.placed.extend(one.map(|value| (first, value)));
        }
        Ok(())
    }

    fn comment(&mut self, definition: &Definition, number: u32, text: &str) -> Result<(), Refusal> {
        if !self.extreme_cards(definition).contains(&number) {
            return Err(Refusal::NotExtreme { number });
        }
        let text = text.trim();
        if text.chars().count() > LONGEST_COMMENT {
            return Err(Refusal::TooLong {
                most: LONGEST_COMMENT,
            });
        }
        match text.is_empty() {
            true => self.comments.remove(&number),
            false => self.comments.insert(number, text.to_owned()),
        };
        Ok(())
    }

    fn next(&mut self, definition: &Definition) -> Result<(), Refusal> {
        match self.page {
            Page::Questions => {
                checked::all_answered(definition, &self.answers)?;
                self.page = Page::Piles;
            }
            Page::Piles => {
                let left = self.order.len() - self.piles.len();
                if left > 0 {
                    return Err(Refusal::NoPile { left });
                }
                match definition.procedure {
                    Procedure::Drag => self.page = Page::Drag,
                    Procedure::PickTwo => {
                        self.page = Page::Pick;
                        self.settle(definition);
                    }
                }
            }
            Page::Drag => {
                let left = self.order.len() - self.placed.len();
                if left > 0 {
                    return Err(Refusal::NoPlace { left });
                }
                self.go_to_reasons(definition);
            }
            Page::Review => self.go_to_reasons(definition),
            Page::Reasons => self.page = Page::End,
            Page::Consent | Page::Pick | Page::End => {
                return Err(Refusal::NotHere { page: self.page });
            }
        }
        Ok(())
    }

    /// Reasons for cards that are no longer at an extreme go.
    fn go_to_reasons(&mut self, definition: &Definition) {
        let extreme = self.extreme_cards(definition);
        self.comments.retain(|card, _| extreme.contains(card));
        self.page = Page::Reasons;
    }

    fn back(&mut self, definition: &Definition) -> Result<(), Refusal> {
        self.page = match self.page {
            Page::Piles if !definition.questions.is_empty() => Page::Questions,
            Page::Pick | Page::Review => self.without_last_round(),
            Page::Drag => Page::Piles,
            Page::Reasons => match definition.procedure {
                Procedure::PickTwo => Page::Review,
                Procedure::Drag => Page::Drag,
            },
            Page::Consent | Page::Questions | Page::Piles | Page::End => {
                return Err(Refusal::NoWayBack { page: self.page });
            }
        };
        Ok(())
    }

    /// Takes back the last choice and what followed from it, and swaps with it; without one, all of the grid.
    fn without_last_round(&mut self) -> Page {
        while self.rounds.pop_if(|round| !round.chosen).is_some() {}
        let had_choice = self.rounds.pop().is_some();
        let rounds = self.rounds.iter();
        let cards = rounds.flat_map(|round| round.cards.iter().map(|&card| (card, round.value)));
        self.placed = cards.collect();
        if had_choice { Page::Pick } else { Page::Piles }
    }

    fn check_card(&self, number: u32) -> Result<(), Refusal> {
        match self.order.contains(&number) {
            true => Ok(()),
            false => Err(Refusal::NoCard { number }),
        }
    }
}
