//! Why an order of the page is refused: in English, and as a phrase that the page says in the respondent's language.

use crate::survey::error::{Expected, RecordError, Refusal, StoreError};
use crate::survey::words;
use serde_json::{Value, json};

/// Why an order is refused.
pub(super) struct Refused {
    /// In English.
    pub(super) text: String,
    /// The key of a phrase and what is filled in; none for what no page that works comes upon.
    pub(super) phrase: Option<Value>,
}

impl Refused {
    pub(super) fn words(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            phrase: None,
        }
    }

    /// A phrase of the board's own.
    pub(super) fn phrase(key: &str) -> Self {
        Self {
            text: words::english(key).to_owned(),
            phrase: Some(json!({"key": key})),
        }
    }
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        Self::words(&error.to_string())
    }
}

impl From<RecordError> for Refused {
    fn from(error: RecordError) -> Self {
        let phrase = match &error {
            RecordError::Refused(refusal) => of_refusal(refusal),
            RecordError::NoCode => Some(json!({"key": "say-code-needed"})),
            RecordError::NotListed => Some(json!({"key": "say-not-listed"})),
            RecordError::Elsewhere => Some(json!({"key": "say-elsewhere"})),
            RecordError::Deleted => Some(json!({"key": "say-deleted"})),
            RecordError::Store(_) => None,
        };
        Self {
            text: error.to_string(),
            phrase,
        }
    }
}

fn of_refusal(refusal: &Refusal) -> Option<Value> {
    Some(match refusal {
        Refusal::Unanswered { id, .. } => json!({"key": "say-unanswered", "question": id}),
        Refusal::OtherAnswer { id, expected, .. } => {
            json!({"key": "say-expected", "question": id, "expected": of_expected(expected)})
        }
        Refusal::NoPile { left } => json!({"key": "say-no-pile", "left": left}),
        Refusal::NoPlace { left } => json!({"key": "say-no-place", "left": left}),
        Refusal::Full { value, cards } => {
            json!({"key": "say-full", "value": value, "cards": cards})
        }
        Refusal::TooLong { most } => json!({"key": "say-too-long", "most": most}),
        _ => return None,
    })
}

fn of_expected(expected: &Expected) -> Value {
    match expected {
        Expected::OneOf(_) | Expected::SomeOf(_) | Expected::One => {
            json!({"key": "expected-choice"})
        }
        Expected::Between(from, to) => json!({"key": "expected-between", "from": from, "to": to}),
        Expected::AtLeast(from) => json!({"key": "expected-at-least", "from": from}),
        Expected::AtMost(to) => json!({"key": "expected-at-most", "to": to}),
        Expected::Number => json!({"key": "expected-number"}),
        Expected::AtMostCharacters(most) => json!({"key": "expected-characters", "most": most}),
    }
}
