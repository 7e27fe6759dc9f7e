//! The coding framework: rows × columns of codes, and which cell each statement is in.

use super::error::ConcourseError;
use super::similarity::nearest;
use super::{CodeColumn, Concourse};

/// A cell of the framework, counted along the rows, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellIndex(pub usize);

/// One side of a framework as it is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskedDimension {
    /// A column of codes.
    pub name: String,
    /// Its codes in their order, cells without a statement included; without them, those that occur.
    pub codes: Option<Vec<String>>,
}

/// One side of a framework.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dimension {
    /// The column of codes.
    pub name: String,
    /// Its codes in their order.
    pub codes: Vec<String>,
    /// Whether the codes were stated, not just found.
    pub stated: bool,
}

/// Rows × columns of codes. A side that is not there counts as one code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Framework {
    rows: Option<Dimension>,
    columns: Option<Dimension>,
    /// For each statement its cell, by its main codes; none where it lacks one.
    places: Vec<Option<CellIndex>>,
}

impl Framework {
    /// The framework of these columns of codes.
    ///
    /// # Errors
    /// A column that is not there, one column for both sides, or a code that was not stated.
    pub fn of(
        concourse: &Concourse,
        rows: Option<&AskedDimension>,
        columns: Option<&AskedDimension>,
    ) -> Result<Self, ConcourseError> {
        if let (Some(rows), Some(columns)) = (rows, columns)
            && rows.name.eq_ignore_ascii_case(&columns.name)
        {
            return Err(ConcourseError::SameDimension {
                name: rows.name.clone(),
            });
        }
        let side = |asked: Option<&AskedDimension>| match asked {
            Some(asked) => placed(concourse, asked).map(|(side, places)| (Some(side), places)),
            None => Ok((None, vec![Some(0); concourse.candidates().len()])),
        };
        let (rows, in_rows) = side(rows)?;
        let (columns, in_columns) = side(columns)?;
        let across = columns.as_ref().map_or(1, |c: &Dimension| c.codes.len());
        let cell = |(row, column): (Option<usize>, Option<usize>)| {
            Some(CellIndex(row? * across + column?))
        };
        Ok(Self {
            rows,
            columns,
            places: in_rows.into_iter().zip(in_columns).map(cell).collect(),
        })
    }

    /// The rows, if there are any.
    pub fn rows(&self) -> Option<&Dimension> {
        self.rows.as_ref()
    }

    /// The columns, if there are any.
    pub fn columns(&self) -> Option<&Dimension> {
        self.columns.as_ref()
    }

    /// How many rows there are, at least 1.
    pub fn row_count(&self) -> usize {
        self.rows.as_ref().map_or(1, |rows| rows.codes.len())
    }

    /// How many columns there are, at least 1.
    pub fn column_count(&self) -> usize {
        self.columns.as_ref().map_or(1, |c| c.codes.len())
    }

    /// All cells, row by row.
    pub fn cells(&self) -> impl Iterator<Item = CellIndex> + use<> {
        (0..self.row_count() * self.column_count()).map(CellIndex)
    }

    /// The cell in a row and a column.
    pub fn cell(&self, row: usize, column: usize) -> CellIndex {
        CellIndex(row * self.column_count() + column)
    }

    /// The cell a statement is in, by its main codes; none where it lacks one.
    pub fn cell_of(&self, candidate: usize) -> Option<CellIndex> {
        self.places.get(candidate).copied().flatten()
    }

    /// What a cell is called: `price/farmers`, `price` with one side only, `all` with none.
    pub fn name(&self, cell: CellIndex) -> String {
        let across = self.column_count().max(1);
        let code =
            |side: Option<&Dimension>, at: usize| side.and_then(|s| s.codes.get(at).cloned());
        let row = code(self.rows.as_ref(), cell.0 / across);
        let column = code(self.columns.as_ref(), cell.0 % across);
        let parts: Vec<String> = [row, column].into_iter().flatten().collect();
        match parts.is_empty() {
            true => "all".to_owned(),
            false => parts.join("/"),
        }
    }

    /// The cells that a name such as `price/farmers`, `price/*` or `*/farmers` means; capitals make no difference.
    ///
    /// # Errors
    /// [`ConcourseError::UnknownCell`].
    pub fn find(&self, name: &str) -> Result<Vec<CellIndex>, ConcourseError> {
        let means = |cell: &CellIndex| {
            let own = self.name(*cell);
            if own.eq_ignore_ascii_case(name) {
                return true;
            }
            let (own, name): (Vec<&str>, Vec<&str>) =
                (own.split('/').collect(), name.split('/').collect());
            own.len() == name.len()
                && own
                    .iter()
                    .zip(&name)
                    .all(|(own, n)| n.trim() == "*" || own.eq_ignore_ascii_case(n.trim()))
        };
        let found: Vec<CellIndex> = self.cells().filter(means).collect();
        if found.is_empty() {
            let known: Vec<String> = self.cells().map(|cell| self.name(cell)).collect();
            let names: Vec<&str> = known.iter().map(String::as_str).collect();
            return Err(ConcourseError::UnknownCell {
                name: name.to_owned(),
                nearest: nearest(name, &names),
                known,
            });
        }
        Ok(found)
    }
}

/// The side, and for each statement the place of its main code there.
type Placed = (Dimension, Vec<Option<usize>>);

fn placed(concourse: &Concourse, asked: &AskedDimension) -> Result<Placed, ConcourseError> {
    let column = column(concourse, &asked.name)?;
    let mut codes = asked.codes.clone().unwrap_or_default();
    let stated = asked.codes.is_some();
    let mut places = Vec::new();
    for (candidate, own) in column.codes.iter().enumerate() {
        let Some(main) = own.first() else {
            places.push(None);
            continue;
        };
        let known = codes.iter().position(|code| same(code, main));
        let place = match known {
            Some(place) => place,
            None if stated => {
                let names: Vec<&str> = codes.iter().map(String::as_str).collect();
                return Err(ConcourseError::UnknownCode {
                    id: concourse.id(candidate).to_owned(),
                    column: column.name.clone(),
                    code: main.clone(),
                    nearest: nearest(main, &names),
                    known: codes,
                });
            }
            None => {
                codes.push(main.clone());
                codes.len() - 1
            }
        };
        places.push(Some(place));
    }
    let side = Dimension {
        name: column.name.clone(),
        codes,
        stated,
    };
    Ok((side, places))
}

fn same(a: &str, b: &str) -> bool {
    a == b || a.to_lowercase() == b.to_lowercase()
}

fn column<'a>(concourse: &'a Concourse, name: &str) -> Result<&'a CodeColumn, ConcourseError> {
    let mut columns = concourse.columns().iter();
    let found = columns.find(|column| same(&column.name, name));
    found.ok_or_else(|| {
        let known: Vec<String> = concourse.columns().iter().map(|c| c.name.clone()).collect();
        let names: Vec<&str> = known.iter().map(String::as_str).collect();
        ConcourseError::UnknownColumn {
            name: name.to_owned(),
            nearest: nearest(name, &names),
            known,
        }
    })
}
