//! Heatmap of correlations: a diverging map centred on 0, with the numbers in the cells where there is room.

use super::{LABEL, MARGIN, SMALL, pixels};
use crate::render::colour::{GREY, HAIRLINE, INK, diverging, text_on};
use crate::render::drawing::{Drawing, Lettering, Point, baseline};
use crate::render::font;
use crate::render::number::{fixed, typographic};

/// Cells of at most so many rows and columns carry their numbers.
const MOST_WITH_NUMBERS: usize = 20;
/// Beyond this, rows and columns go without labels.
pub(in crate::render) const MOST_WITH_LABELS: usize = 100;
/// Beyond this, neighbouring cells are averaged.
pub(in crate::render) const MOST_CELLS: usize = 250;
const LONGEST_LABEL: f64 = 180.0;
/// So many columns may be widened for their labels, and so much.
const FEW: usize = 8;
const WIDEST: f64 = 110.0;

/// What a heatmap shows; `values` has a row per row label.
pub(in crate::render) struct Heatmap {
    pub(in crate::render) rows: Vec<String>,
    pub(in crate::render) columns: Vec<String>,
    pub(in crate::render) values: Vec<Vec<f64>>,
}

impl Heatmap {
    /// The picture.
    pub(in crate::render) fn draw(&self) -> Drawing {
        self.draw_framed(&[])
    }

    /// The picture with a frame about some of its cells (row, column), where the cells are large enough to carry numbers.
    pub(in crate::render) fn draw_framed(&self, framed: &[(usize, usize)]) -> Drawing {
        let values = self.averaged();
        let count = values.len().max(values.first().map_or(0, Vec::len)).max(1);
        let labelled = self.rows.len().max(self.columns.len()) <= MOST_WITH_LABELS;
        let high = cell_size(count);
        let labels = if labelled {
            Labels::of(self, high)
        } else {
            Labels::none(high)
        };
        let wide = labels.wide;
        let (left, top) = (MARGIN + labels.left, MARGIN + labels.top);
        let columns = values.first().map_or(0, Vec::len) as f64;
        let (right, bottom) = (left + columns * wide, top + values.len() as f64 * high);
        let width = (right + MARGIN).max(left + SCALE_WIDTH + MARGIN);
        let mut drawing = Drawing::new(pixels(width), pixels(bottom + SCALE_HEIGHT));
        let numbers = count <= MOST_WITH_NUMBERS;
        for (i, row) in values.iter().enumerate() {
            for (j, value) in row.iter().enumerate() {
                let at = (left + j as f64 * wide, top + i as f64 * high);
                draw_cell(&mut drawing, at, (wide, high), *value, numbers);
            }
        }
        drawing.frame((left, top), (right, bottom), HAIRLINE, 0.5);
        for (row, column) in framed.iter().filter(|_| numbers) {
            let (x, y) = (left + *column as f64 * wide, top + *row as f64 * high);
            drawing.frame(
                (x + 1.5, y + 1.5),
                (x + wide - 1.5, y + high - 1.5),
                INK,
                2.0,
            );
        }
        if labelled {
            self.label(&mut drawing, (left, top), high, &labels);
        }
        scale(&mut drawing, left + 8.0, bottom + 22.0);
        drawing
    }

    fn label(&self, drawing: &mut Drawing, (left, top): (f64, f64), high: f64, labels: &Labels) {
        for (i, label) in self.rows.iter().enumerate() {
            let middle = top + (i as f64 + 0.5) * high;
            drawing.text(
                font::fitted(label, labels.size, LONGEST_LABEL),
                (left - 6.0, baseline(middle, labels.size)),
                Lettering::new(labels.size).end(),
            );
        }
        for (j, label) in self.columns.iter().enumerate() {
            let middle = left + (j as f64 + 0.5) * labels.wide;
            let label = font::fitted(label, labels.size, LONGEST_LABEL);
            if labels.upward {
                let at = (baseline(middle, labels.size), top - 6.0);
                drawing.text(label, at, Lettering::new(labels.size).upward());
            } else {
                drawing.text(
                    label,
                    (middle, top - 7.0),
                    Lettering::new(labels.size).middle(),
                );
            }
        }
    }

    /// The values, neighbouring rows and columns averaged where there are too many to be seen.
    fn averaged(&self) -> Vec<Vec<f64>> {
        let block = self.rows.len().max(self.columns.len()).div_ceil(MOST_CELLS);
        if block <= 1 {
            return self.values.clone();
        }
        self.values
            .chunks(block)
            .map(|rows| average(rows, block))
            .collect()
    }
}

/// A cell; a value that does not exist is left grey.
fn draw_cell(drawing: &mut Drawing, at: Point, size: (f64, f64), value: f64, number: bool) {
    let to = (at.0 + size.0, at.1 + size.1);
    if !value.is_finite() {
        drawing.rect(at, to, HAIRLINE);
        return;
    }
    let color = diverging(value);
    drawing.rect(at, to, color);
    if number {
        let middle = (at.0 + size.0 / 2.0, baseline(at.1 + size.1 / 2.0, LABEL));
        let lettering = Lettering::new(LABEL).middle().fill(text_on(color));
        drawing.text(typographic(&fixed(value, 2)), middle, lettering);
    }
}

/// A block of rows as one row of block means.
fn average(rows: &[Vec<f64>], block: usize) -> Vec<f64> {
    let columns = rows.first().map_or(0, Vec::len);
    (0..columns)
        .step_by(block)
        .map(|from| {
            let to = (from + block).min(columns);
            let cells = rows.iter().filter_map(|row| row.get(from..to));
            let sum: f64 = cells.flatten().sum();
            sum / (rows.len() * (to - from)) as f64
        })
        .collect()
}

fn cell_size(count: usize) -> f64 {
    match count {
        0..=8 => 56.0,
        9..=12 => 46.0,
        13..=MOST_WITH_NUMBERS => 38.0,
        21..=40 => 18.0,
        41..=MOST_WITH_LABELS => 11.0,
        _ => (720.0 / count as f64).max(2.0),
    }
}

/// Size and room of the labels.
struct Labels {
    size: f64,
    left: f64,
    top: f64,
    upward: bool,
    /// Width of a cell.
    wide: f64,
}

impl Labels {
    fn none(wide: f64) -> Self {
        Self {
            size: SMALL,
            left: 0.0,
            top: 0.0,
            upward: false,
            wide,
        }
    }

    fn of(map: &Heatmap, cell: f64) -> Self {
        let size = if cell < 16.0 { SMALL } else { LABEL };
        let longest = |labels: &[String]| {
            labels
                .iter()
                .map(|label| font::width(label, size, false))
                .fold(0.0, f64::max)
                .min(LONGEST_LABEL)
        };
        let columns = longest(&map.columns);
        // Few columns are widened until their names can be read without tilting the head.
        let level = columns + 12.0;
        let upward = level > cell && (level > WIDEST || map.columns.len() > FEW);
        let wide = if upward { cell } else { cell.max(level) };
        Self {
            size,
            left: longest(&map.rows) + 8.0,
            top: if upward { columns + 8.0 } else { size + 8.0 },
            upward,
            wide,
        }
    }
}

const SCALE_WIDTH: f64 = 220.0;
const SCALE_HEIGHT: f64 = 64.0;

/// The key: which colour is which r.
fn scale(drawing: &mut Drawing, left: f64, top: f64) {
    const STEPS: u32 = 40;
    const THICK: f64 = 10.0;
    let width = SCALE_WIDTH - 30.0;
    let x = |step: f64| left + width * step / f64::from(STEPS);
    for step in 0..STEPS {
        let value = (f64::from(step) + 0.5) / f64::from(STEPS) * 2.0 - 1.0;
        let step = f64::from(step);
        drawing.rect(
            (x(step), top),
            (x(step + 1.0), top + THICK),
            diverging(value),
        );
    }
    drawing.frame((left, top), (left + width, top + THICK), GREY, 1.0);
    for (place, text) in [
        (0.0, "−1"),
        (0.25, "−0.5"),
        (0.5, "0"),
        (0.75, "0.5"),
        (1.0, "1"),
    ] {
        let at = (left + width * place, top + THICK + 14.0);
        drawing.text(text, at, Lettering::new(SMALL).middle().fill(INK));
    }
    drawing.text(
        "r",
        (left + width + 10.0, baseline(top + THICK / 2.0, LABEL)),
        Lettering::new(LABEL),
    );
}
