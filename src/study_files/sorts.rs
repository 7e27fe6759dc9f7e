//! The Q sorts in a table that lies either way, and the values on their cards.

mod cards;
mod rows;

pub use cards::SortsError;
pub(super) use cards::{CardValues, Value, value};

use super::StudyFileError;
use super::attributes::attributes;
use super::collected::{CollectedCards, MOST_STATEMENTS};
use super::columns::{KnownNumbers, statement_names};
use super::formula::unguarded;
use super::ids::{id_column, ids};
use super::load::Orientation;
use super::place::{Place, quoted};
use super::table::Table;
use crate::qmethod::{Attribute, Texts};
use rows::{orientation_of, statement_rows};

/// A table of Q sorts with its columns told apart.
pub(super) struct SortTable {
    /// The statements' numbers, ascending.
    pub numbers: Vec<u32>,
    /// The sorts' ids in the order of the table.
    pub ids: Texts,
    /// Every other column, one value per sort.
    pub attributes: Vec<Attribute>,
    /// The statements' texts, where the table has them.
    pub texts: Option<Texts>,
    cards: Cards,
}

/// Where the values of the cards come from.
enum Cards {
    /// The cells of a table.
    Table { table: Table, layout: Layout },
    /// What a program's file says of each sort.
    Collected(CollectedCards),
}

/// Where the cards stand.
enum Layout {
    /// One row per sort; the columns of the statements in the order of their numbers.
    RowsAreSorts { columns: Vec<usize> },
    /// One row per statement; for each row its statement, and the columns of the sorts.
    RowsAreStatements {
        statements: Vec<usize>,
        columns: Vec<usize>,
    },
}

impl SortTable {
    /// Tells the columns apart; the list of statements, if there is one, decides which numbers there have to be.
    pub(super) fn recognise(
        table: Table,
        orientation: Option<Orientation>,
        known: Option<&KnownNumbers>,
        notes: &mut Vec<String>,
    ) -> Result<Self, StudyFileError> {
        notes.extend(table.notes.iter().cloned());
        match orientation.unwrap_or_else(|| orientation_of(&table)) {
            Orientation::RowsAreSorts => Self::one_row_per_sort(table, known, notes),
            Orientation::RowsAreStatements => Self::one_row_per_statement(table, known, notes),
        }
    }

    fn one_row_per_sort(
        table: Table,
        known: Option<&KnownNumbers>,
        notes: &mut Vec<String>,
    ) -> Result<Self, StudyFileError> {
        let statements = statement_names(&table.name, &table.headings, known)?;
        let columns: Vec<usize> = statements.iter().map(|s| s.1).collect();
        let mut others: Vec<usize> = (0..table.headings.len())
            .filter(|column| !columns.contains(column))
            .collect();
        let (id, note) = id_column(&table, &others)?;
        notes.extend(note);
        others.retain(|&column| column != id);
        Ok(Self {
            numbers: statements.iter().map(|s| s.0).collect(),
            ids: ids(&table, id)?,
            attributes: attributes(&table, &others, "Participant", notes),
            texts: None,
            cards: Cards::Table {
                layout: Layout::RowsAreSorts { columns },
                table,
            },
        })
    }

    fn one_row_per_statement(
        table: Table,
        known: Option<&KnownNumbers>,
        notes: &mut Vec<String>,
    ) -> Result<Self, StudyFileError> {
        if table.row_count() > MOST_STATEMENTS {
            return Err(SortsError::TooManyStatements {
                place: Place::whole(&table.name),
                found: table.row_count(),
            }
            .into());
        }
        let rows = statement_rows(&table, known, notes)?;
        let mut statements = vec![None; table.row_count()];
        for (statement, (_, row)) in rows.numbered.iter().enumerate() {
            if let Some(slot) = statements.get_mut(*row) {
                *slot = Some(statement);
            }
        }
        if let Some(row) = statements.iter().position(Option::is_none) {
            return Err(SortsError::NotAStatement {
                place: table.place(row, 0),
                found: quoted(table.cell(row, 0)),
            }
            .into());
        }
        let columns: Vec<usize> = (rows.first_sort..table.headings.len()).collect();
        let texts = rows.texts.map(|column| {
            let rows = rows.numbered.iter().map(|numbered| numbered.1);
            rows.map(|row| table.cell(row, column)).collect()
        });
        Ok(Self {
            numbers: rows.numbered.iter().map(|s| s.0).collect(),
            ids: columns
                .iter()
                .map(|&column| unguarded(table.heading(column)))
                .collect(),
            attributes: Vec::new(),
            texts,
            cards: Cards::Table {
                layout: Layout::RowsAreStatements {
                    statements: statements.into_iter().flatten().collect(),
                    columns,
                },
                table,
            },
        })
    }

    /// What a program's file says of each sort.
    pub(super) fn collected(
        numbers: Vec<u32>,
        ids: Texts,
        attributes: Vec<Attribute>,
        cards: CollectedCards,
    ) -> Self {
        Self {
            numbers,
            ids,
            attributes,
            texts: None,
            cards: Cards::Collected(cards),
        }
    }

    /// How the table lies; none where it is no table.
    pub(super) fn orientation(&self) -> Option<Orientation> {
        match &self.cards {
            Cards::Table { layout, .. } => Some(match layout {
                Layout::RowsAreSorts { .. } => Orientation::RowsAreSorts,
                Layout::RowsAreStatements { .. } => Orientation::RowsAreStatements,
            }),
            Cards::Collected(_) => None,
        }
    }

    /// What messages call the table.
    pub(super) fn name(&self) -> &str {
        match &self.cards {
            Cards::Table { table, .. } => &table.name,
            Cards::Collected(cards) => &cards.name,
        }
    }

    /// The sort's id, for a message.
    pub(super) fn shown_id(&self, sort: usize) -> String {
        quoted(self.ids.get(sort).unwrap_or_default())
    }

    /// The row or column of a sort.
    pub(super) fn sort_place(&self, sort: usize) -> Place {
        match &self.cards {
            Cards::Table { table, layout } => match layout {
                Layout::RowsAreSorts { .. } => table.row_place(sort),
                Layout::RowsAreStatements { columns, .. } => {
                    table.column_place(columns.get(sort).copied().unwrap_or_default())
                }
            },
            Cards::Collected(cards) => cards.sort_place(sort),
        }
    }

    /// The cell of a card.
    pub(super) fn card_place(&self, card: Card) -> Place {
        match &self.cards {
            Cards::Table { table, layout } => {
                let (row, column) = layout.cell_of(card);
                table.place(row, column)
            }
            Cards::Collected(cards) => {
                let number = self.numbers.get(card.statement).copied();
                cards.card_place(card, number.unwrap_or_default())
            }
        }
    }

    /// The text on a card, for a message; `value` is what was read from it, if it is a number.
    pub(super) fn shown_card(&self, card: Card, value: Option<f64>) -> String {
        match &self.cards {
            Cards::Table { table, layout } => {
                let (row, column) = layout.cell_of(card);
                quoted(table.cell(row, column))
            }
            Cards::Collected(cards) => quoted(&cards.text(card, value)),
        }
    }

    /// A further card in a list: `US4`, row 8, column `s3`.
    pub(super) fn tell_card(&self, card: Card) -> String {
        format!(
            "{}, {}",
            self.shown_id(card.sort),
            self.card_place(card).within()
        )
    }

    /// A further sort in a list: `US4`, row 8.
    pub(super) fn tell_sort(&self, sort: usize) -> String {
        format!(
            "{}, {}",
            self.shown_id(sort),
            self.sort_place(sort).within()
        )
    }
}

impl Layout {
    fn cell_of(&self, card: Card) -> (usize, usize) {
        match self {
            Self::RowsAreSorts { columns } => (
                card.sort,
                columns.get(card.statement).copied().unwrap_or_default(),
            ),
            Self::RowsAreStatements {
                statements,
                columns,
            } => (
                statements
                    .iter()
                    .position(|&s| s == card.statement)
                    .unwrap_or_default(),
                columns.get(card.sort).copied().unwrap_or_default(),
            ),
        }
    }

    /// The columns that hold cards.
    fn columns(&self) -> &[usize] {
        match self {
            Self::RowsAreSorts { columns } | Self::RowsAreStatements { columns, .. } => columns,
        }
    }
}

/// A card of a sort, both by their indices; ordered as the sorts are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Card {
    /// The sort.
    pub sort: usize,
    /// The statement.
    pub statement: usize,
}
