//! The file in which this program's own board stores sorts.

use super::names::comment;
use crate::qmethod::grid::GridColumn;
use crate::qmethod::{Distribution, Statement};
use crate::study_files::StudyFileError;
use crate::study_files::collected::{CardPlaces, Collected, ImportError};
use crate::study_files::place::Place;
use crate::study_files::statements::StatementList;
use crate::survey::{
    Definition, LANGUAGE, Page, Pile, Record, Store, is_study, minutes, on_pile, page_seconds,
    trace, utc,
};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// So many bytes of a file tell whether it is one.
const HEADER: usize = 100;

/// Whether the file is one of these.
pub(in crate::study_files) fn is_qstudy(path: &Path) -> bool {
    let mut header = [0; HEADER];
    // What is no ordinary file, such as a pipe, is not looked into.
    path.is_file()
        && File::open(path)
            .and_then(|mut file| file.read_exact(&mut header))
            .is_ok()
        && is_study(&header)
}

/// The complete sorts, and how many are not.
pub(in crate::study_files) fn read_qstudy(
    name: &str,
    path: &Path,
) -> Result<Collected, StudyFileError> {
    let store = Store::open(path)?;
    let definition = store.definition();
    let (complete, unfinished): (Vec<Record>, Vec<Record>) = store
        .records()?
        .into_iter()
        .partition(|record| record.sorting.is_complete());
    if complete.is_empty() {
        return Err(ImportError::Files {
            what: format!(
                "{name} holds no complete sort; {}.",
                unfinished_words(&unfinished)
            ),
            next: "Wait until somebody has come to the end: `%q respondents` shows who is how far."
                .to_owned(),
        }
        .into());
    }
    let bytes = std::fs::metadata(path).map_or(0, |file| file.len() as usize);
    let mut collected = Collected::new(name, bytes);
    let mut statements: Vec<Statement> = definition
        .statements
        .iter()
        .map(|card| Statement {
            number: card.number,
            text: card.text.clone(),
        })
        .collect();
    statements.sort_by_key(|statement| statement.number);
    collected.number_statements(
        statements
            .iter()
            .map(|statement| statement.number)
            .collect(),
    );
    let is_mixed = complete.iter().any(|record| record.is_simulated);
    for record in &complete {
        sort(&mut collected, definition, record, &statements, is_mixed)?;
    }
    let columns = definition.grid.iter().map(|column| GridColumn {
        value: column.value,
        cards: column.cards,
    });
    let grid = Distribution::new(columns).map_err(|source| StudyFileError::Method {
        file: name.to_owned(),
        source,
    })?;
    collected.grid = Some((grid, name.to_owned()));
    collected.is_free = !definition.forced;
    collected.statements = Some(StatementList {
        name: name.to_owned(),
        statements,
        attributes: Vec::new(),
        notes: Vec::new(),
        is_numbered: true,
    });
    collected.notes = notes(&complete, &unfinished);
    Ok(collected)
}

fn sort(
    collected: &mut Collected,
    definition: &Definition,
    record: &Record,
    statements: &[Statement],
    says_simulated: bool,
) -> Result<(), ImportError> {
    let sorting = &record.sorting;
    // Codes let their owners resume, and stay in the file.
    let id = format!("R{}", record.number);
    let place = Place::part(&collected.name, format!("respondent {}", record.number));
    let values: Vec<String> = statements
        .iter()
        .map(|statement| {
            let value = sorting.placed().get(&statement.number);
            value.map_or_else(String::new, i32::to_string)
        })
        .collect();
    collected.sort(
        &id,
        place,
        CardPlaces::Statement,
        values.iter().map(String::as_str),
    )?;
    for question in &definition.questions {
        let answer = sorting.answers().get(&question.id);
        let answer = answer.map_or_else(String::new, |answer| answer.join(", "));
        collected.attribute(&question.id, &answer);
    }
    if !definition.translations.is_empty() {
        collected.attribute(LANGUAGE, sorting.language());
    }
    collected.attribute("minutes", &format!("{:.1}", minutes(definition, record)));
    collected.attribute("date", &utc(record));
    if says_simulated {
        collected.attribute("simulated", if record.is_simulated { "yes" } else { "no" });
    }
    for (page, seconds) in page_seconds(definition, record) {
        collected.attribute(&format!("time {}", page.name()), &format!("{seconds:.1}"));
    }
    for (pile, word) in [
        (Pile::Agree, "positive"),
        (Pile::Neutral, "neutral"),
        (Pile::Disagree, "negative"),
    ] {
        let cards = on_pile(record, pile);
        collected.attribute(&format!("presort {word} count"), &cards.len().to_string());
        let cards: Vec<String> = cards.iter().map(u32::to_string).collect();
        collected.attribute(&format!("presort {word}"), &cards.join(","));
    }
    collected.attribute("presort trace", &trace(record, Some));
    for (&number, said) in sorting.comments() {
        collected.attribute(&comment(number), said);
    }
    Ok(())
}

fn notes(complete: &[Record], unfinished: &[Record]) -> Vec<String> {
    let mut notes = Vec::new();
    if !unfinished.is_empty() {
        let words = unfinished_words(unfinished);
        notes.push(format!(
            "Only complete sorts are loaded, {}; {words}.",
            complete.len()
        ));
    }
    let simulated = complete.iter().filter(|record| record.is_simulated).count();
    if simulated > 0 {
        notes.push(format!(
            "{simulated} of the {} sorts are simulated: no persons made them (attribute `simulated`).",
            complete.len()
        ));
    }
    notes
}

/// `3 are unfinished (2 at the piles, 1 at the questions)`.
fn unfinished_words(unfinished: &[Record]) -> String {
    let mut pages: BTreeMap<Page, usize> = BTreeMap::new();
    for record in unfinished {
        *pages.entry(record.sorting.page()).or_default() += 1;
    }
    let pages = pages.into_iter();
    let pages: Vec<String> = pages
        .map(|(page, count)| format!("{count} at the page `{}`", page.name()))
        .collect();
    match unfinished.len() {
        0 => "nobody has begun".to_owned(),
        1 => format!("1 is unfinished ({})", pages.join(", ")),
        count => format!("{count} are unfinished ({})", pages.join(", ")),
    }
}
