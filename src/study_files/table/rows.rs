//! A text of cells row by row, for formats whose rows are not all alike.

use super::error::TableError;
use super::survey::{separator_of, unquoted};
use super::walk::{Cell, Walk};

/// The rows of a text, blank ones included.
pub(in crate::study_files) struct Rows<'t> {
    text: &'t str,
    walk: Walk<'t>,
    cells: Vec<Cell>,
}

impl<'t> Rows<'t> {
    /// Before the first row; the separator is told from the text unless it is stated.
    pub(in crate::study_files) fn new(
        name: &'t str,
        text: &'t str,
        separator: Option<u8>,
    ) -> Result<Self, TableError> {
        let separator = match separator {
            Some(separator) => separator,
            None => separator_of(name, text)?,
        };
        Ok(Self {
            text,
            walk: Walk::new(name, text, separator),
            cells: Vec::new(),
        })
    }

    /// The next row: its line from 1, and its cells, trimmed and without quotes.
    pub(in crate::study_files) fn next_row(
        &mut self,
    ) -> Result<Option<(usize, Vec<String>)>, TableError> {
        let Some(line) = self.walk.row(&mut self.cells)? else {
            return Ok(None);
        };
        let cells = self.cells.iter().map(|cell| unquoted(self.text, cell));
        Ok(Some((line, cells.collect())))
    }

    /// The next row that holds something.
    pub(in crate::study_files) fn next_content(
        &mut self,
    ) -> Result<Option<(usize, Vec<String>)>, TableError> {
        while let Some((line, cells)) = self.next_row()? {
            if cells.iter().any(|cell| !cell.is_empty()) {
                return Ok(Some((line, cells)));
            }
        }
        Ok(None)
    }
}
