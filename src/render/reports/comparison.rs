//! Two sets of factors side by side.

use super::wording::{COARSE, factor, statements};
use crate::qmethod::comparison::{Comparison, Likeness, Profile};
use crate::render::figures::heatmap::Heatmap;
use crate::render::number::{fixed, typographic};
use crate::render::report::{Figure, Report};
use crate::render::table::{Align, Table, TableCell};
use serde_json::json;

/// Two sets of factors side by side, table and heatmap; kind `compare`. Labels are those of all factors of either solution.
pub fn compare(
    comparison: &Comparison,
    row_labels: &[String],
    column_labels: &[String],
    of: Profile,
) -> Report {
    let rows: Vec<String> = comparison
        .rows
        .iter()
        .map(|f| factor(row_labels, *f))
        .collect();
    let columns: Vec<String> = comparison
        .columns
        .iter()
        .map(|f| factor(column_labels, *f))
        .collect();
    let values: Vec<Vec<f64>> = comparison
        .matrix
        .row_iter()
        .map(|row| row.iter().copied().collect())
        .collect();
    let what = what(of);
    let (title, measure) = match comparison.likeness {
        Likeness::Correlation => ("Correlations", "Pearson correlations"),
        Likeness::Congruence => ("Congruences", "Tucker's coefficients of congruence"),
    };
    let mut table = Table::new(format!(
        "{title} between {what}; * and bold: the highest of its row"
    ))
    .column("", Align::Left)
    .columns(columns.iter().map(String::as_str), Align::Right, None);
    for (name, row) in rows.iter().zip(&values) {
        let best = row.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let cells = row.iter().map(|r| {
            TableCell::number(*r, COARSE)
                .bold(*r == best)
                .mark((*r == best).then_some("*"))
                .shade(*r)
        });
        table.push(std::iter::once(TableCell::text(name.as_str())).chain(cells));
    }
    let map = Heatmap {
        rows: rows.clone(),
        columns: columns.clone(),
        values: values.clone(),
    };
    let alt = format!(
        "Heatmap of the {} between {what}. {}",
        title.to_lowercase(),
        in_words(&rows, &columns, &values)
    );
    Report::new("Comparison of factors")
        .text(format!(
            "{measure} between {what} over {}.{}",
            statements(comparison.statements),
            match comparison.likeness {
                Likeness::Correlation => "",
                Likeness::Congruence =>
                    " Where both means are 0, as those of whole z-scores are, it is Pearson's r. A habit of factor analysis takes .85 to .94 as fair and .95 or more as equal (Lorenzo-Seva & ten Berge 2006).",
            }
        ))
        .table(table)
        .figure(Figure {
            drawing: map.draw(),
            alt,
        })
        .data(
            "compare",
            json!({
                "rows": rows,
                "columns": columns,
                "matrix": values,
                "of": word(of),
                "likeness": match comparison.likeness {
                    Likeness::Correlation => "correlation",
                    Likeness::Congruence => "congruence",
                },
                "statements": comparison.statements,
            }),
        )
}

/// What is compared, as sentences say it.
pub(super) fn what(of: Profile) -> &'static str {
    match of {
        Profile::Arrays => "factor arrays",
        Profile::Scores => "z-scores",
    }
}

/// What is compared, as data say it.
pub(super) fn word(of: Profile) -> &'static str {
    match of {
        Profile::Arrays => "arrays",
        Profile::Scores => "scores",
    }
}

/// The closest partner of each row.
fn in_words(rows: &[String], columns: &[String], values: &[Vec<f64>]) -> String {
    let partners: Vec<String> = rows
        .iter()
        .zip(values)
        .filter_map(|(name, row)| {
            let (column, r) = columns
                .iter()
                .zip(row)
                .filter(|(_, r)| r.is_finite())
                .max_by(|a, b| a.1.total_cmp(b.1))?;
            Some(format!(
                "{name} is closest to {column} ({})",
                typographic(&fixed(*r, COARSE))
            ))
        })
        .collect();
    format!("{}.", partners.join("; "))
}
