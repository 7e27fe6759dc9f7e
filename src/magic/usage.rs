//! What is wrong with a line, in the words of the notebook rather than of a command line.

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use std::error::Error as _;

/// What `error` means for `%q VERB`, whose subcommands are `words`: what is wrong, what was expected, the nearest correct spelling, and
/// where to read on.
pub(super) fn refusal(error: &Error, verb: &str, words: &[String]) -> String {
    let of_words = format!("After `%q {verb}` comes {}.", one_of(words));
    let why = match error.kind() {
        ErrorKind::InvalidSubcommand => format!("{} {of_words}", sentence(error)),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            of_words
        }
        _ => sentence(error),
    };
    format!("{why} `%q {verb} --help` explains it with examples.")
}

/// What is wrong, what was expected, and the nearest correct spelling.
pub(super) fn sentence(error: &Error) -> String {
    let argument = context(error, ContextKind::InvalidArg);
    let value = context(error, ContextKind::InvalidValue);
    let what = match error.kind() {
        ErrorKind::InvalidValue if value.is_empty() => format!("`{argument}` needs a value."),
        ErrorKind::InvalidValue => format!(
            "`{value}` is not possible for `{argument}`; expected {}.",
            one_of(&contexts(error, ContextKind::ValidValue))
        ),
        ErrorKind::ValueValidation => {
            let why = error.source().map(ToString::to_string);
            let why = why.unwrap_or_default();
            format!("`{value}` is not possible for `{argument}`: {why}.")
        }
        ErrorKind::InvalidSubcommand => {
            let word = context(error, ContextKind::InvalidSubcommand);
            format!("`{word}` is not known here.")
        }
        ErrorKind::UnknownArgument if argument.starts_with('-') => {
            format!("There is no option `{argument}` here.")
        }
        ErrorKind::UnknownArgument => {
            format!("`{argument}` is one word too many. A text of several words stands in quotes.")
        }
        ErrorKind::MissingRequiredArgument => {
            let missing = contexts(error, ContextKind::InvalidArg);
            format!("Missing: `{}`.", missing.join("`, `"))
        }
        ErrorKind::ArgumentConflict => conflict(&argument, &contexts(error, ContextKind::PriorArg)),
        ErrorKind::WrongNumberOfValues => format!(
            "`{argument}` takes {} values; found {}.",
            context(error, ContextKind::ExpectedNumValues),
            context(error, ContextKind::ActualNumValues)
        ),
        _ => as_clap_says(error),
    };
    match nearest(error) {
        Some(near) => format!("{what} Did you mean `{near}`?"),
        None => what,
    }
}

fn conflict(argument: &str, others: &[String]) -> String {
    match others {
        [same] if same == argument => format!("`{argument}` stands twice. Give it once."),
        _ => format!(
            "`{argument}` cannot stand together with `{}`. Leave one of them out.",
            others.join("`, `")
        ),
    }
}

fn nearest(error: &Error) -> Option<String> {
    [
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedArg,
        ContextKind::SuggestedValue,
    ]
    .into_iter()
    .find_map(|kind| contexts(error, kind).into_iter().next())
}

fn context(error: &Error, kind: ContextKind) -> String {
    contexts(error, kind).join(", ")
}

fn contexts(error: &Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text.clone()],
        Some(ContextValue::Strings(texts)) => texts.clone(),
        Some(ContextValue::Number(number)) => vec![number.to_string()],
        _ => Vec::new(),
    }
}

fn one_of(words: &[String]) -> String {
    match words.split_last() {
        Some((last, before)) if !before.is_empty() => {
            format!("`{}` or `{last}`", before.join("`, `"))
        }
        Some((only, _)) => format!("`{only}`"),
        None => "something else".to_owned(),
    }
}

/// The first paragraph, without its `error: `.
fn as_clap_says(error: &Error) -> String {
    let text = error.to_string();
    let text = text.split("\n\n").next().unwrap_or_default();
    text.trim_start_matches("error: ").to_owned()
}
