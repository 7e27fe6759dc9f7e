//! Consensus statements: no difference found, and equivalence shown.

use super::rule_words::{critical, distance, family, p_below, p_cell, shown};
use super::statements::{STRICT, statement_row, statement_table, with_level, with_rule};
use super::wording::{self, COARSE, factors, names, statement_data, study_of, with_scoring};
use crate::qmethod::statements::{
    Consensus, CriticalValues, EquivalenceTest, Level, Margin, Rule, Verdicts, consensus_by,
    equivalence,
};
use crate::qmethod::{Bound, MethodError, Scored};
use crate::render::number::{counted, fixed};
use crate::render::report::Report;
use crate::render::table::{Align, Table, TableCell};
use serde_json::{Value, json};

/// The statements on which no two factors differ, and with a margin those on which they are shown to agree; kind `consensus`.
///
/// # Errors
/// As [`consensus_by`] and [`equivalence`].
pub fn consensus(
    scored: &Scored,
    labels: &[String],
    rule: Rule,
    margin: Option<Margin>,
) -> Result<Report, MethodError> {
    let found = consensus_by(scored, rule)?;
    let verdicts = Verdicts::of(scored, rule)?;
    let report = Report::new("Consensus statements").text(format!(
        "{} on which no two factors differ {}.{} That no difference was found does not show agreement: the fewer defining sorts, the larger the \
         standard error, and the less differs.",
        wording::statements(found.len()),
        rule_words(rule),
        family(&verdicts),
    ));
    let report = with_scoring(report, scored, labels);
    let report = classical(report, scored, labels, &found, rule);
    let statements: Vec<Value> = found
        .iter()
        .map(|c| with_level(statement_data(scored, c.statement.0), rule, c.level))
        .collect();
    let mut data = with_rule(
        json!({
            "statements": statements,
            "factors": factors(labels, scored.factor_count()),
        }),
        rule,
    );
    let Some(margin) = margin else {
        let next = "Whether factors agree within a margin is tested by `--equivalence`, such as `%q consensus --equivalence 1column`.";
        return Ok(report.text(next).data("consensus", data));
    };
    let levels = critical(rule).unwrap_or_default();
    let test = equivalence(scored, margin, levels)?;
    if let Some(object) = data.as_object_mut() {
        object.insert("equivalence".to_owned(), test_data(scored, labels, &test));
    }
    let report = report.heading("Shown by an equivalence test");
    let report = report.text(test_words(&test, margin, levels));
    let report = warn_margins(report, labels, &test);
    let report = test_table(report, scored, &test, &found, levels);
    Ok(report.data("consensus", data))
}

/// To follow "no two factors differ".
fn rule_words(rule: Rule) -> String {
    let Rule::Significance {
        critical,
        adjustment,
    } = rule
    else {
        return distance(rule);
    };
    if adjustment != crate::qmethod::statements::Adjustment::None {
        return format!(
            "{}; {STRICT} those that do not differ at the weaker level either",
            distance(rule)
        );
    }
    let within = match critical.bound {
        Bound::Above => "≤",
        Bound::AtLeast => "<",
    };
    let [weak, strict] = [critical.weak, critical.strict]
        .map(|level| format!("(|Δz| {within} {} · SED)", shown(level.value)));
    let (at_weak, at_strict) = (p_below(critical.weak), p_below(critical.strict));
    match critical.consensus {
        Level::Weak => format!(
            "at {at_weak} {weak}, as {} has it",
            critical.convention.name()
        ),
        Level::Strict => format!(
            "at {at_strict} {strict}; {STRICT} those that do not differ at {at_weak} either {weak}"
        ),
    }
}

fn classical(
    report: Report,
    scored: &Scored,
    labels: &[String],
    found: &[Consensus],
    rule: Rule,
) -> Report {
    if found.is_empty() {
        return report.text("There is none.");
    }
    let mut table = statement_table(
        "Value in the array and z-score on each factor",
        scored,
        labels,
    );
    let two_levels = critical(rule).is_some_and(|c| c.consensus == Level::Strict);
    for statement in found {
        let mark = (two_levels && statement.level == Level::Weak).then_some(STRICT);
        table.push(statement_row(scored, statement.statement.0, None, mark));
    }
    report.table(table)
}

fn test_words(test: &EquivalenceTest, margin: Margin, levels: CriticalValues) -> String {
    let at_weak = test.statements.iter().filter(|s| s.level.is_some()).count();
    let pairs = counted(test.margins.len(), "pair", "pairs");
    let margin = match margin {
        Margin::Z(z) => format!("{z} in z"),
        Margin::Sed(count) => format!("{count} standard errors of the difference"),
        Margin::Columns(count) => {
            let z = test.margins.first().map_or(f64::NAN, |m| m.margin);
            let columns = if count == 1.0 { "column" } else { "columns" };
            format!("{count} {columns} of the grid ({} in z)", fixed(z, 3))
        }
    };
    format!(
        "{} on which all factors agree within ±{margin}: on each of {pairs} two one-sided tests reject a larger difference at {} ({STRICT} at {}). p is \
         the largest of all pairs; as every pair must pass, no correction for their number is due.",
        wording::statements(at_weak),
        p_below(levels.weak),
        p_below(levels.strict),
    )
}

/// Says for which pairs nothing could pass.
fn warn_margins(report: Report, labels: &[String], test: &EquivalenceTest) -> Report {
    let hopeless: Vec<String> = test
        .margins
        .iter()
        .filter(|m| m.margin <= m.least)
        .map(|m| {
            let [a, b] = [m.first, m.second].map(|f| wording::factor(labels, f));
            format!("{a}–{b} {}", fixed(m.least, 3))
        })
        .collect();
    if hopeless.is_empty() {
        return report;
    }
    report.warning(format!(
        "The margin is too narrow for the number of defining sorts: even equal z-scores would not pass. It would have to exceed, in z: {}.",
        names(&hopeless)
    ))
}

/// The statements of either list.
fn test_table(
    report: Report,
    scored: &Scored,
    test: &EquivalenceTest,
    classical: &[Consensus],
    levels: CriticalValues,
) -> Report {
    let mut table = Table::new("Statements without a significant difference, or equivalent, by p")
        .column("No.", Align::Right)
        .column("Statement", Align::Left)
        .column("largest |Δz|", Align::Right)
        .column("p", Align::Right)
        .column("equivalent", Align::Left)
        .column("no difference found", Align::Left);
    let mut rows: Vec<_> = test.statements.iter().collect();
    rows.sort_by(|a, b| a.p.total_cmp(&b.p));
    let name = |level: Level| p_below(levels.level(level));
    for found in rows {
        let listed = classical.iter().find(|c| c.statement == found.statement);
        if found.level.is_none() && listed.is_none() {
            continue;
        }
        let described = study_of(scored).statements().get(found.statement.0);
        let strict = found.level == Some(Level::Strict);
        table.push([
            TableCell::integer(described.map_or(0, |s| s.number)),
            TableCell::text(described.map_or("", |s| s.text.as_str())),
            TableCell::number(found.largest, COARSE),
            p_cell(found.p),
            TableCell::text(found.level.map_or("not shown".to_owned(), name))
                .mark(strict.then_some(STRICT)),
            TableCell::text(if listed.is_some() {
                "listed"
            } else {
                "differs"
            }),
        ]);
    }
    if table.rows.is_empty() {
        return report.text("There is none in either list.");
    }
    report.table(table)
}

fn test_data(scored: &Scored, labels: &[String], test: &EquivalenceTest) -> Value {
    let statements: Vec<Value> = test
        .statements
        .iter()
        .map(|s| {
            let described = study_of(scored).statements().get(s.statement.0);
            json!({
                "number": described.map(|s| s.number),
                "largest": s.largest,
                "p": s.p,
                "equivalent": s.level.map(|l| match l { Level::Weak => "weak", Level::Strict => "strict" }),
            })
        })
        .collect();
    let margins: Vec<Value> = test
        .margins
        .iter()
        .map(|m| {
            json!({
                "first": wording::factor(labels, m.first),
                "second": wording::factor(labels, m.second),
                "margin": m.margin,
                "least": m.least,
            })
        })
        .collect();
    json!({"statements": statements, "margins": margins})
}
