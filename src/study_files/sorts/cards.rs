//! The values on the cards of the sorts.

use super::{Card, Cards, Layout, SortTable};
use crate::numeric::Matrix;
use crate::qmethod::Texts;
use crate::study_files::StudyFileError;
use crate::study_files::collected::MOST_STATEMENTS;
use crate::study_files::faults::Faults;
use crate::study_files::load::Watched;
use crate::study_files::place::{Further, Place, count};
use crate::study_files::table::Table;
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
    /// More rows than any Q set, in a table of one row per statement.
    #[error(
        "{place} has {found} rows, read as one per statement; a Q set has at most {MOST_STATEMENTS}. If its rows are Q sorts, load it with `--orientation sorts-as-rows`."
    )]
    TooManyStatements {
        /// The table.
        place: Place,
        /// Its rows.
        found: usize,
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

impl SortTable {
    /// The values, n×m, every one a finite number and no sort constant.
    pub(in crate::study_files) fn values(
        &mut self,
        notes: &mut Vec<String>,
        watched: &Watched<'_>,
    ) -> Result<Matrix<f64>, StudyFileError> {
        let (n, m) = (self.numbers.len(), self.ids.len());
        let read = match &mut self.cards {
            Cards::Table { table, layout } => table_values(table, layout, (n, m), watched)?,
            Cards::Collected(cards) => cards.take_values(),
        };
        let CardValues {
            values,
            wrong,
            missing,
            decimal_commas,
        } = read;
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

    fn check_numbers(&self, wrong: &Faults) -> Result<(), SortsError> {
        let Some(first) = wrong.first() else {
            return Ok(());
        };
        Err(SortsError::NotANumber {
            sort: self.shown_id(first.sort),
            place: self.card_place(first),
            found: self.shown_card(first, None),
            further: wrong.further(|card| {
                let found = self.shown_card(card, None);
                format!("{} holds {found}", self.tell_card(card))
            }),
        })
    }

    fn check_missing(&self, missing: &Faults) -> Result<(), SortsError> {
        let Some(first) = missing.first() else {
            return Ok(());
        };
        Err(SortsError::Missing {
            sort: self.shown_id(first.sort),
            place: self.card_place(first),
            total: count(missing.count(), "value"),
            sorts: count(missing.sorts(), "Q sort"),
            further: missing.further(|card| self.tell_card(card)),
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

/// The values of all cards, and the cards that have none.
pub(in crate::study_files) struct CardValues {
    /// n values for each of the m sorts, one after the other; of no use where a card is wrong or missing.
    pub values: Vec<f64>,
    /// Cards whose value is no number.
    pub wrong: Faults,
    /// Cards without value.
    pub missing: Faults,
    /// How many numbers had a decimal comma.
    pub decimal_commas: usize,
}

fn table_values(
    table: &Table,
    layout: &Layout,
    (n, m): (usize, usize),
    watched: &Watched<'_>,
) -> Result<CardValues, StudyFileError> {
    // An empty cell takes one byte of a file, a value eight: where cards are missing, values are not needed.
    let columns = layout.columns();
    let is_whole = !columns.iter().any(|&column| table.has_gaps(column));
    let mut read = CardValues {
        values: vec![0.0; if is_whole { n * m } else { 0 }],
        wrong: Faults::default(),
        missing: Faults::default(),
        decimal_commas: 0,
    };
    match layout {
        Layout::RowsAreSorts { columns } => {
            let few: Vec<_> = columns.iter().map(|&c| told(table.texts(c))).collect();
            // Some sorts at a time, so that a sort's values are written while they are near.
            for first in (0..m).step_by(AT_ONCE) {
                if m > AT_ONCE {
                    watched.step(first, m, "sorts read")?;
                }
                let sorts = first..m.min(first + AT_ONCE);
                for (statement, (&column, few)) in columns.iter().zip(&few).enumerate() {
                    if m <= AT_ONCE {
                        watched.step(statement, n, "statements read")?;
                    }
                    for sort in sorts.clone() {
                        let card = Card { sort, statement };
                        match few.as_ref().and_then(|few| few.get(sort)) {
                            Some(told) => read.take(card, n, told),
                            None => read.take(card, n, &Told::of(table.cell(sort, column))),
                        }
                    }
                }
            }
        }
        Layout::RowsAreStatements {
            statements,
            columns,
        } => {
            for (sort, &column) in columns.iter().enumerate() {
                watched.step(sort, m, "sorts read")?;
                for (&statement, cell) in statements.iter().zip(table.cells(column)) {
                    read.take(Card { sort, statement }, n, &Told::of(cell));
                }
            }
        }
    }
    Ok(read)
}

/// Sorts that are read at a time.
const AT_ONCE: usize = 4096;

impl CardValues {
    /// A further card of a table of n statements.
    fn take(&mut self, card: Card, n: usize, told: &Told) {
        match told.value {
            Value::Number(number) => {
                self.decimal_commas += usize::from(told.has_comma);
                if let Some(slot) = self.values.get_mut(card.sort * n + card.statement) {
                    *slot = number;
                }
            }
            Value::Missing => self.missing.add(card),
            Value::Text => self.wrong.add(card),
        }
    }
}

/// What a cell says, and whether it has a decimal comma.
struct Told {
    value: Value,
    has_comma: bool,
}

impl Told {
    fn of(cell: &str) -> Self {
        Self {
            value: value(cell),
            has_comma: cell.contains(','),
        }
    }
}

/// What the cells of a column say, where few are different.
struct FewTold<'t> {
    told: Vec<Told>,
    codes: &'t [u8],
}

impl FewTold<'_> {
    fn get(&self, row: usize) -> Option<&Told> {
        self.told.get(usize::from(*self.codes.get(row)?))
    }
}

fn told(cells: &Texts) -> Option<FewTold<'_>> {
    let (words, codes) = cells.few()?;
    Some(FewTold {
        told: words.iter().map(|word| Told::of(word.trim())).collect(),
        codes,
    })
}

/// What a cell says about a card's value.
pub(in crate::study_files) enum Value {
    Number(f64),
    Missing,
    Text,
}

/// A decimal number with a point or a comma, with any of the signs that programs write.
pub(in crate::study_files) fn value(cell: &str) -> Value {
    const MISSING: [&str; 7] = ["", ".", "NA", "N/A", "#N/A", "NaN", "null"];
    if let Some(number) = plain_number(cell) {
        return Value::Number(number);
    }
    if MISSING.iter().any(|mark| cell.eq_ignore_ascii_case(mark)) {
        return Value::Missing;
    }
    let plain = cell
        .replace(['\u{2212}', '\u{2013}'], "-")
        .replacen(',', ".", 1);
    plain_number(&plain).map_or(Value::Text, Value::Number)
}

/// A number of digits, signs and a point alone; Rust reads `inf` and `1e3` as well.
fn plain_number(text: &str) -> Option<f64> {
    let is_plain = |b: u8| matches!(b, b'0'..=b'9' | b'-' | b'+' | b'.');
    let number = text.bytes().all(is_plain).then(|| text.parse().ok())?;
    number.filter(|number: &f64| number.is_finite())
}
