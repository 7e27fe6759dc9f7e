//! Sums over sorts that an engine made where the data are: the n×n cross-product, the moments of loadings, the totals of factors.
//!
//! One row of named sums (`sorts`, `s1_s1`, `s1_s2`, …) as the queries of `%q sql` return it, or for the cross-product one row per pair of statements
//! (`a`, `b`, `sum`, `sorts`).

use super::StudyFileError;
use super::columns::card_number;
use super::load::{named, unnamed};
use super::place::{Place, quoted};
use super::source::Source;
use super::statements::StatementList;
use super::table::Table;
use crate::numeric::Matrix;
use crate::qmethod::cross_product::{CrossProduct, CrossProductError, FactorTotals};
use crate::qmethod::rotation::Moments;
use crate::qmethod::{Grid, Texts};
use std::collections::{BTreeMap, BTreeSet};
use thiserror::Error;

/// The most statements or factors whose sums are read.
const MOST: usize = 2_000;

/// Why a table holds no sums.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum SumsError {
    /// Another table.
    #[error(
        "{name} holds no sums of that kind: {found}. Expected {expected}, as the query that `%q sql {pass}` writes returns it."
    )]
    OtherTable {
        /// The source.
        name: String,
        /// What is there.
        found: String,
        /// What should be.
        expected: &'static str,
        /// The query.
        pass: &'static str,
    },
    /// A sum that is not there.
    #[error("{name} has no sum `{column}`. Run the query that `%q sql {pass}` writes anew, whole.")]
    Missing {
        /// The source.
        name: String,
        /// The sum.
        column: String,
        /// The query.
        pass: &'static str,
    },
    /// A cell that is no number.
    #[error(
        "{place} holds {found}; expected a number. Run the query anew: an empty sum is one of no rows."
    )]
    NotANumber {
        /// The cell.
        place: Place,
        /// What it holds.
        found: String,
    },
    /// Sums that cannot be.
    #[error("{name}: {source}")]
    Refused {
        /// The source.
        name: String,
        /// Why.
        source: CrossProductError,
    },
}

/// A cross-product computed elsewhere, the statements' texts from `statements` if there are any.
///
/// # Errors
/// A table that holds no such sums, one that is missing or no number; statements that are not those of the sums; as [`CrossProduct::new`].
pub fn read_cross_product(
    source: &Source,
    statements: Option<&Source>,
    grid: Grid,
) -> Result<CrossProduct, StudyFileError> {
    let table = Table::read(source)?;
    let (numbers, sorts, sums) = match table.column(&["sum"]) {
        Some(sum) => pairs_in_rows(&table, sum)?,
        None => pairs_in_columns(&table)?,
    };
    let statements = match statements {
        None => unnamed(&numbers),
        Some(texts) => {
            let list = StatementList::read(texts)?;
            let order = list.order_of(&numbers)?;
            let texts = order.iter().filter_map(|&i| list.statements.get(i));
            named(&numbers, texts.map(|s| s.text.as_str()).collect::<Texts>())
        }
    };
    let refused = |source| SumsError::Refused {
        name: table.name.clone(),
        source,
    };
    Ok(CrossProduct::new(statements, grid, sorts, sums).map_err(refused)?)
}

type Pairs = (Vec<u32>, usize, Matrix<f64>);

fn pairs_in_rows(table: &Table, sum: usize) -> Result<Pairs, SumsError> {
    let other = |found: &str| other_table(table, found.to_owned());
    let (Some(a), Some(b), Some(sorts)) = (
        table.column(&["a"]),
        table.column(&["b"]),
        table.column(&["sorts"]),
    ) else {
        return Err(other("it has a column `sum`, but not `a`, `b` and `sorts`"));
    };
    let mut sums = BTreeMap::new();
    for row in 0..table.row_count() {
        let statement = |column: usize| {
            card_number(table.cell(row, column))
                .map(|named| named.1)
                .ok_or_else(|| SumsError::NotANumber {
                    place: table.place(row, column),
                    found: quoted(table.cell(row, column)),
                })
        };
        sums.insert((statement(a)?, statement(b)?), number(table, row, sum)?);
    }
    matrix(table, number(table, 0, sorts)?, &sums)
}

fn pairs_in_columns(table: &Table) -> Result<Pairs, SumsError> {
    let Some(sorts) = table.column(&["sorts"]) else {
        return Err(other_table(table, "it has no column `sorts`".to_owned()));
    };
    one_row(table)?;
    let mut sums = BTreeMap::new();
    for (column, heading) in table.headings.iter().enumerate() {
        let Some((a, b)) = heading.split_once('_') else {
            continue;
        };
        if let (Some((_, a)), Some((_, b))) = (card_number(a), card_number(b)) {
            sums.insert((a, b), number(table, 0, column)?);
        }
    }
    matrix(table, number(table, 0, sorts)?, &sums)
}

fn matrix(table: &Table, sorts: f64, sums: &BTreeMap<(u32, u32), f64>) -> Result<Pairs, SumsError> {
    let numbers: BTreeSet<u32> = sums.keys().flat_map(|(a, b)| [*a, *b]).collect();
    let numbers: Vec<u32> = numbers.into_iter().collect();
    if numbers.len() < 2 || numbers.len() > MOST {
        let found = format!("{} statements", numbers.len());
        return Err(other_table(table, format!("its sums are of {found}")));
    }
    let mut matrix = Matrix::zeros(numbers.len(), numbers.len());
    for (row, a) in numbers.iter().enumerate() {
        for (column, b) in numbers.iter().enumerate() {
            let sum = sums.get(&(*a, *b)).or_else(|| sums.get(&(*b, *a)));
            matrix[(row, column)] = *sum.ok_or_else(|| SumsError::Missing {
                name: table.name.clone(),
                column: format!("s{a}_s{b}"),
                pass: "cross-product",
            })?;
        }
    }
    Ok((numbers, count_of(sorts), matrix))
}

/// The sums of products of loadings for a rotation of `k` components, from one row of named sums.
///
/// # Errors
/// A sum that is missing or no number.
pub fn read_moments(source: &Source, k: usize) -> Result<Moments, StudyFileError> {
    let table = Table::read(source)?;
    one_row(&table)?;
    let sums = Named {
        table: &table,
        pass: "moments",
    };
    let name = |a: usize, b: usize| format!("l{}_l{}", a + 1, b + 1);
    let mut second = BTreeMap::new();
    let mut fourth = BTreeMap::new();
    for a in 0..k {
        for b in a..k {
            second.insert((a, b), sums.get(&name(a, b))?);
            for c in b..k {
                for d in c..k {
                    let sum = sums.get(&format!("{}_{}", name(a, b), name(c, d)))?;
                    fourth.insert([a, b, c, d], sum);
                }
            }
        }
    }
    let of_four = |(a, b): (usize, usize), (c, d): (usize, usize)| {
        let mut all = [a, b, c, d];
        all.sort_unstable();
        fourth.get(&all).copied().unwrap_or(f64::NAN)
    };
    let of_two = |a, b| second.get(&(a, b)).copied().unwrap_or(f64::NAN);
    Ok(Moments::from_sums(sums.get("sorts")?, k, of_two, of_four))
}

/// What the flagged sorts of each of `k` factors add up to, from one row of named sums.
///
/// # Errors
/// A sum that is missing or no number.
pub fn read_totals(
    source: &Source,
    statements: &[u32],
    k: usize,
) -> Result<Vec<FactorTotals>, StudyFileError> {
    let table = Table::read(source)?;
    one_row(&table)?;
    let sums = Named {
        table: &table,
        pass: "totals",
    };
    let mut all = Vec::with_capacity(k);
    for f in 1..=k {
        let of = |what: &str| sums.get(&format!("f{f}_{what}"));
        let totals: Result<Vec<f64>, SumsError> = statements
            .iter()
            .map(|number| of(&format!("s{number}")))
            .collect();
        all.push(FactorTotals {
            sorts: count_of(of("sorts")?),
            negative: count_of(of("negative")?),
            squares: of("squares")?,
            signed_squares: of("signed_squares")?,
            totals: totals?,
        });
    }
    Ok(all)
}

/// Of how many components a table holds the moments; 0 where it holds none.
///
/// # Errors
/// A source that is no table.
pub fn moments_size(source: &Source) -> Result<usize, StudyFileError> {
    size(source, |f| format!("l{f}_l{f}"))
}

/// Of how many factors a table holds the totals; 0 where it holds none.
///
/// # Errors
/// A source that is no table.
pub fn factors_size(source: &Source) -> Result<usize, StudyFileError> {
    size(source, |f| format!("f{f}_sorts"))
}

fn size(source: &Source, name: impl Fn(usize) -> String) -> Result<usize, StudyFileError> {
    let table = Table::read(source)?;
    let there = |f: &usize| table.column(&[&name(*f)]).is_some();
    Ok((1..MOST).take_while(there).count())
}

/// One row of named sums.
struct Named<'t> {
    table: &'t Table,
    pass: &'static str,
}

impl Named<'_> {
    fn get(&self, name: &str) -> Result<f64, SumsError> {
        let column = self
            .table
            .column(&[name])
            .ok_or_else(|| SumsError::Missing {
                name: self.table.name.clone(),
                column: name.to_owned(),
                pass: self.pass,
            })?;
        number(self.table, 0, column)
    }
}

fn one_row(table: &Table) -> Result<(), SumsError> {
    match table.row_count() {
        1 => Ok(()),
        rows => Err(other_table(table, format!("it has {rows} rows"))),
    }
}

fn other_table(table: &Table, found: String) -> SumsError {
    SumsError::OtherTable {
        name: table.name.clone(),
        found,
        expected: "one row with `sorts`, `s1_s1`, `s1_s2` and so on, or one row per pair of statements with `a`, `b`, `sum` and `sorts`",
        pass: "cross-product",
    }
}

/// Engines write large numbers with an exponent.
fn number(table: &Table, row: usize, column: usize) -> Result<f64, SumsError> {
    let cell = table.cell(row, column);
    let number = cell.parse().ok().filter(|number: &f64| number.is_finite());
    number.ok_or_else(|| SumsError::NotANumber {
        place: table.place(row, column),
        found: quoted(cell),
    })
}

/// A count as engines give it, perhaps as a decimal number; 0 for what is none.
fn count_of(number: f64) -> usize {
    if number >= 0.0 && number.fract() == 0.0 {
        number as usize
    } else {
        0
    }
}
