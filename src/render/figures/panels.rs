//! Small multiples: one panel per viewpoint, the same rows and the same scale in each.

use super::marker::Marker;
use super::{LABEL, MARGIN, SMALL, pixels};
use crate::render::colour::{GREY, HAIRLINE, INK, series};
use crate::render::drawing::{Drawing, Lettering, Point, Shape, baseline};
use crate::render::font;

const BETWEEN: f64 = 22.0;
const TITLE: f64 = 24.0;
const AXIS: f64 = 26.0;
/// The least room for the words at the end of a row, and what stands between them and the panel.
const NOTE: f64 = 40.0;
const BEFORE_NOTE: f64 = 6.0;

/// The panels in reading order.
pub(in crate::render) struct Panels {
    /// What each row is, the same in every panel.
    pub(in crate::render) rows: Vec<String>,
    pub(in crate::render) panels: Vec<Panel>,
    /// The lowest and the highest value of the scale.
    pub(in crate::render) scale: (f64, f64),
    /// Where lines stand, and what they are called.
    pub(in crate::render) ticks: Vec<(f64, String)>,
    /// What the scale measures.
    pub(in crate::render) unit: String,
}

/// How large things are, in CSS pixels.
#[derive(Clone, Copy)]
pub(in crate::render) struct Layout {
    /// Width of a panel.
    pub(in crate::render) panel: f64,
    /// Panels side by side.
    pub(in crate::render) across: usize,
    /// Height of a row.
    pub(in crate::render) line: f64,
    /// The most that the words of a row may take.
    pub(in crate::render) longest_label: f64,
    /// Size of the viewpoints' signs.
    pub(in crate::render) mark: f64,
}

impl Default for Layout {
    fn default() -> Self {
        Self {
            panel: 200.0,
            // So that the picture is no wider than a page: at A4 its letters stay larger than 7 points.
            across: 2,
            line: 22.0,
            longest_label: 150.0,
            mark: 5.4,
        }
    }
}

/// One viewpoint.
pub(in crate::render) struct Panel {
    /// Its place among the coloured series.
    pub(in crate::render) series: usize,
    pub(in crate::render) title: String,
    pub(in crate::render) rows: Vec<PanelRow>,
}

/// One row of a panel.
#[derive(Default)]
pub(in crate::render) struct PanelRow {
    /// Single values, as small rings.
    pub(in crate::render) values: Vec<f64>,
    /// What they come to, as the viewpoint's sign.
    pub(in crate::render) mark: Option<f64>,
    /// An interval about it.
    pub(in crate::render) interval: Option<(f64, f64)>,
    /// Words at the end of the row.
    pub(in crate::render) note: String,
}

impl Panels {
    /// The picture.
    pub(in crate::render) fn draw(&self) -> Drawing {
        self.draw_in(Layout::default())
    }

    /// The picture in other measures.
    pub(in crate::render) fn draw_in(&self, layout: Layout) -> Drawing {
        let labels = self.rows.iter().map(|row| font::width(row, LABEL, false));
        let left = MARGIN + labels.fold(20.0, f64::max).min(layout.longest_label) + 10.0;
        let note = self.room_for_notes();
        let across = self.panels.len().clamp(1, layout.across);
        let down = self.panels.len().div_ceil(layout.across).max(1);
        let high = TITLE + self.rows.len() as f64 * layout.line + AXIS;
        let wide = layout.panel + note + BETWEEN;
        let mut drawing = Drawing::new(
            pixels(left + across as f64 * wide + MARGIN),
            pixels(MARGIN + down as f64 * (high + 12.0) + 20.0),
        );
        for (place, panel) in self.panels.iter().enumerate() {
            let (column, row) = (place % layout.across, place / layout.across);
            let at = (
                left + column as f64 * wide,
                MARGIN + row as f64 * (high + 12.0),
            );
            if column == 0 {
                self.draw_labels(&mut drawing, at, layout);
            }
            self.draw_panel(&mut drawing, panel, at, layout);
        }
        let foot = f64::from(drawing.height()) - MARGIN;
        drawing.text(self.unit.as_str(), (left, foot), Lettering::new(LABEL));
        drawing
    }

    fn room_for_notes(&self) -> f64 {
        let rows = self.panels.iter().flat_map(|panel| &panel.rows);
        let noted = rows.filter(|row| !row.note.is_empty());
        let widest = noted.map(|row| BEFORE_NOTE + font::width(&row.note, SMALL, false));
        widest
            .reduce(f64::max)
            .map_or(0.0, |widest| widest.max(NOTE))
    }

    fn draw_labels(&self, drawing: &mut Drawing, (left, top): Point, layout: Layout) {
        for (row, label) in self.rows.iter().enumerate() {
            drawing.text(
                font::fitted(label, LABEL, layout.longest_label),
                (left - 8.0, baseline(middle(top, row, layout), LABEL)),
                Lettering::new(LABEL).end(),
            );
        }
    }

    fn draw_panel(&self, drawing: &mut Drawing, panel: &Panel, (left, top): Point, layout: Layout) {
        let color = series(panel.series);
        let marker = Marker::of_series(panel.series);
        marker.draw(drawing, (left + 6.0, top + 9.0), 5.0, color);
        drawing.text(
            font::fitted(&panel.title, LABEL, layout.panel - 20.0),
            (left + 18.0, baseline(top + 9.0, LABEL)),
            Lettering::new(LABEL).bold(),
        );
        let (low, high) = self.scale;
        let x = |value: f64| left + layout.panel * ((value - low) / (high - low)).clamp(0.0, 1.0);
        let bottom = top + TITLE + self.rows.len() as f64 * layout.line;
        for (value, name) in &self.ticks {
            let color = if *value == 0.0 { GREY } else { HAIRLINE };
            drawing.line((x(*value), top + TITLE), (x(*value), bottom), color, 1.0);
            drawing.text(
                name.as_str(),
                (x(*value), bottom + 14.0),
                Lettering::new(SMALL).middle(),
            );
        }
        for (row, shown) in panel.rows.iter().enumerate() {
            let y = middle(top, row, layout);
            for value in shown.values.iter().filter(|v| v.is_finite()) {
                drawing.push(Shape::Disc {
                    center: (x(*value), y),
                    radius: 2.4,
                    fill: GREY,
                });
            }
            if let Some((from, to)) = shown.interval {
                drawing.line((x(from), y), (x(to), y), INK, 1.4);
            }
            if let Some(mark) = shown.mark.filter(|m| m.is_finite()) {
                marker.draw(drawing, (x(mark), y), layout.mark, color);
            }
            drawing.text(
                shown.note.as_str(),
                (left + layout.panel + BEFORE_NOTE, baseline(y, SMALL)),
                Lettering::new(SMALL),
            );
        }
    }
}

/// The middle of a row.
fn middle(top: f64, row: usize, layout: Layout) -> f64 {
    top + TITLE + (row as f64 + 0.5) * layout.line
}
