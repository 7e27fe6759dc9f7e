//! Messages as frames: `[identities…] <IDS|MSG> signature header parent_header metadata content [buffers…]`.

use super::PROTOCOL_VERSION;
use super::signature::{Refused, Signer};
use chrono::{SecondsFormat, Utc};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

const DELIMITER: &[u8] = b"<IDS|MSG>";

/// A message that came in, its signature checked. The content is parsed by whoever knows its type.
#[derive(Clone, Debug)]
pub(super) struct Request {
    /// The sender, as ROUTER sockets name it.
    pub(super) identities: Vec<Vec<u8>>,
    pub(super) msg_type: String,
    /// This request as the parent of what is sent on its behalf.
    pub(super) origin: Parent,
    parent_header: Vec<u8>,
    metadata: Vec<u8>,
    content: Vec<u8>,
    /// Binary frames after the content; they are not signed.
    pub(super) buffers: Vec<Vec<u8>>,
}

/// The header of the request that a message answers, exactly as it came; empty for none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Parent(Option<Arc<[u8]>>);

/// Why a message is dropped.
#[derive(Debug, thiserror::Error)]
pub(super) enum Dropped {
    #[error("it has no <IDS|MSG> frame")]
    NoDelimiter,
    #[error("it has {0} frames after <IDS|MSG>; expected at least 5")]
    TooFewFrames(usize),
    #[error("{0}")]
    Signature(#[from] Refused),
    #[error("its header is not a JSON object: {0}")]
    Header(serde_json::Error),
    #[error("its header has no msg_type")]
    NoType,
}

#[derive(Default, Deserialize)]
struct ReadParent {
    #[serde(default)]
    msg_id: String,
}

#[derive(Serialize)]
struct WrittenHeader<'a> {
    msg_id: &'a str,
    session: &'a str,
    username: &'static str,
    date: String,
    msg_type: &'a str,
    version: &'static str,
}

/// A message to be sent.
pub(super) struct Outgoing<'a> {
    pub(super) msg_type: &'a str,
    pub(super) parent: &'a Parent,
    /// An object; null for an empty one.
    pub(super) metadata: &'a Value,
    pub(super) content: &'a Value,
    pub(super) buffers: &'a [Vec<u8>],
}

/// Turns messages into signed frames and back, for the kernel's own session.
pub(super) struct Wire {
    session: String,
    signer: Signer,
    sent: AtomicU64,
}

impl Wire {
    pub(super) fn new(signer: Signer) -> Self {
        Self {
            session: uuid::Uuid::new_v4().to_string(),
            signer,
            sent: AtomicU64::new(0),
        }
    }

    /// The kernel's session id.
    pub(super) fn session(&self) -> &str {
        &self.session
    }

    /// Reads a message; nothing of it is parsed before its signature is checked.
    pub(super) fn read(&self, mut frames: Vec<Vec<u8>>) -> Result<Request, Dropped> {
        let delimiter = frames.iter().position(|frame| frame == DELIMITER);
        let delimiter = delimiter.ok_or(Dropped::NoDelimiter)?;
        let mut rest = frames.split_off(delimiter);
        let [
            _,
            signature,
            header,
            parent_header,
            metadata,
            content,
            buffers @ ..,
        ] = rest.as_mut_slice()
        else {
            return Err(Dropped::TooFewFrames(rest.len() - 1));
        };
        self.signer
            .check(signature, [header, parent_header, metadata, content])?;
        // All of it is read, because all of it travels back as a parent header.
        let read: Map<String, Value> = serde_json::from_slice(header).map_err(Dropped::Header)?;
        let msg_type = read.get("msg_type").and_then(Value::as_str);
        Ok(Request {
            identities: frames,
            msg_type: msg_type.ok_or(Dropped::NoType)?.to_owned(),
            origin: Parent(Some(Arc::from(header.as_slice()))),
            parent_header: std::mem::take(parent_header),
            metadata: std::mem::take(metadata),
            content: std::mem::take(content),
            buffers: buffers.iter_mut().map(std::mem::take).collect(),
        })
    }

    /// The frames of a message after its identities, and its `msg_id`.
    pub(super) fn write(&self, message: &Outgoing<'_>) -> (Vec<Vec<u8>>, String) {
        let number = self.sent.fetch_add(1, Ordering::Relaxed);
        let msg_id = format!("{}_{number}", self.session);
        let header = WrittenHeader {
            msg_id: &msg_id,
            session: &self.session,
            username: "kernel",
            date: now(),
            msg_type: message.msg_type,
            version: PROTOCOL_VERSION,
        };
        let header = to_json(&header);
        let metadata = match message.metadata {
            Value::Null => b"{}".to_vec(),
            metadata => to_json(metadata),
        };
        let content = to_json(message.content);
        let parent = message.parent.as_bytes();
        let signature = self.signer.sign([&header, parent, &metadata, &content]);
        let mut frames = vec![
            DELIMITER.to_vec(),
            signature.into_bytes(),
            header,
            parent.to_vec(),
            metadata,
            content,
        ];
        frames.extend_from_slice(message.buffers);
        (frames, msg_id)
    }
}

impl Request {
    /// The content as `T`, of which keys may be absent and others unknown.
    pub(super) fn content<T: DeserializeOwned>(&self) -> serde_json::Result<T> {
        from_object(&self.content)
    }

    /// The metadata; null if it is no JSON object.
    pub(super) fn metadata(&self) -> Value {
        from_object(&self.metadata).unwrap_or_default()
    }

    /// The `msg_id` of the message that this one answers, if it says.
    pub(super) fn parent_id(&self) -> Option<String> {
        let parent: ReadParent = from_object(&self.parent_header).ok()?;
        (!parent.msg_id.is_empty()).then_some(parent.msg_id)
    }

    /// The type of the reply, if this is a request.
    pub(super) fn reply_type(&self) -> Option<String> {
        let stem = self.msg_type.strip_suffix("_request")?;
        Some(format!("{stem}_reply"))
    }
}

impl Parent {
    /// No parent: what the kernel says of its own accord.
    pub(super) const NONE: Self = Self(None);

    fn as_bytes(&self) -> &[u8] {
        self.0.as_deref().unwrap_or(b"{}")
    }
}

/// The time as the protocol writes it.
pub(super) fn now() -> String {
    Utc::now().to_rfc3339_opts(SecondsFormat::Micros, true)
}

/// Reads a JSON object; serde would take an array for a struct too.
pub(super) fn from_object<T: DeserializeOwned>(json: &[u8]) -> serde_json::Result<T> {
    if json.trim_ascii_start().starts_with(b"[") {
        return Err(serde::de::Error::custom(
            "expected an object, found an array",
        ));
    }
    serde_json::from_slice(json)
}

/// Strings, numbers and maps with string keys always have a JSON form.
fn to_json(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).unwrap_or_else(|_| b"{}".to_vec())
}
