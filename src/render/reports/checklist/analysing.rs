//! What is to be told of the analysis.

use super::Item;
use crate::qmethod::flagging::FlagChange;
use crate::qmethod::{Extracted, Flagged, Rotated};
use crate::render::analysis::{Analysis, Background};
use crate::render::reports::extraction_words::method_words;
use crate::render::reports::flags::rule_words;
use crate::render::reports::loadings::step_words;
use crate::render::reports::methods::{
    convention_words, correlation_words, hand_words, number_words, score_rule_words,
};
use crate::render::reports::wording;

pub(super) fn items(analysis: &Analysis<'_>) -> Vec<Item> {
    let background = analysis.background;
    let labels = analysis.labels;
    vec![
        Item::told(
            "The program of the analysis, with its version",
            Some(program(background)),
            "help",
        )
        .churruca(9),
        Item::told(
            "How the sorts were correlated",
            analysis.correlated.map(correlation_words),
            "correlate",
        ),
        Item::told(
            "How factors were extracted",
            analysis.extracted.map(extraction),
            "extract",
        )
        .churruca(8),
        number_of_factors(analysis).churruca(10),
        Item::told(
            "How factors were rotated, by hand by which angles and why",
            analysis.rotated.map(|rotated| rotation(rotated, labels)),
            "rotate",
        )
        .churruca(8),
        flags(analysis.flagged, labels),
        Item::told(
            "How scores, arrays and their standard errors were made",
            analysis.scored.map(score_rule_words),
            "scores",
        ),
    ]
}

fn program(background: &Background) -> String {
    let program = format!("Quincunx {}.", env!("CARGO_PKG_VERSION"));
    match convention_words(background) {
        Some(convention) => format!("{program} {convention}"),
        None => program,
    }
}

fn extraction(extracted: &Extracted) -> String {
    format!(
        "{} by {}.",
        wording::factor_count(extracted.factor_count()),
        method_words(extracted)
    )
}

fn number_of_factors(analysis: &Analysis<'_>) -> Item {
    let evidence = number_words(analysis.background)
        .unwrap_or_else(|| "No criterion was looked at (`retain`, `scree`).".to_owned());
    let kept = analysis.rotated.map(|rotated| {
        let k = wording::factor_count(rotated.factor_count());
        format!("{k} kept. {evidence}")
    });
    Item::told("How many factors were kept, and why", kept, "retain").but("why this number")
}

fn rotation(rotated: &Rotated, labels: &[String]) -> String {
    let steps: Vec<String> = rotated
        .steps()
        .iter()
        .map(|step| step_words(step, rotated, labels))
        .collect();
    match steps.as_slice() {
        [] => "Not rotated.".to_owned(),
        steps => format!("{}.", steps.join(", then ")),
    }
}

fn flags(flagged: Option<&Flagged>, labels: &[String]) -> Item {
    let words = flagged.map(|flagged| {
        let by_hand = hand_words(flagged, labels).into_iter();
        let words: Vec<String> = std::iter::once(rule_words(flagged))
            .chain(by_hand)
            .collect();
        words.join(" ")
    });
    let item = Item::told(
        "Which sorts define a factor, and why any were flagged by hand",
        words,
        "flag",
    );
    let unexplained = |change: &FlagChange| change.reason.is_none();
    match flagged.is_some_and(|f| f.changes().iter().any(unexplained)) {
        true => item.but("the reasons for flags by hand without one"),
        false => item,
    }
}
