//! What participants said, told apart from their other attributes by its name.

use super::study::{Attribute, SortIndex, Statement, Study};

/// An attribute that holds comments.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CommentAttribute<'a> {
    /// The attribute.
    pub attribute: &'a Attribute,
    /// The statement commented on, by its number; none for comments on the sort as a whole.
    pub statement: Option<u32>,
}

impl CommentAttribute<'_> {
    /// What a participant said; none where nothing is written.
    pub fn of(&self, sort: SortIndex) -> Option<&str> {
        let said = self.attribute.values.get(sort.0)?.trim();
        (!said.is_empty()).then_some(said)
    }
}

/// The attributes of the participants that hold comments: those whose name begins with the word `comment` or `comments` in any case. One that goes on with
/// a number, such as `comment s12`, `Comment_12` or `comment 12`, is about that statement, if the Q set has it.
pub fn comment_attributes(study: &Study) -> Vec<CommentAttribute<'_>> {
    let attributes = study.sort_attributes().iter();
    attributes
        .filter_map(|attribute| {
            let rest = after_the_word(&attribute.name)?;
            Some(CommentAttribute {
                attribute,
                statement: numbered(rest, study.statements()),
            })
        })
        .collect()
}

/// Whether an attribute of this name holds comments.
pub fn is_comment(name: &str) -> bool {
    after_the_word(name).is_some()
}

fn after_the_word(name: &str) -> Option<&str> {
    const WORD: &str = "comment";
    let name = name.trim();
    let begins = name.get(..WORD.len())?.eq_ignore_ascii_case(WORD);
    let rest = name.get(WORD.len()..).filter(|_| begins)?;
    let plural = rest.strip_prefix(['s', 'S']);
    let rest = match plural {
        // `comments12` has the plural, `comment s12` has not.
        Some(after) if !after.starts_with(char::is_alphabetic) => after,
        _ => rest,
    };
    (!rest.starts_with(char::is_alphabetic)).then_some(rest)
}

fn numbered(rest: &str, statements: &[Statement]) -> Option<u32> {
    let separators = |c: char| c.is_whitespace() || matches!(c, '_' | '-' | '.' | ':' | '#');
    let rest = rest.trim_matches(separators);
    let digits = rest.strip_prefix(['s', 'S']).unwrap_or(rest);
    let number = digits.trim_start_matches(separators).parse().ok()?;
    statements
        .iter()
        .any(|s| s.number == number)
        .then_some(number)
}
