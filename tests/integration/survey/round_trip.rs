//! What is exported in another program's form is read again as that program's, whatever respondents have written.

use super::study;
use proptest::prelude::*;
use quincunx::qmethod::Study;
use quincunx::study_files::{LoadRequest, Source, load};
use quincunx::survey::{
    Action, Definition, Kind, Logged, Page, Pile, Procedure, Question, Record, Sorting, as_htmlq,
    as_quince,
};

/// Two questions beside the one that every study here has: one of words.
fn asked(procedure: Procedure, columns: &[(i32, usize)]) -> Definition {
    let mut definition = study(procedure, columns);
    definition.questions.push(Question {
        id: "more".to_owned(),
        text: "Anything else?".to_owned(),
        kind: Kind::Text,
        optional: true,
    });
    definition
}

/// The whole way of a respondent: `piles` says which of three each card goes to, `said` is the reason for every extreme card and the answer.
fn record(definition: &Definition, number: u64, piles: &[u8], said: &str) -> Record {
    let mut sorting = Sorting::new(definition, number);
    let mut actions = Vec::new();
    let mut at_ms = 1_700_000_000_000;
    let mut answered = false;
    let mut explained = 0;
    while sorting.page() != Page::End {
        let extreme = sorting.extreme_cards(definition);
        let action = match sorting.page() {
            Page::Consent => Action::Consent,
            Page::Questions if sorting.answers().is_empty() => Action::Answer {
                question: "role".to_owned(),
                value: vec!["nurse".to_owned()],
            },
            Page::Questions if !answered => {
                answered = true;
                Action::Answer {
                    question: "more".to_owned(),
                    value: vec![said.to_owned()],
                }
            }
            Page::Piles if sorting.piles().len() < sorting.order().len() => {
                let place = sorting.piles().len();
                Action::Pile {
                    statement: sorting.order()[place],
                    pile: match piles[place % piles.len()] % 3 {
                        0 => Pile::Agree,
                        1 => Pile::Neutral,
                        _ => Pile::Disagree,
                    },
                }
            }
            Page::Pick => {
                let round = sorting.round(definition).unwrap();
                Action::Pick {
                    statements: round.candidates[..round.take].to_vec(),
                }
            }
            Page::Reasons if explained < extreme.len() => {
                explained += 1;
                Action::Comment {
                    statement: extreme[explained - 1],
                    text: said.to_owned(),
                }
            }
            _ => Action::Next,
        };
        at_ms += 1_234;
        sorting.act(definition, &action).unwrap();
        actions.push(Logged { at_ms, action });
    }
    Record {
        number,
        code: format!("CODE-{number:04}"),
        is_simulated: false,
        actions,
        sorting,
    }
}

fn read(text: String) -> (Study, String) {
    let source = Source::Bytes {
        name: "collected.csv".to_owned(),
        bytes: text.into_bytes(),
    };
    let loaded = load(&LoadRequest::of(source)).unwrap();
    (loaded.study, loaded.notes.join(" "))
}

/// A text as it comes back: without blanks around it, marks of statements set apart, and of Quince without bars.
fn expected(said: &str, of_quince: bool) -> String {
    let said = said.trim();
    match of_quince {
        true => said.replace('|', "/"),
        false => said.to_owned(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn exports_are_read_again(
        sorters in prop::collection::vec((prop::collection::vec(0u8..3, 9), "[a-zA-Zäß(),;:|\"=+ s0-9\n-]{0,40}"), 2..5),
        shape in prop::sample::select(vec![
            vec![(-2, 1), (-1, 2), (0, 3), (1, 2), (2, 1)],
            vec![(0, 2), (1, 3), (2, 2)],
            vec![(-9, 2), (-1, 1), (3, 3), (12, 2)],
        ]),
    ) {
        let definition = asked(Procedure::PickTwo, &shape);
        let records: Vec<Record> = (1..)
            .zip(&sorters)
            .map(|(number, (piles, said))| record(&definition, number, piles, said))
            .collect();
        for (program, text, of_quince) in [
            ("HTMLQ", as_htmlq(&definition, &records), false),
            ("Quince", as_quince(&definition, &records), true),
        ] {
            prop_assert!(!text.contains("CODE-"), "codes stay in the study's file");
            let (study, notes) = read(text);
            prop_assert!(notes.contains(program), "{notes}");
            prop_assert_eq!(study.sorts().ncols(), records.len());
            let numbers: Vec<u32> = definition.statements.iter().map(|card| card.number).collect();
            let attribute = |name: &str, at: usize| {
                let attribute = study.sort_attribute(name);
                attribute.map_or_else(String::new, |found| found.values.get(at).unwrap_or_default().to_owned())
            };
            for (at, record) in records.iter().enumerate() {
                let values: Vec<f64> = numbers.iter().map(|number| f64::from(record.sorting.placed()[number])).collect();
                let read: Vec<f64> = study.sorts().column(at).iter().copied().collect();
                prop_assert_eq!(read, values, "{}", program);
                let said = &sorters[at].1;
                prop_assert_eq!(attribute("role", at), "nurse");
                prop_assert_eq!(attribute("more", at), expected(said, of_quince), "{}", program);
                let positive = record.sorting.piles().values().filter(|pile| **pile == Pile::Agree).count();
                prop_assert_eq!(attribute("presort positive count", at), positive.to_string());
                for number in &numbers {
                    let comment = record.sorting.comments().get(number);
                    // Bars and blanks around a reason are no part of it.
                    let comment = comment.map_or_else(String::new, |comment| {
                        let comment = expected(comment, of_quince).replace("(s", "( s").replace("(S", "( S");
                        comment.trim_matches(|sign: char| sign.is_whitespace() || sign == '|').to_owned()
                    });
                    prop_assert_eq!(attribute(&format!("comment s{number}"), at), comment, "{}", program);
                }
            }
        }
    }
}
