//! What is signed wrongly, malformed or replayed is dropped, and the kernel lives on.

use super::client::Frontend;
use super::kernel::{Connection, Kernel};
use serde_json::json;

/// The kernel answers, and nothing that was sent before has had an effect.
fn expect_alive(frontend: &Frontend) {
    for channel in [&frontend.shell, &frontend.control] {
        let info = frontend.ask_on(channel, "kernel_info_request", &json!({}));
        assert_eq!(info["status"], "ok");
    }
}

#[test]
fn a_wrong_signature_is_dropped() {
    let kernel = Kernel::start();
    let frontend = kernel.frontend();
    let content = json!({"code": "out never"});
    let signatures: [&[u8]; 6] = [
        b"",
        b"0",
        &b"00".repeat(32),
        &b"zz".repeat(32),
        &b"+0".repeat(32),
        &[0xff; 64],
    ];
    for channel in [&frontend.shell, &frontend.control, &frontend.stdin] {
        for signature in signatures {
            let (_, mut frames) = frontend.frames("execute_request", &content);
            frames[1] = signature.to_vec();
            channel.send_multipart(frames, 0).unwrap();
        }
        for frame in 2..6 {
            let (_, mut frames) = frontend.frames("execute_request", &content);
            frames[frame].push(b' ');
            channel.send_multipart(frames, 0).unwrap();
        }
    }
    expect_alive(&frontend);
}

#[test]
fn a_replayed_message_is_dropped_on_every_channel() {
    let kernel = Kernel::start();
    let frontend = kernel.frontend();
    let (id, frames) = frontend.frames("execute_request", &json!({"code": "out once"}));
    frontend.shell.send_multipart(&frames, 0).unwrap();
    frontend.reply(&frontend.shell, &id, "execute_reply");
    frontend.expect_status(&id, "busy");
    frontend.until_idle(&id);
    for channel in [&frontend.shell, &frontend.control] {
        channel.send_multipart(&frames, 0).unwrap();
    }
    expect_alive(&frontend);
}

#[test]
fn any_number_of_frames_is_survived() {
    let kernel = Kernel::start();
    let frontend = kernel.frontend();
    for channel in [&frontend.shell, &frontend.control, &frontend.stdin] {
        for count in 1..=6 {
            let (_, frames) = frontend.frames("execute_request", &json!({"code": "out never"}));
            if count < 6 {
                channel.send_multipart(&frames[..count], 0).unwrap();
            }
            // Without the delimiter.
            channel.send_multipart(&frames[1..][..count - 1], 0).ok();
            channel.send_multipart(vec![Vec::new(); count], 0).unwrap();
            channel
                .send_multipart(vec![vec![0xff; 3]; count], 0)
                .unwrap();
            channel
                .send_multipart(vec![b"<IDS|MSG>".to_vec(); count], 0)
                .unwrap();
        }
    }
    expect_alive(&frontend);
}

#[test]
fn signed_nonsense_is_survived() {
    let kernel = Kernel::start();
    let frontend = kernel.frontend();
    let nonsense: [&[u8]; 8] = [
        b"",
        b"{",
        b"null",
        b"[]",
        b"{}",
        b"\xff\xfe",
        br#"{"msg_type": 5}"#,
        br#"{"msg_type": null}"#,
    ];
    for channel in [&frontend.shell, &frontend.control] {
        for header in nonsense {
            let parts = [header, b"{}", b"{}", b"{}"].map(<[u8]>::to_vec);
            channel.send_multipart(frontend.sign(&parts), 0).unwrap();
        }
    }
    expect_alive(&frontend);
}

#[test]
fn an_execute_request_that_cannot_be_read_is_an_error_reply() {
    let kernel = Kernel::start();
    let frontend = kernel.frontend();
    let deep = "[".repeat(100_000);
    for (number, content) in ["", "{", "null", "[]", r#"{"code": 7}"#, &deep]
        .into_iter()
        .enumerate()
    {
        let header = json!({"msg_id": format!("m{number}"), "msg_type": "execute_request"});
        let parts =
            [header.to_string().as_str(), "", "", content].map(|part| part.as_bytes().to_vec());
        frontend
            .shell
            .send_multipart(frontend.sign(&parts), 0)
            .unwrap();
        let id = format!("m{number}");
        let reply = frontend.reply(&frontend.shell, &id, "execute_reply");
        assert_eq!(reply.content["ename"], "MalformedRequest");
        assert_eq!(reply.content["execution_count"], 0);
        frontend.expect_status(&id, "busy");
        frontend.expect_status(&id, "idle");
    }
}

#[test]
fn buffers_are_not_signed_and_tolerated() {
    let kernel = Kernel::start();
    let frontend = kernel.frontend();
    let (id, mut frames) = frontend.frames("kernel_info_request", &json!({}));
    frames.push(vec![0; 1000]);
    frames.push(b"<IDS|MSG>".to_vec());
    frontend.shell.send_multipart(frames, 0).unwrap();
    frontend.reply(&frontend.shell, &id, "kernel_info_reply");
    frontend.expect_status(&id, "busy");
    frontend.expect_status(&id, "idle");
}

#[test]
fn an_empty_key_signs_nothing() {
    let kernel = Kernel::start_with(Connection::tcp().with("key", ""));
    let frontend = kernel.frontend();
    let (reply, published) = frontend.run("out unsigned");
    assert_eq!(reply["status"], "ok");
    assert_eq!(published[0].content["text"], "unsigned\n");
}

#[test]
fn two_front_ends_see_all_and_hear_their_own_replies() {
    let kernel = Kernel::start();
    let first = kernel.frontend();
    let second = kernel.frontend();
    assert_eq!(first.published().msg_type(), "iopub_welcome");
    for (asking, watching) in [(&first, &second), (&second, &first)] {
        let id = asking.execute("out hello");
        asking.reply(&asking.shell, &id, "execute_reply");
        for frontend in [asking, watching] {
            frontend.expect_status(&id, "busy");
            frontend.expect(&id, "execute_input");
            frontend.expect(&id, "stream");
            frontend.expect_status(&id, "idle");
        }
    }
}

#[test]
fn mutated_messages_are_survived() {
    let kernel = Kernel::start();
    let frontend = kernel.frontend();
    let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = |below: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        usize::try_from(seed % below as u64).unwrap()
    };
    let types = [
        "execute_request",
        "complete_request",
        "history_request",
        "comm_open",
        "x",
    ];
    for round in 0..2000 {
        let content = json!({"code": "out x", "cursor_pos": 1, "n": 3, "comm_id": "c"});
        let (_, frames) = frontend.frames(types[next(types.len())], &content);
        let mut parts: [Vec<u8>; 4] = frames[2..6].to_vec().try_into().unwrap();
        let part = next(4);
        let at = next(parts[part].len());
        match next(3) {
            0 => parts[part][at] ^= 1 << next(8),
            1 => parts[part].truncate(at),
            _ => {
                parts[part].remove(at);
            }
        }
        let frames = if round % 4 == 0 {
            let mut unsigned = frames;
            unsigned[2..6].clone_from_slice(&parts);
            unsigned
        } else {
            frontend.sign(&parts)
        };
        let channel = [&frontend.shell, &frontend.control][next(2)];
        channel.send_multipart(frames, 0).unwrap();
    }
    // Some mutations are still requests, so that their answers come first.
    for channel in [&frontend.shell, &frontend.control] {
        let id = frontend.send(channel, "kernel_info_request", &json!({}));
        loop {
            let reply = frontend.receive(channel);
            if reply.parent_id() == id {
                assert_eq!(reply.content["status"], "ok");
                break;
            }
        }
        loop {
            let message = frontend.published();
            let is_idle = message.content == json!({"execution_state": "idle"});
            if message.parent["msg_id"] == id.clone() && is_idle {
                break;
            }
        }
    }
}
