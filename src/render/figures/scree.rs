//! Scree plot: eigenvalues in falling order.

use super::marker::Marker;
use super::{LABEL, MARGIN, SMALL};
use crate::render::colour::{GREY, HAIRLINE, INK, series};
use crate::render::drawing::{Drawing, Lettering, baseline};
use crate::render::number::fixed;

/// More points than this hide the bend; the tail is flat anyway.
pub(in crate::render) const MOST_SHOWN: usize = 20;
const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 340.0;

/// Eigenvalues (at most [`MOST_SHOWN`]), the first `extracted` of them filled, with Kaiser's line at 1 if `kaiser`.
pub(in crate::render) fn draw(eigenvalues: &[f64], extracted: usize, kaiser: bool) -> Drawing {
    let shown = eigenvalues.get(..MOST_SHOWN).unwrap_or(eigenvalues);
    let top_value = shown.iter().copied().fold(1.0, f64::max) * 1.05;
    let (left, right) = (MARGIN + 48.0, WIDTH - MARGIN - 4.0);
    let (top, bottom) = (MARGIN + 8.0, HEIGHT - MARGIN - 40.0);
    let x = |index: usize| {
        let steps = shown.len().max(2) as f64;
        left + (right - left) * (index as f64 + 0.5) / steps
    };
    let y = |value: f64| bottom - (bottom - top) * value / top_value;

    let mut drawing = Drawing::new(WIDTH as u32, HEIGHT as u32);
    for tick in ticks(top_value) {
        drawing.line((left, y(tick)), (right, y(tick)), HAIRLINE, 1.0);
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
        drawing.text(
            "eigenvalue 1 (Kaiser)",
            (right, y(1.0) - 5.0),
            Lettering::new(SMALL).end(),
        );
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
            drawing.push(crate::render::drawing::Shape::Disc {
                center: at,
                radius: 4.5,
                fill: crate::render::colour::WHITE,
            });
            Marker::Ring.draw(&mut drawing, at, 4.5, INK);
        }
        drawing.text(
            (index + 1).to_string(),
            (at.0, bottom + 17.0),
            Lettering::new(LABEL).middle(),
        );
    }
    drawing.text(
        "Factor",
        ((left + right) / 2.0, HEIGHT - MARGIN),
        Lettering::new(LABEL).middle(),
    );
    drawing.text(
        "Eigenvalue",
        (MARGIN + 8.0, (top + bottom) / 2.0),
        Lettering::new(LABEL).middle().upward(),
    );
    drawing
}

/// About five round numbers from 0.
fn ticks(top: f64) -> Vec<f64> {
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
