//! Factor arrays: the grid handed out by falling z.

use crate::qmethod::grid::Distribution;
use crate::qmethod::study::{Statement, StatementIndex};

/// z-scores nearer than this are equal: what ties in exact arithmetic differs by some 1e-16 after weighting, while other
/// differences were never seen below 1e-7.
const TIE: f64 = 1e-9;

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
pub(super) fn lay_out(runs: &[Vec<StatementIndex>], grid: &Distribution) -> Vec<i32> {
    let mut array = vec![0; grid.cards()];
    let falling = grid.sorted_values().into_iter().rev();
    for (statement, value) in runs.iter().flatten().zip(falling) {
        if let Some(place) = array.get_mut(statement.0) {
            *place = value;
        }
    }
    array
}

/// The runs whose statements stand at different values.
pub(super) fn straddling(runs: &[Vec<StatementIndex>], array: &[i32]) -> Vec<Vec<StatementIndex>> {
    runs.iter()
        .filter(|run| {
            let mut values = run.iter().map(|statement| array.get(statement.0));
            let first = values.next();
            values.any(|value| Some(value) != first)
        })
        .cloned()
        .collect()
}
