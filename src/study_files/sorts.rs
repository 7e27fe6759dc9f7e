//! The Q sorts in a table that lies either way, and the values on their cards.

mod cards;

pub use cards::SortsError;

use super::StudyFileError;
use super::attributes::attributes;
use super::columns::{KnownNumbers, card_number, statement_names};
use super::ids::{id_column, ids};
use super::load::Orientation;
use super::place::{Place, quoted};
use super::table::Table;
use crate::qmethod::Attribute;

/// A table of Q sorts with its columns told apart.
pub(super) struct SortTable {
    /// The statements' numbers, ascending.
    pub numbers: Vec<u32>,
    /// The sorts' ids in the order of the table.
    pub ids: Vec<String>,
    /// Every other column, one value per sort.
    pub attributes: Vec<Attribute>,
    table: Table,
    layout: Layout,
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
            layout: Layout::RowsAreSorts { columns },
            table,
        })
    }

    fn one_row_per_statement(
        table: Table,
        known: Option<&KnownNumbers>,
        notes: &mut Vec<String>,
    ) -> Result<Self, StudyFileError> {
        notes.push(format!(
            "One row per statement and one column per Q sort: {} was read that way round.",
            table.name
        ));
        let names: Vec<String> = table.cells(0).map(str::to_owned).collect();
        let named = statement_names(&table.name, &names, known)?;
        let mut statements = vec![None; names.len()];
        for (statement, (_, row)) in named.iter().enumerate() {
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
        let columns: Vec<usize> = (1..table.headings.len()).collect();
        Ok(Self {
            numbers: named.iter().map(|s| s.0).collect(),
            ids: columns
                .iter()
                .map(|&column| table.heading(column).to_owned())
                .collect(),
            attributes: Vec::new(),
            layout: Layout::RowsAreStatements {
                statements: statements.into_iter().flatten().collect(),
                columns,
            },
            table,
        })
    }

    /// What messages call the table.
    pub(super) fn name(&self) -> &str {
        &self.table.name
    }

    /// The sort's id, for a message.
    pub(super) fn shown_id(&self, sort: usize) -> String {
        quoted(self.ids.get(sort).map_or("", String::as_str))
    }

    /// The row or column of a sort.
    pub(super) fn sort_place(&self, sort: usize) -> Place {
        match &self.layout {
            Layout::RowsAreSorts { .. } => self.table.row_place(sort),
            Layout::RowsAreStatements { columns, .. } => self
                .table
                .column_place(columns.get(sort).copied().unwrap_or_default()),
        }
    }

    /// The cell of a card.
    pub(super) fn card_place(&self, card: Card) -> Place {
        let (row, column) = self.cell_of(card);
        self.table.place(row, column)
    }

    /// The text on a card, for a message.
    pub(super) fn shown_card(&self, card: Card) -> String {
        let (row, column) = self.cell_of(card);
        quoted(self.table.cell(row, column))
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

    fn cell_of(&self, card: Card) -> (usize, usize) {
        match &self.layout {
            Layout::RowsAreSorts { columns } => (
                card.sort,
                columns.get(card.statement).copied().unwrap_or_default(),
            ),
            Layout::RowsAreStatements {
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
}

/// A card of a sort, both by their indices; ordered as the sorts are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Card {
    /// The sort.
    pub sort: usize,
    /// The statement.
    pub statement: usize,
}

/// Statements in rows are told by the first heading: `statement`, or a word for number over statements' numbers unless the other
/// headings are the usual names of statements.
fn orientation_of(table: &Table) -> Orientation {
    const STATEMENT: [&str; 4] = [
        "statement",
        "statements",
        "statement_number",
        "statement number",
    ];
    const NUMBER: [&str; 5] = ["number", "no", "no.", "nr", "#"];
    const USUAL: [&str; 7] = ["", "s", "f", "q", "stmt_", "statement_", "statement"];
    let first = table.heading(0).to_lowercase();
    let rows_are_numbered = || table.cells(0).all(|cell| card_number(cell).is_some());
    let is_usual = |heading: &String| {
        card_number(heading).is_some_and(|(prefix, _)| USUAL.contains(&prefix.as_str()))
    };
    let columns_are_statements = || table.headings.iter().any(is_usual);
    let transposed = STATEMENT.contains(&first.as_str())
        || NUMBER.contains(&first.as_str()) && rows_are_numbered() && !columns_are_statements();
    if transposed {
        Orientation::RowsAreStatements
    } else {
        Orientation::RowsAreSorts
    }
}
