//! What was collected, for other programs and for respondents who ask what is stored of them.

mod quince;

pub use quince::as_quince;

use super::definition::Definition;
use super::pace::{minutes, page_seconds, presort_trace};
use super::records::Record;
use super::steps::{Page, Pile};
use serde_json::{Map, Value, json};

/// What the analysis calls the language a respondent chose, in a study of several.
pub const LANGUAGE: &str = "language";

/// The complete sorts as HTMLQ's server writes them: `sid;uid;s1;…;sN;npos;nneu;nneg;comment…;form…;dur0…;datetime`. Statements stand in the order
/// of the Q set, numbered from 1 as HTMLQ does.
pub fn as_htmlq(definition: &Definition, records: &[Record]) -> String {
    let complete = || records.iter().filter(|record| record.sorting.is_complete());
    let numbers: Vec<u32> = definition
        .statements
        .iter()
        .map(|card| card.number)
        .collect();
    let comments = complete()
        .map(|record| record.sorting.comments().len())
        .max();
    let mut headings: Vec<String> = ["sid", "uid"].map(str::to_owned).to_vec();
    headings.extend((1..=numbers.len()).map(|place| format!("s{place}")));
    headings.extend(["npos", "nneu", "nneg"].map(str::to_owned));
    headings.extend((1..=comments.unwrap_or(0)).map(|place| format!("comment{place}")));
    headings.extend(
        definition
            .questions
            .iter()
            .map(|question| question.id.clone()),
    );
    let has_languages = !definition.translations.is_empty();
    headings.extend(has_languages.then(|| LANGUAGE.to_owned()));
    headings.extend(["dur0", "datetime"].map(str::to_owned));
    let mut text = line(&headings, ";");
    for record in complete() {
        let sorting = &record.sorting;
        let id = record.number.to_string();
        let mut cells = vec![id.clone(), id];
        cells.extend(numbers.iter().map(|number| {
            let value = sorting.placed().get(number);
            value.map_or_else(String::new, i32::to_string)
        }));
        cells.extend(
            [Pile::Agree, Pile::Neutral, Pile::Disagree]
                .map(|pile| on_pile(record, pile).len().to_string()),
        );
        let mut said = numbers.iter().zip(1..).filter_map(|(number, place)| {
            let comment = sorting.comments().get(number)?;
            Some(said(place, comment))
        });
        cells.extend((0..comments.unwrap_or(0)).map(|_| said.next().unwrap_or_default()));
        cells.extend(definition.questions.iter().map(|question| {
            let answer = sorting.answers().get(&question.id);
            answer.map_or_else(String::new, |answer| answer.join(", "))
        }));
        cells.extend(has_languages.then(|| sorting.language().to_owned()));
        cells.push(format!("{:.0}", minutes(definition, record) * 60.0));
        cells.push(utc(record));
        text.push_str(&line(&cells, ";"));
    }
    text
}

/// Everything stored: the definition, and every step of these respondents.
pub fn as_json(definition: &Definition, records: &[Record]) -> Value {
    let respondents: Vec<Value> = records
        .iter()
        .map(|record| {
            let sorting = &record.sorting;
            let seconds = page_seconds(definition, record).into_iter();
            let seconds: Map<_, _> = seconds
                .map(|(page, s)| (page.name().to_owned(), json!(s)))
                .collect();
            let steps = record.actions.iter();
            let steps: Vec<Value> = steps
                .map(|step| json!({"at_ms": step.at_ms, "step": step.action}))
                .collect();
            json!({
                "number": record.number,
                "code": record.code,
                "simulated": record.is_simulated,
                "complete": sorting.is_complete(),
                "page": sorting.page(),
                "language": sorting.language(),
                "order": sorting.order(),
                "answers": sorting.answers(),
                "piles": sorting.piles(),
                "sort": sorting.placed(),
                "comments": sorting.comments(),
                "seconds": seconds,
                "steps": steps,
            })
        })
        .collect();
    json!({"study": definition, "respondents": respondents})
}

/// A study for programs.
pub fn facts(definition: &Definition, file: &str, respondents: usize) -> Value {
    json!({"file": file, "definition": definition, "respondents": respondents})
}

/// Who is how far, for programs; without codes and answers.
pub fn progress(definition: &Definition, records: &[Record]) -> Value {
    let rows = records.iter().map(|record| {
        json!({
            "number": record.number,
            "simulated": record.is_simulated,
            "page": record.sorting.page(),
            "complete": record.sorting.page() == Page::End,
            "steps": record.actions.len(),
            "minutes": minutes(definition, record),
        })
    });
    json!({"respondents": rows.collect::<Vec<_>>()})
}

/// The cards that were on a pile in the end, in the order of their numbers.
pub fn on_pile(record: &Record, pile: Pile) -> Vec<u32> {
    let piles = record.sorting.piles().iter();
    piles
        .filter(|(_, on)| **on == pile)
        .map(|(card, _)| *card)
        .collect()
}

/// When a respondent began, in UTC: `2026-01-31 14:05`.
pub fn utc(record: &Record) -> String {
    let begun = record.actions.first().map(|step| step.at_ms);
    let begun = begun.and_then(chrono::DateTime::from_timestamp_millis);
    begun.map_or_else(String::new, |begun| {
        begun.format("%Y-%m-%d %H:%M").to_string()
    })
}

/// A reason with the place of its statement, as the collectors write it. What looks like such a mark in the reason itself gets a blank, so that
/// it is no second reason.
fn said(place: usize, comment: &str) -> String {
    format!(
        "(s{place}) {}",
        comment.replace("(s", "( s").replace("(S", "( S")
    )
}

/// The first sorting as EQ Web Sort writes it, in the order it was done: `statement*pile*value`, the pile `p`, `u` or `n`; what a statement is
/// called there tells `name`.
pub fn trace<N: std::fmt::Display>(record: &Record, name: impl Fn(u32) -> Option<N>) -> String {
    let steps = presort_trace(record).into_iter();
    let steps: Vec<String> = steps
        .filter_map(|(statement, pile)| {
            let sign = match pile {
                Pile::Agree => 'p',
                Pile::Neutral => 'u',
                Pile::Disagree => 'n',
            };
            let value = record.sorting.placed().get(&statement);
            let value = value.map_or_else(String::new, i32::to_string);
            Some(format!("{}*{sign}*{value}", name(statement)?))
        })
        .collect();
    steps.join("|")
}

/// A line of cells; one that a spreadsheet would take for a formula stays text by the blank before it.
fn line(cells: &[String], separator: &str) -> String {
    let cells = cells.iter().map(|cell| quoted(cell, separator));
    let cells: Vec<String> = cells.collect();
    format!("{}\n", cells.join(separator))
}

fn quoted(cell: &str, separator: &str) -> String {
    let is_number = cell.parse::<f64>().is_ok();
    let formula = !is_number && cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let cell = if formula {
        format!(" {cell}")
    } else {
        cell.to_owned()
    };
    if cell.contains(separator) || cell.contains(['"', '\n', '\r']) {
        return format!("\"{}\"", cell.replace('"', "\"\""));
    }
    cell
}
