//! Completed sorts and the time they took.

use crate::qmethod::responses::{ResponseFigures, Responses};
use crate::render::number::{fixed, thousands};
use crate::render::report::Report;
use crate::render::table::{Align, Table, TableCell};
use serde_json::{Value, json};

/// Response figures by group; kind `responses`.
pub fn responses(responses: &Responses) -> Report {
    let timed = responses.minutes.is_some();
    let mut table = Table::new(if timed {
        "Completed sorts and the time they took, in minutes"
    } else {
        "Completed sorts"
    })
    .column(responses.by.as_str(), Align::Left)
    .column("Completed", Align::Right);
    if timed {
        table = table
            .column("Range", Align::Right)
            .column("Mean", Align::Right)
            .column("Total", Align::Right);
    }
    for (row, figures) in responses.rows.iter().zip(&responses.groups) {
        table.push(cells(group(row), figures, timed));
    }
    table.push_footer(cells("All", &responses.all, timed));
    let report = Report::new(format!("Responses by {}", responses.by)).table(table);
    notes(report, responses).data("responses", data(responses))
}

fn group(name: &str) -> &str {
    if name.is_empty() { "(missing)" } else { name }
}

fn cells(name: &str, figures: &ResponseFigures, timed: bool) -> Vec<TableCell> {
    let mut cells = vec![TableCell::text(name), TableCell::count(figures.sorts)];
    if !timed {
        return cells;
    }
    let Some(times) = figures.times else {
        cells.extend([
            TableCell::missing(),
            TableCell::missing(),
            TableCell::missing(),
        ]);
        return cells;
    };
    let range = format!(
        "{}\u{2013}{}",
        minutes(times.shortest),
        minutes(times.longest)
    );
    cells.extend([
        TableCell::text(range),
        TableCell::number(times.mean, 1),
        TableCell::text(hours(times.total)),
    ]);
    cells
}

/// Whole minutes as such, others with one decimal.
fn minutes(value: f64) -> String {
    fixed(value, usize::from(value.fract() != 0.0))
}

/// "6 h 10 min".
fn hours(total: f64) -> String {
    let rounded = total.round();
    let hours = (rounded / 60.0).floor();
    format!(
        "{} h {} min",
        thousands(hours as usize),
        fixed(rounded - 60.0 * hours, 0)
    )
}

fn notes(report: Report, responses: &Responses) -> Report {
    let Some(name) = &responses.minutes else {
        return report.remark(
            "The participants have no attribute `minutes`, so nothing is said of times. `--minutes ATTRIBUTE` names the one that holds them.",
        );
    };
    let timed = responses.all.times.map_or(0, |times| times.timed);
    match responses.all.sorts - timed {
        0 => report,
        missing => report.warning(format!(
            "{} of {} have no `{name}`; range, mean and total are of the others.",
            thousands(missing),
            super::wording::sorts(responses.all.sorts)
        )),
    }
}

fn data(responses: &Responses) -> Value {
    let figures = |name: &str, figures: &ResponseFigures| {
        let times = figures.times;
        json!({
            "group": name,
            "sorts": figures.sorts,
            "timed": times.map_or(0, |t| t.timed),
            "shortest": times.map(|t| t.shortest),
            "longest": times.map(|t| t.longest),
            "mean": times.map(|t| t.mean),
            "total": times.map(|t| t.total),
        })
    };
    let rows = responses.rows.iter().zip(&responses.groups);
    let rows: Vec<Value> = rows.map(|(name, of)| figures(name, of)).collect();
    json!({
        "by": responses.by,
        "minutes": responses.minutes,
        "rows": rows,
        "all": figures("All", &responses.all),
    })
}
