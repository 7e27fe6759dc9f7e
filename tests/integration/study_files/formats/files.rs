//! Workbooks and archives made on the spot.

use super::{IDS, SORTS};
use rust_xlsxwriter::Workbook;
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// The grid of the fixtures, from −6 to 13.
pub(super) const PATTERN: [u32; 20] = [0, 0, 0, 0, 1, 2, 3, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

/// A cell by its row and column from 0.
pub(super) type Cell = (u32, u16, String);

/// A cell with a text or a number.
pub(super) fn cell(row: u32, column: u16, value: impl ToString) -> Cell {
    (row, column, value.to_string())
}

/// A workbook of sheets; cells that are numbers are written as such.
pub(super) fn workbook(sheets: &[(&str, Vec<Cell>)]) -> Vec<u8> {
    let mut book = Workbook::new();
    for (name, cells) in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(*name).expect("a name");
        for (row, column, value) in cells {
            match value.parse::<f64>() {
                Ok(number) => sheet.write_number(*row, *column, number),
                Err(_) => sheet.write_string(*row, *column, value),
            }
            .expect("a cell");
        }
    }
    book.save_to_buffer().expect("a workbook")
}

/// An archive of files.
pub(super) fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        zip.start_file(*name, SimpleFileOptions::default())
            .expect("a file");
        zip.write_all(content).expect("its content");
    }
    zip.finish().expect("an archive").into_inner()
}

/// The numbers of the statements at a value, ascending.
fn pile(sort: &[f64; 9], value: f64) -> Vec<usize> {
    let placed = (1..).zip(sort);
    placed
        .filter(|(_, v)| **v == value)
        .map(|(number, _)| number)
        .collect()
}

/// For each slot of the grid its value, and the statement that each sort has there.
fn slots() -> Vec<(f64, Vec<usize>)> {
    let mut slots = Vec::new();
    for value in [-2.0, -1.0, 0.0, 1.0, 2.0] {
        let piles: Vec<Vec<usize>> = SORTS.iter().map(|sort| pile(sort, value)).collect();
        for place in 0..piles[0].len() {
            slots.push((value, piles.iter().map(|pile| pile[place]).collect()));
        }
    }
    slots
}

pub(super) fn statements_sheet() -> (&'static str, Vec<Cell>) {
    let mut cells = vec![cell(0, 0, "Statements")];
    cells.extend((1..=9).map(|number| cell(number, 0, format!("Text {number}"))));
    ("statements", cells)
}

fn pattern_sheet() -> (&'static str, Vec<Cell>) {
    let mut cells = Vec::new();
    for (column, (value, cards)) in (0..).zip((-6..).zip(PATTERN)) {
        cells.push(cell(0, column, value));
        cells.push(cell(1, column, cards));
    }
    ("pattern", cells)
}

fn number_sheet(name: &'static str, number: i32) -> (&'static str, Vec<Cell>) {
    (name, vec![cell(0, 0, name), cell(1, 0, number)])
}

/// Type 1 in the first layout.
pub(super) fn piles_version_1() -> Vec<(&'static str, Vec<Cell>)> {
    let mut cells = vec![cell(1, 0, "Project Name:"), cell(1, 1, "The square")];
    for (row, (value, cards)) in (5..).zip((-6..).zip(PATTERN)) {
        cells.push(cell(row, 0, value));
        cells.push(cell(row, 1, cards));
    }
    cells.push(cell(29, 0, "Sort value"));
    cells.extend((1..).zip(IDS).map(|(column, id)| cell(29, column, id)));
    for (row, (value, statements)) in (30..).zip(slots()) {
        cells.push(cell(row, 0, value));
        cells.extend(
            (1..)
                .zip(statements)
                .map(|(column, s)| cell(row, column, s)),
        );
    }
    vec![("Sorts", cells), statements_sheet()]
}

/// Type 1 in version 2.
pub(super) fn piles_version_2() -> Vec<(&'static str, Vec<Cell>)> {
    let mut cells = vec![cell(0, 0, "Participant Name and Sort Value:")];
    cells.extend((1..).zip(IDS).map(|(column, id)| cell(0, column, id)));
    for (row, (value, statements)) in (1..).zip(slots()) {
        cells.push(cell(row, 0, value));
        cells.extend(
            (1..)
                .zip(statements)
                .map(|(column, s)| cell(row, column, s)),
        );
    }
    vec![
        (
            "name",
            vec![cell(0, 0, "Project Name"), cell(1, 0, "The square")],
        ),
        pattern_sheet(),
        ("sorts", cells),
        statements_sheet(),
        number_sheet("version", 2),
        number_sheet("type", 1),
    ]
}

/// A name and values in each row from a row on.
fn rows_of_values(first: u32) -> Vec<Cell> {
    let mut cells = Vec::new();
    for (row, (id, sort)) in (first..).zip(IDS.iter().zip(SORTS)) {
        cells.push(cell(row, 0, id));
        cells.extend(
            (1..)
                .zip(sort)
                .map(|(column, value)| cell(row, column, value)),
        );
    }
    cells
}

/// Type 2 in the first layout.
pub(super) fn values_version_1() -> Vec<(&'static str, Vec<Cell>)> {
    let mut cells = vec![cell(1, 0, "The square")];
    let grid = [-2, -1, -1, 0, 0, 0, 1, 1, 2];
    cells.extend(
        (1..)
            .zip(grid)
            .map(|(column, value)| cell(3, column, value)),
    );
    cells.extend(rows_of_values(6));
    vec![("Q-Sorts", cells), statements_sheet()]
}

/// Type 2 in version 2.
pub(super) fn values_version_2() -> Vec<(&'static str, Vec<Cell>)> {
    let mut cells = vec![cell(0, 0, "Participant Name")];
    cells.extend((1..=9).map(|column| cell(0, column, format!("s{column}"))));
    cells.extend(rows_of_values(1));
    vec![
        (
            "name",
            vec![cell(0, 0, "Project Name"), cell(1, 0, "The square")],
        ),
        pattern_sheet(),
        ("sorts", cells),
        statements_sheet(),
        number_sheet("version", 2),
        number_sheet("type", 2),
    ]
}

/// A workbook of results.
pub(super) fn results() -> Vec<(&'static str, Vec<Cell>)> {
    let mut cells = vec![cell(0, 0, "Q-sorts"), cell(2, 0, "Participant")];
    cells.extend((1..=9).map(|column| cell(2, column, column)));
    cells.extend(rows_of_values(3));
    let mut texts = vec![cell(0, 0, "No."), cell(0, 1, "Statement")];
    for number in 1..=9 {
        texts.push(cell(number, 0, number));
        texts.push(cell(number, 1, format!("Text {number}")));
    }
    vec![
        (
            "Project Overview",
            vec![cell(0, 0, "KADE"), cell(1, 0, "The square")],
        ),
        ("Statements", texts),
        ("Q-sorts", cells),
        (
            "Free Dist",
            vec![cell(0, 0, "Free distribution"), cell(1, 0, 1)],
        ),
    ]
}

/// A workbook of tables: sorts, statements, grid and participants on sheets of their own.
pub(super) fn tables() -> Vec<(&'static str, Vec<Cell>)> {
    let mut sorts = vec![cell(0, 0, "id"), cell(0, 1, "site")];
    sorts.extend(
        (2..)
            .zip(1..=9)
            .map(|(column, s)| cell(0, column, format!("s{s}"))),
    );
    for (row, (id, sort)) in (1..).zip(IDS.iter().zip(SORTS)) {
        sorts.push(cell(row, 0, id));
        sorts.push(cell(row, 1, "north, \"left\""));
        sorts.extend(
            (2..)
                .zip(sort)
                .map(|(column, value)| cell(row, column, value)),
        );
    }
    let mut texts = vec![cell(0, 0, "number"), cell(0, 1, "text")];
    let mut grid = vec![cell(0, 0, "value"), cell(0, 1, "cards")];
    let mut people = vec![cell(0, 0, "id"), cell(0, 1, "age")];
    for number in 1..=9 {
        texts.push(cell(number, 0, number));
        texts.push(cell(number, 1, format!("Text {number}")));
    }
    for (row, (value, cards)) in (1..).zip([(-2, 1), (-1, 2), (0, 3), (1, 2), (2, 1)]) {
        grid.push(cell(row, 0, value));
        grid.push(cell(row, 1, cards));
    }
    for (row, id) in (1..).zip(IDS) {
        people.push(cell(row, 0, id));
        people.push(cell(row, 1, 30 + row));
    }
    vec![
        ("Sorts", sorts),
        ("Statements", texts),
        ("Grid", grid),
        ("Participants", people),
    ]
}

/// A project of KADE, zipped.
pub(super) fn kade_zip() -> Vec<u8> {
    let sorts: String = IDS
        .iter()
        .zip(SORTS)
        .map(|(id, sort)| {
            let values: Vec<String> = sort.iter().map(f64::to_string).collect();
            format!("{id},{}\n", values.join(","))
        })
        .collect();
    let texts: String = (1..=9).map(|number| format!("Text {number}\n")).collect();
    let pattern: Vec<String> = PATTERN.iter().map(u32::to_string).collect();
    archive(&[
        ("name.txt", b"The square\n"),
        ("pattern.txt", pattern.join(",").as_bytes()),
        ("sorts.txt", sorts.as_bytes()),
        ("statements.txt", texts.as_bytes()),
    ])
}

/// A sheet of LibreOffice with these rows of XML.
pub(super) fn ods(rows: &str) -> Vec<u8> {
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\">\
         <office:body><office:spreadsheet><table:table table:name=\"Sorts\">{rows}</table:table></office:spreadsheet></office:body>\
         </office:document-content>"
    );
    archive(&[
        (
            "mimetype",
            b"application/vnd.oasis.opendocument.spreadsheet",
        ),
        ("content.xml", content.as_bytes()),
        (
            "META-INF/manifest.xml",
            b"<manifest:manifest xmlns:manifest=\"m\"></manifest:manifest>",
        ),
    ])
}

/// The sorts as rows of such a sheet, with the empty rows and columns at the end that LibreOffice writes.
pub(super) fn ods_rows() -> String {
    let text = |words: &str| {
        format!(
            "<table:table-cell office:value-type=\"string\"><text:p>{words}</text:p></table:table-cell>"
        )
    };
    let end = "<table:table-cell table:number-columns-repeated=\"16374\"/></table:table-row>";
    let mut rows = format!("<table:table-row>{}", text("id"));
    rows.extend((1..=9).map(|number| text(&format!("s{number}"))));
    rows.push_str(end);
    for (id, sort) in IDS.iter().zip(SORTS) {
        rows.push_str(&format!("<table:table-row>{}", text(id)));
        rows.extend(sort.map(|value| {
            format!("<table:table-cell office:value-type=\"float\" office:value=\"{value}\"><text:p>{value}</text:p></table:table-cell>")
        }));
        rows.push_str(end);
    }
    rows.push_str("<table:table-row table:number-rows-repeated=\"1048569\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>");
    rows
}
