//! The sections of the factors: scores, differences, arrays, characteristics, distinguishing and consensus statements.

use super::{lines, number, numbered, statement, statement_heading};
use crate::qmethod::characteristics::Characteristics;
use crate::qmethod::statements::{CriticalValues, Level, consensus, distinguishing};
use crate::qmethod::{FactorIndex, Scored, StatementIndex};

/// Numbers of factors stand in fields of this width.
pub(super) const FIELD: usize = 9;

/// All of them, in PQMethod's order; that of exact scores is made elsewhere.
pub(super) fn sections(scored: &Scored, labels: &[String], exact: Option<&String>) -> Vec<String> {
    let factors = scored.scored_factors();
    let mut sections = vec![ranks(scored), score_correlations(scored)];
    sections.extend(factors.iter().map(|f| scores(scored, *f, labels)));
    for (place, a) in factors.iter().enumerate() {
        let others = factors.iter().skip(place + 1);
        sections.extend(others.map(|b| differences(scored, *a, *b)));
    }
    sections.extend(exact.cloned());
    if scored.array_distribution().is_some() {
        sections.push(arrays(scored));
        sections.push(by_disagreement(scored));
    }
    let characteristics = Characteristics::of(scored);
    sections.push(factor_characteristics(&characteristics));
    sections.push(standard_errors(&characteristics));
    sections.extend(
        factors
            .iter()
            .filter_map(|f| distinguishing_statements(scored, *f, labels)),
    );
    sections.extend(consensus_statements(scored));
    sections
}

pub(super) fn all(scored: &Scored) -> impl Iterator<Item = FactorIndex> {
    (0..scored.factor_count()).map(FactorIndex)
}

pub(super) fn z(scored: &Scored, factor: FactorIndex, index: usize) -> Option<f64> {
    scored.z(factor)?.get(index).copied()
}

fn array_value(scored: &Scored, factor: FactorIndex, index: usize) -> Option<f64> {
    scored
        .array(factor)?
        .get(index)
        .map(|value| f64::from(*value))
}

/// ` 1`, with the factor's name if it was given one.
fn factor_name(factor: FactorIndex, labels: &[String]) -> String {
    let number = factor.0 + 1;
    match labels.get(factor.0) {
        Some(label) if *label != format!("F{number}") => format!("{number:>4}  ({label})"),
        _ => format!("{number:>4}"),
    }
}

fn ranks(scored: &Scored) -> String {
    let study = scored.study();
    let places: Vec<Vec<usize>> = all(scored)
        .map(|factor| {
            let mut places = vec![0; study.statement_count()];
            for (place, at) in scored
                .ranking(factor)
                .unwrap_or_default()
                .iter()
                .enumerate()
            {
                if let Some(slot) = places.get_mut(at.0) {
                    *slot = place + 1;
                }
            }
            places
        })
        .collect();
    let mut out = vec![
        "Factor Scores with Corresponding Ranks".to_owned(),
        String::new(),
        format!("{:<68}{:>FIELD$}", "", "Factors"),
        format!(
            "{}{}",
            statement_heading(),
            numbered(scored.factor_count(), FIELD + 4)
        ),
        String::new(),
    ];
    for index in 0..study.statement_count() {
        let cells: String = all(scored)
            .zip(&places)
            .map(|(factor, places)| {
                let rank = z(scored, factor, index).and_then(|_| places.get(index));
                let rank = rank.map(|place| *place as f64);
                format!(
                    "{}{}",
                    number(z(scored, factor, index), 2, FIELD),
                    number(rank, 0, 4)
                )
            })
            .collect();
        out.push(statement(study, index) + &cells);
    }
    lines(out)
}

fn score_correlations(scored: &Scored) -> String {
    let matrix = Characteristics::of(scored).score_correlations;
    let mut out = vec![
        "Correlations Between Factor Scores".to_owned(),
        String::new(),
        format!("{:<8}{}", "", numbered(scored.factor_count(), FIELD)),
        String::new(),
    ];
    for (index, row) in matrix.row_iter().enumerate() {
        let cells: String = row.iter().map(|r| number(Some(*r), 4, FIELD)).collect();
        out.push(format!("{:>8}{cells}", index + 1));
    }
    lines(out)
}

fn scores(scored: &Scored, factor: FactorIndex, labels: &[String]) -> String {
    let study = scored.study();
    let mut out = vec![
        format!(
            "Factor Scores -- For Factor {}",
            factor_name(factor, labels)
        ),
        String::new(),
        format!("{}{:>12}", statement_heading(), "Z-SCORES"),
        String::new(),
    ];
    for at in scored.ranking(factor).unwrap_or_default() {
        out.push(statement(study, at.0) + &number(z(scored, factor, at.0), 3, 12));
    }
    lines(out)
}

fn differences(scored: &Scored, a: FactorIndex, b: FactorIndex) -> String {
    let study = scored.study();
    let difference = |index: usize| Some(z(scored, a, index)? - z(scored, b, index)?);
    let mut order: Vec<(usize, f64)> = (0..study.statement_count())
        .filter_map(|index| Some((index, difference(index)?)))
        .collect();
    order.sort_by(|x, y| y.1.total_cmp(&x.1));
    let mut out = vec![
        format!(
            "Descending Array of Differences Between Factors {:>3} and {:>3}",
            a.0 + 1,
            b.0 + 1
        ),
        String::new(),
        format!(
            "{}{:>9}{:>3}{:>9}{:>3}{:>12}",
            statement_heading(),
            "Type",
            a.0 + 1,
            "Type",
            b.0 + 1,
            "Difference"
        ),
        String::new(),
    ];
    for (index, difference) in order {
        out.push(format!(
            "{}{}{}{}",
            statement(study, index),
            number(z(scored, a, index), 3, 12),
            number(z(scored, b, index), 3, 12),
            number(Some(difference), 3, 12)
        ));
    }
    lines(out)
}

fn arrays(scored: &Scored) -> String {
    let order: Vec<usize> = (0..scored.study().statement_count()).collect();
    array_table(scored, "Factor Q-Sort Values for Each Statement", &order)
}

fn by_disagreement(scored: &Scored) -> String {
    let variance = scored.disagreement();
    let mut order: Vec<(usize, f64)> = variance.into_iter().enumerate().collect();
    order.sort_by(|a, b| a.1.total_cmp(&b.1));
    let order: Vec<usize> = order.into_iter().map(|(index, _)| index).collect();
    let title = "Factor Q-Sort Values for Statements sorted by Consensus vs. Disagreement (Variance across Factor Z-Scores)";
    array_table(scored, title, &order)
}

fn array_table(scored: &Scored, title: &str, order: &[usize]) -> String {
    let mut out = vec![
        title.to_owned(),
        String::new(),
        format!("{:<68}{:>15}", "", "Factor Arrays"),
        String::new(),
        format!(
            "{}{}",
            statement_heading(),
            numbered(scored.factor_count(), FIELD)
        ),
        String::new(),
    ];
    for &index in order {
        let cells: String = all(scored)
            .map(|factor| number(array_value(scored, factor, index), 0, FIELD))
            .collect();
        out.push(statement(scored.study(), index) + &cells);
    }
    lines(out)
}

fn factor_characteristics(found: &Characteristics) -> String {
    let k = found.defining_sorts.len();
    let row = |name: &str, values: Vec<Option<f64>>, decimals: usize| {
        let cells: String = values
            .into_iter()
            .map(|value| number(value, decimals, FIELD))
            .collect();
        format!("{name:<32}{cells}")
    };
    let counts = found.defining_sorts.iter().map(|n| Some(*n as f64));
    lines(vec![
        "Factor Characteristics".to_owned(),
        String::new(),
        format!("{:<32}{:>FIELD$}", "", "Factors"),
        String::new(),
        format!("{:<32}{}", "", numbered(k, FIELD)),
        String::new(),
        row("No. of Defining Variables", counts.collect(), 0),
        String::new(),
        row(
            "Average Rel. Coef.",
            vec![Some(found.average_reliability); k],
            3,
        ),
        String::new(),
        row(
            "Composite Reliability",
            found.composite_reliability.clone(),
            3,
        ),
        String::new(),
        row("S.E. of Factor Z-Scores", found.standard_error.clone(), 3),
    ])
}

fn standard_errors(found: &Characteristics) -> String {
    let mut out = vec![
        "Standard Errors for Differences in Factor Z-Scores".to_owned(),
        String::new(),
        "(Diagonal Entries Are S.E. Within Factors)".to_owned(),
        String::new(),
        format!(
            "{:>20}{}",
            "Factors",
            numbered(found.defining_sorts.len(), FIELD)
        ),
        String::new(),
    ];
    for (index, row) in found.sed.row_iter().enumerate() {
        let cells: String = row.iter().map(|v| number(Some(*v), 3, FIELD)).collect();
        out.push(format!("{:>20}{cells}", index + 1));
    }
    lines(out)
}

/// None where there is no other factor to differ from.
fn distinguishing_statements(
    scored: &Scored,
    factor: FactorIndex,
    labels: &[String],
) -> Option<String> {
    let found = distinguishing(scored, factor, CriticalValues::default()).ok()?;
    let mut out = vec![
        format!(
            "Distinguishing Statements for Factor {}",
            factor_name(factor, labels)
        ),
        String::new(),
        " (P < .05 ;  Asterisk (*) Indicates Significance at P < .01)".to_owned(),
        String::new(),
        "Both the Factor Q-Sort Value and the Normalized Score are Shown.".to_owned(),
        String::new(),
    ];
    out.extend(rank_score_heading(scored));
    for item in found {
        let mark = if item.level == Level::Strict {
            '*'
        } else {
            ' '
        };
        let starred = |f: FactorIndex| if f == factor { mark } else { ' ' };
        out.push(rank_score_row(scored, item.statement, ' ', starred));
    }
    Some(lines(out))
}

/// None with fewer than two factors.
fn consensus_statements(scored: &Scored) -> Option<String> {
    let found = consensus(scored, CriticalValues::default()).ok()?;
    let mut out = vec![
        "Consensus Statements  --  Those That Do Not Distinguish Between ANY Pair of Factors."
            .to_owned(),
        String::new(),
        "All Listed Statements are Non-Significant at P>.01, and Those Flagged With an * are also Non-Significant at P>.05."
            .to_owned(),
        String::new(),
    ];
    out.extend(rank_score_heading(scored));
    for item in found {
        let mark = if item.level == Level::Weak { '*' } else { ' ' };
        out.push(rank_score_row(scored, item.statement, mark, |_| ' '));
    }
    Some(lines(out))
}

fn rank_score_heading(scored: &Scored) -> [String; 5] {
    let fields: String = all(scored)
        .map(|_| format!("{:>7}{:>6} ", "RNK", "SCORE"))
        .collect();
    [
        format!("{:<68}{:>12}", "", "Factors"),
        String::new(),
        format!("{:<69}{}", "", numbered(scored.factor_count(), 14)),
        format!("{} {fields}", statement_heading()),
        String::new(),
    ]
}

fn rank_score_row(
    scored: &Scored,
    at: StatementIndex,
    mark: char,
    starred: impl Fn(FactorIndex) -> char,
) -> String {
    let cells: String = all(scored)
        .map(|factor| {
            format!(
                "{}{}{}",
                number(array_value(scored, factor, at.0), 0, 7),
                number(z(scored, factor, at.0), 2, 6),
                starred(factor)
            )
        })
        .collect();
    format!("{}{mark}{cells}", statement(scored.study(), at.0))
}
