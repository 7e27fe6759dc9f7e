//! The signs by which a text is told to be of one format or another.

use super::Format;
use super::pqmethod::{grid_fields, heading};
use super::study_xml;
use super::{htmlq, kade_csv, pcq, piles};
use crate::study_files::columns::card_number;
use crate::study_files::statements::lines;
use crate::study_files::table::Rows;

/// How many lines are looked at.
const LOOKED_AT: usize = 4_000;

/// The format of a text, and the sign it was told by, in words that follow "by"; none where it is XML of a study.
pub(in crate::study_files) fn recognise(name: &str, text: &str) -> Option<(Format, &'static str)> {
    if study_xml::kind(text).is_some() {
        return None;
    }
    let start = text.trim_start();
    let told = match start.chars().next() {
        Some('{') if start.starts_with("{\"quincunx\"") => {
            Some((Format::Quincunx, "its field `quincunx`"))
        }
        Some('{' | '[') if start.contains("\"sort\"") => Some(json(start)),
        _ => None,
    };
    let told = told
        .or_else(|| pqmethod(name, text))
        .or_else(|| deliberateq(text))
        .or_else(|| pcq_sign(text))
        .or_else(|| labelled(text))
        .or_else(|| columns(name, text));
    told.or(Some((Format::Table, "its headings")))
}

fn json(text: &str) -> (Format, &'static str) {
    let marks = [
        "\"randomId\"",
        "\"partId\"",
        "\"timeSort\"",
        "\"presortTrace\"",
        "\"timePresort\"",
    ];
    match marks.iter().any(|mark| text.contains(mark)) {
        true => (
            Format::EqWebSort,
            "its records with the fields `sort` and `randomId`, `partId` or `timeSort`",
        ),
        false => (Format::EasyHtmlq, "its records with a field `sort`"),
    }
}

fn pqmethod(name: &str, text: &str) -> Option<(Format, &'static str)> {
    let mut first_lines = lines(text);
    let first = heading(first_lines.next()?).is_some();
    let second = grid_fields(first_lines.next().unwrap_or_default()).is_some();
    if first && second {
        return Some((
            Format::Pqmethod,
            "its first two lines, numbers in three characters each",
        ));
    }
    let is_named = name.to_lowercase().ends_with(".dat");
    is_named.then_some((Format::Pqmethod, "its name, which ends in .dat"))
}

fn deliberateq(text: &str) -> Option<(Format, &'static str)> {
    let begins = |mark: &str| {
        lines(text).take(LOOKED_AT).any(|line| {
            let start = line.trim_start().get(..mark.len());
            start.is_some_and(|start| start.eq_ignore_ascii_case(mark))
        })
    };
    if begins(":Q Statements") {
        return Some((Format::Forq, "its line `:Q Statements`"));
    }
    (begins("#Data") && begins("#Title") || begins("#Data") && text.contains("Q results::"))
        .then_some((Format::Deliberateq, "its lines `#Title` and `#Data`"))
}

fn pcq_sign(text: &str) -> Option<(Format, &'static str)> {
    let is_sort = |line: &str| pcq::sort_line(line).is_some_and(|(head, _)| head.contains('['));
    lines(text)
        .take(LOOKED_AT)
        .any(is_sort)
        .then_some((Format::Pcq, "its lines `sort 1 [ name ] = …`"))
}

fn labelled(text: &str) -> Option<(Format, &'static str)> {
    let start: String = text
        .chars()
        .take(200_000)
        .collect::<String>()
        .to_lowercase();
    let has = |mark: &str| start.contains(mark);
    let has_sort = (has("sort: ") || has("sort:")) && start.contains('|');
    let has_id = has("partid") || has("randomid") || has("urlusercode") || has("projectname");
    if !has_sort || !has_id {
        return None;
    }
    if has("(partid)") || has("(randomid)") || has("(projectname)") || has("timeonsortpage") {
        return Some((Format::Quince, "its labelled cells, such as `(randomId):`"));
    }
    if has("sort:|") || has("sort:| ") {
        return Some((
            Format::Netlify,
            "its labels between bars, such as `randomId:|`",
        ));
    }
    has("sort:").then_some((
        Format::GoogleSheets,
        "its labelled cells, such as `randomId:`",
    ))
}

/// What the headings of a table say.
fn columns(name: &str, text: &str) -> Option<(Format, &'static str)> {
    let mut rows = Rows::new(name, text, None).ok()?;
    let (_, headings) = rows.next_content().ok()??;
    let (_, first) = rows.next_content().ok()??;
    let has = |word: &str| headings.iter().any(|h| h.eq_ignore_ascii_case(word));
    let statements = headings.iter().filter(|h| htmlq::statement(h).is_some());
    let collector = ["npos", "nneu", "nneg", "dur0", "datetime"]
        .iter()
        .any(|word| has(word));
    if statements.count() > 1 && collector && (has("sid") || has("uid")) {
        return Some((
            Format::Htmlq,
            "its headings `sid` or `uid`, s1, s2, … and `npos` or `datetime`",
        ));
    }
    let values: Vec<i32> = headings.iter().filter_map(|h| piles::pile(h)).collect();
    let is_listed = headings
        .iter()
        .filter(|h| card_number(h).is_some_and(|(p, _)| p == "s"))
        .count()
        > 1;
    if values.len() > 1 && values.iter().any(|value| *value < 0) && !is_listed {
        return Some((Format::Piles, "its headings, values of piles"));
    }
    kade(&headings, &first).then_some((
        Format::KadeCsv,
        "its rows of a name and values under headings that number no statements",
    ))
}

/// A name and numbers, under headings of which at most one is a statement.
fn kade(headings: &[String], first: &[String]) -> bool {
    let numbered = headings
        .iter()
        .filter(|heading| card_number(heading).is_some());
    let Some((name, values)) = first.split_first() else {
        return false;
    };
    let filled: Vec<&String> = values.iter().filter(|value| !value.is_empty()).collect();
    numbered.count() < 2
        && filled.len() > 2
        && !name.is_empty()
        && name.parse::<f64>().is_err()
        && !headings.iter().any(|h| {
            matches!(
                h.to_lowercase().as_str(),
                "number" | "value" | "statement" | "id"
            )
        })
        && filled
            .iter()
            .all(|value| crate::study_files::collected::is_number(value))
        && !kade_csv::is_heading(values)
}
