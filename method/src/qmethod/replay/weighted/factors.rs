//! Factors on their way back to those of the solution.

use super::super::alignment::Aligned;
use crate::numeric::Matrix;
use crate::qmethod::flagging::Flagged;

/// Rotated loadings and flags of the sorts held, held × k.
pub(super) struct Factors {
    pub(super) loadings: Matrix<f64>,
    pub(super) flags: Matrix<bool>,
}

/// The factors in the solution's order, pointing its way. The rule for flags goes by |l|, so that they move along.
pub(super) fn arranged(factors: &Factors, aligned: &Aligned) -> Factors {
    let mut loadings = factors.loadings.select_columns(&aligned.there);
    for (mut column, reversed) in loadings.column_iter_mut().zip(&aligned.reversed) {
        if *reversed {
            column.neg_mut();
        }
    }
    Factors {
        loadings,
        flags: factors.flags.select_columns(&aligned.there),
    }
}

/// The factors as the solution's flags see them: whole, or a pole.
pub(super) fn in_columns(factors: &Factors, flagged: &Flagged) -> Factors {
    let (columns, rows) = (flagged.columns(), factors.loadings.nrows());
    let at = |row, column: usize| (row, columns[column].factor.0);
    Factors {
        loadings: Matrix::from_fn(rows, columns.len(), |row, column| {
            columns[column].sign() * factors.loadings[at(row, column)]
        }),
        flags: Matrix::from_fn(rows, columns.len(), |row, column| {
            let cell = at(row, column);
            factors.flags[cell] && columns[column].holds(factors.loadings[cell])
        }),
    }
}
