//! Distinguishing and consensus statements.

use super::arrays::{array_cell, extreme};
use super::wording::{
    self, COARSE, array_row, factor, factors, names, statement_data, study_of, unscored,
    warn_unscored, z_row,
};
use crate::qmethod::statements::{self, CriticalValues, Distinguishing, Level};
use crate::qmethod::{FactorIndex, MethodError, Scored};
use crate::render::report::Report;
use crate::render::table::{Align, Table, TableCell};
use serde_json::{Value, json};

/// Significant at .01, not only at .05.
const STRICT: &str = "*";

/// The statements that set a factor apart, or each factor in turn; kind `distinguishing`, whose data without a factor are `{"factors": […]}` of
/// the one-factor shape.
///
/// # Errors
/// As [`distinguishing`](crate::qmethod::statements::distinguishing).
pub fn distinguishing(
    scored: &Scored,
    labels: &[String],
    factor: Option<FactorIndex>,
    critical: CriticalValues,
) -> Result<Report, MethodError> {
    if let Some(factor) = factor {
        let found = statements::distinguishing(scored, factor, critical)?;
        let report = Report::new(format!(
            "Statements that distinguish {}",
            wording::factor(labels, factor)
        ))
        .text(rule_words(critical));
        let report = warn_unscored(report, scored, labels);
        let data = distinguishing_data(scored, labels, factor, &found, critical);
        return Ok(section(report, scored, labels, factor, &found).data("distinguishing", data));
    }
    let report = Report::new("Distinguishing statements").text(rule_words(critical));
    let mut report = warn_unscored(report, scored, labels);
    let mut data = Vec::new();
    for factor in wording::all(scored.factor_count()).filter(|f| scored.z(*f).is_some()) {
        let found = statements::distinguishing(scored, factor, critical)?;
        report = report.heading(wording::factor(labels, factor));
        report = section(report, scored, labels, factor, &found);
        data.push(distinguishing_data(
            scored, labels, factor, &found, critical,
        ));
    }
    if data.is_empty() {
        return Err(MethodError::TooFewScoredFactors {
            needed: 2,
            found: 0,
        });
    }
    Ok(report.data("distinguishing", json!({"factors": data})))
}

/// The statements on which no two factors differ; kind `consensus`.
///
/// # Errors
/// As [`consensus`](crate::qmethod::statements::consensus).
pub fn consensus(
    scored: &Scored,
    labels: &[String],
    critical: CriticalValues,
) -> Result<Report, MethodError> {
    let found = statements::consensus(scored, critical)?;
    let report = Report::new("Consensus statements").text(format!(
        "{} on which no two factors differ at p < .01 (|Δz| ≤ {} · SED); {STRICT} those that do not differ at p < .05 either (|Δz| ≤ {} · SED). \
         That a difference is not significant does not prove agreement.",
        wording::statements(found.len()),
        critical.p01,
        critical.p05
    ));
    let report = warn_unscored(report, scored, labels);
    let mut table = statement_table(
        "Value in the array and z-score on each factor",
        scored,
        labels,
    );
    for statement in &found {
        let mark = (statement.level == Level::P05).then_some(STRICT);
        table.push(statement_row(scored, statement.statement.0, None, mark));
    }
    let report = if found.is_empty() {
        report.text("There is none.")
    } else {
        report.table(table)
    };
    let statements: Vec<Value> = found
        .iter()
        .map(|c| with_level(statement_data(scored, c.statement.0), c.level))
        .collect();
    Ok(report.data(
        "consensus",
        json!({
            "statements": statements,
            "factors": factors(labels, scored.factor_count()),
            "critical": critical_data(critical),
        }),
    ))
}

fn section(
    report: Report,
    scored: &Scored,
    labels: &[String],
    factor: FactorIndex,
    found: &[Distinguishing],
) -> Report {
    let others: Vec<String> = wording::all(scored.factor_count())
        .filter(|f| *f != factor && scored.z(*f).is_some())
        .map(|f| wording::factor(labels, f))
        .collect();
    let name = self::factor(labels, factor);
    let strict = found.iter().filter(|d| d.level == Level::P01).count();
    let report = report.text(format!(
        "{} {name} from {}: {strict} of them at p < .01, marked {STRICT}.",
        crate::render::number::counted(
            found.len(),
            "statement distinguishes",
            "statements distinguish"
        ),
        names(&others)
    ));
    if found.is_empty() {
        return report;
    }
    let mut table = statement_table(
        &format!("Statements that distinguish {name}, by its z-score"),
        scored,
        labels,
    );
    for statement in found {
        let mark = (statement.level == Level::P01).then_some(STRICT);
        table.push(statement_row(
            scored,
            statement.statement.0,
            Some(factor),
            mark,
        ));
    }
    report.table(table)
}

fn rule_words(critical: CriticalValues) -> String {
    format!(
        "A statement distinguishes a factor if its z-score differs from that on every other factor by more than {} · SED (p < .05) or {} · SED (p < .01).",
        critical.p05, critical.p01
    )
}

/// Number, words, then value and z on each factor that has scores.
fn statement_table(caption: &str, scored: &Scored, labels: &[String]) -> Table {
    let mut table = Table::new(caption)
        .column("No.", Align::Right)
        .column("Statement", Align::Left);
    let missing = unscored(scored, labels);
    for name in factors(labels, scored.factor_count()) {
        if !missing.contains(&name) {
            table = table.columns(["value", "z"], Align::Right, Some(&name));
        }
    }
    table
}

/// The mark stands at the factor in question, or at the number where no factor is.
fn statement_row(
    scored: &Scored,
    statement: usize,
    factor: Option<FactorIndex>,
    mark: Option<&'static str>,
) -> Vec<TableCell> {
    let described = study_of(scored).statements().get(statement);
    let number = described.map_or(0, |s| s.number);
    let text = described.map_or("", |s| s.text.as_str());
    let extreme = extreme(scored);
    let at_number = if factor.is_none() { mark } else { None };
    let mut cells = vec![
        TableCell::integer(number).mark(at_number),
        TableCell::text(text),
    ];
    let values = array_row(scored, statement);
    for (f, (value, z)) in values.into_iter().zip(z_row(scored, statement)).enumerate() {
        let Some(z) = z else {
            continue;
        };
        let own = factor == Some(FactorIndex(f));
        cells.push(array_cell(value, extreme).bold(own));
        let at_z = if own { mark } else { None };
        cells.push(TableCell::number(z, COARSE).bold(own).mark(at_z));
    }
    cells
}

fn distinguishing_data(
    scored: &Scored,
    labels: &[String],
    factor: FactorIndex,
    found: &[Distinguishing],
    critical: CriticalValues,
) -> Value {
    let statements: Vec<Value> = found
        .iter()
        .map(|d| with_level(statement_data(scored, d.statement.0), d.level))
        .collect();
    json!({
        "factor": wording::factor(labels, factor),
        "statements": statements,
        "critical": critical_data(critical),
    })
}

fn with_level(mut statement: Value, level: Level) -> Value {
    if let Some(object) = statement.as_object_mut() {
        let level = match level {
            Level::P05 => ".05",
            Level::P01 => ".01",
        };
        object.insert("level".to_owned(), json!(level));
    }
    statement
}

fn critical_data(critical: CriticalValues) -> Value {
    json!({".05": critical.p05, ".01": critical.p01})
}
