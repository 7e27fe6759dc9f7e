//! Many sites, two orders, several waves.

mod agreement;
mod matching;
mod prevalence;
mod second_order;
mod simulation;
mod statements_and_responses;
mod waves;

use quincunx::qmethod::correlation::CorrelationMethod;
use quincunx::qmethod::extraction::Extraction;
use quincunx::qmethod::flagging::FlagRule;
use quincunx::qmethod::rotation::RotationStep;
use quincunx::qmethod::scores::ScoreOptions;
use quincunx::qmethod::{Correlated, Extracted, Flagged, Rotated, Scored, Study};
use serde_json::Value;
use std::sync::Arc;

/// Principal components, varimax, flags by the rule, scores.
fn solve(study: Study, k: usize) -> Scored {
    let correlated = Correlated::new(Arc::new(study), CorrelationMethod::Pearson).unwrap();
    let components = Extraction::PrincipalComponents;
    let extracted = Extracted::new(Arc::new(correlated), components, k).unwrap();
    let varimax = RotationStep::Varimax { kaiser: true };
    let rotated = Rotated::new(Arc::new(extracted), k, &[varimax]).unwrap();
    let flagged = Flagged::new(Arc::new(rotated), FlagRule::default(), &[]).unwrap();
    Scored::new(Arc::new(flagged), ScoreOptions::default()).unwrap()
}

/// One site of the case study.
fn site(name: &str, k: usize) -> Scored {
    solve(crate::studies::case_study(|row| row["site"] == name), k)
}

/// Values of other programs; each block names its origin.
fn expected() -> Value {
    let file = crate::studies::own("tests/oracle/comparative.json");
    serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap()
}

fn labels(prefix: &str, k: usize) -> Vec<String> {
    (1..=k).map(|f| format!("{prefix}{f}")).collect()
}
