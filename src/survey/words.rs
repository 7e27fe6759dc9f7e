//! The board's own words. A definition may put others in their place, for any language.

mod german;

use std::collections::BTreeMap;

/// Each phrase by its key; `{…}` is filled in on the page.
pub(super) const WORDS: [(&str, &str); 83] = [
    ("step", "Step {n} of {of}"),
    ("languages", "Language"),
    ("title-consent", "Welcome"),
    ("title-questions", "About you"),
    ("title-piles", "Three piles"),
    ("title-pick", "Filling the grid"),
    ("title-drag", "Filling the grid"),
    ("title-review", "Your sort"),
    ("title-reasons", "Your reasons"),
    ("title-end", "Thank you"),
    ("consent-agree", "I have read this and agree to take part."),
    (
        "consent-needed",
        "Please tick the box if you agree to take part. Nothing is stored before.",
    ),
    ("begin", "Begin"),
    ("listed-code", "The code you were sent"),
    (
        "listed-code-open",
        "The code you were sent, if you were sent one",
    ),
    ("resume-title", "Go on with a sort begun earlier"),
    ("resume-code", "Your code"),
    ("resume", "Go on"),
    (
        "code-note",
        "Your code is {code}. Note it: every step is stored at once, and with the code you can leave and go on later.",
    ),
    ("leave", "Leave and go on later"),
    ("left", "Everything is stored under the code {code}."),
    ("withdraw", "Withdraw and delete my data"),
    (
        "withdraw-sure",
        "Delete everything you have entered? This cannot be undone.",
    ),
    ("withdraw-yes", "Delete it"),
    ("withdraw-no", "Keep it"),
    ("deleted", "Everything you had entered has been deleted."),
    ("next", "Next"),
    ("back", "Back"),
    ("finish", "Finish"),
    ("optional", "optional"),
    ("agree", "Agree"),
    ("neutral", "Neutral"),
    ("disagree", "Disagree"),
    ("statement-of", "Statement {n} of {of}"),
    (
        "piles-help",
        "Read each statement and put it on one of three piles. You can change your mind later.",
    ),
    (
        "piles-keys",
        "On a keyboard: left arrow for the left pile, down arrow for the middle one, right arrow for the right one.",
    ),
    (
        "piles-done",
        "Every statement is on a pile. Go on, or choose a statement below to look at it again.",
    ),
    ("previous", "Previous statement"),
    ("following", "Next statement"),
    ("pile-holds", "{pile}: {n}"),
    (
        "pick-agree-2",
        "Of the statements you agree with, choose the two you agree with most.",
    ),
    (
        "pick-agree-1",
        "Of the statements you agree with, choose the one you agree with most.",
    ),
    (
        "pick-disagree-2",
        "Of the statements you disagree with, choose the two you disagree with most.",
    ),
    (
        "pick-disagree-1",
        "Of the statements you disagree with, choose the one you disagree with most.",
    ),
    (
        "pick-neutral-2",
        "Of the statements in between, choose the two you agree with most.",
    ),
    (
        "pick-neutral-1",
        "Of the statements in between, choose the one you agree with most.",
    ),
    (
        "pick-count",
        "{chosen} of {take} chosen; {n} to choose from",
    ),
    ("pick-confirm", "Put into column {value}"),
    (
        "pick-full",
        "{take} chosen already. Take one back to choose another.",
    ),
    ("pick-more", "Choose {n} more."),
    ("grid", "The grid"),
    ("column", "Column {value}: {n} of {of} cards"),
    ("column-free", "Column {value}: {n} cards"),
    ("most", "most agree"),
    ("least", "most disagree"),
    (
        "drag-help",
        "Choose a card and then the column it belongs to, or drag it there. A card chosen after another changes places with it.",
    ),
    ("drag-left", "{n} cards are not in the grid yet"),
    ("put-here", "Put here"),
    ("take-out", "Take out of the grid"),
    (
        "review-help",
        "This is your whole sort. To let two statements change places, choose one and then the other, or drag one onto the other.",
    ),
    ("held", "Chosen: {text}"),
    (
        "reasons-help",
        "Why did you put these statements at the ends of the grid? Any of them may stay empty.",
    ),
    (
        "thanks",
        "Your sort is complete and stored. Thank you for taking part.",
    ),
    ("another", "Another person begins"),
    (
        "waiting",
        "Not stored yet: there is no connection to the study. It is being tried again. Everything up to here is safe; if this goes on, load the page again and give your code.",
    ),
    ("say-unanswered", "Please answer: “{question}”"),
    ("say-expected", "“{question}” expects {expected}."),
    ("expected-choice", "one of the answers offered"),
    ("expected-between", "a number from {from} to {to}"),
    ("expected-at-least", "a number, at least {from}"),
    ("expected-at-most", "a number, at most {to}"),
    ("expected-number", "a number"),
    ("expected-characters", "at most {most} characters"),
    ("say-no-pile", "{left} statements are not on a pile yet."),
    ("say-no-place", "{left} statements are not in the grid yet."),
    (
        "say-full",
        "The column {value} has all of its {cards} cards. Take one out first, or swap.",
    ),
    ("say-too-long", "At most {most} characters, please."),
    (
        "say-no-code",
        "There is no such code in this study. A code looks like ABCD-2346; compare it with your note.",
    ),
    ("say-code-needed", "Please give the code you were sent."),
    (
        "say-not-listed",
        "This code is not among those that were sent out for this study. Compare it with your invitation, or ask who sent it.",
    ),
    (
        "say-codes",
        "Too many codes that are none. Load the page again.",
    ),
    (
        "say-elsewhere",
        "This sort has gone on in another window. It is shown here as it stands now.",
    ),
    ("say-deleted", "This sort has been deleted."),
];

/// The languages that the board itself speaks, by the first part of their names, with its phrases.
const SPOKEN: [(&str, &[(&str, &str)]); 2] = [("en", &WORDS), ("de", german::WORDS)];

fn spoken(language: &str) -> Option<&'static [(&'static str, &'static str)]> {
    let first = language.split('-').next();
    let found = SPOKEN.iter().find(|(name, _)| Some(*name) == first);
    found.map(|(_, words)| *words)
}

/// How many of the board's own phrases stay English in a language, with `instead` in the place of those of the same key; and of how many.
pub fn left_in_english(language: &str, instead: &BTreeMap<String, String>) -> (usize, usize) {
    let missing = WORDS.iter().filter(|(key, _)| !instead.contains_key(*key));
    let left = match spoken(language) {
        Some(_) => 0,
        None => missing.count(),
    };
    (left, WORDS.len())
}

/// A phrase in English.
pub(super) fn english(key: &str) -> &'static str {
    let found = WORDS.iter().find(|(known, _)| *known == key);
    found.map_or("", |(_, text)| text)
}

/// The words of a language where there are some, English elsewhere, with `instead` in the place of those of the same key.
pub(super) fn words(
    language: &str,
    instead: &BTreeMap<String, String>,
) -> BTreeMap<String, String> {
    let mut words: BTreeMap<String, String> = owned(&WORDS).collect();
    words.extend(owned(spoken(language).unwrap_or_default()));
    words.extend(instead.clone());
    words
}

fn owned(words: &[(&str, &str)]) -> impl Iterator<Item = (String, String)> {
    words
        .iter()
        .map(|(key, text)| ((*key).to_owned(), (*text).to_owned()))
}
