//! Collecting Q sorts: what a study asks, the way a respondent takes through it, the file that keeps every step, and the board on the page.
//!
//! [`Draft`] reads a definition from a cell; [`Sorting`] is the way, a state machine without clock, file or page; [`Store`] writes each
//! [`Action`] down before it counts; [`Board`] is the widget between them.

mod board;
mod cards;
mod checked;
mod definition;
mod draft;
mod error;
mod export;
mod pace;
mod pictures;
mod records;
mod simulated;
mod sorting;
mod steps;
mod store;
mod words;

pub use board::Board;
pub use definition::{
    Admission, Card, Column, Definition, Kind, Pages, Procedure, Question, Translation,
};
pub use draft::{Draft, DraftGrid, DraftStatements, DraftTranslation, Given, is_reserved};
pub use error::{DraftError, Expected, RecordError, Refusal, StoreError};
pub use export::{LANGUAGE, as_htmlq, as_json, as_quince, facts, on_pile, progress, trace, utc};
pub use pace::{minutes, page_seconds, presort_trace};
pub use pictures::{LARGEST_PICTURE, picture};
pub use records::{Logged, Record};
pub use simulated::simulate;
pub use sorting::{Round, Sorting};
pub use steps::{Action, Page, Pile};
pub use store::{Listed, Respondent, Store, code_signs, is_study};
pub use words::left_in_english;
