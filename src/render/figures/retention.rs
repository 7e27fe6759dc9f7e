//! Eigenvalues beside those of random studies.

use super::marker::Marker;
use super::scree::{MOST_SHOWN, ticks};
use super::{LABEL, MARGIN};
use crate::render::colour::{GREY, HAIRLINE, INK, series};
use crate::render::drawing::{Drawing, Lettering, Point, baseline};
use crate::render::font;
use crate::render::number::fixed;

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 400.0;
const RADIUS: f64 = 5.0;

/// What is drawn; each list by place of the eigenvalue.
pub(in crate::render) struct Curves<'a> {
    pub(in crate::render) own: &'a [f64],
    pub(in crate::render) random_mean: &'a [f64],
    pub(in crate::render) random_95: &'a [f64],
    /// How many lie above the 95th percentile.
    pub(in crate::render) above: usize,
}

/// The curves, at most [`MOST_SHOWN`] places of each, with Kaiser's line at 1.
pub(in crate::render) fn draw(curves: &Curves<'_>) -> Drawing {
    let own = first(curves.own);
    let top_value = own
        .iter()
        .chain(first(curves.random_95))
        .copied()
        .fold(1.0, f64::max)
        * 1.05;
    let (left, right) = (MARGIN + 48.0, WIDTH - MARGIN - 4.0);
    let (top, bottom) = (MARGIN + 8.0, HEIGHT - MARGIN - 84.0);
    let steps = own.len().max(2) as f64;
    let at = |place: usize, value: f64| -> Point {
        let x = left + (right - left) * (place as f64 + 0.5) / steps;
        (x, bottom - (bottom - top) * value / top_value)
    };
    let mut drawing = Drawing::new(WIDTH as u32, HEIGHT as u32);
    axes(&mut drawing, (left, right), (top, bottom), top_value);
    let one = at(0, 1.0).1;
    drawing.dashes((left, one), (right, one), INK, 1.5);
    let line = |values: &[f64]| -> Vec<Point> {
        let shown = first(values).iter().take(own.len()).enumerate();
        shown.map(|(place, value)| at(place, *value)).collect()
    };
    drawing.path(line(curves.random_mean), GREY, 1.0);
    drawing.path(line(curves.random_95), series(1), 1.5);
    for point in line(curves.random_95) {
        Marker::Triangle.draw(&mut drawing, point, RADIUS - 1.0, series(1));
    }
    drawing.path(line(own), series(0), 1.5);
    for (place, point) in line(own).into_iter().enumerate() {
        if place < curves.above {
            Marker::Disc.draw(&mut drawing, point, RADIUS, series(0));
        } else {
            Marker::Ring.draw(&mut drawing, point, RADIUS, series(0));
        }
        drawing.text(
            (place + 1).to_string(),
            (point.0, bottom + 17.0),
            Lettering::new(LABEL).middle(),
        );
    }
    legend(&mut drawing, left, HEIGHT - MARGIN - 24.0);
    drawing
}

fn first(values: &[f64]) -> &[f64] {
    values.get(..MOST_SHOWN).unwrap_or(values)
}

fn axes(drawing: &mut Drawing, (left, right): Point, (top, bottom): Point, top_value: f64) {
    for tick in ticks(top_value) {
        let y = bottom - (bottom - top) * tick / top_value;
        drawing.line((left, y), (right, y), HAIRLINE, 0.5);
        let decimals = usize::from(tick.fract() != 0.0);
        drawing.text(
            fixed(tick, decimals),
            (left - 8.0, baseline(y, LABEL)),
            Lettering::new(LABEL).end(),
        );
    }
    drawing.line((left, bottom), (right, bottom), INK, 1.0);
    drawing.text(
        "Factor",
        ((left + right) / 2.0, bottom + 36.0),
        Lettering::new(LABEL).middle(),
    );
    drawing.text(
        "Eigenvalue",
        (MARGIN + 8.0, (top + bottom) / 2.0),
        Lettering::new(LABEL).middle().upward(),
    );
}

/// Two rows: this study, then what it is held against.
fn legend(drawing: &mut Drawing, left: f64, y: f64) {
    type Sign<'a> = &'a dyn Fn(&mut Drawing, Point);
    let mut row = |y: f64, entries: [(Sign<'_>, &str); 2]| {
        let mut x = left + 6.0;
        for (sign, words) in entries {
            sign(drawing, (x, y));
            drawing.text(words, (x + 16.0, baseline(y, LABEL)), Lettering::new(LABEL));
            x += font::width(words, LABEL, false) + 52.0;
        }
    };
    let disc = |drawing: &mut Drawing, at| Marker::Disc.draw(drawing, at, RADIUS, series(0));
    let ring = |drawing: &mut Drawing, at| Marker::Ring.draw(drawing, at, RADIUS, series(0));
    row(
        y,
        [
            (&disc, "this study, above the random ones"),
            (&ring, "this study, not above them"),
        ],
    );
    let random = |drawing: &mut Drawing, (x, y): Point| {
        drawing.line((x - 9.0, y), (x + 9.0, y), series(1), 1.5);
        Marker::Triangle.draw(drawing, (x, y), RADIUS - 1.0, series(1));
    };
    let mean = |drawing: &mut Drawing, (x, y): Point| {
        drawing.line((x - 9.0, y), (x + 9.0, y), GREY, 1.0);
    };
    row(
        y + 20.0,
        [
            (&random, "random sorts on the same grid, 95th percentile"),
            (&mean, "their mean; dashes: eigenvalue 1"),
        ],
    );
}
