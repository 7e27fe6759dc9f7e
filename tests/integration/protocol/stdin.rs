//! Questions to the front end.

use super::kernel::Kernel;
use serde_json::json;

#[test]
fn a_question_goes_to_whoever_runs_the_cell() {
    let kernel = Kernel::start();
    let asked = kernel.frontend();
    let other = kernel.frontend();
    // Everyone subscribed to all hears the newcomer's welcome.
    assert_eq!(asked.published().msg_type(), "iopub_welcome");

    let code = "ask Your name?\nsecret Password:";
    let id = asked.execute_with(json!({"code": code, "allow_stdin": true}));
    let question = asked.receive(&asked.stdin);
    assert_eq!(question.msg_type(), "input_request");
    assert_eq!(question.parent_id(), id);
    assert_eq!(
        question.content,
        json!({"prompt": "Your name?", "password": false})
    );
    asked.send(&asked.stdin, "input_reply", &json!({"value": "Stephenson"}));
    let question = asked.receive(&asked.stdin);
    assert_eq!(
        question.content,
        json!({"prompt": "Password:", "password": true})
    );
    asked.send(&asked.stdin, "input_reply", &json!({"value": "1935"}));
    let reply = asked.reply(&asked.shell, &id, "execute_reply");
    assert_eq!(reply.content["status"], "ok");

    for frontend in [&asked, &other] {
        frontend.expect_status(&id, "busy");
        frontend.expect(&id, "execute_input");
        let text: String = frontend
            .until_idle(&id)
            .iter()
            .map(|stream| stream.content["text"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(text, "heard Stephenson\nheard 1935\n");
    }
}

#[test]
fn a_stale_answer_is_not_taken_for_one() {
    let kernel = Kernel::start();
    let frontend = kernel.frontend();
    frontend.send(&frontend.stdin, "input_reply", &json!({"value": "stale"}));
    // The answer above must have arrived before the question is put.
    let id = frontend.execute_with(json!({"code": "sleep 200\nask ?", "allow_stdin": true}));
    frontend.receive(&frontend.stdin);
    let (_, forged) = frontend.frames("input_reply", &json!({"value": "forged"}));
    let mut forged = forged;
    forged[1] = b"00".repeat(32);
    frontend.stdin.send_multipart(forged, 0).unwrap();
    frontend.send(&frontend.stdin, "greeting", &json!({"value": "no answer"}));
    frontend.send(&frontend.stdin, "input_reply", &json!({"value": "fresh"}));
    let reply = frontend.reply(&frontend.shell, &id, "execute_reply");
    assert_eq!(reply.content["status"], "ok");
    frontend.expect_status(&id, "busy");
    frontend.expect(&id, "execute_input");
    let published = frontend.until_idle(&id);
    assert_eq!(published[0].content["text"], "heard fresh\n");
}

#[test]
fn an_answer_to_another_question_is_not_taken() {
    let kernel = Kernel::start();
    let frontend = kernel.frontend();
    let id = frontend.execute_with(json!({"code": "ask ?", "allow_stdin": true}));
    let question = frontend.receive(&frontend.stdin);
    for (parent, value) in [
        (json!({"msg_id": "another"}), "wrong"),
        (question.header.clone(), "right"),
    ] {
        let header = json!({"msg_id": value, "msg_type": "input_reply", "session": "s"});
        let parts = [header, parent, json!({}), json!({"value": value})];
        let frames = frontend.sign(&parts.map(|part| part.to_string().into_bytes()));
        frontend.stdin.send_multipart(frames, 0).unwrap();
    }
    frontend.reply(&frontend.shell, &id, "execute_reply");
    frontend.expect_status(&id, "busy");
    frontend.expect(&id, "execute_input");
    let published = frontend.until_idle(&id);
    assert_eq!(published[0].content["text"], "heard right\n");
}

#[test]
fn a_question_can_be_interrupted_and_ended() {
    let kernel = Kernel::start();
    let frontend = kernel.frontend();
    for (ends_by_interrupt, reason) in [
        (true, "Interrupted while waiting for input."),
        (false, "End of input."),
    ] {
        let id = frontend.execute_with(json!({"code": "ask ?", "allow_stdin": true}));
        frontend.expect_status(&id, "busy");
        frontend.expect(&id, "execute_input");
        frontend.receive(&frontend.stdin);
        if ends_by_interrupt {
            frontend.ask_on(&frontend.control, "interrupt_request", &json!({}));
        } else {
            frontend.send(&frontend.stdin, "input_reply", &json!({"value": "\u{4}"}));
        }
        frontend.expect(&id, "error");
        frontend.expect_status(&id, "idle");
        let reply = frontend.reply(&frontend.shell, &id, "execute_reply");
        assert_eq!(reply.content["evalue"], reason);
    }
}

#[test]
fn nobody_is_asked_who_does_not_allow_it() {
    let kernel = Kernel::start();
    let frontend = kernel.frontend();
    let (reply, published) = frontend.run("ask ?");
    assert_eq!(reply["ename"], "NoInput");
    assert_eq!(published[0].msg_type(), "error");
}
