//! The Q sorts in a table that lies either way, and the values on their cards.

use super::StudyFileError;
use super::columns::{KnownNumbers, card_number, statement_names};
use super::ids::{id_column, ids};
use super::load::Orientation;
use super::place::{Further, Place, count, quoted, some_of};
use super::table::Table;
use crate::numeric::Matrix;
use crate::qmethod::Attribute;
use thiserror::Error;

/// Why the cards of the sorts have no values.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum SortsError {
    /// A card whose value is no number.
    #[error("Q sort {sort} ({place}) holds {found}; expected a number.{further} Correct the file.")]
    NotANumber {
        /// The sort's id.
        sort: String,
        /// The cell.
        place: Place,
        /// What it holds.
        found: String,
        /// The other such cells.
        further: Further,
    },
    /// A card without value.
    #[error(
        "Q sort {sort} ({place}) has no value; every statement needs one. Missing in all: {total} in {sorts}.{further} Fill them in, or leave these Q sorts out of the file."
    )]
    Missing {
        /// The sort's id.
        sort: String,
        /// The cell.
        place: Place,
        /// How many values are missing, in words.
        total: String,
        /// In how many sorts, in words.
        sorts: String,
        /// The other such cells.
        further: Further,
    },
    /// A sort without differences.
    #[error(
        "Q sort {sort} ({place}) has the value {value} at every statement; a constant sort correlates with nothing.{further} Correct the file, or leave the Q sort out."
    )]
    Constant {
        /// The sort's id.
        sort: String,
        /// The row or column.
        place: Place,
        /// The value.
        value: f64,
        /// The other such sorts.
        further: Further,
    },
    /// In a table of one row per statement, a row that is none.
    #[error(
        "{place} holds {found}; expected a statement's number, as in the other rows. Correct the file; attributes of participants belong into a file of their own (`--participants`)."
    )]
    NotAStatement {
        /// The cell.
        place: Place,
        /// What it holds.
        found: String,
    },
}

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

    /// The values, n×m, every one a finite number and no sort constant.
    pub(super) fn values(&self, notes: &mut Vec<String>) -> Result<Matrix<f64>, SortsError> {
        let (n, m) = (self.numbers.len(), self.ids.len());
        let mut values = vec![0.0; n * m];
        let (mut wrong, mut missing) = (Vec::new(), Vec::new());
        let mut decimal_commas = 0;
        let mut take = |card: Card, cell: &str| match value(cell) {
            Value::Number(number) => {
                decimal_commas += usize::from(cell.contains(','));
                if let Some(slot) = values.get_mut(card.sort * n + card.statement) {
                    *slot = number;
                }
            }
            Value::Missing => missing.push(card),
            Value::Text => wrong.push(card),
        };
        match &self.layout {
            Layout::RowsAreSorts { columns } => {
                for (statement, &column) in columns.iter().enumerate() {
                    for (sort, cell) in self.table.cells(column).enumerate() {
                        take(Card { sort, statement }, cell);
                    }
                }
            }
            Layout::RowsAreStatements {
                statements,
                columns,
            } => {
                for (sort, &column) in columns.iter().enumerate() {
                    for (&statement, cell) in statements.iter().zip(self.table.cells(column)) {
                        take(Card { sort, statement }, cell);
                    }
                }
            }
        }
        wrong.sort_unstable();
        missing.sort_unstable();
        self.check_numbers(&wrong)?;
        self.check_missing(&missing)?;
        if decimal_commas > 0 {
            let values = count(decimal_commas, "value");
            notes.push(format!(
                "Decimal commas read as points in {}: {values}.",
                self.name()
            ));
        }
        let values = Matrix::from_vec(n, m, values);
        self.check_constant(&values)?;
        Ok(values)
    }

    fn check_numbers(&self, wrong: &[Card]) -> Result<(), SortsError> {
        let Some(&first) = wrong.first() else {
            return Ok(());
        };
        Err(SortsError::NotANumber {
            sort: self.shown_id(first.sort),
            place: self.card_place(first),
            found: self.shown_card(first),
            further: Further::after_first(wrong, |&card| {
                format!("{} holds {}", self.tell_card(card), self.shown_card(card))
            }),
        })
    }

    fn check_missing(&self, missing: &[Card]) -> Result<(), SortsError> {
        let Some(&first) = missing.first() else {
            return Ok(());
        };
        let mut sorts: Vec<usize> = missing.iter().map(|card| card.sort).collect();
        sorts.dedup();
        Err(SortsError::Missing {
            sort: self.shown_id(first.sort),
            place: self.card_place(first),
            total: count(missing.len(), "value"),
            sorts: count(sorts.len(), "Q sort"),
            further: Further::after_first(missing, |&card| self.tell_card(card)),
        })
    }

    fn check_constant(&self, values: &Matrix<f64>) -> Result<(), SortsError> {
        let constant: Vec<(usize, f64)> = values
            .column_iter()
            .enumerate()
            .filter_map(|(sort, cards)| {
                let first = cards.iter().next().copied()?;
                cards
                    .iter()
                    .all(|&value| value == first)
                    .then_some((sort, first))
            })
            .collect();
        let Some(&(first, value)) = constant.first() else {
            return Ok(());
        };
        Err(SortsError::Constant {
            sort: self.shown_id(first),
            place: self.sort_place(first),
            value,
            further: Further::after_first(&constant, |&(sort, _)| self.tell_sort(sort)),
        })
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

/// The columns as attributes; `NA` is a missing value there. Says which they are.
pub(super) fn attributes(
    table: &Table,
    columns: &[usize],
    whose: &str,
    notes: &mut Vec<String>,
) -> Vec<Attribute> {
    let (columns, unnamed): (Vec<usize>, Vec<usize>) = columns
        .iter()
        .partition(|&&column| !table.heading(column).is_empty());
    if !unnamed.is_empty() {
        notes.push(format!(
            "The first column of {} has no heading, as row names have none; it was left out.",
            table.name
        ));
    }
    if columns.is_empty() {
        return Vec::new();
    }
    let names: Vec<&str> = columns
        .iter()
        .map(|&column| table.heading(column))
        .collect();
    notes.push(format!(
        "{whose} attributes from {}: {}.",
        table.name,
        some_of(&names)
    ));
    let mut marked = 0;
    let mut value = |cell: &str| {
        let is_mark = cell == "NA";
        marked += usize::from(is_mark);
        if is_mark {
            String::new()
        } else {
            cell.to_owned()
        }
    };
    let attributes = columns
        .iter()
        .map(|&column| Attribute {
            name: table.heading(column).to_owned(),
            values: table.cells(column).map(&mut value).collect(),
        })
        .collect();
    if marked > 0 {
        let values = count(marked, "attribute value");
        notes.push(format!(
            "Taken as missing in {}: {values} given as `NA`.",
            table.name
        ));
    }
    attributes
}

/// What a cell says about a card's value.
enum Value {
    Number(f64),
    Missing,
    Text,
}

/// A decimal number with a point or a comma, with any of the signs that programs write.
fn value(cell: &str) -> Value {
    const MISSING: [&str; 7] = ["", ".", "NA", "N/A", "#N/A", "NaN", "null"];
    if MISSING.iter().any(|mark| cell.eq_ignore_ascii_case(mark)) {
        return Value::Missing;
    }
    let is_plain = |b: u8| matches!(b, b'0'..=b'9' | b'-' | b'+' | b'.');
    let number = if cell.bytes().all(is_plain) {
        cell.parse()
    } else {
        let plain = cell
            .replace(['\u{2212}', '\u{2013}'], "-")
            .replacen(',', ".", 1);
        if !plain.bytes().all(is_plain) {
            return Value::Text;
        }
        plain.parse()
    };
    match number {
        Ok(number) if f64::is_finite(number) => Value::Number(number),
        _ => Value::Text,
    }
}
