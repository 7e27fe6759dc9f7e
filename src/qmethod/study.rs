//! A Q study: statements, participants, their sorts and the grid.

use super::error::MethodError;
use super::grid::Grid;
use crate::numeric::Matrix;

/// A statement's place in the Q set, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StatementIndex(pub usize);

/// A sort's place in the P set, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SortIndex(pub usize);

/// A factor's place in its solution, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FactorIndex(pub usize);

/// One statement of the Q set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The number it carries on its card.
    pub number: u32,
    /// Its wording, as the participants read it.
    pub text: String,
}

/// A named property of statements or participants, one value each in their order; an empty string is a missing value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// The heading, such as `site`.
    pub name: String,
    /// One value per statement or participant.
    pub values: Vec<String>,
}

/// Statements, participants (one sort each), sorts and grid, checked against one another.
#[derive(Clone, Debug, PartialEq)]
pub struct Study {
    statements: Vec<Statement>,
    statement_attributes: Vec<Attribute>,
    sort_ids: Vec<String>,
    sort_attributes: Vec<Attribute>,
    sorts: Matrix<f64>,
    grid: Grid,
}

impl Study {
    /// A study without attributes. `sorts` is n×m, one column per sort, in the order of `sort_ids`.
    ///
    /// # Errors
    /// Fewer than two statements or no sort; numbers or ids that stand twice; a matrix of another shape; a value that is not finite; a
    /// forced grid for another number of cards, or a sort that does not fill it; a constant sort.
    pub fn new(
        statements: Vec<Statement>,
        sort_ids: Vec<String>,
        sorts: Matrix<f64>,
        grid: Grid,
    ) -> Result<Self, MethodError> {
        let _ = (&statements, &sort_ids, &sorts, &grid);
        todo!("validate")
    }

    /// The study with a further attribute of its participants; one of the same name is replaced.
    ///
    /// # Errors
    /// [`MethodError::AttributeLength`] unless there is one value per sort.
    pub fn with_sort_attribute(self, attribute: Attribute) -> Result<Self, MethodError> {
        let _ = attribute;
        todo!()
    }

    /// The study with a further attribute of its statements; one of the same name is replaced.
    ///
    /// # Errors
    /// [`MethodError::AttributeLength`] unless there is one value per statement.
    pub fn with_statement_attribute(self, attribute: Attribute) -> Result<Self, MethodError> {
        let _ = attribute;
        todo!()
    }

    /// The study of only these sorts, in this order, with their attributes.
    ///
    /// # Errors
    /// [`MethodError::NoSorts`] if `keep` is empty.
    pub fn subset(&self, keep: &[SortIndex]) -> Result<Self, MethodError> {
        let _ = keep;
        todo!()
    }

    /// The statements in their order.
    pub fn statements(&self) -> &[Statement] {
        &self.statements
    }

    /// The statements' attributes.
    pub fn statement_attributes(&self) -> &[Attribute] {
        &self.statement_attributes
    }

    /// The sorts' ids in their order.
    pub fn sort_ids(&self) -> &[String] {
        &self.sort_ids
    }

    /// The participants' attributes.
    pub fn sort_attributes(&self) -> &[Attribute] {
        &self.sort_attributes
    }

    /// One attribute of the participants by its name.
    pub fn sort_attribute(&self, name: &str) -> Option<&Attribute> {
        self.sort_attributes.iter().find(|a| a.name == name)
    }

    /// One attribute of the statements by its name.
    pub fn statement_attribute(&self, name: &str) -> Option<&Attribute> {
        self.statement_attributes.iter().find(|a| a.name == name)
    }

    /// The sorts, n×m.
    pub fn sorts(&self) -> &Matrix<f64> {
        &self.sorts
    }

    /// The grid.
    pub fn grid(&self) -> &Grid {
        &self.grid
    }

    /// Number of statements, n.
    pub fn statement_count(&self) -> usize {
        self.statements.len()
    }

    /// Number of sorts, m.
    pub fn sort_count(&self) -> usize {
        self.sort_ids.len()
    }

    /// The sort with this id.
    pub fn find_sort(&self, id: &str) -> Option<SortIndex> {
        self.sort_ids.iter().position(|s| s == id).map(SortIndex)
    }

    /// The statement with this number.
    pub fn find_statement(&self, number: u32) -> Option<StatementIndex> {
        self.statements
            .iter()
            .position(|s| s.number == number)
            .map(StatementIndex)
    }
}
