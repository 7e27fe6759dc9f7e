//! What the session knows of a solution besides its stages.

use crate::magic::Call;
use crate::render::{Background, ComparisonMade, FirstOrderPart, Part};
use crate::session::{Compared, Party, Solution};
use std::sync::Arc;

/// What is known of a solution besides its stages.
pub(super) fn background(call: &Call<'_>, solution: &Solution) -> Background {
    let retention = solution.correlated().ok();
    Background {
        origin: solution.study().origin.clone(),
        part: part(solution),
        convention: solution.convention(),
        named: solution.given_names(),
        summaries: solution.summaries(),
        retention: retention
            .and_then(|correlated| call.looks.retention_of(correlated))
            .map(Arc::clone),
        scree: solution
            .extracted()
            .is_ok_and(|extracted| call.looks.scree_was_seen(extracted)),
        first_order: first_order(solution),
        comparisons: comparisons(call, solution),
    }
}

fn part(solution: &Solution) -> Option<Part> {
    let condition = solution.condition()?;
    // `solve --by` keeps each group under its value of the attribute.
    let named = condition
        .split_once('=')
        .filter(|(_, value)| solution.name() == Some(*value) && !condition.contains(" and "));
    Some(Part {
        condition: condition.to_owned(),
        of: solution.study().study.sort_count(),
        group: named.map(|(by, value)| (by.to_owned(), value.to_owned())),
    })
}

fn first_order(solution: &Solution) -> Vec<FirstOrderPart> {
    let Some(parts) = &solution.study().first_order else {
        return Vec::new();
    };
    let scored = |part: &Solution| part.scored().map_or(0, |s| s.scored_factors().len());
    parts
        .solutions
        .iter()
        .map(|part| FirstOrderPart {
            name: part.name().unwrap_or_default().to_owned(),
            sorts: part.part().sort_count(),
            factors: scored(part),
        })
        .collect()
}

fn concerns(compared: &Compared, solution: &Solution) -> bool {
    let mut parties = compared.rows.iter().chain(&compared.columns);
    parties.any(|party| Some(party.name.as_str()) == solution.name())
}

/// Comparisons in which the solution took part; the same matching by several thresholds is one.
fn comparisons(call: &Call<'_>, solution: &Solution) -> Vec<ComparisonMade> {
    let mut all: Vec<ComparisonMade> = Vec::new();
    let held = call.looks.comparisons(call.session);
    let concerned = held.filter(|c| concerns(c, solution));
    for next in concerned.map(made) {
        let matched = !next.thresholds.is_empty();
        let same = all.iter_mut().find(|known| {
            matched
                && !known.thresholds.is_empty()
                && (&known.rows, &known.columns, known.profile)
                    == (&next.rows, &next.columns, next.profile)
        });
        match same {
            Some(known) => known.thresholds.extend(next.thresholds),
            None => all.push(next),
        }
    }
    all
}

fn made(compared: &Compared) -> ComparisonMade {
    let names = |parties: &[Party]| parties.iter().map(|p| p.name.clone()).collect();
    ComparisonMade {
        rows: names(&compared.rows),
        columns: names(&compared.columns),
        profile: compared.profile,
        likeness: compared.likeness,
        thresholds: compared.threshold.into_iter().collect(),
    }
}
