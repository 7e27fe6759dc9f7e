//! Sorts against their grid: a stated one they have to fill, or the one they share.

mod deviation;

use super::faults::Faults;
use super::grid::written;
use super::load::GridRequest;
use super::place::{Further, Place, count};
use super::sorts::{Card, SortTable};
use crate::numeric::Matrix;
use crate::qmethod::{Distribution, Grid, MethodError};
use deviation::{deviation, distribution_of, value_range};
use std::collections::HashMap;
use thiserror::Error;

/// Why the sorts have no grid.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum FitError {
    /// A grid for another Q set.
    #[error("The grid holds {}; {file} has {}. State a grid of {}, or load with `--grid free`.", count(*cards, "card"), count(*statements, "statement"), count(*statements, "card"))]
    Size {
        /// The cards of the grid.
        cards: usize,
        /// The source of the sorts.
        file: String,
        /// The statements of the sorts.
        statements: usize,
    },
    /// A fraction where cards stand in columns.
    #[error(
        "Q sort {sort} ({place}) holds {found}; a forced grid has whole numbers only.{further} Correct the file, or load with `--grid free`."
    )]
    NotWhole {
        /// The sort's id.
        sort: String,
        /// The cell.
        place: Place,
        /// What it holds.
        found: String,
        /// The other such cells.
        further: Further,
    },
    /// A value the grid does not have.
    #[error(
        "Q sort {sort} ({place}) holds {found}; the grid has the values {values}.{further} Correct the file, or load with `--grid free`."
    )]
    Outside {
        /// The sort's id.
        sort: String,
        /// The cell.
        place: Place,
        /// What it holds.
        found: String,
        /// The grid's values.
        values: String,
        /// The other such cells.
        further: Further,
    },
    /// A sort with too many cards at one value and too few at another.
    #[error(
        "Q sort {sort} ({place}) has {deviation}.{further} Correct the file, or load with `--grid free`."
    )]
    Breaks {
        /// The sort's id.
        sort: String,
        /// The row or column.
        place: Place,
        /// Which value, how many cards, and how many the grid holds.
        deviation: String,
        /// The other such sorts.
        further: Further,
    },
    /// No grid stated, and sorts that differ from most.
    #[error(
        "No grid is stated, and the Q sorts do not share one. {majority} of {sorts} have {distribution}; Q sort {sort} ({place}) has {deviation}.{further} Correct the file, state the grid (`--grid \"{distribution}\"`) or load with `--grid free`."
    )]
    NotShared {
        /// How many sorts have the most frequent distribution.
        majority: usize,
        /// How many sorts there are.
        sorts: usize,
        /// The most frequent distribution.
        distribution: String,
        /// The first sort that differs.
        sort: String,
        /// Its row or column.
        place: Place,
        /// How it differs.
        deviation: String,
        /// The others that differ.
        further: Further,
    },
    /// No grid stated, and as many distributions as people.
    #[error("No grid is stated, and the {sorts} Q sorts of {file} have {kinds} different distributions; the most frequent, of {}, is {distribution}. Load with `--grid free`, or state the grid (`--grid \"-1:1,0:3,1:1\"`).", count(*most, "sort"))]
    AllDiffer {
        /// The source of the sorts.
        file: String,
        /// How many sorts there are.
        sorts: usize,
        /// How many distributions.
        kinds: usize,
        /// How many sorts have the most frequent one.
        most: usize,
        /// The most frequent distribution.
        distribution: String,
    },
    /// Values no distribution can be made of.
    #[error("{file}: {source}")]
    NoDistribution {
        /// The source of the sorts.
        file: String,
        /// The refusal.
        source: MethodError,
    },
}

/// The grid that was asked for, once the sorts are found to fill it.
pub(super) fn grid(
    request: &GridRequest,
    sorts: &SortTable,
    values: &Matrix<f64>,
    notes: &mut Vec<String>,
) -> Result<Grid, FitError> {
    match request {
        GridRequest::Free { arrays } => {
            if let Some(distribution) = arrays {
                check_size(distribution, sorts)?;
            }
            Ok(Grid::Free {
                arrays: arrays.clone(),
            })
        }
        GridRequest::Stated(distribution) => {
            check_size(distribution, sorts)?;
            check_whole(sorts, values)?;
            check_values(distribution, sorts, values)?;
            check_cards(distribution, sorts, values)?;
            Ok(Grid::Forced(distribution.clone()))
        }
        GridRequest::FromSorts => {
            check_whole(sorts, values)?;
            let distribution = shared(sorts, values)?;
            notes.push(format!(
                "The grid was read off the {}, which all share it: {}.",
                count(sorts.ids.len(), "Q sort"),
                written(&distribution)
            ));
            Ok(Grid::Forced(distribution))
        }
    }
}

fn check_size(distribution: &Distribution, sorts: &SortTable) -> Result<(), FitError> {
    let statements = sorts.numbers.len();
    if distribution.cards() == statements {
        return Ok(());
    }
    Err(FitError::Size {
        cards: distribution.cards(),
        file: sorts.name().to_owned(),
        statements,
    })
}

/// Refuses fractions, and numbers beyond any grid.
fn check_whole(sorts: &SortTable, values: &Matrix<f64>) -> Result<(), FitError> {
    // Within i32, and far beyond any grid.
    const LARGEST: f64 = 1e6;
    let fractions = cards_where(values, |value| {
        value.fract() != 0.0 || value.abs() > LARGEST
    });
    let Some(first) = fractions.first() else {
        return Ok(());
    };
    Err(FitError::NotWhole {
        sort: sorts.shown_id(first.sort),
        place: sorts.card_place(first),
        found: shown(sorts, values, first),
        further: fractions.further(|card| sorts.tell_card(card)),
    })
}

/// A card's text, for a message.
fn shown(sorts: &SortTable, values: &Matrix<f64>, card: Card) -> String {
    let value = values.get((card.statement, card.sort)).copied();
    sorts.shown_card(card, value)
}

/// The whole values of a sort in ascending order; none of a sort that is not there.
fn laid_out(values: &Matrix<f64>, sort: usize) -> Vec<i32> {
    let column = values.column_iter().nth(sort);
    let mut cards: Vec<i32> = column.map_or_else(Vec::new, |column| {
        column.iter().map(|&v| v as i32).collect()
    });
    cards.sort_unstable();
    cards
}

/// Tells whether sorts of whole values have one distribution, by counting cards instead of ordering them.
struct Alike {
    lowest: i32,
    /// The cards at each value from the lowest, and room to count those of another sort.
    wanted: Vec<u32>,
    counted: Vec<u32>,
}

impl Alike {
    /// Of the distribution with these values in ascending order; none if they reach further than a count pays.
    fn to(cards: &[i32]) -> Option<Self> {
        const FURTHEST: usize = 4096;
        let (lowest, highest) = (*cards.first()?, *cards.last()?);
        let reach = usize::try_from(highest.checked_sub(lowest)?).ok()? + 1;
        if reach > FURTHEST {
            return None;
        }
        let mut alike = Self {
            lowest,
            wanted: vec![0; reach],
            counted: vec![0; reach],
        };
        alike.count(cards.iter().copied());
        std::mem::swap(&mut alike.wanted, &mut alike.counted);
        Some(alike)
    }

    /// Whether all values are on the distribution.
    fn count(&mut self, cards: impl Iterator<Item = i32>) -> bool {
        self.counted.fill(0);
        for card in cards {
            let place = i64::from(card) - i64::from(self.lowest);
            let place = usize::try_from(place).ok();
            match place.and_then(|place| self.counted.get_mut(place)) {
                Some(count) => *count += 1,
                None => return false,
            }
        }
        true
    }

    fn has(&mut self, values: &Matrix<f64>, sort: usize) -> bool {
        self.count(values.column(sort).iter().map(|&v| v as i32)) && self.counted == self.wanted
    }
}

fn check_values(
    distribution: &Distribution,
    sorts: &SortTable,
    values: &Matrix<f64>,
) -> Result<(), FitError> {
    let outside = cards_where(values, |value| distribution.cards_at(value as i32) == 0);
    let Some(first) = outside.first() else {
        return Ok(());
    };
    Err(FitError::Outside {
        sort: sorts.shown_id(first.sort),
        place: sorts.card_place(first),
        found: shown(sorts, values, first),
        values: value_range(distribution),
        further: outside.further(|card| {
            let found = shown(sorts, values, card);
            format!("{} holds {found}", sorts.tell_card(card))
        }),
    })
}

fn check_cards(
    distribution: &Distribution,
    sorts: &SortTable,
    values: &Matrix<f64>,
) -> Result<(), FitError> {
    let expected = distribution.sorted_values();
    let mut alike = Alike::to(&expected);
    let mut breaks = |sort: usize| match &mut alike {
        Some(alike) => !alike.has(values, sort),
        None => laid_out(values, sort) != expected,
    };
    let breaking: Vec<usize> = (0..values.ncols()).filter(|&sort| breaks(sort)).collect();
    let Some(&first) = breaking.first() else {
        return Ok(());
    };
    let tell = |sort: usize, rest: bool| deviation(&laid_out(values, sort), distribution, rest);
    Err(FitError::Breaks {
        sort: sorts.shown_id(first),
        place: sorts.sort_place(first),
        deviation: tell(first, true),
        further: Further::after_first(&breaking, |&sort| {
            format!("{} has {}", sorts.tell_sort(sort), tell(sort, false))
        }),
    })
}

/// The one distribution that all sorts have.
fn shared(sorts: &SortTable, values: &Matrix<f64>) -> Result<Distribution, FitError> {
    // Each distribution with how many sorts have it, and the first of them.
    let mut kinds: HashMap<Box<[i32]>, (usize, usize)> = HashMap::new();
    // Most sorts have the distribution of the first.
    let mut alike = Alike::to(&laid_out(values, 0));
    let mut like_the_first = 0;
    for sort in 0..values.ncols() {
        if sort > 0 && alike.as_mut().is_some_and(|alike| alike.has(values, sort)) {
            like_the_first += 1;
            continue;
        }
        let cards = laid_out(values, sort);
        match kinds.get_mut(cards.as_slice()) {
            Some((number, _)) => *number += 1,
            None => drop(kinds.insert(cards.into_boxed_slice(), (1, sort))),
        }
    }
    if let Some((number, _)) = kinds.get_mut(laid_out(values, 0).as_slice()) {
        *number += like_the_first;
    }
    let most = kinds
        .iter()
        .max_by_key(|(_, (number, first))| (*number, std::cmp::Reverse(*first)));
    let (cards, number) = most.map_or((&[][..], 0), |(cards, (number, _))| (&**cards, *number));
    let distribution = distribution_of(cards).map_err(|source| FitError::NoDistribution {
        file: sorts.name().to_owned(),
        source,
    })?;
    if kinds.len() <= 1 {
        return Ok(distribution);
    }
    let others: Vec<usize> = (0..values.ncols())
        .filter(|&sort| laid_out(values, sort) != cards)
        .collect();
    let (Some(&first), true) = (others.first(), number * 2 > values.ncols()) else {
        return Err(FitError::AllDiffer {
            file: sorts.name().to_owned(),
            sorts: values.ncols(),
            kinds: kinds.len(),
            most: number,
            distribution: written(&distribution),
        });
    };
    let tell = |sort: usize, rest: bool| deviation(&laid_out(values, sort), &distribution, rest);
    Err(FitError::NotShared {
        majority: number,
        sorts: values.ncols(),
        distribution: written(&distribution),
        sort: sorts.shown_id(first),
        place: sorts.sort_place(first),
        deviation: tell(first, true),
        further: Further::after_first(&others, |&sort| {
            format!("{} has {}", sorts.tell_sort(sort), tell(sort, false))
        }),
    })
}

fn cards_where(values: &Matrix<f64>, is_meant: impl Fn(f64) -> bool) -> Faults {
    let mut faults = Faults::default();
    for (sort, cards) in values.column_iter().enumerate() {
        for (statement, value) in cards.iter().enumerate() {
            if is_meant(*value) {
                faults.add(Card { sort, statement });
            }
        }
    }
    faults
}
