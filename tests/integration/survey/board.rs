//! The board, without a page: what it answers, and that it has stored it.

use super::{NINE, study};
use quincunx::output::Widget;
use quincunx::survey::{Board, Procedure, Store};
use serde_json::{Value, json};
use std::path::Path;

fn board(path: &Path) -> Board {
    Board::new(Store::open(path).unwrap(), None)
}

/// Says something to the board; the answer, and the page afterwards.
fn told(board: &mut Board, n: &str, order: Value) -> (Value, Value) {
    let mut message = order;
    message["n"] = json!(n);
    let reaction = board.told(&message);
    assert_eq!(reaction.messages.len(), 1);
    assert!(
        reaction.magic.is_none(),
        "a respondent runs nothing in the session"
    );
    (reaction.messages[0].clone(), reaction.state["view"].clone())
}

fn act(view: &Value, action: Value) -> Value {
    json!({"act": {"steps": view["steps"], "action": action}})
}

#[test]
fn nothing_is_stored_before_consent_and_everything_after() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("trial.qstudy");
    drop(Store::create(&path, &study(Procedure::PickTwo, &NINE)).unwrap());
    let mut one = board(&path);
    assert_eq!(one.state()["view"]["page"], "consent");
    let answer = json!({"do": "answer", "question": "role", "value": ["nurse"]});
    let (answered, _) = told(
        &mut one,
        "0",
        json!({"act": {"steps": 0, "action": answer}}),
    );
    assert!(answered["refused"].is_string());
    assert!(Store::open(&path).unwrap().records().unwrap().is_empty());

    let (answered, view) = told(&mut one, "1", json!({"begin": null}));
    assert_eq!(answered, json!({"n": "1"}));
    assert_eq!(view["page"], "questions");
    // A page that did not hear the answer asks again, and nobody begins twice.
    let (again, same) = told(&mut one, "1", json!({"begin": null}));
    assert_eq!((again, &same), (json!({"n": "1"}), &view));
    assert_eq!(Store::open(&path).unwrap().records().unwrap().len(), 1);

    let (_, view) = told(&mut one, "2", act(&view, answer));
    let (refused, same) = told(
        &mut one,
        "3",
        act(
            &view,
            json!({"do": "pile", "statement": 1, "pile": "agree"}),
        ),
    );
    assert!(refused["refused"].as_str().unwrap().contains("this page"));
    assert_eq!(same, view);
    for nonsense in [
        json!({}),
        json!({"act": {"steps": 2}}),
        json!({"run": "%q load x"}),
    ] {
        assert!(told(&mut one, "4", nonsense).0["refused"].is_string());
    }
    let (_, view) = told(&mut one, "5", act(&view, json!({"do": "next"})));
    assert_eq!(view["page"], "piles");

    // Another kernel: the respondent goes on by code, in any spelling; a wrong one leads nowhere.
    let mut other = board(&path);
    let code = view["code"].as_str().unwrap();
    let (wrong, nobody) = told(&mut other, "1", json!({"resume": "ABCD-2346"}));
    assert!(wrong["refused"].as_str().unwrap().contains("no such code"));
    assert_eq!(nobody["page"], "consent");
    let (_, resumed) = told(&mut other, "2", json!({"resume": code.to_lowercase()}));
    assert_eq!(resumed["page"], "piles");
    assert_eq!(resumed["answers"], json!({"role": ["nurse"]}));

    // The first window is behind; it is shown what is.
    let pile = json!({"do": "pile", "statement": 1, "pile": "agree"});
    let (_, resumed) = told(&mut other, "3", act(&resumed, pile.clone()));
    let (refused, caught_up) = told(&mut one, "6", act(&view, pile));
    assert!(
        refused["refused"]
            .as_str()
            .unwrap()
            .contains("another window")
    );
    assert_eq!(caught_up, resumed);

    let (_, view) = told(&mut other, "4", json!({"withdraw": null}));
    assert_eq!(view["page"], "consent");
    assert!(Store::open(&path).unwrap().records().unwrap().is_empty());
}
