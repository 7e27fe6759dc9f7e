//! Distinguishing statements, and the tables of statements that other reports share.

use super::arrays::{array_cell, extreme};
use super::rule_words::{critical, data as rule_data, distance, family, level_data, p_below};
use super::wording::{
    self, COARSE, array_row, factor, factors, names, statement_data, study_of, unscored,
    with_scoring, z_row,
};
use crate::qmethod::statements::{self, Distinguishing, Level, Rule, Verdicts};
use crate::qmethod::{FactorIndex, MethodError, Scored};
use crate::render::report::Report;
use crate::render::table::{Align, Table, TableCell};
use serde_json::{Value, json};

/// Significant at the stricter level, not only at the weaker one.
pub(super) const STRICT: &str = "*";

/// The statements that set a factor apart, or each factor in turn; kind `distinguishing`, whose data without a factor are `{"factors": […]}` of
/// the one-factor shape.
///
/// # Errors
/// As [`distinguishing_by`](crate::qmethod::statements::distinguishing_by).
pub fn distinguishing(
    scored: &Scored,
    labels: &[String],
    factor: Option<FactorIndex>,
    rule: Rule,
) -> Result<Report, MethodError> {
    if let Some(factor) = factor {
        let found = statements::distinguishing_by(scored, factor, rule)?;
        let name = wording::factor(labels, factor);
        let report = Report::new(format!("Statements that distinguish {name}"))
            .text(rule_words(scored, rule)?);
        let report = with_scoring(report, scored, labels);
        let data = distinguishing_data(scored, labels, factor, &found, rule);
        let report = section(report, scored, labels, factor, &found, rule);
        return Ok(report.data("distinguishing", data));
    }
    if scored.scored_factors().is_empty() {
        return Err(MethodError::TooFewScoredFactors {
            needed: 2,
            found: 0,
        });
    }
    let report = Report::new("Distinguishing statements").text(rule_words(scored, rule)?);
    let mut report = with_scoring(report, scored, labels);
    let mut data = Vec::new();
    for factor in scored.scored_factors() {
        let found = statements::distinguishing_by(scored, factor, rule)?;
        report = report.heading(wording::factor(labels, factor));
        report = section(report, scored, labels, factor, &found, rule);
        data.push(distinguishing_data(scored, labels, factor, &found, rule));
    }
    Ok(report.data("distinguishing", json!({"factors": data})))
}

fn section(
    report: Report,
    scored: &Scored,
    labels: &[String],
    factor: FactorIndex,
    found: &[Distinguishing],
    rule: Rule,
) -> Report {
    let others: Vec<String> = wording::all(scored.factor_count())
        .filter(|f| *f != factor && scored.z(*f).is_some())
        .map(|f| wording::factor(labels, f))
        .collect();
    let name = self::factor(labels, factor);
    let strict = found.iter().filter(|d| d.level == Level::Strict).count();
    let of_them = critical(rule).map_or_else(String::new, |critical| {
        format!(
            ": {strict} of them at {}, marked {STRICT}",
            p_below(critical.strict)
        )
    });
    let report = report.text(format!(
        "{} {name} from {}{of_them}.",
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
        let mark = (statement.level == Level::Strict).then_some(STRICT);
        table.push(statement_row(
            scored,
            statement.statement.0,
            Some(factor),
            mark,
        ));
    }
    report.table(table)
}

fn rule_words(scored: &Scored, rule: Rule) -> Result<String, MethodError> {
    let verdicts = Verdicts::of(scored, rule)?;
    Ok(format!(
        "A statement distinguishes a factor if its z-score differs from that on every other factor {}.{}",
        distance(rule),
        family(&verdicts)
    ))
}

/// Number, words, then value and z on each factor that has scores.
pub(super) fn statement_table(caption: &str, scored: &Scored, labels: &[String]) -> Table {
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
pub(super) fn statement_row(
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
    rule: Rule,
) -> Value {
    let statements: Vec<Value> = found
        .iter()
        .map(|d| with_level(statement_data(scored, d.statement.0), rule, d.level))
        .collect();
    let data = json!({
        "factor": wording::factor(labels, factor),
        "statements": statements,
    });
    with_rule(data, rule)
}

/// With the rule's own fields.
pub(super) fn with_rule(mut data: Value, rule: Rule) -> Value {
    if let (Some(object), Value::Object(rule)) = (data.as_object_mut(), rule_data(rule)) {
        object.extend(rule);
    }
    data
}

/// With the level at which a statement stands in its list.
pub(super) fn with_level(mut statement: Value, rule: Rule, level: Level) -> Value {
    if let Some(object) = statement.as_object_mut() {
        object.insert("level".to_owned(), level_data(rule, level));
    }
    statement
}
