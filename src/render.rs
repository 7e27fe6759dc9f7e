//! Results become reports (headings, tables, figures, notes), and reports become MIME bundles.
//!
//! `labels` are the shown names of the factors in their order, such as `F1` or `Ideal world`; a missing label is shown as `F` and its number.

mod drawing;
mod report;

pub use report::{
    Align, Block, Column, Content, Figure, FigureFormat, Note, Provenance, Report, ResultData,
    Severity, Table, TableCell, TableRow,
};

use crate::mime::MimeBundle;
use crate::qmethod::comparison::{Comparison, Profile};
use crate::qmethod::prevalence::Prevalence;
use crate::qmethod::statements::CriticalValues;
use crate::qmethod::{
    Correlated, Extracted, FactorIndex, Flagged, MethodError, Rotated, Scored, Study,
};

impl Report {
    /// The report as MIME bundles in reading order: each run of words and tables is one bundle (HTML, LaTeX, plain text, and once the
    /// machine-readable result), each figure another (PNG at twice its size, SVG if asked for, plain text).
    pub fn bundles(&self, provenance: &Provenance, format: FigureFormat) -> Vec<MimeBundle> {
        let _ = (provenance, format);
        todo!()
    }
}

/// A study at a glance; kind `study`. `problems` are sentences found on reading it.
pub fn study(study: &Study, name: &str, problems: &[String]) -> Report {
    let _ = (study, name, problems);
    todo!()
}

/// The Q set.
pub fn statements(study: &Study) -> Report {
    let _ = study;
    todo!()
}

/// The P set with its attributes.
pub fn participants(study: &Study) -> Report {
    let _ = study;
    todo!()
}

/// The sorts as they were made.
pub fn sorts(study: &Study) -> Report {
    let _ = study;
    todo!()
}

/// The grid as a table and a picture.
pub fn grid(study: &Study) -> Report {
    let _ = study;
    todo!()
}

/// Correlations between sorts, table and heatmap; kind `correlations`.
pub fn correlations(correlated: &Correlated) -> Report {
    let _ = correlated;
    todo!()
}

/// Unrotated factors; kind `unrotated`.
pub fn unrotated(extracted: &Extracted) -> Report {
    let _ = extracted;
    todo!()
}

/// Eigenvalues, table and scree plot; kind `unrotated`.
pub fn scree(extracted: &Extracted) -> Report {
    let _ = extracted;
    todo!()
}

/// Rotated factors not yet flagged; kind `loadings`, no flag set.
pub fn rotated(rotated: &Rotated, labels: &[String]) -> Report {
    let _ = (rotated, labels);
    todo!()
}

/// Rotated factors with defining sorts, table and plot of the first two; kind `loadings`.
pub fn loadings(flagged: &Flagged, labels: &[String]) -> Report {
    let _ = (flagged, labels);
    todo!()
}

/// The sorts in the plane of two factors; kind `loadings`.
pub fn loadings_plot(
    flagged: &Flagged,
    labels: &[String],
    a: FactorIndex,
    b: FactorIndex,
) -> Report {
    let _ = (flagged, labels, a, b);
    todo!()
}

/// Factor scores (z-scores), table and dot plot; kind `scores`.
pub fn scores(scored: &Scored, labels: &[String]) -> Report {
    let _ = (scored, labels);
    todo!()
}

/// Factor arrays; kind `arrays`.
pub fn arrays(scored: &Scored, labels: &[String]) -> Report {
    let _ = (scored, labels);
    todo!()
}

/// A factor's array laid out in its grid; kind `arrays`.
///
/// # Errors
/// A factor that is not there or has no defining sorts; a study without a grid for arrays.
pub fn composite(
    scored: &Scored,
    labels: &[String],
    factor: FactorIndex,
) -> Result<Report, MethodError> {
    let _ = (scored, labels, factor);
    todo!()
}

/// Factor characteristics, standard errors of differences, correlations between factor scores; kind `characteristics`.
pub fn characteristics(scored: &Scored, labels: &[String]) -> Report {
    let _ = (scored, labels);
    todo!()
}

/// The statements that set a factor apart, or each factor in turn; kind `distinguishing`, whose data without a factor are `{"factors": […]}` of
/// the one-factor shape.
///
/// # Errors
/// As [`distinguishing`](crate::qmethod::statements::distinguishing).
pub fn distinguishing(
    scored: &Scored,
    labels: &[String],
    factor: Option<FactorIndex>,
    critical: CriticalValues,
) -> Result<Report, MethodError> {
    let _ = (scored, labels, factor, critical);
    todo!()
}

/// The statements on which no two factors differ; kind `consensus`.
///
/// # Errors
/// As [`consensus`](crate::qmethod::statements::consensus).
pub fn consensus(
    scored: &Scored,
    labels: &[String],
    critical: CriticalValues,
) -> Result<Report, MethodError> {
    let _ = (scored, labels, critical);
    todo!()
}

/// A factor's crib sheet; kind `crib`.
///
/// # Errors
/// As [`crib_sheet`](crate::qmethod::statements::crib_sheet).
pub fn crib(
    scored: &Scored,
    labels: &[String],
    factor: FactorIndex,
) -> Result<Report, MethodError> {
    let _ = (scored, labels, factor);
    todo!()
}

/// Two sets of factors side by side, table and heatmap; kind `compare`. Labels are those of all factors of either solution.
pub fn compare(
    comparison: &Comparison,
    row_labels: &[String],
    column_labels: &[String],
    of: Profile,
) -> Report {
    let _ = (comparison, row_labels, column_labels, of);
    todo!()
}

/// A second-order study: where its sorts come from, and the correlations between the first-order factors; kind `correlations`.
pub fn second_order(study: &Study, correlated: &Correlated) -> Report {
    let _ = (study, correlated);
    todo!()
}

/// Defining sorts by group and factor; kind `prevalence`.
pub fn prevalence(prevalence: &Prevalence, labels: &[String]) -> Report {
    let _ = (prevalence, labels);
    todo!()
}
