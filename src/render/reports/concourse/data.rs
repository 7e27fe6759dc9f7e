//! Concourse and Q set for programs.

use super::ConcourseState;
use super::path::{Path, outcome};
use crate::concourse::{Decision, Dimension, QSet};
use serde_json::{Value, json};

pub(super) fn concourse(state: &ConcourseState<'_>) -> Value {
    let (framework, screening) = (state.framework, state.screening);
    let id = |candidate: usize| screening.concourse().id(candidate);
    let standing = screening.standing();
    let cells: Vec<Value> = framework
        .cells()
        .map(|cell| {
            let inside = standing
                .iter()
                .filter(|c| framework.cell_of(**c) == Some(cell));
            json!({"cell": framework.name(cell), "standing": inside.count()})
        })
        .collect();
    let pairs: Vec<Value> = screening
        .undecided(state.similar)
        .map(|pair| {
            json!({
                "statements": [id(pair.first), id(pair.second)],
                "similarity": pair.similarity,
                "same_words": pair.same_words,
            })
        })
        .collect();
    json!({
        "name": state.name,
        "path": path(state),
        "framework": {"rows": side(framework.rows()), "columns": side(framework.columns())},
        "cells": cells,
        "threshold": state.similar.threshold(),
        "alike": pairs,
        "decisions": screening.decisions().iter().map(|d| decision(state, d)).collect::<Vec<_>>(),
        "statements": statements(state),
    })
}

pub(super) fn q_set(state: &ConcourseState<'_>, q_set: &QSet) -> Value {
    let (framework, screening) = (state.framework, state.screening);
    let ids = |candidates: &[usize]| -> Vec<&str> {
        candidates
            .iter()
            .map(|c| screening.concourse().id(*c))
            .collect()
    };
    let statements: Vec<Value> = q_set
        .statements
        .iter()
        .map(|drawn| {
            json!({
                "number": drawn.number,
                "text": screening.text(drawn.candidate),
                "id": screening.concourse().id(drawn.candidate),
                "cell": framework.cell_of(drawn.candidate).map(|cell| framework.name(cell)),
                "sources": screening.sources(drawn.candidate),
                "asked_for": drawn.asked_for,
                "reworded": screening.is_reworded(drawn.candidate),
                "stands_for": ids(&screening.merged_into(drawn.candidate)),
            })
        })
        .collect();
    let cells: Vec<Value> = q_set
        .shares
        .iter()
        .map(|share| {
            json!({
                "cell": framework.name(share.cell),
                "standing": share.standing,
                "drawn": share.drawn,
                "chosen": share.chosen,
            })
        })
        .collect();
    json!({
        "name": state.name,
        "seed": q_set.plan.seed,
        "path": path(state),
        "cells": cells,
        "with": ids(&q_set.plan.with),
        "without": ids(&q_set.plan.without),
        "allow_similar": q_set.plan.allow_similar,
        "threshold": state.similar.threshold(),
        "statements": statements,
    })
}

fn path(state: &ConcourseState<'_>) -> Value {
    let path = Path::of(state);
    json!({
        "collected": path.collected,
        "merged": path.merged,
        "dropped": path.dropped,
        "reworded": path.reworded,
        "left": path.left,
        "drawn": state.q_set.map(|q_set| q_set.statements.len()),
    })
}

fn side(side: Option<&Dimension>) -> Value {
    side.map_or(
        Value::Null,
        |side| json!({"name": side.name, "codes": side.codes, "stated": side.stated}),
    )
}

fn decision(state: &ConcourseState<'_>, decision: &Decision) -> Value {
    let id = |candidate: &usize| state.screening.concourse().id(*candidate).to_owned();
    let ids = |all: &[usize]| -> Vec<String> { all.iter().map(id).collect() };
    match decision {
        Decision::Keep { candidates, reason } => {
            json!({"kind": "keep", "statements": ids(candidates), "reason": reason})
        }
        Decision::Drop { candidates, reason } => {
            json!({"kind": "drop", "statements": ids(candidates), "reason": reason})
        }
        Decision::Merge {
            into,
            others,
            reason,
        } => {
            json!({"kind": "merge", "into": id(into), "statements": ids(others), "reason": reason})
        }
        Decision::Reword {
            candidate,
            before,
            text,
            reason,
        } => json!({
            "kind": "reword", "statements": [id(candidate)], "before": before, "text": text, "reason": reason,
        }),
    }
}

fn statements(state: &ConcourseState<'_>) -> Vec<Value> {
    let screening = state.screening;
    let all = screening.concourse().candidates().iter().enumerate();
    all.map(|(at, candidate)| {
        json!({
            "id": candidate.id,
            "text": screening.text(at),
            "source": candidate.source,
            "cell": state.framework.cell_of(at).map(|cell| state.framework.name(cell)),
            "outcome": outcome(state, at),
        })
    })
    .collect()
}
