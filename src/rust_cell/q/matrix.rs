use std::fmt;
use std::ops::{Index, IndexMut};

use super::layout::{Layout, Numbers, number_texts};

/// An r × c matrix of numbers with labelled rows and columns; NaN is a missing value.
///
/// `nalgebra::DMatrix::from_row_slice(m.rows(), m.cols(), m.values())` makes nalgebra's matrix.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Matrix {
    row_labels: Vec<String>,
    col_labels: Vec<String>,
    values: Vec<f64>,
    decimals: Option<usize>,
}

impl Matrix {
    /// The matrix of `values`, row by row.
    ///
    /// # Panics
    /// If there are not as many values as labels ask for.
    #[track_caller]
    pub fn new(row_labels: Vec<String>, col_labels: Vec<String>, values: Vec<f64>) -> Self {
        assert!(
            values.len() == row_labels.len() * col_labels.len(),
            "a matrix of {} × {} needs {} values, and got {}",
            row_labels.len(),
            col_labels.len(),
            row_labels.len() * col_labels.len(),
            values.len()
        );
        Self {
            row_labels,
            col_labels,
            values,
            decimals: None,
        }
    }

    /// The matrix of `rows`, its rows and columns labelled with their numbers from 1.
    ///
    /// # Panics
    /// If the rows are not equally long.
    #[track_caller]
    pub fn from_rows(rows: &[Vec<f64>]) -> Self {
        let cols = rows.first().map_or(0, Vec::len);
        let numbered = |count: usize| (1..=count).map(|number| number.to_string()).collect();
        for (index, row) in rows.iter().enumerate() {
            assert!(
                row.len() == cols,
                "row {} has {} values, and the first has {cols}",
                index + 1,
                row.len()
            );
        }
        Self::new(numbered(rows.len()), numbered(cols), rows.concat())
    }

    /// The number of rows.
    pub fn rows(&self) -> usize {
        self.row_labels.len()
    }

    /// The number of columns.
    pub fn cols(&self) -> usize {
        self.col_labels.len()
    }

    /// One label a row.
    pub fn row_labels(&self) -> &[String] {
        &self.row_labels
    }

    /// One label a column.
    pub fn col_labels(&self) -> &[String] {
        &self.col_labels
    }

    /// All values, row by row.
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// The row with this index (from 0).
    ///
    /// # Panics
    /// If there is no such row.
    #[track_caller]
    pub fn row(&self, row: usize) -> &[f64] {
        assert!(
            row < self.rows(),
            "there is no row {row} among {}; indices begin at 0",
            self.rows()
        );
        &self.values[row * self.cols()..(row + 1) * self.cols()]
    }

    /// The column with this index (from 0).
    ///
    /// # Panics
    /// If there is no such column.
    #[track_caller]
    pub fn col(&self, col: usize) -> Vec<f64> {
        assert!(
            col < self.cols(),
            "there is no column {col} among {}; indices begin at 0",
            self.cols()
        );
        self.iter_rows().map(|row| row[col]).collect()
    }

    /// The rows, one after the other.
    pub fn iter_rows(&self) -> std::slice::Chunks<'_, f64> {
        self.values.chunks(self.cols().max(1))
    }

    /// The value at the row and column with these labels, if there are such.
    pub fn at(&self, row_label: &str, col_label: &str) -> Option<f64> {
        let row = self
            .row_labels
            .iter()
            .position(|label| label == row_label)?;
        let col = self
            .col_labels
            .iter()
            .position(|label| label == col_label)?;
        Some(self[(row, col)])
    }

    /// The rows as vectors.
    pub fn to_vecs(&self) -> Vec<Vec<f64>> {
        self.iter_rows().map(<[f64]>::to_vec).collect()
    }

    /// Rows and columns exchanged.
    pub fn transpose(&self) -> Self {
        let values = (0..self.cols()).flat_map(|col| self.col(col)).collect();
        Self::new(self.col_labels.clone(), self.row_labels.clone(), values)
    }

    /// The matrix shown with so many decimals; its values stay what they are. Otherwise it has four of them, or none where all values are whole.
    #[must_use]
    pub fn with_decimals(mut self, decimals: usize) -> Self {
        self.decimals = Some(decimals);
        self
    }

    /// Shows the matrix as a table when it is a cell's last expression.
    pub fn evcxr_display(&self) {
        self.layout().display();
    }

    #[track_caller]
    fn check(&self, row: usize, col: usize) {
        assert!(
            row < self.rows() && col < self.cols(),
            "there is no place ({row}, {col}) in a matrix of {} × {}; indices begin at 0",
            self.rows(),
            self.cols()
        );
    }

    fn layout(&self) -> Layout {
        let mut layout = Layout::with_labels(&self.row_labels);
        layout.push_numbers(&self.col_labels, self.numbers(), self.rows());
        layout
    }

    pub(crate) fn numbers(&self) -> Numbers<'_> {
        number_texts(&self.values, self.decimals)
    }
}

impl Index<(usize, usize)> for Matrix {
    type Output = f64;

    #[track_caller]
    fn index(&self, (row, col): (usize, usize)) -> &f64 {
        self.check(row, col);
        &self.values[row * self.col_labels.len() + col]
    }
}

impl IndexMut<(usize, usize)> for Matrix {
    #[track_caller]
    fn index_mut(&mut self, (row, col): (usize, usize)) -> &mut f64 {
        self.check(row, col);
        &mut self.values[row * self.col_labels.len() + col]
    }
}

impl fmt::Display for Matrix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.layout().text())
    }
}
