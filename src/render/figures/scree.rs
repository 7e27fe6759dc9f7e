//! Scree plot: eigenvalues in falling order.

use super::marker::Marker;
use super::{LABEL, MARGIN};
use crate::render::colour::{GREY, HAIRLINE, INK, series};
use crate::render::drawing::{Drawing, Lettering, baseline};
use crate::render::font;
use crate::render::number::fixed;

/// More points than this hide the bend; the tail is flat anyway.
pub(in crate::render) const MOST_SHOWN: usize = 20;
const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 364.0;

/// Eigenvalues (at most [`MOST_SHOWN`]), the first `extracted` of them filled, with Kaiser's line at 1 if `kaiser`.
pub(in crate::render) fn draw(eigenvalues: &[f64], extracted: usize, kaiser: bool) -> Drawing {
    let shown = eigenvalues.get(..MOST_SHOWN).unwrap_or(eigenvalues);
    let top_value = shown.iter().copied().fold(1.0, f64::max) * 1.05;
    let (left, right) = (MARGIN + 48.0, WIDTH - MARGIN - 4.0);
    let (top, bottom) = (MARGIN + 8.0, HEIGHT - MARGIN - 64.0);
    let x = |index: usize| {
        let steps = shown.len().max(2) as f64;
        left + (right - left) * (index as f64 + 0.5) / steps
    };
    let y = |value: f64| bottom - (bottom - top) * value / top_value;

    let mut drawing = Drawing::new(WIDTH as u32, HEIGHT as u32);
    for tick in ticks(top_value) {
        drawing.line((left, y(tick)), (right, y(tick)), HAIRLINE, 0.5);
        let decimals = usize::from(tick.fract() != 0.0);
        drawing.text(
            fixed(tick, decimals),
            (left - 8.0, baseline(y(tick), LABEL)),
            Lettering::new(LABEL).end(),
        );
    }
    drawing.line((left, bottom), (right, bottom), INK, 1.0);
    if kaiser {
        drawing.dashes((left, y(1.0)), (right, y(1.0)), INK, 1.5);
    }
    let line = shown
        .iter()
        .enumerate()
        .map(|(index, value)| (x(index), y(*value)))
        .collect();
    drawing.path(line, GREY, 1.5);
    for (index, value) in shown.iter().enumerate() {
        let at = (x(index), y(*value));
        if index < extracted {
            Marker::Disc.draw(&mut drawing, at, 5.0, series(0));
        } else {
            Marker::Ring.draw(&mut drawing, at, 5.0, INK);
        }
        drawing.text(
            (index + 1).to_string(),
            (at.0, bottom + 17.0),
            Lettering::new(LABEL).middle(),
        );
    }
    drawing.text(
        "Factor",
        ((left + right) / 2.0, bottom + 36.0),
        Lettering::new(LABEL).middle(),
    );
    legend(
        &mut drawing,
        left,
        HEIGHT - MARGIN - 4.0,
        shown.len() > extracted,
        kaiser,
    );
    drawing.text(
        "Eigenvalue",
        (MARGIN + 8.0, (top + bottom) / 2.0),
        Lettering::new(LABEL).middle().upward(),
    );
    drawing
}

fn legend(drawing: &mut Drawing, left: f64, y: f64, hollow: bool, kaiser: bool) {
    let mut x = left + 6.0;
    let mut entry = |drawing: &mut Drawing, sign: &dyn Fn(&mut Drawing, f64), words: &str| {
        sign(drawing, x);
        drawing.text(words, (x + 12.0, baseline(y, LABEL)), Lettering::new(LABEL));
        x += font::width(words, LABEL, false) + 44.0;
    };
    let filled = |drawing: &mut Drawing, x: f64| {
        Marker::Disc.draw(drawing, (x, y), 5.0, series(0));
    };
    entry(drawing, &filled, "extracted");
    if hollow {
        let ring = |drawing: &mut Drawing, x: f64| Marker::Ring.draw(drawing, (x, y), 5.0, INK);
        entry(drawing, &ring, "not extracted");
    }
    if kaiser {
        let dashes = |drawing: &mut Drawing, x: f64| {
            drawing.dashes((x - 16.0, y), (x + 7.0, y), INK, 1.5);
        };
        entry(drawing, &dashes, "eigenvalue 1 (Kaiser's criterion)");
    }
}

/// About five round numbers from 0.
pub(super) fn ticks(top: f64) -> Vec<f64> {
    let step = [
        0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0,
    ]
    .into_iter()
    .find(|step| top / step <= 6.0)
    .unwrap_or(top / 5.0);
    (0..=(top / step).floor() as u32)
        .map(|tick| f64::from(tick) * step)
        .collect()
}
