//! Workbooks as sheets of text cells, read by calamine within limits.

mod guard;

use super::archive::{Archive, ArchiveError};
use super::place::{Place, count, some_of};
use super::source::Workbook;
use calamine::{Data, Ods, Reader, Xlsx};
use std::collections::BTreeMap;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};
use thiserror::Error;

/// The most rows of a sheet that are read.
const MOST_ROWS: u32 = 200_000;

/// The most columns of a sheet that are read; as in any table.
const MOST_COLUMNS: u32 = 20_000;

/// Text that is always read, in bytes, however small the workbook.
const ALWAYS: usize = 1 << 20;

/// Why there are no sheets.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum SheetError {
    /// An archive that cannot be unpacked.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// What the reader refuses.
    #[error(
        "{name} is a workbook that cannot be read: {cause}. Save it again as .xlsx, or the sheet as CSV (UTF-8), and load that."
    )]
    Broken {
        /// The source.
        name: String,
        /// The reader's words.
        cause: String,
    },
    /// A cell where no table has one.
    #[error(
        "{place} holds a value, far from any table; at most {MOST_ROWS} rows and {MOST_COLUMNS} columns are read. Delete the cell."
    )]
    FarOut {
        /// The cell.
        place: Place,
    },
    /// Cells so far apart that a table of them is empty for the most part.
    #[error("{name}, sheet `{sheet}` has {} in an area of {rows} rows and {columns} columns. Delete what stands far from the table.", count(*cells, "cell"))]
    Scattered {
        /// The source.
        name: String,
        /// The sheet.
        sheet: String,
        /// The cells with a value.
        cells: usize,
        /// The last row.
        rows: u32,
        /// The last column.
        columns: u32,
    },
    /// Several sheets that could be meant.
    #[error(
        "{name} has {sheets}, and none is called {wanted}. Give the sheet that is meant this name, or save it as CSV (UTF-8) and load that."
    )]
    Which {
        /// The source.
        name: String,
        /// The sheets.
        sheets: String,
        /// The name that one should have.
        wanted: &'static str,
    },
}

/// One sheet.
pub(super) struct Sheet {
    /// Its name.
    pub name: String,
    file: String,
    /// The cells with a value by row and column, both from 0.
    rows: BTreeMap<u32, Vec<(u32, Box<str>)>>,
}

impl Sheet {
    /// The text of a cell, row and column from 0; empty where there is none.
    pub(super) fn cell(&self, row: u32, column: u32) -> &str {
        let cells = self.row(row);
        let found = cells.binary_search_by_key(&column, |cell| cell.0);
        found
            .ok()
            .and_then(|at| cells.get(at))
            .map_or("", |cell| &cell.1)
    }

    /// The cells of a row that hold something, by column.
    pub(super) fn row(&self, row: u32) -> &[(u32, Box<str>)] {
        self.rows.get(&row).map_or(&[], Vec::as_slice)
    }

    /// The rows that hold something, from 0.
    pub(super) fn row_numbers(&self) -> impl DoubleEndedIterator<Item = u32> {
        self.rows.keys().copied()
    }

    /// How many bytes of text its cells hold.
    pub(super) fn bytes(&self) -> usize {
        self.rows.values().flatten().map(|cell| cell.1.len()).sum()
    }

    /// Whether the sheet has one of these names, in any case of letters.
    pub(super) fn is_called(&self, names: &[&str]) -> bool {
        let name = self.name.trim().to_lowercase();
        names.contains(&name.as_str())
    }

    /// The place of a cell.
    pub(super) fn place(&self, row: u32, column: u32) -> Place {
        Place::part(
            &self.file,
            format!("sheet `{}`, cell {}", self.name, cell_name(row, column)),
        )
    }

    /// The place of a row.
    pub(super) fn row_place(&self, row: u32) -> Place {
        Place::part(
            &self.file,
            format!("sheet `{}`, row {}", self.name, u64::from(row) + 1),
        )
    }

    /// The place of the sheet.
    pub(super) fn whole(&self) -> Place {
        Place::part(&self.file, format!("sheet `{}`", self.name))
    }

    /// How many columns there are, unless the cells stand so far apart that a table of them is empty for the most part.
    pub(super) fn columns(&self) -> Result<u32, SheetError> {
        const ROOM: u64 = 100_000;
        let cells: usize = self.rows.values().map(Vec::len).sum();
        let last = |row: &Vec<(u32, Box<str>)>| row.last().map_or(0, |cell| cell.0 + 1);
        let columns = self.rows.values().map(last).max().unwrap_or_default();
        if u64::from(columns) * self.rows.len() as u64 > ROOM + 8 * cells as u64 {
            return Err(SheetError::Scattered {
                name: self.file.clone(),
                sheet: self.name.clone(),
                cells,
                rows: self.rows.keys().last().map_or(0, |last| last + 1),
                columns,
            });
        }
        Ok(columns)
    }

    /// The sheet as comma-separated text with the same row numbers.
    pub(super) fn as_csv(&self) -> Result<String, SheetError> {
        let columns = self.columns()?;
        let mut text = String::new();
        let mut next = 0;
        for (&row, cells) in &self.rows {
            (next..row).for_each(|_| text.push('\n'));
            next = row + 1;
            let mut cells = cells.iter().peekable();
            for column in 0..columns {
                if column > 0 {
                    text.push(',');
                }
                if let Some((_, cell)) = cells.next_if(|cell| cell.0 == column) {
                    write_cell(&mut text, cell);
                }
            }
            text.push('\n');
        }
        Ok(text)
    }
}

/// A cell in quotes where it needs them; line ends become blanks, so that lines are rows.
fn write_cell(text: &mut String, cell: &str) {
    let cell = cell.replace(['\n', '\r'], " ");
    if cell.contains([',', '"', ';', '\t']) {
        text.push('"');
        text.push_str(&cell.replace('"', "\"\""));
        text.push('"');
    } else {
        text.push_str(&cell);
    }
}

/// Column letters and row number, as spreadsheets show them.
pub(super) fn cell_name(row: u32, column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = u64::from(column) + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    let letters: String = letters.into_iter().rev().collect();
    format!("{letters}{}", u64::from(row) + 1)
}

/// All sheets that hold something.
pub(super) fn sheets(workbook: Workbook) -> Result<Vec<Sheet>, SheetError> {
    let (name, bytes, unpacked, is_ods) = match workbook {
        Workbook::Xlsx(archive) => checked(archive, false)?,
        Workbook::Ods(archive) => checked(archive, true)?,
    };
    let mut filling = Filling {
        file: name.clone(),
        sheets: Vec::new(),
        left: ALWAYS + 4 * unpacked,
    };
    // The readers may panic on what no program writes.
    let read = catch_unwind(AssertUnwindSafe(|| match is_ods {
        true => ods(bytes, &mut filling),
        false => xlsx(bytes, &mut filling),
    }));
    match read {
        Ok(Ok(())) => {}
        Ok(Err(Fault::Place(place))) => return Err(SheetError::FarOut { place }),
        Ok(Err(Fault::Words(cause))) => return Err(SheetError::Broken { name, cause }),
        Err(_) => {
            let cause = "its content is damaged".to_owned();
            return Err(SheetError::Broken { name, cause });
        }
    }
    let mut sheets = filling.sheets;
    sheets.retain(|sheet| !sheet.rows.is_empty());
    for sheet in &mut sheets {
        for row in sheet.rows.values_mut() {
            row.sort_by_key(|cell| cell.0);
            row.dedup_by_key(|cell| cell.0);
        }
    }
    if sheets.is_empty() {
        let cause = "no sheet holds a value".to_owned();
        return Err(SheetError::Broken { name, cause });
    }
    Ok(sheets)
}

/// The sheet of one of these names; without one the only sheet there is.
pub(super) fn one_of<'s>(
    name: &str,
    sheets: &'s [Sheet],
    names: &[&'static str],
) -> Result<&'s Sheet, SheetError> {
    let called = sheets.iter().find(|sheet| sheet.is_called(names));
    match (called, sheets) {
        (Some(sheet), _) | (None, [sheet]) => Ok(sheet),
        (None, _) => Err(SheetError::Which {
            name: name.to_owned(),
            sheets: format!(
                "{} ({})",
                count(sheets.len(), "sheet"),
                some_of(&sheets.iter().map(|s| s.name.as_str()).collect::<Vec<_>>())
            ),
            wanted: names.first().copied().unwrap_or_default(),
        }),
    }
}

fn checked(archive: Archive, is_ods: bool) -> Result<(String, Vec<u8>, usize, bool), ArchiveError> {
    let name = archive.name().to_owned();
    let look = if is_ods { guard::ods } else { guard::xlsx };
    let (bytes, unpacked) = archive.checked(look)?;
    Ok((name, bytes, unpacked, is_ods))
}

enum Fault {
    Place(Place),
    Words(String),
}

/// Sheets as they fill, within an amount of text.
struct Filling {
    file: String,
    sheets: Vec<Sheet>,
    left: usize,
}

impl Filling {
    fn sheet(&mut self, name: &str) {
        self.sheets.push(Sheet {
            name: name.to_owned(),
            file: self.file.clone(),
            rows: BTreeMap::new(),
        });
    }

    fn cell(&mut self, row: u32, column: u32, text: String) -> Result<(), Fault> {
        if text.trim().is_empty() {
            return Ok(());
        }
        let Some(sheet) = self.sheets.last_mut() else {
            return Ok(());
        };
        if row >= MOST_ROWS || column >= MOST_COLUMNS {
            return Err(Fault::Place(sheet.place(row, column)));
        }
        let words = || "one text stands in so many cells that they exceed any study";
        self.left = self
            .left
            .checked_sub(text.len())
            .ok_or_else(|| Fault::Words(words().to_owned()))?;
        let cells = sheet.rows.entry(row).or_default();
        cells.push((column, text.into_boxed_str()));
        Ok(())
    }
}

fn xlsx(bytes: Vec<u8>, filling: &mut Filling) -> Result<(), Fault> {
    let words = |error: calamine::XlsxError| Fault::Words(first_line(&error.to_string()));
    let mut workbook = Xlsx::new(Cursor::new(bytes)).map_err(words)?;
    for name in workbook.sheet_names() {
        filling.sheet(&name);
        // A sheet may be a chart.
        let mut cells = match workbook.worksheet_cells_reader(&name) {
            Err(calamine::XlsxError::NotAWorksheet(_)) => continue,
            cells => cells.map_err(words)?,
        };
        while let Some(cell) = cells.next_cell().map_err(words)? {
            let (row, column) = cell.get_position();
            let value: Data = cell.get_value().clone().into();
            filling.cell(row, column, value.to_string())?;
        }
    }
    Ok(())
}

fn ods(bytes: Vec<u8>, filling: &mut Filling) -> Result<(), Fault> {
    let words = |error: calamine::OdsError| Fault::Words(first_line(&error.to_string()));
    let mut workbook = Ods::new(Cursor::new(bytes)).map_err(words)?;
    for name in workbook.sheet_names() {
        let range = workbook.worksheet_range(&name).map_err(words)?;
        filling.sheet(&name);
        let (top, left) = range.start().unwrap_or_default();
        for (row, column, value) in range.used_cells() {
            let row = u32::try_from(row).unwrap_or(u32::MAX).saturating_add(top);
            let column = u32::try_from(column)
                .unwrap_or(u32::MAX)
                .saturating_add(left);
            filling.cell(row, column, value.to_string())?;
        }
    }
    Ok(())
}

fn first_line(text: &str) -> String {
    text.lines()
        .next()
        .unwrap_or_default()
        .trim_end_matches('.')
        .to_owned()
}
