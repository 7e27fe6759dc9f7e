//! The session as Rust cells see it.

use crate::numeric::Matrix;
use crate::qmethod::{Attribute, Distribution, FactorIndex, Scored, Study};
use crate::rust_cell::{SharedTable, Snapshot};
use crate::session::{Session, Solution};

/// Above this many sorts the m×m correlations are not handed over: they would outweigh everything else.
const MAX_CORRELATED_SORTS: usize = 500;

/// The solution under way under plain names (`loadings`), each kept one under its own (`national.loadings`).
pub(super) fn snapshot(session: &Session) -> Snapshot {
    let mut tables = Vec::new();
    if let Ok(current) = session.current() {
        tables.extend(solution_tables(current, ""));
    }
    for kept in session.kept() {
        let prefix = format!("{}.", kept.name().unwrap_or_default());
        tables.extend(solution_tables(kept, &prefix));
    }
    Snapshot { tables }
}

fn solution_tables(solution: &Solution, prefix: &str) -> Vec<SharedTable> {
    let study = solution.part();
    let ids = study.sort_ids();
    let numbers = statement_numbers(study);
    let mut tables = vec![
        numeric("sorts", &numbers, ids, study.sorts()),
        words("statements", &numbers, statement_columns(study)),
        words("participants", ids, columns(study.sort_attributes())),
    ];
    if let Ok(correlated) = solution.correlated()
        && ids.len() <= MAX_CORRELATED_SORTS
    {
        tables.push(numeric("correlations", ids, ids, &correlated.matrix()));
    }
    if let Some(distribution) = study.grid().for_arrays() {
        tables.push(grid(distribution));
    }
    if let Ok(extracted) = solution.extracted() {
        let labels: Vec<String> = (1..=extracted.factor_count())
            .map(|f| format!("unrotated {f}"))
            .collect();
        tables.push(numeric("unrotated", ids, &labels, extracted.loadings()));
    }
    if let Ok(flagged) = solution.flagged() {
        let labels = solution.labels();
        tables.push(numeric("loadings", ids, labels, flagged.loadings()));
    } else if let Ok(rotated) = solution.rotated() {
        let labels = solution.labels();
        tables.push(numeric("loadings", ids, labels, rotated.loadings()));
    } else if let Ok(extracted) = solution.extracted() {
        let labels: Vec<String> = (1..=extracted.factor_count())
            .map(|f| format!("unrotated {f}"))
            .collect();
        tables.push(numeric("loadings", ids, &labels, extracted.loadings()));
    }
    if let Ok(flagged) = solution.flagged() {
        let flags = flagged.flags().map(|f| if f { 1.0 } else { 0.0 });
        tables.push(numeric("flags", ids, solution.labels(), &flags));
    }
    if let Ok(scored) = solution.scored() {
        let labels = solution.labels();
        tables.push(numeric("z_scores", &numbers, labels, &z_scores(scored)));
        tables.push(numeric("arrays", &numbers, labels, &arrays(scored)));
    }
    for table in &mut tables {
        table.name.insert_str(0, prefix);
    }
    tables
}

fn numeric(name: &str, rows: &[String], columns: &[String], matrix: &Matrix<f64>) -> SharedTable {
    SharedTable {
        name: name.to_owned(),
        row_labels: rows.to_vec(),
        column_labels: columns.to_vec(),
        values: matrix.transpose().iter().copied().collect(),
        text_columns: Vec::new(),
    }
}

fn words(name: &str, rows: &[String], text_columns: Vec<(String, Vec<String>)>) -> SharedTable {
    SharedTable {
        name: name.to_owned(),
        row_labels: rows.to_vec(),
        column_labels: Vec::new(),
        values: Vec::new(),
        text_columns,
    }
}

fn grid(distribution: &Distribution) -> SharedTable {
    let columns = distribution.columns();
    SharedTable {
        name: "grid".to_owned(),
        row_labels: columns.iter().map(|c| c.value.to_string()).collect(),
        column_labels: ["value", "cards"].map(str::to_owned).to_vec(),
        values: columns
            .iter()
            .flat_map(|c| [f64::from(c.value), c.cards as f64])
            .collect(),
        text_columns: Vec::new(),
    }
}

fn statement_numbers(study: &Study) -> Vec<String> {
    let numbers = study.statements().iter().map(|s| s.number.to_string());
    numbers.collect()
}

fn statement_columns(study: &Study) -> Vec<(String, Vec<String>)> {
    let texts = study.statements().iter().map(|s| s.text.clone()).collect();
    let mut all = vec![("text".to_owned(), texts)];
    all.extend(columns(study.statement_attributes()));
    all
}

fn columns(attributes: &[Attribute]) -> Vec<(String, Vec<String>)> {
    let named = attributes.iter();
    named.map(|a| (a.name.clone(), a.values.to_vec())).collect()
}

fn z_scores(scored: &Scored) -> Matrix<f64> {
    by_factor(scored, |factor, statement| {
        scored.z(factor)?.get(statement).copied()
    })
}

fn arrays(scored: &Scored) -> Matrix<f64> {
    by_factor(scored, |factor, statement| {
        scored.array(factor)?.get(statement).map(|v| f64::from(*v))
    })
}

/// n×k; NaN where a factor has no value.
fn by_factor(scored: &Scored, value: impl Fn(FactorIndex, usize) -> Option<f64>) -> Matrix<f64> {
    let statements = scored.study().statement_count();
    Matrix::from_fn(statements, scored.factor_count(), |statement, factor| {
        value(FactorIndex(factor), statement).unwrap_or(f64::NAN)
    })
}
