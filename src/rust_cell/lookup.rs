//! Completion and documentation, when the host is at leisure.

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use super::RustCells;
use super::connection::{Next, next_event};
use super::protocol::{Completions, Documentation, Event, Request};

/// How long a lookup may take before the front end gets nothing.
const PATIENCE: Duration = Duration::from_secs(2);

impl RustCells {
    /// What may stand at `offset` (in bytes) of `code`. Starts evcxr if need be, and then, like
    /// while a cell runs, gives nothing.
    pub fn complete(&self, code: &str, offset: usize) -> Completions {
        let completed = self.look_up(|number| Request::Complete {
            number,
            code: code.to_owned(),
            offset: code.floor_char_boundary(offset),
        });
        match completed {
            Some(Event::Completed { completions, .. }) => completions,
            _ => Completions::default(),
        }
    }

    /// What is known of the name at `offset` (in bytes) of `code`. Starts evcxr if need be, and
    /// then, like while a cell runs, gives nothing.
    pub fn inspect(&self, code: &str, offset: usize) -> Option<Documentation> {
        let inspected = self.look_up(|number| Request::Inspect {
            number,
            code: code.to_owned(),
            offset: end_of_name(code, offset),
        });
        match inspected {
            Some(Event::Inspected { documentation, .. }) => documentation,
            _ => None,
        }
    }

    /// Asks the host, if it is up and at leisure.
    fn look_up(&self, request: impl FnOnce(u64) -> Request) -> Option<Event> {
        let connection = self.connect().ok()?;
        let events = connection.try_events()?;
        if !connection.ready.load(Ordering::Relaxed) {
            match next_event(&events, Duration::ZERO) {
                Next::Event(Event::Ready) => connection.ready.store(true, Ordering::Relaxed),
                Next::Event(Event::CannotStart(_)) | Next::HostGone => {
                    self.forget(&connection);
                    return None;
                }
                _ => return None,
            }
        }
        let number = self.number.fetch_add(1, Ordering::Relaxed);
        connection.send(&request(number));
        let deadline = Instant::now() + PATIENCE;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            match next_event(&events, left) {
                Next::Event(event) if answers(&event, number) => return Some(event),
                Next::Event(_) => {}
                Next::Nothing => return None,
                Next::HostGone => {
                    self.forget(&connection);
                    return None;
                }
            }
        }
    }
}

fn answers(event: &Event, asked: u64) -> bool {
    match event {
        Event::Completed { number, .. } | Event::Inspected { number, .. } => *number == asked,
        _ => false,
    }
}

/// The end of the identifier that `offset` lies in or touches.
fn end_of_name(code: &str, offset: usize) -> usize {
    let offset = code.floor_char_boundary(offset);
    let rest = code.get(offset..).unwrap_or_default();
    let length = rest
        .find(|c: char| !(c.is_alphanumeric() || c == '_'))
        .unwrap_or(rest.len());
    offset + length
}
