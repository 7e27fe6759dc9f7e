//! The crib sheet (Watts & Stenner 2012, chapter 7).

use super::others_with_scores;
use crate::qmethod::error::MethodError;
use crate::qmethod::scores::Scored;
use crate::qmethod::study::{FactorIndex, StatementIndex};
use std::cmp::Ordering;

/// Watts & Stenner's crib sheet of one factor; each list by falling z. A statement stands in the first list that claims it, in the order highest,
/// lowest, higher, lower.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CribSheet {
    /// The statements of the array's highest column.
    pub highest: Vec<StatementIndex>,
    /// Ranked as high as by any other factor and higher than by at least one (a value that another factor shares is listed, see `shared`).
    pub higher_than_others: Vec<StatementIndex>,
    /// Ranked as low as by any other factor and lower than by at least one.
    pub lower_than_others: Vec<StatementIndex>,
    /// The statements of the array's lowest column.
    pub lowest: Vec<StatementIndex>,
    /// Those of the middle two lists whose value another factor shares.
    pub shared: Vec<StatementIndex>,
}

/// The crib sheet of a factor.
///
/// # Errors
/// As [`distinguishing`](super::distinguishing), and a study without a grid for arrays.
pub fn crib_sheet(scored: &Scored, factor: FactorIndex) -> Result<CribSheet, MethodError> {
    let others: Vec<&[i32]> = others_with_scores(scored, factor)?
        .into_iter()
        .filter_map(|other| scored.array(other))
        .collect();
    let (Some(grid), Some(array)) = (scored.array_distribution(), scored.array(factor)) else {
        return Err(MethodError::NoGridForArrays);
    };
    let bottom = grid.columns().first().map(|column| column.value);
    let top = grid.columns().last().map(|column| column.value);
    let mut sheet = CribSheet {
        highest: Vec::new(),
        higher_than_others: Vec::new(),
        lower_than_others: Vec::new(),
        lowest: Vec::new(),
        shared: Vec::new(),
    };
    for &statement in scored.ranking(factor).unwrap_or_default() {
        let Some(&value) = array.get(statement.0) else {
            continue;
        };
        if Some(value) == top {
            sheet.highest.push(statement);
            continue;
        }
        if Some(value) == bottom {
            sheet.lowest.push(statement);
            continue;
        }
        let standing = Standing::of(value, &others, statement);
        match (standing.above, standing.below) {
            (true, false) => sheet.higher_than_others.push(statement),
            (false, true) => sheet.lower_than_others.push(statement),
            _ => continue,
        }
        if standing.shared {
            sheet.shared.push(statement);
        }
    }
    Ok(sheet)
}

/// A value against those of the other factors.
struct Standing {
    /// Some other factor is lower.
    above: bool,
    /// Some other factor is higher.
    below: bool,
    /// Some other factor is equal.
    shared: bool,
}

impl Standing {
    fn of(value: i32, others: &[&[i32]], statement: StatementIndex) -> Self {
        let any = |wanted: Ordering| {
            others
                .iter()
                .filter_map(|other| other.get(statement.0))
                .any(|other| value.cmp(other) == wanted)
        };
        Self {
            above: any(Ordering::Greater),
            below: any(Ordering::Less),
            shared: any(Ordering::Equal),
        }
    }
}
