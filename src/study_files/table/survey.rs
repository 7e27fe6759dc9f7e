//! A walk over a text table before polars reads it: which separator, where each row begins, whether every row has its cells.
//!
//! Polars says neither the line of a fault nor that a row is short, takes every quote for the start or end of a quoted cell wherever it
//! stands, and only splits lines at one kind of line end. The survey knows the places, and hands polars text without any of that.

use super::csv::Cells;
use super::error::TableError;
use super::walk::{Cell, Walk};
use crate::qmethod::Texts;
use crate::study_files::place::{Further, Place, count, quoted};

/// A byte that a text table does not hold: the separator of a table of one column.
pub(super) const NO_SEPARATOR: u8 = 0x1F;

/// What the walk found.
pub(super) struct Survey {
    /// The byte between cells; [`NO_SEPARATOR`] in a table of one column.
    pub separator: u8,
    /// The headings as they stand, trimmed.
    pub headings: Vec<String>,
    /// For each row below the headings the line it begins on, from 1.
    pub lines: Vec<u32>,
    /// The cells below the headings, as many columns as there are headings.
    pub columns: Vec<Texts>,
    /// Lines that held separators and nothing else, and were left out.
    pub empty_rows: Vec<u32>,
}

/// Walks over the whole text, which is not blank; finds out the separator unless it is known.
pub(super) fn survey(name: &str, text: &str, separator: Option<u8>) -> Result<Survey, TableError> {
    let separator = match separator {
        Some(separator) => separator,
        None => separator_of(name, text)?,
    };
    let mut walk = Walk::new(name, text, separator);
    let mut cells = Vec::new();
    walk.content_row(&mut cells)?;
    let mut headings: Vec<String> = cells.iter().map(|cell| unquoted(text, cell)).collect();
    let named = headings
        .iter()
        .rposition(|h| !h.is_empty())
        .map_or(0, |last| last + 1);

    let mut lines = Vec::new();
    let mut empty_rows = Vec::new();
    let mut ragged = Ragged::default();
    let mut body = Cells::new(name, separator, named);
    while let Some(line) = walk.row(&mut cells)? {
        let line_number = u32::try_from(line).unwrap_or(u32::MAX);
        let filled = cells
            .iter()
            .rposition(|c| !c.is_blank(text))
            .map_or(0, |last| last + 1);
        if filled == 0 {
            if cells.len() > 1 {
                empty_rows.push(line_number);
            }
            continue;
        }
        if cells.len() < named || filled > headings.len() {
            ragged.add(line, cells.len());
            continue;
        }
        if filled > named {
            return Err(no_heading(name, text, line, &cells, named));
        }
        lines.push(line_number);
        body.row(text, &cells)?;
    }
    ragged.check(name, &headings)?;
    headings.truncate(named);
    if lines.is_empty() {
        return Err(TableError::HeadingsOnly {
            name: name.to_owned(),
            row: walk.heading_line,
        });
    }
    Ok(Survey {
        separator,
        headings,
        lines,
        columns: body.columns()?,
        empty_rows,
    })
}

/// The error about the first cell with content from column `named` on, which have no headings.
fn no_heading(name: &str, text: &str, line: usize, cells: &[Cell], named: usize) -> TableError {
    let beyond = cells.iter().enumerate().skip(named);
    let (number, found) = beyond
        .map(|(column, cell)| (column + 1, unquoted(text, cell)))
        .find(|(_, content)| !content.is_empty())
        .unwrap_or_default();
    TableError::NoHeading {
        place: Place::row(name, line),
        number,
        found: quoted(&found),
    }
}

/// Rows with too few or too many cells.
#[derive(Default)]
struct Ragged {
    /// Line and cells of the first few.
    first: Vec<(usize, usize)>,
    count: usize,
}

impl Ragged {
    fn add(&mut self, line: usize, cells: usize) {
        const KEPT: usize = 8;
        self.count += 1;
        if self.first.len() < KEPT {
            self.first.push((line, cells));
        }
    }

    fn check(&self, name: &str, headings: &[String]) -> Result<(), TableError> {
        let Some(&(row, found)) = self.first.first() else {
            return Ok(());
        };
        let next = if found < headings.len() {
            "Add the missing cells, empty ones included."
        } else {
            "A cell that holds the separator itself, such as a text with a comma, has to stand in quotes."
        };
        Err(TableError::Ragged {
            name: name.to_owned(),
            row,
            found: count(found, "cell"),
            expected: headings.len(),
            further: Further::of(&self.first, self.count, |(row, cells)| {
                format!("row {row} with {}", count(*cells, "cell"))
            }),
            next,
        })
    }
}

/// The separator that gives the heading line the most cells, among those that the next lines agree with if there are any;
/// [`NO_SEPARATOR`] if none gives it two.
pub(super) fn separator_of(name: &str, text: &str) -> Result<u8, TableError> {
    const COMPARED: usize = 20;
    let mut best: Option<((bool, usize), u8)> = None;
    let mut fault = None;
    for separator in [b',', b';', b'\t'] {
        let mut walk = Walk::new(name, text, separator);
        let mut cells = Vec::new();
        if let Err(error) = walk.content_row(&mut cells) {
            fault.get_or_insert(error);
            continue;
        }
        let width = cells.len();
        if width < 2 {
            continue;
        }
        let mut agree = true;
        for _ in 0..COMPARED {
            match walk.row(&mut cells) {
                Ok(Some(_)) => agree &= cells.len() == width || cells.len() == 1,
                Ok(None) => break,
                Err(_) => agree = false,
            }
            if !agree {
                break;
            }
        }
        if best.is_none_or(|(score, _)| (agree, width) > score) {
            best = Some(((agree, width), separator));
        }
    }
    match (best, fault) {
        (Some((_, separator)), _) => Ok(separator),
        (None, Some(fault)) => Err(fault),
        (None, None) => Ok(NO_SEPARATOR),
    }
}

pub(super) fn unquoted(text: &str, cell: &Cell) -> String {
    let content = text.get(cell.range.clone()).unwrap_or_default();
    if !cell.quoted {
        return content.trim().to_owned();
    }
    let inner = content
        .get(1..content.len().saturating_sub(1))
        .unwrap_or_default();
    inner.replace("\"\"", "\"").trim().to_owned()
}
