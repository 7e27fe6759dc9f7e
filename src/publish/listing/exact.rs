//! Exact factor scores: estimated by regression from all sorts, where the other scores come from the defining ones.

use super::factors::{FIELD, all, z};
use super::{lines, number, numbered, statement, statement_heading};
use crate::qmethod::scores::{ScoreMethod, ScoreOptions};
use crate::qmethod::{MethodError, Scored};
use std::sync::Arc;

/// The section; of split factors it has the whole ones, since these estimates cannot tell poles apart.
///
/// # Errors
/// Where there is no regression: correlations without an inverse, as with more sorts than statements.
pub(super) fn scores(scored: &Scored) -> Result<String, MethodError> {
    let flagged = scored.flagged();
    let whole = Arc::new(flagged.with_split(&[])?);
    let options = ScoreOptions {
        method: ScoreMethod::Regression,
        ..scored.options().clone()
    };
    let exact = Scored::new(whole, options)?;
    let mut out = vec![
        "Exact Factor Scores".to_owned(),
        String::new(),
        "(Regression on All Sorts, Mean 0, St.Dev. 1)".to_owned(),
    ];
    if !flagged.split().is_empty() {
        out.push("(Factors Before They Were Split)".to_owned());
    }
    out.extend([
        String::new(),
        format!("{:<68}{:>15}", "", "Factors"),
        String::new(),
        format!(
            "{}{}",
            statement_heading(),
            numbered(exact.factor_count(), FIELD)
        ),
        String::new(),
    ]);
    for index in 0..exact.study().statement_count() {
        let cells: String = all(&exact)
            .map(|factor| number(z(&exact, factor, index), 3, FIELD))
            .collect();
        out.push(statement(exact.study(), index) + &cells);
    }
    Ok(lines(out))
}
