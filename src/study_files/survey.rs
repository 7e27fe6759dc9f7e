//! A walk over a text table before polars reads it: which separator, where each row begins, whether every row has its cells.
//!
//! Polars says neither the line of a fault nor that a row is short, takes every quote for the start or end of a quoted cell wherever it
//! stands, and only splits lines at one kind of line end. The survey knows the places, and hands polars text without any of that.

use super::place::{Further, count, quoted};
use super::table::TableError;
use std::ops::Range;

/// The longest row that is read, in bytes.
const LONGEST_ROW: usize = 1 << 20;

/// The most columns a table may have.
const MOST_COLUMNS: usize = 20_000;

/// A byte that a text table does not hold: the separator of a table of one column.
pub(super) const NO_SEPARATOR: u8 = 0x1F;

/// What the walk found.
pub(super) struct Survey {
    /// The byte between cells; [`NO_SEPARATOR`] in a table of one column.
    pub separator: u8,
    /// The headings as they stand, trimmed.
    pub headings: Vec<String>,
    /// For each row below the headings the line it begins on, from 1.
    pub lines: Vec<usize>,
    /// The rows below the headings for polars: as many cells each as there are headings, one `\n` after each row.
    pub body: String,
    /// Lines that held separators and nothing else, and were left out.
    pub empty_rows: Vec<usize>,
}

/// Walks over the whole text, which is not blank.
pub(super) fn survey(name: &str, text: &str) -> Result<Survey, TableError> {
    let separator = separator_of(name, text)?;
    let mut walk = Walk::new(name, text, separator);
    let mut cells = Vec::new();
    walk.content_row(&mut cells)?;
    let headings: Vec<String> = cells.iter().map(|cell| unquoted(text, cell)).collect();
    let named = headings
        .iter()
        .rposition(|h| !h.is_empty())
        .map_or(0, |last| last + 1);

    let mut lines = Vec::new();
    let mut empty_rows = Vec::new();
    let mut ragged: Vec<(usize, usize)> = Vec::new();
    let mut body = String::with_capacity(text.len());
    while let Some(line) = walk.row(&mut cells)? {
        let filled = cells
            .iter()
            .rposition(|c| !c.is_blank(text))
            .map_or(0, |last| last + 1);
        if filled == 0 {
            if cells.len() > 1 {
                empty_rows.push(line);
            }
            continue;
        }
        if cells.len() < named || filled > headings.len() {
            ragged.push((line, cells.len()));
            continue;
        }
        lines.push(line);
        write_row(text, &cells, headings.len(), walk.separator, &mut body);
    }
    if let Some(&(row, found)) = ragged.first() {
        return Err(ragged_error(name, row, found, &headings, &ragged));
    }
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
        body,
        empty_rows,
    })
}

fn ragged_error(
    name: &str,
    row: usize,
    found: usize,
    headings: &[String],
    ragged: &[(usize, usize)],
) -> TableError {
    let next = if found < headings.len() {
        "Add the missing cells, empty ones included."
    } else {
        "A cell that holds the separator itself, such as a text with a comma, has to stand in quotes."
    };
    TableError::Ragged {
        name: name.to_owned(),
        row,
        found: count(found, "cell"),
        expected: headings.len(),
        further: Further::after_first(ragged, |(row, cells)| {
            format!("row {row} with {}", count(*cells, "cell"))
        }),
        next,
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

/// One cell's place in the text, its quotes included.
struct Cell {
    range: Range<usize>,
    quoted: bool,
}

impl Cell {
    fn is_blank(&self, text: &str) -> bool {
        let content = text.get(self.range.clone()).unwrap_or_default();
        content.trim().is_empty() || (self.quoted && content.trim_matches('"').trim().is_empty())
    }
}

fn unquoted(text: &str, cell: &Cell) -> String {
    let content = text.get(cell.range.clone()).unwrap_or_default();
    if !cell.quoted {
        return content.trim().to_owned();
    }
    let inner = content
        .get(1..content.len().saturating_sub(1))
        .unwrap_or_default();
    inner.replace("\"\"", "\"").trim().to_owned()
}

fn write_row(text: &str, cells: &[Cell], width: usize, separator: u8, body: &mut String) {
    for column in 0..width {
        if column > 0 {
            body.push(char::from(separator));
        }
        let Some(cell) = cells.get(column) else {
            continue;
        };
        let content = text.get(cell.range.clone()).unwrap_or_default();
        // Polars takes a lone quote for the start of a quoted cell, and some first letters for the mark of a compressed file.
        if !cell.quoted && (body.is_empty() || content.contains('"')) {
            body.push('"');
            body.push_str(&content.replace('"', "\"\""));
            body.push('"');
        } else {
            body.push_str(content);
        }
    }
    body.push('\n');
}

/// A position in the text that moves cell by cell.
struct Walk<'t> {
    name: &'t str,
    text: &'t str,
    separator: u8,
    at: usize,
    line: usize,
    heading_line: usize,
}

impl<'t> Walk<'t> {
    fn new(name: &'t str, text: &'t str, separator: u8) -> Self {
        Self {
            name,
            text,
            separator,
            at: 0,
            line: 1,
            heading_line: 1,
        }
    }

    /// The first row that is not blank.
    fn content_row(&mut self, cells: &mut Vec<Cell>) -> Result<(), TableError> {
        while let Some(line) = self.row(cells)? {
            if cells.iter().any(|cell| !cell.is_blank(self.text)) {
                self.heading_line = line;
                break;
            }
        }
        Ok(())
    }

    /// The next row's cells, and the line it begins on; none at the end of the text.
    fn row(&mut self, cells: &mut Vec<Cell>) -> Result<Option<usize>, TableError> {
        cells.clear();
        let (start, line) = (self.at, self.line);
        if start >= self.text.len() {
            return Ok(None);
        }
        loop {
            let cell = self.cell(line, start)?;
            cells.push(cell);
            if cells.len() > MOST_COLUMNS {
                return Err(TableError::TooManyColumns {
                    name: self.name.to_owned(),
                    row: line,
                    most: MOST_COLUMNS,
                });
            }
            if self.byte() == Some(self.separator) {
                self.at += 1;
                continue;
            }
            self.skip_line_end();
            return Ok(Some(line));
        }
    }

    /// The next cell of the row that begins at `row_start`; leaves the position at the separator, line end or end of text behind it.
    fn cell(&mut self, row: usize, row_start: usize) -> Result<Cell, TableError> {
        let start = self.at;
        self.skip_blanks();
        if self.byte() == Some(b'"') {
            return self.quoted_cell(row, row_start);
        }
        while let Some(byte) = self.byte() {
            if byte == self.separator || byte == b'\n' || byte == b'\r' {
                break;
            }
            self.at += 1;
        }
        self.check_length(row, row_start)?;
        Ok(Cell {
            range: start..self.at,
            quoted: false,
        })
    }

    fn quoted_cell(&mut self, row: usize, row_start: usize) -> Result<Cell, TableError> {
        let (start, opened) = (self.at, self.line);
        self.at += 1;
        loop {
            match self.byte() {
                None => {
                    return Err(TableError::OpenQuote {
                        name: self.name.to_owned(),
                        row: opened,
                        after: quoted(self.text.get(start..).unwrap_or_default()),
                    });
                }
                Some(b'"') if self.text.as_bytes().get(self.at + 1) == Some(&b'"') => self.at += 2,
                Some(b'"') => break,
                Some(b'\n' | b'\r') => self.skip_line_end(),
                Some(_) => self.at += 1,
            }
            self.check_length(row, row_start)?;
        }
        self.at += 1;
        let cell = Cell {
            range: start..self.at,
            quoted: true,
        };
        self.skip_blanks();
        match self.byte() {
            None | Some(b'\n' | b'\r') => Ok(cell),
            Some(byte) if byte == self.separator => Ok(cell),
            Some(_) => Err(TableError::TextAfterQuote {
                name: self.name.to_owned(),
                row: self.line,
                cell: quoted(self.text.get(cell.range).unwrap_or_default()),
            }),
        }
    }

    fn check_length(&self, row: usize, row_start: usize) -> Result<(), TableError> {
        if self.at - row_start <= LONGEST_ROW {
            return Ok(());
        }
        Err(TableError::RowTooLong {
            name: self.name.to_owned(),
            row,
            start: quoted(self.text.get(row_start..self.at).unwrap_or_default()),
        })
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_blanks(&mut self) {
        while self
            .byte()
            .is_some_and(|b| (b == b' ' || b == b'\t') && b != self.separator)
        {
            self.at += 1;
        }
    }

    fn skip_line_end(&mut self) {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        self.at += match rest {
            [b'\r', b'\n', ..] => 2,
            [b'\n' | b'\r', ..] => 1,
            _ => return,
        };
        self.line += 1;
    }
}
