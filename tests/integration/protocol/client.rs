//! A front end: real sockets, its own signatures. A message that a test has not read fails the test.

use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use std::cell::Cell;
use std::process;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use zmq::{Context, POLLIN, Socket, SocketType};

/// Longer than anything takes, so that only what never comes is missed.
const PATIENCE_MS: i64 = 180_000;
/// How long a message nobody expects may still be on its way.
const QUIET_MS: i64 = 60;

/// One front end.
pub(super) struct Frontend {
    pub(super) shell: Socket,
    pub(super) control: Socket,
    pub(super) stdin: Socket,
    iopub: Socket,
    heartbeat: Socket,
    info: Value,
    session: String,
    sent: Cell<usize>,
}

/// A message from the kernel.
#[derive(Clone, Debug)]
pub(super) struct Message {
    pub(super) header: Value,
    pub(super) parent: Value,
    pub(super) metadata: Value,
    pub(super) content: Value,
    pub(super) buffers: Vec<Vec<u8>>,
}

impl Frontend {
    /// Connects, and reads what a new subscriber is told.
    pub(super) fn connect(info: &Value) -> Self {
        let frontend = Self::unsubscribed(info);
        frontend.iopub.set_subscribe(b"").unwrap();
        let welcome = frontend.published();
        assert_eq!(welcome.msg_type(), "iopub_welcome");
        assert_eq!(welcome.content, json!({"subscription": ""}));
        assert_eq!(welcome.parent, json!({}));
        frontend
    }

    pub(super) fn unsubscribed(info: &Value) -> Self {
        static CLIENTS: AtomicUsize = AtomicUsize::new(0);
        let number = CLIENTS.fetch_add(1, Ordering::SeqCst);
        let session = format!("client-{}-{number}", process::id());
        let context = Context::new();
        let connect = |kind, port| {
            let socket = context.socket(kind).unwrap();
            socket.set_linger(0).unwrap();
            socket.set_rcvhwm(0).unwrap();
            if kind == SocketType::DEALER {
                socket.set_identity(session.as_bytes()).unwrap();
            }
            socket.connect(&endpoint(info, port)).unwrap();
            socket
        };
        Self {
            shell: connect(SocketType::DEALER, "shell_port"),
            control: connect(SocketType::DEALER, "control_port"),
            stdin: connect(SocketType::DEALER, "stdin_port"),
            iopub: connect(SocketType::SUB, "iopub_port"),
            heartbeat: connect(SocketType::REQ, "hb_port"),
            info: info.clone(),
            session,
            sent: Cell::new(0),
        }
    }

    /// Sends a request; gives its id.
    pub(super) fn send(&self, channel: &Socket, msg_type: &str, content: &Value) -> String {
        let (id, frames) = self.frames(msg_type, content);
        channel.send_multipart(frames, 0).unwrap();
        id
    }

    /// The signed frames of a request, and its id.
    pub(super) fn frames(&self, msg_type: &str, content: &Value) -> (String, Vec<Vec<u8>>) {
        self.sent.set(self.sent.get() + 1);
        let id = format!("{}-{}", self.session, self.sent.get());
        let header = json!({
            "msg_id": id,
            "session": self.session,
            "username": "tester",
            "date": "2026-01-01T00:00:00.000000Z",
            "msg_type": msg_type,
            "version": "5.4",
            "a key of the future": true,
        });
        let parts = [&header, &json!({}), &json!({}), content].map(Value::to_string);
        (id, self.sign(&parts.map(String::into_bytes)))
    }

    /// The frames of a message that consists of these four parts.
    pub(super) fn sign(&self, parts: &[Vec<u8>; 4]) -> Vec<Vec<u8>> {
        let key = self.info["key"].as_str().unwrap();
        let signature = if key.is_empty() {
            String::new()
        } else {
            signature(key, parts)
        };
        let mut frames = vec![b"<IDS|MSG>".to_vec(), signature.into_bytes()];
        frames.extend(parts.iter().cloned());
        frames
    }

    pub(super) fn execute(&self, code: &str) -> String {
        self.execute_with(json!({"code": code}))
    }

    pub(super) fn execute_with(&self, mut content: Value) -> String {
        let defaults = json!({
            "code": "", "silent": false, "store_history": true, "user_expressions": {},
            "allow_stdin": false, "stop_on_error": true,
        });
        for (key, value) in defaults.as_object().unwrap() {
            if content.get(key).is_none() {
                content[key] = value.clone();
            }
        }
        self.send(&self.shell, "execute_request", &content)
    }

    /// The next reply on a channel, which must answer `id`.
    pub(super) fn reply(&self, channel: &Socket, id: &str, msg_type: &str) -> Message {
        let message = self.receive(channel);
        assert_eq!(message.msg_type(), msg_type, "{message:?}");
        assert_eq!(message.parent_id(), id, "{message:?}");
        message
    }

    /// Sends a request on the shell and gives the content of its reply; nothing is published but busy and idle.
    pub(super) fn ask(&self, msg_type: &str, content: &Value) -> Value {
        self.ask_on(&self.shell, msg_type, content)
    }

    pub(super) fn ask_on(&self, channel: &Socket, msg_type: &str, content: &Value) -> Value {
        let id = self.send(channel, msg_type, content);
        let reply_type = msg_type.replace("_request", "_reply");
        let reply = self.reply(channel, &id, &reply_type);
        self.expect_status(&id, "busy");
        self.expect_status(&id, "idle");
        reply.content
    }

    /// Runs a cell; its reply, and all that was published between its input and *idle*.
    pub(super) fn run(&self, code: &str) -> (Value, Vec<Message>) {
        let id = self.execute(code);
        let reply = self.reply(&self.shell, &id, "execute_reply");
        self.expect_status(&id, "busy");
        self.expect(&id, "execute_input");
        (reply.content, self.until_idle(&id))
    }

    /// What is published for `id` until *idle*.
    pub(super) fn until_idle(&self, id: &str) -> Vec<Message> {
        let mut messages = Vec::new();
        loop {
            let message = self.published();
            assert_eq!(message.parent_id(), id, "{message:?}");
            if message.msg_type() == "status" {
                assert_eq!(message.content, json!({"execution_state": "idle"}));
                return messages;
            }
            messages.push(message);
        }
    }

    /// The next published message, which must belong to `id`.
    pub(super) fn expect(&self, id: &str, msg_type: &str) -> Message {
        let message = self.published();
        assert_eq!(message.msg_type(), msg_type, "{message:?}");
        assert_eq!(message.parent_id(), id, "{message:?}");
        message
    }

    pub(super) fn expect_status(&self, id: &str, state: &str) {
        let message = self.expect(id, "status");
        assert_eq!(message.content, json!({"execution_state": state}));
    }

    /// The next published message. `starting` belongs to the first subscriber and is passed over.
    pub(super) fn published(&self) -> Message {
        loop {
            let message = self.receive(&self.iopub);
            if !message.is_starting() {
                return message;
            }
        }
    }

    /// The next published message, be it `starting`.
    pub(super) fn published_first(&self) -> Message {
        self.receive(&self.iopub)
    }

    /// The next message on a socket, its signature checked.
    pub(super) fn receive(&self, socket: &Socket) -> Message {
        assert!(
            socket.poll(POLLIN, PATIENCE_MS).unwrap() > 0,
            "no message came"
        );
        let frames = socket.recv_multipart(0).unwrap();
        let delimiter = frames.iter().position(|f| f == b"<IDS|MSG>").unwrap();
        let [signed, header, parent, metadata, content, buffers @ ..] = &frames[delimiter + 1..]
        else {
            panic!("{} frames", frames.len() - delimiter);
        };
        let parts = [header, parent, metadata, content].map(Clone::clone);
        let key = self.info["key"].as_str().unwrap();
        if key.is_empty() {
            assert!(signed.is_empty());
        } else {
            assert_eq!(String::from_utf8_lossy(signed), signature(key, &parts));
        }
        let [header, parent, metadata, content] =
            parts.map(|part| serde_json::from_slice(&part).unwrap());
        Message {
            header,
            parent,
            metadata,
            content,
            buffers: buffers.to_vec(),
        }
    }

    pub(super) fn heartbeat(&self, beat: &[u8]) -> Vec<u8> {
        self.heartbeat.send(beat, 0).unwrap();
        assert!(self.heartbeat.poll(POLLIN, PATIENCE_MS).unwrap() > 0);
        self.heartbeat.recv_bytes(0).unwrap()
    }

    /// Ends without looking whether anything has come that was not read.
    pub(super) fn forget(self) {
        while self.iopub.recv_multipart(zmq::DONTWAIT).is_ok() {}
        for socket in [&self.shell, &self.control, &self.stdin] {
            while socket.recv_multipart(zmq::DONTWAIT).is_ok() {}
        }
    }

    /// Fails if anything has come that was not read.
    pub(super) fn assert_quiet(&self) {
        for (channel, socket) in [
            ("iopub", &self.iopub),
            ("shell", &self.shell),
            ("control", &self.control),
            ("stdin", &self.stdin),
        ] {
            while socket.poll(POLLIN, QUIET_MS).unwrap() > 0 {
                let message = self.receive(socket);
                assert!(message.is_starting(), "unread on {channel}: {message:?}");
            }
        }
    }
}

impl Drop for Frontend {
    fn drop(&mut self) {
        if !thread::panicking() {
            self.assert_quiet();
        }
    }
}

impl Message {
    pub(super) fn is_starting(&self) -> bool {
        self.content == json!({"execution_state": "starting"}) && self.parent == json!({})
    }

    pub(super) fn msg_type(&self) -> &str {
        self.header["msg_type"].as_str().unwrap()
    }

    pub(super) fn parent_id(&self) -> &str {
        self.parent["msg_id"].as_str().unwrap_or_default()
    }
}

/// The types of messages.
pub(super) fn types(messages: &[Message]) -> Vec<&str> {
    messages.iter().map(Message::msg_type).collect()
}

/// Where a port of a connection is.
pub(super) fn endpoint(info: &Value, port: &str) -> String {
    let ip = info["ip"].as_str().unwrap();
    match info["transport"].as_str().unwrap() {
        "ipc" => format!("ipc://{ip}-{}", info[port]),
        _ => format!("tcp://{ip}:{}", info[port]),
    }
}

fn signature(key: &str, parts: &[Vec<u8>; 4]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).unwrap();
    for part in parts {
        mac.update(part);
    }
    let digest = mac.finalize().into_bytes();
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
