//! What makes a study sound.

use super::{SortIndex, Study};
use crate::qmethod::error::MethodError;
use crate::qmethod::grid::{Distribution, Grid};
use crate::qmethod::texts::repeated;
use std::collections::HashSet;

/// Enough statements and sorts, each with a name of its own.
pub(super) fn names(study: &Study) -> Result<(), MethodError> {
    if study.statements.len() < 2 {
        return Err(MethodError::TooFewStatements {
            found: study.statements.len(),
        });
    }
    if study.sort_ids.is_empty() {
        return Err(MethodError::NoSorts);
    }
    let mut numbers = HashSet::new();
    if let Some(twice) = study
        .statements
        .iter()
        .find(|statement| !numbers.insert(statement.number))
    {
        return Err(MethodError::RepeatedStatementNumber {
            number: twice.number,
        });
    }
    let ids = study.sort_ids.iter().map(String::as_str);
    match repeated(ids)
        .first
        .first()
        .and_then(|&(first, _)| study.sort_ids.get(first))
    {
        Some(twice) => Err(MethodError::RepeatedSortId { id: twice.clone() }),
        None => Ok(()),
    }
}

/// A matrix and a grid that fit the statements and sorts.
pub(super) fn shape(study: &Study) -> Result<(), MethodError> {
    let (rows, columns) = study.sorts.shape();
    let (statements, sorts) = (study.statements.len(), study.sort_ids.len());
    if (rows, columns) != (statements, sorts) {
        return Err(MethodError::SortsShape {
            rows,
            columns,
            statements,
            sorts,
        });
    }
    match study.grid.for_arrays() {
        Some(grid) if grid.cards() != statements => Err(MethodError::GridSize {
            cards: grid.cards(),
            statements,
        }),
        _ => Ok(()),
    }
}

/// A sort that places every statement, fills a forced grid, and says something.
pub(super) fn sorts(study: &Study) -> Result<(), MethodError> {
    let mut counted = Vec::new();
    (0..study.sort_count()).try_for_each(|place| sort(study, SortIndex(place), &mut counted))
}

fn sort(study: &Study, sort: SortIndex, counted: &mut Vec<usize>) -> Result<(), MethodError> {
    let column = study.sorts.column(sort.0);
    let placed = || study.statements.iter().zip(column.iter());
    let id = || study.sort_ids.get(sort.0).cloned().unwrap_or_default();
    if let Some((statement, &value)) = placed().find(|(_, value)| !value.is_finite()) {
        return Err(MethodError::NotFinite {
            sort: id(),
            statement: statement.number,
            value,
        });
    }
    if let Grid::Forced(grid) = &study.grid
        && !fills(grid, column.as_slice(), counted)
    {
        off_the_grid(study, grid, sort)?;
    }
    match column.iter().next().copied() {
        Some(value) if placed().all(|(_, other)| *other == value) => {
            Err(MethodError::ConstantSort { sort: id(), value })
        }
        _ => Ok(()),
    }
}

/// Whether a sort has just the cards of the grid at each value; `counted` is room to count them.
fn fills(grid: &Distribution, sort: &[f64], counted: &mut Vec<usize>) -> bool {
    let columns = grid.columns();
    counted.clear();
    counted.resize(columns.len(), 0);
    let lowest = columns
        .first()
        .map_or(0.0, |column| f64::from(column.value));
    for value in sort {
        // Columns are values in order, most often without a gap: look first where the value stands then.
        let near = (value - lowest) as usize;
        let is_at = |place: usize| {
            let column = columns.get(place);
            column.is_some_and(|column| f64::from(column.value) == *value)
        };
        let place = match is_at(near) {
            true => Some(near),
            false => (0..columns.len()).find(|&place| is_at(place)),
        };
        match place.and_then(|place| counted.get_mut(place)) {
            Some(count) => *count += 1,
            None => return false,
        }
    }
    columns
        .iter()
        .map(|column| column.cards)
        .eq(counted.iter().copied())
}

/// The first card, or else the first value, that is wrong.
fn off_the_grid(study: &Study, grid: &Distribution, sort: SortIndex) -> Result<(), MethodError> {
    let column = study.sorts.column(sort.0);
    let id = || study.sort_ids.get(sort.0).cloned().unwrap_or_default();
    let mut placed = study.statements.iter().zip(column.iter());
    if let Some((statement, &value)) = placed.find(|(_, value)| cards_at(grid, **value) == 0) {
        return Err(MethodError::NotOnGrid {
            sort: id(),
            statement: statement.number,
            value,
            lowest: grid.columns().first().map_or(0, |column| column.value),
            highest: grid.columns().last().map_or(0, |column| column.value),
        });
    }
    for place in grid.columns() {
        let there = |value: &&f64| **value == f64::from(place.value);
        let found = column.iter().filter(there).count();
        if found != place.cards {
            return Err(MethodError::GridBroken {
                sort: id(),
                value: place.value,
                expected: place.cards,
                found,
            });
        }
    }
    Ok(())
}

fn cards_at(grid: &Distribution, value: f64) -> usize {
    grid.columns()
        .iter()
        .find(|column| f64::from(column.value) == value)
        .map_or(0, |column| column.cards)
}
