//! The method in words, ready for a paper: what was done, in order, with the numbers a reader needs to do it again.

use super::correlations;
use super::extraction_words::method_words;
use super::flags::rule_words;
use super::loadings::step_words;
use super::scores::scoring_words;
use super::study::piles;
use super::wording::{self, COARSE, factor, names};
use crate::qmethod::flagging::SortStanding;
use crate::qmethod::scores::TieRule;
use crate::qmethod::statements::CriticalValues;
use crate::qmethod::{Correlated, Extracted, Flagged, Grid, Rotated, Scored};
use crate::render::analysis::Analysis;
use crate::render::number::{counted, fixed, listed};
use crate::render::report::Report;
use serde_json::json;

/// The method in words, a paragraph per stage, as far as the analysis has come; kind `methods`.
pub fn methods(analysis: &Analysis<'_>) -> Report {
    let labels = analysis.labels;
    let paragraphs: Vec<String> = [
        Some(study_words(analysis)),
        analysis.correlated.map(correlation_words),
        analysis.extracted.map(extraction_words),
        analysis.rotated.map(|r| rotation_words(r, labels)),
        analysis.flagged.map(|f| flag_words(f, labels)),
        analysis.scored.map(|s| score_words(s, labels)),
        Some(source_words(analysis)),
    ]
    .into_iter()
    .flatten()
    .collect();
    let report = Report::new("Method").data("methods", json!({"paragraphs": paragraphs}));
    paragraphs.into_iter().fold(report, Report::text)
}

fn study_words(analysis: &Analysis<'_>) -> String {
    let study = analysis.study;
    let grid = match study.grid() {
        Grid::Forced(grid) => format!(" The distribution was forced: {}.", piles(grid)),
        Grid::Free { arrays: Some(grid) } => format!(
            " The distribution was free; factor arrays are laid out on this one: {}.",
            piles(grid)
        ),
        Grid::Free { arrays: None } => {
            " The distribution was free, and none is stated for factor arrays.".to_owned()
        }
    };
    format!(
        "{} of {} were analysed (study {}).{grid}",
        counted(study.sort_count(), "Q sort", "Q sorts"),
        wording::statements(study.statement_count()),
        analysis.provenance.study
    )
}

fn correlation_words(correlated: &Correlated) -> String {
    format!(
        "The sorts were compared by {}.",
        decapitalised(&correlations::method_words(correlated.method()))
    )
}

/// Kendall, Pearson and Spearman keep their capitals; other words begin small within a sentence.
fn decapitalised(words: &str) -> String {
    ["Kendall", "Pearson", "Spearman"]
        .iter()
        .find(|name| words.starts_with(*name))
        .map_or_else(
            || {
                let mut letters = words.chars();
                let first = letters.next().map(|c| c.to_lowercase().to_string());
                first.unwrap_or_default() + letters.as_str()
            },
            |_| words.to_owned(),
        )
}

fn extraction_words(extracted: &Extracted) -> String {
    let k = extracted.factor_count();
    let eigenvalues: Vec<String> = extracted
        .eigenvalues()
        .iter()
        .take(k)
        .map(|value| fixed(*value, COARSE))
        .collect();
    let unfinished = if extracted.converged() {
        ""
    } else {
        " The iteration ended before it met its tolerance."
    };
    format!(
        "{} extracted by {}, with eigenvalues {}; {} {} % of the variance.{unfinished}",
        counted(k, "factor was", "factors were"),
        method_words(extracted),
        listed(&eigenvalues),
        wording::explain(k).to_lowercase(),
        fixed(extracted.variance_percent().iter().sum(), 1)
    )
}

fn rotation_words(rotated: &Rotated, labels: &[String]) -> String {
    let k = rotated.factor_count();
    let steps: Vec<String> = rotated
        .steps()
        .iter()
        .map(|step| step_words(step, rotated, labels))
        .collect();
    let how = match steps.as_slice() {
        [] => "and not rotated".to_owned(),
        steps => format!("and rotated: {}", steps.join(", then ")),
    };
    let unfinished = if rotated.converged() {
        ""
    } else {
        " Varimax ended before it met its tolerance."
    };
    format!(
        "{} kept {how}. {} {} % of the variance.{unfinished}",
        counted(k, "factor was", "factors were"),
        wording::explain(k),
        fixed(rotated.variance_percent().iter().sum(), 1)
    )
}

fn flag_words(flagged: &Flagged, labels: &[String]) -> String {
    let mut words = rule_words(flagged);
    for change in flagged.changes() {
        let study = wording::study_of_flagged(flagged);
        let id = study.sort_ids().get(change.sort.0);
        let reason = change.reason.as_ref().map_or_else(
            || "no reason was given".to_owned(),
            |reason| format!("reason: {reason}"),
        );
        words.push_str(&format!(
            " By hand, the flag of {} on {} was {} ({reason}).",
            id.map_or("a sort", String::as_str),
            factor(labels, change.factor),
            if change.defining { "set" } else { "removed" }
        ));
    }
    let standings = flagged.standings();
    let count = |wanted: fn(&SortStanding) -> bool| standings.iter().filter(|s| wanted(s)).count();
    let per_factor: Vec<String> = wording::all(flagged.factor_count())
        .map(|f| {
            format!(
                "{} on {}",
                flagged.defining_sorts(f).len(),
                factor(labels, f)
            )
        })
        .collect();
    words.push_str(&format!(
        " Of {}, {} define exactly one factor, {} confounded, {} significant on one factor but not flagged and {} significant on none. Defining sorts: {}.",
        wording::sorts(standings.len()),
        count(|s| matches!(s, SortStanding::Defining(_))),
        counted(count(|s| *s == SortStanding::Confounded), "is", "are"),
        counted(count(|s| *s == SortStanding::Unflagged), "is", "are"),
        counted(count(|s| *s == SortStanding::NonSignificant), "is", "are"),
        listed(&per_factor)
    ));
    let negative: Vec<String> = flagged
        .negative_flags()
        .iter()
        .filter_map(|(sort, f)| {
            let id = wording::study_of_flagged(flagged).sort_ids().get(sort.0)?;
            Some(format!("{id} on {}", factor(labels, *f)))
        })
        .collect();
    if !negative.is_empty() {
        words.push_str(&format!(
            " Flagged with a negative loading, hence weighted negatively: {}.",
            names(&negative)
        ));
    }
    words
}

fn score_words(scored: &Scored, labels: &[String]) -> String {
    let critical = CriticalValues::default();
    let mut words = format!("Factor scores are z-scores. {}", scoring_words(scored));
    if scored.array_distribution().is_some() {
        words.push_str(" Factor arrays hand out the distribution by falling z");
        words.push_str(match scored.options().ties {
            TieRule::ByNumber => "; of tied statements the lower number gets the higher value.",
            TieRule::MeanRank => ".",
        });
    }
    if !scored.straddling_ties().is_empty() {
        words.push_str(&format!(
            " {} a column border of an array.",
            counted(
                scored.straddling_ties().len(),
                "tie lies across",
                "ties lie across"
            )
        ));
    }
    let unscored = wording::unscored(scored, labels);
    if !unscored.is_empty() {
        words.push_str(&format!(
            " Without defining sorts, hence without scores: {}.",
            names(&unscored)
        ));
    }
    words.push_str(&format!(
        " Reliabilities rest on an average of {} for one sort. Statements distinguish a factor if its z differs from that of every other factor by more than {} (p < .05) or {} (p < .01) standard errors of the difference; consensus statements are those on which no two factors differ at p < .01.",
        fixed(scored.options().average_reliability, COARSE),
        critical.weak.value,
        critical.strict.value
    ));
    words
}

fn source_words(analysis: &Analysis<'_>) -> String {
    format!(
        "Computed in double precision with Quincunx {}; correlations, scores and reliabilities are not rounded on the way. Digest of the data: {}.",
        env!("CARGO_PKG_VERSION"),
        analysis.provenance.digest
    )
}
