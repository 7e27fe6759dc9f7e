//! What cannot be taken again.

use crate::qmethod::error::MethodError;
use thiserror::Error;

/// Why an analysis cannot be taken again at all.
#[derive(Clone, Debug, Error, PartialEq)]
#[non_exhaustive]
pub enum ReplayError {
    /// A threshold outside of 0…1.
    #[error(
        "{value} is no threshold for finding a factor again; expected a correlation from 0 (count every factor) to 1, such as .71."
    )]
    Threshold {
        /// What was given.
        value: f64,
    },
    /// Correlations of copies have no inverse.
    #[error(
        "{what} an inverse of the correlations, and a resample, which holds sorts more than once, has none. Extract principal components or centroids and score by Brown's weights, or leave sorts out one by one: `%q jackknife`."
    )]
    NeedsInverse {
        /// What needs it.
        what: &'static str,
    },
    /// An orthogonal turn of factors that correlate.
    #[error(
        "Factors that correlate cannot be turned by Procrustes without changing how they correlate. Leave `--align procrustes` out, or rotate orthogonally."
    )]
    ObliqueProcrustes,
    /// Too few or too many replicates.
    #[error("{asked} replicates cannot be taken; expected {least} to {most}. {next}")]
    Replicates {
        /// How many were asked for.
        asked: usize,
        /// The fewest.
        least: usize,
        /// The most.
        most: usize,
        /// What to do.
        next: &'static str,
    },
    /// An interval that holds nothing, or everything.
    #[error("{percent} % is no interval; expected more than 0 % and less than 100 %, such as 95.")]
    Interval {
        /// What was asked for, in per cent.
        percent: f64,
    },
    /// No replicate came to an end.
    #[error(
        "None of the {replicates} replicates could be analysed: {why}. Take fewer factors, or load more sorts."
    )]
    NoneLeft {
        /// How many were taken.
        replicates: usize,
        /// What was in the way most often.
        why: &'static str,
    },
    /// Fewer groups than can be left out one by one.
    #[error(
        "The attribute `{by}` has {found}; at least two groups are needed to leave one out. Name another attribute."
    )]
    OneGroup {
        /// The attribute.
        by: String,
        /// How many groups it has, in words.
        found: String,
    },
    /// A list of sizes that cannot be tried.
    #[error(
        "{found} is no number of sorts for each viewpoint; expected 1 to {most}, such as `--sorts 4,6,8,10`."
    )]
    Holders {
        /// What was given.
        found: usize,
        /// The most.
        most: usize,
    },
    /// A share outside of 0…1.
    #[error("{value} is no share of studies; expected more than 0 and at most 1, such as .8.")]
    Share {
        /// What was given.
        value: f64,
    },
    /// People without noise.
    #[error(
        "Without noise all holders of a viewpoint sort alike, and copies of one sort load 1, which no scores come of. Give `--noise` a number above 0."
    )]
    NoNoise,
    /// Whoever watched wanted it to end.
    #[error("Interrupted.")]
    Stopped,
}

/// Why one replicate came to no end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReplayFailure {
    /// The sorts in it hold fewer factors than the solution has.
    TooFewDimensions,
    /// A sort that the rotation goes through is not in it.
    SortMissing,
    /// A factor's flags give no scores: a loading of 1 or more, or sorts that cancel each other.
    NoScores,
    /// Any other step that its sorts do not allow.
    NotAnalysed,
}

impl ReplayFailure {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::TooFewDimensions,
        Self::SortMissing,
        Self::NoScores,
        Self::NotAnalysed,
    ];

    /// In a sentence.
    pub fn words(self) -> &'static str {
        match self {
            Self::TooFewDimensions => "their sorts hold fewer factors than the solution",
            Self::SortMissing => "a sort that the rotation goes through is not among them",
            Self::NoScores => {
                "the flags of a factor give no scores (a loading of 1 or more, or sorts that cancel each other)"
            }
            Self::NotAnalysed => "a step of the analysis cannot be taken with their sorts",
        }
    }
}

impl From<MethodError> for ReplayFailure {
    fn from(error: MethodError) -> Self {
        match error {
            MethodError::NothingLeft { .. }
            | MethodError::FactorCount { .. }
            | MethodError::RotatedCount { .. }
            | MethodError::TooFewSorts { .. } => Self::TooFewDimensions,
            MethodError::Heywood { .. }
            | MethodError::NoSpread { .. }
            | MethodError::NoUniqueness { .. } => Self::NoScores,
            _ => Self::NotAnalysed,
        }
    }
}
