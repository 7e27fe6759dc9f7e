//! How viewpoints score the statements of each dimension.

use super::arrays::{array_cell, extreme};
use super::wording::{self, COARSE, array_row, factors, names, study_of, with_scoring};
use crate::qmethod::dimensions::Dimensions;
use crate::qmethod::{FactorIndex, Scored};
use crate::render::figures::panels::{Panel, PanelRow, Panels};
use crate::render::number::{fixed, typographic};
use crate::render::report::{Figure, Report};
use crate::render::table::{Align, Table, TableCell};
use serde_json::{Value, json};

/// Means by dimension, the statements of each, and small multiples; kind `dimensions`.
pub fn dimensions(dimensions: &Dimensions, scored: &Scored, labels: &[String]) -> Report {
    let heads = factors(labels, scored.factor_count());
    let sizes: Vec<String> = dimensions
        .rows
        .iter()
        .zip(&dimensions.statements)
        .map(|(row, of)| format!("{} {}", name(row), of.len()))
        .collect();
    let report = Report::new(format!("Viewpoints by {}", dimensions.attribute)).text(format!(
        "Means over the statements of each {} ({}). z above 0: the viewpoint agrees with them more than with the Q set as a whole. |z| tells how much they \
         matter to it, whether it agrees or not: about 0.8 for statements drawn at random. Agreement with a statement need not be praise of its dimension: \
         read the statements.",
        dimensions.attribute,
        sizes.join(", ")
    ));
    with_scoring(report, scored, labels)
        .table(means(dimensions, &heads))
        .table(statements(dimensions, scored, &heads))
        .figure(figure(dimensions, scored, &heads))
        .data("dimensions", data(dimensions, scored, &heads))
}

fn name(row: &str) -> &str {
    if row.is_empty() { "(none)" } else { row }
}

fn means(dimensions: &Dimensions, heads: &[String]) -> Table {
    let columns = || heads.iter().map(String::as_str);
    let mut table = Table::new(format!("Mean z and mean |z| by {}", dimensions.attribute))
        .column(dimensions.attribute.as_str(), Align::Left)
        .column("Statements", Align::Right)
        .columns(columns(), Align::Right, Some("Mean z"))
        .columns(columns(), Align::Right, Some("Mean |z|"));
    for (index, row) in dimensions.rows.iter().enumerate() {
        let statements = dimensions.statements.get(index).map_or(0, Vec::len);
        let mut cells = vec![TableCell::text(name(row)), TableCell::count(statements)];
        let z = (0..heads.len()).map(|f| dimensions.mean_z[(index, f)]);
        cells.extend(z.map(|z| TableCell::number(z, COARSE).shade(z)));
        let salience = (0..heads.len()).map(|f| dimensions.mean_salience[(index, f)]);
        cells.extend(salience.map(|z| TableCell::number(z, COARSE)));
        table.push(cells);
    }
    table
}

/// Every statement with its array values, dimension by dimension.
fn statements(dimensions: &Dimensions, scored: &Scored, heads: &[String]) -> Table {
    let study = study_of(scored);
    let extreme = extreme(scored);
    let mut table = Table::new(format!("Factor arrays by {}", dimensions.attribute))
        .column("No.", Align::Right)
        .column("Statement", Align::Left)
        .columns(heads.iter().map(String::as_str), Align::Right, None);
    for (row, of) in dimensions.rows.iter().zip(&dimensions.statements) {
        table.push_group(name(row));
        for place in of {
            let Some(statement) = study.statements().get(place.0) else {
                continue;
            };
            let cells = [
                TableCell::integer(statement.number),
                TableCell::text(statement.text.as_str()),
            ];
            let values = array_row(scored, place.0);
            let values = values.into_iter().map(|value| array_cell(value, extreme));
            table.push(cells.into_iter().chain(values));
        }
    }
    let count = wording::statements(study.statement_count());
    table.collapsed(format!(
        "Factor arrays of {count} by {}",
        dimensions.attribute
    ))
}

/// One panel per viewpoint: its statements' z by dimension, and their mean.
fn figure(dimensions: &Dimensions, scored: &Scored, heads: &[String]) -> Figure {
    let reach = (0..heads.len())
        .filter_map(|f| scored.z(FactorIndex(f)))
        .flatten()
        .fold(1.9_f64, |most, z| most.max(z.abs()))
        .ceil();
    let panels = heads.iter().enumerate().map(|(f, title)| {
        let z = scored.z(FactorIndex(f)).unwrap_or_default();
        let row = |(index, of): (usize, &Vec<crate::qmethod::StatementIndex>)| {
            let mean = dimensions.mean_z[(index, f)];
            PanelRow {
                values: of.iter().filter_map(|s| z.get(s.0).copied()).collect(),
                mark: mean.is_finite().then_some(mean),
                interval: None,
                note: if mean.is_finite() {
                    typographic(&fixed(mean, COARSE))
                } else {
                    String::new()
                },
            }
        };
        Panel {
            series: f,
            title: title.clone(),
            rows: dimensions.statements.iter().enumerate().map(row).collect(),
        }
    });
    let steps = reach as i32;
    let ticks = (-steps..=steps).map(|t| (f64::from(t), typographic(&t.to_string())));
    let drawing = Panels {
        rows: dimensions.rows.iter().map(|r| name(r).to_owned()).collect(),
        panels: panels.collect(),
        scale: (-reach, reach),
        ticks: ticks.collect(),
        unit: "z-score: small dots are statements, the large sign and the number their mean"
            .to_owned(),
    }
    .draw();
    Figure {
        drawing,
        alt: in_words(dimensions, heads),
    }
}

fn in_words(dimensions: &Dimensions, heads: &[String]) -> String {
    let highest: Vec<String> = heads
        .iter()
        .enumerate()
        .filter_map(|(f, head)| {
            let rows = dimensions.rows.iter().enumerate();
            let (index, row) = rows
                .filter(|(index, _)| dimensions.mean_z[(*index, f)].is_finite())
                .max_by(|a, b| {
                    dimensions.mean_z[(a.0, f)].total_cmp(&dimensions.mean_z[(b.0, f)])
                })?;
            let mean = typographic(&fixed(dimensions.mean_z[(index, f)], COARSE));
            Some(format!("{head} agrees most with {} ({mean})", name(row)))
        })
        .collect();
    format!(
        "One panel per viewpoint: z-scores of its statements by {}, and their means. {}.",
        dimensions.attribute,
        if highest.is_empty() {
            "No viewpoint has scores".to_owned()
        } else {
            names(&highest)
        }
    )
}

fn data(dimensions: &Dimensions, scored: &Scored, heads: &[String]) -> Value {
    let study = study_of(scored);
    let rows = |matrix: &crate::numeric::Matrix<f64>| -> Vec<Vec<f64>> {
        let rows = matrix.row_iter();
        rows.map(|row| row.iter().copied().collect()).collect()
    };
    let numbers: Vec<Vec<u32>> = dimensions
        .statements
        .iter()
        .map(|of| {
            let statements = of.iter().filter_map(|s| study.statements().get(s.0));
            statements.map(|s| s.number).collect()
        })
        .collect();
    json!({
        "attribute": dimensions.attribute,
        "rows": dimensions.rows,
        "columns": heads,
        "statements": numbers,
        "mean_z": rows(&dimensions.mean_z),
        "mean_abs_z": rows(&dimensions.mean_salience),
        "mean_array": rows(&dimensions.mean_array),
    })
}
