//! Factor arrays: the grid handed out by falling z.

use super::options::TieRule;
use crate::qmethod::grid::Distribution;
use crate::qmethod::study::{Statement, StatementIndex};
use std::ops::Range;

/// z-scores nearer than this are equal: what ties in exact arithmetic differs by some 1e-16 after weighting, while other
/// differences were never seen below 1e-7.
pub(in crate::qmethod) const TIE: f64 = 1e-9;

/// The statements by falling z in runs of tied ones, each run by rising statement number. A run reaches down from its highest z by no more than the
/// tolerance, so that a chain of near ties cannot grow without end.
pub(super) fn runs_of_ties(z: &[f64], statements: &[Statement]) -> Vec<Vec<StatementIndex>> {
    let mut falling: Vec<(StatementIndex, f64, u32)> = z
        .iter()
        .zip(statements)
        .enumerate()
        .map(|(i, (z, statement))| (StatementIndex(i), *z, statement.number))
        .collect();
    falling.sort_by(|a, b| b.1.total_cmp(&a.1));
    let mut runs = Vec::new();
    let mut rest = falling.as_mut_slice();
    while let Some(&mut (_, highest, _)) = rest.first_mut() {
        let length = rest.partition_point(|(_, z, _)| highest - z <= TIE).max(1);
        let (run, below) = rest.split_at_mut(length);
        run.sort_by_key(|(_, _, number)| *number);
        runs.push(run.iter().map(|(statement, _, _)| *statement).collect());
        rest = below;
    }
    runs
}

/// The value of each statement, length n, for a grid of n cards.
pub(super) fn lay_out(
    runs: &[Vec<StatementIndex>],
    grid: &Distribution,
    ties: TieRule,
) -> Vec<i32> {
    let ascending = grid.sorted_values();
    let mut array = vec![0; ascending.len()];
    for (run, places) in runs.iter().zip(places(runs, ascending.len())) {
        let Some(slots) = ascending.get(places) else {
            continue;
        };
        // Ranks from 1 upwards: the mean of a run's ranks, cut to a whole one, lies half-way into its slots.
        let shared = slots.get((slots.len() - 1) / 2).copied();
        for (statement, value) in run.iter().zip(slots.iter().rev()) {
            let value = match ties {
                TieRule::ByNumber => *value,
                TieRule::MeanRank => shared.unwrap_or(*value),
            };
            if let Some(place) = array.get_mut(statement.0) {
                *place = value;
            }
        }
    }
    array
}

/// The array of these z-scores.
pub(in crate::qmethod) fn array_of(
    z: &[f64],
    statements: &[Statement],
    grid: &Distribution,
    ties: TieRule,
) -> Vec<i32> {
    lay_out(&runs_of_ties(z, statements), grid, ties)
}

/// The runs whose slots in the grid lie in different columns.
pub(super) fn straddling(
    runs: &[Vec<StatementIndex>],
    grid: &Distribution,
) -> Vec<Vec<StatementIndex>> {
    let ascending = grid.sorted_values();
    runs.iter()
        .zip(places(runs, ascending.len()))
        .filter(|(_, places)| {
            let slots = ascending.get(places.clone()).unwrap_or_default();
            slots.first() != slots.last()
        })
        .map(|(run, _)| run.clone())
        .collect()
}

/// Where the slots of each run lie in the ascending grid.
fn places(runs: &[Vec<StatementIndex>], slots: usize) -> Vec<Range<usize>> {
    let mut end = slots;
    runs.iter()
        .map(|run| {
            let start = end.saturating_sub(run.len());
            start..std::mem::replace(&mut end, start)
        })
        .collect()
}
