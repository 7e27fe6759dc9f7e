//! A study as KADE reads it: a workbook of type 2, version 2, or a zip of four text files (design/file-formats 3.4).

use super::card_values::{CardValues, LOWEST_COLUMN, card_values};
use super::error::PublishError;
use super::pqmethod::{lost, on_one_line};
use super::short_names::{renamed, short_names};
use super::workbook::{bytes, refused, sheet_column};
use super::{Options, Package};
use crate::qmethod::Study;
use crate::render::Analysis;
use rust_xlsxwriter::{Workbook, Worksheet, XlsxError};
use std::io::{Cursor, Write};
use std::path::Path;
use zip::write::SimpleFileOptions;
use zip::{DateTime, ZipWriter};

const PROGRAM: &str = "KADE";
/// Longer names only spread KADE's tables; nothing is cut before this.
const NAME: usize = 60;

/// The file, a zip if its name says so, with what was renamed.
///
/// # Errors
/// As [`card_values`].
pub(super) fn package(
    analysis: &Analysis<'_>,
    target: &Path,
    title: &str,
    options: &Options,
) -> Result<Package, PublishError> {
    let study = analysis.study;
    let values = card_values(analysis, options, PROGRAM)?;
    let ids = study.sort_ids();
    // KADE splits its text files on bare commas or semicolons.
    let names = short_names(ids, NAME, |c| !c.is_control() && !",;\"".contains(c));
    let title = on_one_line(title);
    let zipped = target
        .extension()
        .is_some_and(|e| e.eq_ignore_ascii_case("zip"));
    let bytes = if zipped {
        archive(study, &title, &names, &values)?
    } else {
        workbook(study, &title, &names, &values)?
    };
    let mut package = Package::of(target, bytes);
    let why = "KADE splits lines on commas, so some names are changed";
    package.notes.extend(renamed(ids, &names, why));
    let texts = || study.statements().iter().map(|s| s.text.as_str());
    if texts().any(|text| on_one_line(text) != text) {
        package
            .notes
            .push("Line ends within statements became blanks.".to_owned());
    }
    package.notes.extend(lost(study, options));
    Ok(package)
}

fn workbook(
    study: &Study,
    title: &str,
    names: &[String],
    values: &CardValues,
) -> Result<Vec<u8>, PublishError> {
    let mut book = Workbook::new();
    book.set_properties(&super::workbook::properties(title));
    let sheets = [
        name_sheet(title),
        pattern_sheet(values),
        sorts_sheet(study, names, values),
        statements_sheet(study),
        number_sheet("version", 2),
        number_sheet("type", 2),
    ];
    for sheet in sheets {
        book.push_worksheet(sheet.map_err(refused("KADE workbook"))?);
    }
    bytes(&mut book, "KADE workbook")
}

fn name_sheet(title: &str) -> Result<Worksheet, XlsxError> {
    let mut sheet = Worksheet::new();
    sheet.set_name("name")?;
    sheet.write_string(0, 0, "Project Name")?;
    sheet.write_string(1, 0, title)?;
    sheet.set_column_width(0, 40)?;
    Ok(sheet)
}

fn pattern_sheet(values: &CardValues) -> Result<Worksheet, XlsxError> {
    let mut sheet = Worksheet::new();
    sheet.set_name("pattern")?;
    for ((column, value), cards) in (0..).zip(LOWEST_COLUMN..).zip(values.cards) {
        sheet.write_number(0, column, value)?;
        sheet.write_number(1, column, cards as f64)?;
        sheet.set_column_width(column, 5)?;
    }
    Ok(sheet)
}

fn sorts_sheet(
    study: &Study,
    names: &[String],
    values: &CardValues,
) -> Result<Worksheet, XlsxError> {
    let mut sheet = Worksheet::new();
    sheet.set_name("sorts")?;
    sheet.write_string(0, 0, "Participant Name")?;
    for place in 1..=study.statement_count() {
        sheet.write_string(0, sheet_column(place)?, format!("s{place}"))?;
    }
    for (row, (name, sort)) in (1..).zip(names.iter().zip(&values.sorts)) {
        sheet.write_string(row, 0, name)?;
        for (place, value) in (1..).zip(sort) {
            sheet.write_number(row, sheet_column(place)?, *value)?;
        }
    }
    sheet.set_column_width(0, 20)?;
    sheet.set_freeze_panes(1, 1)?;
    Ok(sheet)
}

fn statements_sheet(study: &Study) -> Result<Worksheet, XlsxError> {
    let mut sheet = Worksheet::new();
    sheet.set_name("statements")?;
    sheet.write_string(0, 0, "Statements")?;
    for (row, statement) in (1..).zip(study.statements()) {
        sheet.write_string(row, 0, on_one_line(&statement.text))?;
    }
    sheet.set_column_width(0, 100)?;
    sheet.set_freeze_panes(1, 0)?;
    Ok(sheet)
}

fn number_sheet(name: &str, number: i32) -> Result<Worksheet, XlsxError> {
    let mut sheet = Worksheet::new();
    sheet.set_name(name)?;
    sheet.write_string(0, 0, name)?;
    sheet.write_number(1, 0, number)?;
    Ok(sheet)
}

fn archive(
    study: &Study,
    title: &str,
    names: &[String],
    values: &CardValues,
) -> Result<Vec<u8>, PublishError> {
    let cards: Vec<String> = values.cards.iter().map(usize::to_string).collect();
    let sorts: String = names
        .iter()
        .zip(&values.sorts)
        .map(|(name, sort)| {
            let cells: Vec<String> = sort.iter().map(i32::to_string).collect();
            format!("{name},{}\n", cells.join(","))
        })
        .collect();
    let statements: String = study
        .statements()
        .iter()
        .map(|s| on_one_line(&s.text) + "\n")
        .collect();
    let files = [
        ("name.txt", format!("{title}\n")),
        ("pattern.txt", cards.join(",") + "\n"),
        ("sorts.txt", sorts),
        ("statements.txt", statements),
    ];
    packed(&files).map_err(|error| PublishError::Library {
        format: "zip",
        cause: error.to_string(),
    })
}

/// Zipped with a fixed date, so that the same study gives the same bytes.
fn packed(files: &[(&str, String)]) -> zip::result::ZipResult<Vec<u8>> {
    let options = SimpleFileOptions::default().last_modified_time(DateTime::default());
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        zip.start_file(*name, options)?;
        zip.write_all(text.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}
