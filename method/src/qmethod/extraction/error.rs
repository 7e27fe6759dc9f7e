//! What extraction refuses.

use thiserror::Error;

/// Why factors cannot be extracted in this way.
#[derive(Clone, Debug, Error, PartialEq)]
#[non_exhaustive]
pub enum ExtractionError {
    /// Sorts with a communality of 1 or more where that is to be refused.
    #[error(
        "The communality of {} reached 1 (a Heywood case): these factors explain all there is in it, or more. Take fewer factors, or choose `--heywood keep`, `cap` or `rescale`.",
        sorts.join(", ")
    )]
    HeywoodCases {
        /// Their ids.
        sorts: Vec<String>,
    },
    /// Loadings from elsewhere, to be found again.
    #[error(
        "These loadings were given, not extracted, so they cannot be found again from other sorts or under other conventions. Extract factors first, for example with `%q extract pca`."
    )]
    GivenElsewhere,
    /// Loadings for other sorts.
    #[error(
        "The given loadings have {rows} rows × {columns} columns; expected one row for each of the {sorts} sorts, and 1 to {most} columns."
    )]
    GivenShape {
        /// Their rows.
        rows: usize,
        /// Their columns.
        columns: usize,
        /// Sorts of the study.
        sorts: usize,
        /// The most factors there can be.
        most: usize,
    },
    /// Loadings that are no numbers.
    #[error(
        "The given loadings hold an infinite or undefined number. Give a finite one for each sort and factor."
    )]
    GivenNotFinite,
    /// Correlations without an inverse, of which there is no likelihood.
    #[error(
        "The correlations of {sorts} sorts over {statements} statements have no inverse, so no factors are most likely: maximum likelihood needs more statements than sorts, and no sort that others make up. Use `paf` instead, or fewer sorts."
    )]
    SingularCorrelations {
        /// Sorts of the study.
        sorts: usize,
        /// Statements of the study.
        statements: usize,
    },
    /// More factors than leave degrees of freedom.
    #[error(
        "Maximum likelihood cannot find {asked} factors of {sorts} sorts: ((m − k)² − (m + k))/2 degrees of freedom would be negative. Ask for at most {most}."
    )]
    LikelihoodFactorCount {
        /// Factors asked for.
        asked: usize,
        /// The most there can be.
        most: usize,
        /// Sorts of the study.
        sorts: usize,
    },
    /// Constants that could never stop an iteration of communalities.
    #[error("Communalities cannot be iterated with the {what} {value}; expected {expected}.")]
    IterationOption {
        /// Which constant.
        what: &'static str,
        /// Its value.
        value: f64,
        /// What it may be.
        expected: &'static str,
    },
}
