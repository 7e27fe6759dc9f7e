//! Sorts that are known by their sums alone.

use super::wording::{self, COARSE, FINE};
use crate::numeric::Matrix;
use crate::qmethod::cross_product::{AggregateFactor, Components, CrossProduct};
use crate::render::figures::scree as picture;
use crate::render::number::{fixed, thousands};
use crate::render::report::{Figure, Report};
use crate::render::table::{Align, Table, TableCell};
use serde_json::{Value, json};

/// Components whose scores are shown.
const SHOWN: usize = 8;

/// What the sums tell; kind `cross_product`.
pub fn cross_product(product: &CrossProduct, components: &Components, name: &str) -> Report {
    let values = components.eigenvalues();
    let percent = components.variance_percent();
    let mut table = Table::new("Eigenvalues of the correlations between all sorts")
        .column("Component", Align::Right)
        .column("Eigenvalue", Align::Right)
        .column("% of variance", Align::Right)
        .column("cumulative %", Align::Right);
    let mut cumulative = 0.0;
    for (place, (value, percent)) in values
        .iter()
        .zip(&percent)
        .enumerate()
        .take(picture::MOST_SHOWN)
    {
        cumulative += percent;
        table.push([
            TableCell::count(place + 1),
            TableCell::number(*value, FINE),
            TableCell::number(*percent, COARSE),
            TableCell::number(cumulative, COARSE),
        ]);
    }
    let made = match product.was_raw() {
        true => "sums of the values as they were laid, which the forced grid standardises",
        false => "sums of standardised sorts",
    };
    let shown: Vec<String> = values
        .iter()
        .take(6)
        .map(|value| fixed(*value, 1))
        .collect();
    Report::new(format!("Study {name}, by its cross-product"))
        .text(format!(
            "{} of {}, added up elsewhere: {made}. Eigenvalues and unrotated components follow from the sums exactly; no sort is here, so there are no participants, no correlations between sorts and no centroid.",
            wording::sorts(product.sorts()),
            wording::statements(product.statements().len()),
        ))
        .table(table)
        .figure(Figure {
            drawing: picture::draw(values, 0, true),
            alt: format!("Scree plot: eigenvalues in falling order, {} and on.", shown.join(", ")),
        })
        .table(scores(product, &components.scores(), "Unrotated components as scores: what all sorts say together, each weighted by its loading; where a component points is arbitrary"))
        .text("Next: `%q sql moments -k 5` writes the query for the sums that varimax needs, `%q sql totals` the one for flags and scores, `%q sql loadings` the one for the loadings and flags of every sort.")
        .data(
            "cross_product",
            json!({
                "sorts": product.sorts(),
                "statements": numbers(product),
                "eigenvalues": values,
                "variance_percent": percent,
                "components": rows(&components.scores()),
            }),
        )
}

/// Factors of all sorts, from their totals; kind `cross_product`.
pub fn aggregate_factors(
    product: &CrossProduct,
    factors: &[Option<AggregateFactor>],
    name: &str,
) -> Report {
    let labels = wording::factors(&[], factors.len());
    let mut table = Table::new("Factors").column("Factor", Align::Left).columns(
        [
            "defining sorts",
            "of them negative",
            "% of sorts",
            "Eigenvalue",
            "% of variance",
            "composite reliability",
        ],
        Align::Right,
        None,
    );
    let of_all = |part: f64| 100.0 * part / product.sorts() as f64;
    for (label, factor) in labels.iter().zip(factors) {
        let mut cells = vec![TableCell::text(label.as_str())];
        match factor {
            None => cells.extend((0..6).map(|_| TableCell::missing())),
            Some(f) => cells.extend([
                TableCell::count(f.sorts),
                TableCell::count(f.negative),
                TableCell::number(of_all(f.sorts as f64), 1),
                TableCell::number(f.eigenvalue, COARSE),
                TableCell::number(of_all(f.eigenvalue), COARSE),
                TableCell::number(f.reliability, FINE),
            ]),
        }
        table.push(cells);
    }
    let mut statements = Table::new("Factor scores z and factor arrays")
        .column("No.", Align::Right)
        .column("Statement", Align::Left)
        .columns(labels.iter().map(String::as_str), Align::Right, Some("z"))
        .columns(
            labels.iter().map(String::as_str),
            Align::Right,
            Some("array"),
        );
    for (place, statement) in product.statements().iter().enumerate() {
        let z = factors.iter().map(|f| {
            let z = f.as_ref().and_then(|f| f.z.get(place).copied());
            z.map_or_else(TableCell::missing, |z| {
                TableCell::number(z, FINE).shade(z / 2.5)
            })
        });
        let array = factors.iter().map(|f| {
            let value = f
                .as_ref()
                .and_then(|f| f.array.as_ref()?.get(place).copied());
            value.map_or_else(TableCell::missing, TableCell::signed)
        });
        let head = [
            TableCell::integer(statement.number),
            TableCell::text(statement.text.as_str()),
        ];
        statements.push(head.into_iter().chain(z).chain(array));
    }
    let found: usize = factors.iter().flatten().map(|f| f.sorts).sum();
    Report::new(format!("Factors of {name}"))
        .text(format!(
            "{} of {} define a factor. Scores by Brown's weights over all of them, arrays on the grid; a factor points where Σ l·|l| ≥ 0. Reliability assumed of one sort: 0.80.",
            thousands(found),
            wording::sorts(product.sorts()),
        ))
        .table(table)
        .table(statements)
        .data("cross_product", factors_data(product, factors))
}

fn factors_data(product: &CrossProduct, factors: &[Option<AggregateFactor>]) -> Value {
    let factors = factors.iter().map(|factor| {
        factor.as_ref().map(|f| {
            json!({
                "defining_sorts": f.sorts,
                "negative": f.negative,
                "eigenvalue": f.eigenvalue,
                "composite_reliability": f.reliability,
                "sign": f.sign,
                "z": f.z,
                "array": f.array,
            })
        })
    });
    json!({
        "sorts": product.sorts(),
        "statements": numbers(product),
        "factors": factors.collect::<Vec<_>>(),
    })
}

fn scores(product: &CrossProduct, scores: &Matrix<f64>, caption: &str) -> Table {
    let shown = scores.ncols().min(SHOWN);
    let mut table = Table::new(caption)
        .column("No.", Align::Right)
        .column("Statement", Align::Left)
        .columns((1..=shown).map(|f| f.to_string()), Align::Right, None);
    for (place, statement) in product.statements().iter().enumerate() {
        let mut cells = vec![
            TableCell::integer(statement.number),
            TableCell::text(statement.text.as_str()),
        ];
        let row = scores.row(place);
        cells.extend(
            row.iter()
                .take(shown)
                .map(|z| TableCell::number(*z, FINE).shade(z / 2.5)),
        );
        table.push(cells);
    }
    table
}

fn numbers(product: &CrossProduct) -> Vec<u32> {
    product.statements().iter().map(|s| s.number).collect()
}

fn rows(matrix: &Matrix<f64>) -> Vec<Vec<f64>> {
    matrix
        .row_iter()
        .map(|row| row.iter().copied().collect())
        .collect()
}
