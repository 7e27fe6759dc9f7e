//! Values of cards, with the places they came from told by rule rather than kept.

use crate::qmethod::Texts;
use crate::study_files::faults::Faults;
use crate::study_files::place::Place;
use crate::study_files::sheets::cell_name;
use crate::study_files::sorts::{Card, CardValues, Value, value};
use std::collections::HashMap;

/// The most texts that are kept for messages.
const SHOWN: usize = 64;

/// Where in its sort the value of a statement stands.
#[derive(Clone, Copy, Debug)]
pub(in crate::study_files) enum CardPlaces {
    /// Only the statement tells.
    Statement,
    /// In a list of values: the first, the second, ….
    Value,
    /// In columns of characters of one width; the first column, from 1.
    Characters { first: u32, width: u32 },
    /// In a row of a sheet: row and first column, from 0.
    Row { row: u32, first: u32 },
}

/// The values on the cards, and where the sorts stand.
pub(in crate::study_files) struct CollectedCards {
    /// What messages call the source.
    pub name: String,
    /// One sort after the other, until a card has none.
    values: Vec<f64>,
    /// How many cards there are, with or without value.
    cards: usize,
    wrong: Faults,
    missing: Faults,
    /// The first few texts that are no values.
    texts: HashMap<Card, String>,
    decimal_commas: usize,
    sorts: SortPlaces,
}

/// Where the sorts stand; most stand in one file, and need not name it each.
#[derive(Default)]
struct SortPlaces {
    files: Vec<String>,
    /// The file of each sort.
    file: Vec<u32>,
    /// The row of each sort; 0 where words tell its place, or the file.
    row: Vec<u32>,
    /// The words of each sort; empty where there are none.
    part: Texts,
    cards: Vec<CardPlaces>,
}

impl SortPlaces {
    fn push(&mut self, place: &Place, cards: CardPlaces) {
        if self.files.last() != Some(&place.file) {
            self.files.push(place.file.clone());
        }
        let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
        self.file.push(number(self.files.len() - 1));
        self.row.push(number(place.row.unwrap_or_default()));
        self.part.push(place.part.as_deref().unwrap_or_default());
        self.cards.push(cards);
    }

    fn get(&self, sort: usize) -> Option<Place> {
        let file = self.files.get(*self.file.get(sort)? as usize)?;
        let row = *self.row.get(sort)? as usize;
        Some(Place {
            file: file.clone(),
            part: self
                .part
                .get(sort)
                .filter(|p| !p.is_empty())
                .map(str::to_owned),
            row: (row > 0).then_some(row),
            column: None,
        })
    }
}

impl CollectedCards {
    /// No cards yet.
    pub(super) fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            values: Vec::new(),
            cards: 0,
            wrong: Faults::default(),
            missing: Faults::default(),
            texts: HashMap::new(),
            decimal_commas: 0,
            sorts: SortPlaces::default(),
        }
    }

    /// How many cards there are.
    pub(super) fn len(&self) -> usize {
        self.cards
    }

    /// A further card of the sort at hand.
    pub(super) fn push(&mut self, sort: usize, statement: usize, text: &str) {
        let card = Card { sort, statement };
        self.cards += 1;
        match value(text) {
            Value::Number(number) => {
                self.decimal_commas += usize::from(text.contains(','));
                // An empty field takes one byte of a file, a value eight: with a fault found, values are of no more use.
                if self.values.len() + 1 == self.cards {
                    self.values.push(number);
                }
                return;
            }
            Value::Missing => self.missing.add(card),
            Value::Text => {
                if self.texts.len() < SHOWN {
                    self.texts.insert(card, text.chars().take(SHOWN).collect());
                }
                self.wrong.add(card);
            }
        }
        self.values = Vec::new();
    }

    /// Further cards with sound values.
    pub(super) fn extend(&mut self, values: impl Iterator<Item = f64>) {
        self.values.extend(values);
        self.cards = self.values.len();
    }

    /// The sort at hand is complete.
    pub(super) fn close(&mut self, place: &Place, places: CardPlaces) {
        self.sorts.push(place, places);
    }

    /// The values, sort by sort; they are needed once, and handed out.
    pub(in crate::study_files) fn take_values(&mut self) -> CardValues {
        CardValues {
            values: std::mem::take(&mut self.values),
            wrong: std::mem::take(&mut self.wrong),
            missing: std::mem::take(&mut self.missing),
            decimal_commas: self.decimal_commas,
        }
    }

    /// Where a sort stands.
    pub(in crate::study_files) fn sort_place(&self, sort: usize) -> Place {
        let place = self.sorts.get(sort);
        place.unwrap_or_else(|| Place::whole(&self.name))
    }

    /// Where a card stands; `number` is that of its statement.
    pub(in crate::study_files) fn card_place(&self, card: Card, number: u32) -> Place {
        let mut place = self.sort_place(card.sort);
        let places = self.sorts.cards.get(card.sort).copied();
        let within = match places.unwrap_or(CardPlaces::Statement) {
            CardPlaces::Statement => format!("statement {number}"),
            CardPlaces::Value => format!("value {}", card.statement + 1),
            CardPlaces::Characters { first, width } => {
                let statement = u32::try_from(card.statement).unwrap_or_default();
                let start = first.saturating_add(width.saturating_mul(statement));
                format!("characters {start}–{}", start.saturating_add(width - 1))
            }
            CardPlaces::Row { row, first } => {
                let column = u32::try_from(card.statement).unwrap_or_default();
                format!("cell {}", cell_name(row, first.saturating_add(column)))
            }
        };
        place.part = Some(match place.part {
            Some(part) => format!("{part}, {within}"),
            None => within,
        });
        place
    }

    /// What stands on a card, for a message; `value` is what was read from it, if it is a number.
    pub(in crate::study_files) fn text(&self, card: Card, value: Option<f64>) -> String {
        match (self.texts.get(&card), value) {
            (Some(text), _) => text.clone(),
            (None, Some(value)) => value.to_string(),
            (None, None) => String::new(),
        }
    }
}
