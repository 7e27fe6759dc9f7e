//! Running cells: what is published in which order, counts, failures and the queue.

use super::client::{Frontend, endpoint, types};
use super::kernel::Kernel;
use serde_json::{Value, json};
use zmq::{Context, Socket, SocketType};

#[test]
fn a_cell_is_busy_input_output_reply_idle() {
    let kernel = Kernel::start();
    let frontend = kernel.frontend();
    let code = "out 1\nerr 2\nshow 3\nvalue 4\nout 5";
    let id = frontend.execute(code);
    frontend.expect_status(&id, "busy");
    let input = frontend.expect(&id, "execute_input");
    assert_eq!(input.content, json!({"code": code, "execution_count": 1}));
    let stdout = frontend.expect(&id, "stream");
    assert_eq!(stdout.content, json!({"name": "stdout", "text": "1\n"}));
    let stderr = frontend.expect(&id, "stream");
    assert_eq!(stderr.content, json!({"name": "stderr", "text": "2\n"}));
    let display = frontend.expect(&id, "display_data");
    assert_eq!(
        display.content,
        json!({"data": {"text/plain": "3"}, "metadata": {}, "transient": {}})
    );
    let result = frontend.expect(&id, "execute_result");
    assert_eq!(
        result.content,
        json!({"data": {"text/plain": "4"}, "metadata": {"colour": "red"}, "execution_count": 1})
    );
    let stdout = frontend.expect(&id, "stream");
    assert_eq!(stdout.content, json!({"name": "stdout", "text": "5\n"}));
    frontend.expect_status(&id, "idle");
    let reply = frontend.reply(&frontend.shell, &id, "execute_reply");
    assert_eq!(
        reply.content,
        json!({
            "status": "ok",
            "execution_count": 1,
            "payload": [{"source": "page", "data": {"text/plain": "help"}, "start": 0}],
            "user_expressions": {},
        })
    );
    assert!(reply.metadata["started"].is_string());
}

#[test]
fn displays_are_updated_and_cleared() {
    let kernel = Kernel::start();
    let frontend = kernel.frontend();
    let (_, published) = frontend.run("named d1\nupdate d1\nclear wait\nclear");
    assert_eq!(
        types(&published),
        [
            "display_data",
            "update_display_data",
            "clear_output",
            "clear_output"
        ]
    );
    for display in &published[..2] {
        assert_eq!(display.content["transient"], json!({"display_id": "d1"}));
    }
    assert_eq!(published[2].content, json!({"wait": true}));
    assert_eq!(published[3].content, json!({"wait": false}));
}

/// The output of a cell that a reader sees, as types of message and what they hold.
fn watched(frontend: &Frontend, code: &str) -> Vec<(String, String)> {
    let id = frontend.execute_with(json!({"code": code, "allow_stdin": true}));
    frontend.reply(&frontend.shell, &id, "execute_reply");
    frontend.expect_status(&id, "busy");
    frontend.expect(&id, "execute_input");
    let published = frontend.until_idle(&id);
    let told = published.iter().map(|message| {
        let content = &message.content;
        let held = [&content["text"], &content["data"]["text/plain"]];
        let held = held.into_iter().find_map(Value::as_str);
        let held = held.map_or_else(|| content["wait"].to_string(), str::to_owned);
        (message.msg_type().to_owned(), held)
    });
    told.collect()
}

#[test]
fn what_is_withdrawn_leaves_everything_else() {
    let kernel = Kernel::start();
    let frontend = kernel.frontend();
    let pair = |kind: &str, held: &str| (kind.to_owned(), held.to_owned());
    // Alone, it leaves nothing.
    assert_eq!(
        watched(&frontend, "named d1\nupdate d1\nwithdraw d1"),
        [
            pair("display_data", "first"),
            pair("update_display_data", "second"),
            pair("clear_output", "false"),
        ]
    );
    // What stood around it is shown again, as it was last.
    assert_eq!(
        watched(
            &frontend,
            "out a\nnamed d2\nnamed d3\nout b\nerr c\nupdate d2\nwithdraw d3\nout d"
        ),
        [
            pair("stream", "a\n"),
            pair("display_data", "first"),
            pair("display_data", "first"),
            pair("stream", "b\n"),
            pair("stream", "c\n"),
            pair("update_display_data", "second"),
            pair("clear_output", "true"),
            pair("stream", "a\n"),
            pair("display_data", "second"),
            pair("stream", "b\n"),
            pair("stream", "c\n"),
            pair("stream", "d\n"),
        ]
    );
    // What the cell itself has cleared does not come back.
    assert_eq!(
        watched(&frontend, "out a\nclear\nnamed d4\nwithdraw d4"),
        [
            pair("stream", "a\n"),
            pair("clear_output", "false"),
            pair("display_data", "first"),
            pair("clear_output", "false"),
        ]
    );
    // Too much to be shown again, and what another cell showed: an empty line is left.
    let flood = watched(&frontend, "lines 5000000\nnamed d5\nwithdraw d5");
    assert_eq!(flood.last(), Some(&pair("update_display_data", "")));
    assert_eq!(
        watched(&frontend, "withdraw d2"),
        [pair("update_display_data", "")]
    );
}

#[test]
fn text_written_together_leaves_together() {
    let kernel = Kernel::start();
    let frontend = kernel.frontend();
    let (_, published) = frontend.run("out a\nout b\nout c");
    assert_eq!(types(&published), ["stream"]);
    assert_eq!(published[0].content["text"], "a\nb\nc\n");
}

#[test]
fn text_does_not_wait_for_the_end_of_the_cell() {
    let kernel = Kernel::start();
    let frontend = kernel.frontend();
    let id = frontend.execute_with(json!({"code": "out early\nask now?", "allow_stdin": true}));
    let stream = loop {
        let message = frontend.published();
        if message.msg_type() == "stream" {
            break message;
        }
    };
    assert_eq!(stream.content["text"], "early\n");
    let question = frontend.receive(&frontend.stdin);
    frontend.send(&frontend.stdin, "input_reply", &json!({"value": "x"}));
    assert_eq!(question.msg_type(), "input_request");
    frontend.reply(&frontend.shell, &id, "execute_reply");
    frontend.until_idle(&id);

    let id = frontend.execute("out early\nloop");
    frontend.expect_status(&id, "busy");
    frontend.expect(&id, "execute_input");
    frontend.expect(&id, "stream");
    frontend.expect(&id, "display_data");
    frontend.ask_on(&frontend.control, "interrupt_request", &json!({}));
    frontend.expect(&id, "error");
    frontend.expect_status(&id, "idle");
    frontend.reply(&frontend.shell, &id, "execute_reply");
}

#[test]
fn counts_begin_at_one_and_count_what_is_stored() {
    let kernel = Kernel::start();
    let frontend = kernel.frontend();
    let counts = [
        (json!({}), 1),
        (json!({"silent": true}), 1),
        (json!({"store_history": false}), 1),
        (json!({"code": "fail x", "stop_on_error": false}), 2),
        (json!({"silent": true, "store_history": true}), 2),
        (json!({}), 3),
    ];
    for (content, expected) in counts {
        let id = frontend.execute_with(content.clone());
        let reply = frontend.reply(&frontend.shell, &id, "execute_reply");
        assert_eq!(reply.content["execution_count"], expected, "{content}");
        frontend.expect_status(&id, "busy");
        for message in frontend.until_idle(&id) {
            if message.msg_type() == "execute_input" {
                assert_eq!(message.content["execution_count"], expected);
            }
        }
    }
}

#[test]
fn a_silent_cell_publishes_nothing() {
    let kernel = Kernel::start();
    let frontend = kernel.frontend();
    let code = "out 1\nerr 2\nshow 3\nvalue 4\nfail 5";
    let id = frontend.execute_with(json!({"code": code, "silent": true}));
    let reply = frontend.reply(&frontend.shell, &id, "execute_reply");
    assert_eq!(reply.content["status"], "error");
    assert_eq!(reply.content["evalue"], "5");
    assert_eq!(reply.content["execution_count"], 0);
    frontend.expect_status(&id, "busy");
    frontend.expect_status(&id, "idle");
}

#[test]
fn a_failure_is_one_error_and_a_full_reply() {
    let kernel = Kernel::start();
    let frontend = kernel.frontend();
    let (reply, published) = frontend.run("out before\nfail badly");
    assert_eq!(types(&published), ["stream", "error"]);
    let error = json!({"ename": "Sad", "evalue": "badly", "traceback": ["Sad: badly"]});
    assert_eq!(published[1].content, error);
    assert_eq!(reply["status"], "error");
    assert_eq!(reply["execution_count"], 1);
    for key in ["ename", "evalue", "traceback"] {
        assert_eq!(reply[key], error[key]);
    }
}

#[test]
fn a_panic_is_a_failure_and_the_kernel_lives_on() {
    let kernel = Kernel::start();
    let frontend = kernel.frontend();
    let (reply, published) = frontend.run("panic with a reason");
    assert_eq!(types(&published), ["error"]);
    assert_eq!(reply["ename"], "InternalError");
    assert!(reply["evalue"].as_str().unwrap().contains("with a reason"));
    let (reply, _) = frontend.run("out fine");
    assert_eq!(reply["status"], "ok");
    assert_eq!(reply["execution_count"], 2);
}

#[test]
fn expressions_are_answered_one_by_one() {
    let kernel = Kernel::start();
    let frontend = kernel.frontend();
    let expressions = json!({"good": "abc", "bad": "bad", "worse": "panic", "odd": 7});
    let id = frontend.execute_with(json!({"user_expressions": expressions}));
    let reply = frontend.reply(&frontend.shell, &id, "execute_reply");
    frontend.expect_status(&id, "busy");
    frontend.expect(&id, "execute_input");
    frontend.expect_status(&id, "idle");
    let values = &reply.content["user_expressions"];
    assert_eq!(
        values["good"],
        json!({"status": "ok", "data": {"text/plain": "ABC"}, "metadata": {}})
    );
    assert_eq!(values["bad"]["ename"], "Bad");
    assert_eq!(values["worse"]["ename"], "InternalError");
    assert_eq!(values["odd"]["status"], "ok");
}

#[test]
fn two_hundred_megabytes_arrive_whole() {
    const BYTES: usize = 200_000_000;
    let kernel = Kernel::start();
    let frontend = kernel.frontend();
    let id = frontend.execute(&format!("lines {BYTES}"));
    frontend.reply(&frontend.shell, &id, "execute_reply");
    frontend.expect_status(&id, "busy");
    frontend.expect(&id, "execute_input");
    let streams = frontend.until_idle(&id);
    let length = |content: &Value| content["text"].as_str().unwrap().len();
    let total: usize = streams.iter().map(|stream| length(&stream.content)).sum();
    assert_eq!(total, BYTES);
    // ZeroMQ would drop messages beyond its queue's length.
    assert!(streams.len() < 50_000, "{} messages", streams.len());
}

/// A subscriber that takes in no more than it reads.
fn reader(kernel: &Kernel) -> Socket {
    let reader = Context::new().socket(SocketType::SUB).unwrap();
    reader.set_rcvhwm(1).unwrap();
    reader.set_linger(0).unwrap();
    reader
        .connect(&endpoint(&kernel.connection.info, "iopub_port"))
        .unwrap();
    reader.set_subscribe(b"").unwrap();
    reader.recv_multipart(0).unwrap();
    reader
}

#[test]
fn a_slow_reader_gets_everything() {
    const BYTES: usize = 100_000_000;
    let kernel = Kernel::start();
    let frontend = kernel.frontend();
    let reader = reader(&kernel);
    assert_eq!(frontend.published().msg_type(), "iopub_welcome");
    let id = frontend.execute(&format!("lines {BYTES}"));
    // More is printed meanwhile than may wait for a reader.
    std::thread::sleep(std::time::Duration::from_secs(1));
    let mut read = 0;
    loop {
        let frames = reader.recv_multipart(0).unwrap();
        let content: Value = serde_json::from_slice(&frames[6]).unwrap();
        read += content["text"].as_str().map_or(0, str::len);
        if content["execution_state"] == "idle" {
            break;
        }
    }
    assert_eq!(read, BYTES);
    frontend.reply(&frontend.shell, &id, "execute_reply");
    frontend.expect_status(&id, "busy");
    frontend.expect(&id, "execute_input");
    frontend.until_idle(&id);
}

#[test]
fn a_reader_that_has_stopped_stops_nobody_else() {
    let kernel = Kernel::start();
    let frontend = kernel.frontend();
    let _reader = reader(&kernel);
    assert_eq!(frontend.published().msg_type(), "iopub_welcome");
    for _ in 0..2 {
        let (reply, _) = frontend.run("lines 60000000");
        assert_eq!(reply["status"], "ok");
    }
    frontend.ask_on(&frontend.control, "interrupt_request", &json!({}));
}
