//! The questions of a definition: `id: Wording`, and indented below it what is an answer.

use super::lines::Line;
use crate::survey::definition::{Kind, Question};
use crate::survey::error::DraftError;
use crate::survey::export::LANGUAGE;

/// Reads the lines of the section; where there are several languages, the answer `language` is the board's own.
pub(super) fn questions(
    lines: &[Line<'_>],
    has_languages: bool,
) -> Result<Vec<Question>, DraftError> {
    let open = opened(lines)?;
    if let Some(taken) = open
        .iter()
        .find(|open| has_languages && open.id == LANGUAGE)
    {
        let expected = "another id: in a study of several languages the board itself records which one a respondent chose";
        return Err(taken.line.wrong("Questions", expected));
    }
    open.into_iter().map(Open::close).collect()
}

/// The same questions in another language: wordings, and as many choices in the same order.
pub(super) fn translated(
    lines: &[Line<'_>],
    language: &str,
    own: &[Question],
) -> Result<Vec<Question>, DraftError> {
    let open = opened(lines)?;
    let is_known = |open: &&Open<'_>| own.iter().any(|question| question.id == open.id);
    if let Some(unknown) = open.iter().find(|open| !is_known(open)) {
        let ids: Vec<&str> = own.iter().map(|question| question.id.as_str()).collect();
        let expected = format!("a question of the study ({})", ids.join(", "));
        return Err(unknown
            .line
            .wrong(&format!("Questions in {language}"), &expected));
    }
    own.iter()
        .map(|own| match open.iter().find(|open| open.id == own.id) {
            Some(open) => open.reworded(own),
            None => Err(DraftError::Untranslated {
                language: language.to_owned(),
                what: format!("question `{}`", own.id),
                next: format!("it in a section `# Questions in {language}`"),
            }),
        })
        .collect()
}

fn opened<'a>(lines: &[Line<'a>]) -> Result<Vec<Open<'a>>, DraftError> {
    let mut questions: Vec<Open<'_>> = Vec::new();
    for line in lines.iter().filter(|line| !line.text.is_empty()) {
        match questions.last_mut() {
            Some(open) if line.indented => open.take(line)?,
            None if line.indented => {
                return Err(
                    line.wrong("Questions", "`id: Wording`, and its kind indented below it")
                );
            }
            _ => questions.push(Open::begin(line, &questions)?),
        }
    }
    Ok(questions)
}

/// Whether the analysis calls something by this name that the board itself records.
pub fn is_reserved(id: &str) -> bool {
    ["id", "minutes", "simulated"].contains(&id)
        || id.starts_with("comment")
        || id.starts_with("time ")
        || id.starts_with("presort")
}

/// A question being read.
struct Open<'a> {
    line: Line<'a>,
    id: &'a str,
    text: &'a str,
    kind: Option<Kind>,
    optional: bool,
}

impl<'a> Open<'a> {
    fn begin(line: &Line<'a>, before: &[Open<'_>]) -> Result<Self, DraftError> {
        let expected = "`id: Wording`, such as `role: What is your role?`";
        let (id, text) = line.text.split_once(':').unwrap_or((line.text, ""));
        let (id, text) = (id.trim(), text.trim());
        if id.is_empty() || text.is_empty() {
            return Err(line.wrong("Questions", expected));
        }
        if is_reserved(id) {
            let expected = "another id: `id`, `minutes`, `simulated`, and names that begin with `comment`, `time` or `presort` are those of what the board itself records";
            return Err(line.wrong("Questions", expected));
        }
        if before.iter().any(|question| question.id == id) {
            return Err(line.wrong("Questions", "a question with an id of its own"));
        }
        Ok(Self {
            line: *line,
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
            line: self.line.number,
            id: self.id.to_owned(),
        };
        Ok(Question {
            id: self.id.to_owned(),
            text: self.text.to_owned(),
            kind: self.kind.ok_or(missing)?,
            optional: self.optional,
        })
    }

    /// The question `own` in the words that were read.
    fn reworded(&self, own: &Question) -> Result<Question, DraftError> {
        let kind = match (&own.kind, &self.kind) {
            (Kind::OneOf { options: own }, Some(Kind::OneOf { options }))
                if own.len() == options.len() =>
            {
                self.kind.clone()
            }
            (Kind::AnyOf { options: own }, Some(Kind::AnyOf { options }))
                if own.len() == options.len() =>
            {
                self.kind.clone()
            }
            (
                Kind::Rating { from, to, .. },
                Some(Kind::Rating {
                    from: first,
                    to: last,
                    ..
                }),
            ) if (from, to) == (first, last) => self.kind.clone(),
            // Where an answer has no words of its own it need not be repeated.
            (Kind::Number { .. } | Kind::Text, None) => Some(own.kind.clone()),
            (Kind::Rating { low, high, .. }, None) if low.is_empty() && high.is_empty() => {
                Some(own.kind.clone())
            }
            (own, Some(again)) if own == again => self.kind.clone(),
            _ => None,
        };
        let expected = "followed by the same kind of answer as in the study's own language, with as many choices";
        Ok(Question {
            id: own.id.clone(),
            text: self.text.to_owned(),
            kind: kind.ok_or_else(|| self.line.wrong(self.id, expected))?,
            optional: own.optional,
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
