//! A running cell's output on its way to iopub.

mod shown;

use super::comm::Comms;
use super::iopub::Stream;
use super::language::Cell;
use super::message::Request;
use super::shared::Shared;
use super::widgets;
use crate::mime::{MimeBundle, WIDGET_VIEW};
use crate::output::{Output, Widget};
use serde_json::{Value, json};
use shown::{Piece, Shown};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The output of one cell, published as belonging to its request.
pub(super) struct CellOutput<'a> {
    shared: &'a Shared,
    comms: &'a Comms,
    request: &'a Request,
    is_silent: bool,
    execution_count: u64,
    allow_stdin: bool,
    /// The plain text of the cell's value, for the history.
    result: Mutex<Option<String>>,
    /// Held while publishing, so that both have one order.
    shown: Mutex<Shown>,
}

impl<'a> CellOutput<'a> {
    pub(super) fn new(
        shared: &'a Shared,
        comms: &'a Comms,
        request: &'a Request,
        cell: &Cell<'_>,
        allow_stdin: bool,
    ) -> Self {
        Self {
            shared,
            comms,
            request,
            is_silent: cell.silent,
            execution_count: cell.execution_count,
            allow_stdin,
            result: Mutex::new(None),
            shown: Mutex::default(),
        }
    }

    /// The plain text of the cell's value, if it had one.
    pub(super) fn into_result(self) -> Option<String> {
        self.result
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self, stream: Stream, text: &str) {
        if self.is_silent {
            return;
        }
        let mut shown = self.shown();
        if self.is_watched() {
            shown.text(stream, text);
        }
        self.shared.iopub.write(stream, &self.request.origin, text);
    }

    /// Publishes what stays with the cell, under `id` if it has one.
    fn show(&self, msg_type: &'static str, content: &Value, id: Option<&str>) {
        let mut shown = self.shown();
        if self.is_watched() {
            shown.message(msg_type, content, id);
        }
        self.publish(msg_type, content);
    }

    fn publish(&self, msg_type: &str, content: &Value) {
        if !self.is_silent {
            self.shared
                .iopub
                .publish(msg_type, &self.request.origin, content);
        }
    }

    fn shown(&self) -> MutexGuard<'_, Shown> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The content of `display_data` and of its updates.
fn displayed(bundle: &MimeBundle, id: Option<&str>) -> Value {
    let transient = id.map_or_else(|| json!({}), |id| json!({"display_id": id}));
    json!({"data": bundle.data(), "metadata": bundle.metadata(), "transient": transient})
}

impl Output for CellOutput<'_> {
    fn stdout(&self, text: &str) {
        self.write(Stream::Stdout, text);
    }

    fn stderr(&self, text: &str) {
        self.write(Stream::Stderr, text);
    }

    fn display(&self, bundle: &MimeBundle, id: Option<&str>) {
        self.show("display_data", &displayed(bundle, id), id);
    }

    fn update(&self, bundle: &MimeBundle, id: &str) {
        let content = displayed(bundle, Some(id));
        let mut shown = self.shown();
        shown.update(id, &content);
        self.publish("update_display_data", &content);
    }

    fn withdraw(&self, id: &str) {
        let mut shown = self.shown();
        let Some(left) = shown.without(id) else {
            return self.publish(
                "update_display_data",
                &displayed(&MimeBundle::plain(""), Some(id)),
            );
        };
        // Cleared together with what comes next, the page does not flicker.
        self.publish("clear_output", &json!({"wait": !left.is_empty()}));
        for piece in left {
            match piece {
                Piece::Text(stream, text) => {
                    self.shared.iopub.write(*stream, &self.request.origin, text);
                }
                Piece::Message {
                    msg_type, content, ..
                } => self.publish(msg_type, content),
            }
        }
    }

    fn result(&self, bundle: &MimeBundle) {
        let mut result = self.result.lock().unwrap_or_else(PoisonError::into_inner);
        *result = Some(bundle.text().to_owned());
        drop(result);
        let content = json!({
            "data": bundle.data(),
            "metadata": bundle.metadata(),
            "execution_count": self.execution_count,
        });
        self.show("execute_result", &content, None);
    }

    fn live(&self, widget: Box<dyn Widget>, still: MimeBundle) -> MimeBundle {
        // A notebook that is run unattended will be read where nobody answers for a widget.
        if self.is_silent || !(self.is_watched() || widgets::is_served()) {
            return still;
        }
        let id = self.shared.widgets.open(widget, self.comms);
        still.with(WIDGET_VIEW, widgets::view(&id))
    }

    fn clear(&self, wait: bool) {
        let mut shown = self.shown();
        shown.clear(wait);
        self.publish("clear_output", &json!({"wait": wait}));
    }

    fn is_watched(&self) -> bool {
        // Whoever can answer questions is there, and programs that run notebooks cannot.
        self.allow_stdin && !self.is_silent
    }

    fn input(&self, prompt: &str, password: bool) -> Result<String, String> {
        if !self.allow_stdin {
            return Err("This cell asks for input, but the front end cannot be asked.".to_owned());
        }
        self.shared
            .stdin
            .ask(self.shared, self.request, prompt, password)
    }

    fn interrupted(&self) -> bool {
        self.shared.is_interrupted()
    }
}
