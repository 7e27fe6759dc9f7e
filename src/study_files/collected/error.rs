//! Why a file of one of the field's programs gives no study.

use crate::study_files::place::{Further, Place};
use thiserror::Error;

/// Why a file of one of the field's programs gives no study.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ImportError {
    /// Something else than the format has at this place.
    #[error("{place}: expected {expected}; found {found}. {next}")]
    Unexpected {
        /// The place.
        place: Place,
        /// What the format has there.
        expected: String,
        /// What stands there.
        found: String,
        /// What to do.
        next: &'static str,
    },
    /// A sort that is longer or shorter than the others.
    #[error("Q sort {sort} ({place}) has {found}; expected {expected}, {}. Correct the file, or leave this Q sort out of it.", match first {
        Some(first) => format!("as Q sort {first} has"),
        None => "one for each statement".to_owned(),
    })]
    OtherLength {
        /// The sort's id.
        sort: String,
        /// Where it stands.
        place: Place,
        /// How many values it has, in words.
        found: String,
        /// How many it should have.
        expected: usize,
        /// The first sort, which said how many there are.
        first: Option<String>,
    },
    /// More values than any Q set.
    #[error(
        "{place} has more than {most} values; a Q sort has one for each statement. Check that the file is what it was taken for."
    )]
    TooManyStatements {
        /// The place.
        place: Place,
        /// The limit.
        most: usize,
    },
    /// A card in a pile that is none of the Q set.
    #[error(
        "Q sort {sort} ({place}) holds {found}; expected the number of a statement, from 1 to {statements}. Correct the file."
    )]
    NotACard {
        /// The sort's id.
        sort: String,
        /// The place of the card.
        place: Place,
        /// What it holds.
        found: String,
        /// How many statements there are.
        statements: usize,
    },
    /// A card in two piles.
    #[error(
        "Q sort {sort} ({place}): statement {number} lies at {first} and again at {second}. Correct the file."
    )]
    CardTwice {
        /// The sort's id.
        sort: String,
        /// The place of the second.
        place: Place,
        /// The statement.
        number: usize,
        /// The value of the first.
        first: f64,
        /// The value of the second.
        second: f64,
    },
    /// A card in no pile.
    #[error(
        "Q sort {sort} ({place}) does not place statement {number}.{further} Correct the file, or leave this Q sort out of it."
    )]
    CardMissing {
        /// The sort's id.
        sort: String,
        /// Where it stands.
        place: Place,
        /// The statement.
        number: usize,
        /// The others.
        further: Further,
    },
    /// A sort without name.
    #[error("{place}: the Q sort has no name. Give each Q sort a name of its own.")]
    NoId {
        /// Where it stands.
        place: Place,
    },
    /// One name twice.
    #[error(
        "{name}: the name {id} stands twice, at {first} and {second}.{further} Give each Q sort a name of its own; where one person sorted more than once, add the wave or condition to the name."
    )]
    RepeatedId {
        /// The source.
        name: String,
        /// The id.
        id: String,
        /// The place of the first.
        first: String,
        /// The place of the second.
        second: String,
        /// Other ids that stand twice.
        further: Further,
    },
    /// Nothing sorted.
    #[error(
        "{name} holds no Q sort. Check that it was saved whole, and that it is the file of the sorts."
    )]
    NoSorts {
        /// The source.
        name: String,
    },
    /// Fields that are all different.
    #[error(
        "{name} has {fields} different fields in {sorts} Q sorts; a collection has the same fields for each. Check that the file is what it was taken for."
    )]
    TooManyFields {
        /// The source.
        name: String,
        /// How many different fields.
        fields: usize,
        /// How many sorts.
        sorts: usize,
    },
    /// Counts that do not agree.
    #[error("{place} announces {announced}; found {found}. {next}")]
    Announced {
        /// The place.
        place: Place,
        /// What is announced.
        announced: String,
        /// What is there.
        found: String,
        /// What to do.
        next: &'static str,
    },
    /// JSON that is none.
    #[error(
        "{name}, row {row}, character {column}: {cause}. The file is cut off or damaged; download it again."
    )]
    Json {
        /// The source.
        name: String,
        /// The line.
        row: usize,
        /// The character in it.
        column: usize,
        /// The reader's words.
        cause: String,
    },
    /// XML that is none, or has what study files have not.
    #[error("{name}, row {row}: {cause}. {next}")]
    Xml {
        /// The source.
        name: String,
        /// The line.
        row: usize,
        /// What is wrong.
        cause: String,
        /// What to do.
        next: &'static str,
    },
    /// Files that do not make up one study.
    #[error("{what} {next}")]
    Files {
        /// What is wrong, as a sentence.
        what: String,
        /// What to do.
        next: String,
    },
}
