//! Decisions written one per line.

use super::{Kind, Said};
use crate::magic::{Body, MagicError};

/// The decisions of the lines; blank lines and those that begin with `#` are passed over.
pub(super) fn read(body: Body<'_>) -> Result<Vec<Said>, MagicError> {
    let lines = body.text.lines().enumerate();
    let written = lines.filter(|(_, line)| {
        let line = line.trim();
        !line.is_empty() && !line.starts_with('#')
    });
    written
        .map(|(at, line)| {
            decision(line.trim()).map_err(|why| {
                let row = at + 1 + body.above;
                MagicError::Refused(format!("Row {row} of this cell, `{}`: {why}", line.trim()))
            })
        })
        .collect()
}

fn decision(line: &str) -> Result<Said, String> {
    let (head, reason) = at_colon(line);
    let words = shlex::split(head)
        .ok_or("a quotation mark is not closed. Put a second one where the text ends.")?;
    let (word, rest) = words
        .split_first()
        .ok_or("there is nothing before the colon.")?;
    let kind = Kind::ALL
        .into_iter()
        .find(|k| k.word() == word.to_lowercase());
    let kind = kind.ok_or_else(|| {
        format!("`{word}` is no decision; expected `merge`, `drop`, `reword` or `keep`.")
    })?;
    let (ids, text) = match (kind, rest) {
        (Kind::Reword, [id, text]) => (vec![id.clone()], text.clone()),
        (Kind::Reword, _) => {
            return Err(format!(
                "expected one id and the new words in quotes, such as `reword 12 \"Stalls should take cards.\": shorter`; found {}.",
                match rest.len() {
                    1 => "one word".to_owned(),
                    n => format!("{n} words"),
                }
            ));
        }
        (_, ids) => (ids.to_vec(), String::new()),
    };
    Ok(Said {
        kind,
        ids,
        text,
        reason: reason.trim().to_owned(),
    })
}

/// What stands before the first colon that is not between quotation marks, and after it.
fn at_colon(line: &str) -> (&str, &str) {
    let mut quoted = false;
    for (at, c) in line.char_indices() {
        match c {
            '"' => quoted = !quoted,
            ':' if !quoted => {
                let after = line.get(at + 1..).unwrap_or_default();
                return (line.get(..at).unwrap_or_default(), after);
            }
            _ => {}
        }
    }
    (line, "")
}
