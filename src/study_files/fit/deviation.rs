//! Distributions compared and put into words.

use crate::qmethod::grid::GridColumn;
use crate::qmethod::{Distribution, MethodError};
use crate::study_files::place::count;
use std::collections::BTreeMap;

pub(super) fn distribution_of(cards: &[i32]) -> Result<Distribution, MethodError> {
    let mut columns: BTreeMap<i32, usize> = BTreeMap::new();
    for &value in cards {
        *columns.entry(value).or_default() += 1;
    }
    Distribution::new(
        columns
            .into_iter()
            .map(|(value, cards)| GridColumn { value, cards }),
    )
}

/// How a sort differs from a grid, the value with most cards too many first: "5 cards at +2; the grid holds 4". With `rest`, the other
/// values as well.
pub(super) fn deviation(cards: &[i32], grid: &Distribution, rest: bool) -> String {
    const REST: usize = 4;
    let mut columns: BTreeMap<i32, (usize, usize)> = grid
        .columns()
        .iter()
        .map(|c| (c.value, (0, c.cards)))
        .collect();
    for &value in cards {
        columns.entry(value).or_default().0 += 1;
    }
    let mut differing: Vec<(i32, usize, usize)> = columns
        .into_iter()
        .filter(|(_, (found, held))| found != held)
        .map(|(value, (found, held))| (value, found, held))
        .collect();
    differing.sort_by_key(|&(_, found, held)| std::cmp::Reverse(found.saturating_sub(held)));
    let Some(&(value, found, held)) = differing.first() else {
        return "no deviation".to_owned();
    };
    let mut words = format!(
        "{} at {}; the grid holds {held}",
        count(found, "card"),
        signed(value)
    );
    let others: Vec<String> = differing
        .iter()
        .skip(1)
        .take(REST)
        .map(|&(value, found, held)| format!("{found} at {} instead of {held}", signed(value)))
        .collect();
    if rest && !others.is_empty() {
        words.push_str(&format!(" (also {})", others.join(", ")));
    }
    words
}

pub(super) fn value_range(grid: &Distribution) -> String {
    let values: Vec<i32> = grid.columns().iter().map(|column| column.value).collect();
    let contiguous = values
        .windows(2)
        .all(|pair| matches!(pair, [a, b] if a + 1 == *b));
    match values.as_slice() {
        [first, .., last] if contiguous => format!("{} to {}", signed(*first), signed(*last)),
        values => values
            .iter()
            .map(|&value| signed(value))
            .collect::<Vec<_>>()
            .join(", "),
    }
}

/// A value as it stands over a grid: −2 as `-2`, 0, 2 as `+2`.
fn signed(value: i32) -> String {
    if value > 0 {
        format!("+{value}")
    } else {
        value.to_string()
    }
}
