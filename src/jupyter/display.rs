//! A running cell's output on its way to iopub.

use super::iopub::Stream;
use super::language::Cell;
use super::message::Request;
use super::shared::Shared;
use crate::mime::MimeBundle;
use crate::output::Output;
use serde_json::{Value, json};
use std::sync::{Mutex, PoisonError};

/// The output of one cell, published as belonging to its request.
pub(super) struct CellOutput<'a> {
    shared: &'a Shared,
    request: &'a Request,
    is_silent: bool,
    execution_count: u64,
    allow_stdin: bool,
    /// The plain text of the cell's value, for the history.
    result: Mutex<Option<String>>,
}

impl<'a> CellOutput<'a> {
    pub(super) fn new(
        shared: &'a Shared,
        request: &'a Request,
        cell: &Cell<'_>,
        allow_stdin: bool,
    ) -> Self {
        Self {
            shared,
            request,
            is_silent: cell.silent,
            execution_count: cell.execution_count,
            allow_stdin,
            result: Mutex::new(None),
        }
    }

    /// The plain text of the cell's value, if it had one.
    pub(super) fn into_result(self) -> Option<String> {
        self.result
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self, stream: Stream, text: &str) {
        if !self.is_silent {
            self.shared.iopub.write(stream, &self.request.origin, text);
        }
    }

    fn publish(&self, msg_type: &str, content: &Value) {
        if !self.is_silent {
            self.shared
                .iopub
                .publish(msg_type, &self.request.origin, content);
        }
    }
}

impl Output for CellOutput<'_> {
    fn stdout(&self, text: &str) {
        self.write(Stream::Stdout, text);
    }

    fn stderr(&self, text: &str) {
        self.write(Stream::Stderr, text);
    }

    fn display(&self, bundle: &MimeBundle, id: Option<&str>) {
        let transient = id.map_or_else(|| json!({}), |id| json!({"display_id": id}));
        self.publish(
            "display_data",
            &json!({"data": bundle.data(), "metadata": bundle.metadata(), "transient": transient}),
        );
    }

    fn update(&self, bundle: &MimeBundle, id: &str) {
        self.publish(
            "update_display_data",
            &json!({
                "data": bundle.data(),
                "metadata": bundle.metadata(),
                "transient": {"display_id": id},
            }),
        );
    }

    fn result(&self, bundle: &MimeBundle) {
        let mut result = self.result.lock().unwrap_or_else(PoisonError::into_inner);
        *result = Some(bundle.text().to_owned());
        self.publish(
            "execute_result",
            &json!({
                "data": bundle.data(),
                "metadata": bundle.metadata(),
                "execution_count": self.execution_count,
            }),
        );
    }

    fn clear(&self, wait: bool) {
        self.publish("clear_output", &json!({"wait": wait}));
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
