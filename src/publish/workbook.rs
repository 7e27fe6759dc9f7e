//! A workbook with every table and picture, a sheet per result.

mod sheet;

use super::Package;
use super::chapters::{Chapter, chapters};
use super::error::PublishError;
use crate::render::{self, Analysis, Block, Report};
use rust_xlsxwriter::{ColNum, DocProperties, ExcelDateTime, Workbook, XlsxError};
use sheet::Sheet;
use std::collections::BTreeSet;
use std::path::Path;

/// The longest name of a sheet.
const SHEET_NAME: usize = 31;
/// What a report says of a table it has cut; a sheet has all of its rows.
const CUT: &str = "The table shows the first ";

/// The file, and what a sheet could not hold.
///
/// # Errors
/// The library's refusals; none is known for what gets here.
pub(super) fn package(
    analysis: &Analysis<'_>,
    target: &Path,
    title: &str,
    progress: &mut dyn FnMut(&str),
) -> Result<Package, PublishError> {
    let mut book = Workbook::new();
    book.set_properties(&properties(title));
    let mut names = BTreeSet::new();
    let mut notes = Vec::new();
    for chapter in chapters(analysis, progress) {
        let name = sheet_name(&chapter.name, &mut names);
        let sheet = match chapter.name.as_str() {
            "Overview" => {
                front(analysis, title, chapter).and_then(|r| sheet(&name, &r, None, &mut notes))
            }
            _ => sheet(&name, &chapter.report, chapter.whole.as_ref(), &mut notes),
        };
        book.push_worksheet(sheet.map_err(refused("workbook"))?);
    }
    let mut package = Package::of(target, bytes(&mut book, "workbook")?);
    package.notes = notes;
    Ok(package)
}

/// The overview with the method in words below it.
fn front(analysis: &Analysis<'_>, title: &str, overview: Chapter) -> Result<Report, XlsxError> {
    let mut report = overview.report;
    title.clone_into(&mut report.title);
    report.blocks.push(Block::Heading("Method".to_owned()));
    report.blocks.extend(render::methods(analysis).blocks);
    Ok(report)
}

/// A sheet: the table first, so that its headings can stay in sight, then the words, then the pictures.
fn sheet(
    name: &str,
    report: &Report,
    whole: Option<&render::Table>,
    notes: &mut Vec<String>,
) -> Result<rust_xlsxwriter::Worksheet, XlsxError> {
    let mut sheet = Sheet::new(name, &report.title)?;
    let is_table = |block: &Block| matches!(block, Block::Table(_));
    let first = report.blocks.iter().position(is_table);
    let of_report = first.and_then(|at| match report.blocks.get(at) {
        Some(Block::Table(table)) => Some(table),
        _ => None,
    });
    if let Some(table) = whole.or(of_report) {
        sheet.table(table)?;
    }
    for (at, block) in report.blocks.iter().enumerate() {
        match block {
            Block::Table(_) if Some(at) == first => {}
            Block::Table(table) => sheet.table(table)?,
            Block::Text(text) if text.starts_with(CUT) && whole.is_some() => {}
            Block::Text(text) => sheet.words(text)?,
            Block::Heading(text) => sheet.heading(text)?,
            Block::Note(note) => sheet.note(note)?,
            Block::Code(text) => sheet.code(text)?,
            Block::Figure(figure) => sheet.figure(figure)?,
        }
    }
    notes.extend(sheet.notes());
    Ok(sheet.finish())
}

/// Without the signs that no sheet's name may have, short enough, and another than those before.
fn sheet_name(name: &str, taken: &mut BTreeSet<String>) -> String {
    let clean: String = name
        .chars()
        .map(|c| match c {
            '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'' => '_',
            c if c.is_control() => '_',
            c => c,
        })
        .collect();
    let cut = |text: &str, most: usize| -> String {
        let mut units = 0;
        // Spreadsheets count in UTF-16.
        text.chars()
            .take_while(|c| {
                units += c.len_utf16();
                units <= most
            })
            .collect()
    };
    let mut candidate = cut(&clean, SHEET_NAME);
    let mut number = 2;
    while !taken.insert(candidate.to_lowercase()) {
        let tail = format!(" {number}");
        candidate = cut(&clean, SHEET_NAME - tail.len()) + &tail;
        number += 1;
    }
    candidate
}

/// The document's properties; the date is fixed, so that the same analysis gives the same bytes.
pub(super) fn properties(title: &str) -> DocProperties {
    let properties = DocProperties::new()
        .set_title(title)
        .set_comment(format!("Quincunx {}", env!("CARGO_PKG_VERSION")));
    match ExcelDateTime::from_ymd(2000, 1, 1) {
        Ok(date) => properties.set_creation_datetime(&date),
        Err(_) => properties,
    }
}

/// The finished file.
pub(super) fn bytes(book: &mut Workbook, format: &'static str) -> Result<Vec<u8>, PublishError> {
    book.save_to_buffer().map_err(refused(format))
}

/// The library's refusal in our words.
pub(super) fn refused(format: &'static str) -> impl Fn(XlsxError) -> PublishError {
    move |error| PublishError::Library {
        format,
        cause: error.to_string(),
    }
}

/// A column's number on a sheet.
///
/// # Errors
/// Beyond what sheets can hold.
pub(super) fn sheet_column(column: usize) -> Result<ColNum, XlsxError> {
    ColNum::try_from(column).map_err(|_| XlsxError::RowColumnLimitError)
}
