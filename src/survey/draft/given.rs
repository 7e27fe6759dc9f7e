//! What a definition has before anything is written in it: the parts of an online study that is carried over.

use crate::survey::definition::{Card, Column, Pages, Procedure, Question};
use std::collections::BTreeMap;

/// Parts of a definition that hold unless the cell gives others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// The study's name.
    pub name: Option<String>,
    /// The condition of instruction.
    pub condition: Option<String>,
    /// The grid; empty if there is none.
    pub grid: Vec<Column>,
    /// The statements; empty if there are none.
    pub statements: Vec<Card>,
    /// How the grid is filled.
    pub procedure: Option<Procedure>,
    /// Columns take any number of cards.
    pub is_free: bool,
    /// The questions.
    pub questions: Vec<Question>,
    /// The texts of the pages.
    pub pages: Pages,
    /// The board's words in other words.
    pub words: BTreeMap<String, String>,
}
