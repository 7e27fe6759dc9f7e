//! Several cells at once: their order, what a failure does to those after it, and interrupts.

use super::client::{Frontend, types};
use super::kernel::Kernel;
use serde_json::json;

#[test]
fn cells_run_in_the_order_they_were_sent() {
    let kernel = Kernel::start();
    let frontend = kernel.frontend();
    let ids: Vec<_> = (0..20)
        .map(|number| frontend.execute(&format!("out {number}")))
        .collect();
    for (number, id) in ids.iter().enumerate() {
        let reply = frontend.reply(&frontend.shell, id, "execute_reply");
        assert_eq!(reply.content["execution_count"], number + 1);
        frontend.expect_status(id, "busy");
        frontend.expect(id, "execute_input");
        let stream = frontend.expect(id, "stream");
        assert_eq!(stream.content["text"], format!("{number}\n"));
        frontend.expect_status(id, "idle");
    }
}

#[test]
fn a_failure_aborts_the_cells_sent_with_it() {
    let kernel = Kernel::start();
    let frontend = kernel.frontend();
    let first = frontend.execute("sleep 50\nfail now");
    let queued: Vec<_> = (0..3).map(|_| frontend.execute("out never")).collect();
    let info = frontend.send(&frontend.shell, "kernel_info_request", &json!({}));
    let last = frontend.execute_with(json!({"code": "out never", "stop_on_error": false}));

    let failed = frontend.reply(&frontend.shell, &first, "execute_reply");
    assert_eq!(failed.content["ename"], "Sad");
    frontend.expect_status(&first, "busy");
    assert_eq!(
        types(&frontend.until_idle(&first)),
        ["execute_input", "error"]
    );
    for id in &queued {
        expect_aborted(&frontend, id);
    }
    frontend.reply(&frontend.shell, &info, "kernel_info_reply");
    frontend.expect_status(&info, "busy");
    frontend.expect_status(&info, "idle");
    expect_aborted(&frontend, &last);

    let (reply, _) = frontend.run("out again");
    assert_eq!(reply["status"], "ok");
    assert_eq!(reply["execution_count"], 2);
}

fn expect_aborted(frontend: &Frontend, id: &str) {
    let aborted = frontend.reply(&frontend.shell, id, "execute_reply");
    let explanation = "Not run, because an earlier cell has failed.";
    assert_eq!(
        aborted.content,
        json!({
            "status": "error",
            "ename": "ExecutionAborted",
            "evalue": explanation,
            "traceback": [explanation],
            "execution_count": 1,
        })
    );
    frontend.expect_status(id, "busy");
    frontend.expect_status(id, "idle");
}

#[test]
fn a_failure_that_shall_not_stop_others_does_not() {
    let kernel = Kernel::start();
    let frontend = kernel.frontend();
    let first =
        frontend.execute_with(json!({"code": "sleep 50\nfail now", "stop_on_error": false}));
    let second = frontend.execute("out runs");
    let failed = frontend.reply(&frontend.shell, &first, "execute_reply");
    assert_eq!(failed.content["status"], "error");
    let ran = frontend.reply(&frontend.shell, &second, "execute_reply");
    assert_eq!(ran.content["status"], "ok");
    for id in [first, second] {
        frontend.expect_status(&id, "busy");
        frontend.until_idle(&id);
    }
}

#[test]
fn a_cell_sent_after_the_reply_to_a_failed_one_runs() {
    let kernel = Kernel::start();
    let frontend = kernel.frontend();
    for _ in 0..10 {
        let (reply, _) = frontend.run("fail");
        assert_eq!(reply["ename"], "Sad");
        let (reply, _) = frontend.run("out fine");
        assert_eq!(reply["status"], "ok");
    }
}

#[test]
fn control_answers_while_a_cell_runs_and_interrupts_it() {
    let kernel = Kernel::start();
    let frontend = kernel.frontend();
    let id = frontend.execute("loop");
    frontend.expect_status(&id, "busy");
    frontend.expect(&id, "execute_input");
    frontend.expect(&id, "display_data");
    let queued = frontend.execute("out never");

    let info = frontend.ask_on(&frontend.control, "kernel_info_request", &json!({}));
    assert_eq!(info["status"], "ok");
    assert_eq!(frontend.heartbeat(b"still there?"), b"still there?");
    let interrupted = frontend.ask_on(&frontend.control, "interrupt_request", &json!({}));
    assert_eq!(interrupted, json!({"status": "ok"}));

    let error = frontend.expect(&id, "error");
    assert_eq!(error.content["ename"], "Interrupted");
    frontend.expect_status(&id, "idle");
    let reply = frontend.reply(&frontend.shell, &id, "execute_reply");
    assert_eq!(reply.content["status"], "error");
    let aborted = frontend.reply(&frontend.shell, &queued, "execute_reply");
    assert_eq!(aborted.content["ename"], "ExecutionAborted");
    frontend.expect_status(&queued, "busy");
    frontend.expect_status(&queued, "idle");
}

#[test]
fn an_interrupt_without_a_cell_hits_no_later_one() {
    let kernel = Kernel::start();
    let frontend = kernel.frontend();
    for channel in [&frontend.control, &frontend.shell] {
        let reply = frontend.ask_on(channel, "interrupt_request", &json!({}));
        assert_eq!(reply, json!({"status": "ok"}));
    }
    let id = frontend.execute("loop");
    frontend.expect_status(&id, "busy");
    frontend.expect(&id, "execute_input");
    frontend.expect(&id, "display_data");
    let info = frontend.ask_on(&frontend.control, "kernel_info_request", &json!({}));
    assert_eq!(info["status"], "ok");
    frontend.ask_on(&frontend.control, "interrupt_request", &json!({}));
    frontend.expect(&id, "error");
    frontend.expect_status(&id, "idle");
    frontend.reply(&frontend.shell, &id, "execute_reply");
}

#[test]
fn a_cell_hears_that_it_is_interrupted() {
    let kernel = Kernel::start();
    let frontend = kernel.frontend();
    let id = frontend.execute("watch\nout on");
    frontend.expect_status(&id, "busy");
    frontend.expect(&id, "execute_input");
    frontend.expect(&id, "display_data");
    let interrupt = frontend.send(&frontend.control, "interrupt_request", &json!({}));
    frontend.reply(&frontend.control, &interrupt, "interrupt_reply");
    frontend.expect_status(&interrupt, "busy");
    frontend.reply(&frontend.shell, &id, "execute_reply");
    // The control thread and the shell thread publish as they come.
    let mut rest: Vec<_> = (0..3).map(|_| frontend.published()).collect();
    rest.retain(|message| message.parent_id() == id);
    assert_eq!(rest.len(), 2);
    // The next cell is not.
    let (reply, _) = frontend.run("out again");
    assert_eq!(reply["status"], "ok");
}
