//! The trace of a presort: which card went to which pile, and where it ended up.

use crate::study_files::collected::Collected;

/// Keeps the trace as it is, and each card's pile as an attribute `presort s12`. A trace is `statement*pile*value` between bars, the pile
/// being p, u or n.
pub(super) fn take(collected: &mut Collected, trace: &str) {
    collected.attribute("presort trace", trace);
    for step in trace.split('|') {
        let mut parts = step.split('*').map(str::trim);
        let (Some(number), Some(pile)) = (parts.next(), parts.next()) else {
            continue;
        };
        let digits = number.trim_start_matches(['s', 'S']);
        let known = collected.statement_count();
        let Some(number) = digits.parse().ok().filter(|n| (1..=known).contains(n)) else {
            continue;
        };
        let pile = match pile {
            "p" => "positive",
            "u" => "neutral",
            "n" => "negative",
            other => other,
        };
        collected.attribute(&format!("presort s{number}"), pile);
    }
}
