//! Sorts and grid as PQMethod and KADE hold them: whole values, and the cards of twenty columns.

use super::Options;
use super::error::PublishError;
use crate::qmethod::{Distribution, Study};
use crate::render::Analysis;

/// Both programs count cards in columns −6…13.
pub(super) const LOWEST_COLUMN: i32 = -6;
const HIGHEST_COLUMN: i32 = 13;
const COLUMNS: usize = 20;
/// PQMethod gives a value two characters.
const LOWEST_VALUE: i32 = -9;
const HIGHEST_VALUE: i32 = 99;

/// A study in the form that both programs hold.
pub(super) struct CardValues {
    /// Per sort, the value of each statement, shifted as asked.
    pub(super) sorts: Vec<Vec<i32>>,
    /// Lowest and highest value of the grid.
    pub(super) reach: (i32, i32),
    /// Cards at −6…13.
    pub(super) cards: [usize; COLUMNS],
}

/// The study's sorts and grid, if `program` can hold them.
///
/// # Errors
/// Values that are not whole or lie beyond the program's, a grid that does, free sorts without a stated distribution; each with a way out.
pub(super) fn card_values(
    analysis: &Analysis<'_>,
    options: &Options,
    program: &'static str,
) -> Result<CardValues, PublishError> {
    let study = analysis.study;
    let grid = stated_grid(analysis, options, program)?;
    let values = whole_values(study, program)?;
    let lowest = grid.columns().first().map_or(0, |c| c.value);
    let highest = grid.columns().last().map_or(0, |c| c.value);
    let shifted = |value: i64| value + i64::from(options.shift);
    let all = || values.iter().flatten().copied();
    let sorts = (
        all().min().unwrap_or_default(),
        all().max().unwrap_or_default(),
    );
    let reach = (i64::from(lowest), i64::from(highest));
    let offer = offer(reach, sorts);
    for (what, found, from, to) in [
        ("the grid goes", reach, LOWEST_COLUMN, HIGHEST_COLUMN),
        ("the sorts go", sorts, LOWEST_VALUE, HIGHEST_VALUE),
    ] {
        let (low, high) = (shifted(found.0), shifted(found.1));
        if low < i64::from(from) || high > i64::from(to) {
            return Err(PublishError::Range {
                program,
                from,
                to,
                what,
                lowest: low,
                highest: high,
                offer,
            });
        }
    }
    let mut cards = [0; COLUMNS];
    for column in grid.columns() {
        let place = column.value + options.shift - LOWEST_COLUMN;
        if let Some(count) = usize::try_from(place).ok().and_then(|p| cards.get_mut(p)) {
            *count = column.cards;
        }
    }
    let whole = |value: &i64| i32::try_from(shifted(*value)).unwrap_or_default();
    Ok(CardValues {
        sorts: values
            .iter()
            .map(|sort| sort.iter().map(whole).collect())
            .collect(),
        reach: (lowest + options.shift, highest + options.shift),
        cards,
    })
}

fn stated_grid(
    analysis: &Analysis<'_>,
    options: &Options,
    program: &'static str,
) -> Result<Distribution, PublishError> {
    let study = analysis.study;
    let stated = options.array_grid.as_ref();
    let Some(grid) = study.grid().for_arrays().or(stated) else {
        return Err(PublishError::NoGrid {
            program,
            study: analysis.provenance.study.clone(),
        });
    };
    if grid.cards() != study.statement_count() {
        return Err(PublishError::GridSize {
            cards: grid.cards(),
            statements: study.statement_count(),
        });
    }
    Ok(grid.clone())
}

fn whole_values(study: &Study, program: &'static str) -> Result<Vec<Vec<i64>>, PublishError> {
    let mut sorts = Vec::new();
    for (id, values) in study.sort_ids().iter().zip(study.sorts().column_iter()) {
        let mut sort = Vec::with_capacity(values.len());
        for (statement, value) in study.statements().iter().zip(values.iter()) {
            // Beyond this a value is no card's, and whole numbers would not be exact.
            if value.fract() != 0.0 || value.abs() > 1e9 {
                return Err(PublishError::Fraction {
                    program,
                    sort: id.clone(),
                    statement: statement.number,
                    value: *value,
                });
            }
            sort.push(*value as i64);
        }
        sorts.push(sort);
    }
    Ok(sorts)
}

/// The smallest shift that brings grid and sorts within reach, in words.
fn offer(grid: (i64, i64), sorts: (i64, i64)) -> String {
    let least = (i64::from(LOWEST_COLUMN) - grid.0).max(i64::from(LOWEST_VALUE) - sorts.0);
    let most = (i64::from(HIGHEST_COLUMN) - grid.1).min(i64::from(HIGHEST_VALUE) - sorts.1);
    if least > most {
        return "No shift brings them within; write a workbook or CSV instead (`--format csv`)."
            .to_owned();
    }
    let shift = 0_i64.clamp(least, most);
    let way = if shift < 0 { "lower" } else { "higher" };
    match shift {
        0 => "Leave out `--shift`: the values fit as they are.".to_owned(),
        _ => format!(
            "`--shift {shift}` writes every value {} {way}, which changes no correlation.",
            shift.abs()
        ),
    }
}
