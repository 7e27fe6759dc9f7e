//! Answers to questions, checked.

use super::definition::{Definition, Kind, Question};
use super::error::{Expected, Refusal};
use std::collections::BTreeMap;

/// The longest answer in words that is taken, in characters.
const LONGEST_TEXT: usize = 10_000;

/// The answer as it is kept: trimmed, choices in the order they are offered.
pub(super) fn answer(question: &Question, given: &[String]) -> Result<Vec<String>, Refusal> {
    let given: Vec<&str> = given.iter().map(|value| value.trim()).collect();
    let given: Vec<&str> = given
        .into_iter()
        .filter(|value| !value.is_empty())
        .collect();
    if given.is_empty() {
        return Ok(Vec::new());
    }
    let refused = |expected: Expected| Refusal::OtherAnswer {
        id: question.id.clone(),
        question: question.text.clone(),
        expected,
    };
    let one_of = |options: &[String]| Expected::OneOf(options.join(", "));
    if let Kind::AnyOf { options } = &question.kind {
        if given
            .iter()
            .any(|value| !options.iter().any(|o| o == value))
        {
            return Err(refused(Expected::SomeOf(options.join(", "))));
        }
        let chosen = options
            .iter()
            .filter(|option| given.contains(&option.as_str()));
        return Ok(chosen.cloned().collect());
    }
    let [value] = given.as_slice() else {
        return Err(refused(Expected::One));
    };
    let value = match &question.kind {
        Kind::OneOf { options } | Kind::AnyOf { options } => {
            let option = options.iter().find(|option| option == value);
            let option = option.ok_or_else(|| refused(one_of(options)))?;
            option.clone()
        }
        Kind::Rating { from, to, .. } => {
            let step: Option<i32> = value.parse().ok();
            let step = step.filter(|step| (from..=to).contains(&step));
            let step = step.ok_or_else(|| refused(Expected::Between(*from, *to)))?;
            step.to_string()
        }
        Kind::Number { from, to } => number(value, *from, *to).map_err(refused)?,
        Kind::Text if value.chars().count() > LONGEST_TEXT => {
            return Err(refused(Expected::AtMostCharacters(LONGEST_TEXT)));
        }
        Kind::Text => (*value).to_owned(),
    };
    Ok(vec![value])
}

/// A number as the analysis reads it, with a point; a comma is as good.
fn number(value: &str, from: Option<i32>, to: Option<i32>) -> Result<String, Expected> {
    let value = value.replace(',', ".");
    let found: Option<f64> = value.parse().ok().filter(|number: &f64| number.is_finite());
    let low = from.map_or(f64::NEG_INFINITY, f64::from);
    let high = to.map_or(f64::INFINITY, f64::from);
    match found {
        Some(number) if (low..=high).contains(&number) => Ok(value),
        _ => Err(match (from, to) {
            (Some(from), Some(to)) => Expected::Between(from, to),
            (Some(from), None) => Expected::AtLeast(from),
            (None, Some(to)) => Expected::AtMost(to),
            (None, None) => Expected::Number,
        }),
    }
}

/// Refuses as long as a question that is not optional has no answer.
pub(super) fn all_answered(
    definition: &Definition,
    answers: &BTreeMap<String, Vec<String>>,
) -> Result<(), Refusal> {
    let mut open = definition
        .questions
        .iter()
        .filter(|q| !q.optional && !answers.contains_key(&q.id));
    match open.next() {
        Some(question) => Err(Refusal::Unanswered {
            id: question.id.clone(),
            question: question.text.clone(),
        }),
        None => Ok(()),
    }
}
