//! Every request but those that run code.

use super::kernel::Kernel;
use serde_json::json;

#[test]
fn kernel_info_says_what_the_language_says() {
    let kernel = Kernel::start();
    let frontend = kernel.frontend();
    let expected = json!({
        "status": "ok",
        "protocol_version": "5.5",
        "debugger": false,
        "supported_features": [],
        "implementation": "toy",
        "implementation_version": "1.0",
        "banner": "Toy",
        "language_info": {"name": "toy", "version": "1", "mimetype": "text/plain", "file_extension": ".toy"},
        "help_links": [{"text": "Help", "url": "https://example.org"}],
    });
    for channel in [&frontend.shell, &frontend.control] {
        let info = frontend.ask_on(channel, "kernel_info_request", &json!({}));
        assert_eq!(info, expected);
    }
}

#[test]
fn headers_carry_the_kernels_own_session_and_the_version() {
    let kernel = Kernel::start();
    let frontend = kernel.frontend();
    let id = frontend.send(&frontend.shell, "kernel_info_request", &json!({}));
    let reply = frontend.reply(&frontend.shell, &id, "kernel_info_reply");
    let busy = frontend.expect(&id, "status");
    frontend.expect_status(&id, "idle");
    assert_eq!(reply.header["version"], "5.5");
    assert_eq!(reply.header["session"], busy.header["session"]);
    assert_ne!(reply.header["session"], reply.parent["session"]);
    assert_ne!(reply.header["msg_id"], busy.header["msg_id"]);
    assert!(reply.header["date"].as_str().unwrap().ends_with('Z'));
    // The parent is the request's header with all its keys, known or not.
    assert_eq!(reply.parent["a key of the future"], true);
}

#[test]
fn completion_counts_code_points_and_tells_types() {
    let kernel = Kernel::start();
    let frontend = kernel.frontend();
    let request = json!({"code": "a𝒬é rest", "cursor_pos": 3});
    let reply = frontend.ask("complete_request", &request);
    assert_eq!(
        reply,
        json!({
            "status": "ok",
            "matches": ["a𝒬é!"],
            "cursor_start": 0,
            "cursor_end": 3,
            "metadata": {"_jupyter_types_experimental":
                [{"text": "a𝒬é!", "type": "keyword", "start": 0, "end": 3}]},
        })
    );
}

#[test]
fn a_cursor_out_of_bounds_is_brought_back() {
    let kernel = Kernel::start();
    let frontend = kernel.frontend();
    for (cursor, matched) in [(json!(99), "aé!"), (json!(-5), "!"), (json!(null), "aé!")] {
        let request = json!({"code": "aé", "cursor_pos": cursor});
        let reply = frontend.ask("complete_request", &request);
        assert_eq!(reply["matches"], json!([matched]));
    }
}

#[test]
fn inspection_finds_or_does_not() {
    let kernel = Kernel::start();
    let frontend = kernel.frontend();
    let request = json!({"code": "word", "cursor_pos": 2, "detail_level": 1});
    let reply = frontend.ask("inspect_request", &request);
    assert_eq!(
        reply,
        json!({
            "status": "ok",
            "found": true,
            "data": {"text/plain": "word at 2, detail 1", "text/html": "<b>documentation</b>"},
            "metadata": {},
        })
    );
    let reply = frontend.ask("inspect_request", &json!({"code": "unknown"}));
    assert_eq!(
        reply,
        json!({"status": "ok", "found": false, "data": {}, "metadata": {}})
    );
}

#[test]
fn completeness_has_four_answers() {
    let kernel = Kernel::start();
    let frontend = kernel.frontend();
    let ask = |code| frontend.ask("is_complete_request", &json!({"code": code}));
    assert_eq!(ask("complete"), json!({"status": "complete"}));
    assert_eq!(
        ask("incomplete"),
        json!({"status": "incomplete", "indent": "  "})
    );
    assert_eq!(ask("invalid"), json!({"status": "invalid"}));
    assert_eq!(ask("anything"), json!({"status": "unknown"}));
}

#[test]
fn history_gives_tail_range_and_search() {
    let kernel = Kernel::start();
    let frontend = kernel.frontend();
    for code in ["out one", "value two", "out one", "out three"] {
        frontend.run(code);
    }
    let id = frontend.execute_with(json!({"code": "out hidden", "store_history": false}));
    frontend.reply(&frontend.shell, &id, "execute_reply");
    frontend.expect_status(&id, "busy");
    frontend.expect(&id, "execute_input");
    frontend.until_idle(&id);

    let ask = |mut request: serde_json::Value| {
        request["raw"] = true.into();
        let reply = frontend.ask("history_request", &request);
        assert_eq!(reply["status"], "ok");
        reply["history"].clone()
    };
    assert_eq!(
        ask(json!({"hist_access_type": "tail", "n": 2})),
        json!([[1, 3, "out one"], [1, 4, "out three"]])
    );
    assert_eq!(
        ask(
            json!({"hist_access_type": "range", "session": 0, "start": 2, "stop": 4, "output": true})
        ),
        json!([[1, 2, ["value two", "two"]], [1, 3, ["out one", null]]])
    );
    assert_eq!(
        ask(json!({"hist_access_type": "range", "start": -1})),
        json!([[1, 4, "out three"]])
    );
    assert_eq!(
        ask(json!({"hist_access_type": "range", "session": -7, "start": 1, "stop": 9})),
        json!([])
    );
    assert_eq!(
        ask(json!({"hist_access_type": "search", "pattern": "out *"})),
        json!([[1, 1, "out one"], [1, 3, "out one"], [1, 4, "out three"]])
    );
    assert_eq!(
        ask(json!({"hist_access_type": "search", "pattern": "out ?n*", "unique": true})),
        json!([[1, 3, "out one"]])
    );
    assert_eq!(
        ask(json!({"hist_access_type": "search", "pattern": "*t*o*", "n": 1})),
        json!([[1, 3, "out one"]])
    );
    assert_eq!(
        ask(json!({"hist_access_type": "search", "pattern": "one"})),
        json!([])
    );
}

#[test]
fn comms_are_refused_and_counted_as_none() {
    let kernel = Kernel::start();
    let frontend = kernel.frontend();
    let info = frontend.ask("comm_info_request", &json!({"target_name": "x"}));
    assert_eq!(info, json!({"status": "ok", "comms": {}}));

    let open = json!({"comm_id": "c1", "target_name": "x", "data": {}});
    let id = frontend.send(&frontend.shell, "comm_open", &open);
    frontend.expect_status(&id, "busy");
    let close = frontend.expect(&id, "comm_close");
    assert_eq!(close.content, json!({"comm_id": "c1", "data": {}}));
    frontend.expect_status(&id, "idle");

    for msg_type in ["comm_msg", "comm_close"] {
        let content = json!({"comm_id": "c1", "data": {}});
        let id = frontend.send(&frontend.shell, msg_type, &content);
        frontend.expect_status(&id, "busy");
        frontend.expect_status(&id, "idle");
    }
}

#[test]
fn connect_gives_the_ports() {
    let kernel = Kernel::start();
    let frontend = kernel.frontend();
    let reply = frontend.ask("connect_request", &json!({}));
    for port in [
        "shell_port",
        "iopub_port",
        "stdin_port",
        "control_port",
        "hb_port",
    ] {
        assert_eq!(reply[port], kernel.connection.info[port]);
    }
}

#[test]
fn the_heart_echoes_bytes() {
    let kernel = Kernel::start();
    let frontend = kernel.frontend();
    assert_eq!(frontend.heartbeat(b"ping"), b"ping");
    assert_eq!(frontend.heartbeat(&[0, 255, 0]), [0, 255, 0]);
}

#[test]
fn an_unknown_request_is_answered_and_an_unknown_message_tolerated() {
    let kernel = Kernel::start();
    let frontend = kernel.frontend();
    for channel in [&frontend.shell, &frontend.control] {
        for unknown in ["divination_request", "create_subshell_request"] {
            let reply = frontend.ask_on(channel, unknown, &json!({}));
            assert_eq!(reply["status"], "error");
            assert_eq!(reply["ename"], "UnknownMessageType");
        }

        let id = frontend.send(channel, "greeting", &json!({}));
        frontend.expect_status(&id, "busy");
        frontend.expect_status(&id, "idle");
    }
    frontend.ask("kernel_info_request", &json!({}));
}

#[test]
fn a_panic_in_the_language_is_an_error_reply() {
    let kernel = Kernel::start();
    let frontend = kernel.frontend();
    let reply = frontend.ask("complete_request", &json!({"code": "panic"}));
    assert_eq!(reply["status"], "error");
    assert_eq!(reply["ename"], "InternalError");
    let reply = frontend.ask("complete_request", &json!({"code": "a"}));
    assert_eq!(reply["status"], "ok");
}

#[test]
fn content_that_is_not_what_the_type_asks_is_an_error_reply() {
    let kernel = Kernel::start();
    let frontend = kernel.frontend();
    for msg_type in [
        "complete_request",
        "inspect_request",
        "is_complete_request",
        "history_request",
    ] {
        for content in [json!({"code": 7, "n": "x"}), json!("text"), json!(null)] {
            let reply = frontend.ask(msg_type, &content);
            assert_eq!(reply["status"], "error", "{msg_type} {content}");
            assert_eq!(reply["ename"], "MalformedRequest", "{msg_type} {content}");
        }
    }
}
