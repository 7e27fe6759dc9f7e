//! The text of a definition taken apart: settings, and sections with their lines.

use super::{SECTIONS, SETTINGS};
use crate::survey::definition::Card;
use crate::survey::error::DraftError;

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

/// Settings and sections.
pub(super) struct Parts<'a> {
    settings: Vec<(&'a str, Line<'a>)>,
    sections: Vec<(&'static str, usize, Vec<Line<'a>>)>,
}

impl<'a> Parts<'a> {
    pub(super) fn setting(&self, name: &str) -> Option<Line<'a>> {
        let found = self.settings.iter().find(|(setting, _)| *setting == name);
        found.map(|(_, line)| *line)
    }

    pub(super) fn section(&self, name: &str) -> &[Line<'a>] {
        let found = self.sections.iter().find(|(section, ..)| *section == name);
        found.map_or(&[], |(_, _, lines)| lines)
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
            let name = section(heading.trim(), number)?;
            if let Some((_, first, _)) = parts.sections.iter().find(|(known, ..)| *known == name) {
                return Err(DraftError::Twice {
                    line: number,
                    what: format!("# {name}"),
                    first: *first,
                });
            }
            parts.sections.push((name, number, Vec::new()));
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
    let name = name.trim();
    if !SETTINGS.contains(&name) {
        return Err(DraftError::UnknownSetting {
            line: line.number,
            found: name.to_owned(),
            nearest: did_you_mean(name, &SETTINGS),
            known: SETTINGS.join(", "),
        });
    }
    if let Some(first) = parts.setting(name) {
        return Err(DraftError::Twice {
            line: line.number,
            what: name.to_owned(),
            first: first.number,
        });
    }
    let text = value.trim();
    parts.settings.push((name, Line { text, ..line }));
    Ok(())
}

fn section(heading: &str, line: usize) -> Result<&'static str, DraftError> {
    let known = SECTIONS
        .iter()
        .find(|known| known.eq_ignore_ascii_case(heading));
    known.copied().ok_or_else(|| DraftError::UnknownSection {
        line,
        found: heading.to_owned(),
        nearest: did_you_mean(heading, &SECTIONS),
        known: SECTIONS.join(", "),
    })
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
