//! The questions of a definition: `id: Wording`, and indented below it what is an answer.

use super::lines::Line;
use crate::survey::definition::{Kind, Question};
use crate::survey::error::DraftError;

/// Reads the lines of the section.
pub(super) fn questions(lines: &[Line<'_>]) -> Result<Vec<Question>, DraftError> {
    let mut questions: Vec<Question> = Vec::new();
    let mut open: Option<Open<'_>> = None;
    for line in lines.iter().filter(|line| !line.text.is_empty()) {
        match &mut open {
            Some(open) if line.indented => open.take(line)?,
            None if line.indented => {
                return Err(
                    line.wrong("Questions", "`id: Wording`, and its kind indented below it")
                );
            }
            _ => {
                questions.extend(open.take().map(Open::close).transpose()?);
                open = Some(Open::begin(line, &questions)?);
            }
        }
    }
    questions.extend(open.map(Open::close).transpose()?);
    Ok(questions)
}

/// A question being read.
struct Open<'a> {
    line: usize,
    id: &'a str,
    text: &'a str,
    kind: Option<Kind>,
    optional: bool,
}

impl<'a> Open<'a> {
    fn begin(line: &Line<'a>, before: &[Question]) -> Result<Self, DraftError> {
        let expected = "`id: Wording`, such as `role: What is your role?`";
        let (id, text) = line.text.split_once(':').unwrap_or((line.text, ""));
        let (id, text) = (id.trim(), text.trim());
        if id.is_empty() || text.is_empty() {
            return Err(line.wrong("Questions", expected));
        }
        // These names are taken in the analysis.
        let taken = ["id", "minutes", "simulated"].contains(&id)
            || id.starts_with("comment")
            || id.starts_with("time ")
            || id.starts_with("presort");
        if taken {
            let expected = "another id: `id`, `minutes`, `simulated`, and names that begin with `comment`, `time` or `presort` are those of what the board itself records";
            return Err(line.wrong("Questions", expected));
        }
        if before.iter().any(|question| question.id == id) {
            return Err(line.wrong("Questions", "a question with an id of its own"));
        }
        Ok(Self {
            line: line.number,
            id,
            text,
            kind: None,
            optional: false,
        })
    }

    fn take(&mut self, line: &Line<'_>) -> Result<(), DraftError> {
        if line.text == "optional" {
            self.optional = true;
            return Ok(());
        }
        if self.kind.is_some() {
            return Err(line.wrong(self.id, "one kind of answer, and perhaps `optional`"));
        }
        self.kind = Some(kind(line)?);
        Ok(())
    }

    fn close(self) -> Result<Question, DraftError> {
        let missing = DraftError::NoKind {
            line: self.line,
            id: self.id.to_owned(),
        };
        Ok(Question {
            id: self.id.to_owned(),
            text: self.text.to_owned(),
            kind: self.kind.ok_or(missing)?,
            optional: self.optional,
        })
    }
}

fn kind(line: &Line<'_>) -> Result<Kind, DraftError> {
    let (word, rest) = line.text.split_once(':').unwrap_or((line.text, ""));
    let rest = rest.trim();
    match word.trim() {
        "one of" => Ok(Kind::OneOf {
            options: options(line, rest)?,
        }),
        "any of" => Ok(Kind::AnyOf {
            options: options(line, rest)?,
        }),
        "rating" => rating(line, rest),
        "number" if rest.is_empty() => Ok(Kind::Number {
            from: None,
            to: None,
        }),
        "number" => {
            let (from, to) = range(rest).ok_or_else(|| line.wrong("number", "`number: 18 to 99`"))?;
            Ok(Kind::Number {
                from: Some(from),
                to: Some(to),
            })
        }
        "text" if rest.is_empty() => Ok(Kind::Text),
        _ => Err(line.wrong(
            "Questions",
            "`one of: a | b`, `any of: a | b`, `rating: 1 to 5`, `number: 18 to 99`, `text` or `optional`",
        )),
    }
}

fn options(line: &Line<'_>, text: &str) -> Result<Vec<String>, DraftError> {
    let mut options: Vec<String> = Vec::new();
    for option in text.split('|').map(str::trim) {
        if option.is_empty() || options.iter().any(|known| known == option) {
            return Err(line.wrong("Questions", "different answers, with `|` between them"));
        }
        options.push(option.to_owned());
    }
    if options.len() < 2 {
        return Err(line.wrong("Questions", "at least two answers, with `|` between them"));
    }
    Ok(options)
}

/// `1 to 5`, or `1 to 5, not at all | very much`.
fn rating(line: &Line<'_>, text: &str) -> Result<Kind, DraftError> {
    let (steps, ends) = text.split_once(',').unwrap_or((text, ""));
    let (low, high) = ends.split_once('|').unwrap_or((ends, ""));
    let steps = range(steps).filter(|(from, to)| to.saturating_sub(*from) <= 20);
    let (from, to) = steps.ok_or_else(|| {
        line.wrong(
            "rating",
            "`rating: 1 to 5` or `rating: 1 to 5, not at all | very much`, of at most 21 steps",
        )
    })?;
    Ok(Kind::Rating {
        from,
        to,
        low: low.trim().to_owned(),
        high: high.trim().to_owned(),
    })
}

fn range(text: &str) -> Option<(i32, i32)> {
    let (from, to) = text.split_once(" to ")?;
    let (from, to) = (from.trim().parse().ok()?, to.trim().parse().ok()?);
    (from < to).then_some((from, to))
}
