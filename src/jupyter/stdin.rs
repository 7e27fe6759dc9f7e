//! The stdin channel: questions to the front end whose cell is running.

use super::log;
use super::message::{Outgoing, Request};
use super::shared::Shared;
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::{Mutex, PoisonError};
use zmq::{DONTWAIT, POLLIN, Socket};

/// How often a waiting question looks for an interrupt, in milliseconds.
const INTERRUPT_POLL_MS: i64 = 50;

/// What front ends send for control-D.
const END_OF_INPUT: &str = "\u{4}";

/// The kernel's side of the channel; one question at a time.
pub(super) struct Stdin(Mutex<Socket>);

#[derive(Deserialize)]
struct InputReply {
    #[serde(default)]
    value: String,
}

impl Stdin {
    pub(super) fn new(socket: Socket) -> Self {
        Self(Mutex::new(socket))
    }

    /// Asks whoever sent `request`, and waits for the answer.
    pub(super) fn ask(
        &self,
        shared: &Shared,
        request: &Request,
        prompt: &str,
        password: bool,
    ) -> Result<String, String> {
        let socket = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        discard_stale_replies(&socket);
        shared.iopub.flush();
        let (frames, question_id) = shared.wire.write(&Outgoing {
            msg_type: "input_request",
            parent: &request.origin,
            metadata: &Value::Null,
            content: &json!({"prompt": prompt, "password": password}),
            buffers: &[],
        });
        let frames = request.identities.iter().cloned().chain(frames);
        socket
            .send_multipart(frames, 0)
            .map_err(|error| format!("The question could not be sent: {error}."))?;

        loop {
            if shared.is_interrupted() {
                return Err("Interrupted while waiting for input.".to_owned());
            }
            if !matches!(socket.poll(POLLIN, INTERRUPT_POLL_MS), Ok(1..)) {
                continue;
            }
            let Ok(frames) = socket.recv_multipart(DONTWAIT) else {
                continue;
            };
            match shared.wire.read(frames) {
                Ok(reply) if is_answer(&reply, request, &question_id) => return answer(&reply),
                Ok(_) => {}
                Err(why) => log::refusal(format_args!("dropped a message on stdin: {why}")),
            }
        }
    }
}

fn discard_stale_replies(socket: &Socket) {
    while socket.recv_multipart(DONTWAIT).is_ok() {}
}

/// Some front ends leave out whose question they answer.
fn is_answer(reply: &Request, request: &Request, question_id: &str) -> bool {
    reply.msg_type == "input_reply"
        && reply.identities == request.identities
        && reply.parent_id().is_none_or(|id| id == question_id)
}

fn answer(reply: &Request) -> Result<String, String> {
    let reply: InputReply = reply
        .content()
        .map_err(|error| format!("The answer could not be read: {error}."))?;
    if reply.value == END_OF_INPUT {
        return Err("End of input.".to_owned());
    }
    Ok(reply.value)
}
