//! One name for what the collectors call by many: the attributes of participants.

use super::records::plain;
use crate::study_files::collected::Collected;

/// Fields of the collectors in lower case, without blanks and brackets, with the attribute they become.
const NAMES: &[(&str, &str)] = &[
    ("projectname", "project"),
    ("name", "project"),
    ("partid", "participant id"),
    ("participantid", "participant id"),
    ("randomid", "random id"),
    ("urlusercode", "url user code"),
    ("userinputid", "user input id"),
    ("accesscode", "access code"),
    ("uid", "user id"),
    ("sid", "sort id"),
    ("datetime", "date"),
    ("dateutc", "date"),
    ("desktop/mobile", "device"),
    ("dur0", "time total"),
    ("dur1", "time step 1"),
    ("dur2", "time step 2"),
    ("dur3", "time step 3"),
    ("dur4", "time step 4"),
    ("dur5", "time step 5"),
    ("timelanding", "time landing"),
    ("timepresort", "time presort"),
    ("timesort", "time sort"),
    ("timepostsort", "time postsort"),
    ("timesurvey", "time survey"),
    ("timeonconsentpage", "time consent"),
    ("timeonwelcomepage", "time welcome"),
    ("timeonlandingpage", "time landing"),
    ("timeonpresortpage", "time presort"),
    ("timeonrefinepage", "time refine"),
    ("timeonsortpage", "time sort"),
    ("timeonpostsortpage", "time postsort"),
    ("timeonsurveypage", "time survey"),
    ("npos", "presort positive count"),
    ("nneu", "presort neutral count"),
    ("nneg", "presort negative count"),
    ("numpos", "presort positive count"),
    ("numneu", "presort neutral count"),
    ("numneg", "presort negative count"),
    ("posstatenums", "presort positive"),
    ("neustatenums", "presort neutral"),
    ("negstatenums", "presort negative"),
    ("pos", "presort positive"),
    ("neu", "presort neutral"),
    ("neg", "presort negative"),
    ("presorttrace", "presort trace"),
];

/// The attribute of a comment on a statement.
pub(in crate::study_files) fn comment(number: u32) -> String {
    format!("comment s{number}")
}

/// What a field of a collector holds, told by its name.
pub(super) enum Field {
    /// A time, taken in seconds under this name.
    Time(&'static str),
    /// Something with a clear name.
    Known(&'static str),
    /// Comments, taken under the statements they are on; what the field is called.
    Comments(String),
    /// Anything else, under its own name.
    Own(String),
}

impl Field {
    /// The field of this name.
    pub(super) fn of(field: &str) -> Self {
        let key = plain(field);
        let known = NAMES.iter().find(|(of, _)| *of == key);
        match known.map(|(_, name)| *name) {
            Some(name) if name.starts_with("time ") => Self::Time(name),
            Some(name) => Self::Known(name),
            None if key.starts_with("comment") || key.starts_with("column") => Self::Comments(key),
            None => Self::Own(field.trim().trim_matches(['(', ')']).to_owned()),
        }
    }

    /// Takes its value as attributes of the last sort.
    pub(super) fn take(&self, collected: &mut Collected, value: &str) {
        match self {
            Self::Time(name) => collected.attribute(name, &seconds(value)),
            Self::Known(name) => collected.attribute(name, value),
            Self::Comments(key) => take_comments(collected, key, value),
            Self::Own(name) => collected.attribute(name, value),
        }
    }
}

/// Comments that begin with the card they are on, `(s12) text`, several of them perhaps; others stay under the column they were asked in.
fn take_comments(collected: &mut Collected, key: &str, value: &str) {
    let mut rest = value.trim();
    let mut before = String::new();
    let mut comments: Vec<(u32, String)> = Vec::new();
    while let Some((text, number, behind)) = next_mark(rest) {
        match comments.last_mut() {
            Some((_, comment)) => comment.push_str(text),
            None => before.push_str(text),
        }
        comments.push((number, String::new()));
        rest = behind;
    }
    match comments.last_mut() {
        Some((_, comment)) => comment.push_str(rest),
        None => before.push_str(rest),
    }
    for (number, text) in comments {
        let text = text.trim_matches(|c: char| c.is_whitespace() || c == '|');
        collected.attribute(&comment(number), text);
    }
    collected.attribute(&column_comment(key), before.trim_matches(['|', ' ']));
}

/// The text before a mark such as `(s12)`, the number in it, and the text behind it.
fn next_mark(text: &str) -> Option<(&str, u32, &str)> {
    let mut from = 0;
    loop {
        let open = from + text.get(from..)?.find('(')?;
        let inside = text.get(open + 1..)?;
        let number = inside.find(')').and_then(|close| {
            let word = inside.get(..close)?;
            let digits = word.strip_prefix(['s', 'S']).unwrap_or(word);
            let number: u32 = digits.parse().ok()?;
            // A bare number in brackets counts at the beginning alone: elsewhere it may be text.
            let is_mark = digits.len() < word.len() || open == 0;
            (is_mark && digits.len() <= 5).then_some((number, close))
        });
        if let Some((number, close)) = number {
            return Some((text.get(..open)?, number, inside.get(close + 1..)?));
        }
        from = open + 1;
    }
}

/// `columnN4_1` is the first comment asked for at −4.
fn column_comment(key: &str) -> String {
    let Some(column) = key.strip_prefix("column") else {
        return key.to_owned();
    };
    let (value, nth) = column.split_once('_').unwrap_or((column, ""));
    let value = match value.strip_prefix('n') {
        Some(value) => format!("-{value}"),
        None => value.trim_start_matches('+').to_owned(),
    };
    match nth {
        "" => format!("comment at {value}"),
        nth => format!("comment at {value} ({nth})"),
    }
}

/// `hh:mm:ss`, `mm:ss` or seconds as seconds; what is none of these as it is.
fn seconds(value: &str) -> String {
    let value = value.trim();
    if value.eq_ignore_ascii_case("n/a") {
        return String::new();
    }
    if !value.contains(':') {
        return value.to_owned();
    }
    let parts: Option<Vec<u32>> = value
        .split(':')
        .map(|part| part.trim().parse().ok())
        .collect();
    let total = |parts: Vec<u32>| {
        let parts = parts.into_iter();
        parts.fold(0u64, |sum, part| {
            sum.saturating_mul(60).saturating_add(u64::from(part))
        })
    };
    parts
        .filter(|parts| parts.len() <= 3)
        .map_or_else(|| value.to_owned(), |parts| total(parts).to_string())
}
