//! Comms: channels of a front end's widgets to objects in the kernel. None is offered yet, so each is refused.

use super::iopub::IoPub;
use super::log;
use super::message::Request;
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Default, Deserialize)]
#[serde(default)]
struct CommOpen {
    comm_id: String,
    target_name: String,
}

/// `comm_info_reply`.
pub(super) fn info() -> Value {
    json!({"status": "ok", "comms": {}})
}

/// Closes a comm that a front end has opened, as the protocol asks for unknown targets.
pub(super) fn refuse(iopub: &IoPub, request: &Request) {
    let open: CommOpen = match request.content() {
        Ok(open) => open,
        Err(error) => {
            log::refusal(format_args!("a comm_open that cannot be read: {error}"));
            return;
        }
    };
    log::refusal(format_args!("no comm target {:?}", open.target_name));
    iopub.publish(
        "comm_close",
        &request.origin,
        &json!({"comm_id": open.comm_id, "data": {}}),
    );
}
