//! What the verbs that collect Q sorts share: the study's file, and words about studies.

use super::shared::file;
use crate::magic::MagicError;
use crate::render::{counted, typographic};
use crate::study_files::Source;
use crate::survey::{Admission, Column, Definition, Kind, Listed, Page, Procedure, Record, Store};
use std::fs;
use std::path::{Path, PathBuf};

/// The ending of a study's file.
const ENDING: &str = "qstudy";

/// The file of a study: the one it names, or one of the study's name.
pub(super) fn study_file(file: Option<&str>, name: &str, directory: &Path) -> PathBuf {
    let ending = format!(".{ENDING}");
    if let Some(file) = file {
        return path_of(
            &format!("{}{ending}", file.trim_end_matches(&ending)),
            directory,
        );
    }
    let signs = name.trim().chars();
    let plain = signs.map(|sign| match sign {
        '-' | '_' => sign,
        _ if sign.is_alphanumeric() => sign,
        _ => '-',
    });
    let plain: String = plain.collect::<String>().to_lowercase();
    let words: Vec<&str> = plain.split('-').filter(|word| !word.is_empty()).collect();
    path_of(&format!("{}{ending}", words.join("-")), directory)
}

/// The study that is meant: the file named, or the only one beside the notebook.
pub(super) fn store(study: Option<&str>, directory: &Path) -> Result<Store, MagicError> {
    let path = match study {
        Some(study) => {
            let named = path_of(study, directory);
            // A name without its ending is as good.
            let with_ending = path_of(&format!("{study}.{ENDING}"), directory);
            let is_short = !named.exists() && with_ending.exists();
            if is_short { with_ending } else { named }
        }
        None => only_study(directory)?,
    };
    Ok(Store::open(&path)?)
}

fn only_study(directory: &Path) -> Result<PathBuf, MagicError> {
    let entries = fs::read_dir(directory).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| name.ends_with(&format!(".{ENDING}")))
        .collect();
    names.sort();
    match names.as_slice() {
        [only] => Ok(path_of(only, directory)),
        [] => Err(MagicError::Refused(
            "There is no study beside this notebook. Define one with `%%q survey`, or name its file.".to_owned(),
        )),
        several => Err(MagicError::Refused(format!(
            "There are {} studies beside this notebook: {}. Name the one you mean.",
            several.len(),
            several.join(", ")
        ))),
    }
}

/// A path beside the notebook, as short as messages show it.
pub(super) fn path_of(name: &str, directory: &Path) -> PathBuf {
    match file(name, directory) {
        Source::File(path) => path,
        Source::Inline { .. } | Source::Bytes { .. } => directory.join(name),
    }
}

/// `−2…+2 (1, 2, 3, 2, 1)`.
pub(super) fn grid_words(grid: &[Column]) -> String {
    let cards: Vec<String> = grid.iter().map(|column| column.cards.to_string()).collect();
    let end = |column: Option<&Column>| {
        column.map_or_else(String::new, |column| {
            typographic(&format!("{:+}", column.value))
        })
    };
    format!(
        "{}…{} ({})",
        end(grid.first()),
        end(grid.last()),
        cards.join(", ")
    )
}

pub(super) fn procedure_words(definition: &Definition) -> &'static str {
    match (definition.procedure, definition.forced) {
        (Procedure::PickTwo, _) => {
            "three piles, then two cards at a time from the ends of the grid inwards (POETQ)"
        }
        (Procedure::Drag, true) => "three piles, then cards into columns in any order",
        (Procedure::Drag, false) => {
            "three piles, then cards into columns in any order and number (a free grid)"
        }
    }
}

/// Who may take part, where there is a list of codes.
pub(super) fn admission_words(definition: &Definition, listed: &[Listed]) -> Option<String> {
    let codes = counted(listed.len(), "code", "codes");
    let used = listed.iter().filter(|listed| listed.is_used).count();
    match definition.admission {
        Admission::Anyone => None,
        Admission::Listed => Some(format!("who has one of {codes} of a list; {used} used")),
        Admission::ListedOrAnyone => Some(format!(
            "who has one of {codes} of a list, {used} used; and anyone else"
        )),
    }
}

pub(super) fn kind_words(kind: &Kind) -> String {
    match kind {
        Kind::OneOf { options } => format!("one of: {}", options.join(", ")),
        Kind::AnyOf { options } => format!("any of: {}", options.join(", ")),
        Kind::Rating { from, to, .. } => format!("rating from {from} to {to}"),
        Kind::Number {
            from: Some(from),
            to: Some(to),
        } => format!("number from {from} to {to}"),
        Kind::Number { .. } => "number".to_owned(),
        Kind::Text => "words".to_owned(),
    }
}

/// How many respondents are how far, in a sentence.
pub(super) fn progress_words(records: &[Record]) -> String {
    if records.is_empty() {
        return "Nobody has taken part yet.".to_owned();
    }
    let complete = records
        .iter()
        .filter(|record| record.sorting.is_complete())
        .count();
    let simulated = records.iter().filter(|record| record.is_simulated).count();
    let mut words = format!(
        "{}: {complete} complete, {} unfinished.",
        counted(records.len(), "respondent", "respondents"),
        records.len() - complete
    );
    if simulated > 0 {
        words.push_str(&format!(" {simulated} of them simulated, no persons."));
    }
    words
}

pub(super) fn page_words(page: Page) -> &'static str {
    match page {
        Page::Consent => "at the consent",
        Page::Questions => "at the questions",
        Page::Piles => "at the three piles",
        Page::Pick | Page::Drag => "filling the grid",
        Page::Review => "at the review",
        Page::Reasons => "at the reasons",
        Page::End => "complete",
    }
}
