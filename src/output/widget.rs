//! Live widgets: what a verb shows where the reader's page can run it, with its state in the kernel.
//!
//! A verb hands one over with [`Answer::live`](crate::magic::Answer::live); the last bundle of its report then stands in wherever pages are
//! only read (an executed notebook, GitHub, a PDF). Nothing here knows what a widget is for, nor how it is carried.

use crate::mime::MimeBundle;
use serde_json::{Map, Value};
use std::fmt;

/// The kernel's half of a widget. Called from the thread that runs cells, never while a cell runs; a panic ends the widget, not the kernel.
///
/// The other half is [`Face::module`], which sees the same state through anywidget's `model`: `model.get(key)`, `model.on("change:key", …)`,
/// `model.send(message)` and `model.on("msg:custom", …)`.
pub trait Widget: Send + fmt::Debug {
    /// The page's half.
    fn face(&self) -> Face;

    /// The whole state that the page sees: asked for when the widget is opened, and whenever a page is loaded anew. Names that begin with `_` are taken.
    fn state(&self) -> Map<String, Value>;

    /// The page has said `message` (`model.send`).
    fn told(&mut self, message: &Value) -> Reaction;

    /// The page has set these names of the state (`model.set` and `model.save_changes`). Other pages that show the widget hear of it without
    /// being told.
    fn changed(&mut self, state: &Map<String, Value>) -> Reaction {
        let _ = state;
        Reaction::default()
    }

    /// What became of [`Reaction::magic`]: what it showed last, or why it failed. A magic asked for here is not run.
    fn ran(&mut self, outcome: Result<&MimeBundle, &str>) -> Reaction {
        let _ = outcome;
        Reaction::default()
    }
}

/// The page's half of a widget.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Face {
    /// A name for it, such as `board`.
    pub name: &'static str,
    /// An ECMAScript module whose default export is `{ render({ model, el }) }`, as anywidget wants it. It fetches nothing and puts no text of the state
    /// into the page but as text.
    pub module: &'static str,
    /// Its style sheet.
    pub style: &'static str,
}

/// What a widget does when something is said to it; all of it reaches the page before the page may speak again.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reaction {
    /// The names of the state that have changed, with their values.
    pub state: Map<String, Value>,
    /// Messages for the page.
    pub messages: Vec<Value>,
    /// A magic to be run in the session as if it had been typed in a cell of its own (`%q …`): it is entered in the journal, and undone, like
    /// any other. Made by the widget from values it has checked, never from text of the page.
    pub magic: Option<String>,
}

impl Reaction {
    /// One name of the state has changed.
    pub fn of(name: &str, value: impl Into<Value>) -> Self {
        let state = Map::from_iter([(name.to_owned(), value.into())]);
        Self {
            state,
            ..Self::default()
        }
    }
}
