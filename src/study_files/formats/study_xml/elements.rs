//! XML as a list of its elements. Entities of its own are refused, and so is what is nested without end.

use crate::study_files::collected::ImportError;
use crate::study_files::place::quoted;
use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

/// Elements that always have room; beyond them there may be one for every 16 bytes.
const ROOM: usize = 50_000;

/// How deep elements may lie in one another.
const DEEPEST: usize = 32;

const DAMAGED: &str =
    "The file is cut off or damaged; take it from the folder of the online study again.";

/// An element with the text directly in it.
pub(in crate::study_files) struct Element {
    /// Its name.
    pub name: String,
    /// The line it begins on.
    pub row: usize,
    /// The text directly in it.
    pub text: String,
    attributes: Vec<(String, String)>,
}

impl Element {
    /// The value of an attribute.
    pub(in crate::study_files) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(of, _)| of == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// All elements in the order of their beginnings.
pub(super) fn elements(name: &str, text: &str) -> Result<Vec<Element>, ImportError> {
    let mut reader = Reader::from_str(text);
    let mut found: Vec<Element> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut rows = Rows {
        text,
        at: 0,
        row: 1,
    };
    loop {
        let event = reader.read_event();
        let row = rows.at(reader.buffer_position());
        let fault = |cause: String, next: &'static str| ImportError::Xml {
            name: name.to_owned(),
            row,
            cause,
            next,
        };
        if found.len() > ROOM + text.len() / 16 {
            let cause = "there are far more elements than in the XML of a study".to_owned();
            return Err(fault(cause, DAMAGED));
        }
        let event = event.map_err(|error| fault(format!("this is no XML: {error}"), DAMAGED))?;
        let into = open.last().copied();
        let mut add = |words: &str| {
            if let Some(element) = into.and_then(|index| found.get_mut(index)) {
                element.text.push_str(words);
            }
        };
        match event {
            Event::Start(start) => {
                if open.len() == DEEPEST {
                    let cause = format!("more than {DEEPEST} elements lie in one another");
                    return Err(fault(cause, DAMAGED));
                }
                open.push(found.len());
                found.push(element(&start, row).map_err(|cause| fault(cause, DAMAGED))?);
            }
            Event::Empty(start) => {
                found.push(element(&start, row).map_err(|cause| fault(cause, DAMAGED))?);
            }
            Event::End(_) => drop(open.pop()),
            Event::Text(words) => add(&words),
            Event::CData(words) => add(&words),
            Event::GeneralRef(entity) => match resolved(&entity) {
                Some(words) => add(&words),
                None => {
                    let cause = format!(
                        "the entity {} is not known",
                        quoted(&format!("&{};", &*entity))
                    );
                    return Err(fault(cause, "Write `&amp;` for an ampersand."));
                }
            },
            Event::DocType(_) => {
                return Err(fault(
                    "a document type is declared, which the XML of online studies has not"
                        .to_owned(),
                    "Take the line `<!DOCTYPE …>` out.",
                ));
            }
            Event::Eof if open.is_empty() => return Ok(found),
            Event::Eof => return Err(fault("an element is not closed".to_owned(), DAMAGED)),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
}

fn element(start: &BytesStart<'_>, row: usize) -> Result<Element, String> {
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| format!("an attribute is broken: {error}"))?;
        attributes.push((
            attribute.key.as_ref().to_owned(),
            attribute.value.clone().into_owned(),
        ));
    }
    Ok(Element {
        name: start.name().as_ref().to_owned(),
        row,
        text: String::new(),
        attributes,
    })
}

/// A character by its number, or one of the five entities that XML itself has.
fn resolved(entity: &quick_xml::events::BytesRef<'_>) -> Option<String> {
    match entity.resolve_char_ref() {
        Ok(Some(character)) => Some(character.to_string()),
        Ok(None) => resolve_predefined_entity(entity).map(str::to_owned),
        Err(_) => None,
    }
}

/// The row of a position that moves on.
struct Rows<'t> {
    text: &'t str,
    at: usize,
    row: usize,
}

impl Rows<'_> {
    fn at(&mut self, position: u64) -> usize {
        let position = usize::try_from(position)
            .unwrap_or(usize::MAX)
            .min(self.text.len());
        let passed = self
            .text
            .as_bytes()
            .get(self.at..position)
            .unwrap_or_default();
        self.row += passed.iter().filter(|&&byte| byte == b'\n').count();
        self.at = position.max(self.at);
        self.row
    }
}
