//! The receipt for programs.

use super::{Outcome, number, rotated_names, sort_id};
use crate::qmethod::receipt::{LabelDifference, Receipt, StatementLabel, Turning};
use crate::qmethod::statements::Level;
use crate::qmethod::{Convention, Conventions, Scored};
use crate::render::reports::conventions::constants_data;
use crate::render::reports::wording::{factor, factors};
use serde_json::{Value, json};

/// All outcomes; an analysis that came to no end has its reason under `refused`.
pub(super) fn data(
    scored: &Scored,
    labels: &[String],
    here: Convention,
    outcomes: &[Outcome],
) -> Value {
    let conventions: Vec<Value> = outcomes
        .iter()
        .map(|(other, outcome)| {
            let constants = constants_data(&Conventions::of(*other));
            match outcome {
                Ok(receipt) => {
                    let mut found = differences(scored, labels, receipt);
                    if let Some(object) = found.as_object_mut() {
                        object.insert("constants".to_owned(), constants);
                    }
                    found
                }
                Err(why) => json!({
                    "convention": other.word(),
                    "refused": why.to_string(),
                    "constants": constants,
                }),
            }
        })
        .collect();
    json!({
        "here": here.word(),
        "factors": factors(labels, scored.factor_count()),
        "conventions": conventions,
    })
}

/// Where two centroids part.
fn turning(scored: &Scored, turning: &Turning) -> Value {
    json!({
        "unrotated_factor": turning.factor.0 + 1,
        "column_sum_before": turning.before,
        "column_sum_here": turning.left.0,
        "column_sum_there": turning.left.1,
        "reflects_first_here": sort_id(scored, turning.begins.0),
        "reflects_first_there": sort_id(scored, turning.begins.1),
    })
}

fn differences(scored: &Scored, labels: &[String], receipt: &Receipt) -> Value {
    let names = rotated_names(scored, labels);
    let matched: Vec<Value> = receipt
        .factors
        .iter()
        .map(|found| {
            json!({
                "factor": names.get(found.here.0),
                "there": found.there.0 + 1,
                "r": found.r.abs(),
                "reversed": found.r < 0.0,
                "by": if found.by_scores { "scores" } else { "loadings" },
            })
        })
        .collect();
    let flags: Vec<Value> = receipt
        .flags
        .iter()
        .map(|found| {
            json!({
                "sort": sort_id(scored, found.sort),
                "factor": factor(labels, found.factor),
                "here": found.here,
                "there": !found.here,
                "loading_here": found.loadings.0,
                "loading_there": found.loadings.1,
            })
        })
        .collect();
    let cells: Vec<Value> = receipt
        .cells
        .iter()
        .map(|found| {
            json!({
                "statement": number(scored, found.statement),
                "factor": factor(labels, found.factor),
                "here": found.here,
                "there": found.there,
            })
        })
        .collect();
    let (consensus, distinguishing): (Vec<&LabelDifference>, Vec<&LabelDifference>) = receipt
        .labels
        .iter()
        .partition(|found| found.label == StatementLabel::Consensus);
    let label = |found: &&LabelDifference| label_data(scored, labels, found);
    let left_out = receipt.left_out.iter();
    json!({
        "convention": receipt.convention.word(),
        "refused": null,
        "matched": matched,
        "turning": receipt.turning.map(|found| turning(scored, &found)),
        "flags": flags,
        "arrays": cells,
        "distinguishing": distinguishing.iter().map(label).collect::<Vec<_>>(),
        "consensus": consensus.iter().map(label).collect::<Vec<_>>(),
        "largest": {
            "loading": receipt.loading.map(|largest| largest.size()),
            "z": receipt.z.map(|largest| largest.size()),
        },
        "left_out": left_out.map(|change| sort_id(scored, change.sort)).collect::<Vec<_>>(),
    })
}

fn label_data(scored: &Scored, labels: &[String], found: &LabelDifference) -> Value {
    let level = |level: Option<Level>| {
        level.map(|level| match level {
            Level::Weak => ".05",
            Level::Strict => ".01",
        })
    };
    json!({
        "statement": number(scored, found.statement),
        "factor": match found.label {
            StatementLabel::Distinguishing(f) => Some(factor(labels, f)),
            StatementLabel::Consensus => None,
        },
        "here": level(found.here),
        "there": level(found.there),
    })
}
