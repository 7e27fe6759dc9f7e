//! The further languages of a definition: settings such as `condition in de: …`, sections such as `# Consent in de`.

use super::lines::Parts;
use super::questions::translated;
use super::{DraftStatements, DraftTranslation, pages, words, written_statements};
use crate::survey::definition::{Card, Definition, Pages, Translation};
use crate::survey::error::DraftError;

/// The study's own language, where none is named.
const OWN: &str = "en";

/// The study's own language, and the further ones.
pub(super) fn languages<'a>(parts: &Parts<'a>) -> Result<(String, Vec<&'a str>), DraftError> {
    let mut languages: Vec<&str> = Vec::new();
    if let Some(line) = parts.setting("language") {
        for language in line.text.split(',').map(str::trim) {
            if !is_tag(language) {
                let expected = "the languages as HTML names them, the study's own first, such as `en` or `en, de, ar`";
                return Err(line.wrong("language", expected));
            }
            if languages.contains(&language) {
                return Err(line.wrong("language", "each language once"));
            }
            languages.push(language);
        }
    }
    let own = languages.first().copied().unwrap_or(OWN).to_owned();
    let further: Vec<&str> = languages.into_iter().skip(1).collect();
    let stranger = parts
        .in_languages()
        .find(|(_, _, language)| !further.contains(language));
    if let Some((line, key, language)) = stranger {
        let expected = match further.as_slice() {
            [] => format!("left out, or its language named as well: `language: {own}, {language}`"),
            further => format!(
                "in one of the languages that `language` names after the study's own ({})",
                further.join(", ")
            ),
        };
        return Err(DraftError::Value {
            line,
            what: key.to_string(),
            expected,
            found: language.to_owned(),
        });
    }
    Ok((own, further))
}

/// Whether it is the name of a language as browsers know them: two or three letters, then parts of letters and digits (`pt-BR`).
fn is_tag(text: &str) -> bool {
    let mut parts = text.split('-');
    let first = parts.next().unwrap_or_default();
    let is_first = matches!(first.len(), 2 | 3) && first.bytes().all(|b| b.is_ascii_alphabetic());
    is_first
        && parts.all(|p| matches!(p.len(), 2..=8) && p.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// The texts in a further language: all that the study has in its own, but for the name and the board's words, which may be the same.
pub(super) fn translation(
    parts: &Parts<'_>,
    language: &str,
    statements: &DraftStatements,
    own: &Definition,
) -> Result<DraftTranslation, DraftError> {
    let setting = |name| {
        let line = parts.setting_in(name, Some(language));
        line.map(|line| line.text).filter(|text| !text.is_empty())
    };
    let missing = |what: &str, next: String| DraftError::Untranslated {
        language: language.to_owned(),
        what: what.to_owned(),
        next,
    };
    let condition = setting("condition").ok_or_else(|| {
        missing(
            "condition of instruction",
            format!("`condition in {language}: …`"),
        )
    })?;
    let pages = pages(parts, Some(language));
    if let Some(page) = untranslated(&own.pages, &pages) {
        return Err(missing(
            &format!("section `# {page}`"),
            format!("`# {page} in {language}`"),
        ));
    }
    let written = written_statements(parts, Some(language))?;
    if written.is_none() && matches!(statements, DraftStatements::Given(_)) {
        return Err(missing(
            "statement",
            format!(
                "them in a section `# Statements in {language}`, in the same order or under the same numbers"
            ),
        ));
    }
    let questions = parts.section_in("Questions", Some(language));
    Ok(DraftTranslation {
        statements: written,
        rest: Translation {
            language: language.to_owned(),
            name: setting("name").unwrap_or(&own.name).to_owned(),
            condition: condition.to_owned(),
            statements: Vec::new(),
            questions: translated(questions, language, &own.questions)?,
            pages,
            words: words(parts, Some(language))?,
        },
    })
}

/// The first page that has a text in the study's own language alone.
fn untranslated(own: &Pages, further: &Pages) -> Option<&'static str> {
    let pages = [
        ("Welcome", &own.welcome, &further.welcome),
        ("Consent", &own.consent, &further.consent),
        ("Reasons", &own.reasons, &further.reasons),
        ("Thanks", &own.thanks, &further.thanks),
    ];
    let mut pages = pages.into_iter();
    pages
        .find(|(_, own, further)| !own.is_empty() && further.is_empty())
        .map(|(page, ..)| page)
}

/// The translation with its statements, in the order of the study's.
pub(super) fn with_cards(
    translation: Translation,
    cards: Vec<Card>,
    own: &[Card],
) -> Result<Translation, DraftError> {
    let in_order = own.iter().map(|own| {
        let mut cards = cards.iter();
        cards.find(|card| card.number == own.number).cloned()
    });
    let in_order: Option<Vec<Card>> = in_order.collect();
    match in_order {
        Some(statements) if cards.len() == own.len() => Ok(Translation {
            statements,
            ..translation
        }),
        _ => Err(DraftError::OtherStatements {
            language: translation.language,
            found: numbers(&cards),
            expected: numbers(own),
        }),
    }
}

fn numbers(cards: &[Card]) -> String {
    let numbers: Vec<String> = cards.iter().map(|card| card.number.to_string()).collect();
    match numbers.is_empty() {
        true => "none".to_owned(),
        false => numbers.join(", "),
    }
}
