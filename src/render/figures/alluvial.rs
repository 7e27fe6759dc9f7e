//! Streams between columns of blocks: who goes where.

use super::{LABEL, MARGIN, pixels};
use crate::render::colour::{GREY, WHITE, series, tint};
use crate::render::drawing::{Drawing, Lettering, Point, Rgb, Shape, baseline};
use crate::render::font;

const BLOCK: f64 = 12.0;
const GAP: f64 = 9.0;
const BETWEEN: f64 = 210.0;
const LONGEST_LABEL: f64 = 170.0;
const HEADING: f64 = 26.0;
/// The height that all streams of a column share, before gaps.
const STREAMS: f64 = 380.0;
/// Points along the edge of a stream.
const STEPS: usize = 24;

/// A picture of streams, from the left to the right.
pub(in crate::render) struct Alluvial {
    pub(in crate::render) columns: Vec<Column>,
    /// Between a column and the next, in any order.
    pub(in crate::render) streams: Vec<Stream>,
}

/// A column of blocks from top to bottom.
pub(in crate::render) struct Column {
    pub(in crate::render) heading: String,
    pub(in crate::render) blocks: Vec<AlluvialBlock>,
}

/// A block; its height is its weight.
pub(in crate::render) struct AlluvialBlock {
    pub(in crate::render) label: String,
    pub(in crate::render) weight: usize,
    /// Its place among the coloured series; grey without one.
    pub(in crate::render) series: Option<usize>,
}

/// A stream from a block of `column` to one of the next.
pub(in crate::render) struct Stream {
    pub(in crate::render) column: usize,
    pub(in crate::render) from: usize,
    pub(in crate::render) to: usize,
    pub(in crate::render) weight: usize,
    pub(in crate::render) series: Option<usize>,
}

impl Alluvial {
    /// The picture.
    pub(in crate::render) fn draw(&self) -> Drawing {
        let scale = self.scale();
        let left = MARGIN + self.label_width(self.columns.first()) + 8.0;
        let last = self.columns.len().saturating_sub(1) as f64;
        let right = left + last * (BLOCK + BETWEEN) + BLOCK;
        let width = right + 8.0 + self.label_width(self.columns.last()) + MARGIN;
        let tops: Vec<Vec<f64>> = self.columns.iter().map(|c| tops(c, scale)).collect();
        let bottom = self
            .columns
            .iter()
            .zip(&tops)
            .filter_map(|(column, tops)| Some(tops.last()? + height(column.blocks.last()?, scale)))
            .fold(MARGIN + HEADING, f64::max);
        let mut drawing = Drawing::new(pixels(width), pixels(bottom + MARGIN));
        let x = |column: usize| left + column as f64 * (BLOCK + BETWEEN);
        self.draw_streams(&mut drawing, &tops, scale, x);
        for (place, (column, tops)) in self.columns.iter().zip(&tops).enumerate() {
            self.draw_column(&mut drawing, place, column, tops, scale, x(place));
        }
        drawing
    }

    /// CSS pixels per participant.
    fn scale(&self) -> f64 {
        let total = |c: &Column| c.blocks.iter().map(|b| b.weight).sum::<usize>();
        let most = self.columns.iter().map(total).max().unwrap_or(0);
        STREAMS / most.max(1) as f64
    }

    fn label_width(&self, column: Option<&Column>) -> f64 {
        let labels = column.into_iter().flat_map(|c| &c.blocks);
        labels
            .map(|b| font::width(&b.label, LABEL, false))
            .fold(30.0, f64::max)
            .min(LONGEST_LABEL)
    }

    fn draw_streams(
        &self,
        drawing: &mut Drawing,
        tops: &[Vec<f64>],
        scale: f64,
        x: impl Fn(usize) -> f64,
    ) {
        let mut leaving: Vec<Vec<f64>> = tops.to_vec();
        let mut entering: Vec<Vec<f64>> = tops.to_vec();
        let mut ordered: Vec<&Stream> = self.streams.iter().filter(|s| s.weight > 0).collect();
        ordered.sort_by_key(|s| (s.column, s.from, s.to));
        for stream in ordered {
            let thick = stream.weight as f64 * scale;
            let start = advance(&mut leaving, stream.column, stream.from, thick);
            let end = advance(&mut entering, stream.column + 1, stream.to, thick);
            let (Some(start), Some(end)) = (start, end) else {
                continue;
            };
            let from = (x(stream.column) + BLOCK, start);
            let to = (x(stream.column + 1), end);
            let fill = stream.series.map_or((225, 225, 225), |s| tint(series(s)));
            ribbon(drawing, from, to, thick, fill);
        }
    }

    fn draw_column(
        &self,
        drawing: &mut Drawing,
        place: usize,
        column: &Column,
        tops: &[f64],
        scale: f64,
        x: f64,
    ) {
        let outermost = place == 0 || place + 1 == self.columns.len();
        drawing.text(
            column.heading.as_str(),
            (x + BLOCK / 2.0, MARGIN + LABEL),
            Lettering::new(LABEL).bold().middle(),
        );
        for (block, top) in column.blocks.iter().zip(tops) {
            let high = height(block, scale);
            let fill = block.series.map_or(GREY, series);
            drawing.rect((x, *top), (x + BLOCK, top + high), fill);
            let label = font::fitted(&block.label, LABEL, LONGEST_LABEL);
            let middle = baseline(top + high / 2.0, LABEL);
            if place == 0 {
                let at = (x - 6.0, middle);
                drawing.text(label, at, Lettering::new(LABEL).end());
                continue;
            }
            let at = (x + BLOCK + 6.0, middle);
            if !outermost {
                let wide = font::width(&label, LABEL, false);
                let (from, to) = ((at.0 - 2.0, at.1 - LABEL), (at.0 + wide + 2.0, at.1 + 3.0));
                drawing.rect(from, to, WHITE);
            }
            drawing.text(label, at, Lettering::new(LABEL));
        }
    }
}

/// At least so high that neighbouring labels do not touch.
fn height(block: &AlluvialBlock, scale: f64) -> f64 {
    (block.weight as f64 * scale).max(2.0)
}

fn tops(column: &Column, scale: f64) -> Vec<f64> {
    let mut y = MARGIN + HEADING;
    let mut tops = Vec::with_capacity(column.blocks.len());
    for block in &column.blocks {
        let high = height(block, scale);
        tops.push(y);
        y += high + GAP.max(LABEL + 5.0 - high);
    }
    tops
}

/// Where the next stream at a block begins.
fn advance(at: &mut [Vec<f64>], column: usize, block: usize, thick: f64) -> Option<f64> {
    let y = at.get_mut(column)?.get_mut(block)?;
    let here = *y;
    *y += thick;
    Some(here)
}

fn ribbon(drawing: &mut Drawing, from: Point, to: Point, thick: f64, fill: Rgb) {
    let along = |step: usize, offset: f64| {
        let t = step as f64 / STEPS as f64;
        let smooth = t * t * (3.0 - 2.0 * t);
        let x = from.0 + t * (to.0 - from.0);
        (x, from.1 + smooth * (to.1 - from.1) + offset)
    };
    let upper = (0..=STEPS).map(|step| along(step, 0.0));
    let lower = (0..=STEPS).rev().map(|step| along(step, thick));
    drawing.push(Shape::Polygon {
        points: upper.chain(lower).collect(),
        fill,
    });
}
