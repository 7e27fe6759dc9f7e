//! How each participant dealt out the cards.

use super::shown::Shown;
use super::wording::{COARSE, ROWS_UNFOLDED};
use crate::qmethod::free_distribution::{FreeDistribution, free_distribution};
use crate::qmethod::{Grid, Study};
use crate::render::number::{fixed, signed, thousands, typographic};
use crate::render::report::Report;
use crate::render::table::{Align, Table, TableCell};
use serde_json::{Value, json};

/// Free-distribution statistics; kind `distribution`.
pub fn distribution(study: &Study) -> Report {
    let found = free_distribution(study);
    let mut table = Table::new("How each participant dealt out the cards")
        .column("Sort", Align::Left)
        .columns(["mean", "sd"], Align::Right, None)
        .columns(
            found.values.iter().map(|v| heading(*v)),
            Align::Right,
            Some("cards at"),
        );
    if found.grid.is_some() {
        table = table.column("misplaced", Align::Right);
    }
    let shown = Shown::of(study);
    for place in shown.in_table() {
        let (Some(id), Some(sort)) = (study.sort_ids().get(place), found.sorts.get(place)) else {
            continue;
        };
        let mut cells = vec![
            TableCell::text(id.as_str()),
            TableCell::number(sort.mean, COARSE),
            TableCell::number(sort.standard_deviation, COARSE),
        ];
        let due = |place: usize| found.grid.as_ref().and_then(|g| g.get(place)).copied();
        cells.extend(sort.counts.iter().enumerate().map(|(place, count)| {
            let off = due(place).is_some_and(|due| due != *count);
            TableCell::count(*count).mark(off.then_some("≠"))
        }));
        cells.extend(sort.misplaced.map(TableCell::count));
        table.push(cells);
    }
    if let Some(grid) = &found.grid {
        let mut foot = vec![
            TableCell::text("Grid"),
            TableCell::text(""),
            TableCell::text(""),
        ];
        foot.extend(grid.iter().map(|cards| TableCell::count(*cards)));
        foot.push(TableCell::text(""));
        table.push_footer(foot);
    }
    if study.sort_count() > ROWS_UNFOLDED {
        table = table.collapsed(format!("Table of {} sorts", thousands(study.sort_count())));
    }
    let mut report = Report::new("Distribution of the sorts").text(words(study, &found));
    report = report.table(table);
    if let Some(words) = shown.words("sorts") {
        report = report.text(words);
    }
    report.data("distribution", data(study, &found))
}

fn heading(value: f64) -> String {
    if value.fract() == 0.0 && value.abs() < 1e9 {
        return typographic(&signed(value as i64));
    }
    typographic(&fixed(value, 2))
}

fn words(study: &Study, found: &FreeDistribution) -> String {
    let mut words = "Standard deviation with n − 1.".to_owned();
    if found.values.is_empty() {
        words.push_str(" The sorts have too many different values to count cards by column.");
    }
    let off = found.sorts.iter().filter(|s| s.misplaced > Some(0)).count();
    let standing = match (study.grid(), &found.grid) {
        (Grid::Forced(_), _) => {
            " The grid is forced: every sort has its distribution, so the means and deviations are all the same."
                .to_owned()
        }
        (Grid::Free { .. }, Some(_)) => format!(
            " The sorts are free; the grid is that of the factor arrays. {} from it (≠ at the columns). Misplaced: the fewest cards that would have to move.",
            crate::render::number::counted(off, "sort departs", "sorts depart")
        ),
        (Grid::Free { .. }, None) => {
            " The sorts are free, and no grid is stated for factor arrays to compare them with.".to_owned()
        }
    };
    words.push_str(&standing);
    words
}

fn data(study: &Study, found: &FreeDistribution) -> Value {
    let shown = Shown::of(study);
    let given = shown.sorts().iter().filter_map(|&s| found.sorts.get(s));
    let sorts: Vec<Value> = shown
        .ids(study)
        .into_iter()
        .zip(given)
        .map(|(id, sort)| {
            json!({
                "id": id,
                "mean": sort.mean,
                "sd": sort.standard_deviation,
                "counts": sort.counts,
                "misplaced": sort.misplaced,
            })
        })
        .collect();
    shown.marked(json!({"values": found.values, "grid": found.grid, "sorts": sorts}))
}
