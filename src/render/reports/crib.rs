//! The crib sheet: where to begin when interpreting a factor.

use super::arrays::{array_cell, extreme};
use super::exemplars::comments_on;
use super::marks::{Mark, legend, marks};
use super::wording::{self, COARSE, array_row, statement_data, study_of, with_scoring};
use crate::qmethod::statements::crib_sheet;
use crate::qmethod::{FactorIndex, MethodError, Scored, StatementIndex};
use crate::render::report::Report;
use crate::render::table::{Align, Table, TableCell};
use serde_json::{Value, json};

/// A factor's crib sheet; kind `crib`.
///
/// # Errors
/// As [`crib_sheet`].
pub fn crib(
    scored: &Scored,
    labels: &[String],
    factor: FactorIndex,
) -> Result<Report, MethodError> {
    let sheet = crib_sheet(scored, factor)?;
    let name = wording::factor(labels, factor);
    let marks = marks(scored, factor);
    let others: Vec<FactorIndex> = wording::all(scored.factor_count())
        .filter(|f| *f != factor && scored.array(*f).is_some())
        .collect();
    let mut table = Table::new("Values of the factor arrays; z is that of the factor itself")
        .column("No.", Align::Right)
        .column("Statement", Align::Left)
        .column("mark", Align::Left)
        .column("z", Align::Right)
        .column(name.as_str(), Align::Right)
        .columns(
            others.iter().map(|f| wording::factor(labels, *f)),
            Align::Right,
            None,
        );
    let groups = [
        ("Highest ranked", "highest", &sheet.highest),
        (
            "Ranked higher than by any other factor",
            "higher_than_others",
            &sheet.higher_than_others,
        ),
        (
            "Ranked lower than by any other factor",
            "lower_than_others",
            &sheet.lower_than_others,
        ),
        ("Lowest ranked", "lowest", &sheet.lowest),
    ];
    let mut data = json!({"factor": name});
    for (heading, key, statements) in &groups {
        table.push_group(if statements.is_empty() {
            format!("{heading}: none")
        } else {
            (*heading).to_owned()
        });
        for statement in statements.iter() {
            let shared = sheet.shared.contains(statement);
            table.push(row(
                scored,
                *statement,
                factor,
                &others,
                marks.get(statement).copied(),
                shared,
            ));
        }
        if let Some(object) = data.as_object_mut() {
            let listed: Vec<Value> = statements
                .iter()
                .map(|s| statement_data(scored, s.0))
                .collect();
            object.insert((*key).to_owned(), json!(listed));
        }
    }
    if let Some(object) = data.as_object_mut() {
        object.insert("shared".to_owned(), json!(numbers(scored, &sheet.shared)));
    }
    let mut words = legend(scored.critical_values());
    if !sheet.shared.is_empty() {
        words.push_str(" =: another factor gives the same value.");
    }
    let report = Report::new(format!("Crib sheet of {name}")).text(words);
    let report = with_scoring(report, scored, labels).table(table);
    let listed = groups.map(|(_, _, statements)| statements.clone()).concat();
    Ok(comments_on(report, scored, factor, &listed).data("crib", data))
}

fn row(
    scored: &Scored,
    statement: StatementIndex,
    factor: FactorIndex,
    others: &[FactorIndex],
    mark: Option<Mark>,
    shared: bool,
) -> Vec<TableCell> {
    let described = study_of(scored).statements().get(statement.0);
    let values = array_row(scored, statement.0);
    let value = |f: FactorIndex| values.get(f.0).copied().flatten();
    let extreme = extreme(scored);
    let z = scored.z(factor).and_then(|z| z.get(statement.0)).copied();
    let mut cells = vec![
        TableCell::integer(described.map_or(0, |s| s.number)),
        TableCell::text(described.map_or("", |s| s.text.as_str())),
        TableCell::text(mark.map(Mark::sign).unwrap_or_default()),
        TableCell::number(z.unwrap_or(f64::NAN), COARSE),
        array_cell(value(factor), extreme)
            .bold(true)
            .mark(shared.then_some("=")),
    ];
    cells.extend(others.iter().map(|f| array_cell(value(*f), extreme)));
    cells
}

fn numbers(scored: &Scored, statements: &[StatementIndex]) -> Vec<u32> {
    statements
        .iter()
        .filter_map(|s| study_of(scored).statements().get(s.0))
        .map(|s| s.number)
        .collect()
}
