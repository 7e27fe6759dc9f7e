//! What a study asks.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A study as its respondents meet it. Made by [`Draft`](super::Draft), kept in the study's file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Definition {
    /// Shown above every page.
    pub name: String,
    /// What the respondents are asked to sort by.
    pub condition: String,
    /// The language of its texts, as HTML names it (`en`, `cy`, `ar`).
    pub language: String,
    /// Its texts in further languages, among which respondents choose.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub translations: Vec<Translation>,
    /// Who may take part.
    #[serde(default, skip_serializing_if = "Admission::is_anyone")]
    pub admission: Admission,
    /// How the grid is filled.
    pub procedure: Procedure,
    /// Whether every column takes just its number of cards; if not, any number, and the grid is advice.
    pub forced: bool,
    /// Together with a respondent's number it decides the order in which statements are shown.
    pub seed: u64,
    /// The grid's columns, lowest value first.
    pub grid: Vec<Column>,
    /// The Q set.
    pub statements: Vec<Card>,
    /// Asked before the sort.
    pub questions: Vec<Question>,
    /// The texts of the pages.
    pub pages: Pages,
    /// The board's own words in other words, by the key they have in the board.
    pub words: BTreeMap<String, String>,
}

/// A study's texts in a further language; they stand in the place of its own, one by one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Translation {
    /// The language, as HTML names it.
    pub language: String,
    /// See [`Definition::name`].
    pub name: String,
    /// See [`Definition::condition`].
    pub condition: String,
    /// The same cards in the same order; one without a picture has that of the study.
    pub statements: Vec<Card>,
    /// The same questions in the same order, with as many choices each: what is stored are the study's own choices.
    pub questions: Vec<Question>,
    /// See [`Definition::pages`].
    pub pages: Pages,
    /// See [`Definition::words`].
    pub words: BTreeMap<String, String>,
}

/// One column of the grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its value.
    pub value: i32,
    /// How many cards it takes.
    pub cards: usize,
}

/// A statement on its card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// Its number in the Q set.
    pub number: u32,
    /// Its wording; of a picture, what it shows.
    pub text: String,
    /// The picture on it, as a `data:` address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
}

/// Who may take part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Admission {
    /// Whoever comes to the board.
    #[default]
    Anyone,
    /// Whoever has a code of the study's list.
    Listed,
    /// Whoever has a code of the list, and whoever has none.
    ListedOrAnyone,
}

/// How the grid is filled from the three piles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Procedure {
    /// As in POETQ: the two most agreeable of the agreeable cards are chosen again and again, filling the grid from the right; likewise from the
    /// left the disagreeable ones; the neutral ones go between.
    PickTwo,
    /// Cards are put into columns in any order.
    Drag,
}

/// Texts of pages, one paragraph each.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pages {
    /// What the study is about.
    pub welcome: Vec<String>,
    /// What a respondent agrees to before anything is stored.
    pub consent: Vec<String>,
    /// Above the questions about the extreme cards.
    pub reasons: Vec<String>,
    /// After the last step.
    pub thanks: Vec<String>,
}

/// A question about the respondent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// What the answers are called in the analysis.
    pub id: String,
    /// Its wording.
    pub text: String,
    /// What is an answer.
    pub kind: Kind,
    /// It may be left open.
    pub optional: bool,
}

/// What is an answer to a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Kind {
    /// One of these.
    OneOf {
        /// The choices.
        options: Vec<String>,
    },
    /// Any number of these.
    AnyOf {
        /// The choices.
        options: Vec<String>,
    },
    /// A step of a scale.
    Rating {
        /// The first step.
        from: i32,
        /// The last.
        to: i32,
        /// What the first means; may be empty.
        low: String,
        /// What the last means; may be empty.
        high: String,
    },
    /// A number.
    Number {
        /// The least, if there is one.
        from: Option<i32>,
        /// The largest, if there is one.
        to: Option<i32>,
    },
    /// Words.
    Text,
}

impl Admission {
    /// Whether there is no list.
    pub fn is_anyone(&self) -> bool {
        *self == Self::Anyone
    }
}

impl Card {
    /// A card with words.
    pub fn new(number: u32, text: impl Into<String>) -> Self {
        Self {
            number,
            text: text.into(),
            image: None,
        }
    }
}

impl Definition {
    /// How many cards the column of this value takes; 0 where the grid has none.
    pub fn cards_at(&self, value: i32) -> usize {
        let column = self.grid.iter().find(|column| column.value == value);
        column.map_or(0, |column| column.cards)
    }

    /// The languages that respondents choose among, the study's own first.
    pub fn languages(&self) -> Vec<&str> {
        let further = self.translations.iter();
        let further = further.map(|translation| translation.language.as_str());
        [self.language.as_str()]
            .into_iter()
            .chain(further)
            .collect()
    }

    /// The values of the outermost columns, lowest first.
    pub fn extremes(&self) -> Option<(i32, i32)> {
        Some((self.grid.first()?.value, self.grid.last()?.value))
    }
}

impl Procedure {
    /// Its name in a definition.
    pub fn name(self) -> &'static str {
        match self {
            Self::PickTwo => "pick-two",
            Self::Drag => "drag",
        }
    }
}
