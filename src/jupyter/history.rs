//! The cells run so far, as far as they asked to be remembered; those of earlier sessions too.
//!
//! What was typed is kept in a file that several kernels use at once; what came out of it never is, for the data may be confidential. Outputs
//! are remembered for this session alone.

mod glob;
mod store;

use super::language::Failure;
use super::message::Request;
use super::shell::malformed;
use glob::matches_glob;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::{HashSet, VecDeque};
use std::path::Path;
use store::{Line, Store};

/// How many outputs of this session are remembered, and how long one may be in bytes.
const OUTPUTS: usize = 1000;
const OUTPUT_BYTES: usize = 64 << 10;

/// The cells of this session and those before it.
pub(super) struct History {
    store: Store,
    outputs: VecDeque<(i64, String)>,
    unwritten: Option<(u64, String, Option<String>)>,
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
    /// The history in `file`; in memory if there is none or it cannot be used.
    pub(super) fn open(file: Option<&Path>) -> Self {
        Self {
            store: Store::open(file),
            outputs: VecDeque::new(),
            unwritten: None,
        }
    }

    /// Keeps a cell until [`History::write`] is called: nobody who waits for its answer should wait for the disk.
    pub(super) fn add(&mut self, line: u64, input: &str, output: Option<String>) {
        self.write();
        self.unwritten = Some((line, input.to_owned(), output));
    }

    /// Writes the cell that was added last.
    pub(super) fn write(&mut self) {
        let Some((line, input, output)) = self.unwritten.take() else {
            return;
        };
        let line = line.cast_signed();
        self.store.add(line, &input);
        let Some(output) = output.filter(|output| output.len() <= OUTPUT_BYTES) else {
            return;
        };
        self.outputs.push_back((line, output));
        if self.outputs.len() > OUTPUTS {
            self.outputs.pop_front();
        }
    }

    /// `history_reply`: session, line and input of each entry asked for, oldest first; with its output if that is asked for. Raw and
    /// transformed input are the same here.
    pub(super) fn answer(&self, request: &Request) -> Result<Value, Failure> {
        let asked: HistoryRequest = request.content().map_err(|error| malformed(&error))?;
        let found = match asked.hist_access_type.as_str() {
            "range" => self.range(&asked),
            "search" => self.search(&asked),
            _ => self.store.newest_first(wanted(asked.n), |_| true),
        };
        let entries: Vec<_> = found
            .into_iter()
            .map(|line| {
                if asked.output {
                    json!([line.session, line.number, [line.input, self.output(&line)]])
                } else {
                    json!([line.session, line.number, line.input])
                }
            })
            .collect();
        Ok(json!({"status": "ok", "history": entries}))
    }

    /// The lines from `start` to before `stop` of one session: this one is 0, those before it -1, -2, …, and all have a number. A negative
    /// start counts from the end.
    fn range(&self, asked: &HistoryRequest) -> Vec<Line> {
        let session = self.store.session(asked.session);
        let start = match asked.start.unwrap_or(0) {
            start if start < 0 => start + self.store.newest_line(session) + 1,
            start => start,
        };
        let stop = asked.stop.unwrap_or(i64::MAX);
        self.store.range(session, start, stop)
    }

    /// The last `n` that match the glob pattern; of equal ones, with `unique`, the latest.
    fn search(&self, asked: &HistoryRequest) -> Vec<Line> {
        let pattern = asked.pattern.as_deref().unwrap_or("*");
        let pattern: Vec<_> = pattern.chars().collect();
        let mut seen = HashSet::new();
        self.store.newest_first(wanted(asked.n), |input| {
            matches_glob(&pattern, input) && (!asked.unique || seen.insert(input.to_owned()))
        })
    }

    fn output(&self, line: &Line) -> Option<&str> {
        let is_ours = line.session == self.store.session(0);
        let found = self
            .outputs
            .iter()
            .find(|(number, _)| *number == line.number);
        found.filter(|_| is_ours).map(|(_, output)| output.as_str())
    }
}

fn wanted(n: Option<i64>) -> usize {
    n.map_or(usize::MAX, |n| usize::try_from(n).unwrap_or(0))
}
