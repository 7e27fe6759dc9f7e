//! The cells run so far, as far as they asked to be remembered.

use super::language::Failure;
use super::message::Request;
use super::shell::malformed;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::HashSet;

/// The number of this session; front ends also name it 0.
const SESSION: i64 = 1;

/// The cells of one session, oldest first.
#[derive(Default)]
pub(super) struct History {
    entries: Vec<Entry>,
}

struct Entry {
    line: i64,
    input: String,
    output: Option<String>,
}

#[derive(Deserialize)]
#[serde(default)]
struct HistoryRequest {
    output: bool,
    hist_access_type: String,
    session: i64,
    start: Option<i64>,
    stop: Option<i64>,
    n: Option<i64>,
    pattern: Option<String>,
    unique: bool,
}

impl Default for HistoryRequest {
    fn default() -> Self {
        Self {
            output: false,
            hist_access_type: "tail".to_owned(),
            session: 0,
            start: None,
            stop: None,
            n: None,
            pattern: None,
            unique: false,
        }
    }
}

impl History {
    pub(super) fn add(&mut self, line: u64, input: &str, output: Option<String>) {
        self.entries.push(Entry {
            line: line.cast_signed(),
            input: input.to_owned(),
            output,
        });
    }

    /// `history_reply`: session, line and input of each entry asked for; with its output if that is asked for.
    pub(super) fn answer(&self, request: &Request) -> Result<Value, Failure> {
        let asked: HistoryRequest = request.content().map_err(|error| malformed(&error))?;
        let entries = match asked.hist_access_type.as_str() {
            "range" => self.range(&asked),
            "search" => self.search(&asked),
            _ => last(asked.n, self.entries.iter().collect()),
        };
        let entries: Vec<_> = entries
            .into_iter()
            .map(|entry| {
                if asked.output {
                    json!([SESSION, entry.line, [entry.input, entry.output]])
                } else {
                    json!([SESSION, entry.line, entry.input])
                }
            })
            .collect();
        Ok(json!({"status": "ok", "history": entries}))
    }

    /// The lines from `start` to before `stop`; a negative start counts from the end.
    fn range(&self, asked: &HistoryRequest) -> Vec<&Entry> {
        if ![0, SESSION].contains(&asked.session) {
            return Vec::new();
        }
        let newest = self.entries.last().map_or(0, |entry| entry.line);
        let start = match asked.start.unwrap_or(0) {
            start if start < 0 => start + newest + 1,
            start => start,
        };
        let stop = asked.stop.unwrap_or(i64::MAX);
        let entries = self.entries.iter();
        entries
            .filter(|entry| (start..stop).contains(&entry.line))
            .collect()
    }

    /// The last `n` that match the glob pattern, oldest first; of equal ones, with `unique`, the latest.
    fn search(&self, asked: &HistoryRequest) -> Vec<&Entry> {
        let pattern = asked.pattern.as_deref().unwrap_or("*");
        let pattern: Vec<_> = pattern.chars().collect();
        let mut seen = HashSet::new();
        let newest_first = self.entries.iter().rev();
        let mut found: Vec<_> = newest_first
            .filter(|entry| matches_glob(&pattern, &entry.input))
            .filter(|entry| !asked.unique || seen.insert(&entry.input))
            .collect();
        found.reverse();
        last(asked.n, found)
    }
}

fn last(n: Option<i64>, mut entries: Vec<&Entry>) -> Vec<&Entry> {
    let wanted = n.map_or(usize::MAX, |n| usize::try_from(n).unwrap_or(0));
    let surplus = entries.len().saturating_sub(wanted);
    entries.split_off(surplus)
}

/// Whether all of `text` matches: `*` stands for any characters, `?` for one. Keeps one place to return to, the last
/// `*`, so that no pattern takes long.
fn matches_glob(pattern: &[char], text: &str) -> bool {
    let text: Vec<_> = text.chars().collect();
    let (mut p, mut t) = (0, 0);
    let mut last_star = None;
    while let Some(&character) = text.get(t) {
        match pattern.get(p) {
            Some('*') => {
                last_star = Some((p, t));
                p += 1;
            }
            Some(&wanted) if wanted == '?' || wanted == character => {
                p += 1;
                t += 1;
            }
            _ => {
                let Some((star, from)) = last_star else {
                    return false;
                };
                last_star = Some((star, from + 1));
                p = star + 1;
                t = from + 1;
            }
        }
    }
    pattern.iter().skip(p).all(|&rest| rest == '*')
}
