//! The chain as a picture.

use super::{ChainNames, signed_name};
use crate::qmethod::FactorIndex;
use crate::qmethod::flagging::SortStanding;
use crate::qmethod::second_order::Chain;
use crate::render::figures::alluvial::{Alluvial, AlluvialBlock, Column, Stream};
use crate::render::number::{counted, listed};
use crate::render::report::Figure;

/// Solutions, first-order factors, super-factors: streams as thick as the participants in them.
pub(super) fn figure(chain: &Chain, called: ChainNames<'_>) -> Figure {
    let none = chain.factors.len();
    let nowhere = chain.super_factors.len();
    let mut solutions = vec![0; called.solutions.len()];
    let mut in_factor = vec![vec![0; none + 1]; called.solutions.len()];
    for participant in &chain.participants {
        let factor = match participant.standing {
            SortStanding::Defining(f) => place_of(chain, participant.solution, f).unwrap_or(none),
            _ => none,
        };
        solutions[participant.solution] += 1;
        in_factor[participant.solution][factor] += 1;
    }
    let total = |factor: usize| in_factor.iter().map(|row| row[factor]).sum::<usize>();
    let onward: Vec<usize> = chain
        .factors
        .iter()
        .map(|f| match f.standing {
            Some(SortStanding::Defining(to)) => to.0,
            _ => nowhere,
        })
        .collect();
    let series = |to: usize| (to < nowhere).then_some(to);
    let mut streams = Vec::new();
    for (solution, row) in in_factor.iter().enumerate() {
        for (factor, weight) in row.iter().enumerate() {
            streams.push(Stream {
                column: 0,
                from: solution,
                to: factor,
                weight: *weight,
                series: onward.get(factor).and_then(|to| series(*to)),
            });
        }
    }
    for (factor, to) in onward.iter().enumerate() {
        streams.push(Stream {
            column: 1,
            from: factor,
            to: *to,
            weight: total(factor),
            series: series(*to),
        });
    }
    streams.push(Stream {
        column: 1,
        from: none,
        to: nowhere,
        weight: total(none),
        series: None,
    });
    let mut ends = vec![0; nowhere + 1];
    for stream in streams.iter().filter(|s| s.column == 1) {
        ends[stream.to] += stream.weight;
    }
    let drawing = Alluvial {
        columns: vec![
            column(
                "Solutions",
                called
                    .solutions
                    .iter()
                    .cloned()
                    .zip(solutions)
                    .map(|(l, w)| (l, w, None)),
            ),
            column(
                "First-order factors",
                (0..=none).map(|f| {
                    let label = chain.factors.get(f).map_or_else(
                        || "no single factor".to_owned(),
                        |of| match of.standing {
                            Some(SortStanding::Defining(to)) => signed_name(of, to, called),
                            _ => called.factor(of.solution, of.factor),
                        },
                    );
                    (label, total(f), onward.get(f).and_then(|to| series(*to)))
                }),
            ),
            column(
                "Super-factors",
                ends.iter().enumerate().map(|(to, weight)| {
                    let label = if to < nowhere {
                        called.super_factor(FactorIndex(to))
                    } else {
                        "none".to_owned()
                    };
                    (label, *weight, series(to))
                }),
            ),
        ],
        streams,
    }
    .draw();
    Figure {
        drawing,
        alt: in_words(chain, called, &ends),
    }
}

fn column(heading: &str, blocks: impl Iterator<Item = (String, usize, Option<usize>)>) -> Column {
    let blocks = blocks.map(|(label, weight, series)| AlluvialBlock {
        label: format!("{label} ({weight})"),
        weight,
        series,
    });
    Column {
        heading: heading.to_owned(),
        blocks: blocks.collect(),
    }
}

fn place_of(chain: &Chain, solution: usize, factor: FactorIndex) -> Option<usize> {
    let mut factors = chain.factors.iter();
    factors.position(|f| f.solution == solution && f.factor == factor)
}

fn in_words(chain: &Chain, called: ChainNames<'_>, ends: &[usize]) -> String {
    let parts: Vec<String> = chain
        .super_factors
        .iter()
        .enumerate()
        .map(|(place, super_factor)| {
            let factors: Vec<String> = super_factor
                .factors
                .iter()
                .filter_map(|f| chain.factors.get(*f))
                .map(|f| signed_name(f, FactorIndex(place), called))
                .collect();
            let through = if factors.is_empty() {
                "nothing".to_owned()
            } else {
                listed(&factors)
            };
            let name = called.super_factor(FactorIndex(place));
            format!(
                "{name} takes {} through {through}",
                counted(super_factor.participants, "participant", "participants")
            )
        })
        .collect();
    format!(
        "Streams of participants from solutions through first-order factors to super-factors. {}; {} go nowhere.",
        parts.join("; "),
        ends.last().copied().unwrap_or(0)
    )
}
