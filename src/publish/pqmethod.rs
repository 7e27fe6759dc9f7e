//! A PQMethod project: `NAME.dat` in fixed columns, `NAME.sta` with a statement a line (design/file-formats 3.1, 3.2).

use super::card_values::{CardValues, card_values};
use super::error::PublishError;
use super::short_names::{renamed, short_names};
use super::{Options, Package};
use crate::qmethod::{Grid, Study};
use crate::render::{Analysis, counted};
use std::path::{Path, PathBuf};

const PROGRAM: &str = "PQMethod";
/// Counts stand in fields of three characters.
const MOST: usize = 999;
/// Columns 11–70 of the first line.
const TITLE: usize = 60;
/// Columns 1–8 of a sort's line.
const NAME: usize = 8;
/// What PQMethod's own listing shows of a statement.
const SHOWN: usize = 60;

/// The two files, with what was shortened.
///
/// # Errors
/// As [`card_values`]; more sorts or statements than three digits can count.
pub(super) fn package(
    analysis: &Analysis<'_>,
    target: &Path,
    title: &str,
    options: &Options,
) -> Result<Package, PublishError> {
    let study = analysis.study;
    for (what, found) in [
        ("sorts", study.sort_count()),
        ("statements", study.statement_count()),
    ] {
        if found > MOST {
            return Err(PublishError::TooMany {
                program: PROGRAM,
                what,
                most: MOST,
                found,
            });
        }
    }
    let values = card_values(analysis, options, PROGRAM)?;
    let names = short_names(study.sort_ids(), NAME, printable);
    let short_title: String = title
        .chars()
        .map(|c| if printable(c) { c } else { '_' })
        .take(TITLE)
        .collect();
    let mut package = Package::of(target, data(study, &short_title, &names, &values));
    package.add(companion(target), statements(study));
    package.notes = notes(study, title, &short_title, &names, options);
    Ok(package)
}

/// Where the statements go.
pub(super) fn companion(target: &Path) -> PathBuf {
    target.with_extension("sta")
}

fn printable(c: char) -> bool {
    c == ' ' || c.is_ascii_graphic()
}

fn data(study: &Study, title: &str, names: &[String], values: &CardValues) -> String {
    let (sorts, statements) = (study.sort_count(), study.statement_count());
    let mut lines = vec![format!("  0{sorts:>3}{statements:>3} {title:<TITLE$}")];
    let (lowest, highest) = values.reach;
    let cards: String = values.cards.iter().map(|c| format!("{c:>3}")).collect();
    lines.push(format!("{lowest:>3}{highest:>3}{cards}"));
    for (name, sort) in names.iter().zip(&values.sorts) {
        let cells: String = sort.iter().map(|value| format!("{value:>2}")).collect();
        lines.push(format!("{name:<NAME$}  {cells}"));
    }
    lines.iter().map(|line| format!("{line}\r\n")).collect()
}

fn statements(study: &Study) -> String {
    let lines = study.statements().iter();
    lines
        .map(|s| format!("{}\r\n", on_one_line(&s.text)))
        .collect()
}

/// Without line ends and tabs, which would break the list.
pub(super) fn on_one_line(text: &str) -> String {
    text.split(|c: char| c.is_control())
        .filter(|piece| !piece.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn notes(
    study: &Study,
    title: &str,
    short_title: &str,
    names: &[String],
    options: &Options,
) -> Vec<String> {
    let mut notes = Vec::new();
    if title != short_title {
        notes.push(format!(
            "The title is cut to {TITLE} plain characters: `{}`.",
            short_title.trim_end()
        ));
    }
    notes.extend(renamed(
        study.sort_ids(),
        names,
        "PQMethod's names have 8 plain characters, so some are shortened",
    ));
    let texts = || study.statements().iter().map(|s| s.text.as_str());
    let long = texts().filter(|t| t.chars().count() > SHOWN).count();
    if long > 0 {
        notes.push(format!(
            "{} longer than the {SHOWN} characters that PQMethod shows; the file has them whole.",
            counted(long, "statement is", "statements are")
        ));
    }
    if texts().any(|text| !text.is_ascii()) {
        notes.push("Statements are written in UTF-8: PQMethod may show letters beyond plain ones as other signs.".to_owned());
    }
    if texts().any(|text| on_one_line(text) != text) {
        notes.push("Line ends within statements became blanks.".to_owned());
    }
    notes.extend(lost(study, options));
    notes
}

/// What neither PQMethod nor KADE can hold, in words.
pub(super) fn lost(study: &Study, options: &Options) -> Vec<String> {
    let mut notes = Vec::new();
    if options.shift != 0 {
        notes.push(format!(
            "Every value is written shifted by {}; correlations and all that follows are the same.",
            options.shift
        ));
    }
    let in_order = (1..)
        .zip(study.statements())
        .all(|(place, s)| s.number == place);
    if !in_order {
        notes.push(
            "Statements are numbered anew from 1 in their order: the format has no numbers."
                .to_owned(),
        );
    }
    if matches!(study.grid(), Grid::Free { .. }) {
        notes.push("The sorts are free; the format states the distribution for arrays and does not say so.".to_owned());
    }
    let attributes = study.sort_attributes().iter().map(|a| a.name.as_str());
    let attributes: Vec<&str> = attributes
        .chain(study.statement_attributes().iter().map(|a| a.name.as_str()))
        .collect();
    if !attributes.is_empty() {
        notes.push(format!(
            "Left out, having no place in the format: {}.",
            attributes.join(", ")
        ));
    }
    notes
}
