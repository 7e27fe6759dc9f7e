//! A grid for a new study, in the shape of the normal distribution.

use super::{Distribution, GridColumn};
use crate::numeric::two_sided_quantile;
use crate::qmethod::error::MethodError;
use thiserror::Error;

/// A grid that cannot be filled.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error(
    "{statements} statements laid out as the normal distribution has them leave a column empty between -{highest} and {highest}. {}",
    offer(*widest)
)]
pub struct TooWideGrid {
    /// Statements to lay out.
    pub statements: usize,
    /// The highest value asked for.
    pub highest: u32,
    /// The highest value below it that leaves no column empty; none for fewer than three statements.
    pub widest: Option<u32>,
}

fn offer(widest: Option<u32>) -> String {
    match widest {
        Some(widest) => format!("Take {widest} as the highest value, or state a grid of your own."),
        None => "Collect more statements.".to_owned(),
    }
}

impl Distribution {
    /// The grid from −`highest` to `highest` on which `statements` cards lie as normal quantiles do: card i of n at Φ⁻¹(i/(n + 1)), and the way from the first
    /// to the last cut into columns of one width (R qmethod's `make.distribution`). It is symmetric.
    ///
    /// # Errors
    /// [`MethodError::TooWideGrid`] where a column would be empty, as it is for any grid of fewer than three statements, or `highest` is 0.
    pub fn quasi_normal(statements: usize, highest: u32) -> Result<Self, MethodError> {
        // No grid has more columns than cards; so no more are looked at either.
        let most = u32::try_from(statements / 2).unwrap_or(u32::MAX);
        let distances = distances(statements);
        let full = |highest: u32| columns(&distances, statements, highest);
        if let Some(columns) = Some(highest)
            .filter(|h| (1..=most).contains(h))
            .and_then(full)
        {
            return Self::new(columns);
        }
        let mut narrower = (1..=most.min(highest.max(1))).rev();
        let widest = narrower.find(|highest| full(*highest).is_some());
        let refused = TooWideGrid {
            statements,
            highest,
            widest,
        };
        Err(refused.into())
    }
}

/// How far the cards of one half lie from the middle, furthest first; the middle card of an odd number is not among them.
fn distances(statements: usize) -> Vec<f64> {
    let share = |card: usize| 2.0 * card as f64 / (statements as f64 + 1.0);
    let half = 1..=statements / 2;
    half.map(|card| two_sided_quantile(share(card))).collect()
}

/// The columns; none if one of them would be empty.
fn columns(distances: &[f64], statements: usize, highest: u32) -> Option<Vec<GridColumn>> {
    let furthest = distances.first()?;
    let width = 2.0 * furthest / (2.0 * f64::from(highest) + 1.0);
    let place = |distance: &f64| ((distance / width).round() as usize).min(highest as usize);
    let mut half = vec![0; highest as usize + 1];
    for distance in distances {
        *half.get_mut(place(distance))? += 1;
    }
    let column = |value: i32| {
        let on_one_side = half.get(value.unsigned_abs() as usize)?;
        let cards = match value {
            0 => 2 * on_one_side + statements % 2,
            _ => *on_one_side,
        };
        (cards > 0).then_some(GridColumn { value, cards })
    };
    let highest = i32::try_from(highest).ok()?;
    (-highest..=highest).map(column).collect()
}
