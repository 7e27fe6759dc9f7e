//! z-scores of all factors, one line per statement.

use super::marker::Marker;
use super::{LABEL, MARGIN, pixels};
use crate::render::colour::{GREY, HAIRLINE, INK, series};
use crate::render::drawing::{Drawing, Lettering, baseline};
use crate::render::font;
use crate::render::number::typographic;

const PLOT: f64 = 440.0;
const LONGEST_STATEMENT: f64 = 380.0;
const LINE: f64 = 22.0;
const RADIUS: f64 = 4.6;

/// One statement: its words and one z-score per factor.
pub(in crate::render) struct Line {
    pub(in crate::render) label: String,
    pub(in crate::render) z: Vec<f64>,
}

/// The lines from top to bottom; `factors` name the z-scores.
pub(in crate::render) fn draw(lines: &[Line], factors: &[(usize, String)]) -> Drawing {
    let words = lines
        .iter()
        .map(|line| font::width(&line.label, LABEL, false))
        .fold(40.0, f64::max)
        .min(LONGEST_STATEMENT);
    let left = MARGIN + words + 14.0;
    let right = left + PLOT;
    let reach = reach(lines);
    let x = |z: f64| left + PLOT * (z + reach) / (2.0 * reach);
    let legend = legend_rows(factors, right - MARGIN);
    let top = MARGIN + legend.len() as f64 * 20.0 + 12.0;
    let bottom = top + lines.len() as f64 * LINE;

    let mut drawing = Drawing::new(pixels(right + MARGIN + 8.0), pixels(bottom + 44.0));
    draw_legend(&mut drawing, &legend);
    let mut tick = -reach;
    while tick <= reach {
        let color = if tick == 0.0 { GREY } else { HAIRLINE };
        drawing.line((x(tick), top), (x(tick), bottom), color, 1.0);
        drawing.text(
            typographic(&format!("{tick:.0}")),
            (x(tick), bottom + 17.0),
            Lettering::new(LABEL).middle(),
        );
        tick += 1.0;
    }
    drawing.text(
        "z-score",
        ((left + right) / 2.0, bottom + 36.0),
        Lettering::new(LABEL).middle(),
    );
    for (index, line) in lines.iter().enumerate() {
        let y = top + (index as f64 + 0.5) * LINE;
        drawing.text(
            font::fitted(&line.label, LABEL, words),
            (left - 12.0, baseline(y, LABEL)),
            Lettering::new(LABEL).end(),
        );
        let finite = line.z.iter().copied().filter(|z| z.is_finite());
        let (low, high) = finite.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), z| {
            (low.min(z), high.max(z))
        });
        if low <= high {
            drawing.line((x(low), y), (x(high), y), GREY, 1.0);
        }
        for ((factor, _), z) in factors.iter().zip(&line.z) {
            Marker::of_series(*factor).draw(&mut drawing, (x(*z), y), RADIUS, series(*factor));
        }
    }
    drawing
}

/// The axis reaches to the next whole number, at least to 2.
fn reach(lines: &[Line]) -> f64 {
    lines
        .iter()
        .flat_map(|line| &line.z)
        .filter(|z| z.is_finite())
        .fold(1.9, |most: f64, z| most.max(z.abs()))
        .ceil()
}

/// Signs and names in rows no wider than `room`, each with its x.
fn legend_rows(factors: &[(usize, String)], room: f64) -> Vec<Vec<(f64, usize, String)>> {
    let mut rows: Vec<Vec<(f64, usize, String)>> = vec![Vec::new()];
    let mut x = MARGIN + 6.0;
    for (factor, label) in factors {
        let label = font::fitted(label, LABEL, 240.0);
        let wide = font::width(&label, LABEL, false) + 34.0;
        if x + wide > room && rows.last().is_some_and(|row| !row.is_empty()) {
            rows.push(Vec::new());
            x = MARGIN + 6.0;
        }
        if let Some(row) = rows.last_mut() {
            row.push((x, *factor, label));
        }
        x += wide;
    }
    rows
}

fn draw_legend(drawing: &mut Drawing, rows: &[Vec<(f64, usize, String)>]) {
    for (index, row) in rows.iter().enumerate() {
        let y = MARGIN + 6.0 + index as f64 * 20.0;
        for (x, factor, label) in row {
            Marker::of_series(*factor).draw(drawing, (*x, y), RADIUS + 0.6, series(*factor));
            drawing.text(
                label.as_str(),
                (x + 11.0, baseline(y, LABEL)),
                Lettering::new(LABEL).fill(INK),
            );
        }
    }
}
