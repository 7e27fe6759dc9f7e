//! What the comparison of many sites refuses.

use thiserror::Error;

/// Why viewpoints of several sites or waves cannot be compared, followed or simulated.
#[derive(Clone, Debug, Error, PartialEq)]
#[non_exhaustive]
pub enum ComparisonError {
    /// Solutions whose Q sets have too little in common.
    #[error(
        "The solutions share {found} statements by number; at least 3 are needed to correlate over. Check that both use the same numbering."
    )]
    TooFewSharedStatements {
        /// Statements in common.
        found: usize,
    },
    /// Labels that do not fit the factors.
    #[error(
        "Solution `{solution}` has {factors} factors and {labels} labels for them. Give one label for each factor."
    )]
    LabelCount {
        /// The solution.
        solution: String,
        /// Its factors.
        factors: usize,
        /// Labels given.
        labels: usize,
    },
    /// An attribute that the statements do not have.
    #[error(
        "The statements have no attribute `{name}`; {}. Load them with a column of that name: `%q load … --statements FILE`.",
        statement_attributes(known)
    )]
    UnknownStatementAttribute {
        /// The name.
        name: String,
        /// The attributes there are.
        known: Vec<String>,
    },
    /// A sort time that is no number of minutes.
    #[error(
        "Sort `{sort}` has the {attribute} `{value}`; expected a number of minutes from 0 on. Correct it, or leave it empty."
    )]
    NoTime {
        /// The sort's id.
        sort: String,
        /// The attribute that holds the minutes.
        attribute: String,
        /// What it holds.
        value: String,
    },
    /// A likeness that no pair of factors can be asked to reach.
    #[error("The threshold {value} is not above 0 and at most 1. The field's habit is .50.")]
    MatchThreshold {
        /// What was given.
        value: f64,
    },
    /// A simulated study without viewpoints, sorts or groups.
    #[error("A simulation needs {needed}. {next}")]
    Simulation {
        /// What is missing.
        needed: String,
        /// What to do.
        next: &'static str,
    },
    /// Noise that is no spread.
    #[error(
        "The noise {value} is no spread; expected a number from 0, where 1 makes the noise as strong as the viewpoint."
    )]
    Noise {
        /// What was given.
        value: f64,
    },
    /// A wave attribute that does not tell two waves of the same people.
    #[error("{0}")]
    Waves(String),
}

fn statement_attributes(known: &[String]) -> String {
    match known {
        [] => "they have none".to_owned(),
        many => format!("they have `{}`", many.join("`, `")),
    }
}
