//! The receipt: what would be different under the other programs' conventions.

mod data;

use super::conventions::convention_words;
use super::wording::{self, factor, names};
use crate::qmethod::extraction::Extraction;
use crate::qmethod::receipt::{Receipt, SURE, StatementLabel};
use crate::qmethod::statements::Level;
use crate::qmethod::{
    Convention, Conventions, FactorIndex, MethodError, Scored, SortIndex, StatementIndex,
};
use crate::render::number::{counted, fixed, typographic};
use crate::render::report::Report;
use crate::render::table::{Align, Table, TableCell};
use data::data;

/// What the analysis came to under one other convention.
pub type Outcome = (Convention, Result<Receipt, MethodError>);

/// A solution made under the conventions `here` beside the same analysis under others: a summary, then the details of each; kind `receipt`.
pub fn receipt(
    scored: &Scored,
    labels: &[String],
    here: Convention,
    outcomes: &[Outcome],
) -> Report {
    let report = Report::new("Receipt: the same analysis under other conventions")
        .text(format!(
            "The analysis was run again from the study on, with everything as here (correlations, kind of extraction, number of factors, rotation steps, level and majority \
             for flags, flags by hand, splits) but with the constants and habits of {}. Here they are those of {}.",
            names(&outcomes.iter().map(|(other, _)| other.name()).collect::<Vec<_>>()),
            here.name()
        ))
        .text("Factors are matched by falling |r| of their z-scores (of their loadings where one has no scores), each once, and reversed where r is negative; \
               all differences are told in the order and with the signs of the factors here.")
        .table(summary(scored, labels, outcomes));
    let details = outcomes.iter().fold(report, |report, (other, outcome)| {
        let report = report
            .heading(other.name())
            .text(constants_words(scored, *other));
        match outcome {
            Ok(receipt) => details(report, scored, labels, receipt),
            Err(why) => report.warning(format!(
                "The analysis does not come to an end under these conventions: {why}"
            )),
        }
    });
    details.data("receipt", data(scored, labels, here, outcomes))
}

/// The convention's words, without those of stages this analysis does not have.
fn constants_words(scored: &Scored, other: Convention) -> String {
    let centroid = is_centroid(scored);
    let words = convention_words(&Conventions::of(other));
    let words: Vec<String> = words
        .into_iter()
        .filter(|sentence| centroid || !sentence.starts_with("Centroid"))
        .collect();
    words.join(" ")
}

fn is_centroid(scored: &Scored) -> bool {
    let extraction = scored.flagged().rotated().extracted().extraction();
    matches!(extraction, Extraction::Centroid(_))
}

fn summary(scored: &Scored, labels: &[String], outcomes: &[Outcome]) -> Table {
    let mut table = Table::new("What differs from the result here")
        .column("Convention", Align::Left)
        .columns(
            ["Flags", "Array cells", "Distinguishing", "Consensus"],
            Align::Right,
            Some("Number of differences in"),
        )
        .columns(
            ["in a loading", "in a z-score"],
            Align::Left,
            Some("Largest difference"),
        );
    for (other, outcome) in outcomes {
        let Ok(receipt) = outcome else {
            let none = std::iter::repeat_with(TableCell::missing).take(6);
            table.push(std::iter::once(TableCell::text(other.name())).chain(none));
            continue;
        };
        let consensus = |label: &StatementLabel| *label == StatementLabel::Consensus;
        let agreed = receipt
            .labels
            .iter()
            .filter(|l| consensus(&l.label))
            .count();
        let largest = |size: f64, on: FactorIndex, what: String| {
            TableCell::text(if size < ROUNDING {
                "none".to_owned()
            } else {
                format!("{} ({what}, {})", small(size), factor(labels, on))
            })
        };
        table.push([
            TableCell::text(other.name()),
            TableCell::count(receipt.flags.len()),
            TableCell::count(receipt.cells.len()),
            TableCell::count(receipt.labels.len() - agreed),
            TableCell::count(agreed),
            receipt.loading.map_or_else(TableCell::missing, |l| {
                largest(l.size(), l.factor, sort_id(scored, l.row))
            }),
            receipt.z.map_or_else(TableCell::missing, |l| {
                let statement = format!("statement {}", number(scored, l.row));
                largest(l.size(), l.factor, statement)
            }),
        ]);
    }
    table
}

/// A smaller difference is the rounding of the machine.
const ROUNDING: f64 = 1e-12;

/// A difference to two digits that count.
fn small(size: f64) -> String {
    if size < 1e-4 {
        return format!("{size:.0e}");
    }
    let places = (1.0 - size.log10().floor()).clamp(2.0, 7.0);
    fixed(size, places as usize)
}

fn details(report: Report, scored: &Scored, labels: &[String], receipt: &Receipt) -> Report {
    let report = report.text(matching_words(scored, labels, receipt));
    let report = doubts(report, scored, labels, receipt);
    if receipt.count() == 0 {
        return report.text(
            "The same flags, the same arrays, the same distinguishing and consensus statements.",
        );
    }
    let same: Vec<&str> = [
        ("flags", receipt.flags.is_empty()),
        ("arrays", receipt.cells.is_empty()),
        (
            "distinguishing and consensus statements",
            receipt.labels.is_empty(),
        ),
    ]
    .into_iter()
    .filter_map(|(what, same)| same.then_some(what))
    .collect();
    let report = match same.is_empty() {
        true => report,
        false => report.text(format!("The same {}.", names(&same))),
    };
    let tables = [
        flags_table(scored, labels, receipt),
        cells_table(scored, labels, receipt),
        labels_table(scored, labels, receipt),
    ];
    let shown = tables.into_iter().filter(|table| !table.rows.is_empty());
    shown.map(folded).fold(report, Report::table)
}

/// Long tables are folded away: their number of rows stands in the summary.
fn folded(table: Table) -> Table {
    let rows = table.rows.len();
    if rows <= MOST_UNFOLDED {
        return table;
    }
    let summary = format!("{}: {rows}", table.caption);
    table.collapsed(summary)
}

/// Rows of a table that is not folded away.
const MOST_UNFOLDED: usize = 30;

fn matching_words(scored: &Scored, labels: &[String], receipt: &Receipt) -> String {
    let names_here = rotated_names(scored, labels);
    let pairs: Vec<String> = receipt
        .factors
        .iter()
        .map(|found| {
            let name = names_here.get(found.here.0).cloned().unwrap_or_default();
            format!(
                "{name} is its factor {}{} ({} {})",
                found.there.0 + 1,
                if found.r < 0.0 { ", reversed" } else { "" },
                if found.by_scores {
                    "r ="
                } else {
                    "loadings alike by"
                },
                typographic(&fixed(found.r, 4))
            )
        })
        .collect();
    format!("{}.", names(&pairs))
}

fn rotated_names(scored: &Scored, labels: &[String]) -> Vec<String> {
    let columns = scored.flagged().columns();
    let of = |wanted: FactorIndex| {
        let places = columns
            .iter()
            .enumerate()
            .filter(|(_, c)| c.factor == wanted);
        let names: Vec<String> = places
            .map(|(at, _)| factor(labels, FactorIndex(at)))
            .collect();
        names.join("/")
    };
    wording::all(scored.flagged().rotated().factor_count())
        .map(of)
        .collect()
}

/// What to know before reading the differences.
fn doubts(report: Report, scored: &Scored, labels: &[String], receipt: &Receipt) -> Report {
    let unsure: Vec<String> = receipt
        .factors
        .iter()
        .filter(|found| found.r.abs() < SURE)
        .filter_map(|found| rotated_names(scored, labels).get(found.here.0).cloned())
        .collect();
    let report = match unsure.is_empty() {
        true => report,
        false => report.warning(format!(
            "{} without a sure counterpart there (|r| below {SURE}): differences on {} compare different viewpoints.{}",
            counted(unsure.len(), "factor is", "factors are"),
            names(&unsure),
            turning_words(scored, receipt)
        )),
    };
    if receipt.left_out.is_empty() {
        return report;
    }
    let left_out: Vec<String> = receipt
        .left_out
        .iter()
        .map(|change| sort_id(scored, change.sort))
        .collect();
    report.warning(format!(
        "Flags changed by hand on those factors were left out there: {}.",
        names(&left_out)
    ))
}

/// Why the factors of two centroids part, where that was found.
fn turning_words(scored: &Scored, receipt: &Receipt) -> String {
    let Some(turning) = receipt.turning else {
        return String::new();
    };
    let small = |sum: f64| format!("{sum:.0e}");
    format!(
        " The two centroids part behind unrotated factor {}, for which no sort was reflected: the columns of what it leaves add up to zero but for the tolerance of the \
         communalities (at most {} here, {} there; {} before any factor), and the next reflection begins with {} here, with {} there. Principal components have no such turning point.",
        turning.factor.0 + 1,
        small(turning.left.0),
        small(turning.left.1),
        fixed(turning.before, 2),
        sort_id(scored, turning.begins.0),
        sort_id(scored, turning.begins.1),
    )
}

fn flags_table(scored: &Scored, labels: &[String], receipt: &Receipt) -> Table {
    let mut table = Table::new("Flags that differ")
        .column("Sort", Align::Left)
        .column("Factor", Align::Left)
        .columns(["here", "there"], Align::Left, Some("Flag"))
        .columns(["here", "there"], Align::Right, Some("Loading"));
    let word = |flagged: bool| TableCell::text(if flagged { "flagged" } else { "not" });
    for found in &receipt.flags {
        table.push([
            TableCell::text(sort_id(scored, found.sort)),
            TableCell::text(factor(labels, found.factor)),
            word(found.here),
            word(!found.here),
            TableCell::number(found.loadings.0, 5),
            TableCell::number(found.loadings.1, 5),
        ]);
    }
    table
}

fn cells_table(scored: &Scored, labels: &[String], receipt: &Receipt) -> Table {
    let mut table = Table::new("Array cells that differ")
        .column("No.", Align::Right)
        .column("Statement", Align::Left)
        .column("Factor", Align::Left)
        .columns(["here", "there"], Align::Right, Some("Value"));
    let value = |value: Option<i32>| value.map_or_else(TableCell::missing, TableCell::signed);
    for found in &receipt.cells {
        table.push([
            TableCell::integer(number(scored, found.statement)),
            TableCell::text(text(scored, found.statement)),
            TableCell::text(factor(labels, found.factor)),
            value(found.here),
            value(found.there),
        ]);
    }
    table
}

fn labels_table(scored: &Scored, labels: &[String], receipt: &Receipt) -> Table {
    let mut table = Table::new("Distinguishing and consensus statements that differ")
        .column("No.", Align::Right)
        .column("Statement", Align::Left)
        .column("Label", Align::Left)
        .columns(["here", "there"], Align::Left, None);
    for found in &receipt.labels {
        let (label, word) = match found.label {
            StatementLabel::Distinguishing(f) => (
                format!("distinguishes {}", factor(labels, f)),
                distinguishing_word as fn(Option<Level>) -> &'static str,
            ),
            StatementLabel::Consensus => ("consensus".to_owned(), consensus_word as _),
        };
        table.push([
            TableCell::integer(number(scored, found.statement)),
            TableCell::text(text(scored, found.statement)),
            TableCell::text(label),
            TableCell::text(word(found.here)),
            TableCell::text(word(found.there)),
        ]);
    }
    table
}

fn distinguishing_word(level: Option<Level>) -> &'static str {
    match level {
        None => "no",
        Some(Level::Weak) => "p < .05",
        Some(Level::Strict) => "p < .01",
    }
}

fn consensus_word(level: Option<Level>) -> &'static str {
    match level {
        None => "no",
        Some(Level::Weak) => "no difference at .05",
        Some(Level::Strict) => "no difference at .01",
    }
}

fn sort_id(scored: &Scored, sort: SortIndex) -> String {
    let ids = scored.study().sort_ids();
    ids.get(sort.0).cloned().unwrap_or_default()
}

fn number(scored: &Scored, statement: StatementIndex) -> u32 {
    let statements = scored.study().statements();
    statements.get(statement.0).map_or(0, |s| s.number)
}

fn text(scored: &Scored, statement: StatementIndex) -> String {
    let statements = scored.study().statements();
    statements
        .get(statement.0)
        .map(|s| s.text.clone())
        .unwrap_or_default()
}
