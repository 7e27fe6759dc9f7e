//! What a respondent can do, and the pages on which it is done.

use serde::{Deserialize, Serialize};

/// Something a respondent does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
pub enum Action {
    /// Agrees to take part; nothing is stored before.
    Consent,
    /// Has come back by code. Changes nothing; the time away does not count.
    Resume,
    /// Goes on in another of the study's languages.
    Language {
        /// Which, as the study names it.
        language: String,
    },
    /// Answers a question: one value, several where several may be chosen, none to take the answer back.
    Answer {
        /// The question's id.
        question: String,
        /// The answer.
        value: Vec<String>,
    },
    /// Puts a card on a pile, or from one to another.
    Pile {
        /// The card.
        statement: u32,
        /// The pile.
        pile: Pile,
    },
    /// Chooses the cards asked for in this round.
    Pick {
        /// The cards.
        statements: Vec<u32>,
    },
    /// Puts a card into a column, or with none takes it out of the grid.
    Place {
        /// The card.
        statement: u32,
        /// The column.
        value: Option<i32>,
    },
    /// Lets two cards change places.
    Swap {
        /// One.
        first: u32,
        /// The other.
        second: u32,
    },
    /// Says why a card stands where it does.
    Comment {
        /// The card.
        statement: u32,
        /// The reason; empty to take it back.
        text: String,
    },
    /// Goes on to the next page.
    Next,
    /// Goes back one page, or one round.
    Back,
}

/// The three piles of the first sorting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Pile {
    /// Cards to agree with.
    Agree,
    /// Cards in between.
    Neutral,
    /// Cards to disagree with.
    Disagree,
}

/// A page of the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Page {
    /// Welcome, and agreement to take part.
    Consent,
    /// Questions about the respondent.
    Questions,
    /// Each statement to one of three piles.
    Piles,
    /// Two cards at a time into the grid.
    Pick,
    /// Cards into the grid in any order.
    Drag,
    /// The whole grid, where cards may change places.
    Review,
    /// Reasons for the extreme cards.
    Reasons,
    /// Thanks.
    End,
}

impl Page {
    /// What the analysis calls it, as in `time piles`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Consent => "consent",
            Self::Questions => "questions",
            Self::Piles => "piles",
            Self::Pick => "pick",
            Self::Drag => "drag",
            Self::Review => "review",
            Self::Reasons => "reasons",
            Self::End => "end",
        }
    }
}
