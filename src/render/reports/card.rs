//! The card of a viewpoint: all that is needed to talk about it, on one page.

mod handouts;
mod parts;
mod sheet;

pub use handouts::{handouts_html, handouts_latex};
pub(in crate::render) use parts::Viewpoint;
use parts::{Shared, Statement, Words};
pub(in crate::render) use sheet::Sheet;

use super::composite::in_words;
use super::wording::{self, statements, warn_lettering};
use crate::qmethod::prevalence::Prevalence;
use crate::qmethod::{FactorIndex, MethodError, Scored};
use crate::render::figures::composite::draw;
use crate::render::number::{fixed, signed, typographic};
use crate::render::report::{Figure, Report};
use crate::render::table::{Align, Table, TableCell};
use serde_json::{Value, json};

/// What a card is made from.
#[derive(Clone, Copy, Debug)]
pub struct CardSource<'a> {
    /// The solution.
    pub scored: &'a Scored,
    /// The shown names of its factors.
    pub labels: &'a [String],
    /// What each factor says in a few sentences, where somebody has written it.
    pub summaries: &'a [Option<String>],
    /// Defining sorts by an attribute of the participants, if asked for.
    pub prevalence: Option<&'a Prevalence>,
}

/// The card of a factor: name, summary, composite sort, what sets it apart, what all share, who holds it and in which words; kind `card`.
///
/// # Errors
/// As [`composite`](super::composite::composite).
pub fn card(source: &CardSource<'_>, factor: FactorIndex) -> Result<Report, MethodError> {
    let viewpoint = Viewpoint::of(source, factor)?;
    let mut report = Report::new(format!("Viewpoint {}", viewpoint.name));
    report = match &viewpoint.summary {
        Some(summary) => report.text(summary.as_str()),
        None => report.remark(format!(
            "Nobody has said yet what this viewpoint stands for: `%q summary {} \"…\"` does, and `%q name` gives it a name.",
            viewpoint.place
        )),
    };
    report = report.text(viewpoint.facts.join(" "));
    let study = source.scored.study();
    let texts = study.statements().iter().map(|s| s.text.as_str());
    report = warn_lettering(report, texts).figure(Figure {
        drawing: draw(&viewpoint.piles, &viewpoint.legend),
        alt: in_words(&viewpoint.name, &viewpoint.piles),
    });
    report = match viewpoint.apart.is_empty() {
        true if viewpoint.others.is_empty() => {
            report.text("It is the only viewpoint with scores: there is none to set it apart from.")
        }
        true => report.text("No statement sets it apart from all other viewpoints at p < .05."),
        false => report.table(apart(&viewpoint)),
    };
    report = match viewpoint.shared.is_empty() {
        true => report,
        false => report.table(shared(&viewpoint)),
    };
    report = match &viewpoint.groups {
        Some(_) => report.table(groups(&viewpoint)),
        None => report,
    };
    report = report.table(holders(&viewpoint));
    report = words(report, &viewpoint);
    Ok(report.data("card", data(&viewpoint)))
}

/// The card as it is handed out: without notes for the analyst, and without the ids of those who hold the viewpoint.
///
/// # Errors
/// As [`card`].
pub fn handout(source: &CardSource<'_>, factor: FactorIndex) -> Result<Report, MethodError> {
    let viewpoint = Viewpoint::of(source, factor)?;
    let summary = viewpoint.summary.as_deref().unwrap_or_default();
    let paragraphs = summary.lines().filter(|line| !line.trim().is_empty());
    let report = paragraphs.fold(Report::new(&viewpoint.name), Report::text);
    let mut report = report.text(viewpoint.facts.join(" ")).figure(Figure {
        drawing: draw(&viewpoint.piles, &viewpoint.legend),
        alt: format!("Composite Q sort of {}.", viewpoint.name),
    });
    if !viewpoint.apart.is_empty() {
        report = report.table(apart(&viewpoint));
    }
    if viewpoint.groups.is_some() {
        report = report.table(groups(&viewpoint));
    }
    if !viewpoint.words.is_empty() {
        report = report.table(quotes(&viewpoint));
    }
    Ok(report)
}

/// Names and summaries of all factors; kind `viewpoints`.
pub fn viewpoints(labels: &[String], summaries: &[Option<String>]) -> Report {
    let mut table = Table::new("")
        .column("Viewpoint", Align::Left)
        .column("What it stands for", Align::Left);
    let summary = |at: usize| summaries.get(at).and_then(Option::as_deref);
    for (at, label) in labels.iter().enumerate() {
        table.push([
            TableCell::text(label.as_str()),
            summary(at).map_or_else(TableCell::missing, TableCell::text),
        ]);
    }
    let all: Vec<Value> = labels
        .iter()
        .enumerate()
        .map(|(at, label)| json!({"factor": label, "summary": summary(at)}))
        .collect();
    Report::new("Viewpoints")
        .table(table)
        .data("viewpoints", json!({"viewpoints": all}))
}

/// With what other viewpoints say of the same statements.
fn apart(viewpoint: &Viewpoint) -> Table {
    let mut table = Table::new(
        "What sets it apart: D from all others at p < .05, D* at p < .01; values of the factor arrays",
    )
    .column("No.", Align::Right)
    .column("Statement", Align::Left)
    .column("", Align::Left)
    .column(viewpoint.name.as_str(), Align::Right)
    .columns(
        viewpoint.others.iter().map(String::as_str),
        Align::Right,
        None,
    );
    for statement in &viewpoint.apart {
        let mut cells = vec![
            TableCell::integer(statement.number),
            TableCell::text(statement.text.as_str()),
            TableCell::text(statement.mark),
            TableCell::signed(statement.value).bold(true),
        ];
        let others = statement.others.iter();
        cells.extend(others.map(|v| v.map_or_else(TableCell::missing, TableCell::signed)));
        table.push(cells);
    }
    table
}

fn shared(viewpoint: &Viewpoint) -> Table {
    let mut table = Table::new(
        "What all viewpoints share: C no two of them differ at p < .01, C* nor at p < .05",
    )
    .column("No.", Align::Right)
    .column("Statement", Align::Left)
    .column("", Align::Left)
    .column(viewpoint.name.as_str(), Align::Right);
    for statement in &viewpoint.shared {
        table.push([
            TableCell::integer(statement.number),
            TableCell::text(statement.text.as_str()),
            TableCell::text(statement.mark),
            TableCell::signed(statement.value),
        ]);
    }
    let count = statements(viewpoint.shared.len());
    table.collapsed(format!("What all viewpoints share: {count}"))
}

fn groups(viewpoint: &Viewpoint) -> Table {
    let Some((by, groups)) = &viewpoint.groups else {
        return Table::new("");
    };
    let mut table = Table::new(format!(
        "Who holds it, by {by}: defining sorts, and their share of the group's sorts in % with Wilson's 95 % interval"
    ))
    .column(by.as_str(), Align::Left)
    .column("define it", Align::Right)
    .column("sorts", Align::Right)
    .column("%", Align::Left);
    for group in groups {
        let percent = |share: f64| fixed(100.0 * share, 0);
        let interval = group.interval.map(|(low, high)| {
            format!(
                "{} ({} to {})",
                percent(group.holders as f64 / group.sorts.max(1) as f64),
                percent(low),
                percent(high)
            )
        });
        table.push([
            TableCell::text(group.name.as_str()),
            TableCell::count(group.holders),
            TableCell::count(group.sorts),
            interval.map_or_else(TableCell::missing, TableCell::text),
        ]);
    }
    table
}

fn holders(viewpoint: &Viewpoint) -> Table {
    let mut table = Table::new("Who defines it, the heaviest first; − at the opposite end")
        .column("Sort", Align::Left)
        .column("loading", Align::Right)
        .columns(
            viewpoint.attributes.iter().map(String::as_str),
            Align::Left,
            None,
        );
    for holder in &viewpoint.holders {
        let mut cells = vec![
            TableCell::text(holder.id.as_str()).mark((holder.loading < 0.0).then_some("−")),
            TableCell::number(holder.loading, wording::COARSE),
        ];
        cells.extend(holder.attributes.iter().map(|value| match value.as_str() {
            "" => TableCell::missing(),
            value => TableCell::text(value),
        }));
        table.push(cells);
    }
    let count = wording::sorts(viewpoint.holders.len());
    table.collapsed(format!("Who defines it: {count}"))
}

fn words(report: Report, viewpoint: &Viewpoint) -> Report {
    if viewpoint.words.is_empty() {
        return report;
    }
    let mut table =
        Table::new("In their own words, on what matters most first; − from the opposite end")
            .column("On", Align::Left)
            .column("Sort", Align::Left)
            .column("Comment", Align::Left);
    for said in &viewpoint.words {
        table.push([
            TableCell::text(about(said)),
            TableCell::text(said.sort.as_str()).mark(said.opposed.then_some("−")),
            TableCell::text(format!("“{}”", said.text)),
        ]);
    }
    let count = viewpoint.words.len();
    report.table(match count {
        0..=8 => table,
        _ => table.collapsed(format!("In their own words: {count} comments")),
    })
}

/// The comments without whose they are.
fn quotes(viewpoint: &Viewpoint) -> Table {
    let mut table = Table::new("In their own words; − from the opposite end")
        .column("On", Align::Left)
        .column("Comment", Align::Left);
    for said in &viewpoint.words {
        table.push([
            TableCell::text(about(said)).mark(said.opposed.then_some("−")),
            TableCell::text(format!("“{}”", said.text)),
        ]);
    }
    table
}

/// What a comment is about, with the value that the viewpoint gives it.
fn about(said: &Words) -> String {
    match (said.statement, said.value) {
        (Some(number), Some(value)) => {
            format!("{number} ({})", typographic(&signed(i64::from(value))))
        }
        (Some(number), None) => number.to_string(),
        _ => "the sort".to_owned(),
    }
}

fn data(viewpoint: &Viewpoint) -> Value {
    let statement = |s: &Statement| json!({"number": s.number, "text": s.text, "value": s.value, "mark": s.mark, "others": s.others});
    let shared =
        |s: &Shared| json!({"number": s.number, "text": s.text, "value": s.value, "mark": s.mark});
    let word = |w: &Words| json!({"statement": w.statement, "sort": w.sort, "text": w.text, "opposed": w.opposed});
    let groups = viewpoint.groups.as_ref().map(|(by, groups)| {
        let rows = groups.iter().map(
            |g| json!({"group": g.name, "holders": g.holders, "sorts": g.sorts, "interval": g.interval}),
        );
        json!({"by": by, "groups": rows.collect::<Vec<_>>()})
    });
    let array = viewpoint.piles.iter().flat_map(|pile| {
        let cards = pile.cards.iter();
        cards.map(|card| json!({"number": card.number, "value": pile.value, "mark": card.mark}))
    });
    json!({
        "factor": viewpoint.name,
        "summary": viewpoint.summary,
        "facts": viewpoint.facts,
        "array": array.collect::<Vec<_>>(),
        "apart": viewpoint.apart.iter().map(statement).collect::<Vec<_>>(),
        "others": viewpoint.others,
        "shared": viewpoint.shared.iter().map(shared).collect::<Vec<_>>(),
        "prevalence": groups,
        "holders": viewpoint.holders.iter().map(|h| json!({"id": h.id, "loading": h.loading})).collect::<Vec<_>>(),
        "words": viewpoint.words.iter().map(word).collect::<Vec<_>>(),
    })
}
