//! Questions about code: completion, documentation, and whether a cell is complete.
//!
//! The protocol counts code points, and so does the [`Language`]; here a cursor is only brought into its bounds.

use super::language::{Completeness, Failure, Language};
use super::message::Request;
use super::shell::{guarded, malformed};
use crate::mime::MimeBundle;
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// `complete_request` and `inspect_request`.
#[derive(Default, Deserialize)]
#[serde(default)]
struct AtCursor {
    code: String,
    cursor_pos: Option<i64>,
    detail_level: i64,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct IsCompleteRequest {
    code: String,
}

impl AtCursor {
    /// The cursor in code points, at the end of the code if it is not given.
    fn cursor(&self) -> usize {
        let end = self.code.chars().count();
        match self.cursor_pos {
            Some(position) => usize::try_from(position).map_or(0, |position| position.min(end)),
            None => end,
        }
    }
}

pub(super) fn complete(language: &mut impl Language, request: &Request) -> Result<Value, Failure> {
    let asked: AtCursor = request.content().map_err(|error| malformed(&error))?;
    let found = guarded(|| language.complete(&asked.code, asked.cursor()))?;
    let texts: Vec<_> = found.matches.iter().map(|m| m.text.as_str()).collect();
    // Front ends take the types by position, so that each match needs its entry.
    let types: Vec<_> = found
        .matches
        .iter()
        .map(|m| json!({"text": m.text, "type": m.kind, "start": found.start, "end": found.end}))
        .collect();
    Ok(json!({
        "status": "ok",
        "matches": texts,
        "cursor_start": found.start,
        "cursor_end": found.end,
        "metadata": {"_jupyter_types_experimental": types},
    }))
}

pub(super) fn inspect(language: &mut impl Language, request: &Request) -> Result<Value, Failure> {
    let asked: AtCursor = request.content().map_err(|error| malformed(&error))?;
    let detail = u8::from(asked.detail_level > 0);
    let found = guarded(|| language.inspect(&asked.code, asked.cursor(), detail))?;
    let nothing = Map::new();
    Ok(json!({
        "status": "ok",
        "found": found.is_some(),
        "data": found.as_ref().map_or(&nothing, MimeBundle::data),
        "metadata": found.as_ref().map_or(&nothing, MimeBundle::metadata),
    }))
}

pub(super) fn is_complete(
    language: &mut impl Language,
    request: &Request,
) -> Result<Value, Failure> {
    let asked: IsCompleteRequest = request.content().map_err(|error| malformed(&error))?;
    let completeness = guarded(|| language.is_complete(&asked.code))?;
    Ok(match completeness {
        Completeness::Complete => json!({"status": "complete"}),
        Completeness::Incomplete { indent } => json!({"status": "incomplete", "indent": indent}),
        Completeness::Invalid => json!({"status": "invalid"}),
        Completeness::Unknown => json!({"status": "unknown"}),
    })
}
