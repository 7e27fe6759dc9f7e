//! How often each factor is held in each group.

use super::wording::factors;
use crate::qmethod::prevalence::Prevalence;
use crate::render::number::counted;
use crate::render::report::Report;
use crate::render::table::{Align, Table, TableCell};
use serde_json::json;

/// Defining sorts by group and factor; kind `prevalence`.
pub fn prevalence(prevalence: &Prevalence, labels: &[String]) -> Report {
    let k = prevalence.counts.first().map_or(0, Vec::len);
    let columns = factors(labels, k);
    let negative: usize = prevalence.negative.iter().flatten().sum();
    let caption = if negative > 0 {
        format!(
            "Defining sorts of each factor by {}; − some of them load negatively",
            prevalence.by
        )
    } else {
        format!("Defining sorts of each factor by {}", prevalence.by)
    };
    let mut table = Table::new(caption)
        .column(prevalence.by.as_str(), Align::Left)
        .columns(columns.iter().map(String::as_str), Align::Right, None)
        .column("matched", Align::Right)
        .column("confounded", Align::Right)
        .column("other", Align::Right)
        .column("sorts", Align::Right);
    let no_counts = Vec::new();
    for (index, row) in prevalence.rows.iter().enumerate() {
        let counts = prevalence.counts.get(index).unwrap_or(&no_counts);
        let negatives = prevalence.negative.get(index).unwrap_or(&no_counts);
        let mut cells = vec![TableCell::text(group(row))];
        cells.extend(counts.iter().enumerate().map(|(f, count)| {
            let some_negative = negatives.get(f).is_some_and(|n| *n > 0);
            TableCell::count(*count).mark(some_negative.then_some("\u{2212}"))
        }));
        let at = |values: &[usize]| TableCell::count(values.get(index).copied().unwrap_or(0));
        cells.extend([
            at(&prevalence.matched),
            at(&prevalence.confounded),
            at(&prevalence.other),
            at(&prevalence.sorts),
        ]);
        table.push(cells);
    }
    let mut total = vec![TableCell::text("All")];
    total
        .extend((0..k).map(|f| {
            TableCell::count(prevalence.counts.iter().filter_map(|row| row.get(f)).sum())
        }));
    let sum = |values: &[usize]| TableCell::count(values.iter().sum());
    total.extend([
        sum(&prevalence.matched),
        sum(&prevalence.confounded),
        sum(&prevalence.other),
        sum(&prevalence.sorts),
    ]);
    table.push_footer(total);
    let report = Report::new(format!("Prevalence by {}", prevalence.by))
        .text(words(prevalence))
        .table(table);
    let report = match negative {
        0 => report,
        count => report.warning(format!(
            "{} negatively, counted here with the factor, though whoever sorted so holds the opposite view.",
            counted(count, "defining sort loads", "defining sorts load")
        )),
    };
    report.data(
        "prevalence",
        json!({
            "by": prevalence.by,
            "rows": prevalence.rows,
            "columns": columns,
            "counts": prevalence.counts,
            "matched": prevalence.matched,
            "sorts": prevalence.sorts,
            "negative": prevalence.negative,
            "confounded": prevalence.confounded,
            "other": prevalence.other,
        }),
    )
}

fn group(name: &str) -> &str {
    if name.is_empty() { "(missing)" } else { name }
}

fn words(prevalence: &Prevalence) -> String {
    let sum = |values: &[usize]| values.iter().sum::<usize>();
    format!(
        "{} of {} define exactly one factor (matched); {} confounded, {} neither. The P set is a purposive sample: shares are not shares of a population.",
        sum(&prevalence.matched),
        super::wording::sorts(sum(&prevalence.sorts)),
        counted(sum(&prevalence.confounded), "is", "are"),
        counted(sum(&prevalence.other), "is", "are"),
    )
}
