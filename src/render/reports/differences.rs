//! Differences between the z-scores of factors.

use super::arrays::{array_cell, extreme};
use super::rule_words::{critical, distance, family, p_cell, shown, stars, stars_words};
use super::statements::with_rule;
use super::wording::{
    self, COARSE, FINE, MOST_ROWS, array_row, factors, names, statement_data, statement_numbers,
    study_of, with_scoring,
};
use crate::qmethod::statements::{PairDifferences, Rule, StatementLabel, Verdicts};
use crate::qmethod::{FactorIndex, MethodError, Scored, StatementIndex};
use crate::render::number::fixed;
use crate::render::report::Report;
use crate::render::table::{Align, Table, TableCell};
use serde_json::{Value, json};

/// A difference of this size has the full shade.
const FULL_SHADE: f64 = 2.5;
/// The interval where the rule has no level of its own.
const USUAL: f64 = 1.96;

/// Two factors, every statement by falling difference; kind `differences`.
///
/// # Errors
/// As [`Verdicts::of`]; a factor without scores, or one and the same twice.
pub fn differences(
    scored: &Scored,
    labels: &[String],
    [first, second]: [FactorIndex; 2],
    rule: Rule,
) -> Result<Report, MethodError> {
    if first == second {
        return Err(MethodError::SameFactor {
            factor: first.0 + 1,
        });
    }
    for factor in [first, second] {
        if scored.z(factor).is_none() {
            return Err(MethodError::NoDefiningSorts {
                factor: factor.0 + 1,
            });
        }
    }
    let verdicts = Verdicts::of(scored, rule)?;
    let listed = &verdicts.differences().pairs;
    let is_pair =
        |p: &PairDifferences| [(first, second), (second, first)].contains(&(p.first, p.second));
    let place = listed.iter().position(is_pair).unwrap_or_default();
    let Some(pair) = verdicts.differences().pair(first, second) else {
        return Err(MethodError::TooFewScoredFactors {
            needed: 2,
            found: 1,
        });
    };
    let [a, b] = [first, second].map(|f| wording::factor(labels, f));
    let at = critical(rule).map_or(USUAL, |c| c.weak.value);
    let report = Report::new(format!("Differences between {a} and {b}")).text(format!(
        "z-score on {a} minus z-score on {b}, largest first. Standard error of the difference (SED) {}. z is the difference over its SED, p two-sided; the \
         interval is the difference ± {} · SED. {} The two factors differ on a statement {}.{}",
        fixed(pair.sed, FINE),
        shown(at),
        stars_words(rule),
        distance(rule),
        family(&verdicts)
    ));
    let table = pair_table(scored, labels, &verdicts, place, &pair, at);
    Ok(report.table(table).data(
        "differences",
        pair_data(scored, labels, &verdicts, place, &pair, at),
    ))
}

fn pair_table(
    scored: &Scored,
    labels: &[String],
    verdicts: &Verdicts,
    place: usize,
    pair: &PairDifferences,
    at: f64,
) -> Table {
    let [a, b] = [pair.first, pair.second].map(|f| wording::factor(labels, f));
    let adjusted = verdicts.adjusted_p(place, StatementIndex(0)).is_some();
    let mut table = Table::new(format!("Each statement on {a} and {b}"))
        .column("No.", Align::Right)
        .column("Statement", Align::Left)
        .columns(["value", "z"], Align::Right, Some(&a))
        .columns(["value", "z"], Align::Right, Some(&b))
        .columns(
            ["Δz", "from", "to", "z", "p"],
            Align::Right,
            Some("difference"),
        );
    if adjusted {
        table = table.columns(["p adjusted"], Align::Right, Some("difference"));
    }
    let extreme = extreme(scored);
    for statement in pair.falling().into_iter().take(MOST_ROWS) {
        let described = study_of(scored).statements().get(statement.0);
        let values = array_row(scored, statement.0);
        let mut cells = vec![
            TableCell::integer(described.map_or(0, |s| s.number)),
            TableCell::text(described.map_or("", |s| s.text.as_str())),
        ];
        for factor in [pair.first, pair.second] {
            let z = scored.z(factor).and_then(|z| z.get(statement.0)).copied();
            cells.push(array_cell(values.get(factor.0).copied().flatten(), extreme));
            cells.push(TableCell::number(z.unwrap_or(f64::NAN), COARSE));
        }
        let (low, high) = pair.interval(statement, at);
        let grade = verdicts.grade(place, statement);
        cells.extend([
            difference_cell(pair.difference(statement), grade),
            TableCell::number(low, COARSE),
            TableCell::number(high, COARSE),
            TableCell::number(pair.ratio(statement), COARSE),
            p_cell(pair.p(statement)),
        ]);
        cells.extend(verdicts.adjusted_p(place, statement).map(p_cell));
        table.push(cells);
    }
    table
}

fn difference_cell(difference: f64, grade: usize) -> TableCell {
    TableCell::number(difference, COARSE)
        .shade(difference / FULL_SHADE)
        .bold(grade > 0)
        .mark(stars(grade))
}

/// Every pair of factors on every statement, with one label per statement; kind `differences`.
///
/// # Errors
/// As [`Verdicts::of`].
pub fn all_differences(
    scored: &Scored,
    labels: &[String],
    rule: Rule,
) -> Result<Report, MethodError> {
    let verdicts = Verdicts::of(scored, rule)?;
    let pairs = &verdicts.differences().pairs;
    let study = study_of(scored);
    let errors: Vec<String> = pairs
        .iter()
        .map(|pair| format!("{} {}", pair_name(labels, pair), fixed(pair.sed, FINE)))
        .collect();
    let report = Report::new("Differences between factors").text(format!(
        "z-score on the first factor minus z-score on the second. {} Two factors differ on a statement {}.{} Standard errors of the difference (SED): {}.",
        stars_words(rule),
        distance(rule),
        family(&verdicts),
        names(&errors)
    ));
    let mut table =
        Table::new("Δz of each pair; the label (as in R qmethod) is by the weaker level")
            .column("No.", Align::Right)
            .column("Statement", Align::Left)
            .columns(
                pairs.iter().map(|p| pair_name(labels, p)),
                Align::Right,
                None,
            )
            .column("label", Align::Left);
    for (index, statement) in study.statements().iter().enumerate().take(MOST_ROWS) {
        let at = StatementIndex(index);
        let mut cells = vec![
            TableCell::integer(statement.number),
            TableCell::text(statement.text.as_str()),
        ];
        cells.extend(
            pairs.iter().enumerate().map(|(place, pair)| {
                difference_cell(pair.difference(at), verdicts.grade(place, at))
            }),
        );
        cells.push(TableCell::text(label_words(labels, &verdicts.label(at))));
        table.push(cells);
    }
    let data = all_data(scored, labels, &verdicts);
    Ok(with_scoring(report, scored, labels)
        .table(table)
        .data("differences", data))
}

fn pair_name(labels: &[String], pair: &PairDifferences) -> String {
    let [a, b] = [pair.first, pair.second].map(|f| wording::factor(labels, f));
    format!("{a} − {b}")
}

/// R qmethod's labels, with the factors by their shown names.
fn label_words(labels: &[String], label: &StatementLabel) -> String {
    match label {
        StatementLabel::Consensus => "consensus".to_owned(),
        StatementLabel::DistinguishesAll => "distinguishes all".to_owned(),
        StatementLabel::DistinguishesOnly(factor) => {
            format!("distinguishes {} only", wording::factor(labels, *factor))
        }
        StatementLabel::Distinguishes(apart) => {
            let apart: Vec<String> = apart.iter().map(|f| wording::factor(labels, *f)).collect();
            format!("distinguishes {}", names(&apart))
        }
        StatementLabel::Neither => String::new(),
    }
}

fn pair_data(
    scored: &Scored,
    labels: &[String],
    verdicts: &Verdicts,
    place: usize,
    pair: &PairDifferences,
    at: f64,
) -> Value {
    let statements: Vec<Value> = pair
        .falling()
        .into_iter()
        .map(|statement| {
            let (low, high) = pair.interval(statement, at);
            let mut data = statement_data(scored, statement.0);
            let further = json!({
                "difference": pair.difference(statement),
                "ratio": pair.ratio(statement),
                "p": pair.p(statement),
                "adjusted_p": verdicts.adjusted_p(place, statement),
                "interval": [low, high],
                "stars": stars(verdicts.grade(place, statement)).unwrap_or_default(),
            });
            if let (Some(object), Value::Object(further)) = (data.as_object_mut(), further) {
                object.extend(further);
            }
            data
        })
        .collect();
    let data = json!({
        "first": wording::factor(labels, pair.first),
        "second": wording::factor(labels, pair.second),
        "sed": pair.sed,
        "statements": statements,
    });
    with_rule(data, verdicts.rule())
}

fn all_data(scored: &Scored, labels: &[String], verdicts: &Verdicts) -> Value {
    let statements = || (0..study_of(scored).statement_count()).map(StatementIndex);
    let pairs = verdicts.differences().pairs.iter().enumerate();
    let pairs: Vec<Value> = pairs
        .map(|(place, pair)| {
            let stars: Vec<&str> = statements()
                .map(|s| stars(verdicts.grade(place, s)).unwrap_or_default())
                .collect();
            json!({
                "first": wording::factor(labels, pair.first),
                "second": wording::factor(labels, pair.second),
                "sed": pair.sed,
                "differences": pair.differences,
                "p": statements().map(|s| pair.p(s)).collect::<Vec<_>>(),
                "adjusted_p": statements().map(|s| verdicts.adjusted_p(place, s)).collect::<Vec<_>>(),
                "stars": stars,
            })
        })
        .collect();
    let words: Vec<String> = statements()
        .map(|s| label_words(labels, &verdicts.label(s)))
        .collect();
    let data = json!({
        "statements": statement_numbers(study_of(scored)),
        "factors": factors(labels, scored.factor_count()),
        "pairs": pairs,
        "labels": words,
    });
    with_rule(data, verdicts.rule())
}
