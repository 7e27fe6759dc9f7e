//! The workbooks of KADE and Ken-Q: type 1 holds statement numbers, type 2 values, in two versions each; type 3 is a workbook of results.

mod results;
mod version_1;
mod version_2;

use crate::qmethod::grid::GridColumn;
use crate::qmethod::{Distribution, Statement};
use crate::study_files::StudyFileError;
use crate::study_files::collected::{Collected, ImportError, PiledCard};
use crate::study_files::place::{Place, some_of};
use crate::study_files::sheets::{Sheet, cell_name};
use crate::study_files::statements::StatementList;

const SORTS: [&str; 4] = ["sorts", "qsorts", "q-sorts", "q sorts"];
const STATEMENTS: [&str; 2] = ["statements", "statement"];
const OVERVIEW: [&str; 3] = ["project overview", "analysis overview", "overview"];
const NEXT: &str = "Correct the workbook, or take KADE's template again.";

/// The kinds of workbook, told by their sheets and cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    PilesVersion1,
    ValuesVersion1,
    PilesVersion2,
    ValuesVersion2,
    Results,
}

/// Whether the sheets are those of KADE or Ken-Q rather than tables.
pub(in crate::study_files) fn is_kade(sheets: &[Sheet]) -> bool {
    kind(sheets).is_some()
}

pub(super) fn read(name: &str, sheets: &[Sheet]) -> Result<Collected, StudyFileError> {
    let unexpected = |expected: &str| ImportError::Unexpected {
        place: Place::whole(name),
        expected: expected.to_owned(),
        found: some_of(&sheets.iter().map(|s| s.name.as_str()).collect::<Vec<_>>()),
        next: NEXT,
    };
    let sorts = sheet(sheets, &SORTS).ok_or_else(|| unexpected("a sheet `sorts`"))?;
    let kind = kind(sheets).ok_or_else(|| {
        unexpected("the sheets of a KADE workbook: sorts and statements, with pattern, version and type in version 2")
    })?;
    sorts.columns()?;
    let mut collected = Collected::new(name, 0);
    collected.bytes = sheets.iter().map(Sheet::bytes).sum();
    collected.notes.push(format!("{name} is {}.", words(kind)));
    if let Some(sheet) = sheet(sheets, &STATEMENTS) {
        collected.statements = statements(name, sheet);
    }
    match kind {
        Kind::PilesVersion1 => version_1::piles(&mut collected, sorts)?,
        Kind::ValuesVersion1 => version_1::values(&mut collected, sorts)?,
        Kind::PilesVersion2 => version_2::read(&mut collected, sheets, sorts, true)?,
        Kind::ValuesVersion2 => version_2::read(&mut collected, sheets, sorts, false)?,
        Kind::Results => results::read(&mut collected, sorts)?,
    }
    Ok(collected)
}

fn words(kind: Kind) -> &'static str {
    match kind {
        Kind::PilesVersion1 => "of type 1 in the first layout: its cells hold statement numbers",
        Kind::ValuesVersion1 => "of type 2 in the first layout: its cells hold values",
        Kind::PilesVersion2 => "of type 1 in version 2: its cells hold statement numbers",
        Kind::ValuesVersion2 => "of type 2 in version 2: its cells hold values",
        Kind::Results => {
            "a workbook of results (type 3); its Q sorts were read, its factors were not"
        }
    }
}

fn kind(sheets: &[Sheet]) -> Option<Kind> {
    let sorts = sheet(sheets, &SORTS)?;
    if sheet(sheets, &["version", "type", "pattern", "patterns"]).is_some() {
        let type_of = sheet(sheets, &["type"]).map(|sheet| sheet.cell(1, 0).trim().to_owned());
        return Some(match type_of.as_deref() {
            Some("1") => Kind::PilesVersion2,
            Some("2") => Kind::ValuesVersion2,
            _ if sorts.cell(0, 0).to_lowercase().contains("sort value") => Kind::PilesVersion2,
            _ => Kind::ValuesVersion2,
        });
    }
    if sheet(sheets, &OVERVIEW).is_some() {
        return Some(Kind::Results);
    }
    if version_1::has_pattern(sorts) {
        return Some(Kind::PilesVersion1);
    }
    version_1::has_values(sorts).then_some(Kind::ValuesVersion1)
}

fn sheet<'s>(sheets: &'s [Sheet], names: &[&str]) -> Option<&'s Sheet> {
    sheets.iter().find(|sheet| sheet.is_called(names))
}

/// The statements in the column headed `Statements`, or in the last column of a sheet of results.
fn statements(name: &str, sheet: &Sheet) -> Option<StatementList> {
    let is_heading = |cell: &(u32, Box<str>)| {
        matches!(
            cell.1.trim().to_lowercase().as_str(),
            "statements" | "statement"
        )
    };
    let heading = sheet.row_numbers().take(12).find_map(|row| {
        let cell = sheet.row(row).iter().rev().find(|cell| is_heading(cell))?;
        Some((row, cell.0))
    });
    let (first, column) = match heading {
        Some((row, column)) => (row + 1, column),
        None => (0, 0),
    };
    let texts = sheet
        .row_numbers()
        .filter(|&row| row >= first)
        .map(|row| sheet.cell(row, column).trim().to_owned())
        .filter(|text| !text.is_empty());
    let statements: Vec<Statement> = (1..)
        .zip(texts)
        .map(|(number, text)| Statement { number, text })
        .collect();
    (!statements.is_empty()).then(|| StatementList {
        name: format!("{name}, sheet `{}`", sheet.name),
        statements,
        attributes: Vec::new(),
        notes: Vec::new(),
        is_numbered: false,
    })
}

/// The grid that cells of values and numbers of cards state; a pattern without any card states none.
fn grid(
    pairs: impl Iterator<Item = (Place, String, String)>,
) -> Result<Option<Distribution>, ImportError> {
    let mut columns = Vec::new();
    for (place, value, cards) in pairs {
        if cards.is_empty() {
            continue;
        }
        let whole = |text: &str| {
            text.parse::<f64>()
                .ok()
                .filter(|number| number.fract() == 0.0)
        };
        let (Some(value), Some(cards)) = (
            whole(&value),
            whole(&cards).filter(|c| (0.0..1e4).contains(c)),
        ) else {
            return Err(ImportError::Unexpected {
                place,
                expected: "a value of the grid and its number of cards".to_owned(),
                found: format!("`{value}` and `{cards}`"),
                next: NEXT,
            });
        };
        columns.push(GridColumn {
            value: value as i32,
            cards: cards as usize,
        });
    }
    Ok(Distribution::new(columns).ok())
}

/// Sorts in columns: names in one row, and below it the value of a slot in the first column and statement numbers in the others.
fn piled(collected: &mut Collected, sorts: &Sheet, names: u32) -> Result<(), ImportError> {
    let rows: Vec<u32> = sorts.row_numbers().filter(|&row| row > names).collect();
    for (column, id) in sorts.row(names).iter().filter(|cell| cell.0 > 0) {
        let mut cards = Vec::new();
        for &row in &rows {
            let text = sorts.cell(row, *column).trim();
            if text.is_empty() {
                continue;
            }
            let slot = sorts.cell(row, 0).trim();
            let Some(pile) = slot.parse().ok().filter(|pile: &f64| pile.is_finite()) else {
                return Err(ImportError::Unexpected {
                    place: sorts.place(row, 0),
                    expected: "the value of the slots in this row".to_owned(),
                    found: format!("`{slot}`"),
                    next: NEXT,
                });
            };
            cards.push(PiledCard {
                text: text.into(),
                pile,
                row,
                column: *column,
            });
        }
        let place = Place::part(
            &collected.name,
            format!("sheet `{}`, column {}", sorts.name, column_letters(*column)),
        );
        collected.piles(id, place, &cards, |row, column| sorts.place(row, column))?;
    }
    Ok(())
}

fn column_letters(column: u32) -> String {
    cell_name(0, column).trim_end_matches('1').to_owned()
}

/// The cells of a row from a column on, empty ones between them included.
fn cells_from(sheet: &Sheet, row: u32, first: u32) -> Vec<String> {
    let last = sheet.row(row).last().map_or(0, |cell| cell.0 + 1);
    (first..last)
        .map(|column| sheet.cell(row, column).trim().to_owned())
        .collect()
}
