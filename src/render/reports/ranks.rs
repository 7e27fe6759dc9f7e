//! Statements in order: ranks on each factor, beside the other factors, from consensus to disagreement.

use super::arrays::{array_cell, extreme};
use super::marks::{Mark, legend, marks};
use super::statements::statement_table;
use super::wording::{
    self, COARSE, FINE, MOST_ROWS, array_row, factors, statement_data, statement_numbers, study_of,
    with_scoring, z_row,
};
use crate::qmethod::statements::{RelativeRank, disagreements, relative_ranks, score_ranks};
use crate::qmethod::{FactorIndex, MethodError, Scored, StatementIndex};
use crate::render::number::fixed;
use crate::render::report::Report;
use crate::render::table::{Align, Table, TableCell, TableRow};
use serde_json::{Value, json};

/// z-score and rank of every statement on every factor; kind `ranks`.
pub fn ranks(scored: &Scored, labels: &[String]) -> Report {
    let study = study_of(scored);
    let shown: Vec<(FactorIndex, Vec<usize>)> = wording::all(scored.factor_count())
        .filter_map(|f| Some((f, score_ranks(scored, f)?)))
        .collect();
    let mut table = Table::new("z-score and rank on each factor")
        .column("No.", Align::Right)
        .column("Statement", Align::Left);
    for (factor, _) in &shown {
        let name = wording::factor(labels, *factor);
        table = table.columns(["z", "rank"], Align::Right, Some(&name));
    }
    for (index, statement) in study.statements().iter().enumerate().take(MOST_ROWS) {
        let z = z_row(scored, index);
        let mut cells = vec![
            TableCell::integer(statement.number),
            TableCell::text(statement.text.as_str()),
        ];
        for (factor, ranks) in &shown {
            let rank = ranks.get(index).copied().unwrap_or_default();
            let tied = ranks.iter().filter(|other| **other == rank).count() > 1;
            let z = z.get(factor.0).copied().flatten().unwrap_or(f64::NAN);
            cells.push(TableCell::number(z, FINE));
            cells.push(TableCell::count(rank).mark(tied.then_some("=")));
        }
        table.push(cells);
    }
    let ranks: Vec<Vec<Option<usize>>> = (0..study.statement_count())
        .map(|index| {
            wording::all(scored.factor_count())
                .map(|f| score_ranks(scored, f)?.get(index).copied())
                .collect()
        })
        .collect();
    let z: Vec<_> = (0..study.statement_count())
        .map(|index| z_row(scored, index))
        .collect();
    let report = Report::new("Factor score ranks").text(
        "Rank 1 is the highest z-score of a factor; statements with the same z-score share the rank of the first of them, marked =.",
    );
    with_scoring(report, scored, labels).table(table).data(
        "ranks",
        json!({
            "statements": statement_numbers(study),
            "factors": factors(labels, scored.factor_count()),
            "z": z,
            "ranks": ranks,
        }),
    )
}

/// Where a factor's array places statements beside the others; kind `relative-ranks`.
///
/// # Errors
/// As [`relative_ranks`].
pub fn relative(
    scored: &Scored,
    labels: &[String],
    factor: FactorIndex,
) -> Result<Report, MethodError> {
    let found = relative_ranks(scored, factor)?;
    let name = wording::factor(labels, factor);
    let unshared = |statements: &[StatementIndex]| -> Vec<RelativeRank> {
        let ranks = statements.iter();
        ranks
            .map(|&statement| RelativeRank {
                statement,
                shared: false,
            })
            .collect()
    };
    let groups = [
        ("Highest ranked", "highest", unshared(&found.highest)),
        (
            "In the upper half, no factor ranks them higher",
            "higher",
            found.higher,
        ),
        (
            "In the lower half, no factor ranks them lower",
            "lower",
            found.lower,
        ),
        ("Lowest ranked", "lowest", unshared(&found.lowest)),
    ];
    let others: Vec<FactorIndex> = wording::all(scored.factor_count())
        .filter(|f| *f != factor && scored.array(*f).is_some())
        .collect();
    let marks = marks(scored, factor);
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
    let mut data = json!({"factor": name, "neutral": found.neutral});
    for (heading, key, ranks) in groups {
        table.push_group(if ranks.is_empty() {
            format!("{heading}: none")
        } else {
            heading.to_owned()
        });
        for rank in &ranks {
            let mark = marks.get(&rank.statement).copied();
            table.push(relative_row(scored, factor, &others, *rank, mark));
        }
        let listed: Vec<Value> = ranks.iter().map(|r| relative_data(scored, *r)).collect();
        if let Some(object) = data.as_object_mut() {
            object.insert(key.to_owned(), json!(listed));
        }
    }
    let neutral = fixed(found.neutral, usize::from(found.neutral.fract() != 0.0));
    let report = Report::new(format!("Relative ranks of {name}")).text(format!(
        "Against the arrays of all other factors. =: another factor gives the same value. The halves meet at {neutral}; a statement there can stand in \
         both. Statements of the two outer columns are listed once. {}",
        legend(scored.critical_values())
    ));
    Ok(with_scoring(report, scored, labels)
        .table(table)
        .data("relative-ranks", data))
}

fn relative_row(
    scored: &Scored,
    factor: FactorIndex,
    others: &[FactorIndex],
    rank: RelativeRank,
    mark: Option<Mark>,
) -> Vec<TableCell> {
    let statement = rank.statement.0;
    let described = study_of(scored).statements().get(statement);
    let values = array_row(scored, statement);
    let value = |f: FactorIndex| values.get(f.0).copied().flatten();
    let extreme = extreme(scored);
    let z = scored.z(factor).and_then(|z| z.get(statement)).copied();
    let mut cells = vec![
        TableCell::integer(described.map_or(0, |s| s.number)),
        TableCell::text(described.map_or("", |s| s.text.as_str())),
        TableCell::text(mark.map(Mark::sign).unwrap_or_default()),
        TableCell::number(z.unwrap_or(f64::NAN), COARSE),
        array_cell(value(factor), extreme)
            .bold(true)
            .mark(rank.shared.then_some("=")),
    ];
    cells.extend(others.iter().map(|f| array_cell(value(*f), extreme)));
    cells
}

fn relative_data(scored: &Scored, rank: RelativeRank) -> Value {
    let mut data = statement_data(scored, rank.statement.0);
    if let Some(object) = data.as_object_mut() {
        object.insert("shared".to_owned(), json!(rank.shared));
    }
    data
}

/// The statements from consensus to disagreement; kind `disagreement`.
///
/// # Errors
/// As [`disagreements`].
pub fn disagreement(scored: &Scored, labels: &[String]) -> Result<Report, MethodError> {
    let found = disagreements(scored)?;
    let mut table = statement_table(
        "From consensus to disagreement; value and z-score on each factor",
        scored,
        labels,
    )
    .columns(["÷ k", "÷ (k − 1)"], Align::Right, Some("variance of z"))
    .column("range of z", Align::Right);
    for statement in found.iter().take(MOST_ROWS) {
        let mut cells = super::statements::statement_row(scored, statement.statement.0, None, None);
        cells.extend([
            TableCell::number(statement.population_variance, FINE),
            TableCell::number(statement.sample_variance, FINE),
            TableCell::number(statement.range, COARSE),
        ]);
        table.rows.push(TableRow::Cells(cells));
    }
    let listed: Vec<Value> = found
        .iter()
        .map(|d| {
            let mut data = statement_data(scored, d.statement.0);
            let further = json!({
                "population_variance": d.population_variance,
                "sample_variance": d.sample_variance,
                "range": d.range,
            });
            if let (Some(object), Value::Object(further)) = (data.as_object_mut(), further) {
                object.extend(further);
            }
            data
        })
        .collect();
    let report = Report::new("Consensus and disagreement").text(format!(
        "The statements by the variance of their z-scores over the {} that have scores, smallest first. Divided by k as KADE has it, by k − 1 as R qmethod \
         has it; the order is the same. It knows nothing of standard errors: what differs significantly is told by `%q distinguishing` and `%q differences`.",
        wording::factor_count(scored.scored_factors().len())
    ));
    Ok(with_scoring(report, scored, labels).table(table).data(
        "disagreement",
        json!({
            "statements": listed,
            "factors": factors(labels, scored.factor_count()),
        }),
    ))
}
