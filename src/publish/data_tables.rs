//! Results as tables with every row and column, however many: for workbooks, where nothing need be cut.

use crate::qmethod::{
    Attribute, Correlated, Extracted, FactorIndex, Flagged, Rotated, Scored, Study,
};
use crate::render::{Align, Table, TableCell};

/// Decimals of loadings, communalities and z-scores.
const FINE: usize = 3;
/// Decimals of correlations, eigenvalues and percentages.
const COARSE: usize = 2;
/// The most sorts whose correlations are written, a million numbers.
const MOST_CORRELATED: usize = 1_000;

/// Numbers, texts and attributes.
pub(super) fn statements(study: &Study) -> Table {
    let attributes = study.statement_attributes();
    let mut table = Table::new("Q set")
        .column("No.", Align::Right)
        .column("Statement", Align::Left)
        .columns(
            attributes.iter().map(|a| a.name.as_str()),
            Align::Left,
            None,
        );
    for (index, statement) in study.statements().iter().enumerate() {
        let mut row = vec![
            TableCell::integer(statement.number),
            TableCell::text(statement.text.as_str()),
        ];
        row.extend(values(attributes, index));
        table.push(row);
    }
    table
}

/// Ids and attributes.
pub(super) fn participants(study: &Study) -> Table {
    let attributes = study.sort_attributes();
    let mut table = Table::new("P set").column("Sort", Align::Left).columns(
        attributes.iter().map(|a| a.name.as_str()),
        Align::Left,
        None,
    );
    for (index, id) in study.sort_ids().iter().enumerate() {
        let mut row = vec![TableCell::text(id.as_str())];
        row.extend(values(attributes, index));
        table.push(row);
    }
    table
}

fn values(attributes: &[Attribute], index: usize) -> impl Iterator<Item = TableCell> {
    attributes.iter().map(move |a| match a.values.get(index) {
        Some(value) if !value.is_empty() => TableCell::text(value),
        _ => TableCell::missing(),
    })
}

/// The value of each statement in each sort, a statement a row.
pub(super) fn sorts(study: &Study) -> Table {
    let mut table = of_statements("The value each sort gives to each statement").columns(
        study.sort_ids().iter().map(String::as_str),
        Align::Right,
        None,
    );
    for (index, row) in study.sorts().row_iter().enumerate() {
        table.push(statement(study, index).chain(row.iter().map(|value| value_cell(*value))));
    }
    table
}

/// Whole values as such, others as they are.
fn value_cell(value: f64) -> TableCell {
    // Beyond this a whole number is no card's value.
    if value.fract() == 0.0 && value.abs() < 1e9 {
        TableCell::integer(value as i64)
    } else {
        TableCell::number(value, FINE)
    }
}

/// Whether the correlations between all sorts are written: with more, a file would be large, slow to make, and read by nobody.
pub(super) fn holds_correlations(correlated: &Correlated) -> bool {
    correlated.study().sort_count() <= MOST_CORRELATED
}

/// R, m×m.
pub(super) fn correlations(correlated: &Correlated) -> Table {
    let ids = correlated.study().sort_ids();
    let mut table = Table::new("Correlations between sorts")
        .column("Sort", Align::Left)
        .columns(ids.iter().map(String::as_str), Align::Right, None);
    for (id, row) in ids.iter().zip(correlated.matrix().row_iter()) {
        let cells = row.iter().map(|r| TableCell::number(*r, COARSE));
        table.push(std::iter::once(TableCell::text(id.as_str())).chain(cells));
    }
    table
}

/// Unrotated loadings with h² and sums.
pub(super) fn unrotated(extracted: &Extracted) -> Table {
    let k = extracted.factor_count();
    let study = extracted.correlated().study();
    let mut table = Table::new("Unrotated loadings")
        .column("Sort", Align::Left)
        .columns((1..=k).map(|f| format!("F{f}")), Align::Right, None)
        .column("h²", Align::Right);
    for (id, row) in study.sort_ids().iter().zip(extracted.loadings().row_iter()) {
        let communality: f64 = row.iter().map(|l| l * l).sum();
        let mut cells = vec![TableCell::text(id.as_str())];
        cells.extend(row.iter().map(|l| TableCell::number(*l, FINE)));
        cells.push(TableCell::number(communality, FINE));
        table.push(cells);
    }
    table.push_footer(foot("% of variance", &extracted.variance_percent()));
    table
}

/// Rotated loadings with h², what each sort defines, and sums.
pub(super) fn loadings(rotated: &Rotated, flagged: Option<&Flagged>, labels: &[String]) -> Table {
    let study = rotated.extracted().correlated().study();
    let names = names(labels, rotated.factor_count());
    let mut table = Table::new("Rotated loadings; * and bold: the sort defines the factor")
        .column("Sort", Align::Left)
        .columns(names.iter().map(String::as_str), Align::Right, None)
        .column("h²", Align::Right)
        .column("Defines", Align::Left);
    let rows = study
        .sort_ids()
        .iter()
        .zip(rotated.loadings().row_iter())
        .zip(rotated.communalities());
    for (sort, ((id, row), communality)) in rows.enumerate() {
        let flag =
            |factor: usize| flagged.is_some_and(|f| f.flags().get((sort, factor)) == Some(&true));
        let mut cells = vec![TableCell::text(id.as_str())];
        cells.extend(row.iter().enumerate().map(|(factor, loading)| {
            TableCell::number(*loading, FINE)
                .bold(flag(factor))
                .mark(flag(factor).then_some("*"))
        }));
        cells.push(TableCell::number(communality, FINE));
        let defines: Vec<String> = names
            .iter()
            .zip(row.iter())
            .enumerate()
            .filter(|(factor, _)| flag(*factor))
            .map(|(_, (name, loading))| match *loading < 0.0 {
                true => format!("{name} (negative)"),
                false => name.clone(),
            })
            .collect();
        cells.push(TableCell::text(defines.join(", ")));
        table.push(cells);
    }
    table.push_footer(foot("Eigenvalue", &rotated.eigenvalues()));
    table.push_footer(foot("% of variance", &rotated.variance_percent()));
    table
}

fn foot(name: &str, values: &[f64]) -> Vec<TableCell> {
    std::iter::once(TableCell::text(name))
        .chain(values.iter().map(|v| TableCell::number(*v, COARSE)))
        .collect()
}

/// z of each statement on each factor.
pub(super) fn scores(scored: &Scored, labels: &[String]) -> Table {
    let k = scored.factor_count();
    let mut table =
        of_statements("Factor scores (z)").columns(names(labels, k), Align::Right, None);
    let disagreement = scored.disagreement();
    table = table.column("variance", Align::Right);
    for (index, variance) in disagreement.iter().enumerate() {
        let z = (0..k).map(|f| {
            let z = scored.z(FactorIndex(f)).and_then(|z| z.get(index));
            z.map_or_else(TableCell::missing, |z| TableCell::number(*z, FINE))
        });
        table.push(
            statement(scored.study(), index)
                .chain(z)
                .chain([TableCell::number(*variance, FINE)]),
        );
    }
    table
}

/// The value of each statement in each factor array.
pub(super) fn arrays(scored: &Scored, labels: &[String]) -> Table {
    let k = scored.factor_count();
    let mut table = of_statements("Factor arrays").columns(names(labels, k), Align::Right, None);
    for index in 0..scored.study().statement_count() {
        let values = (0..k).map(|f| {
            let value = scored.array(FactorIndex(f)).and_then(|a| a.get(index));
            value.map_or_else(TableCell::missing, |v| TableCell::signed(*v))
        });
        table.push(statement(scored.study(), index).chain(values));
    }
    table
}

fn of_statements(caption: &str) -> Table {
    Table::new(caption)
        .column("No.", Align::Right)
        .column("Statement", Align::Left)
}

fn statement(study: &Study, index: usize) -> impl Iterator<Item = TableCell> {
    study.statements().get(index).into_iter().flat_map(|s| {
        [
            TableCell::integer(s.number),
            TableCell::text(s.text.as_str()),
        ]
    })
}

/// The shown names of k factors.
pub(super) fn names(labels: &[String], k: usize) -> Vec<String> {
    (0..k)
        .map(|f| {
            labels
                .get(f)
                .cloned()
                .unwrap_or_else(|| format!("F{}", f + 1))
        })
        .collect()
}
