//! The board: a widget by which a respondent walks through a study. Every step is stored before the page hears that it is taken.

mod refused;
mod view;

use super::error::{RecordError, Refusal};
use super::steps::Action;
use super::store::{Respondent, Store};
use crate::output::{Face, Reaction, Widget};
use refused::Refused;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::time::{SystemTime, UNIX_EPOCH};

/// So many codes may be tried without success, on one board; nobody guesses one of half a billion thousand.
const TRIES: u32 = 20;

/// A study's board with the respondent who is at it.
#[derive(Debug)]
pub struct Board {
    store: Store,
    respondent: Option<Respondent>,
    wrong_codes: u32,
    /// A code of the list that came with the address, until somebody begins.
    offered: Option<String>,
    /// What was answered last, for a page that did not hear it.
    last: Option<(String, Value)>,
}

/// What the page says; `n` is its own name for the message.
#[derive(Debug, Deserialize)]
struct Told {
    n: String,
    #[serde(flatten)]
    order: Order,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Order {
    /// Agreed; a new respondent begins, in the language that was chosen, or goes on who has begun under the same code.
    Begin(Option<Beginning>),
    /// A respondent comes back by code.
    Resume(String),
    /// The step after `steps` stored ones.
    Act { steps: usize, action: Action },
    /// The respondent leaves; everything stays.
    Leave(()),
    /// Everything of the respondent is deleted.
    Withdraw(()),
}

#[derive(Debug, Default, Deserialize)]
struct Beginning {
    language: Option<String>,
    /// The code that the respondent was sent.
    code: Option<String>,
}

impl Board {
    /// A board at its first page; with the code of somebody who has begun, where that respondent stands; with one of the list, that one filled in.
    pub fn new(store: Store, code: Option<&str>) -> Self {
        let mut board = Self {
            store,
            respondent: None,
            wrong_codes: 0,
            offered: None,
            last: None,
        };
        if let Some(code) = code
            && board.resume(code).is_err()
        {
            // A code that is none leads to the first page, where it can be typed again.
            board.offered = board.store.listed_code(code).unwrap_or_default();
        }
        board
    }

    fn obey(&mut self, order: Order) -> Result<(), Refused> {
        match order {
            Order::Begin(beginning) => self.begin(beginning.unwrap_or_default()),
            Order::Resume(code) => self.resume(&code),
            Order::Act { steps, action } => self.act(steps, &action),
            Order::Leave(_) => {
                self.respondent = None;
                Ok(())
            }
            Order::Withdraw(_) => {
                let Some(respondent) = &self.respondent else {
                    return Ok(());
                };
                self.store.delete(respondent.code())?;
                self.respondent = None;
                Ok(())
            }
        }
    }

    fn begin(&mut self, beginning: Beginning) -> Result<(), Refused> {
        let Beginning { language, code } = beginning;
        let code = code.filter(|code| !code.trim().is_empty());
        let definition = self.store.definition();
        let own = definition.language.clone();
        if let Some(language) = &language
            && !definition.languages().contains(&language.as_str())
        {
            let language = language.clone();
            return Err(RecordError::from(Refusal::NoLanguage { language }).into());
        }
        let mut respondent = match code {
            None => self.store.begin(false, now_ms())?,
            Some(code) => {
                if self.wrong_codes >= TRIES {
                    return Err(Refused::phrase("say-codes"));
                }
                // Each code takes part once: whoever has begun goes on.
                if self.store.respondent(&code)?.is_some() {
                    return self.resume(&code);
                }
                let begun = self.store.begin_listed(&code, now_ms());
                self.wrong_codes += u32::from(matches!(begun, Err(RecordError::NotListed)));
                begun?
            }
        };
        if let Some(language) = language.filter(|language| *language != own) {
            let chosen = Action::Language { language };
            self.store.record(&mut respondent, &chosen, now_ms())?;
        }
        self.respondent = Some(respondent);
        self.offered = None;
        Ok(())
    }

    fn resume(&mut self, code: &str) -> Result<(), Refused> {
        if self.wrong_codes >= TRIES {
            return Err(Refused::phrase("say-codes"));
        }
        let Some(mut respondent) = self.store.respondent(code)? else {
            self.wrong_codes += 1;
            return Err(Refused::phrase("say-no-code"));
        };
        if !respondent.sorting().is_complete() {
            self.store
                .record(&mut respondent, &Action::Resume, now_ms())?;
        }
        self.respondent = Some(respondent);
        self.offered = None;
        Ok(())
    }

    fn act(&mut self, steps: usize, action: &Action) -> Result<(), Refused> {
        let Some(respondent) = &mut self.respondent else {
            return Err(Refused::words("Nobody has begun here."));
        };
        // The page speaks of an earlier state: what it shows now is put right by the answer.
        if steps != respondent.steps() {
            return Err(RecordError::Elsewhere.into());
        }
        match self.store.record(respondent, action, now_ms()) {
            Ok(()) => Ok(()),
            Err(RecordError::Elsewhere) => {
                let code = respondent.code().to_owned();
                self.respondent = self.store.respondent(&code)?;
                Err(RecordError::Elsewhere.into())
            }
            Err(RecordError::Deleted) => {
                self.respondent = None;
                Err(RecordError::Deleted.into())
            }
            Err(error) => Err(error.into()),
        }
    }

    fn view(&self) -> Value {
        let respondent = self.respondent.as_ref();
        view::view(self.store.definition(), respondent, self.offered.as_deref())
    }
}

impl Widget for Board {
    fn face(&self) -> Face {
        Face {
            name: "board",
            module: include_str!("board/board.js"),
            style: include_str!("board/board.css"),
        }
    }

    fn state(&self) -> Map<String, Value> {
        Map::from_iter([
            ("study".to_owned(), view::study(self.store.definition())),
            ("view".to_owned(), self.view()),
        ])
    }

    fn told(&mut self, message: &Value) -> Reaction {
        let told = match Told::deserialize(message) {
            Ok(told) => told,
            Err(why) => {
                let answer = json!({"n": message["n"], "refused": format!("This is no step of a sort: {why}.")});
                return answered(self.view(), answer);
            }
        };
        if let Some((n, answer)) = &self.last
            && *n == told.n
        {
            return answered(self.view(), answer.clone());
        }
        let answer = match self.obey(told.order) {
            Ok(()) => json!({"n": told.n}),
            Err(why) => json!({"n": told.n, "refused": why.text, "phrase": why.phrase}),
        };
        self.last = Some((told.n, answer.clone()));
        answered(self.view(), answer)
    }
}

/// The page as it is now, and then the answer that has it shown.
fn answered(view: Value, answer: Value) -> Reaction {
    Reaction {
        messages: vec![answer],
        ..Reaction::of("view", view)
    }
}

fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| {
        i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
    })
}
