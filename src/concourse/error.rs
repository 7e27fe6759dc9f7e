//! What a concourse refuses.

use thiserror::Error;

/// Why a step from concourse to Q set cannot be taken.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ConcourseError {
    /// Nothing collected.
    #[error("There is no statement in the concourse. Give at least one, in a column `text`.")]
    Empty,
    /// A statement without words.
    #[error("Statement `{id}` has no text. Fill it in, or leave its row out.")]
    NoText {
        /// Its id.
        id: String,
    },
    /// One id twice.
    #[error("The id `{id}` stands twice. Give every statement an id of its own.")]
    RepeatedId {
        /// The id.
        id: String,
    },
    /// A column of another length.
    #[error("The column `{name}` codes {found} statements; the concourse has {expected}.")]
    ColumnLength {
        /// Its heading.
        name: String,
        /// Statements of the concourse.
        expected: usize,
        /// Entries of the column.
        found: usize,
    },
    /// An id that no statement has.
    #[error("There is no statement `{id}` in the concourse.{} `%q concourse --all` lists them.", meant(nearest.as_deref()))]
    UnknownId {
        /// As given.
        id: String,
        /// The nearest one there is.
        nearest: Option<String>,
    },
    /// A column of codes that is not there.
    #[error("There is no column of codes `{name}`.{} {}", meant(nearest.as_deref()), there(known))]
    UnknownColumn {
        /// As given.
        name: String,
        /// The nearest one there is.
        nearest: Option<String>,
        /// The columns there are.
        known: Vec<String>,
    },
    /// The same column for both sides of the framework.
    #[error(
        "`{name}` makes both the rows and the columns of the framework. Give two columns of codes, or leave one of them out."
    )]
    SameDimension {
        /// The column.
        name: String,
    },
    /// A code that the stated framework does not have.
    #[error("Statement `{id}` is coded `{code}` in `{column}`; expected {}.{} Correct the code, or state it with the others.", listed(known), meant(nearest.as_deref()))]
    UnknownCode {
        /// The statement.
        id: String,
        /// The column.
        column: String,
        /// The code found.
        code: String,
        /// The codes stated.
        known: Vec<String>,
        /// The nearest of them.
        nearest: Option<String>,
    },
    /// A threshold that is no similarity.
    #[error(
        "{value} is no threshold of similarity; expected a number above 0 and at most 1, such as 0.75."
    )]
    Threshold {
        /// As given.
        value: f64,
    },
    /// A decision about a statement that is out already.
    #[error("Statement `{id}` is out already: {how}. `%q undo` takes steps back.")]
    Gone {
        /// The statement.
        id: String,
        /// What became of it, in words.
        how: String,
    },
    /// A decision that needs more statements.
    #[error("To {what} takes at least {needed} statements; found {found}. Name them by their ids.")]
    TooFew {
        /// The decision, such as `merge`.
        what: &'static str,
        /// How many it takes.
        needed: usize,
        /// How many were named.
        found: usize,
    },
    /// One statement named twice in a decision.
    #[error("Statement `{id}` stands twice in one decision. Name it once.")]
    Twice {
        /// The statement.
        id: String,
    },
    /// A decision without its reason.
    #[error(
        "To {what} a statement needs a reason: whoever reads how the Q set came about will ask. Write it after a colon, or with `--because`."
    )]
    NoReason {
        /// The decision, such as `drop`.
        what: &'static str,
    },
    /// New words that are none, or the old ones.
    #[error("Statement `{id}` would read as it did: `{text}`. Give the new wording.")]
    SameWords {
        /// The statement.
        id: String,
        /// The wording.
        text: String,
    },
    /// A cell that the framework does not have.
    #[error("There is no cell `{name}` in the framework.{} {}", meant(nearest.as_deref()), there(known))]
    UnknownCell {
        /// As given.
        name: String,
        /// The nearest one there is.
        nearest: Option<String>,
        /// The cells there are.
        known: Vec<String>,
    },
    /// A statement that has to be in the set and must not be.
    #[error(
        "Statement `{id}` is asked for and ruled out at once. Take it out of `--with` or of `--without`."
    )]
    InAndOut {
        /// The statement.
        id: String,
    },
    /// Statements that have to be in the set and say almost the same.
    #[error(
        "Statements `{first}` and `{second}` are both asked for and alike in wording (similarity {similarity:.2}). Leave one out, or say `--allow-similar`."
    )]
    AlikeAskedFor {
        /// The first statement.
        first: String,
        /// The second.
        second: String,
        /// How alike they are.
        similarity: f64,
    },
    /// More statements asked for by name than a cell may have.
    #[error(
        "{given} of the statements asked for by name are in the cell `{cell}`, which is to give {wanted}. Ask for {given} there, or name fewer."
    )]
    MoreThanTheCell {
        /// The cell.
        cell: String,
        /// Statements asked for by name.
        given: usize,
        /// What the cell is to give.
        wanted: usize,
    },
    /// A cell that has fewer statements than it is to give.
    #[error("The cell `{cell}` is to give {wanted} and can give {available}{}. Ask for fewer there, collect more, or {}.", alike_words(*alike), if *alike > 0 { "say `--allow-similar`" } else { "take other cells" })]
    CellTooSmall {
        /// The cell.
        cell: String,
        /// What it is to give.
        wanted: usize,
        /// What it can give.
        available: usize,
        /// Statements that are not counted because they are alike to others.
        alike: usize,
    },
    /// More statements than there are.
    #[error("{wanted} statements are wanted and {available} can be drawn from the cells chosen{}. Ask for fewer, choose more cells, or {}.", alike_words(*alike), if *alike > 0 { "say `--allow-similar`" } else { "collect more" })]
    TooMany {
        /// How many are wanted.
        wanted: usize,
        /// How many can be drawn.
        available: usize,
        /// Statements that are not counted because they are alike to others.
        alike: usize,
    },
    /// Fewer statements than are asked for by name or by cell.
    #[error(
        "{wanted} statements are wanted in all, and {given} are asked for by name or by cell already. Raise the total, or ask for fewer."
    )]
    TooFewInAll {
        /// How many are wanted.
        wanted: usize,
        /// How many are asked for already.
        given: usize,
    },
    /// A set of fewer than two statements.
    #[error("A Q set of {found} is none; expected at least 2 statements.")]
    NoSet {
        /// How many would be drawn.
        found: usize,
    },
    /// Near-duplicates in several cells that keep each other out.
    #[error(
        "No draw was found that fills every cell without two statements alike: the cell `{cell}` stayed {missing} short. Ask for fewer there, `keep` pairs that differ in sense, or say `--allow-similar`."
    )]
    Entangled {
        /// The cell that stayed short.
        cell: String,
        /// By how many.
        missing: usize,
    },
}

fn meant(nearest: Option<&str>) -> String {
    nearest.map_or_else(String::new, |near| format!(" Did you mean `{near}`?"))
}

fn there(known: &[String]) -> String {
    match known {
        [] => "There are none.".to_owned(),
        known => format!("There are: {}.", listed(known)),
    }
}

fn listed(known: &[String]) -> String {
    const SHOWN: usize = 12;
    let shown: Vec<String> = known.iter().take(SHOWN).map(|k| format!("`{k}`")).collect();
    let more = match known.len().saturating_sub(SHOWN) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    shown.join(", ") + &more
}

fn alike_words(alike: usize) -> String {
    match alike {
        0 => String::new(),
        1 => ", since 1 more is alike to another in wording".to_owned(),
        n => format!(", since {n} more are alike to others in wording"),
    }
}
