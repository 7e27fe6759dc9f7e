//! Values of cards, with the places they came from told by rule rather than kept.

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
    Characters { first: usize, width: usize },
    /// In a row of a sheet: row and first column, from 0.
    Row { row: u32, first: u32 },
}

/// The values on the cards, and where the sorts stand.
pub(in crate::study_files) struct CollectedCards {
    /// What messages call the source.
    pub name: String,
    /// One sort after the other; not a number where there is none.
    values: Vec<f64>,
    wrong: Vec<Card>,
    missing: Vec<Card>,
    /// The first few texts that are no values.
    texts: HashMap<Card, String>,
    decimal_commas: usize,
    statements: usize,
    sorts: Vec<(Place, CardPlaces)>,
}

impl CollectedCards {
    /// No cards yet.
    pub(super) fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            values: Vec::new(),
            wrong: Vec::new(),
            missing: Vec::new(),
            texts: HashMap::new(),
            decimal_commas: 0,
            statements: 0,
            sorts: Vec::new(),
        }
    }

    /// How many cards there are.
    pub(super) fn len(&self) -> usize {
        self.values.len()
    }

    /// A further card of the sort at hand.
    pub(super) fn push(&mut self, sort: usize, statement: usize, text: &str) {
        let card = Card { sort, statement };
        match value(text) {
            Value::Number(number) => {
                self.decimal_commas += usize::from(text.contains(','));
                self.values.push(number);
                return;
            }
            Value::Missing => self.missing.push(card),
            Value::Text => {
                if self.texts.len() < SHOWN {
                    self.texts.insert(card, text.chars().take(SHOWN).collect());
                }
                self.wrong.push(card);
            }
        }
        self.values.push(f64::NAN);
    }

    /// Further cards with sound values.
    pub(super) fn extend(&mut self, values: impl Iterator<Item = f64>) {
        self.values.extend(values);
    }

    /// The sort at hand is complete.
    pub(super) fn close(&mut self, place: Place, places: CardPlaces) {
        self.sorts.push((place, places));
        self.statements = self.values.len() / self.sorts.len();
    }

    /// The values of n statements by each sort; they are needed once, and handed out.
    pub(in crate::study_files) fn take_values(&mut self, n: usize) -> CardValues {
        self.statements = n;
        CardValues {
            values: self.values.clone(),
            wrong: std::mem::take(&mut self.wrong),
            missing: std::mem::take(&mut self.missing),
            decimal_commas: self.decimal_commas,
        }
    }

    /// Where a sort stands.
    pub(in crate::study_files) fn sort_place(&self, sort: usize) -> Place {
        let place = self.sorts.get(sort).map(|sort| sort.0.clone());
        place.unwrap_or_else(|| Place::whole(&self.name))
    }

    /// Where a card stands; `number` is that of its statement.
    pub(in crate::study_files) fn card_place(&self, card: Card, number: u32) -> Place {
        let mut place = self.sort_place(card.sort);
        let places = self.sorts.get(card.sort).map(|sort| sort.1);
        let within = match places.unwrap_or(CardPlaces::Statement) {
            CardPlaces::Statement => format!("statement {number}"),
            CardPlaces::Value => format!("value {}", card.statement + 1),
            CardPlaces::Characters { first, width } => {
                let start = first + width * card.statement;
                format!("characters {start}–{}", start + width - 1)
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

    /// What stands on a card, for a message.
    pub(in crate::study_files) fn text(&self, card: Card) -> String {
        if let Some(text) = self.texts.get(&card) {
            return text.clone();
        }
        let value = self
            .values
            .get(card.sort * self.statements + card.statement);
        match value {
            Some(value) if value.is_finite() => value.to_string(),
            _ => String::new(),
        }
    }
}
