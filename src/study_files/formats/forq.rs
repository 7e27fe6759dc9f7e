//! DeliberateQ's form Forq: lines of `:Name value`, rows of a table between tabs, statements below `:Statements`.

use super::deliberateq::{cells, list};
use crate::study_files::StudyFileError;
use crate::study_files::collected::{CardPlaces, Collected, ImportError};
use crate::study_files::place::{Place, count, quoted};
use crate::study_files::statements::lines;

const NEXT: &str = "Check that the file is DeliberateQ's study file, unchanged.";

/// The numbers that the file announces.
#[derive(Default)]
struct Announced {
    participants: Option<(usize, usize)>,
    variables: usize,
    q_statements: Option<(usize, usize)>,
    p_statements: usize,
}

pub(super) fn read(name: &str, text: &str) -> Result<Collected, StudyFileError> {
    let mut announced = Announced::default();
    let mut rows: Vec<(usize, &str)> = Vec::new();
    let mut statements: Option<Vec<&str>> = None;
    let mut collected = Collected::new(name, text.len());
    for (row, line) in (1..).zip(lines(text)) {
        let trimmed = line.trim();
        if trimmed.is_empty() || trimmed.starts_with('#') {
            continue;
        }
        if let Some(field) = trimmed.strip_prefix(':') {
            let lower = field.to_lowercase();
            if lower.starts_with("statements") {
                statements = Some(Vec::new());
            } else if let Some(title) = field.get(5..).filter(|_| lower.starts_with("title")) {
                collected
                    .notes
                    .push(format!("Title of the study: {}.", title.trim()));
            } else {
                announced.take(name, row, field)?;
            }
        } else if let Some(statements) = &mut statements {
            statements.push(trimmed);
        } else {
            rows.push((row, line));
        }
    }
    read_sorts(&mut collected, &announced, &rows)?;
    let mut statements = statements.unwrap_or_default();
    statements.truncate(collected.statement_count());
    collected.statements = list(&statements);
    Ok(collected)
}

impl Announced {
    fn take(&mut self, name: &str, row: usize, field: &str) -> Result<(), ImportError> {
        let (what, number) = field.rsplit_once([' ', '\t']).unwrap_or((field, ""));
        let known = ["participants", "variables", "q statements", "p statements"];
        let shown = what.trim();
        let what = shown.to_lowercase();
        if !known.contains(&what.as_str()) {
            return Ok(());
        }
        let number: usize = number.trim().parse().map_err(|_| ImportError::Unexpected {
            place: Place::row(name, row),
            expected: format!("a number behind `:{shown}`"),
            found: quoted(number),
            next: NEXT,
        })?;
        match what.as_str() {
            "participants" => self.participants = Some((row, number)),
            "variables" => self.variables = number,
            "q statements" => self.q_statements = Some((row, number)),
            _ => self.p_statements = number,
        }
        Ok(())
    }
}

/// Each row is a name, the variables, the values of the Q statements and those of the P statements.
fn read_sorts(
    collected: &mut Collected,
    announced: &Announced,
    rows: &[(usize, &str)],
) -> Result<(), ImportError> {
    let name = collected.name.clone();
    let Some((_, statements)) = announced.q_statements else {
        return Err(ImportError::Unexpected {
            place: Place::whole(&name),
            expected: "a line `:Q Statements` and their number".to_owned(),
            found: "none".to_owned(),
            next: NEXT,
        });
    };
    let first = announced.variables.saturating_add(1);
    let wanted = first
        .saturating_add(statements)
        .saturating_add(announced.p_statements);
    for (row, line) in rows {
        let cells = cells(line);
        let place = Place::row(&name, *row);
        if cells.len() != wanted {
            return Err(ImportError::Unexpected {
                place,
                expected: format!(
                    "{}: a name, {}, {} of Q statements and {} of P statements",
                    count(wanted, "cell"),
                    count(announced.variables, "variable"),
                    count(statements, "value"),
                    announced.p_statements
                ),
                found: cells.len().to_string(),
                next: NEXT,
            });
        }
        let id = cells.first().copied().unwrap_or_default();
        let values = cells.iter().skip(first).take(statements).copied();
        collected.sort(id, place, CardPlaces::Value, values)?;
        for (number, value) in (1..).zip(cells.iter().skip(1).take(announced.variables)) {
            collected.attribute(&format!("variable {number}"), value);
        }
        for (number, value) in (1..).zip(cells.iter().skip(first + statements)) {
            collected.attribute(&format!("preference {number}"), value);
        }
    }
    match announced.participants {
        Some((row, number)) if number != rows.len() => Err(ImportError::Announced {
            place: Place::row(&name, row),
            announced: count(number, "participant"),
            found: rows.len().to_string(),
            next: "The file is cut off, or the number is wrong. Copy it again, or correct the number.",
        }),
        _ => Ok(()),
    }
}
