//! Complete sorts as Quince writes them to Baserow: a row each, whose cells r1, r2, … carry the names of their fields.

use super::{LANGUAGE, line, on_pile, said, trace, utc};
use crate::survey::definition::Definition;
use crate::survey::pace::page_seconds;
use crate::survey::records::Record;
use crate::survey::steps::{Page, Pile};

/// What Quince writes where there is nothing.
const NOTHING: &str = "n/a";

/// Quince's pages in its order, with ours.
const TIMES: [(&str, &[Page]); 7] = [
    ("timeOnConsentPage", &[Page::Consent]),
    ("timeOnWelcomePage", &[]),
    ("timeOnPresortPage", &[Page::Piles]),
    ("timeOnRefinePage", &[]),
    ("timeOnSortPage", &[Page::Pick, Page::Drag, Page::Review]),
    ("timeOnPostsortPage", &[Page::Reasons]),
    ("timeOnSurveyPage", &[Page::Questions]),
];

/// The complete sorts as rows of a Baserow table, comma-separated. Statements are counted from 1 in the order of the Q set; participants are
/// called by their numbers, since codes let their owners resume. Quince separates by bars, so one in an answer or a reason becomes a slash.
pub fn as_quince(definition: &Definition, records: &[Record]) -> String {
    let complete = records.iter().filter(|record| record.sorting.is_complete());
    let rows: Vec<Vec<String>> = complete.map(|record| row(definition, record)).collect();
    let widest = rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut headings = vec!["id".to_owned()];
    headings.extend((1..=widest).map(|number| format!("r{number}")));
    let mut text = line(&headings, ",");
    for (number, mut cells) in (1..).zip(rows) {
        cells.resize(widest, String::new());
        cells.insert(0, number.to_string());
        text.push_str(&line(&cells, ","));
    }
    text
}

fn row(definition: &Definition, record: &Record) -> Vec<String> {
    let sorting = &record.sorting;
    let places = || (1..).zip(&definition.statements);
    let mut cells = Vec::new();
    let mut field =
        |name: &str, value: &str| cells.push(format!("{name}: {}", value.replace('|', "/")));
    let began = utc(record);
    let day = began.split(' ').next().unwrap_or_default();
    let id = format!("R{}", record.number);
    field("(projectName)", &format!("{} - {day}", definition.name));
    field("(randomId)", &id);
    field("(partId)", &id);
    field("(urlUsercode)", "not_set");
    field("(dateTime)", &began);
    // On what somebody sorts is not recorded here.
    field("(desktop/mobile)", "");
    let seconds = page_seconds(definition, record);
    for (name, pages) in TIMES {
        let spent = seconds.iter().filter(|(page, _)| pages.contains(page));
        let spent: Vec<f64> = spent.map(|(_, seconds)| *seconds).collect();
        let time = match spent.is_empty() {
            true => NOTHING.to_owned(),
            false => clock(spent.iter().sum()),
        };
        field(&format!("({name})"), &time);
    }
    let piles = [
        ("Pos", Pile::Agree),
        ("Neu", Pile::Neutral),
        ("Neg", Pile::Disagree),
    ];
    let on = piles.map(|(name, pile)| (name, on_pile(record, pile)));
    for (name, cards) in &on {
        field(&format!("(num{name})"), &cards.len().to_string());
    }
    for (name, cards) in &on {
        let numbers: Vec<String> = places()
            .filter(|(_, card)| cards.contains(&card.number))
            .map(|(place, _): (usize, _)| place.to_string())
            .collect();
        field(&format!("({})", name.to_lowercase()), &numbers.join(","));
    }
    let values = definition.statements.iter().map(|card| {
        let value = sorting.placed().get(&card.number);
        value.map_or_else(String::new, i32::to_string)
    });
    let values: Vec<String> = values.collect();
    cells.push(format!("sort: {}", values.join("|")));
    let place_of = |number: u32| {
        places()
            .find(|(_, card)| card.number == number)
            .map(|(place, _)| place)
    };
    cells.push(format!("presortTrace: {}", trace(record, place_of)));
    let mut field =
        |name: &str, value: &str| cells.push(format!("{name}: {}", value.replace('|', "/")));
    for number in sorting.extreme_cards(definition) {
        let (Some(comment), Some(value), Some(place)) = (
            sorting.comments().get(&number),
            sorting.placed().get(&number),
            place_of(number),
        ) else {
            continue;
        };
        let column = match value {
            ..0 => format!("columnN{}", value.unsigned_abs()),
            value => format!("column{value}"),
        };
        field(&column, &said(place, comment));
    }
    for question in &definition.questions {
        if let Some(answer) = sorting.answers().get(&question.id) {
            field(&question.id, &answer.join(", "));
        }
    }
    if !definition.translations.is_empty() {
        field(LANGUAGE, sorting.language());
    }
    cells
}

/// `hh:mm:ss`.
fn clock(seconds: f64) -> String {
    let seconds = seconds.round() as u64;
    format!(
        "{:02}:{:02}:{:02}",
        seconds / 3600,
        seconds / 60 % 60,
        seconds % 60
    )
}
