//! Comms: channels between a front end's widgets and objects in the kernel.

use super::language::{Failure, Language};
use super::log;
use super::message::{Parent, Request};
use super::shared::Shared;
use super::shell::{guarded, malformed};
use super::widgets;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What stands behind the comms of one name. Called from the thread that runs cells; a panic in any of these closes the comm and leaves
/// the kernel running.
pub trait CommTarget {
    /// A front end has opened comm `id`.
    ///
    /// # Errors
    /// Why it cannot be; it is closed again.
    fn opened(&mut self, id: &str, message: &CommMessage, comms: &Comms) -> Result<(), Failure>;

    /// A front end says something on comm `id`, whichever side opened it.
    ///
    /// # Errors
    /// Why it cannot be; the comm is closed.
    fn received(&mut self, id: &str, message: &CommMessage, comms: &Comms) -> Result<(), Failure>;

    /// A front end has closed comm `id`.
    fn closed(&mut self, id: &str);
}

/// What is said on a comm. Buffers travel beside the JSON and are not signed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CommMessage {
    /// A JSON object, by the rules of the comm's target.
    pub data: Value,
    /// The message's metadata: a JSON object, null for an empty one.
    pub metadata: Value,
    /// Binary parts.
    pub buffers: Vec<Vec<u8>>,
}

/// The kernel's way to its comms; clones share them. What is said belongs to the request being answered.
#[derive(Clone)]
pub struct Comms(Arc<Shared>);

/// The comms that are open: id and target's name.
#[derive(Default)]
pub(super) struct Open(Mutex<BTreeMap<String, String>>);

/// The targets a language has registered, by name.
pub(super) type Targets = HashMap<String, Box<dyn CommTarget>>;

#[derive(Default, Deserialize)]
#[serde(default)]
struct CommContent {
    comm_id: String,
    target_name: String,
    data: Value,
}

impl Comms {
    pub(super) fn new(shared: &Arc<Shared>) -> Self {
        Self(Arc::clone(shared))
    }

    /// Opens a comm to whatever front ends have registered under `target`; gives its id.
    pub fn open(&self, target: &str, message: &CommMessage) -> String {
        let id = uuid::Uuid::new_v4().simple().to_string();
        self.0.comms.insert(&id, target);
        let content = json!({"comm_id": id, "target_name": target, "data": message.data});
        self.publish("comm_open", content, message);
        id
    }

    /// Says something on an open comm; on a closed one nothing.
    pub fn send(&self, id: &str, message: &CommMessage) {
        if self.0.comms.target(id).is_some() {
            let content = json!({"comm_id": id, "data": message.data});
            self.publish("comm_msg", content, message);
        }
    }

    /// Closes a comm.
    pub fn close(&self, id: &str, message: &CommMessage) {
        if self.0.comms.remove(id).is_some() {
            let content = json!({"comm_id": id, "data": message.data});
            self.publish("comm_close", content, message);
        }
    }

    fn publish(&self, msg_type: &str, mut content: Value, message: &CommMessage) {
        if content["data"].is_null() {
            content["data"] = json!({});
        }
        let CommMessage {
            metadata, buffers, ..
        } = message;
        let parent = self.0.answering.get();
        self.0
            .iopub
            .publish_whole(msg_type, &parent, metadata, &content, buffers);
    }
}

impl fmt::Debug for Comms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.comms.lock().keys()).finish()
    }
}

impl Open {
    fn insert(&self, id: &str, target: &str) {
        self.lock().insert(id.to_owned(), target.to_owned());
    }

    fn remove(&self, id: &str) -> Option<String> {
        self.lock().remove(id)
    }

    fn target(&self, id: &str) -> Option<String> {
        self.lock().get(id).cloned()
    }

    /// `comm_info_reply`: the open comms, of one target if that is asked for.
    pub(super) fn info(&self, request: &Request) -> Result<Value, Failure> {
        #[derive(Default, Deserialize)]
        #[serde(default)]
        struct Asked {
            target_name: Option<String>,
        }
        let asked: Asked = request.content().map_err(|error| malformed(&error))?;
        let open = self.lock();
        let wanted = open.iter().filter(|(_, target)| {
            let only = asked.target_name.as_deref().filter(|name| !name.is_empty());
            only.is_none_or(|only| only == target.as_str())
        });
        let comms: serde_json::Map<_, _> = wanted
            .map(|(id, target)| (id.clone(), json!({"target_name": target})))
            .collect();
        Ok(json!({"status": "ok", "comms": comms}))
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, String>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Takes in a `comm_open`, `comm_msg` or `comm_close` of a front end.
pub(super) fn take(
    targets: &mut Targets,
    language: &mut impl Language,
    comms: &Comms,
    request: &Request,
) {
    let content: CommContent = match request.content() {
        Ok(content) => content,
        Err(error) => {
            let kind = &request.msg_type;
            return log::refusal(format_args!("a {kind} that cannot be read: {error}"));
        }
    };
    let id = content.comm_id.as_str();
    let message = CommMessage {
        data: content.data,
        metadata: request.metadata(),
        buffers: request.buffers.clone(),
    };
    match request.msg_type.as_str() {
        "comm_open" => open(targets, comms, id, &content.target_name, &message),
        "comm_close" => {
            let target = comms.0.comms.remove(id);
            if target.as_deref() == Some(widgets::TARGET) {
                return comms.0.widgets.closed(id);
            }
            if let Some(target) = target.and_then(|name| targets.get_mut(&name)) {
                let _ = guarded(|| target.closed(id));
            }
        }
        _ => {
            let target = comms.0.comms.target(id);
            if let Some(widgets::TARGET | widgets::CONTROL) = target.as_deref() {
                return tell_widget(language, comms, id, &message.data);
            }
            let Some(target) = target.and_then(|name| targets.get_mut(&name)) else {
                return log::refusal(format_args!("a message on a comm that is not open"));
            };
            let taken = guarded(|| target.received(id, &message, comms));
            close_if_failed(taken.and_then(|taken| taken), comms, id);
        }
    }
}

/// Has a widget hear what its page says. A magic that it asks for runs like a cell, and can be interrupted like one.
fn tell_widget(language: &mut impl Language, comms: &Comms, id: &str, data: &Value) {
    let shared = &comms.0;
    let run = |code: &str| {
        let ran = shared.interruptible(|| guarded(|| language.run_aside(code)));
        ran.and_then(|ran| ran)
    };
    let heard = shared.widgets.received(id, data, comms, run);
    close_if_failed(heard, comms, id);
}

/// Opens a comm, or closes it at once where nobody stands behind its name, as the protocol asks.
fn open(targets: &mut Targets, comms: &Comms, id: &str, name: &str, message: &CommMessage) {
    comms.0.comms.insert(id, name);
    if name == widgets::CONTROL {
        return;
    }
    let taken = match targets.get_mut(name) {
        Some(target) => guarded(|| target.opened(id, message, comms)).and_then(|taken| taken),
        None => {
            log::refusal(format_args!("no comm target {name:?}"));
            return comms.close(id, &CommMessage::default());
        }
    };
    close_if_failed(taken, comms, id);
}

fn close_if_failed(taken: Result<(), Failure>, comms: &Comms, id: &str) {
    let Err(failure) = taken else { return };
    log::refusal(format_args!("a comm was closed: {}", failure.value));
    let why = CommMessage {
        data: json!({"ename": failure.name, "evalue": failure.value}),
        ..CommMessage::default()
    };
    comms.close(id, &why);
}

/// The request that whatever is said now belongs to.
#[derive(Default)]
pub(super) struct Answering(Mutex<Parent>);

impl Answering {
    pub(super) fn set(&self, parent: Parent) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = parent;
    }

    pub(super) fn get(&self) -> Parent {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}
