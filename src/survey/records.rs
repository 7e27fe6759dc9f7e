//! What a study's file tells of its respondents.

use super::sorting::Sorting;
use super::steps::Action;

/// A step with its time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logged {
    /// Milliseconds since 1970.
    pub at_ms: i64,
    /// The step.
    pub action: Action,
}

/// A respondent with all steps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// From 1, in the order they came; never given again.
    pub number: u64,
    /// By this the respondent resumes.
    pub code: String,
    /// Made by [`simulate`](super::simulate), no person.
    pub is_simulated: bool,
    /// The steps, first to last.
    pub actions: Vec<Logged>,
    /// Where they lead.
    pub sorting: Sorting,
}

/// `1 respondent`, `2 respondents`.
pub(super) fn respondents_in_words(count: usize) -> String {
    match count {
        1 => "1 respondent".to_owned(),
        count => format!("{count} respondents"),
    }
}
