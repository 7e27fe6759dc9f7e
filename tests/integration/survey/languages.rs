//! Studies in several languages: the definition, the respondent's choice, and what the analysis gets.

use crate::notebook::{notebook_apart, refused, run, text};
use quincunx::output::Widget;
use quincunx::survey::{
    Action, Board, Definition, Draft, DraftStatements, Kind, Page, Refusal, Sorting, Store,
};
use serde_json::json;
use std::fs;

const TEA: &str = "name: Tea
name in de: Tee
condition: What is tea to you?
condition in de: Was ist Tee für Sie?
condition in ar: ما هو الشاي بالنسبة لك؟
grid: -1:1,0:1,1:1
language: en, de, ar

# Consent
It is stored.

# Consent in de
Es wird gespeichert.

# Consent in ar
يتم حفظه.

# Questions
milk: With milk?
  one of: yes | no
cups: How many cups a day?
  number: 0 to 20
  optional

# Questions in ar
cups: كم كوبا في اليوم؟
milk: مع الحليب؟
  one of: نعم | لا

# Questions in de
milk: Mit Milch?
  one of: ja | nein
cups: Wie viele Tassen am Tag?

# Statements
Hot
Sweet
Strong

# Statements in de
3. Stark
1. Heiß
2. Süß

# Statements in ar
ساخن
حلو
قوي

# Words in ar
begin: ابدأ
";

fn tea() -> Definition {
    let draft = Draft::read(TEA, 1).unwrap();
    let given = |statements: &DraftStatements| match statements {
        DraftStatements::Given(cards) => cards.clone(),
        DraftStatements::File(name) => panic!("{name}"),
    };
    let own = given(&draft.statements);
    let further = draft.translations.iter();
    let further = further.map(|further| given(further.statements.as_ref().unwrap()));
    let further = further.collect();
    let grid = vec![quincunx::survey::Column { value: 0, cards: 3 }];
    draft.finish(grid, own, further).unwrap()
}

#[test]
fn a_definition_in_three_languages_is_read() {
    let definition = tea();
    assert_eq!(definition.languages(), ["en", "de", "ar"]);
    let [german, arabic] = definition.translations.as_slice() else {
        panic!("not two further languages");
    };
    assert_eq!((german.name.as_str(), arabic.name.as_str()), ("Tee", "Tea"));
    assert_eq!(german.condition, "Was ist Tee für Sie?");
    assert_eq!(german.pages.consent, ["Es wird gespeichert."]);
    let texts: Vec<&str> = german
        .statements
        .iter()
        .map(|card| card.text.as_str())
        .collect();
    assert_eq!(
        texts,
        ["Heiß", "Süß", "Stark"],
        "in the order of the study's"
    );
    let ids: Vec<&str> = arabic
        .questions
        .iter()
        .map(|question| question.id.as_str())
        .collect();
    assert_eq!(ids, ["milk", "cups"], "in the order of the study's");
    assert!(
        matches!(&german.questions[0].kind, Kind::OneOf { options } if options == &["ja", "nein"])
    );
    assert_eq!(german.questions[1].kind, definition.questions[1].kind);
    assert!(german.questions[1].optional);
    assert_eq!(arabic.words["begin"], "ابدأ");
    // What is stored is read again as it was.
    let stored = serde_json::to_string(&definition).unwrap();
    assert_eq!(
        serde_json::from_str::<Definition>(&stored).unwrap(),
        definition
    );
}

#[test]
fn a_text_that_one_language_lacks_is_named() {
    for (from, to, words) in [
        (
            "condition in de: Was ist Tee für Sie?",
            "",
            "There is no condition of instruction in `de`. Write `condition in de: …`.",
        ),
        (
            "# Consent in de\nEs wird gespeichert.",
            "",
            "There is no section `# Consent` in `de`. Write `# Consent in de`.",
        ),
        (
            "# Statements in ar\nساخن\nحلو\nقوي",
            "",
            "There is no statement in `ar`. Write them in a section `# Statements in ar`",
        ),
        (
            "cups: Wie viele Tassen am Tag?",
            "",
            "There is no question `cups` in `de`.",
        ),
        (
            "cups: Wie",
            "tassen: Wie",
            "Line 34: `Questions in de` has to be a question of the study (milk, cups); found `tassen: Wie",
        ),
        (
            "one of: ja | nein",
            "one of: ja | nein | etwas",
            "Line 32: `milk` has to be followed by the same kind of answer",
        ),
        (
            "\n  one of: ja | nein",
            "",
            "Line 32: `milk` has to be followed by the same kind of answer",
        ),
        (
            "language: en, de, ar",
            "language: en, de",
            "Line 6: `condition in ar` has to be in one of the languages that `language` names after the study's own (de); found `ar`.",
        ),
        (
            "language: en, de, ar",
            "",
            "has to be left out, or its language named as well: `language: en, de`",
        ),
        (
            "language: en, de, ar",
            "language: English, German",
            "Line 8: `language` has to be the languages as HTML names them",
        ),
        (
            "language: en, de, ar",
            "language: en, de, de",
            "Line 8: `language` has to be each language once",
        ),
        (
            "grid: -1:1,0:1,1:1",
            "grid in de: -1:1",
            "Line 7: there is no setting `grid in de`.",
        ),
        (
            "name in de: Tee",
            "condition in de: Tee",
            "Line 5: `condition in de` stands a second time; the first is in line 3.",
        ),
        (
            "cups: How",
            "language: How",
            "Line 22: `Questions` has to be another id",
        ),
    ] {
        assert!(TEA.contains(from), "{from}");
        let told = Draft::read(&TEA.replacen(from, to, 1), 1)
            .unwrap_err()
            .to_string();
        assert!(told.contains(words), "{told}\n  does not say\n{words}");
    }
    let draft = Draft::read(TEA, 1).unwrap();
    let DraftStatements::Given(own) = draft.statements.clone() else {
        panic!("no statements");
    };
    let grid = vec![quincunx::survey::Column { value: 0, cards: 3 }];
    let two = own[..2].to_vec();
    let told = draft
        .finish(grid, own.clone(), vec![two, own])
        .unwrap_err()
        .to_string();
    assert!(
        told.starts_with("In `de` there are the statements 1, 2; the study has 1, 2, 3."),
        "{told}"
    );
}

/// A question `language` is free as long as there is no choice of one.
#[test]
fn the_answer_language_is_the_boards_own_only_where_there_are_several() {
    let one = "name: Tea\ncondition: What?\ngrid: 0:1\n\n# Consent\nIt is stored.\n\n# Questions\nlanguage: Your first language?\n  text\n\n# Statements\nHot";
    assert!(Draft::read(one, 1).is_ok());
}

#[test]
fn a_language_can_be_changed_until_the_end() {
    let definition = tea();
    let mut sorting = Sorting::new(&definition, 1);
    let speak = |language: &str| Action::Language {
        language: language.to_owned(),
    };
    let early = sorting.act(&definition, &speak("de"));
    assert_eq!(
        early,
        Err(Refusal::NotHere {
            page: Page::Consent
        }),
        "nothing is stored before consent"
    );
    sorting.act(&definition, &Action::Consent).unwrap();
    assert_eq!(sorting.language(), "en");
    for language in ["de", "ar", "de"] {
        sorting.act(&definition, &speak(language)).unwrap();
        assert_eq!(
            (sorting.language(), sorting.page()),
            (language, Page::Questions)
        );
    }
    let none = sorting.act(&definition, &speak("fr"));
    assert!(matches!(none, Err(Refusal::NoLanguage { language }) if language == "fr"));
    assert_eq!(sorting.language(), "de");
}

#[test]
fn the_board_says_why_in_the_respondents_language() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tea.qstudy");
    drop(Store::create(&path, &tea()).unwrap());
    let mut board = Board::new(Store::open(&path).unwrap(), None);
    let study = board.state()["study"].clone();
    // Whatever the board says in English it says in German; only these are the same in both.
    let english = study["words"].as_object().unwrap();
    let german = study["translations"][0]["words"].as_object().unwrap();
    let same: Vec<&String> = english
        .keys()
        .filter(|key| english[*key] == german[*key])
        .collect();
    assert_eq!(same, ["neutral", "pile-holds"]);
    let filled = |text: &str| -> Vec<String> {
        let mut names: Vec<String> = text
            .split('{')
            .skip(1)
            .map(|rest| rest.split('}').next().unwrap().to_owned())
            .collect();
        names.sort();
        names
    };
    for (key, text) in english {
        assert_eq!(
            filled(text.as_str().unwrap()),
            filled(german[key].as_str().unwrap()),
            "{key}"
        );
    }

    let mut n = 0;
    let mut told = |order: serde_json::Value| {
        n += 1;
        let mut message = order;
        message["n"] = json!(n.to_string());
        let reaction = board.told(&message);
        (reaction.messages[0].clone(), reaction.state["view"].clone())
    };
    let (none, _) = told(json!({"begin": {"language": "fr"}}));
    assert!(none["refused"].as_str().unwrap().contains("`fr`"));
    assert!(Store::open(&path).unwrap().records().unwrap().is_empty());
    let (_, view) = told(json!({"begin": {"language": "de"}}));
    assert_eq!(
        (&view["language"], &view["steps"]),
        (&json!("de"), &json!(2))
    );
    let (open, _) = told(json!({"act": {"steps": 2, "action": {"do": "next"}}}));
    assert_eq!(
        open["phrase"],
        json!({"key": "say-unanswered", "question": "milk"})
    );
    assert_eq!(open["refused"], "Please answer: “With milk?”");
    let cups = json!({"do": "answer", "question": "cups", "value": ["99"]});
    let (many, _) = told(json!({"act": {"steps": 2, "action": cups}}));
    let between = json!({"key": "expected-between", "from": 0, "to": 20});
    assert_eq!(
        many["phrase"],
        json!({"key": "say-expected", "question": "cups", "expected": between})
    );
    // Choices are stored as the study's own.
    let translated = json!({"do": "answer", "question": "milk", "value": ["ja"]});
    let (refused, _) = told(json!({"act": {"steps": 2, "action": translated}}));
    assert!(refused["refused"].is_string());
    let own = json!({"do": "answer", "question": "milk", "value": ["yes"]});
    let (answered, view) = told(json!({"act": {"steps": 2, "action": own}}));
    assert_eq!(answered["refused"], json!(null));
    let (_, view) = told(
        json!({"act": {"steps": view["steps"], "action": {"do": "language", "language": "ar"}}}),
    );
    assert_eq!(
        (&view["language"], &view["page"]),
        (&json!("ar"), &json!("questions"))
    );
    let (unknown, _) = told(json!({"resume": "NONE-NONE"}));
    assert_eq!(unknown["phrase"], json!({"key": "say-no-code"}));
    // What was chosen is in the file: whoever comes back reads on in it.
    let code = view["code"].as_str().unwrap();
    let back = Store::open(&path)
        .unwrap()
        .respondent(code)
        .unwrap()
        .unwrap();
    assert_eq!(back.sorting().language(), "ar");
}

/// Wordings in columns of the statements' file; the language becomes an attribute.
#[test]
fn the_language_becomes_an_attribute() {
    let (folder, mut notebook) = notebook_apart();
    let cell = "%%q survey\nname: Tea\ncondition: What is tea?\ncondition in de: Was ist Tee?\ncondition in cy: Beth yw te?\ngrid: -1:1,0:1,1:1\nlanguage: en, de, cy\nstatements: tea.csv\n\n# Consent\nIt is stored.\n\n# Consent in de\nEs wird gespeichert.\n\n# Consent in cy\nFe'i cedwir.";
    fs::write(
        folder.path().join("tea.csv"),
        "number,text,text_de\n1,Hot,Heiß\n2,Sweet,\n3,Strong,Stark\n",
    )
    .unwrap();
    let empty = refused(&mut notebook, cell).message;
    assert!(
        empty.contains("column `text_de`: statement 2 has no text"),
        "{empty}"
    );
    fs::write(
        folder.path().join("tea.csv"),
        "number,text,text_de\n1,Hot,Heiß\n2,Sweet,Süß\n3,Strong,Stark\n",
    )
    .unwrap();
    let none = refused(&mut notebook, cell).message;
    assert!(
        none.contains("has no column `text_cy`, so there are no statements in `cy`."),
        "{none}"
    );
    fs::write(
        folder.path().join("tea.csv"),
        "number,text,Text DE,text_cy\n1,Hot,Heiß,Poeth\n2,Sweet,Süß,Melys\n3,Strong,Stark,Cryf\n",
    )
    .unwrap();
    let shown = text(&run(&mut notebook, cell));
    assert!(
        shown.contains("Languages") && shown.contains("en, de, cy"),
        "{shown}"
    );
    assert!(
        shown.contains("in `cy`, ") && !shown.contains("in `de`, "),
        "{shown}"
    );
    run(&mut notebook, "%q sort --simulate 4");
    let path = folder.path().join("tea.qstudy");
    let mut store = Store::open(&path).unwrap();
    assert_eq!(
        store.definition().translations[1].statements[2].text,
        "Cryf"
    );
    let mut respondent = store.begin(false, 0).unwrap();
    let language = "cy".to_owned();
    store
        .record(&mut respondent, &Action::Language { language }, 1)
        .unwrap();
    while !respondent.sorting().is_complete() {
        let sorting = respondent.sorting();
        let action = match sorting.page() {
            Page::Piles => sorting
                .order()
                .iter()
                .find(|card| !sorting.piles().contains_key(card))
                .map_or(Action::Next, |&statement| Action::Pile {
                    statement,
                    pile: quincunx::survey::Pile::Neutral,
                }),
            Page::Pick => {
                let round = sorting.round(store.definition()).unwrap();
                Action::Pick {
                    statements: round.candidates[..round.take].to_vec(),
                }
            }
            _ => Action::Next,
        };
        store.record(&mut respondent, &action, 2).unwrap();
    }
    let loaded = text(&run(&mut notebook, "%q load tea.qstudy"));
    assert!(loaded.contains("cy (1), en (4)"), "{loaded}");
    run(&mut notebook, "%q respondents --export tea-sorts.csv");
    let written = fs::read_to_string(folder.path().join("tea-sorts.csv")).unwrap();
    assert!(
        written.lines().next().unwrap().contains(";language;dur0;"),
        "{written}"
    );
    assert_eq!(written.matches(";cy;").count(), 1, "{written}");
}
