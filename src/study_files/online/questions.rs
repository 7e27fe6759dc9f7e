//! The questions of config.xml: one item `form` with all of them in HTMLQ, an item `survey` for each in EQ Web Sort and Quince.

use super::texts::plain;
use crate::study_files::collected::ImportError;
use crate::study_files::formats::study_xml::{Element, Item};
use crate::study_files::place::{Place, count, quoted};
use crate::survey::{Kind, Question, is_reserved};

const NEXT: &str =
    "Correct config.xml, or take the question out and write it in a section `# Questions`.";

/// The separators of choices: EQ Web Sort's, HTMLQ's.
const SEPARATORS: [&str; 2] = [";;;", ";"];

/// The questions, and what of them is not carried over.
pub(super) fn questions(
    name: &str,
    items: &[Item],
) -> Result<(Vec<Question>, Vec<String>), ImportError> {
    let mut questions = Vec::new();
    let mut left_out = Vec::new();
    let mut limited = 0;
    for (place, asked) in (0..).zip(items.iter().flat_map(asked)) {
        limited += usize::from(asked.is_limited());
        match read(name, place, &asked)? {
            Read::Questions(read) => {
                if let Some(again) = read.iter().find(|new| questions.iter().any(|old: &Question| old.id == new.id)) {
                    return Err(ImportError::Unexpected {
                        place: Place::row(name, asked.row()),
                        expected: "an id of the question's own".to_owned(),
                        found: quoted(&again.id),
                        next: NEXT,
                    });
                }
                questions.extend(read);
            }
            Read::Text(text) => left_out.push(format!(
                "A text beside the questions is left out (“{text}”); a section of the definition may hold it."
            )),
        }
    }
    if limited > 0 {
        left_out.push(format!(
            "The study limits the length of the answer to {}; the board does not.",
            count(limited, "question")
        ));
    }
    Ok((questions, left_out))
}

/// A question as it stands in the file.
struct Asked<'i> {
    /// The prefix of its id, which is that of the results.
    prefix: &'static str,
    label: String,
    /// None where a text stands for itself.
    input: Option<&'i Element>,
}

impl Asked<'_> {
    fn is_limited(&self) -> bool {
        let of = |name| self.input.and_then(|input| input.attribute(name));
        of("maxlength").is_some_and(|limit| !limit.is_empty()) || of("limited") == Some("true")
    }

    fn row(&self) -> usize {
        self.input.map_or(0, |input| input.row)
    }
}

enum Read {
    Questions(Vec<Question>),
    /// No question.
    Text(String),
}

/// In HTMLQ label and note stand before their input, in the others anywhere beside it.
fn asked(item: &Item) -> Vec<Asked<'_>> {
    let of = |parts: &[Element]| {
        let texts = parts
            .iter()
            .filter(|part| matches!(part.name.as_str(), "label" | "note"));
        let texts: Vec<String> = texts
            .map(|part| plain(&part.text))
            .filter(|text| !text.is_empty())
            .collect();
        texts.join(" ")
    };
    let input = |part: &&Element| part.name == "input";
    match item.id.as_str() {
        "survey" => {
            vec![Asked {
                prefix: "q",
                label: of(&item.parts),
                input: item.parts.iter().find(input),
            }]
        }
        "form" => {
            let groups = item.parts.split_inclusive(|part| part.name == "input");
            let asked = groups.map(|parts| Asked {
                prefix: "form",
                label: of(parts),
                input: parts.last().filter(input),
            });
            let is_something = |asked: &Asked<'_>| asked.input.is_some() || !asked.label.is_empty();
            asked.filter(is_something).collect()
        }
        _ => Vec::new(),
    }
}

fn read(name: &str, place: usize, asked: &Asked<'_>) -> Result<Read, ImportError> {
    let Asked {
        prefix,
        label,
        input,
    } = asked;
    let Some(input) = input else {
        return Ok(Read::Text(label.clone()));
    };
    let kind = input.attribute("type").unwrap_or_default();
    if kind == "information" {
        return Ok(Read::Text(label.clone()));
    }
    let fault = |expected: &str, found: String| ImportError::Unexpected {
        place: Place::row(name, input.row),
        expected: expected.to_owned(),
        found,
        next: NEXT,
    };
    // HTMLQ counts its inputs from 0, and so do its results; the others have names of their own there.
    let id = match *prefix {
        "form" => format!("form{place}"),
        prefix => format!("{prefix}{}", place + 1),
    };
    let own = input
        .attribute("id")
        .filter(|id| !id.is_empty() && !is_reserved(id));
    let id = own.map_or(id, str::to_owned);
    // The mark of a question that has to be answered; here the others are marked.
    let text = label.replace('*', "");
    let text = text.trim().to_owned();
    let scale = choices(input.attribute("scale").unwrap_or_default());
    let options = choices(&input.text);
    let several = |options: Vec<String>| match has_choice(&options) {
        true => Ok(options),
        false => Err(fault(
            "at least two different answers",
            match options.is_empty() {
                true => "none".to_owned(),
                false => quoted(&options.join("; ")),
            },
        )),
    };
    let is_rating = kind
        .strip_prefix("rating")
        .is_some_and(|steps| steps.parse::<u32>().is_ok());
    let kind = match kind {
        _ if is_rating => {
            let scale = several(scale)?;
            if options.is_empty() {
                return Err(fault("what is to be rated", "nothing".to_owned()));
            }
            let rated = (1..).zip(options).map(|(part, rated)| Question {
                id: format!("{id}-{part}"),
                text: match text.is_empty() {
                    true => rated,
                    false => format!("{text} {rated}"),
                },
                kind: steps(&scale),
                optional: is_optional(input),
            });
            return Ok(Read::Questions(rated.collect()));
        }
        "text" if matches!(input.attribute("restricted"), Some("true" | "0-9")) => Kind::Number {
            from: None,
            to: None,
        },
        "text" | "textarea" => Kind::Text,
        "likert" => steps(&several(scale)?),
        // HTMLQ offers one of them, the others any number.
        "select" if *prefix == "q" => Kind::AnyOf {
            options: several(options)?,
        },
        "radio" | "select" => Kind::OneOf {
            options: several(options)?,
        },
        "checkbox" => Kind::AnyOf {
            options: several(options)?,
        },
        other => {
            let known = "a question of the type text, textarea, radio, select, checkbox, likert, rating2, rating5, rating10 or information";
            return Err(fault(known, quoted(other)));
        }
    };
    if text.is_empty() {
        return Err(fault(
            "the wording of the question as its `<label>`",
            "none".to_owned(),
        ));
    }
    Ok(Read::Questions(vec![Question {
        id,
        text,
        kind,
        optional: is_optional(input),
    }]))
}

fn is_optional(input: &Element) -> bool {
    input.attribute("required") != Some("true")
}

fn choices(text: &str) -> Vec<String> {
    let separator = SEPARATORS
        .into_iter()
        .find(|separator| text.contains(separator));
    let parts: Vec<&str> = match separator {
        Some(separator) => text.split(separator).collect(),
        None => vec![text],
    };
    parts
        .into_iter()
        .map(plain)
        .filter(|part| !part.is_empty())
        .collect()
}

fn has_choice(options: &[String]) -> bool {
    let mut different: Vec<&String> = options.iter().collect();
    different.sort();
    different.dedup();
    options.len() > 1 && different.len() == options.len()
}

/// A scale of whole numbers one after the other is a rating, any other a choice.
fn steps(scale: &[String]) -> Kind {
    let numbers: Option<Vec<i32>> = scale.iter().map(|step| step.parse().ok()).collect();
    let is_run = |numbers: &Vec<i32>| {
        numbers
            .windows(2)
            .all(|pair| matches!(pair, [a, b] if b.checked_sub(*a) == Some(1)))
    };
    match numbers.filter(is_run).as_deref() {
        Some([from, .., to]) => Kind::Rating {
            from: *from,
            to: *to,
            low: String::new(),
            high: String::new(),
        },
        _ => Kind::OneOf {
            options: scale.to_vec(),
        },
    }
}
