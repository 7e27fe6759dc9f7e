//! Why sums cannot stand for sorts.

use thiserror::Error;

/// Why sums cannot stand for sorts, in the analyst's words.
#[derive(Clone, Debug, Error, PartialEq)]
#[non_exhaustive]
pub enum CrossProductError {
    /// Not one row and column for each statement.
    #[error(
        "The sums came as {rows} × {columns}; expected a sum for each pair of the {statements} statements. Make them with the query that `%q sql cross-product` writes."
    )]
    Shape {
        /// Rows.
        rows: usize,
        /// Columns.
        columns: usize,
        /// Statements.
        statements: usize,
    },
    /// Nothing to correlate.
    #[error(
        "The sums are of {found} sorts; an analysis needs at least two. Check the column `sorts`."
    )]
    TooFewSorts {
        /// Sorts.
        found: usize,
    },
    /// A number that no sum of products can be.
    #[error(
        "The sum of statements {a} and {b} is {found}: no sum of products, which would be symmetric and at most √(sum of {a} with itself · sum of {b} with itself). Make the sums with the query that `%q sql cross-product` writes."
    )]
    NotSums {
        /// A statement.
        a: u32,
        /// The other.
        b: u32,
        /// Their sum.
        found: f64,
    },
    /// Sums of values as laid, without a forced grid.
    #[error(
        "The sums of the statements with themselves add up to {trace}; of {sorts} standardised sorts it would be {sorts}. If they are sums of the values as they were laid, state the forced grid with `--grid`; sorts of a free grid are standardised in the query (`%q sql cross-product`)."
    )]
    NotStandardised {
        /// Their trace.
        trace: f64,
        /// Sorts.
        sorts: f64,
    },
    /// A grid for another number of statements.
    #[error(
        "The grid has places for {cards} cards; the sums are of {statements} statements. Correct the grid."
    )]
    GridSize {
        /// Places.
        cards: usize,
        /// Statements.
        statements: usize,
    },
    /// Sorts that do not fill the grid.
    #[error(
        "The sums of the statements with themselves add up to {trace}; sorts that fill the grid give {expected}. Some sorts do not fill it: correct them, or standardise each sort in the query (`%q sql cross-product`)."
    )]
    NotTheGrid {
        /// Their trace.
        trace: f64,
        /// What it would be.
        expected: f64,
    },
    /// Sorts that are not standardised.
    #[error(
        "The sums of statement {statement} with all statements add up to {found}; standardised sorts give 0. Make the sums with the query that `%q sql cross-product` writes."
    )]
    NotCentred {
        /// The statement.
        statement: u32,
        /// Its row's sum.
        found: f64,
    },
    /// No component, or more than there are.
    #[error("{asked} components cannot be taken out of these sums: ask for 1 to {most}.")]
    FactorCount {
        /// Asked for.
        asked: usize,
        /// The rank.
        most: usize,
    },
    /// No end.
    #[error(
        "The eigenvalues of the sums could not be found. Check the sums for numbers that are far too large."
    )]
    EigenvaluesNotConverged,
    /// Totals of other factors, or none.
    #[error(
        "{what} Make them with the query that `%q sql totals` writes, for the same sums and the same number of factors."
    )]
    Totals {
        /// What is wrong, as a sentence.
        what: String,
    },
}
