//! What was typed is still known in later sessions.

use super::client::Frontend;
use super::kernel::{Connection, Kernel};
use serde_json::{Value, json};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use tempfile::TempDir;

fn kernel_with(history: &Path) -> Kernel {
    Kernel::start_remembering(Connection::ipc(), Some(history.to_owned()))
}

fn ask(frontend: &Frontend, request: Value) -> Value {
    let reply = frontend.ask("history_request", &request);
    assert_eq!(reply["status"], "ok");
    reply["history"].clone()
}

#[test]
fn cells_of_earlier_sessions_are_known() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("data/quincunx/history.sqlite");
    {
        let kernel = kernel_with(&file);
        let frontend = kernel.frontend();
        frontend.run("value early");
        frontend.run("out ünïcode");
    }
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&file), 0o600);
    assert_eq!(mode(file.parent().unwrap()), 0o700);

    let kernel = kernel_with(&file);
    let frontend = kernel.frontend();
    frontend.run("value early");
    assert_eq!(
        ask(&frontend, json!({"hist_access_type": "tail", "n": 2})),
        json!([[1, 2, "out ünïcode"], [2, 1, "value early"]])
    );
    // Outputs are of this session alone: what data gave is written to no file.
    assert_eq!(
        ask(
            &frontend,
            json!({"hist_access_type": "tail", "n": 3, "output": true})
        ),
        json!([
            [1, 1, ["value early", null]],
            [1, 2, ["out ünïcode", null]],
            [2, 1, ["value early", "early"]]
        ])
    );
    let range = |session: i64| {
        let request =
            json!({"hist_access_type": "range", "session": session, "start": 1, "stop": 2});
        ask(&frontend, request)
    };
    assert_eq!(range(0), json!([[2, 1, "value early"]]));
    assert_eq!(range(-1), json!([[1, 1, "value early"]]));
    assert_eq!(range(1), range(-1));
    assert_eq!(range(7), json!([]));
    assert_eq!(
        ask(
            &frontend,
            json!({"hist_access_type": "search", "pattern": "value*", "unique": true})
        ),
        json!([[2, 1, "value early"]])
    );
}

#[test]
fn kernels_write_to_one_history_at_once() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("history.sqlite");
    let kernels: Vec<Kernel> = (0..3).map(|_| kernel_with(&file)).collect();
    let frontends: Vec<Frontend> = kernels.iter().map(Kernel::frontend).collect();
    for round in 0..5 {
        for frontend in &frontends {
            frontend.run(&format!("out {round}"));
        }
    }
    // A kernel writes a cell down after it has answered; one that answers the next question has done so.
    for frontend in &frontends {
        let own = json!({"hist_access_type": "range", "session": 0});
        assert_eq!(ask(frontend, own).as_array().unwrap().len(), 5);
    }
    for frontend in &frontends {
        let all = ask(frontend, json!({"hist_access_type": "tail"}));
        assert_eq!(all.as_array().unwrap().len(), 15, "{all}");
    }
}

#[test]
fn without_a_usable_file_a_session_remembers_itself() {
    let folder = TempDir::new().unwrap();
    let rubbish = folder.path().join("rubbish");
    fs::write(&rubbish, "no database\n".repeat(1000)).unwrap();
    for file in [folder.path(), &rubbish, &rubbish.join("below")] {
        let kernel = kernel_with(file);
        let frontend = kernel.frontend();
        frontend.run("out here");
        assert_eq!(
            ask(&frontend, json!({"hist_access_type": "tail", "n": 9})),
            json!([[1, 1, "out here"]])
        );
    }
    assert!(
        fs::read_to_string(&rubbish)
            .unwrap()
            .starts_with("no database")
    );
}
