//! How each participant dealt out the cards: PQMethod's free-distribution statistics.

use super::grid::Distribution;
use super::study::Study;
use crate::numeric::{mean, standard_deviation};

/// More different values than this are no columns of a grid.
const MOST_VALUES: usize = 30;

/// The distributions of all sorts of a study.
#[derive(Clone, Debug, PartialEq)]
pub struct FreeDistribution {
    /// The values that occur in the sorts or in the grid, rising; empty if there are too many to be columns.
    pub values: Vec<f64>,
    /// Cards of the grid at each value, if there is a grid.
    pub grid: Option<Vec<usize>>,
    /// One per sort.
    pub sorts: Vec<SortDistribution>,
}

/// How one participant dealt out the cards.
#[derive(Clone, Debug, PartialEq)]
pub struct SortDistribution {
    /// Mean of the values.
    pub mean: f64,
    /// Their standard deviation (n − 1).
    pub standard_deviation: f64,
    /// Cards at each of the values, empty if there are too many values.
    pub counts: Vec<usize>,
    /// The fewest cards that would have to move to another column for the sort to have the grid's distribution; none without a grid.
    pub misplaced: Option<usize>,
}

/// The distribution of every sort, beside the grid that factor arrays are laid out on.
pub fn free_distribution(study: &Study) -> FreeDistribution {
    let grid = study.grid().for_arrays();
    let values = values(study, grid);
    let at_grid: Option<Vec<usize>> = grid.filter(|_| !values.is_empty()).map(|grid| {
        let cards = |value: &f64| {
            let column = grid.columns().iter().find(|c| f64::from(c.value) == *value);
            column.map_or(0, |c| c.cards)
        };
        values.iter().map(cards).collect()
    });
    let sorts = study.sorts().column_iter().map(|sort| {
        let sort = sort.as_slice();
        let counts: Vec<usize> = values
            .iter()
            .map(|value| sort.iter().filter(|x| *x == value).count())
            .collect();
        let missing = |cards: &Vec<usize>| {
            let both = cards.iter().zip(&counts);
            both.map(|(due, found)| due.saturating_sub(*found))
                .sum::<usize>()
        };
        SortDistribution {
            mean: mean(sort),
            standard_deviation: standard_deviation(sort),
            misplaced: at_grid.as_ref().map(missing),
            counts,
        }
    });
    let sorts = sorts.collect();
    FreeDistribution {
        values,
        grid: at_grid,
        sorts,
    }
}

fn values(study: &Study, grid: Option<&Distribution>) -> Vec<f64> {
    let columns = grid.map_or(&[][..], Distribution::columns);
    let mut values: Vec<f64> = study.sorts().iter().copied().collect();
    values.extend(columns.iter().map(|c| f64::from(c.value)));
    values.sort_by(f64::total_cmp);
    values.dedup();
    if values.len() > MOST_VALUES {
        return Vec::new();
    }
    values
}
