//! Shares or correlations from 0 to 1 along a row of sizes.

use super::marker::Marker;
use super::{LABEL, MARGIN};
use crate::render::colour::{GREY, HAIRLINE, INK, series, tint};
use crate::render::drawing::{Drawing, Lettering, Point, Shape, baseline};
use crate::render::font;
use crate::render::number::fixed;

const WIDTH: f64 = 720.0;
const PLOT: f64 = 290.0;
const RADIUS: f64 = 5.0;

/// What is drawn.
pub(in crate::render) struct Chart {
    /// What the sizes are called, from left to right.
    pub(in crate::render) sizes: Vec<String>,
    /// What they count.
    pub(in crate::render) across: String,
    /// What the height measures.
    pub(in crate::render) up: String,
    pub(in crate::render) lines: Vec<Line>,
    /// A dashed line across, for a level that matters.
    pub(in crate::render) level: Option<f64>,
}

/// One line of points.
pub(in crate::render) struct Line {
    /// Its words in the legend.
    pub(in crate::render) label: String,
    /// Its place among the coloured series; none for the grey of what others are held against.
    pub(in crate::render) series: Option<usize>,
    /// One value for each size, 0…1; a gap where it is not finite.
    pub(in crate::render) values: Vec<f64>,
    /// An interval about each.
    pub(in crate::render) band: Vec<(f64, f64)>,
    /// Drawn strongly.
    pub(in crate::render) strong: bool,
}

impl Chart {
    /// The picture.
    pub(in crate::render) fn draw(&self) -> Drawing {
        let rows = legend_rows(&self.lines);
        let (left, right) = (MARGIN + 48.0, WIDTH - MARGIN - 4.0);
        let (top, bottom) = (MARGIN + 8.0, MARGIN + 8.0 + PLOT);
        let height = bottom + 56.0 + rows.len() as f64 * 20.0 + MARGIN;
        let mut drawing = Drawing::new(WIDTH as u32, super::pixels(height));
        let steps = self.sizes.len().max(1) as f64;
        let at = |place: usize, value: f64| -> Point {
            let x = left + (right - left) * (place as f64 + 0.5) / steps;
            (x, bottom - (bottom - top) * value.clamp(0.0, 1.0))
        };
        for tick in 0..=5 {
            let value = f64::from(tick) / 5.0;
            let y = at(0, value).1;
            drawing.line((left, y), (right, y), HAIRLINE, 0.5);
            drawing.text(
                fixed(value, 1),
                (left - 8.0, baseline(y, LABEL)),
                Lettering::new(LABEL).end(),
            );
        }
        drawing.line((left, bottom), (right, bottom), INK, 1.0);
        for (place, size) in self.sizes.iter().enumerate() {
            let below = (at(place, 0.0).0, bottom + 17.0);
            drawing.text(size.as_str(), below, Lettering::new(LABEL).middle());
        }
        let middle = (left + right) / 2.0;
        let across = (middle, bottom + 36.0);
        drawing.text(self.across.as_str(), across, Lettering::new(LABEL).middle());
        let up = (MARGIN + 8.0, (top + bottom) / 2.0);
        drawing.text(
            self.up.as_str(),
            up,
            Lettering::new(LABEL).middle().upward(),
        );
        if let Some(level) = self.level {
            let y = at(0, level).1;
            drawing.dashes((left, y), (right, y), INK, 1.2);
        }
        for line in &self.lines {
            line.draw_band(&mut drawing, &at);
        }
        for line in &self.lines {
            line.draw(&mut drawing, &at);
        }
        for (row, entries) in rows.iter().enumerate() {
            let y = bottom + 60.0 + row as f64 * 20.0;
            for (x, place) in entries {
                if let Some(line) = self.lines.get(*place) {
                    line.legend(&mut drawing, (left + x, y));
                }
            }
        }
        drawing
    }
}

impl Line {
    fn draw_band(&self, drawing: &mut Drawing, at: &dyn Fn(usize, f64) -> Point) {
        let pale = tint(self.series.map_or(GREY, series));
        for (place, (low, high)) in self.band.iter().enumerate() {
            if low.is_finite() && high.is_finite() {
                let ((x, y), (_, end)) = (at(place, *low), at(place, *high));
                drawing.push(Shape::Rect {
                    from: (x - 5.0, end),
                    to: (x + 5.0, y),
                    fill: pale,
                });
            }
        }
    }

    fn draw(&self, drawing: &mut Drawing, at: &dyn Fn(usize, f64) -> Point) {
        let color = self.series.map_or(GREY, series);
        let points: Vec<Option<Point>> = self
            .values
            .iter()
            .enumerate()
            .map(|(place, value)| value.is_finite().then(|| at(place, *value)))
            .collect();
        let width = if self.strong { 2.4 } else { 1.2 };
        for run in points.split(Option::is_none) {
            let run: Vec<Point> = run.iter().copied().flatten().collect();
            if run.len() > 1 {
                drawing.path(run, color, width);
            }
        }
        for point in points.into_iter().flatten() {
            self.sign(drawing, point);
        }
    }

    fn sign(&self, drawing: &mut Drawing, point: Point) {
        let radius = if self.strong { RADIUS } else { RADIUS - 1.2 };
        match self.series {
            Some(place) => Marker::of_series(place).draw(drawing, point, radius, series(place)),
            None => Marker::Ring.draw(drawing, point, radius, GREY),
        }
    }

    fn legend(&self, drawing: &mut Drawing, (x, y): Point) {
        let color = self.series.map_or(GREY, series);
        let width = if self.strong { 2.4 } else { 1.2 };
        drawing.line((x, y), (x + 18.0, y), color, width);
        self.sign(drawing, (x + 9.0, y));
        drawing.text(
            self.label.as_str(),
            (x + 25.0, baseline(y, LABEL)),
            Lettering::new(LABEL),
        );
    }
}

/// The lines' places and where each stands, row by row.
fn legend_rows(lines: &[Line]) -> Vec<Vec<(f64, usize)>> {
    let room = WIDTH - 2.0 * MARGIN - 60.0;
    let mut rows: Vec<Vec<(f64, usize)>> = vec![Vec::new()];
    let mut x = 0.0;
    for (place, line) in lines.iter().enumerate() {
        let wide = font::width(&line.label, LABEL, false) + 46.0;
        if x + wide > room && x > 0.0 {
            rows.push(Vec::new());
            x = 0.0;
        }
        if let Some(row) = rows.last_mut() {
            row.push((x, place));
        }
        x += wide;
    }
    rows
}
