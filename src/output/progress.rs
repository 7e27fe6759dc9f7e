//! How far a long step is, shown in one place that changes.

use super::Output;
use crate::mime::MimeBundle;
use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

/// A step that ends sooner shows nothing of its progress.
const SHOWN_AFTER: Duration = Duration::from_secs(1);
/// How often what is shown may change.
const EVERY: Duration = Duration::from_millis(200);
/// The parts of the bar.
const BAR: usize = 20;

/// The reader's side of a long step: hears how far it is, and may want it to end.
///
/// Both calls cost next to nothing; once a row, a sort or a resample is often enough. A step that is told to end
/// returns an error and leaves nothing behind; whoever called it puts the session back.
pub trait Progress: Sync {
    /// `done` of `total` parts are behind us; a `total` of 0 means that nobody knows how many there are. `words` say
    /// what the parts are: `sorts checked`, `resamples`.
    fn step(&self, done: usize, total: usize, words: &str);
    /// Whether the reader wants the step to end.
    fn interrupted(&self) -> bool;
}

impl fmt::Debug for dyn Progress + '_ {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Progress")
    }
}

/// Nobody watches, and nobody interrupts.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unwatched;

impl Progress for Unwatched {
    fn step(&self, _: usize, _: usize, _: &str) {}

    fn interrupted(&self) -> bool {
        false
    }
}

/// Progress as a line among the cell's output, from a second after its making; it changes in place, and goes when this is
/// dropped: what stays with a notebook does not depend on how long its cells took. Nobody who is not there is shown it.
pub struct InPlace<'a> {
    out: &'a dyn Output,
    title: String,
    line: Mutex<Line>,
}

struct Line {
    /// The line's display id, once it is shown.
    id: Option<String>,
    /// When it was shown or changed last; at first, when the step began.
    changed: Instant,
    /// What it says.
    text: String,
}

impl<'a> InPlace<'a> {
    /// For a step called `title`, as the reader knows it.
    pub fn new(out: &'a dyn Output, title: impl Into<String>) -> Self {
        Self {
            out,
            title: title.into(),
            line: Mutex::new(Line {
                id: None,
                changed: Instant::now(),
                text: String::new(),
            }),
        }
    }

    fn line(&self) -> MutexGuard<'_, Line> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn text(&self, done: usize, total: usize, words: &str) -> String {
        let title = &self.title;
        match total {
            0 => format!("{title}: {words} …"),
            _ => format!("{title}: {} {done} of {total} {words} …", bar(done, total)),
        }
    }
}

impl Progress for InPlace<'_> {
    fn step(&self, done: usize, total: usize, words: &str) {
        let mut line = self.line();
        let now = Instant::now();
        let wait = match line.id {
            None => SHOWN_AFTER,
            Some(_) => EVERY,
        };
        if now - line.changed < wait || !self.out.is_watched() {
            return;
        }
        let text = self.text(done, total, words);
        if text == line.text {
            return;
        }
        let bundle = MimeBundle::plain(text.clone());
        match &line.id {
            Some(id) => self.out.update(&bundle, id),
            None => {
                let id = new_id();
                self.out.display(&bundle, Some(&id));
                line.id = Some(id);
            }
        }
        line.changed = now;
        line.text = text;
    }

    fn interrupted(&self) -> bool {
        self.out.interrupted()
    }
}

impl Drop for InPlace<'_> {
    fn drop(&mut self) {
        if let Some(id) = &self.line().id {
            self.out.withdraw(id);
        }
    }
}

fn bar(done: usize, total: usize) -> String {
    let filled = done.min(total).saturating_mul(BAR) / total.max(1);
    format!("[{}{}]", "#".repeat(filled), "·".repeat(BAR - filled))
}

/// Unlike any other of this notebook, be it of an earlier kernel.
fn new_id() -> String {
    static MADE: AtomicUsize = AtomicUsize::new(0);
    let number = MADE.fetch_add(1, Ordering::Relaxed);
    let time = SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default();
    format!(
        "progress-{}-{}-{number}",
        std::process::id(),
        time.as_micros()
    )
}
