//! A solution on resamples of its participants.

mod data;
mod words;

use super::wording::{self, COARSE, FINE, factor, factors, study_of};
use crate::numeric::Matrix;
use crate::qmethod::bootstrap::Bootstrap;
use crate::qmethod::characteristics::Characteristics;
use crate::qmethod::{FactorIndex, Scored, SortIndex};
use crate::render::figures::panels::{Layout, Panel, PanelRow, Panels};
use crate::render::font::one_line;
use crate::render::number::{fixed, listed, signed, typographic};
use crate::render::report::{Figure, Report};
use crate::render::table::{Align, Table, TableCell};
pub(super) use data::rows;
pub(super) use words::{replayed_words, steps_words};

/// Taller pictures cannot be seen at once.
const MOST_LINES: usize = 80;
/// More panels are not drawn.
const MOST_PANELS: usize = 12;
/// Tables of more sorts are folded away.
const SORTS_UNFOLDED: usize = 20;
/// Shades of z-scores are full at this distance from 0.
const FULL_SHADE: f64 = 2.5;

/// Standard errors, intervals, shares of flags and columns; tables of statements for the factors in `shown`, folded where none is named; kind
/// `bootstrap`.
pub fn bootstrap(found: &Bootstrap, labels: &[String], shown: &[FactorIndex]) -> Report {
    let scored = found.scored();
    let k = scored.factor_count();
    let mut report = Report::new("Bootstrap")
        .text(words::how(found, labels))
        .text(words::rule(found));
    report = words::warned(report, found, labels);
    report = report
        .table(overview(found, labels))
        .text(words::overview(found));
    if let Some(figure) = figure(found, labels) {
        report = report.text(words::figure(found)).figure(figure);
    }
    for factor in 0..k {
        let index = FactorIndex(factor);
        if scored.z(index).is_none() || !(shown.is_empty() || shown.contains(&index)) {
            continue;
        }
        let table = statements(found, labels, index);
        let rows = table.rows.len();
        report = report.table(match shown {
            [] => table.collapsed(format!(
                "{}: table of {}",
                wording::factor(labels, index),
                wording::statements(rows)
            )),
            _ => table,
        });
    }
    let table = sorts(found, labels);
    let rows = table.rows.len();
    let report = report.table(if rows > SORTS_UNFOLDED {
        table.collapsed(format!("Table of {}", wording::sorts(rows)))
    } else {
        table
    });
    report.data("bootstrap", data::data(found, labels))
}

fn percent(share: f64) -> TableCell {
    TableCell::number(100.0 * share, 0)
}

fn overview(found: &Bootstrap, labels: &[String]) -> Table {
    let analysed = found.analysed() as f64;
    let expected = Characteristics::of(found.scored()).standard_error;
    let unscored = found.factors.iter().any(|f| f.unscored > 0);
    let mut table = Table::new("How each factor comes back")
        .column("Factor", Align::Left)
        .column("found, %", Align::Right);
    if unscored {
        table = table.column("undefined, %", Align::Right);
    }
    table = table
        .columns(["5 %", "median"], Align::Right, Some("|r|"))
        .columns(["formula", "bootstrap"], Align::Right, Some("SE of z"))
        .column("|bias|", Align::Right);
    if found.columns.is_some() {
        table = table.columns(["index", "typical"], Align::Right, Some("stability"));
    }
    for (place, stability) in found.factors.iter().enumerate() {
        let of = |values: &[f64]| values.get(place).copied().unwrap_or(f64::NAN);
        let share = |count: usize, of: f64| TableCell::number(100.0 * count as f64 / of, 1);
        let [low, median, _] = stability.likeness;
        let mut cells = vec![
            TableCell::text(factor(labels, FactorIndex(place))),
            share(stability.found, analysed),
        ];
        if unscored {
            cells.push(share(stability.unscored, stability.found as f64));
        }
        cells.extend([
            TableCell::number(low, COARSE),
            TableCell::number(median, COARSE),
            TableCell::number(
                expected.get(place).copied().flatten().unwrap_or(f64::NAN),
                FINE,
            ),
            TableCell::number(stability.se, FINE),
            TableCell::number(stability.bias, FINE),
        ]);
        if let Some(columns) = &found.columns {
            cells.push(TableCell::number(of(&columns.normalised), FINE));
            cells.push(TableCell::number(of(&columns.typical), FINE));
        }
        table.push(cells);
    }
    table
}

/// Statements of one factor: z, its spread, and where they stand in the arrays.
fn statements(found: &Bootstrap, labels: &[String], index: FactorIndex) -> Table {
    let study = study_of(found.scored());
    let level = words::level(found.options.level);
    let name = factor(labels, index);
    let mut table = Table::new(format!("{name}: z-scores with their {level} intervals"))
        .column("No.", Align::Right)
        .column("Statement", Align::Left)
        .columns(["z", "SE", "from", "to", "bias"], Align::Right, None);
    if found.columns.is_some() {
        table = table
            .columns(["array", "keeps it, %"], Align::Right, None)
            .column("else mostly at", Align::Left);
    }
    for (row, statement) in study
        .statements()
        .iter()
        .enumerate()
        .take(wording::MOST_ROWS)
    {
        let cell = (row, index.0);
        let z = found.z.value[cell];
        let (low, high) = (found.z.lower[cell], found.z.upper[cell]);
        // An interval on one side of 0 is marked by more than colour.
        let clear = low > 0.0 || high < 0.0;
        let mut cells = vec![
            TableCell::integer(statement.number),
            TableCell::text(statement.text.as_str()),
            TableCell::number(z, FINE)
                .shade(z / FULL_SHADE)
                .mark(clear.then_some("*")),
            TableCell::number(found.z.se[cell], FINE),
            TableCell::number(low, FINE),
            TableCell::number(high, FINE),
            TableCell::number(found.z.bias(cell), FINE),
        ];
        if let Some(columns) = &found.columns {
            let own = found
                .scored()
                .array(index)
                .and_then(|a| a.get(row))
                .copied();
            cells.push(own.map_or_else(TableCell::missing, TableCell::signed));
            cells.push(percent(columns.keeps[cell]));
            let shares = columns.shares.get(index.0).map(|s| s.row(row));
            let shares: Vec<f64> = shares.map_or_else(Vec::new, |s| s.iter().copied().collect());
            let others = columns.values.iter().zip(&shares);
            let others = others.filter(|(value, share)| Some(**value) != own && **share > 0.0);
            let next = others.max_by(|a, b| a.1.total_cmp(b.1));
            cells.push(next.map_or_else(TableCell::missing, |(value, share)| {
                let at = typographic(&signed(i64::from(*value)));
                TableCell::text(format!("{at} ({} %)", fixed(100.0 * share, 0)))
            }));
        }
        table.push(cells);
    }
    table
}

/// Sorts on the factor they are held against.
fn sorts(found: &Bootstrap, labels: &[String]) -> Table {
    let flagged = found.scored().flagged();
    let study = study_of(found.scored());
    let level = words::level(found.options.level);
    let mut table = Table::new(format!(
        "Sorts on the factor they define (*) or load on most: loading with its {level} interval, and in how many of the resamples that hold the sort it is flagged"
    ))
    .column("Sort", Align::Left)
    .column("Factor", Align::Left)
    .columns(["loading", "SE", "from", "to", "bias"], Align::Right, None)
    .columns(["here", "elsewhere", "nowhere"], Align::Right, Some("flagged, %"));
    for (row, id) in study.sort_ids().iter().enumerate().take(wording::MOST_ROWS) {
        let own = found.own_factor(SortIndex(row));
        let cell = (row, own.0);
        let defines = flagged.flags()[cell];
        let here = found.flag_share[cell];
        let elsewhere = found.flag_share.row(row);
        let elsewhere = elsewhere.iter().enumerate().filter(|(f, _)| *f != own.0);
        let elsewhere: f64 = elsewhere.map(|(_, s)| *s).filter(|s| s.is_finite()).sum();
        let loadings = &found.loadings;
        table.push([
            TableCell::text(id.as_str()),
            TableCell::text(factor(labels, own)).mark(defines.then_some("*")),
            TableCell::number(loadings.value[cell], FINE).bold(defines),
            TableCell::number(loadings.se[cell], FINE),
            TableCell::number(loadings.lower[cell], FINE),
            TableCell::number(loadings.upper[cell], FINE),
            TableCell::number(loadings.bias(cell), FINE),
            percent(here),
            percent(elsewhere),
            percent(found.unflagged_share.get(row).copied().unwrap_or(f64::NAN)),
        ]);
    }
    table
}

/// z-scores with intervals, a panel for each factor, statements by disagreement.
fn figure(found: &Bootstrap, labels: &[String]) -> Option<Figure> {
    let scored = found.scored();
    let shown: Vec<FactorIndex> = scored
        .scored_factors()
        .into_iter()
        .take(MOST_PANELS)
        .collect();
    if shown.is_empty() {
        return None;
    }
    let order = by_disagreement(scored);
    let study = study_of(scored);
    let words = |row: &usize| {
        let statement = study.statements().get(*row);
        statement.map_or_else(String::new, |s| {
            one_line(&format!("{}  {}", s.number, s.text))
        })
    };
    let rows: Vec<String> = order.iter().map(words).collect();
    let cell_of = |matrix: &Matrix<f64>, row: usize, f: FactorIndex| matrix[(row, f.0)];
    let panel = |f: &FactorIndex| Panel {
        series: f.0,
        title: factor(labels, *f),
        rows: order
            .iter()
            .map(|&row| PanelRow {
                values: vec![cell_of(&found.z.mean, row, *f)],
                mark: Some(cell_of(&found.z.value, row, *f)),
                interval: Some((
                    cell_of(&found.z.lower, row, *f),
                    cell_of(&found.z.upper, row, *f),
                ))
                .filter(|(low, high)| low.is_finite() && high.is_finite()),
                note: String::new(),
            })
            .collect(),
    };
    let all = [&found.z.value, &found.z.lower, &found.z.upper];
    let values = all
        .into_iter()
        .flat_map(|m| m.iter())
        .filter(|z| z.is_finite());
    let reach = values.fold(1.9_f64, |most, z| most.max(z.abs())).ceil();
    let ticks = (-(reach as i32)..=reach as i32).map(|t| {
        let name = if t % 2 == 0 {
            typographic(&t.to_string())
        } else {
            String::new()
        };
        (f64::from(t), name)
    });
    let level = words::level(found.options.level);
    let drawing = Panels {
        rows: rows.clone(),
        panels: shown.iter().map(panel).collect(),
        scale: (-reach, reach),
        ticks: ticks.collect(),
        unit: format!(
            "z with its {level} interval; the small grey disc is the mean of the resamples"
        ),
    }
    .draw_in(Layout {
        panel: 150.0,
        across: 6,
        line: 18.0,
        longest_label: 240.0,
        mark: 4.4,
    });
    let first: Vec<&str> = rows.iter().take(3).map(|row| row.trim()).collect();
    let names = factors(labels, scored.factor_count());
    let named: Vec<&String> = shown.iter().filter_map(|f| names.get(f.0)).collect();
    let widths = found
        .z
        .upper
        .zip_map(&found.z.lower, |high, low| high - low);
    let finite: Vec<f64> = widths.iter().copied().filter(|w| w.is_finite()).collect();
    let mean = finite.iter().sum::<f64>() / finite.len() as f64;
    Some(Figure {
        drawing,
        alt: format!(
            "z-scores of {} on {} with {level} bootstrap intervals, {} wide on average; the statements with the most disagreement first: {}.",
            wording::statements(rows.len()),
            listed(&named),
            fixed(mean, COARSE),
            first.join("; ")
        ),
    })
}

/// Statements with the most disagreement first, as many as can be drawn.
pub(super) fn by_disagreement(scored: &Scored) -> Vec<usize> {
    let disagreement = scored.disagreement();
    let mut order: Vec<usize> = (0..disagreement.len()).collect();
    let spread = |row: &usize| disagreement.get(*row).copied().unwrap_or(0.0);
    order.sort_by(|a, b| spread(b).total_cmp(&spread(a)));
    order.truncate(MOST_LINES);
    order
}
