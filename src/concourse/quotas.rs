//! How many statements each cell gives.

use super::error::ConcourseError;
use super::framework::{CellIndex, Framework};
use super::sample::{DrawPlan, Wish};
use crate::numeric::Random;

/// What can be drawn from a cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Stock {
    /// Statements that are in the set whatever is drawn.
    pub(super) given: usize,
    /// Further statements, not counting those that are alike to others.
    pub(super) free: usize,
    /// Statements that are not counted for that.
    pub(super) alike: usize,
}

impl Stock {
    fn all(self) -> usize {
        self.given + self.free
    }
}

/// For each cell how many statements it gives, those asked for by name included. `outside` are asked for by name and in no chosen cell.
///
/// # Errors
/// Cells that are to give more than they have, or less than is asked of them by name; a total that is too large or too small.
pub(super) fn quotas(
    plan: &DrawPlan,
    framework: &Framework,
    stocks: &[Stock],
    outside: usize,
    random: &mut Random,
) -> Result<Vec<usize>, ConcourseError> {
    let mut quotas: Vec<usize> = stocks.iter().map(|stock| stock.given).collect();
    let mut open: Vec<usize> = Vec::new();
    for (cell, wish) in chosen(plan, framework) {
        let stock = stocks.get(cell.0).copied().unwrap_or_default();
        let wanted = match (wish, plan.per_cell) {
            (Some(wanted), _) => wanted,
            // What is asked of every cell is not asked of an empty one.
            (None, Some(_)) if stock == Stock::default() => continue,
            (None, Some(wanted)) => wanted,
            (None, None) => {
                open.push(cell.0);
                continue;
            }
        };
        check_cell(framework, cell, wanted, stock)?;
        if let Some(quota) = quotas.get_mut(cell.0) {
            *quota = wanted;
        }
    }
    if let Some(total) = plan.total {
        let asked = quotas.iter().sum::<usize>() + outside;
        let Some(rest) = total.checked_sub(asked) else {
            return Err(ConcourseError::TooFewInAll {
                wanted: total,
                given: asked,
            });
        };
        spread(&mut quotas, &open, stocks, rest, random).map_err(|missing| {
            ConcourseError::TooMany {
                wanted: total,
                available: total - missing,
                alike: open
                    .iter()
                    .filter_map(|cell| stocks.get(*cell))
                    .map(|stock| stock.alike)
                    .sum(),
            }
        })?;
    }
    Ok(quotas)
}

/// The cells to draw from, each with its own number if it has one; all of them where none is named.
pub(super) fn chosen(plan: &DrawPlan, framework: &Framework) -> Vec<(CellIndex, Option<usize>)> {
    if plan.cells.is_empty() {
        return framework.cells().map(|cell| (cell, None)).collect();
    }
    // What is said last of a cell counts, so that `*/state` can be followed by an exception.
    let said = |cell: CellIndex| {
        let mut wishes = plan.cells.iter().rev();
        wishes
            .find(|wish: &&Wish| wish.cell == cell)
            .map(|w| w.count)
    };
    let named = framework
        .cells()
        .filter_map(|cell| Some((cell, said(cell)?)));
    named.collect()
}

fn check_cell(
    framework: &Framework,
    cell: CellIndex,
    wanted: usize,
    stock: Stock,
) -> Result<(), ConcourseError> {
    if stock.given > wanted {
        return Err(ConcourseError::MoreThanTheCell {
            cell: framework.name(cell),
            given: stock.given,
            wanted,
        });
    }
    if stock.all() < wanted {
        return Err(ConcourseError::CellTooSmall {
            cell: framework.name(cell),
            wanted,
            available: stock.all(),
            alike: stock.alike,
        });
    }
    Ok(())
}

/// Spreads the rest as evenly as the cells allow: one more for those that have least, until nothing is left; the last ones, which cannot all have one more, are drawn. The error is what is left over.
fn spread(
    quotas: &mut [usize],
    open: &[usize],
    stocks: &[Stock],
    mut rest: usize,
    random: &mut Random,
) -> Result<(), usize> {
    while rest > 0 {
        let has_room = |cell: &usize| match (quotas.get(*cell), stocks.get(*cell)) {
            (Some(quota), Some(stock)) => *quota < stock.all(),
            _ => false,
        };
        let least = open
            .iter()
            .filter(|c| has_room(c))
            .filter_map(|c| quotas.get(*c))
            .min();
        let Some(least) = least.copied() else {
            return Err(rest);
        };
        let mut next: Vec<usize> = open
            .iter()
            .copied()
            .filter(|c| has_room(c) && quotas.get(*c) == Some(&least))
            .collect();
        if next.len() > rest {
            random.shuffle(&mut next);
            next.truncate(rest);
        }
        rest -= next.len();
        for cell in next {
            if let Some(quota) = quotas.get_mut(cell) {
                *quota += 1;
            }
        }
    }
    Ok(())
}
