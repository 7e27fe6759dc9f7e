//! The workbook of results that `%q export` writes: the study in it, from its sheets Statements, Participants, Sorts and Grid.

use crate::qmethod::grid::GridColumn;
use crate::qmethod::{Attribute, Distribution, Statement, Texts};
use crate::study_files::StudyFileError;
use crate::study_files::collected::{CardPlaces, Collected, ImportError};
use crate::study_files::place::{Place, quoted, some_of};
use crate::study_files::sheets::Sheet;
use crate::study_files::statements::StatementList;

const NEXT: &str = "Export the study again (`%q export FILE.xlsx`).";

/// Whether the workbook is one: its overview says what made it.
pub(in crate::study_files) fn is_results(sheets: &[Sheet]) -> bool {
    let overview = sheets.iter().find(|s| s.is_called(&["overview"]));
    overview.is_some_and(|overview| {
        let mut cells = overview.row_numbers().flat_map(|row| overview.row(row));
        cells.any(|(_, text)| text.starts_with("Quincunx "))
    })
}

/// Reads the study in it; its results are made anew.
pub(in crate::study_files) fn read_results(
    name: &str,
    sheets: &[Sheet],
) -> Result<Collected, StudyFileError> {
    let sheet = |wanted: &str| {
        let found = sheets.iter().find(|s| s.is_called(&[wanted]));
        found.ok_or_else(|| ImportError::Unexpected {
            place: Place::whole(name),
            expected: format!("a sheet `{wanted}`"),
            found: some_of(&sheets.iter().map(|s| s.name.as_str()).collect::<Vec<_>>()),
            next: NEXT,
        })
    };
    let (statements, participants) = (sheet("statements")?, sheet("participants")?);
    let (sorts, grid) = (sheet("sorts")?, sheet("grid")?);
    let mut collected = Collected::new(name, sheets.iter().map(Sheet::bytes).sum());
    collected
        .notes
        .push("The study in it was read; its results are made anew.".to_owned());
    collected.is_free = says_free(grid);
    collected.grid = distribution(grid)?.map(|found| (found, format!("sheet `{}`", grid.name)));
    read_sorts(&mut collected, sorts, participants)?;
    collected.statements = Some(statement_list(statements)?);
    Ok(collected)
}

/// The rows of the first table of a sheet: its headings, and the rows below them as far as the first cell holds something.
struct Rows<'s> {
    sheet: &'s Sheet,
    head: u32,
    below: Vec<u32>,
}

impl<'s> Rows<'s> {
    /// Below the row that begins with `heading`.
    fn of(sheet: &'s Sheet, heading: &str) -> Result<Self, ImportError> {
        let head = sheet
            .row_numbers()
            .find(|&row| sheet.cell(row, 0).trim() == heading);
        let Some(head) = head else {
            return Err(unexpected(
                sheet.whole(),
                &format!("a row of headings that begins with `{heading}`"),
                "none",
            ));
        };
        let below = (head + 1..).take_while(|&row| !sheet.cell(row, 0).trim().is_empty());
        Ok(Self {
            sheet,
            head,
            below: below.collect(),
        })
    }

    /// The headings from this column on, each with its column.
    fn headings(&self, from: u32) -> impl Iterator<Item = (u32, &'s str)> {
        let cells = self.sheet.row(self.head).iter();
        let named = cells.map(|(column, text)| (*column, text.trim()));
        named.filter(move |(column, _)| *column >= from)
    }

    /// The columns from this one on, as attributes.
    fn attributes(&self, from: u32) -> Vec<Attribute> {
        let attribute = |(column, name): (u32, &str)| Attribute {
            name: name.to_owned(),
            values: self
                .below
                .iter()
                .map(|&row| self.sheet.cell(row, column).trim())
                .collect::<Texts>(),
        };
        self.headings(from).map(attribute).collect()
    }
}

/// One row per statement, one column per sort; the participants in the same order.
fn read_sorts(
    collected: &mut Collected,
    sorts: &Sheet,
    participants: &Sheet,
) -> Result<(), ImportError> {
    let values = numbered(sorts)?;
    let people = Rows::of(participants, "Sort")?;
    // Below the table stand words.
    let people = Rows {
        below: people
            .below
            .into_iter()
            .take(values.rows.headings(2).count())
            .collect(),
        ..people
    };
    let attributes = people.attributes(1);
    collected.number_statements(values.numbers);
    for (sort, (column, id)) in values.rows.headings(2).enumerate() {
        let place = sorts.place(values.rows.head, column);
        let cells = values.rows.below.iter().map(|&row| sorts.cell(row, column));
        collected.sort(id, place, CardPlaces::Statement, cells)?;
        let there = people
            .below
            .get(sort)
            .map(|&row| participants.cell(row, 0).trim());
        if there != Some(id) {
            return Err(unexpected(
                participants.whole(),
                &format!(
                    "the participants in the order of the Q sorts, {} here",
                    quoted(id)
                ),
                &quoted(there.unwrap_or_default()),
            ));
        }
        for attribute in &attributes {
            collected.attribute(
                &attribute.name,
                attribute.values.get(sort).unwrap_or_default(),
            );
        }
    }
    Ok(())
}

/// A table of statements with their numbers.
struct Numbered<'s> {
    rows: Rows<'s>,
    numbers: Vec<u32>,
}

fn numbered(sheet: &Sheet) -> Result<Numbered<'_>, ImportError> {
    let mut rows = Rows::of(sheet, "No.")?;
    let number = |&row: &u32| sheet.cell(row, 0).trim().parse().ok();
    let numbers: Vec<u32> = rows.below.iter().map_while(number).collect();
    rows.below.truncate(numbers.len());
    Ok(Numbered { rows, numbers })
}

fn statement_list(sheet: &Sheet) -> Result<StatementList, ImportError> {
    let Numbered { rows, numbers } = numbered(sheet)?;
    let texts = rows.below.iter().map(|&row| sheet.cell(row, 1).trim());
    let statements = numbers.into_iter().zip(texts);
    Ok(StatementList {
        name: format!("its sheet `{}`", sheet.name),
        statements: statements
            .map(|(number, text)| Statement {
                number,
                text: text.to_owned(),
            })
            .collect(),
        attributes: rows.attributes(2),
        notes: Vec::new(),
        is_numbered: true,
    })
}

/// Whether the words on the sheet of the grid say that sorts are free.
fn says_free(grid: &Sheet) -> bool {
    let mut words = grid.row_numbers().map(|row| grid.cell(row, 0));
    words.any(|words| words.starts_with("Free"))
}

/// The values and the cards below them, where the sheet has such a table.
fn distribution(grid: &Sheet) -> Result<Option<Distribution>, ImportError> {
    let Ok(rows) = Rows::of(grid, "Value") else {
        return Ok(None);
    };
    let Some(&cards) = rows.below.first() else {
        return Ok(None);
    };
    let mut columns = Vec::new();
    for (column, value) in rows.headings(1) {
        let number = value.replace('\u{2212}', "-");
        let cell = grid.cell(cards, column).trim();
        let (Ok(value), Ok(cards)) = (number.parse(), cell.parse::<u16>()) else {
            let found = format!("{} and {}", quoted(value), quoted(cell));
            let expected = "a value of the grid and its number of cards";
            return Err(unexpected(grid.place(cards, column), expected, &found));
        };
        columns.push(GridColumn {
            value,
            cards: cards.into(),
        });
    }
    Ok(Distribution::new(columns).ok())
}

fn unexpected(place: Place, expected: &str, found: &str) -> ImportError {
    ImportError::Unexpected {
        place,
        expected: expected.to_owned(),
        found: found.to_owned(),
        next: NEXT,
    }
}
