//! How a kernel begins and ends.

use super::client::Frontend;
use super::kernel::{Connection, Kernel};
use super::toy::Toy;
use quincunx::jupyter::{self, ExitReason};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::sync::atomic::Ordering;

#[test]
fn the_first_subscriber_hears_that_the_kernel_starts() {
    let kernel = Kernel::start();
    let first = kernel.frontend();
    assert!(first.published_first().is_starting());
    let second = kernel.frontend();
    assert_eq!(first.published().msg_type(), "iopub_welcome");
    let id = second.send(&second.shell, "kernel_info_request", &json!({}));
    second.reply(&second.shell, &id, "kernel_info_reply");
    for frontend in [&first, &second] {
        let busy = frontend.published_first();
        assert_eq!(busy.content, json!({"execution_state": "busy"}));
        frontend.expect_status(&id, "idle");
    }
}

#[test]
fn a_shutdown_is_confirmed_to_everyone_on_either_channel() {
    for on_control in [true, false] {
        for restart in [true, false] {
            let kernel = Kernel::start();
            let frontend = kernel.frontend();
            let channel = if on_control {
                &frontend.control
            } else {
                &frontend.shell
            };
            let id = frontend.send(channel, "shutdown_request", &json!({"restart": restart}));
            let expected = json!({"status": "ok", "restart": restart});
            let reply = frontend.reply(channel, &id, "shutdown_reply");
            assert_eq!(reply.content, expected);
            frontend.expect_status(&id, "busy");
            assert_eq!(frontend.expect(&id, "shutdown_reply").content, expected);
            frontend.expect_status(&id, "idle");
            let was_shut_down = kernel.was_shut_down.clone();
            assert_eq!(kernel.wait(), ExitReason::Shutdown { restart });
            assert!(was_shut_down.load(Ordering::SeqCst));
        }
    }
}

#[test]
fn a_shutdown_interrupts_the_running_cell() {
    let kernel = Kernel::start();
    let frontend = kernel.frontend();
    let cell = frontend.execute("loop");
    frontend.expect_status(&cell, "busy");
    frontend.expect(&cell, "execute_input");
    frontend.expect(&cell, "display_data");
    let id = frontend.send(&frontend.control, "shutdown_request", &json!({}));
    frontend.expect_status(&id, "busy");
    frontend.expect(&cell, "error");
    frontend.expect_status(&cell, "idle");
    frontend.expect(&id, "shutdown_reply");
    frontend.expect_status(&id, "idle");
    let reply = frontend.reply(&frontend.shell, &cell, "execute_reply");
    assert_eq!(reply.content["ename"], "Interrupted");
    frontend.reply(&frontend.control, &id, "shutdown_reply");
    assert_eq!(kernel.wait(), ExitReason::Shutdown { restart: false });
}

#[test]
fn a_shutdown_leaves_a_cell_behind_that_heeds_nothing() {
    let kernel = Kernel::start();
    let frontend = kernel.frontend();
    let cell = frontend.execute("deaf");
    frontend.expect_status(&cell, "busy");
    frontend.expect(&cell, "execute_input");
    let id = frontend.send(&frontend.control, "shutdown_request", &json!({}));
    frontend.expect_status(&id, "busy");
    frontend.expect(&id, "shutdown_reply");
    frontend.expect_status(&id, "idle");
    frontend.reply(&frontend.control, &id, "shutdown_reply");
    assert_eq!(kernel.wait(), ExitReason::Shutdown { restart: false });
}

#[test]
fn ipc_works_and_leaves_no_files() {
    let connection = Connection::ipc();
    let mut kernel = Kernel::start_with(connection);
    let folder = kernel.connection.folder().to_owned();
    let frontend = Frontend::connect(&kernel.connection.info);
    assert!(folder.join("kernel-1").exists());
    let (reply, _) = frontend.run("out x");
    assert_eq!(reply["status"], "ok");
    let id = frontend.send(&frontend.control, "shutdown_request", &json!({}));
    frontend.reply(&frontend.control, &id, "shutdown_reply");
    frontend.expect_status(&id, "busy");
    frontend.expect(&id, "shutdown_reply");
    frontend.expect_status(&id, "idle");
    kernel.join();
    assert!(folder.exists());
    for port in 1..=5 {
        let file = folder.join(format!("kernel-{port}"));
        assert!(!file.exists(), "{}", file.display());
    }
}

/// The message with which a connection file is refused.
fn refusal(file: &Path) -> String {
    jupyter::serve(file, None, Toy::default)
        .unwrap_err()
        .to_string()
}

#[test]
fn what_a_connection_file_must_not_ask_is_refused_in_words() {
    let refused: [(&str, Value, &str); 9] = [
        (
            "signature_scheme",
            json!("hmac-md5"),
            "`hmac-md5`; this kernel signs with `hmac-sha256`",
        ),
        ("curve_publickey", json!("x"), "no encryption"),
        ("curve_secretkey", json!("x"), "no encryption"),
        (
            "transport",
            json!("udp"),
            "`udp`; this kernel speaks `tcp` and `ipc`",
        ),
        ("shell_port", json!(0), "no `shell_port`"),
        ("hb_port", json!(70000), "not a Jupyter connection file"),
        (
            "ip",
            json!("203.0.113.7"),
            "cannot bind the shell channel to tcp://203.0.113.7:",
        ),
        ("key", json!(5), "not a Jupyter connection file"),
        ("key", json!(null), "not a Jupyter connection file"),
    ];
    for (key, value, message) in refused {
        let connection = Connection::tcp().with(key, value);
        let refusal = refusal(&connection.write());
        assert!(refusal.contains(message), "{key}: {refusal}");
    }
}

#[test]
fn an_empty_key_is_refused_where_others_could_connect() {
    for ip in ["0.0.0.0", "*", "192.0.2.1", "eth0", "::"] {
        let connection = Connection::tcp().with("key", "").with("ip", ip);
        let refusal = refusal(&connection.write());
        assert!(refusal.contains("empty key"), "{ip}: {refusal}");
    }
}

#[test]
fn a_socket_path_that_the_system_would_cut_is_refused() {
    let ip = format!("/tmp/{}", "x".repeat(120));
    let connection = Connection::ipc().with("ip", ip);
    let refusal = refusal(&connection.write());
    assert!(
        refusal.contains("127 bytes; the system allows"),
        "{refusal}"
    );
}

#[test]
fn a_connection_file_that_is_none_is_refused() {
    let connection = Connection::tcp();
    let absent = connection.folder().join("absent.json");
    assert!(refusal(&absent).contains("cannot read the connection file"));
    let file = connection.write();
    for text in ["", "[]", "{", "\u{0}"] {
        fs::write(&file, text).unwrap();
        assert!(refusal(&file).contains("is not a Jupyter connection file"));
    }
}

#[test]
fn keys_that_are_given_as_nothing_are_as_not_given() {
    let connection = Connection::tcp()
        .with("curve_publickey", json!(null))
        .with("curve_secretkey", "")
        .with("signature_scheme", "")
        .with("ip", "localhost");
    let kernel = Kernel::start_with(connection);
    let frontend = Frontend::connect(&{
        let mut info = kernel.connection.info.clone();
        info["ip"] = "127.0.0.1".into();
        info
    });
    assert_eq!(frontend.run("out x").0["status"], "ok");
}
