//! How often each factor is held in each group.

use super::wording::factors;
use crate::numeric::{ContingencyTest, TestMethod};
use crate::qmethod::FactorIndex;
use crate::qmethod::prevalence::Prevalence;
use crate::render::figures::panels::{Panel, PanelRow, Panels};
use crate::render::number::{counted, fixed, thousands};
use crate::render::report::{Figure, Report};
use crate::render::table::{Align, Table, TableCell};
use serde_json::{Value, json};

/// The seed of a test whose tables are drawn: always the same, so that the same counts give the same p.
const SEED: u64 = 1;
/// More groups are not drawn.
const MOST_ROWS_DRAWN: usize = 40;

/// Defining sorts by group and factor, shares with intervals, exact tests; kind `prevalence`.
pub fn prevalence(prevalence: &Prevalence, labels: &[String]) -> Report {
    let k = prevalence.counts.first().map_or(0, Vec::len);
    let columns = factors(labels, k);
    let test = prevalence.test(SEED);
    let tests: Vec<Option<ContingencyTest>> = (0..k)
        .map(|f| prevalence.test_of(FactorIndex(f), SEED))
        .collect();
    let negative: usize = prevalence.negative.iter().flatten().sum();
    let report = Report::new(format!("Prevalence by {}", prevalence.by))
        .text(words(prevalence))
        .table(counts(prevalence, &columns, negative))
        .table(shares(prevalence, &columns, &tests))
        .text(test_words(prevalence, test, &tests));
    let report = match negative {
        0 => report,
        count => report.warning(format!(
            "{} negatively, counted here with the factor, though whoever sorted so holds the opposite view: {}.",
            counted(count, "defining sort loads", "defining sorts load"),
            opposite_poles(prevalence, &columns)
        )),
    };
    let report = report.remark(
        "The intervals and the tests treat the sorts as independent draws. A P set is chosen to show which viewpoints there are, so they measure how \
         little a count of this size can say, not how common a viewpoint is in a population.",
    );
    let report = if prevalence.rows.len() <= MOST_ROWS_DRAWN {
        report.figure(figure(prevalence, &columns))
    } else {
        report
    };
    report.data("prevalence", data(prevalence, &columns, test, &tests))
}

fn counts(prevalence: &Prevalence, columns: &[String], negative: usize) -> Table {
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
        .column("not flagged", Align::Right)
        .column("not significant", Align::Right)
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
        cells.extend(standings(prevalence, |values| {
            values.get(index).copied().unwrap_or(0)
        }));
        table.push(cells);
    }
    let mut total = vec![TableCell::text("All")];
    total
        .extend((0..columns.len()).map(|f| {
            TableCell::count(prevalence.counts.iter().filter_map(|row| row.get(f)).sum())
        }));
    total.extend(standings(prevalence, |values| values.iter().sum()));
    table.push_footer(total);
    table
}

/// The cells after the factors: matched, confounded, not flagged, not significant, all sorts.
fn standings(prevalence: &Prevalence, of: impl Fn(&[usize]) -> usize) -> [TableCell; 5] {
    let (other, nothing) = (of(&prevalence.other), of(&prevalence.non_significant));
    [
        of(&prevalence.matched),
        of(&prevalence.confounded),
        other - nothing,
        nothing,
        of(&prevalence.sorts),
    ]
    .map(TableCell::count)
}

fn shares(prevalence: &Prevalence, columns: &[String], tests: &[Option<ContingencyTest>]) -> Table {
    let mut table = Table::new("Shares of each group's sorts in %, with Wilson's 95 % intervals")
        .column(prevalence.by.as_str(), Align::Left)
        .columns(columns.iter().map(String::as_str), Align::Left, None);
    for (index, row) in prevalence.rows.iter().enumerate() {
        let cells = (0..columns.len()).map(|f| share_cell(prevalence, index, f));
        table.push(std::iter::once(TableCell::text(group(row))).chain(cells));
    }
    let p = tests.iter().map(|test| match test {
        Some(test) => TableCell::text(format!("p {}", p_text(test.p))),
        None => TableCell::missing(),
    });
    table.push_footer(std::iter::once(TableCell::text("Groups alike")).chain(p));
    table
}

fn share_cell(prevalence: &Prevalence, row: usize, factor: usize) -> TableCell {
    let interval = prevalence.interval(row, FactorIndex(factor));
    let (Some(share), Some((low, high))) = (share(prevalence, row, factor), interval) else {
        return TableCell::missing();
    };
    let percent = |share: f64| fixed(100.0 * share, 0);
    TableCell::text(format!(
        "{} ({} to {})",
        percent(share),
        percent(low),
        percent(high)
    ))
}

fn share(prevalence: &Prevalence, row: usize, factor: usize) -> Option<f64> {
    let count = *prevalence.counts.get(row)?.get(factor)?;
    let sorts = *prevalence.sorts.get(row)?;
    (sorts > 0).then(|| count as f64 / sorts as f64)
}

/// As "= 0.034" or "< 0.001".
fn p_text(p: f64) -> String {
    if p < 0.0005 {
        return "< 0.001".to_owned();
    }
    format!("= {}", fixed(p, 3))
}

fn test_words(
    prevalence: &Prevalence,
    test: Option<ContingencyTest>,
    tests: &[Option<ContingencyTest>],
) -> String {
    let Some(test) = test else {
        return format!(
            "There is nothing to test: the sorts of all groups by {} stand alike, or there is one group only.",
            prevalence.by
        );
    };
    let name = match test.method {
        TestMethod::ChiSquare { .. } => "Pearson's χ² test",
        _ => "Exact test (Fisher, Freeman & Halton)",
    };
    format!(
        "{name} of whether the groups spread alike over the viewpoints, sorts that define no single factor counted as one more: p {}, {}. \
         The last row tests each viewpoint by itself{}, not adjusted for their number.",
        p_text(test.p),
        how(test.method),
        each_how(tests),
    )
}

fn how(method: TestMethod) -> String {
    match method {
        TestMethod::Enumerated { tables } => {
            format!(
                "all {} tables with these margins enumerated",
                thousands(tables)
            )
        }
        TestMethod::MonteCarlo {
            replicates,
            seed,
            standard_error,
        } => format!(
            "from {} tables drawn at random (seed {seed}, standard error {})",
            thousands(replicates),
            fixed(standard_error, 4)
        ),
        TestMethod::ChiSquare {
            statistic,
            degrees_of_freedom,
        } => format!(
            "χ² = {} with {}, which so many sorts allow in place of the exact test",
            fixed(statistic, 1),
            counted(
                degrees_of_freedom,
                "degree of freedom",
                "degrees of freedom"
            )
        ),
    }
}

/// Where single viewpoints were not enumerated.
fn each_how(tests: &[Option<ContingencyTest>]) -> &'static str {
    let drawn = |test: &ContingencyTest| matches!(test.method, TestMethod::MonteCarlo { .. });
    let asymptotic = |test: &ContingencyTest| matches!(test.method, TestMethod::ChiSquare { .. });
    match () {
        () if tests.iter().flatten().any(drawn) => ", partly from tables drawn in the same way",
        () if tests.iter().flatten().any(asymptotic) => ", by χ² in the same way or by enumeration",
        () => ", by enumeration",
    }
}

fn opposite_poles(prevalence: &Prevalence, columns: &[String]) -> String {
    let mut poles = Vec::new();
    for (row, negatives) in prevalence.rows.iter().zip(&prevalence.negative) {
        for (column, count) in columns.iter().zip(negatives).filter(|(_, n)| **n > 0) {
            poles.push(format!(
                "{} in {} on {column}",
                thousands(*count),
                group(row)
            ));
        }
    }
    poles.join(", ")
}

/// One panel per factor: shares with their intervals by group.
fn figure(prevalence: &Prevalence, columns: &[String]) -> Figure {
    let panels = columns.iter().enumerate().map(|(f, title)| Panel {
        series: f,
        title: title.clone(),
        rows: (0..prevalence.rows.len())
            .map(|row| panel_row(prevalence, row, f))
            .collect(),
    });
    let ticks = [
        (0.0, "0"),
        (0.25, "25"),
        (0.5, "50"),
        (0.75, "75"),
        (1.0, "100"),
    ];
    let drawing = Panels {
        rows: prevalence
            .rows
            .iter()
            .map(|r| group(r).to_owned())
            .collect(),
        panels: panels.collect(),
        scale: (0.0, 1.0),
        ticks: ticks.map(|(at, name)| (at, name.to_owned())).to_vec(),
        unit: "% of the group's sorts, with Wilson's 95 % interval; beside it the counts"
            .to_owned(),
    }
    .draw();
    let most: Vec<String> = columns
        .iter()
        .enumerate()
        .filter_map(|(f, column)| {
            let rows = (0..prevalence.rows.len())
                .filter_map(|row| Some((row, share(prevalence, row, f)?)));
            let (row, share) = rows.max_by(|a, b| a.1.total_cmp(&b.1))?;
            let name = group(prevalence.rows.get(row)?);
            Some(format!(
                "{column} most in {name} ({} %)",
                fixed(100.0 * share, 0)
            ))
        })
        .collect();
    Figure {
        drawing,
        alt: format!(
            "One panel per factor: the share of each group's sorts that define it, by {}. {}.",
            prevalence.by,
            most.join("; ")
        ),
    }
}

fn panel_row(prevalence: &Prevalence, row: usize, factor: usize) -> PanelRow {
    let count = prevalence.counts.get(row).and_then(|c| c.get(factor));
    PanelRow {
        values: Vec::new(),
        mark: share(prevalence, row, factor),
        interval: prevalence.interval(row, FactorIndex(factor)),
        note: format!(
            "{}/{}",
            count.copied().unwrap_or(0),
            prevalence.sorts.get(row).copied().unwrap_or(0)
        ),
    }
}

fn data(
    prevalence: &Prevalence,
    columns: &[String],
    test: Option<ContingencyTest>,
    tests: &[Option<ContingencyTest>],
) -> Value {
    let intervals: Vec<Vec<Option<(f64, f64)>>> = (0..prevalence.rows.len())
        .map(|row| {
            let factors = (0..columns.len()).map(FactorIndex);
            factors.map(|f| prevalence.interval(row, f)).collect()
        })
        .collect();
    let each: Vec<Option<Value>> = tests.iter().map(|test| test.map(test_data)).collect();
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
        "non_significant": prevalence.non_significant,
        "wilson_95": intervals,
        "test": test.map(test_data),
        "tests_by_factor": each,
    })
}

fn test_data(test: ContingencyTest) -> Value {
    match test.method {
        TestMethod::Enumerated { tables } => {
            json!({"p": test.p, "method": "enumeration", "tables": tables})
        }
        TestMethod::MonteCarlo {
            replicates,
            seed,
            standard_error,
        } => json!({
            "p": test.p,
            "method": "monte_carlo",
            "replicates": replicates,
            "seed": seed,
            "standard_error": standard_error,
        }),
        TestMethod::ChiSquare {
            statistic,
            degrees_of_freedom,
        } => json!({
            "p": test.p,
            "method": "chi_square",
            "statistic": statistic,
            "degrees_of_freedom": degrees_of_freedom,
        }),
    }
}

fn group(name: &str) -> &str {
    if name.is_empty() { "(missing)" } else { name }
}

fn words(prevalence: &Prevalence) -> String {
    let sum = |values: &[usize]| values.iter().sum::<usize>();
    format!(
        "{} of {} define exactly one factor (matched); {} confounded, {} neither. The P set is a purposive sample: shares are not shares of a population.",
        thousands(sum(&prevalence.matched)),
        super::wording::sorts(sum(&prevalence.sorts)),
        counted(sum(&prevalence.confounded), "is", "are"),
        counted(sum(&prevalence.other), "is", "are"),
    )
}
