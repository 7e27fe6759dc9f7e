//! Influence as a picture.

use super::super::wording::{COARSE, factor, study_of};
use super::{noun, shown_name};
use crate::qmethod::FactorIndex;
use crate::qmethod::jackknife::{Change, Influence, Jackknife, LeftOut};
use crate::render::figures::panels::{Layout, Panel, PanelRow, Panels};
use crate::render::font::one_line;
use crate::render::number::{fixed, listed};
use crate::render::report::Figure;

/// More rows are not drawn.
const MOST_LINES: usize = 40;
/// The largest change of z on each factor, a panel for each.
pub(super) fn figure(found: &Jackknife, labels: &[String], order: &[usize]) -> Figure {
    let scored = found.scored();
    let drawn: Vec<(&Influence, &Change)> = order
        .iter()
        .filter_map(|p| found.influences.get(*p))
        .filter_map(|i| Some((i, i.change.as_ref().ok()?)))
        .take(MOST_LINES)
        .collect();
    let largest = |change: &Change, f: FactorIndex| {
        let largest = change.largest.get(f.0).copied().flatten();
        largest.map(|(z, _)| z)
    };
    let rows: Vec<String> = drawn
        .iter()
        .map(|(i, _)| match found.left_out {
            LeftOut::Statements => statement_words(found, i),
            _ => one_line(&shown_name(found, i)),
        })
        .collect();
    let panel = |f: &FactorIndex| Panel {
        series: f.0,
        title: factor(labels, *f),
        rows: drawn
            .iter()
            .map(|(_, change)| {
                let z = largest(change, *f);
                PanelRow {
                    mark: z,
                    interval: z.map(|z| (0.0, z)),
                    note: match z {
                        None => "lost".to_owned(),
                        Some(_) => String::new(),
                    },
                    ..PanelRow::default()
                }
            })
            .collect(),
    };
    let shown = scored.scored_factors();
    let all = drawn.iter().flat_map(|(_, c)| c.largest.iter().flatten());
    let reach = all.map(|(z, _)| *z).fold(0.0_f64, f64::max);
    let step = [0.05, 0.1, 0.2, 0.5, 1.0]
        .into_iter()
        .find(|s| reach / s <= 4.0);
    let step = step.unwrap_or(2.0);
    let top = (reach / step).ceil().max(1.0) * step;
    let decimals = if step < 0.1 { 2 } else { 1 };
    let ticks = (0..=(top / step).round() as u32).map(|t| {
        let at = f64::from(t) * step;
        (at, fixed(at, decimals))
    });
    let wide = matches!(found.left_out, LeftOut::Statements);
    let drawing = Panels {
        rows,
        panels: shown.iter().map(panel).collect(),
        scale: (0.0, top),
        ticks: ticks.collect(),
        unit: format!(
            "Largest |change| of a z-score without the {}{}",
            noun(&found.left_out),
            if drawn.len() < found.influences.len() {
                format!(", the {} with the most influence", drawn.len())
            } else {
                String::new()
            }
        ),
    }
    .draw_in(Layout {
        panel: 150.0,
        across: 6,
        line: 18.0,
        longest_label: if wide { 240.0 } else { 120.0 },
        mark: 4.4,
    });
    let first: Vec<String> = drawn
        .iter()
        .take(3)
        .filter_map(|(i, c)| Some((i, c.largest_of_all()?)))
        .map(|(i, (f, z, _))| format!("{} ({} on {})", i.name, fixed(z, COARSE), factor(labels, f)))
        .collect();
    Figure {
        drawing,
        alt: format!(
            "Largest change of a z-score on each factor without each {}. The most influential: {}.",
            noun(&found.left_out),
            listed(&first)
        ),
    }
}

fn statement_words(found: &Jackknife, influence: &Influence) -> String {
    let statements = study_of(found.scored()).statements().iter();
    let mut of = statements.filter(|s| s.number.to_string() == influence.name);
    let text = of.next().map_or("", |s| s.text.as_str());
    one_line(&format!("{}  {text}", influence.name))
}
