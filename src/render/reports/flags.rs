//! Which sorts define the factors, in words: the rule, what became of each sort, negative flags, poles.

use super::wording::{self, FINE, factor, names};
use crate::qmethod::convention::Rounding;
use crate::qmethod::flagging::{Cutoff, FlagRule, Majority, Pole, SortStanding};
use crate::qmethod::rotation::FlagBasis;
use crate::qmethod::{Bound, FactorIndex, Flagged, SortIndex};
use crate::render::number::{counted, fixed, thousands};
use crate::render::report::Report;
use serde_json::{Value, json};

/// The rule, with its constants, and how many flags were made by hand.
pub(super) fn rule_words(flagged: &Flagged) -> String {
    let mut words = criterion_words(flagged);
    if !flagged.changes().is_empty() {
        words.push_str(&format!(
            " {} made by hand.",
            counted(flagged.changes().len(), "flag was", "flags were")
        ));
    }
    words
}

/// The rule alone.
pub(super) fn criterion_words(flagged: &Flagged) -> String {
    let rule = flagged.rule();
    let beyond = match rule.bound {
        Bound::Above => "beyond",
        Bound::AtLeast => "at or beyond",
    };
    let statements = wording::study_of_flagged(flagged).statement_count();
    let threshold = fixed(flagged.threshold(), FINE);
    let cutoff = match rule.cutoff {
        Cutoff::Level { alpha, z } => {
            format!(
                "±{}/√{statements} = ±{threshold} (p < {})",
                critical(z),
                level(alpha)
            )
        }
        Cutoff::Critical(z) => format!("±{z}/√{statements} = ±{threshold}"),
        Cutoff::Loading(l) => format!("±{}", level(l)),
    };
    // Where factors correlate, no loading's square is a share of the communality.
    let (loading, all) = match flagged.rotated().flag_basis_kind() {
        None => ("loading", "the sort's communality"),
        Some(FlagBasis::Structure) => (
            "structure loading",
            "the sum of the sort's squared structure loadings",
        ),
        Some(FlagBasis::Pattern) => (
            "pattern loading",
            "the sum of the sort's squared pattern loadings",
        ),
    };
    let half = match rule.bound {
        Bound::Above => "more than half",
        Bound::AtLeast => "at least half",
    };
    let mut words = match rule.majority {
        Majority::Required => format!(
            "A sort defines a factor if its {loading} is {beyond} {cutoff} and the factor carries {half} of {all}."
        ),
        Majority::Ignored => format!(
            "A sort defines a factor if its {loading} is {beyond} {cutoff}, whatever share of {all} the factor carries."
        ),
        Majority::Alone => format!(
            "A sort defines a factor if the factor carries {half} of {all}, whatever its {loading}."
        ),
    };
    if rule.rounding == Rounding::Kade {
        words.push_str(" As in KADE, loadings are rounded to 4 decimals for this, shares of the communality to 5.");
    }
    words
}

/// A critical value: as printed, or to four decimals.
fn critical(z: f64) -> String {
    let printed = z.to_string();
    if printed.len() <= 6 {
        return printed;
    }
    fixed(z, 4)
}

/// A share of one, as the field writes it: without the zero before the point.
fn level(share: f64) -> String {
    share.to_string().trim_start_matches('0').to_owned()
}

/// How many sorts define a factor, and what the others are.
pub(super) fn with_standings(report: Report, flagged: &Flagged, labels: &[String]) -> Report {
    let study = wording::study_of_flagged(flagged);
    let standings = flagged.standings();
    let ids = |wanted: fn(&SortStanding) -> bool| -> Vec<&str> {
        study
            .sort_ids()
            .iter()
            .zip(&standings)
            .filter(|(_, standing)| wanted(standing))
            .map(|(id, _)| id.as_str())
            .collect()
    };
    let defining = ids(|s| matches!(s, SortStanding::Defining(_)));
    let mut words = format!(
        "{} of {} define exactly one factor.",
        thousands(defining.len()),
        wording::sorts(study.sort_count())
    );
    for (what, group) in [
        ("Confounded", ids(|s| *s == SortStanding::Confounded)),
        (
            "Significant on one factor but not flagged",
            ids(|s| *s == SortStanding::Unflagged),
        ),
        (
            "Not significant on any factor",
            ids(|s| *s == SortStanding::NonSignificant),
        ),
    ] {
        if !group.is_empty() {
            words.push_str(&format!(" {what} ({}): {}.", group.len(), names(&group)));
        }
    }
    let empty: Vec<String> = wording::all(flagged.factor_count())
        .filter(|f| flagged.defining_sorts(*f).is_empty())
        .map(|f| factor(labels, f))
        .collect();
    let report = report.text(words);
    if empty.is_empty() {
        return report;
    }
    report.warning(format!(
        "No sort defines {}; scores cannot be computed there.",
        names(&empty)
    ))
}

/// What the poles of split factors are.
pub(super) fn with_poles(report: Report, flagged: &Flagged, labels: &[String]) -> Report {
    let columns = flagged.columns().iter().enumerate();
    let negative = columns.filter(|(_, column)| column.pole == Some(Pole::Negative));
    negative.fold(report, |report, (column, _)| {
        let own = factor(labels, FactorIndex(column));
        let other = factor(labels, FactorIndex(column.saturating_sub(1)));
        report.text(format!(
            "{other} and {own} are the two poles of one bipolar factor: {other} is defined by its sorts with positive loadings, {own} by those with negative ones, \
             with all loadings reversed. Eigenvalue and variance of the factor stand under both; they count once."
        ))
    })
}

/// With a warning about sorts flagged with negative loadings, if there are any.
pub(super) fn with_negative(report: Report, flagged: &Flagged, labels: &[String]) -> Report {
    let study = wording::study_of_flagged(flagged);
    let flags = flagged.negative_flags();
    // More than any sentence names.
    let negative: Vec<String> = flags
        .iter()
        .take(wording::MOST_NAMED)
        .map(|(SortIndex(sort), f)| {
            let id = study.sort_ids().get(*sort).map(String::as_str);
            format!("{} on {}", id.unwrap_or_default(), factor(labels, *f))
        })
        .collect();
    if negative.is_empty() {
        return report;
    }
    report.warning(format!(
        "{} with a negative loading ({}): there the person holds the opposite view, and the sort enters the factor's scores with a negative weight.{}",
        counted(flags.len(), "sort is flagged", "sorts are flagged"),
        match flags.len() - negative.len() {
            0 => names(&negative),
            more => format!("{} and {more} more", negative.join(", ")),
        },
        if flagged.bipolar(1).is_empty() {
            ""
        } else {
            " `%q split` makes each end of a bipolar factor a viewpoint of its own."
        }
    ))
}

/// The rule for programs.
pub(super) fn rule_data(rule: FlagRule) -> Value {
    let (alpha, critical) = match rule.cutoff {
        Cutoff::Level { alpha, z } => (Some(alpha), Some(z)),
        Cutoff::Critical(z) => (None, Some(z)),
        Cutoff::Loading(_) => (None, None),
    };
    json!({
        "alpha": alpha,
        "critical": critical,
        "majority": match rule.majority {
            Majority::Required => "yes",
            Majority::Ignored => "no",
            Majority::Alone => "only",
        },
        "bound": match rule.bound {
            Bound::Above => ">",
            Bound::AtLeast => "≥",
        },
        "rounding": wording::rounding_word(rule.rounding),
    })
}

/// Per factor, from 1: the rotated factor it is, and which pole of it.
pub(super) fn poles_data(flagged: &Flagged) -> Value {
    let columns = flagged.columns().iter().map(|column| {
        json!({
            "rotated": column.factor.0 + 1,
            "pole": column.pole.map(|pole| match pole {
                Pole::Positive => "positive",
                Pole::Negative => "negative",
            }),
        })
    });
    columns.collect()
}
