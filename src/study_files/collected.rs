//! What the files of the field's programs come down to before they are a study: Q sorts with their places, and whatever else they say.

mod cards;
mod error;

pub(super) use cards::{CardPlaces, CollectedCards};
pub use error::ImportError;

use super::columns::card_number;
use super::place::{Further, Place, count, quoted};
use super::sorts::{SortTable, Value, value};
use super::statements::StatementList;
use crate::qmethod::texts::repeated;
use crate::qmethod::{Attribute, Distribution, Texts};
use std::collections::HashMap;

/// The most statements of a Q set; far above any.
pub const MOST_STATEMENTS: usize = 20_000;

/// Attribute values that always have room.
const ROOM: usize = 100_000;

/// The most attributes of participants; a comment, a pile and a time for each of many statements.
const MOST_ATTRIBUTES: usize = 5_000;

/// What was collected: sorts by sorts, and what the files say about statements and grid.
pub(super) struct Collected {
    /// What messages call the source.
    pub name: String,
    /// The grid that the files state, and where, in words.
    pub grid: Option<(Distribution, String)>,
    /// Whether the files say that the sorts are free.
    pub is_free: bool,
    /// The statements, if the files have them.
    pub statements: Option<StatementList>,
    /// What was assumed.
    pub notes: Vec<String>,
    /// The size of the source in bytes, by which the room for attributes is measured.
    pub bytes: usize,
    numbers: Vec<u32>,
    ids: Texts,
    cards: CollectedCards,
    attributes: Vec<Column>,
    columns: HashMap<String, usize>,
}

/// An attribute with the values of only those sorts that have it.
struct Column {
    name: String,
    /// The sorts that have it, ascending; none while they are all sorts from the first on.
    sorts: Option<Vec<u32>>,
    /// The value of each of these.
    values: Texts,
}

impl Column {
    fn named(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            sorts: None,
            values: Texts::default(),
        }
    }

    fn put(&mut self, sort: usize, value: &str) {
        let count = self.values.len();
        let number = u32::try_from(sort).unwrap_or(u32::MAX);
        let last = match &self.sorts {
            None => count.checked_sub(1) == Some(sort),
            Some(sorts) => sorts.last() == Some(&number),
        };
        if last {
            self.values.replace_last(value);
            return;
        }
        match &mut self.sorts {
            None if sort == count => {}
            None => self.sorts = Some((0..).take(count).chain([number]).collect()),
            Some(sorts) => sorts.push(number),
        }
        self.values.push(value);
    }

    /// One value for each of so many sorts.
    fn into_attribute(self, sorts: usize) -> Attribute {
        let mut dense = match self.sorts {
            None => self.values,
            Some(having) => {
                let mut dense = Texts::with_room(sorts);
                for (&sort, value) in having.iter().zip(&self.values) {
                    dense.pad_to(sort as usize);
                    dense.push(value);
                }
                dense
            }
        };
        dense.pad_to(sorts);
        Attribute {
            name: self.name,
            values: dense,
        }
    }
}

impl Collected {
    /// Nothing yet.
    pub(super) fn new(name: &str, bytes: usize) -> Self {
        Self {
            name: name.to_owned(),
            grid: None,
            is_free: false,
            statements: None,
            notes: Vec::new(),
            bytes,
            numbers: Vec::new(),
            ids: Texts::default(),
            cards: CollectedCards::new(name),
            attributes: Vec::new(),
            columns: HashMap::new(),
        }
    }

    /// How many sorts there are.
    pub(super) fn sort_count(&self) -> usize {
        self.ids.len()
    }

    /// How many statements there are, once a sort has said so.
    pub(super) fn statement_count(&self) -> usize {
        self.numbers.len()
    }

    /// The numbers of the statements, where they are not 1 to n.
    pub(super) fn number_statements(&mut self, numbers: Vec<u32>) {
        self.numbers = numbers;
    }

    /// A sort by its values in the order of the statements' numbers. The first sort says how many there are.
    pub(super) fn sort<'v>(
        &mut self,
        id: &str,
        place: Place,
        places: CardPlaces,
        values: impl Iterator<Item = &'v str>,
    ) -> Result<(), ImportError> {
        let sort = self.ids.len();
        let before = self.cards.len();
        for (statement, cell) in values.enumerate() {
            if statement >= MOST_STATEMENTS {
                return Err(ImportError::TooManyStatements {
                    place,
                    most: MOST_STATEMENTS,
                });
            }
            self.cards.push(sort, statement, cell.trim());
        }
        let found = self.cards.len() - before;
        self.close(id, place, places, found)
    }

    /// A sort by the statements placed at each value; `place_of` tells where the card of some row and column stands.
    pub(super) fn piles(
        &mut self,
        id: &str,
        place: Place,
        cards: &[PiledCard],
        place_of: impl Fn(u32, u32) -> Place,
    ) -> Result<(), ImportError> {
        let expected = match self.numbers.len() {
            0 => cards.len(),
            known => known,
        };
        if expected > MOST_STATEMENTS {
            return Err(ImportError::TooManyStatements {
                place,
                most: MOST_STATEMENTS,
            });
        }
        let mut values: Vec<Option<f64>> = vec![None; expected];
        for card in cards {
            let number = card_number(&card.text).map(|(_, number)| number as usize);
            let slot = number
                .and_then(|number| number.checked_sub(1))
                .and_then(|index| values.get_mut(index));
            let Some(slot) = slot else {
                return Err(ImportError::NotACard {
                    sort: quoted(id),
                    place: place_of(card.row, card.column),
                    found: quoted(&card.text),
                    statements: expected,
                });
            };
            if let Some(other) = slot {
                return Err(ImportError::CardTwice {
                    sort: quoted(id),
                    place: place_of(card.row, card.column),
                    number: number.unwrap_or_default(),
                    first: *other,
                    second: card.pile,
                });
            }
            *slot = Some(card.pile);
        }
        let missing: Vec<usize> = (1..)
            .zip(&values)
            .filter(|(_, value)| value.is_none())
            .map(|(number, _)| number)
            .collect();
        if let Some(&number) = missing.first() {
            return Err(ImportError::CardMissing {
                sort: quoted(id),
                place,
                number,
                further: Further::after_first(&missing, usize::to_string),
            });
        }
        self.cards.extend(values.into_iter().flatten());
        self.close(id, place, CardPlaces::Statement, expected)
    }

    fn close(
        &mut self,
        id: &str,
        place: Place,
        places: CardPlaces,
        found: usize,
    ) -> Result<(), ImportError> {
        if self.numbers.is_empty() {
            self.numbers = (1..).take(found).collect();
        }
        if found != self.numbers.len() || found == 0 {
            return Err(ImportError::OtherLength {
                sort: quoted(id),
                place,
                found: count(found, "value"),
                expected: self.numbers.len().max(2),
                first: self.ids.first().map(quoted),
            });
        }
        self.ids.push(id.trim());
        self.cards.close(&place, places);
        Ok(())
    }

    /// Something more about the last sort; an empty value is none.
    pub(super) fn attribute(&mut self, name: &str, value: &str) {
        let value = value.trim();
        let Some(sort) = self.ids.len().checked_sub(1) else {
            return;
        };
        let index = match self.columns.get(name) {
            Some(&index) => index,
            None => {
                self.attributes.push(Column::named(name));
                let index = self.attributes.len() - 1;
                self.columns.insert(name.to_owned(), index);
                index
            }
        };
        if let Some(column) = self.attributes.get_mut(index)
            && !value.is_empty()
        {
            column.put(sort, value);
        }
    }

    /// The sorts as a table, with the attributes that any of them has.
    pub(super) fn into_table(mut self) -> Result<(SortTable, Extras), ImportError> {
        if self.ids.is_empty() {
            return Err(ImportError::NoSorts { name: self.name });
        }
        self.check_ids()?;
        self.attributes.retain(|column| !column.values.is_empty());
        // Comments come last, in the order of the statements.
        self.attributes
            .sort_by_key(|column| commented(&column.name));
        let cells = self.attributes.len().saturating_mul(self.ids.len());
        if cells > ROOM.max(self.bytes) || self.attributes.len() > MOST_ATTRIBUTES {
            return Err(ImportError::TooManyFields {
                name: self.name,
                fields: self.attributes.len(),
                sorts: self.ids.len(),
            });
        }
        let sorts = self.ids.len();
        let columns = self.attributes.into_iter();
        let attributes = columns.map(|column| column.into_attribute(sorts)).collect();
        let table = SortTable::collected(self.numbers, self.ids, attributes, self.cards);
        Ok((
            table,
            Extras {
                grid: self.grid,
                is_free: self.is_free,
                statements: self.statements,
                notes: self.notes,
            },
        ))
    }

    fn check_ids(&self) -> Result<(), ImportError> {
        if let Some(sort) = self.ids.iter().position(str::is_empty) {
            return Err(ImportError::NoId {
                place: self.cards.sort_place(sort),
            });
        }
        let repeated = repeated(self.ids.iter());
        let Some(&(earlier, sort)) = repeated.first.first() else {
            return Ok(());
        };
        let id = |sort: usize| quoted(self.ids.get(sort).unwrap_or_default());
        let within = |sort: usize| self.cards.sort_place(sort).within();
        Err(ImportError::RepeatedId {
            name: self.name.clone(),
            id: id(sort),
            first: within(earlier),
            second: within(sort),
            further: Further::of(&repeated.first, repeated.count, |&(_, sort)| {
                format!("{} ({})", id(sort), within(sort))
            }),
        })
    }
}

/// A statement's number in a pile.
pub(super) struct PiledCard {
    /// What stands on the card.
    pub text: Box<str>,
    /// The value of the pile.
    pub pile: f64,
    /// Its row and column.
    pub row: u32,
    /// See `row`.
    pub column: u32,
}

/// What the files say beside the sorts.
#[derive(Default)]
pub(super) struct Extras {
    /// The grid, and where it is stated.
    pub grid: Option<(Distribution, String)>,
    /// Whether the sorts are free.
    pub is_free: bool,
    /// The statements.
    pub statements: Option<StatementList>,
    /// What was assumed.
    pub notes: Vec<String>,
}

/// The statement that an attribute is a comment on; 0 if it is none.
fn commented(attribute: &str) -> u32 {
    let number = attribute.strip_prefix("comment s");
    number
        .and_then(|number| number.parse().ok())
        .unwrap_or_default()
}

/// Whether the text is a number as a card's value is.
pub(super) fn is_number(text: &str) -> bool {
    matches!(value(text), Value::Number(_))
}
