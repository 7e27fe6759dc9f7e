//! What polars does elsewhere, where it is left out: the cells are taken as the survey finds them, and Parquet is refused.

use super::error::TableError;
use super::survey::unquoted;
use super::walk::Cell;
use crate::qmethod::Texts;
use crate::study_files::load::Watched;

/// Cells by columns, from rows that come as text.
pub(super) struct Cells {
    columns: Vec<Texts>,
}

impl Cells {
    /// No rows yet.
    pub(super) fn new(_name: &str, _separator: u8, columns: usize) -> Self {
        Self {
            columns: vec![Texts::default(); columns],
        }
    }

    /// A further row, whose cells stand in the text.
    pub(super) fn row(&mut self, text: &str, cells: &[Cell]) -> Result<(), TableError> {
        for (column, cell) in self.columns.iter_mut().zip(cells) {
            column.push(&unquoted(text, cell));
        }
        Ok(())
    }

    /// The cells of all rows, column by column.
    pub(super) fn columns(self) -> Result<Vec<Texts>, TableError> {
        Ok(self.columns)
    }
}

/// # Errors
/// Always: there is nobody to read them.
pub(super) fn text_columns(
    name: &str,
    _bytes: &[u8],
    _watched: &Watched<'_>,
) -> Result<(Vec<String>, Vec<Texts>), TableError> {
    Err(TableError::ParquetBroken {
        name: name.to_owned(),
        cause: "this program was built without the feature `parquet` of the crate quincunx"
            .to_owned(),
    })
}
