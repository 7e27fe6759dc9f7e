//! Widgets: the protocol of ipywidgets, as its front end speaks it.

use super::client::{Frontend, Message, types};
use super::comms::{open_comms, say};
use super::kernel::Kernel;
use serde_json::{Value, json};

/// Shows a widget; the id of its comm.
fn shown(frontend: &Frontend) -> String {
    let request = frontend.execute_with(json!({"code": "widget", "allow_stdin": true}));
    frontend.reply(&frontend.shell, &request, "execute_reply");
    frontend.expect_status(&request, "busy");
    frontend.expect(&request, "execute_input");
    let said = frontend.until_idle(&request);
    let [open, value] = said.as_slice() else {
        panic!("{said:?}");
    };
    assert_eq!(
        types(&said),
        ["comm_open", "execute_result"],
        "a view of a widget that is not there yet shows nothing"
    );
    assert_eq!(open.metadata, json!({"version": "2.1.0"}));
    assert_eq!(open.content["target_name"], "jupyter.widget");
    let state = &open.content["data"]["state"];
    assert_eq!(state["_model_module"], "anywidget");
    assert_eq!(state["_model_module_version"], "*");
    assert_eq!(state["_view_name"], "AnyView");
    assert_eq!(state["_esm"], "export default {}");
    assert_eq!(state["_css"], "b {}");
    assert_eq!(state["count"], 0);
    let id = open.content["comm_id"].as_str().unwrap();
    let data = &value.content["data"];
    let view = &data["application/vnd.jupyter.widget-view+json"];
    assert_eq!(
        *view,
        json!({"version_major": 2, "version_minor": 1, "model_id": id})
    );
    assert_eq!(data["text/plain"], "still", "for pages without widgets");
    id.to_owned()
}

/// Says something to the widget as a page does; the data of what it answers.
fn told(frontend: &Frontend, id: &str, data: &Value) -> Vec<Value> {
    let content = json!({"comm_id": id, "data": data});
    let answers: Vec<Message> = say(frontend, "comm_msg", &content, &[]);
    let data = |message: &Message| {
        assert_eq!(message.content["comm_id"], id);
        message.content["data"].clone()
    };
    answers.iter().map(data).collect()
}

#[test]
fn a_page_speaks_with_a_widget() {
    let kernel = Kernel::start();
    let frontend = kernel.frontend();
    let id = shown(&frontend);
    let custom = |content: Value| json!({"method": "custom", "content": content});
    assert_eq!(
        told(&frontend, &id, &custom(json!({"a": 1}))),
        [
            json!({"method": "update", "state": {"count": 1}, "buffer_paths": []}),
            custom(json!({"heard": {"a": 1}})),
        ]
    );
    let set = json!({"method": "update", "state": {"count": 7}, "buffer_paths": []});
    assert_eq!(
        told(&frontend, &id, &set),
        [json!({"method": "echo_update", "state": {"count": 7}, "buffer_paths": []})]
    );
    let all = told(&frontend, &id, &json!({"method": "request_state"}));
    assert_eq!(all[0]["method"], "update");
    assert_eq!(all[0]["state"]["count"], 7);
    assert_eq!(all[0]["state"]["_esm"], "export default {}");
    assert!(told(&frontend, &id, &json!({"method": "unheard of"})).is_empty());
}

#[test]
fn a_page_that_is_loaded_anew_finds_all_widgets() {
    let kernel = Kernel::start();
    let frontend = kernel.frontend();
    let ids = [shown(&frontend), shown(&frontend)];
    let open = json!({"comm_id": "c", "target_name": "jupyter.widget.control", "data": {}});
    assert!(say(&frontend, "comm_open", &open, &[]).is_empty());
    let all = told(&frontend, "c", &json!({"method": "request_states"}));
    assert_eq!(all[0]["method"], "update_states");
    for id in &ids {
        let state = &all[0]["states"][id];
        assert_eq!(state["model_name"], "AnyModel");
        assert_eq!(state["model_module"], "anywidget");
        assert_eq!(state["state"]["count"], 0);
    }
    let listed = open_comms(&frontend, "jupyter.widget");
    assert_eq!(listed.as_object().unwrap().len(), 2);
    // Pages cannot make widgets.
    let foreign = json!({"comm_id": "x", "target_name": "jupyter.widget", "data": {"state": {}}});
    let said = say(&frontend, "comm_open", &foreign, &[]);
    assert_eq!(types(&said), ["comm_close"]);
}

#[test]
fn a_widget_has_a_magic_run() {
    let kernel = Kernel::start();
    let frontend = kernel.frontend();
    let id = shown(&frontend);
    let run = |code: &str| {
        let content = json!({"run": code});
        let answers = told(
            &frontend,
            &id,
            &json!({"method": "custom", "content": content}),
        );
        answers.last().unwrap()["state"].clone()
    };
    assert_eq!(run("turn"), json!({"shown": "TURN"}));
    assert_eq!(run("bad"), json!({"failed": "not aside"}));
    let failed = run("panic");
    let failed = failed["failed"].as_str().unwrap();
    assert!(failed.contains("a mistake of its own"), "{failed}");
}

#[test]
fn a_widget_that_fails_or_is_closed_is_gone_and_the_kernel_lives() {
    let kernel = Kernel::start();
    let frontend = kernel.frontend();
    let id = shown(&frontend);
    let panic = json!({"comm_id": id, "data": {"method": "custom", "content": "panic"}});
    let said = say(&frontend, "comm_msg", &panic, &[]);
    assert_eq!(types(&said), ["comm_close"]);
    assert_eq!(said[0].content["data"]["ename"], "InternalError");

    let id = shown(&frontend);
    let close = json!({"comm_id": id, "data": {}});
    assert!(say(&frontend, "comm_close", &close, &[]).is_empty());
    assert_eq!(open_comms(&frontend, "jupyter.widget"), json!({}));
    assert!(say(&frontend, "comm_msg", &panic, &[]).is_empty());
}

#[test]
fn nobody_who_runs_a_notebook_unattended_gets_a_widget() {
    let kernel = Kernel::start();
    let frontend = kernel.frontend();
    let (_, said) = frontend.run("widget");
    assert_eq!(types(&said), ["execute_result"]);
    assert_eq!(said[0].content["data"], json!({"text/plain": "still"}));
}
