//! PCQ studies: statements `1. text`, and sorts `sort 1 [ name ] = 4,5,…`.

use crate::qmethod::Statement;
use crate::study_files::StudyFileError;
use crate::study_files::collected::{CardPlaces, Collected, ImportError};
use crate::study_files::place::{Place, quoted};
use crate::study_files::statements::{StatementList, lines, numbered_line};

const NEXT: &str = "Check that the file is PCQ's study file, unchanged.";

/// A line that begins a sort: its number and name, and the values behind the equals sign.
pub(super) fn sort_line(line: &str) -> Option<(&str, &str)> {
    let rest = line.trim_start();
    let word = rest.get(..4)?;
    let rest = rest.get(4..)?;
    let is_sort = word.eq_ignore_ascii_case("sort") && rest.starts_with([' ', '\t']);
    let (head, values) = rest.split_once('=')?;
    let head = head.trim();
    let begins = is_sort && head.starts_with(|c: char| c.is_ascii_digit());
    begins.then_some((head, values))
}

pub(super) fn read(name: &str, text: &str) -> Result<Collected, StudyFileError> {
    let mut collected = Collected::new(name, text.len());
    let mut statements: Vec<Statement> = Vec::new();
    let mut open: Option<(usize, &str, String)> = None;
    let mut is_whole = false;
    for (row, line) in (1..).zip(lines(text)) {
        let trimmed = line.trim();
        if let Some((head, values)) = sort_line(trimmed) {
            if collected.statement_count() == 0 {
                collected.number_statements(statements.iter().map(|s| s.number).collect());
            }
            close(&mut collected, open.take())?;
            open = Some((row, head, values.to_owned()));
        } else if let Some((_, _, values)) = &mut open
            && continues(trimmed)
        {
            values.push_str(trimmed);
        } else {
            close(&mut collected, open.take())?;
            let next = u32::try_from(statements.len() + 1).unwrap_or_default();
            let statement = numbered_line(trimmed).filter(|(number, _)| *number == next);
            if let (Some((number, text)), 0) = (statement, collected.sort_count()) {
                statements.push(Statement {
                    number,
                    text: text.to_owned(),
                });
            }
        }
        if trimmed.eq_ignore_ascii_case("{END}") {
            is_whole = true;
            break;
        }
    }
    close(&mut collected, open)?;
    if collected.sort_count() == 0 {
        return Err(ImportError::Unexpected {
            place: Place::whole(name),
            expected: "lines such as `sort 1 [ name ] = 4,5,…`".to_owned(),
            found: "none".to_owned(),
            next: NEXT,
        }
        .into());
    }
    if !is_whole {
        collected.notes.push(format!(
            "{name} ends without PCQ's line `{{END}}`: it may have been cut off, and sorts may be missing. Count them."
        ));
    }
    collected.notes.push(format!(
        "What {name} holds beside statements and Q sorts, such as centroids and rotated factors, was left out: extract and rotate anew."
    ));
    if !statements.is_empty() {
        collected.statements = Some(StatementList {
            name: "its list of statements".to_owned(),
            statements,
            attributes: Vec::new(),
            notes: Vec::new(),
            is_numbered: true,
        });
    }
    Ok(collected)
}

/// A line of further values.
fn continues(line: &str) -> bool {
    let is_value = |c: char| c.is_ascii_digit() || matches!(c, ',' | '-' | '+' | ' ' | '\t' | '.');
    !line.is_empty() && line.contains(',') && line.chars().all(is_value)
}

fn close(
    collected: &mut Collected,
    sort: Option<(usize, &str, String)>,
) -> Result<(), ImportError> {
    let Some((row, head, values)) = sort else {
        return Ok(());
    };
    let place = Place::row(&collected.name, row);
    let named = head
        .split_once('[')
        .map(|(_, name)| name.trim_end().trim_end_matches(']').trim());
    let id = match named {
        Some(name) if !name.is_empty() => name.to_owned(),
        _ => format!(
            "sort {}",
            head.split_whitespace().next().unwrap_or_default()
        ),
    };
    let values = values.trim().trim_end_matches([',', ';']);
    if values.is_empty() {
        return Err(ImportError::Unexpected {
            place,
            expected: format!(
                "the values of Q sort {} behind the equals sign",
                quoted(&id)
            ),
            found: "none".to_owned(),
            next: NEXT,
        });
    }
    collected.sort(&id, place, CardPlaces::Value, values.split(','))
}
