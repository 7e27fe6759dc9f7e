//! Zipped projects of KADE and Ken-Q: name.txt, pattern.txt, sorts.txt and statements.txt.

use super::kade_csv::{are_texts, read_rows};
use crate::qmethod::Distribution;
use crate::qmethod::grid::GridColumn;
use crate::study_files::StudyFileError;
use crate::study_files::archive::Archive;
use crate::study_files::collected::{Collected, ImportError};
use crate::study_files::encoding::decode;
use crate::study_files::place::{Place, quoted, some_of};
use crate::study_files::statements::StatementList;

/// The value of the first column that the pattern counts.
const FIRST_VALUE: i32 = -6;

/// The most columns that a pattern has.
const MOST_COLUMNS: usize = 40;

pub(super) fn read(mut archive: Archive) -> Result<Collected, StudyFileError> {
    let name = archive.name().to_owned();
    let mut notes = Vec::new();
    let mut part = |file: &str| -> Result<Option<(String, String)>, StudyFileError> {
        let Some(bytes) = archive.file(file)? else {
            return Ok(None);
        };
        let inner = format!("{name}, {file}");
        let decoded = decode(&inner, bytes)?;
        notes.extend(decoded.note);
        Ok(Some((inner, decoded.text)))
    };
    let project = part("name.txt")?;
    let pattern = part("pattern.txt")?;
    let sorts = part("sorts.txt")?;
    let statements = part("statements.txt")?;
    let Some((sorts_name, sorts)) = sorts else {
        return Err(ImportError::Unexpected {
            place: Place::whole(&name),
            expected: "the files of a KADE project, `sorts.txt` among them".to_owned(),
            found: some_of(archive.entries()),
            next: "Unpack the archive and load the table in it.",
        }
        .into());
    };
    let mut collected = Collected::new(&name, sorts.len());
    if let Some((pattern_name, pattern)) = pattern {
        let grid = read_pattern(&pattern_name, &pattern)?;
        collected.grid = grid.map(|grid| (grid, pattern_name));
    }
    let separator = Some(separator(&sorts));
    read_rows(&mut collected, &sorts_name, &sorts, separator, are_texts)?;
    if let Some((statements_name, statements)) = statements
        && !statements.trim().is_empty()
    {
        collected.statements = Some(StatementList::from_lines(statements_name, &statements)?);
    }
    if let Some((_, project)) = project.filter(|(_, project)| !project.trim().is_empty()) {
        collected
            .notes
            .push(format!("Name of the project: {}.", quoted(project.trim())));
    }
    collected.notes.extend(notes);
    Ok(collected)
}

/// The commoner of comma and semicolon on the first line.
fn separator(text: &str) -> u8 {
    let first = text.trim_start().lines().next().unwrap_or_default();
    match first.matches(';').count() > first.matches(',').count() {
        true => b';',
        false => b',',
    }
}

/// Numbers of cards from −6 on; none at all states no grid.
fn read_pattern(name: &str, text: &str) -> Result<Option<Distribution>, ImportError> {
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '[' | ']' | '"'))
        .filter(|word| !word.is_empty())
        .collect();
    let cards: Option<Vec<usize>> = words.iter().map(|word| word.parse().ok()).collect();
    let Some(cards) = cards.filter(|cards| cards.len() <= MOST_COLUMNS) else {
        return Err(ImportError::Unexpected {
            place: Place::whole(name),
            expected: "20 numbers of cards, from the value -6 to 13".to_owned(),
            found: quoted(text.trim()),
            next: "Correct the file.",
        });
    };
    let columns = (FIRST_VALUE..)
        .zip(cards)
        .map(|(value, cards)| GridColumn { value, cards });
    Ok(Distribution::new(columns).ok())
}
