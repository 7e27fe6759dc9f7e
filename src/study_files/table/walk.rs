//! Cell by cell through a text, with an eye on the line.

use super::error::TableError;
use crate::study_files::place::quoted;
use std::ops::Range;

/// The longest row that is read, in bytes.
const LONGEST_ROW: usize = 1 << 20;

/// The most columns a table may have.
const MOST_COLUMNS: usize = 20_000;

/// One cell's place in the text, its quotes included.
pub(super) struct Cell {
    pub range: Range<usize>,
    pub quoted: bool,
}

impl Cell {
    /// Whether it holds nothing but blanks.
    pub(super) fn is_blank(&self, text: &str) -> bool {
        let content = text.get(self.range.clone()).unwrap_or_default();
        content.trim().is_empty() || (self.quoted && content.trim_matches('"').trim().is_empty())
    }
}

/// A position in the text that moves cell by cell.
pub(super) struct Walk<'t> {
    name: &'t str,
    text: &'t str,
    pub separator: u8,
    at: usize,
    line: usize,
    /// The line of the first row that is not blank, once it was asked for.
    pub heading_line: usize,
}

impl<'t> Walk<'t> {
    /// Before the first row.
    pub(super) fn new(name: &'t str, text: &'t str, separator: u8) -> Self {
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
    pub(super) fn content_row(&mut self, cells: &mut Vec<Cell>) -> Result<(), TableError> {
        while let Some(line) = self.row(cells)? {
            if cells.iter().any(|cell| !cell.is_blank(self.text)) {
                self.heading_line = line;
                break;
            }
        }
        Ok(())
    }

    /// The next row's cells, and the line it begins on; none at the end of the text.
    pub(super) fn row(&mut self, cells: &mut Vec<Cell>) -> Result<Option<usize>, TableError> {
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
