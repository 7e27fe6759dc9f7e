//! Codes that were sent out: who is let in by them, and who is told what.

use super::{NINE, study};
use crate::notebook::{notebook_apart, refused, run, text};
use quincunx::output::Widget;
use quincunx::survey::{
    Action, Admission, Board, Definition, Draft, Page, Procedure, RecordError, Store, simulate,
};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

fn listed(admission: Admission) -> Definition {
    Definition {
        admission,
        ..study(Procedure::PickTwo, &NINE)
    }
}

fn made(path: &Path, admission: Admission) -> Store {
    let (mut store, _) = Store::create(path, &listed(admission)).unwrap();
    store
        .list(&["Müller-07".to_owned(), "P 0002".to_owned()])
        .unwrap();
    store
}

/// Says something to the board; the answer, and the page afterwards.
fn told(board: &mut Board, n: &str, mut order: Value) -> (Value, Value) {
    order["n"] = json!(n);
    let reaction = board.told(&order);
    (reaction.messages[0].clone(), reaction.state["view"].clone())
}

#[test]
fn each_code_takes_part_once_and_goes_on_by_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("trial.qstudy");
    let mut store = made(&path, Admission::Listed);
    assert!(matches!(store.begin(false, 1), Err(RecordError::NoCode)));
    assert!(matches!(
        store.begin_listed("P0003", 1),
        Err(RecordError::NotListed)
    ));
    let mut one = store.begin_listed("müller07", 1).unwrap();
    assert_eq!(one.code(), "Müller-07", "as it was sent out");
    assert!(matches!(
        store.begin_listed("MÜLLER 07", 2),
        Err(RecordError::Elsewhere)
    ));
    assert!(matches!(
        store.begin_listed(one.code(), 2),
        Err(RecordError::Elsewhere)
    ));
    store.record(&mut one, &Action::Resume, 3).unwrap();
    let back = store.respondent("mÜLLER-0-7").unwrap().unwrap();
    assert_eq!((back.steps(), back.sorting()), (2, one.sorting()));
    let used: Vec<(String, bool)> = store
        .listed()
        .unwrap()
        .into_iter()
        .map(|code| (code.code, code.is_used))
        .collect();
    assert_eq!(
        used,
        [("Müller-07".to_owned(), true), ("P 0002".to_owned(), false)]
    );
    // A new list shuts nobody out who has begun; who has not is no longer on it.
    store.list(&["Q-0001".to_owned()]).unwrap();
    assert!(store.respondent("Müller07").unwrap().is_some());
    assert!(matches!(
        store.begin_listed("P0002", 4),
        Err(RecordError::NotListed)
    ));
    store.begin_listed("q0001", 4).unwrap();
    // Who withdraws may begin again under the same code.
    assert!(store.delete("Müller-07").unwrap());
    assert_eq!(store.begin_listed("Müller-07", 5).unwrap().steps(), 1);
    // Respondents who are no persons need no code, and take none.
    simulate(&mut store, 2, 1, 1, 0).unwrap();
    assert_eq!(
        store
            .listed()
            .unwrap()
            .iter()
            .filter(|code| code.is_used)
            .count(),
        2
    );
}

#[test]
fn the_board_lets_in_who_is_listed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("trial.qstudy");
    drop(made(&path, Admission::Listed));
    let open = |code| Board::new(Store::open(&path).unwrap(), code);
    let mut board = open(None);
    assert_eq!(board.state()["study"]["admission"], "listed");
    for (n, order, key) in [
        ("1", json!({"begin": null}), "say-code-needed"),
        ("2", json!({"begin": {"code": "  "}}), "say-code-needed"),
        ("3", json!({"begin": {"code": "P-0003"}}), "say-not-listed"),
        ("4", json!({"resume": "P-0002"}), "say-no-code"),
    ] {
        let (answer, view) = told(&mut board, n, order);
        assert_eq!(
            (&answer["phrase"]["key"], &view["code"]),
            (&json!(key), &json!(null)),
            "{n}"
        );
    }
    assert!(Store::open(&path).unwrap().records().unwrap().is_empty());
    let (_, view) = told(
        &mut board,
        "5",
        json!({"begin": {"code": "p0002", "language": "en"}}),
    );
    assert_eq!(
        (&view["code"], &view["page"]),
        (&json!("P 0002"), &json!("questions"))
    );
    let (_, view) = told(
        &mut board,
        "6",
        json!({"act": {"steps": 1, "action": {"do": "answer", "question": "role", "value": ["nurse"]}}}),
    );
    // The same code elsewhere goes on, and does not begin anew.
    let mut other = open(None);
    let (_, same) = told(&mut other, "1", json!({"begin": {"code": "P-0002"}}));
    assert_eq!(
        (&same["answers"], &same["page"]),
        (&view["answers"], &json!("questions"))
    );
    assert_eq!(Store::open(&path).unwrap().records().unwrap().len(), 1);
    // A link with a code: filled in for who has not begun, gone for the next at the same board.
    assert_eq!(
        open(Some("muller07")).state()["view"]["offered"],
        json!(null)
    );
    let mut linked = open(Some("müller07"));
    assert_eq!(linked.state()["view"]["offered"], "Müller-07");
    told(&mut linked, "1", json!({"begin": {"code": "Müller-07"}}));
    let (_, left) = told(&mut linked, "2", json!({"leave": null}));
    assert_eq!(
        (&left["page"], &left["offered"]),
        (&json!("consent"), &json!(null))
    );
    assert_eq!(open(Some("Müller-07")).state()["view"]["page"], "questions");
    // Nobody guesses on for ever.
    for n in 0..25 {
        told(
            &mut linked,
            &format!("guess {n}"),
            json!({"begin": {"code": format!("P-1{n:03}")}}),
        );
    }
    let (refused, _) = told(&mut linked, "last", json!({"begin": {"code": "P-0002"}}));
    assert_eq!(refused["phrase"]["key"], "say-codes");
}

#[test]
fn a_study_open_to_others_gives_them_codes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("trial.qstudy");
    let mut store = made(&path, Admission::ListedOrAnyone);
    let free = store.begin(false, 1).unwrap();
    let sent = store.begin_listed("P0002", 2).unwrap();
    assert_ne!(free.code(), sent.code());
    assert_eq!(
        store
            .respondent(free.code())
            .unwrap()
            .unwrap()
            .sorting()
            .page(),
        Page::Questions
    );
    // Who may take part can be changed while people do; nothing of theirs is lost.
    drop(store);
    let (mut closed, taken) = Store::create(&path, &listed(Admission::Listed)).unwrap();
    assert_eq!((taken, closed.records().unwrap().len()), (2, 2));
    assert!(matches!(closed.begin(false, 3), Err(RecordError::NoCode)));
    assert!(
        Store::open(&path)
            .unwrap()
            .respondent(free.code())
            .unwrap()
            .is_some()
    );
}

const TEA: &str = "%%q survey
name: Tea
condition: What is tea?
grid: -1:1,0:1,1:1
codes: codes.csv

# Consent
It is stored.

# Statements
Hot
Sweet
Strong";

#[test]
fn a_list_is_read_from_lines_or_a_column() {
    let (folder, mut notebook) = notebook_apart();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    let missing = refused(&mut notebook, TEA).message;
    assert!(
        missing.contains("There is no file `codes.csv`"),
        "{missing}"
    );
    for (list, words) in [
        ("name,site\nA,B\n", "codes.csv has no column `code`"),
        (
            "site,code\nA,P-0001\nB,P1\n",
            "codes.csv, row 3, column `code` holds `P1`; expected a code of 4 to 40 letters and digits.",
        ),
        (
            "site,code\nA,P-0001\nB,P-0002\nC,p0001\n",
            "row 4, column `code`: the code `p0001` stands a second time; the first is in row 2.",
        ),
    ] {
        write("codes.csv", list);
        let told = refused(&mut notebook, TEA).message;
        assert!(told.contains(words), "{told}\n  does not say\n{words}");
    }
    assert!(
        !folder.path().join("tea.qstudy").exists(),
        "a study whose list is none is not made"
    );
    write("codes.csv", "site,code\nA,P-0001\nB,P-0002\n");
    let shown = text(&run(&mut notebook, TEA));
    assert!(
        shown.contains("who has one of 2 codes of a list; 0 used"),
        "{shown}"
    );
    let respondents = text(&run(&mut notebook, "%q respondents"));
    assert!(
        respondents.contains("2 of 2 codes of the list not used yet")
            && respondents.contains("P-0002"),
        "{respondents}"
    );
    // Longer, and as lines; the study stays what it is.
    write("more.txt", "P-0001\n\n P-0002 \nP-0003\n");
    let more = TEA.replace("codes.csv", "more.txt\nopen: yes");
    let shown = text(&run(&mut notebook, &more));
    assert!(
        shown.contains("who has one of 3 codes of a list, 0 used; and anyone else"),
        "{shown}"
    );
    write("more.txt", "\n");
    let none = refused(&mut notebook, &more).message;
    assert!(none.contains("more.txt"), "{none}");
}

#[test]
fn open_is_said_of_a_list_only() {
    let read = |text: &str| {
        Draft::read(
            &TEA.replacen("%%q survey\n", "", 1)
                .replace("codes: codes.csv", text),
            1,
        )
    };
    let without = read("open: yes").unwrap_err().to_string();
    assert!(
        without.starts_with("Line 5: `open` has to be left out where no `codes: FILE`"),
        "{without}"
    );
    let other = read("codes: a.csv\nopen: maybe").unwrap_err().to_string();
    assert!(
        other.starts_with("Line 6: `open` has to be `yes` or `no`; found `maybe`."),
        "{other}"
    );
    assert_eq!(
        read("codes: a.csv\nopen: no").unwrap().codes.as_deref(),
        Some("a.csv")
    );
}
