//! Factor arrays.

use super::wording::{
    MOST_ROWS, array_row, factor, factors, names, statement_numbers, study_of, with_scoring,
};
use crate::qmethod::Scored;
use crate::qmethod::scores::TieRule;
use crate::render::report::Report;
use crate::render::table::{Align, Table, TableCell};
use serde_json::{Value, json};

/// Factor arrays; kind `arrays`.
pub fn arrays(scored: &Scored, labels: &[String]) -> Report {
    let study = study_of(scored);
    let headings = factors(labels, scored.factor_count());
    let extreme = extreme(scored);
    let mut table = Table::new("The value each factor's own Q sort gives to each statement")
        .column("No.", Align::Right)
        .column("Statement", Align::Left)
        .columns(headings.iter().map(String::as_str), Align::Right, None);
    for (index, statement) in study.statements().iter().enumerate().take(MOST_ROWS) {
        let mut cells = vec![
            TableCell::integer(statement.number),
            TableCell::text(statement.text.as_str()),
        ];
        cells.extend(
            array_row(scored, index)
                .into_iter()
                .map(|value| array_cell(value, extreme)),
        );
        table.push(cells);
    }
    let report = with_scoring(Report::new("Factor arrays"), scored, labels).table(table);
    with_ties(report, scored, labels).data("arrays", data(scored, labels))
}

/// The machine-readable arrays.
pub(super) fn data(scored: &Scored, labels: &[String]) -> Value {
    let study = study_of(scored);
    let arrays: Vec<_> = (0..study.statement_count())
        .map(|index| array_row(scored, index))
        .collect();
    json!({
        "statements": statement_numbers(study),
        "factors": factors(labels, scored.factor_count()),
        "arrays": arrays,
    })
}

/// The value furthest from 0 in any array, at least 1.
pub(super) fn extreme(scored: &Scored) -> f64 {
    super::wording::all(scored.factor_count())
        .filter_map(|f| scored.array(f))
        .flatten()
        .map(|value| f64::from(value.unsigned_abs()))
        .fold(1.0, f64::max)
}

/// An array value with its sign and shade.
pub(super) fn array_cell(value: Option<i32>, extreme: f64) -> TableCell {
    match value {
        Some(value) => TableCell::signed(value).shade(f64::from(value) / extreme),
        None => TableCell::missing(),
    }
}

fn with_ties(mut report: Report, scored: &Scored, labels: &[String]) -> Report {
    let study = study_of(scored);
    for tie in scored.straddling_ties() {
        let numbers: Vec<String> = tie
            .statements
            .iter()
            .filter_map(|s| study.statements().get(s.0))
            .map(|s| s.number.to_string())
            .collect();
        let (name, numbers) = (factor(labels, tie.factor), names(&numbers));
        report = report.remark(match scored.options().ties {
            TieRule::ByNumber => format!(
                "On {name} the statements {numbers} have the same z-score but stand in different columns; the lower number was given the higher value."
            ),
            TieRule::MeanRank => format!(
                "On {name} the statements {numbers} have the same z-score across a border of columns; all of them were given the value at their mean rank, so that the array does not fill the grid."
            ),
        });
    }
    report
}
