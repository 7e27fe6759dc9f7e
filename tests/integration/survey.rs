//! Collecting Q sorts: the way of a respondent, the file that keeps it, and what the analysis gets.

mod board;
mod codes;
mod definitions;
mod languages;
mod online;
mod round_trip;
mod store;
mod verbs;
mod way;

use quincunx::survey::{Admission, Card, Column, Definition, Kind, Pages, Procedure, Question};
use std::collections::BTreeMap;

/// A study of `columns` (value and cards), with one question.
fn study(procedure: Procedure, columns: &[(i32, usize)]) -> Definition {
    let cards: usize = columns.iter().map(|column| column.1).sum();
    Definition {
        name: "Trial".to_owned(),
        condition: "How well does it fit?".to_owned(),
        language: "en".to_owned(),
        translations: Vec::new(),
        admission: Admission::Anyone,
        procedure,
        forced: true,
        seed: 7,
        grid: columns
            .iter()
            .map(|&(value, cards)| Column { value, cards })
            .collect(),
        statements: (1..=cards as u32)
            .map(|number| Card::new(number, format!("Statement {number}")))
            .collect(),
        questions: vec![Question {
            id: "role".to_owned(),
            text: "Your role?".to_owned(),
            kind: Kind::OneOf {
                options: vec!["nurse".to_owned(), "physician".to_owned()],
            },
            optional: false,
        }],
        pages: Pages {
            consent: vec!["It is stored.".to_owned()],
            ..Pages::default()
        },
        words: BTreeMap::new(),
    }
}

/// The grid of nine cards that most tests fill.
const NINE: [(i32, usize); 5] = [(-2, 1), (-1, 2), (0, 3), (1, 2), (2, 1)];
