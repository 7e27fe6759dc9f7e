//! The method in words, ready for a paper: what was done, in order, with the numbers a reader needs to do it again.

mod background;
mod several;

pub use several::methods_of_all;

use super::correlations;
use super::extraction_words::method_words;
use super::flags::rule_words;
use super::loadings::step_words;
use super::scores::scoring_words;
use super::study::piles;
use super::wording::{self, COARSE, factor, names};
use crate::qmethod::convention::Bound;
use crate::qmethod::convention::Rounding;
use crate::qmethod::flagging::{FlagChange, SortStanding};
use crate::qmethod::scores::TieRule;
use crate::qmethod::statements::Level;
use crate::qmethod::{Correlated, Extracted, Flagged, Grid, Rotated, Scored};
use crate::render::analysis::Analysis;
use crate::render::number::{counted, fixed, listed, thousands};
use crate::render::report::Report;
pub(super) use background::{comparison_words, convention_words, first_order_words, number_words};
use serde_json::json;

/// The method in words, a paragraph per stage, as far as the analysis has come; kind `methods`.
pub fn methods(analysis: &Analysis<'_>) -> Report {
    let mut paragraphs = vec![study_words(analysis)];
    paragraphs.extend(reading_words(analysis));
    paragraphs.extend(stages(analysis));
    paragraphs.extend(comparison_words(&analysis.background.comparisons));
    paragraphs.push(source_words(analysis));
    let report = Report::new("Method").data("methods", json!({"paragraphs": paragraphs}));
    paragraphs.into_iter().fold(report, Report::text)
}

/// A paragraph for each stage reached, from correlations to scores.
fn stages(analysis: &Analysis<'_>) -> Vec<String> {
    let labels = analysis.labels;
    let background = analysis.background;
    [
        first_order_words(&background.first_order),
        analysis.correlated.map(correlation_words),
        analysis.extracted.map(extraction_words),
        number_words(background),
        analysis.rotated.map(|r| rotation_words(r, labels)),
        analysis.flagged.map(|f| flag_words(f, labels)),
        analysis.scored.map(|s| score_words(s, labels)),
        convention_words(background),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn study_words(analysis: &Analysis<'_>) -> String {
    let study = analysis.study;
    let part = match &analysis.background.part {
        None => String::new(),
        Some(part) => format!(", those with {} among its {}", part.condition, part.of),
    };
    format!(
        "{} of {} were analysed (study {}{part}). {}",
        counted(study.sort_count(), "Q sort", "Q sorts"),
        wording::statements(study.statement_count()),
        analysis.provenance.study,
        grid_words(study.grid())
    )
}

pub(super) fn grid_words(grid: &Grid) -> String {
    match grid {
        Grid::Forced(grid) => format!("The distribution was forced: {}.", piles(grid)),
        Grid::Free { arrays: Some(grid) } => format!(
            "The distribution was free; factor arrays are laid out on this one: {}.",
            piles(grid)
        ),
        Grid::Free { arrays: None } => {
            "The distribution was free, and none is stated for factor arrays.".to_owned()
        }
    }
}

pub(super) fn correlation_words(correlated: &Correlated) -> String {
    format!(
        "The sorts were compared by {}.",
        decapitalised(&correlations::method_words(correlated.method()))
    )
}

/// People keep their capitals; other words begin small within a sentence.
fn decapitalised(words: &str) -> String {
    ["Humphrey", "Kaiser", "Kendall", "Pearson", "Spearman"]
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
    for by_hand in hand_words(flagged, labels) {
        words.push(' ');
        words.push_str(&by_hand);
    }
    words.push(' ');
    words.push_str(&standing_words(flagged, labels));
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

/// How many sorts define one factor, several or none, and how many define each.
pub(super) fn standing_words(flagged: &Flagged, labels: &[String]) -> String {
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
    format!(
        "Of {}, {} define exactly one factor, {} confounded, {} significant on one factor but not flagged and {} significant on none. Defining sorts: {}.",
        wording::sorts(standings.len()),
        thousands(count(|s| matches!(s, SortStanding::Defining(_)))),
        counted(count(|s| *s == SortStanding::Confounded), "is", "are"),
        counted(count(|s| *s == SortStanding::Unflagged), "is", "are"),
        counted(count(|s| *s == SortStanding::NonSignificant), "is", "are"),
        listed(&per_factor)
    )
}

/// A sentence for each flag that was set or removed by hand, with its reason.
pub(super) fn hand_words(flagged: &Flagged, labels: &[String]) -> Vec<String> {
    let study = wording::study_of_flagged(flagged);
    let one = |change: &FlagChange| {
        let id = study.sort_ids().get(change.sort.0);
        let reason = change.reason.as_ref().map_or_else(
            || "no reason was given".to_owned(),
            |reason| format!("reason: {reason}"),
        );
        format!(
            "By hand, the flag of {} on {} was {} ({reason}).",
            id.map_or("a sort", String::as_str),
            factor(labels, change.factor),
            if change.defining { "set" } else { "removed" }
        )
    };
    flagged.changes().iter().map(one).collect()
}

fn score_words(scored: &Scored, labels: &[String]) -> String {
    let rule = score_rule_words(scored);
    let found = score_remarks(scored, labels);
    std::iter::once(rule)
        .chain(found)
        .collect::<Vec<_>>()
        .join(" ")
}

/// How scores and arrays were made, and what the statements are held against.
pub(super) fn score_rule_words(scored: &Scored) -> String {
    let critical = scored.critical_values();
    let mut words = format!("Factor scores are z-scores. {}", scoring_words(scored));
    if scored.array_distribution().is_some() {
        words.push_str(" Factor arrays hand out the distribution by falling z");
        words.push_str(match scored.options().ties {
            TieRule::ByNumber => "; of tied statements the lower number gets the higher value.",
            TieRule::MeanRank => ".",
        });
    }
    words.push_str(&reliability_words(scored));
    words.push_str(&format!(
        " Statements distinguish a factor if its z differs from that of every other factor by {} {} (p < .05) or {} (p < .01) standard errors of the difference; consensus statements are those on which no two factors differ at p < {}.",
        match critical.bound {
            Bound::Above => "more than",
            Bound::AtLeast => "at least",
        },
        critical.weak.value,
        critical.strict.value,
        match critical.consensus {
            Level::Weak => ".05",
            Level::Strict => ".01",
        }
    ));
    words
}

/// Ties that matter, and factors without scores.
pub(super) fn score_remarks(scored: &Scored, labels: &[String]) -> Vec<String> {
    let mut words = Vec::new();
    let ties = scored.straddling_ties().len();
    if ties > 0 {
        let lie = counted(ties, "tie lies across", "ties lie across");
        words.push(format!("{lie} a column border of an array."));
    }
    let unscored = wording::unscored(scored, labels);
    if !unscored.is_empty() {
        words.push(format!(
            "Without defining sorts, hence without scores: {}.",
            names(&unscored)
        ));
    }
    words
}

fn reliability_words(scored: &Scored) -> String {
    match scored.study().reliabilities() {
        None => format!(
            " Reliabilities rest on an average of {} for one sort.",
            fixed(scored.options().average_reliability, COARSE)
        ),
        Some(_) => " Reliabilities rest on the composite reliability that each first-order factor has of its own."
            .to_owned(),
    }
}

fn source_words(analysis: &Analysis<'_>) -> String {
    let rounded = analysis.correlated.map(Correlated::rounding) == Some(Rounding::Kade)
        || analysis.scored.map(|s| s.options().rounding) == Some(Rounding::Kade);
    let precision = match rounded {
        true => "with intermediate results rounded as in KADE",
        false => "correlations, scores and reliabilities are not rounded on the way",
    };
    format!(
        "Computed in double precision with Quincunx {}; {precision}. {}",
        env!("CARGO_PKG_VERSION"),
        data_words(analysis)
    )
}

/// Where the data come from and how they are told from others.
fn data_words(analysis: &Analysis<'_>) -> String {
    let digest = format!("Digest of the data: {}.", analysis.provenance.digest);
    match analysis.background.origin.as_slice() {
        [] => digest,
        steps => format!("The data come from `{}`. {digest}", steps.join("`, `")),
    }
}

/// What was said of the data when they were read; nothing if nothing was.
fn reading_words(analysis: &Analysis<'_>) -> Option<String> {
    let notes = analysis.notes;
    (!notes.is_empty()).then(|| format!("Of the data: {}", notes.join(" ")))
}
