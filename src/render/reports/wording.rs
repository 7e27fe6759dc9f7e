//! Words and lookups that several reports share.

use crate::qmethod::convention::{Convention, Rounding};
use crate::qmethod::{Correlated, Extracted, FactorIndex, Flagged, Rotated, Scored, Study};
use crate::render::font;
use crate::render::number::{counted, listed};
use crate::render::report::Report;
use serde_json::{Value, json};
use std::sync::Arc;

/// Decimals of loadings, communalities and z-scores.
pub(super) const FINE: usize = 3;
/// Decimals of correlations, eigenvalues and percentages.
pub(super) const COARSE: usize = 2;
/// Names in a sentence before the rest is counted.
pub(super) const MOST_NAMED: usize = 24;
/// Longer tables are folded away.
pub(super) const ROWS_UNFOLDED: usize = 120;
/// Longer tables are cut, and say so.
pub(super) const MOST_ROWS: usize = 400;

/// The shown name of a factor.
pub(super) fn factor(labels: &[String], index: FactorIndex) -> String {
    match labels.get(index.0) {
        Some(label) if !label.is_empty() => label.clone(),
        _ => format!("F{}", index.0 + 1),
    }
}

/// The shown names of k factors.
pub(super) fn factors(labels: &[String], k: usize) -> Vec<String> {
    (0..k).map(|f| factor(labels, FactorIndex(f))).collect()
}

/// All k factors.
pub(super) fn all(k: usize) -> impl Iterator<Item = FactorIndex> {
    (0..k).map(FactorIndex)
}

/// "A, B and C", or the first and how many more.
pub(super) fn names<S: AsRef<str>>(names: &[S]) -> String {
    match names.get(..MOST_NAMED) {
        Some(first) if names.len() > MOST_NAMED => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} and {} more", first.join(", "), names.len() - MOST_NAMED)
        }
        _ => listed(names),
    }
}

/// The same of names that are not at hand as a list.
pub(super) fn some_names<'n>(all: impl Iterator<Item = &'n String>) -> String {
    let mut all = all.map(String::as_str);
    let first: Vec<&str> = all.by_ref().take(MOST_NAMED + 1).collect();
    match first.get(..MOST_NAMED) {
        Some(named) if first.len() > MOST_NAMED => {
            format!("{} and {} more", named.join(", "), all.count() + 1)
        }
        _ => listed(&first),
    }
}

/// "93 sorts".
pub(super) fn sorts(count: usize) -> String {
    counted(count, "sort", "sorts")
}

/// "40 statements".
pub(super) fn statements(count: usize) -> String {
    counted(count, "statement", "statements")
}

/// "5 factors".
pub(super) fn factor_count(count: usize) -> String {
    counted(count, "factor", "factors")
}

/// "Together they explain", or "It explains" for one factor.
pub(super) fn explain(factors: usize) -> &'static str {
    match factors {
        1 => "It explains",
        _ => "Together they explain",
    }
}

/// The study behind unrotated factors.
pub(super) fn study_of_extracted(extracted: &Extracted) -> &Arc<Study> {
    extracted.correlated().study()
}

/// The study behind rotated factors.
pub(super) fn study_of_rotated(rotated: &Rotated) -> &Arc<Study> {
    study_of_extracted(rotated.extracted())
}

/// The study behind flagged factors.
pub(super) fn study_of_flagged(flagged: &Flagged) -> &Arc<Study> {
    study_of_rotated(flagged.rotated())
}

/// The study behind scores.
pub(super) fn study_of(scored: &Scored) -> &Arc<Study> {
    study_of_flagged(scored.flagged())
}

/// How numbers are rounded between the steps, for programs.
pub(super) fn rounding_word(rounding: Rounding) -> &'static str {
    match rounding {
        Rounding::None => "none",
        Rounding::Kade => "kade",
    }
}

/// The correlations as rows, m × m.
pub(super) fn correlation_rows(correlated: &Correlated) -> Vec<Vec<f64>> {
    correlated
        .matrix()
        .row_iter()
        .map(|row| row.iter().copied().collect())
        .collect()
}

/// Factors without defining sorts, by name.
pub(super) fn unscored(scored: &Scored, labels: &[String]) -> Vec<String> {
    all(scored.factor_count())
        .filter(|f| scored.z(*f).is_none())
        .map(|f| factor(labels, f))
        .collect()
}

/// Says what holds for all that is made of the scores: whose conventions they follow, if not our own, and which factors have none.
pub(super) fn with_scoring(report: Report, scored: &Scored, labels: &[String]) -> Report {
    let convention = scored.options().convention;
    let report = match convention {
        Convention::Exact => report,
        _ => report.text(format!(
            "Scored as {} does it (`--like {}`).",
            convention.name(),
            convention.word()
        )),
    };
    let missing = unscored(scored, labels);
    if missing.is_empty() {
        return report;
    }
    report.warning(format!(
        "{} {} no defining sorts, hence no scores and no array.",
        names(&missing),
        if missing.len() == 1 { "has" } else { "have" }
    ))
}

/// The numbers of all statements.
pub(super) fn statement_numbers(study: &Study) -> Vec<u32> {
    study.statements().iter().map(|s| s.number).collect()
}

/// z of one statement on each factor, null without scores.
pub(super) fn z_row(scored: &Scored, statement: usize) -> Vec<Option<f64>> {
    all(scored.factor_count())
        .map(|f| scored.z(f).and_then(|z| z.get(statement)).copied())
        .collect()
}

/// Array value of one statement on each factor, null without an array.
pub(super) fn array_row(scored: &Scored, statement: usize) -> Vec<Option<i32>> {
    all(scored.factor_count())
        .map(|f| scored.array(f).and_then(|a| a.get(statement)).copied())
        .collect()
}

/// A statement as the machine-readable result gives it.
pub(super) fn statement_data(scored: &Scored, statement: usize) -> Value {
    let number = study_of(scored)
        .statements()
        .get(statement)
        .map(|s| s.number);
    json!({
        "number": number,
        "array": array_row(scored, statement),
        "z": z_row(scored, statement),
    })
}

/// With remarks if a picture cannot show these texts as they are written.
pub(super) fn warn_lettering<'a>(
    report: Report,
    texts: impl IntoIterator<Item = &'a str> + Clone,
) -> Report {
    let right_to_left = |c: char| matches!(c, '\u{590}'..='\u{8ff}');
    let report = if texts.clone().into_iter().any(|t| t.contains(right_to_left)) {
        report.remark("The picture sets right-to-left words letter by letter from the left; as SVG (`%q config figure svg`) they read as they should.")
    } else {
        report
    };
    let mut missing: Vec<char> = texts.into_iter().flat_map(font::missing).collect();
    missing.sort_unstable();
    missing.dedup();
    if missing.is_empty() {
        return report;
    }
    let some: Vec<String> = missing.iter().take(8).map(char::to_string).collect();
    report.remark(format!(
        "The figures' font lacks {} of the statements ({}{}): the picture shows boxes in their place; the tables show them in full, and so do pictures as SVG (`%q config figure svg`).",
        counted(missing.len(), "character", "characters"),
        some.join(" "),
        if missing.len() > 8 { " …" } else { "" },
    ))
}
