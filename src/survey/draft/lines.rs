//! The text of a definition taken apart: settings, and sections with their lines.

use super::{SECTIONS, SETTINGS, TRANSLATED};
use crate::survey::definition::Card;
use crate::survey::error::DraftError;
use std::fmt;

/// A line, or the value in one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'a> {
    /// Counted from the cell's first.
    pub(super) number: usize,
    /// Without the blanks around it.
    pub(super) text: &'a str,
    /// Whether it begins with a blank.
    pub(super) indented: bool,
}

/// What a setting or a section is called: `condition`, or `condition in de`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Key<'a> {
    pub(super) name: &'static str,
    /// The further language it is in; none for the study's own.
    pub(super) language: Option<&'a str>,
}

impl fmt::Display for Key<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)?;
        match self.language {
            Some(language) => write!(f, " in {language}"),
            None => Ok(()),
        }
    }
}

/// Settings and sections.
pub(super) struct Parts<'a> {
    settings: Vec<(Key<'a>, Line<'a>)>,
    sections: Vec<(Key<'a>, usize, Vec<Line<'a>>)>,
}

impl<'a> Parts<'a> {
    pub(super) fn setting(&self, name: &str) -> Option<Line<'a>> {
        self.setting_in(name, None)
    }

    pub(super) fn setting_in(&self, name: &str, language: Option<&str>) -> Option<Line<'a>> {
        let mut settings = self.settings.iter();
        let found = settings.find(|(key, _)| key.name == name && key.language == language);
        found.map(|(_, line)| *line)
    }

    pub(super) fn section(&self, name: &str) -> &[Line<'a>] {
        self.section_in(name, None)
    }

    pub(super) fn section_in(&self, name: &str, language: Option<&str>) -> &[Line<'a>] {
        let mut sections = self.sections.iter();
        let found = sections.find(|(key, ..)| key.name == name && key.language == language);
        found.map_or(&[], |(_, _, lines)| lines)
    }

    /// What is written in a further language: where, as what, and in which.
    pub(super) fn in_languages(&self) -> impl Iterator<Item = (usize, Key<'a>, &'a str)> {
        let settings = self.settings.iter().map(|(key, line)| (line.number, *key));
        let sections = self.sections.iter().map(|(key, line, _)| (*line, *key));
        let all = settings.chain(sections);
        all.filter_map(|(line, key)| Some((line, key, key.language?)))
    }
}

pub(super) fn parts(text: &str, above: usize) -> Result<Parts<'_>, DraftError> {
    let mut parts = Parts {
        settings: Vec::new(),
        sections: Vec::new(),
    };
    for (number, whole) in (above + 1..).zip(text.lines()) {
        let line = Line {
            number,
            text: whole.trim(),
            indented: whole.starts_with([' ', '\t']),
        };
        if let Some(heading) = whole.strip_prefix("# ") {
            let key = section(heading.trim(), number)?;
            if let Some((_, first, _)) = parts.sections.iter().find(|(known, ..)| *known == key) {
                return Err(DraftError::Twice {
                    line: number,
                    what: format!("# {key}"),
                    first: *first,
                });
            }
            parts.sections.push((key, number, Vec::new()));
        } else if let Some((.., lines)) = parts.sections.last_mut() {
            lines.push(line);
        } else if !line.text.is_empty() {
            setting(&mut parts, line)?;
        }
    }
    for (.., lines) in &mut parts.sections {
        // What is written in a section begins and ends with words.
        while lines.pop_if(|line| line.text.is_empty()).is_some() {}
        let blank = lines.iter().take_while(|line| line.text.is_empty()).count();
        lines.drain(..blank);
    }
    Ok(parts)
}

fn setting<'a>(parts: &mut Parts<'a>, line: Line<'a>) -> Result<(), DraftError> {
    let Some((name, value)) = line.text.split_once(':') else {
        return Err(DraftError::NoSetting {
            line: line.number,
            found: line.text.to_owned(),
        });
    };
    let (name, language) = parted(name.trim());
    let known = SETTINGS.iter().find(|known| **known == name);
    let known = known.filter(|known| language.is_none() || TRANSLATED.contains(*known));
    let Some(name) = known else {
        return Err(DraftError::UnknownSetting {
            line: line.number,
            found: match language {
                Some(language) => format!("{name} in {language}"),
                None => name.to_owned(),
            },
            nearest: did_you_mean(name, &SETTINGS),
            known: SETTINGS.join(", "),
        });
    };
    let key = Key { name, language };
    if let Some(first) = parts.setting_in(name, language) {
        return Err(DraftError::Twice {
            line: line.number,
            what: key.to_string(),
            first: first.number,
        });
    }
    let text = value.trim();
    parts.settings.push((key, Line { text, ..line }));
    Ok(())
}

fn section(heading: &str, line: usize) -> Result<Key<'_>, DraftError> {
    let (name, language) = parted(heading);
    let known = SECTIONS
        .iter()
        .find(|known| known.eq_ignore_ascii_case(name));
    let name = known.copied().ok_or_else(|| DraftError::UnknownSection {
        line,
        found: heading.to_owned(),
        nearest: did_you_mean(name, &SECTIONS),
        known: SECTIONS.join(", "),
    })?;
    Ok(Key { name, language })
}

/// `Consent in de` as name and language.
fn parted(text: &str) -> (&str, Option<&str>) {
    match text.split_once(" in ") {
        Some((name, language)) => (name.trim(), Some(language.trim())),
        None => (text, None),
    }
}

fn did_you_mean(found: &str, known: &[&str]) -> String {
    let found = found.to_lowercase();
    let closeness = |known: &str| strsim::jaro_winkler(&found, &known.to_lowercase());
    let nearest = known.iter().map(|known| (closeness(known), known));
    let nearest = nearest.max_by(|a, b| a.0.total_cmp(&b.0));
    match nearest.filter(|(closeness, _)| *closeness > 0.8) {
        Some((_, nearest)) => format!(" Did you mean `{nearest}`?"),
        None => String::new(),
    }
}

/// Lines as paragraphs, which blank lines part.
pub(super) fn paragraphs(lines: &[Line<'_>]) -> Vec<String> {
    let paragraphs = lines.split(|line| line.text.is_empty());
    paragraphs
        .filter(|lines| !lines.is_empty())
        .map(|lines| {
            lines
                .iter()
                .map(|line| line.text)
                .collect::<Vec<_>>()
                .join(" ")
        })
        .collect()
}

/// Statements, one a line: all of them with their numbers (`12. Text`), or none.
pub(super) fn numbered(lines: &[Line<'_>]) -> Result<Vec<Card>, DraftError> {
    let lines: Vec<&Line<'_>> = lines.iter().filter(|line| !line.text.is_empty()).collect();
    let parted: Vec<Option<(u32, &str)>> = lines.iter().map(|line| number_of(line.text)).collect();
    if parted.iter().all(Option::is_none) {
        let cards = (1..)
            .zip(lines)
            .map(|(number, line)| Card::new(number, line.text));
        return Ok(cards.collect());
    }
    let mut cards: Vec<Card> = Vec::new();
    for (line, parted) in lines.iter().zip(parted) {
        let (number, text) = parted.filter(|(_, text)| !text.is_empty()).ok_or_else(|| {
            line.wrong(
                "Statements",
                "a number and a text, `12. Text`, as in the other lines",
            )
        })?;
        if cards.iter().any(|card| card.number == number) {
            return Err(line.wrong("Statements", "statements with a number each of their own"));
        }
        cards.push(Card::new(number, text));
    }
    Ok(cards)
}

fn number_of(line: &str) -> Option<(u32, &str)> {
    let (number, text) = line.split_once(['.', ')', '\t'])?;
    let number = number.trim().parse().ok().filter(|number| *number > 0)?;
    Some((number, text.trim()))
}
