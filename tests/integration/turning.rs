//! Rotating by hand on the board: what the page may ask for, and what becomes of it.

use crate::notebook::after;
use quincunx::magic::{Answer, MagicError, run};
use quincunx::output::{Unwatched, Widget};
use quincunx::session::{Looks, Session};
use serde_json::{Value, json};
use std::path::Path;

const WAY: [&str; 4] = [
    "example case-study",
    "correlate",
    "extract pca -k 5",
    "rotate varimax",
];

/// A session with its looks.
#[derive(Default)]
struct Desk {
    session: Session,
    looks: Looks,
}

impl Desk {
    fn rotated() -> Self {
        let mut desk = Self::default();
        for line in WAY {
            desk.run(line).unwrap();
        }
        desk
    }

    fn run(&mut self, line: &str) -> Result<Answer, MagicError> {
        let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("notebooks");
        run(
            line,
            None,
            &mut self.session,
            &mut self.looks,
            &here,
            &Unwatched,
        )
    }

    fn board(&mut self, line: &str) -> Box<dyn Widget> {
        self.run(line).unwrap().widget.unwrap()
    }

    /// What the page says, and the magic it leads to, run as the kernel runs it.
    fn take(
        &mut self,
        board: &mut dyn Widget,
        message: Value,
    ) -> Option<Result<Answer, MagicError>> {
        let magic = board.told(&message).magic?;
        let line = magic.strip_prefix("%q ").unwrap().to_owned();
        let ran = self.run(&line);
        let outcome = ran.as_ref().map(|_| quincunx::mime::MimeBundle::plain(""));
        let why = ran
            .as_ref()
            .err()
            .map(ToString::to_string)
            .unwrap_or_default();
        board.ran(outcome.as_ref().map_err(|_| why.as_str()));
        Some(ran)
    }

    fn loadings(&self) -> Vec<u64> {
        let rotated = self.session.current().unwrap().rotated().unwrap();
        rotated.loadings().iter().map(|l| l.to_bits()).collect()
    }

    fn last_line(&self) -> String {
        self.session.journal().last().unwrap().source.clone()
    }
}

fn bits(board: &dyn Widget, desk: &Desk) -> Vec<u64> {
    let state = board.state();
    let rows: Vec<Vec<f64>> = serde_json::from_value(state["loadings"].clone()).unwrap();
    let k = rows[0].len();
    let columns = (0..k).flat_map(|f| rows.iter().map(move |row| row[f].to_bits()));
    let found: Vec<u64> = columns.collect();
    assert_eq!(found.len(), desk.loadings().len());
    found
}

/// Each accepted angle is a line of the journal that does the same, to the last bit, without the board.
#[test]
fn an_accepted_angle_is_a_line_that_replays_without_the_board() {
    let mut desk = Desk::rotated();
    let mut board = desk.board("rotate by-hand --board");
    for (a, b, degrees) in [(0, 1, 12.5), (2, 0, -7.3)] {
        let taken = desk.take(
            board.as_mut(),
            json!({"kind": "take", "a": a, "b": b, "degrees": degrees}),
        );
        taken.unwrap().unwrap();
        assert_eq!(bits(board.as_ref(), &desk), desk.loadings());
    }
    assert_eq!(desk.last_line(), "%q rotate by-hand F3 F1 --angle -7.3");
    assert_eq!(
        board.state()["taken"][0],
        "%q rotate by-hand F1 F2 --angle 12.5"
    );
    let mut again = Desk::default();
    for entry in desk.session.journal() {
        again
            .run(entry.source.strip_prefix("%q ").unwrap())
            .unwrap();
    }
    assert_eq!(again.loadings(), desk.loadings());
    let mut typed = Desk::rotated();
    typed.run("rotate by-hand F1 F2 12.5").unwrap();
    typed.run("rotate by-hand F3 F1 -7.3").unwrap();
    assert_eq!(typed.loadings(), desk.loadings());
}

/// Opening the board is a look: no step, nothing in the journal.
#[test]
fn opening_the_board_is_no_step() {
    let mut desk = Desk::rotated();
    let before = format!("{:?}", desk.session);
    desk.board("rotate by-hand F2 F4 --board");
    assert_eq!(format!("{:?}", desk.session), before);
}

/// A board turns only the factors it shows: after any other step it refuses, and says so on the page.
#[test]
fn a_board_whose_factors_have_changed_turns_nothing() {
    let take = || json!({"kind": "take", "a": 0, "b": 1, "degrees": 5});
    for other in [
        "rotate by-hand F1 F2 3",
        "undo",
        "rotate quartimax",
        "example case-study",
    ] {
        let mut desk = Desk::rotated();
        let mut board = desk.board("rotate by-hand --board");
        desk.run(other).unwrap();
        let before = format!("{:?}", desk.session);
        let refused = desk.take(board.as_mut(), take()).unwrap();
        assert!(refused.is_err(), "after {other}");
        assert_eq!(format!("{:?}", desk.session), before);
        assert!(board.state()["trouble"].is_string());
    }
    let mut desk = Desk::rotated();
    let mut board = desk.board("rotate by-hand --board");
    desk.run("flag auto").unwrap();
    let taken = desk.take(board.as_mut(), take()).unwrap();
    assert!(taken.is_ok(), "flags leave the factors as they are");
}

/// What a page may say without having been made for it: nothing of it reaches the session.
#[test]
fn nonsense_from_the_page_asks_for_nothing() {
    let mut desk = Desk::rotated();
    let mut board = desk.board("rotate by-hand --board");
    let take = |a: Value, b: Value, degrees: Value| json!({"kind": "take", "a": a, "b": b, "degrees": degrees});
    for message in [
        json!(null),
        json!("take"),
        json!([0, 1, 5]),
        json!({"kind": "run", "a": 0, "b": 1, "degrees": 5}),
        take(json!(0), json!(0), json!(5)),
        take(json!(0), json!(5), json!(5)),
        take(json!(-1), json!(1), json!(5)),
        take(json!(0.5), json!(1), json!(5)),
        take(json!("F1"), json!("F2"), json!(5)),
        take(json!(0), json!(1), json!("5; %q undo")),
        take(json!(0), json!(1), json!(null)),
        take(json!(0), json!(1), json!(1e300)),
        take(json!(0), json!(1), json!(0)),
    ] {
        assert!(board.told(&message).magic.is_none(), "{message}");
    }
    for state in [
        json!({"a": 1}),
        json!({"a": 9, "b": 1}),
        json!({"labels": ["x"], "loadings": []}),
    ] {
        let before = board.state();
        board.changed(state.as_object().unwrap());
        assert_eq!(board.state(), before, "{state}");
    }
    board.changed(json!({"a": 3, "b": 1}).as_object().unwrap());
    assert_eq!(
        (&board.state()["a"], &board.state()["b"]),
        (&json!(3), &json!(1))
    );
}

/// A factor whose name needs quotation marks is turned by its name.
#[test]
fn names_with_blanks_are_quoted() {
    let mut desk = Desk::rotated();
    desk.run("name F2 \"Two \\\"ways\\\" of seeing\"").unwrap();
    let mut board = desk.board("rotate by-hand --board");
    let taken = desk.take(
        board.as_mut(),
        json!({"kind": "take", "a": 0, "b": 1, "degrees": 1}),
    );
    taken.unwrap().unwrap();
    assert_eq!(
        desk.last_line(),
        r#"%q rotate by-hand F1 "Two \"ways\" of seeing" --angle 1"#
    );
}

/// The plot stands in where widgets do not run: as any figure, with its description.
#[test]
fn a_still_picture_stands_in() {
    let cells: Vec<String> = WAY.iter().map(|line| format!("%q {line}")).collect();
    let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
    let mut notebook = after(&cells);
    let shown = crate::notebook::run(&mut notebook, "%q rotate by-hand F1 F2 --board");
    let last = shown.last().unwrap();
    assert!(last.get(quincunx::mime::PNG).is_some());
    assert!(last.text().starts_with("Loadings of 93 sorts on F1"));
}
