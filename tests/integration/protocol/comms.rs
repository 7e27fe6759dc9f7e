//! Comms: channels between widgets and objects in the kernel.

use super::client::{Frontend, Message};
use super::kernel::Kernel;
use serde_json::{Value, json};

/// Sends a comm message with buffers; what is published for it between *busy* and *idle*.
pub(super) fn say(
    frontend: &Frontend,
    msg_type: &str,
    content: &Value,
    buffers: &[&[u8]],
) -> Vec<Message> {
    let (id, mut frames) = frontend.frames(msg_type, content);
    frames.extend(buffers.iter().map(|buffer| buffer.to_vec()));
    frontend.shell.send_multipart(frames, 0).unwrap();
    frontend.expect_status(&id, "busy");
    frontend.until_idle(&id)
}

pub(super) fn open_comms(frontend: &Frontend, target: &str) -> Value {
    let info = frontend.ask("comm_info_request", &json!({"target_name": target}));
    assert_eq!(info["status"], "ok");
    info["comms"].clone()
}

#[test]
fn a_registered_target_hears_and_answers() {
    let kernel = Kernel::start();
    let frontend = kernel.frontend();
    let open = json!({"comm_id": "c1", "target_name": "echo", "data": {"a": [1, null]}});
    let said = say(&frontend, "comm_open", &open, &[]);
    assert_eq!(said.len(), 1);
    assert_eq!(said[0].msg_type(), "comm_msg");
    assert_eq!(
        said[0].content,
        json!({"comm_id": "c1", "data": {"a": [1, null]}})
    );
    assert_eq!(
        open_comms(&frontend, "echo"),
        json!({"c1": {"target_name": "echo"}})
    );
    assert_eq!(
        open_comms(&frontend, ""),
        json!({"c1": {"target_name": "echo"}})
    );
    assert_eq!(open_comms(&frontend, "other"), json!({}));

    let message = json!({"comm_id": "c1", "data": {"b": 2}});
    let said = say(
        &frontend,
        "comm_msg",
        &message,
        &[b"first", b"", b"\xff\x00"],
    );
    assert_eq!(said[0].content, message);
    assert_eq!(said[0].buffers, [&b"\xff\x00"[..], b"", b"first"]);

    assert!(
        say(
            &frontend,
            "comm_close",
            &json!({"comm_id": "c1", "data": {}}),
            &[]
        )
        .is_empty()
    );
    assert_eq!(open_comms(&frontend, ""), json!({}));
    // Nobody is there any more.
    assert!(say(&frontend, "comm_msg", &message, &[]).is_empty());
}

#[test]
fn a_target_that_fails_closes_its_comm_and_says_why() {
    let kernel = Kernel::start();
    let frontend = kernel.frontend();
    let open = |data: Value| json!({"comm_id": "c1", "target_name": "echo", "data": data});
    let said = say(&frontend, "comm_open", &open(json!({"refuse": true})), &[]);
    assert_eq!(said.len(), 1);
    assert_eq!(said[0].msg_type(), "comm_close");
    assert_eq!(said[0].content["data"]["evalue"], "not today");
    assert_eq!(open_comms(&frontend, ""), json!({}));

    say(&frontend, "comm_open", &open(json!({})), &[]);
    let panic = json!({"comm_id": "c1", "data": "panic"});
    let said = say(&frontend, "comm_msg", &panic, &[]);
    assert_eq!(said[0].msg_type(), "comm_close");
    assert_eq!(said[0].content["data"]["ename"], "InternalError");
    // A close cannot fail, whatever the target does.
    let open = json!({"comm_id": "panic", "target_name": "echo", "data": {}});
    say(&frontend, "comm_open", &open, &[]);
    assert!(say(&frontend, "comm_close", &json!({"comm_id": "panic"}), &[]).is_empty());
    assert_eq!(open_comms(&frontend, ""), json!({}));
}

#[test]
fn a_cell_opens_a_comm_of_its_own() {
    let kernel = Kernel::start();
    let frontend = kernel.frontend();
    let (reply, said) = frontend.run("comm view");
    assert_eq!(reply["status"], "ok");
    let [open, stream] = said.as_slice() else {
        panic!("{said:?}");
    };
    let id = stream.content["text"].as_str().unwrap();
    assert_eq!(open.msg_type(), "comm_open");
    assert_eq!(
        open.content,
        json!({"comm_id": id, "target_name": "view", "data": {"x": 1}})
    );
    assert_eq!(open.metadata, json!({"version": "2.1.0"}));
    assert_eq!(open.buffers, [b"ab"]);
    let mut known = json!({});
    known[id] = json!({"target_name": "view"});
    assert_eq!(open_comms(&frontend, "view"), known);
}
