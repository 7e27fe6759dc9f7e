//! DeliberateQ studies: `#Title`, `#Data` with a table between tabs, `#Statements`.

use crate::qmethod::Statement;
use crate::qmethod::texts::repeated;
use crate::study_files::StudyFileError;
use crate::study_files::collected::{CardPlaces, Collected, ImportError};
use crate::study_files::place::{Place, count};
use crate::study_files::statements::{StatementList, lines, numbered_line};

const NEXT: &str = "Check that the file is DeliberateQ's study file, unchanged.";

/// How the headings of the statements begin.
const VALUES: &str = "q results::";

/// Which part of the file a line belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Head,
    Data,
    Statements,
}

pub(super) fn read(name: &str, text: &str) -> Result<Collected, StudyFileError> {
    let mut part = Part::Head;
    let mut rows: Vec<(usize, &str)> = Vec::new();
    let mut statements = Vec::new();
    let mut title = "";
    for (row, line) in (1..).zip(lines(text)) {
        let lower = line.trim().to_lowercase();
        if let Some(rest) = lower.strip_prefix("#title") {
            title = line
                .trim()
                .get(line.trim().len() - rest.len()..)
                .unwrap_or_default()
                .trim();
        } else if lower.starts_with("#data") {
            part = Part::Data;
        } else if lower.starts_with("#statements") {
            part = Part::Statements;
        } else if line.trim().is_empty() || line.starts_with('#') {
            continue;
        } else if part == Part::Data {
            rows.push((row, line));
        } else if part == Part::Statements {
            statements.push(line.trim());
        }
    }
    let mut collected = Collected::new(name, text.len());
    if !title.is_empty() {
        collected
            .notes
            .push(format!("Title of the study: {title}."));
    }
    read_data(&mut collected, &rows)?;
    if part == Part::Data {
        // Programs write the statements last, which shows that the table above them is whole.
        collected.notes.push(format!(
            "The table of participants ends {name}, with no list of statements below it, and the format states no number of participants: whether some are missing at \
             the end, as they would be in a file cut off, cannot be known from it. Compare the {} with your own records.",
            count(rows.len().saturating_sub(1), "Q sort")
        ));
    }
    collected.statements = list(&statements);
    Ok(collected)
}

fn read_data<'t>(collected: &mut Collected, rows: &[(usize, &'t str)]) -> Result<(), ImportError> {
    let name = collected.name.clone();
    let Some(((heading_row, headings), sorts)) = rows.split_first() else {
        return Err(unexpected(
            Place::whole(&name),
            "a line `#Data` with a table below it",
            "none",
        ));
    };
    let headings = cells(headings);
    let is_value: Vec<bool> = headings
        .iter()
        .map(|heading| heading.to_lowercase().starts_with(VALUES))
        .collect();
    let columns = (0..).zip(&is_value);
    let values: Vec<usize> = columns.filter(|(_, is)| **is).map(|(at, _)| at).collect();
    if values.len() < 2 {
        let expected = "headings that begin with `Q results::`, one for each statement";
        let found = count(values.len(), "heading");
        return Err(unexpected(
            Place::row(&name, *heading_row),
            expected,
            &found,
        ));
    }
    let column = |heading: &str| {
        let found = headings.iter().position(|h| h.to_lowercase() == heading);
        move |line: &'t str| {
            let cell = found.and_then(|at| line.split('\t').nth(at));
            cell.unwrap_or_default().trim()
        }
    };
    let (participant, stage) = (column("participant no"), column("stage"));
    let participants = sorts.iter().map(|(_, line)| participant(line));
    let twice = repeated(participants).count > 0;
    if twice {
        collected.notes.push(format!(
            "Participants of {name} sorted in several stages; the ids of the Q sorts are participant and stage."
        ));
    }
    for (row, line) in sorts {
        let cells = cells(line);
        if cells.len() > headings.len() {
            let expected = format!("{} as in the headings", count(headings.len(), "cell"));
            return Err(unexpected(
                Place::row(&name, *row),
                &expected,
                &cells.len().to_string(),
            ));
        }
        let id = match (participant(line), twice) {
            (id, true) => format!("{id} stage {}", stage(line)),
            (id, false) => id.to_owned(),
        };
        let of = values
            .iter()
            .map(|&at| cells.get(at).copied().unwrap_or_default());
        collected.sort(&id, Place::row(&name, *row), CardPlaces::Value, of)?;
        for ((at, heading), is_value) in headings.iter().enumerate().zip(&is_value) {
            if !is_value && !heading.is_empty() {
                let cell = cells.get(at).copied().unwrap_or_default();
                collected.attribute(&heading.replace("::", " ").to_lowercase(), cell);
            }
        }
    }
    Ok(())
}

/// The cells of a line, trimmed.
pub(super) fn cells(line: &str) -> Vec<&str> {
    line.split('\t').map(str::trim).collect()
}

/// The statements, each led by its number or not.
pub(super) fn list(statements: &[&str]) -> Option<StatementList> {
    let numbered: Option<Vec<(u32, &str)>> =
        statements.iter().map(|line| numbered_line(line)).collect();
    let is_numbered = numbered.is_some();
    let mut statements: Vec<Statement> = match numbered {
        Some(numbered) => numbered
            .into_iter()
            .map(|(number, text)| Statement {
                number,
                text: text.to_owned(),
            })
            .collect(),
        None => (1..)
            .zip(statements)
            .map(|(number, text)| Statement {
                number,
                text: (*text).to_owned(),
            })
            .collect(),
    };
    statements.sort_by_key(|statement| statement.number);
    (!statements.is_empty()).then(|| StatementList {
        name: "its list of statements".to_owned(),
        statements,
        attributes: Vec::new(),
        notes: Vec::new(),
        is_numbered,
    })
}

fn unexpected(place: Place, expected: &str, found: &str) -> ImportError {
    ImportError::Unexpected {
        place,
        expected: expected.to_owned(),
        found: found.to_owned(),
        next: NEXT,
    }
}
