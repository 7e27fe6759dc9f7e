//! Definitions as they are written in cells.

use quincunx::survey::{Draft, DraftGrid, DraftStatements, Kind, Procedure};

const WHOLE: &str = "name: Tea at work
condition: How well does it say what you think of tea at work?
grid: -1:1,0:3,1:1
procedure: drag
seed: 11
language: en-GB

# Welcome
Thank you for coming.
It takes ten minutes.

A second paragraph.

# Consent
We store your sort without your name.

# Questions
role: What is your role?
  one of: physician | nurse
langs: Which languages do you speak?
  any of: English | Welsh | other
  optional
know: How much do you know of tea?
  rating: 1 to 5, nothing | a lot
age: How old are you?
  number: 18 to 99
more: Anything else?
  text
  optional

# Statements
3. Hot
5) Sweet
7. Strong: very
9. With milk
11. From leaves

# Words
most: like most
";

#[test]
fn a_definition_is_read() {
    let draft = Draft::read(WHOLE, 1).unwrap();
    assert_eq!(draft.grid, DraftGrid::Written("-1:1,0:3,1:1".to_owned()));
    let DraftStatements::Given(cards) = draft.statements.clone() else {
        panic!("no statements");
    };
    let numbers: Vec<u32> = cards.iter().map(|card| card.number).collect();
    assert_eq!(numbers, [3, 5, 7, 9, 11]);
    assert_eq!(cards[2].text, "Strong: very");
    let grid = vec![quincunx::survey::Column { value: 0, cards: 5 }];
    let definition = draft.clone().finish(grid, cards, Vec::new()).unwrap();
    assert_eq!(definition.procedure, Procedure::Drag);
    assert_eq!(
        (definition.seed, definition.language.as_str()),
        (11, "en-GB")
    );
    assert_eq!(
        definition.pages.welcome,
        [
            "Thank you for coming. It takes ten minutes.",
            "A second paragraph."
        ]
    );
    let kinds: Vec<&Kind> = definition
        .questions
        .iter()
        .map(|question| &question.kind)
        .collect();
    assert!(matches!(
        kinds.as_slice(),
        [
            Kind::OneOf { options },
            Kind::AnyOf { .. },
            Kind::Rating { from: 1, to: 5, .. },
            Kind::Number { from: Some(18), to: Some(99) },
            Kind::Text,
        ] if options == &["physician", "nurse"]
    ));
    let optional: Vec<bool> = definition
        .questions
        .iter()
        .map(|question| question.optional)
        .collect();
    assert_eq!(optional, [false, true, false, false, true]);
    assert_eq!(definition.words["most"], "like most");
    let other = draft
        .finish(Vec::new(), Vec::new(), Vec::new())
        .unwrap()
        .statements;
    assert!(other.is_empty());
}

/// Lines are counted as the reader of the cell sees them.
#[test]
fn a_mistake_is_told_with_its_line() {
    let swap = |from: &str, to: &str| {
        assert!(WHOLE.contains(from), "{from}");
        Draft::read(&WHOLE.replacen(from, to, 1), 1)
            .unwrap_err()
            .to_string()
    };
    for (from, to, words) in [
        (
            "name:",
            "nome:",
            "Line 2: there is no setting `nome`. Did you mean `name`?",
        ),
        (
            "name: Tea at work",
            "Tea at work",
            "Line 2: expected a setting",
        ),
        (
            "seed: 11",
            "seed: eleven",
            "Line 6: `seed` has to be a whole number",
        ),
        (
            "seed: 11",
            "name: again",
            "Line 6: `name` stands a second time; the first is in line 2.",
        ),
        (
            "# Questions",
            "# Question",
            "Line 18: there is no section `# Question`. Did you mean `Questions`?",
        ),
        (
            "procedure: drag",
            "procedure: drop",
            "Line 5: `procedure` has to be `pick-two` or `drag`; found `drop`.",
        ),
        (
            "number: 18 to 99",
            "number: 99 to 18",
            "Line 27: `number` has to be",
        ),
        (
            "  text\n",
            "",
            "Line 28: the question `more` does not say what is an answer.",
        ),
        ("know: How", "role: How", "a question with an id of its own"),
        ("age: How", "minutes: How", "another id"),
        (
            "5) Sweet",
            "3) Sweet",
            "statements with a number each of their own",
        ),
        ("5) Sweet", "Sweet", "a number and a text, `12. Text`"),
        ("most: like", "mosst: like", "the key one of step,"),
        (
            "We store your sort without your name.",
            "",
            "The study has no text that respondents agree to.",
        ),
        (
            "condition: How",
            "# Thanks\ncondition: How",
            "The study has no condition of instruction.",
        ),
        (
            "seed: 11",
            "statements: s.csv",
            "left out where the statements stand in a section of their own",
        ),
    ] {
        let told = swap(from, to);
        assert!(told.contains(words), "{told}\n  does not say\n{words}");
    }
    let free = WHOLE.replace("procedure: drag", "forced: no");
    let told = Draft::read(&free, 1).unwrap_err().to_string();
    assert!(told.contains("choose `procedure: drag`"), "{told}");
}
