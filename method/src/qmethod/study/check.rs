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
pub(super) fn sort(study: &Study, sort: SortIndex) -> Result<(), MethodError> {
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
    if let Grid::Forced(grid) = &study.grid {
        if let Some((statement, &value)) = placed().find(|(_, value)| cards_at(grid, **value) == 0)
        {
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
    }
    match column.iter().next().copied() {
        Some(value) if placed().all(|(_, other)| *other == value) => {
            Err(MethodError::ConstantSort { sort: id(), value })
        }
        _ => Ok(()),
    }
}

fn cards_at(grid: &Distribution, value: f64) -> usize {
    grid.columns()
        .iter()
        .find(|column| f64::from(column.value) == value)
        .map_or(0, |column| column.cards)
}
