//! Why a definition, a step of a respondent or a file is refused.

use super::steps::Page;
use std::path::PathBuf;
use thiserror::Error;

/// Why a definition is none; lines are counted from the cell's first.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum DraftError {
    /// A line above the sections that is no setting.
    #[error(
        "Line {line}: expected a setting such as `grid: -1:1,0:3,1:1`, or a section such as `# Statements`; found `{found}`."
    )]
    NoSetting {
        /// The line.
        line: usize,
        /// What stands there.
        found: String,
    },
    /// A setting that does not exist.
    #[error("Line {line}: there is no setting `{found}`.{nearest} The settings are {known}.")]
    UnknownSetting {
        /// The line.
        line: usize,
        /// The name.
        found: String,
        /// A sentence that begins with a blank, or nothing.
        nearest: String,
        /// All of them.
        known: String,
    },
    /// A section that does not exist.
    #[error("Line {line}: there is no section `# {found}`.{nearest} The sections are {known}.")]
    UnknownSection {
        /// The line.
        line: usize,
        /// The name.
        found: String,
        /// A sentence that begins with a blank, or nothing.
        nearest: String,
        /// All of them.
        known: String,
    },
    /// Something given twice.
    #[error(
        "Line {line}: `{what}` stands a second time; the first is in line {first}. Leave one of them out."
    )]
    Twice {
        /// The line.
        line: usize,
        /// What.
        what: String,
        /// The line of the first.
        first: usize,
    },
    /// A value of a setting, or a line of a question, that is something else than it has to be.
    #[error("Line {line}: `{what}` has to be {expected}; found `{found}`.")]
    Value {
        /// The line.
        line: usize,
        /// What.
        what: String,
        /// What it has to be.
        expected: String,
        /// What stands there.
        found: String,
    },
    /// A question without a line that says what is an answer.
    #[error(
        "Line {line}: the question `{id}` does not say what is an answer. Write below it, indented, one of: `one of: a | b`, `any of: a | b`, `rating: 1 to 5`, `number: 18 to 99`, `text`."
    )]
    NoKind {
        /// The line.
        line: usize,
        /// The question.
        id: String,
    },
    /// Something that has to be there.
    #[error("The study has no {what}. {next}")]
    Missing {
        /// What.
        what: &'static str,
        /// What to write.
        next: &'static str,
    },
    /// Statements and grid that do not go together.
    #[error(
        "The grid takes {cards} cards, and there are {statements} statements. Change the grid or the statements until the numbers agree."
    )]
    OtherCount {
        /// By the grid.
        cards: usize,
        /// By the list.
        statements: usize,
    },
    /// A text that stands in the study's own language only.
    #[error("There is no {what} in `{language}`. Write {next}.")]
    Untranslated {
        /// The language.
        language: String,
        /// What.
        what: String,
        /// What to write.
        next: String,
    },
    /// Other statements in one language than in another.
    #[error(
        "In `{language}` there are the statements {found}; the study has {expected}. Give each of them in every language, under the same number."
    )]
    OtherStatements {
        /// The language.
        language: String,
        /// Their numbers in it.
        found: String,
        /// The study's numbers.
        expected: String,
    },
    /// A free grid that pick-two cannot fill.
    #[error(
        "`procedure: pick-two` fills a forced grid; with `forced: no` choose `procedure: drag`."
    )]
    FreePickTwo,
}

/// Why a respondent's step is refused, in words for the respondent.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum Refusal {
    /// A step of another page.
    #[error("This cannot be done on this page ({}).", page.name())]
    NotHere {
        /// Where the respondent is.
        page: Page,
    },
    /// The first page, or the last.
    #[error("There is no way back from here ({}).", page.name())]
    NoWayBack {
        /// Where the respondent is.
        page: Page,
    },
    /// A card that is none.
    #[error("There is no statement {number}.")]
    NoCard {
        /// The number.
        number: u32,
    },
    /// A column that is none.
    #[error("There is no column {value}.")]
    NoColumn {
        /// The value.
        value: i32,
    },
    /// A column that has all its cards.
    #[error("The column {value:+} has all of its {cards} cards. Take one out first, or swap.")]
    Full {
        /// The value.
        value: i32,
        /// How many it takes.
        cards: usize,
    },
    /// Too many cards chosen, or too few.
    #[error("Choose {expected}, not {found}.")]
    OtherCount {
        /// How many.
        expected: usize,
        /// How many were chosen.
        found: usize,
    },
    /// A card that is not to choose from.
    #[error("Statement {number} is not among those to choose from.")]
    NoCandidate {
        /// The number.
        number: u32,
    },
    /// Cards without a pile.
    #[error("{left} statements are not on a pile yet.")]
    NoPile {
        /// How many.
        left: usize,
    },
    /// Cards outside the grid.
    #[error("{left} statements are not in the grid yet.")]
    NoPlace {
        /// How many.
        left: usize,
    },
    /// A reason for a card that none is asked for.
    #[error("Statement {number} is not at an end of the grid.")]
    NotExtreme {
        /// The number.
        number: u32,
    },
    /// A question that is none.
    #[error("There is no question `{id}`.")]
    NoQuestion {
        /// The id.
        id: String,
    },
    /// An answer that is none.
    #[error("“{question}” expects {expected}.")]
    OtherAnswer {
        /// The question's id.
        id: String,
        /// The question.
        question: String,
        /// What is an answer.
        expected: Expected,
    },
    /// A question still open.
    #[error("Please answer: “{question}”")]
    Unanswered {
        /// The question's id.
        id: String,
        /// The question.
        question: String,
    },
    /// A language that the study does not have.
    #[error("This study is not in the language `{language}`.")]
    NoLanguage {
        /// The language.
        language: String,
    },
    /// Too many words.
    #[error("At most {most} characters, please.")]
    TooLong {
        /// How many.
        most: usize,
    },
}

/// What is an answer to a question.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum Expected {
    /// One of some choices, which are listed.
    #[error("one of {0}")]
    OneOf(String),
    /// Any number of some choices, which are listed.
    #[error("some of {0}")]
    SomeOf(String),
    /// Not several.
    #[error("one answer")]
    One,
    /// A number with two bounds.
    #[error("a number from {0} to {1}")]
    Between(i32, i32),
    /// A number with a lower bound.
    #[error("a number, at least {0}")]
    AtLeast(i32),
    /// A number with an upper bound.
    #[error("a number, at most {0}")]
    AtMost(i32),
    /// A number.
    #[error("a number")]
    Number,
    /// Not more than so many characters.
    #[error("at most {0} characters")]
    AtMostCharacters(usize),
}

/// Why a study's file cannot be used.
#[derive(Debug, Error)]
pub enum StoreError {
    /// No such file.
    #[error("There is no study `{}`. Define it with `%%q survey`, or check the name.", path.display())]
    Missing {
        /// The file.
        path: PathBuf,
    },
    /// Some other file.
    #[error("`{}` is no study made by `%%q survey`; expected a .qstudy file. {next}", path.display())]
    NotAStudy {
        /// The file.
        path: PathBuf,
        /// What to do.
        next: &'static str,
    },
    /// A file of a later version.
    #[error("`{}` was made by a later version (layout {found}; this version reads {known}). Use the later one.", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its layout.
        found: i64,
        /// Ours.
        known: i64,
    },
    /// Other questions than the respondents were asked.
    #[error("`{}` holds {respondents} under another definition ({difference} differs), and sorts of two definitions cannot be mixed. Give the changed study another `name`, or delete the file if they were only trials.", path.display())]
    Changed {
        /// The file.
        path: PathBuf,
        /// How many, in words.
        respondents: String,
        /// The first part that differs.
        difference: &'static str,
    },
    /// A log that does not lead anywhere.
    #[error("`{}`: step {step} of respondent {code} cannot be followed: {why} The file is damaged; restore it from a copy.", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// Whose.
        code: String,
        /// Which step, from 1.
        step: usize,
        /// Why.
        why: String,
    },
    /// The system's or SQLite's words.
    #[error("`{}` cannot be used: {why}. Check that its folder can be written to and has room.", path.display())]
    Unusable {
        /// The file.
        path: PathBuf,
        /// Why.
        why: String,
    },
}

/// Why a step was not recorded.
#[derive(Debug, Error)]
pub enum RecordError {
    /// It is none.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The same respondent was at work elsewhere.
    #[error("This sort has gone on in another window. It is shown here as it stands now.")]
    Elsewhere,
    /// A study of listed codes, and none was given.
    #[error("Please give the code you were sent.")]
    NoCode,
    /// A code that is not on the study's list.
    #[error(
        "This code is not among those that were sent out for this study. Compare it with your invitation, or ask who sent it."
    )]
    NotListed,
    /// The respondent's data are gone.
    #[error("This sort has been deleted.")]
    Deleted,
    /// The file.
    #[error(transparent)]
    Store(#[from] StoreError),
}
