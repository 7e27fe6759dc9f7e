//! A Q study: statements, participants, their sorts and the grid.

mod check;
mod part;

use super::error::MethodError;
use super::grid::Grid;
use super::texts::Texts;
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
    pub values: Texts,
}

impl Attribute {
    fn check_length(&self, expected: usize) -> Result<(), MethodError> {
        if self.values.len() != expected {
            return Err(MethodError::AttributeLength {
                name: self.name.clone(),
                expected,
                found: self.values.len(),
            });
        }
        Ok(())
    }

    fn put_into(self, attributes: &mut Vec<Self>) {
        match attributes.iter_mut().find(|a| a.name == self.name) {
            Some(old) => *old = self,
            None => attributes.push(self),
        }
    }

    /// The attribute of only these statements or participants, in this order.
    pub(crate) fn select(&self, keep: &[usize]) -> Self {
        Self {
            name: self.name.clone(),
            values: self.values.select(keep),
        }
    }
}

fn select(values: &[String], keep: &[usize]) -> Vec<String> {
    keep.iter()
        .filter_map(|&i| values.get(i).cloned())
        .collect()
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
    reliabilities: Option<Vec<f64>>,
}

impl Study {
    /// A study without attributes. `sorts` is n×m, one column per sort, in the order of `sort_ids`.
    ///
    /// # Errors
    /// Fewer than two statements or no sort; numbers or ids that stand twice; a matrix of another shape; a value that is not finite; a
    /// grid for another number of cards; a sort that does not fill a forced grid; a constant sort.
    pub fn new(
        statements: Vec<Statement>,
        sort_ids: Vec<String>,
        sorts: Matrix<f64>,
        grid: Grid,
    ) -> Result<Self, MethodError> {
        let study = Self {
            statements,
            statement_attributes: Vec::new(),
            sort_ids,
            sort_attributes: Vec::new(),
            sorts,
            grid,
            reliabilities: None,
        };
        check::names(&study)?;
        check::shape(&study)?;
        check::sorts(&study)?;
        Ok(study)
    }

    /// The study with a further attribute of its participants; one of the same name is replaced.
    ///
    /// # Errors
    /// [`MethodError::AttributeLength`] unless there is one value per sort.
    pub fn with_sort_attribute(mut self, attribute: Attribute) -> Result<Self, MethodError> {
        attribute.check_length(self.sort_count())?;
        attribute.put_into(&mut self.sort_attributes);
        Ok(self)
    }

    /// The study with a further attribute of its statements; one of the same name is replaced.
    ///
    /// # Errors
    /// [`MethodError::AttributeLength`] unless there is one value per statement.
    pub fn with_statement_attribute(mut self, attribute: Attribute) -> Result<Self, MethodError> {
        attribute.check_length(self.statement_count())?;
        attribute.put_into(&mut self.statement_attributes);
        Ok(self)
    }

    /// The study whose sorts have reliabilities of their own, 0…1, one per sort, as first-order factors have: they take the place of the one that is
    /// assumed of any sort.
    ///
    /// # Errors
    /// [`MethodError::AttributeLength`] unless there is one per sort; [`MethodError::AverageReliability`] for one that is not above 0 and at
    /// most 1.
    pub fn with_reliabilities(mut self, reliabilities: Vec<f64>) -> Result<Self, MethodError> {
        if reliabilities.len() != self.sort_count() {
            return Err(MethodError::AttributeLength {
                name: "reliability".to_owned(),
                expected: self.sort_count(),
                found: reliabilities.len(),
            });
        }
        let sound = |r: &f64| *r > 0.0 && *r <= 1.0;
        if let Some(value) = reliabilities.iter().copied().find(|r| !sound(r)) {
            return Err(MethodError::AverageReliability { value });
        }
        self.reliabilities = Some(reliabilities);
        Ok(self)
    }

    /// The study of only these sorts, in this order, with their attributes.
    ///
    /// # Errors
    /// [`MethodError::NoSorts`] if `keep` is empty, [`MethodError::UnknownSort`] for one that is not there,
    /// [`MethodError::RepeatedSortId`] for one named twice.
    pub fn subset(&self, keep: &[SortIndex]) -> Result<Self, MethodError> {
        if keep.is_empty() {
            return Err(MethodError::NoSorts);
        }
        for &sort in keep {
            self.check_sort(sort)?;
        }
        let columns: Vec<usize> = keep.iter().map(|sort| sort.0).collect();
        let study = Self {
            statements: self.statements.clone(),
            statement_attributes: self.statement_attributes.clone(),
            sort_ids: select(&self.sort_ids, &columns),
            sort_attributes: self
                .sort_attributes
                .iter()
                .map(|attribute| attribute.select(&columns))
                .collect(),
            sorts: self.sorts.select_columns(&columns),
            grid: self.grid.clone(),
            reliabilities: self.reliabilities.as_ref().map(|all| {
                let kept = columns.iter().filter_map(|&i| all.get(i).copied());
                kept.collect()
            }),
        };
        check::names(&study)?;
        Ok(study)
    }

    /// Refuses a sort that is not in the study.
    pub(crate) fn check_sort(&self, sort: SortIndex) -> Result<(), MethodError> {
        if sort.0 >= self.sort_count() {
            return Err(MethodError::UnknownSort {
                number: sort.0 + 1,
                sorts: self.sort_count(),
            });
        }
        Ok(())
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

    /// The reliability of each sort, where the sorts have their own; see [`Study::with_reliabilities`].
    pub fn reliabilities(&self) -> Option<&[f64]> {
        self.reliabilities.as_deref()
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
