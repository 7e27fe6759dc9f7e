//! Jupyter's widget protocol, version 2, spoken for [`Widget`]s whose page side anywidget loads.

use super::comm::{CommMessage, Comms};
use super::language::Failure;
use super::shell::guarded;
use crate::mime::MimeBundle;
use crate::output::{Reaction, Widget};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::env;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Comms of one widget each.
pub(super) const TARGET: &str = "jupyter.widget";
/// The comm on which a page that was loaded anew asks for all widgets.
pub(super) const CONTROL: &str = "jupyter.widget.control";
/// The version of the protocol, in the metadata of what opens a comm.
const PROTOCOL: &str = "2.1.0";
/// Any release: a front end refuses a widget unless it has a version that was asked for.
const ANY_VERSION: &str = "*";

/// The widgets that are open, by the ids of their comms.
#[derive(Default)]
pub(super) struct Widgets(Mutex<BTreeMap<String, Box<dyn Widget>>>);

impl Widgets {
    /// Opens `widget` on a comm; the id that its view is displayed by.
    pub(super) fn open(&self, widget: Box<dyn Widget>, comms: &Comms) -> String {
        let message = CommMessage {
            data: json!({"state": full_state(widget.as_ref()), "buffer_paths": []}),
            metadata: json!({"version": PROTOCOL}),
            buffers: Vec::new(),
        };
        let id = comms.open(TARGET, &message);
        self.put(&id, widget);
        id
    }

    /// Answers a message on `id`: a widget's, or a question for all of them.
    ///
    /// # Errors
    /// The widget has panicked; it is gone.
    pub(super) fn received(
        &self,
        id: &str,
        data: &Value,
        comms: &Comms,
        run: impl FnOnce(&str) -> Result<MimeBundle, Failure>,
    ) -> Result<(), Failure> {
        if data["method"] == "request_states" {
            say(id, self.all_states(), comms);
            return Ok(());
        }
        // It is out of the list meanwhile, and stays out if it panics.
        let Some(mut widget) = self.take(id) else {
            return Ok(());
        };
        let reaction = guarded(|| hear(widget.as_mut(), id, data, comms))?;
        let magic = reaction.magic.clone();
        tell(id, reaction, comms);
        if let Some(magic) = magic {
            let outcome = run(&magic);
            let outcome = outcome.as_ref().map_err(|failure| failure.value.as_str());
            let reaction = guarded(|| widget.ran(outcome))?;
            tell(id, reaction, comms);
        }
        self.put(id, widget);
        Ok(())
    }

    /// The page has closed it.
    pub(super) fn closed(&self, id: &str) {
        // Whatever it does in the end, the kernel lives on.
        let _ = guarded(|| drop(self.take(id)));
    }

    fn all_states(&self) -> Value {
        let widgets = self.lock();
        let states: Map<_, _> = widgets
            .iter()
            .map(|(id, widget)| (id.clone(), described(widget.as_ref())))
            .collect();
        json!({"method": "update_states", "states": states, "buffer_paths": []})
    }

    fn put(&self, id: &str, widget: Box<dyn Widget>) {
        self.lock().insert(id.to_owned(), widget);
    }

    fn take(&self, id: &str) -> Option<Box<dyn Widget>> {
        self.lock().remove(id)
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, Box<dyn Widget>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What displays the widget of comm `id`.
pub(super) fn view(id: &str) -> Value {
    json!({"version_major": 2, "version_minor": 1, "model_id": id})
}

/// Whether the notebook is run for a visitor's page, who cannot be asked anything and yet is there.
pub(super) fn is_served() -> bool {
    env::var("SERVER_SOFTWARE").is_ok_and(|server| server.starts_with("voila/"))
}

fn hear(widget: &mut dyn Widget, id: &str, data: &Value, comms: &Comms) -> Reaction {
    match data["method"].as_str() {
        Some("update") => {
            let state = data["state"].as_object().cloned().unwrap_or_default();
            // Other pages follow, and this one knows that its own is the latest.
            let echo = json!({"method": "echo_update", "state": state, "buffer_paths": []});
            say(id, echo, comms);
            widget.changed(&state)
        }
        Some("custom") => widget.told(&data["content"]),
        Some("request_state") => {
            say(id, update(&full_state(widget)), comms);
            Reaction::default()
        }
        _ => Reaction::default(),
    }
}

fn tell(id: &str, reaction: Reaction, comms: &Comms) {
    if !reaction.state.is_empty() {
        say(id, update(&reaction.state), comms);
    }
    for message in reaction.messages {
        say(id, json!({"method": "custom", "content": message}), comms);
    }
}

fn update(state: &Map<String, Value>) -> Value {
    json!({"method": "update", "state": state, "buffer_paths": []})
}

fn say(id: &str, data: Value, comms: &Comms) {
    let message = CommMessage {
        data,
        ..CommMessage::default()
    };
    comms.send(id, &message);
}

/// The widget's own state and what has anywidget show it.
fn full_state(widget: &dyn Widget) -> Map<String, Value> {
    let face = widget.face();
    let mut state = widget.state();
    for (name, value) in [
        ("_model_module", json!("anywidget")),
        ("_model_name", json!("AnyModel")),
        ("_model_module_version", json!(ANY_VERSION)),
        ("_view_module", json!("anywidget")),
        ("_view_name", json!("AnyView")),
        ("_view_module_version", json!(ANY_VERSION)),
        ("_view_count", Value::Null),
        ("_esm", json!(face.module)),
        ("_css", json!(face.style)),
        ("_anywidget_id", json!(format!("quincunx.{}", face.name))),
    ] {
        state.insert(name.to_owned(), value);
    }
    state
}

fn described(widget: &dyn Widget) -> Value {
    json!({
        "model_name": "AnyModel",
        "model_module": "anywidget",
        "model_module_version": ANY_VERSION,
        "state": full_state(widget),
    })
}
