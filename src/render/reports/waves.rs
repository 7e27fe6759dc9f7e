//! The same people in several waves.

use super::wording::{COARSE, factor, factors, names};
use crate::qmethod::FactorIndex;
use crate::qmethod::waves::{WaveStep, Waves};
use crate::render::figures::alluvial::{Alluvial, AlluvialBlock, Column, Stream};
use crate::render::number::{counted, fixed, typographic};
use crate::render::report::{Figure, Report};
use crate::render::table::{Align, Table, TableCell};
use serde_json::{Value, json};

/// Tables of more people are folded away.
const UNFOLDED: usize = 40;
const NO_FACTOR: &str = "no single factor";

/// Stability of each person, movement between viewpoints; kind `waves`.
pub fn waves(waves: &Waves, labels: &[String]) -> Report {
    let mut report = Report::new(format!("Waves: {}", waves.waves.join(", then "))).text(
        "Each person's sort beside the same person's sort in the next wave: r between the two is the person's stability. The rank is the place of \
         the person's own later sort among everybody's, by r with the earlier one: 1 where nobody else's is nearer.",
    );
    let named: Vec<(&String, &String)> =
        waves.waves.iter().zip(waves.waves.iter().skip(1)).collect();
    for ((from, to), step) in named.iter().zip(&waves.steps) {
        report = with_step(report, step, from, to, labels);
    }
    if !waves.incomplete.is_empty() {
        report = report.remark(format!(
            "{} no sort in every wave and {} left out where one is missing: {}.",
            counted(waves.incomplete.len(), "person has", "people have"),
            if waves.incomplete.len() == 1 {
                "is"
            } else {
                "are"
            },
            names(&waves.incomplete)
        ));
    }
    report.data("waves", data(waves, labels))
}

fn with_step(report: Report, step: &WaveStep, from: &str, to: &str, labels: &[String]) -> Report {
    let r = |r: f64| typographic(&fixed(r, COARSE));
    let first = step.people.iter().filter(|p| p.rank == 1).count();
    let mut words = format!(
        "{} sorted in both. Mean r with their own later sort {}",
        counted(step.people.len(), "person", "people"),
        r(step.own)
    );
    if step.others.is_finite() {
        words.push_str(&format!(
            ", with the later sorts of others {}",
            r(step.others)
        ));
    }
    words.push_str(&format!("; for {first} their own is the nearest."));
    let report = report
        .heading(format!("From {from} to {to}"))
        .text(words)
        .table(stability(step, from, to, labels));
    if step.movement.is_empty() {
        return report.remark(
            "Without flagged factors there is no movement between viewpoints to show: `%q solve` the study with all its waves first.",
        );
    }
    let (stayed, both) = step.stayed();
    report
        .text(format!(
            "{both} define a single factor in both waves; {stayed} of them the same."
        ))
        .table(movement(step, from, to, labels))
        .figure(figure(step, from, to, labels))
}

fn stability(step: &WaveStep, from: &str, to: &str, labels: &[String]) -> Table {
    let mut table = Table::new("Stability of each person, the most stable first")
        .column("Person", Align::Left)
        .column("r", Align::Right)
        .column("Rank", Align::Right);
    let flagged = !step.movement.is_empty();
    let k = step.movement.len().saturating_sub(1);
    if flagged {
        table = table
            .column(from, Align::Left)
            .column(to, Align::Left)
            .columns(factors(labels, k), Align::Right, Some("Change of loading"));
    }
    let mut people: Vec<_> = step.people.iter().collect();
    people.sort_by(|a, b| b.r.total_cmp(&a.r));
    for person in people {
        let mut cells = vec![
            TableCell::text(person.person.as_str()),
            TableCell::number(person.r, COARSE).shade(person.r),
            TableCell::count(person.rank),
        ];
        if let Some((before, after)) = person.factors {
            let name = |f: Option<FactorIndex>| match f {
                Some(f) => TableCell::text(factor(labels, f)),
                None => TableCell::missing(),
            };
            cells.extend([name(before), name(after)]);
            cells.extend(
                person
                    .change
                    .iter()
                    .map(|c| TableCell::number(*c, COARSE).shade(*c)),
            );
        }
        table.push(cells);
    }
    match step.people.len() {
        few if few <= UNFOLDED => table,
        many => table.collapsed(format!("Table of {many} people")),
    }
}

fn heads(labels: &[String], step: &WaveStep) -> Vec<String> {
    let mut heads = factors(labels, step.movement.len().saturating_sub(1));
    heads.push(NO_FACTOR.to_owned());
    heads
}

fn movement(step: &WaveStep, from: &str, to: &str, labels: &[String]) -> Table {
    let heads = heads(labels, step);
    let mut table = Table::new(format!(
        "Who went where: from the viewpoint in {from} (rows) to that in {to} (columns)"
    ))
    .column("", Align::Left)
    .columns(heads.iter().map(String::as_str), Align::Right, None)
    .column(from, Align::Right);
    for (place, (head, row)) in heads.iter().zip(&step.movement).enumerate() {
        let mut cells = vec![TableCell::text(head.as_str())];
        let counts = row.iter().enumerate();
        cells.extend(counts.map(|(to, n)| TableCell::count(*n).bold(place == to)));
        cells.push(TableCell::count(row.iter().sum()));
        table.push(cells);
    }
    let mut foot = vec![TableCell::text(to)];
    let column = |c: usize| step.movement.iter().filter_map(|row| row.get(c)).sum();
    foot.extend((0..heads.len()).map(|c| TableCell::count(column(c))));
    foot.push(TableCell::count(step.people.len()));
    table.push_footer(foot);
    table
}

fn figure(step: &WaveStep, from: &str, to: &str, labels: &[String]) -> Figure {
    let heads = heads(labels, step);
    let none = heads.len() - 1;
    let series = |place: usize| (place < none).then_some(place);
    let block = |place: usize, head: &String, weight: usize| AlluvialBlock {
        label: format!("{head} ({weight})"),
        weight,
        series: series(place),
    };
    let mut streams = Vec::new();
    for (a, row) in step.movement.iter().enumerate() {
        for (b, weight) in row.iter().enumerate() {
            streams.push(Stream {
                column: 0,
                from: a,
                to: b,
                weight: *weight,
                series: series(a),
            });
        }
    }
    let rows = heads.iter().zip(&step.movement).enumerate();
    let before = rows.map(|(place, (head, row))| block(place, head, row.iter().sum()));
    let column = |c: usize| step.movement.iter().filter_map(|row| row.get(c)).sum();
    let after = heads.iter().enumerate();
    let after = after.map(|(place, head)| block(place, head, column(place)));
    let drawing = Alluvial {
        columns: vec![
            Column {
                heading: from.to_owned(),
                blocks: before.collect(),
            },
            Column {
                heading: to.to_owned(),
                blocks: after.collect(),
            },
        ],
        streams,
    }
    .draw();
    let (stayed, both) = step.stayed();
    Figure {
        drawing,
        alt: format!(
            "Streams of people from their viewpoint in {from} to that in {to}. Of {both} with a single viewpoint in both waves, {stayed} kept it."
        ),
    }
}

fn data(waves: &Waves, labels: &[String]) -> Value {
    let steps: Vec<Value> = waves
        .steps
        .iter()
        .map(|step| {
            let name = |f: Option<FactorIndex>| f.map(|f| factor(labels, f));
            let people: Vec<Value> = step
                .people
                .iter()
                .map(|p| {
                    json!({
                        "person": p.person,
                        "r": p.r,
                        "rank": p.rank,
                        "before": p.factors.and_then(|f| name(f.0)),
                        "after": p.factors.and_then(|f| name(f.1)),
                        "change": p.change,
                    })
                })
                .collect();
            json!({
                "people": people,
                "mean_r_own": step.own,
                "mean_r_others": step.others.is_finite().then_some(step.others),
                "movement": step.movement,
            })
        })
        .collect();
    json!({"waves": waves.waves, "steps": steps, "incomplete": waves.incomplete})
}
