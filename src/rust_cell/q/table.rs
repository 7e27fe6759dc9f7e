use std::fmt;

use super::layout::Layout;
use super::matrix::Matrix;

/// A table of the session: a matrix, and columns of text beside it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    pub(crate) matrix: Matrix,
    pub(crate) text_columns: Vec<(String, Vec<String>)>,
}

impl Table {
    /// One label a row.
    pub fn row_labels(&self) -> &[String] {
        self.matrix.row_labels()
    }

    /// The columns of numbers.
    pub fn matrix(&self) -> &Matrix {
        &self.matrix
    }

    /// The names of the columns of text.
    pub fn text_columns(&self) -> Vec<String> {
        let names = self.text_columns.iter().map(|(name, _)| name);
        names.cloned().collect()
    }

    /// The column of text called `name`, one text a row.
    ///
    /// # Panics
    /// If there is no such column; the message lists those there are.
    #[track_caller]
    pub fn texts(&self, name: &str) -> Vec<String> {
        match self.text_columns.iter().find(|(column, _)| column == name) {
            Some((_, texts)) => texts.clone(),
            None => panic!(
                "There is no column of text `{name}`. There are: {}.",
                self.text_columns().join(", ")
            ),
        }
    }

    /// Shows the table when it is a cell's last expression.
    pub fn evcxr_display(&self) {
        self.layout().display();
    }

    fn layout(&self) -> Layout {
        let mut layout = Layout::with_labels(self.row_labels());
        layout.push_numbers(
            self.matrix.col_labels(),
            self.matrix.numbers(),
            self.matrix.rows(),
        );
        for (name, texts) in &self.text_columns {
            layout.push_texts(name, texts);
        }
        layout
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.layout().text())
    }
}
