//! The grid as the participants saw it: a pile of cards at each value.

use super::{LABEL, MARGIN, pixels};
use crate::qmethod::Distribution;
use crate::render::colour::{GREY, INK, diverging};
use crate::render::drawing::{Drawing, Lettering};
use crate::render::number::{signed, typographic};

/// Piles of cards over their values.
pub(in crate::render) fn draw(grid: &Distribution) -> Drawing {
    let columns = grid.columns();
    let tallest = columns.iter().map(|c| c.cards).max().unwrap_or(1);
    let card = (30.0f64).min(900.0 / columns.len().max(1) as f64).max(4.0);
    let high = (16.0f64).min(300.0 / tallest as f64).max(1.0);
    let gap = if high > 4.0 { 2.0 } else { 0.0 };
    let floor = MARGIN + tallest as f64 * high;
    let width = 2.0 * MARGIN + card * columns.len() as f64;
    let mut drawing = Drawing::new(pixels(width), pixels(floor + 38.0));
    let extreme = columns
        .iter()
        .map(|c| c.value.unsigned_abs())
        .max()
        .unwrap_or(1)
        .max(1);
    for (index, column) in columns.iter().enumerate() {
        let left = MARGIN + index as f64 * card;
        let tint = diverging(0.7 * f64::from(column.value) / f64::from(extreme));
        for row in 0..column.cards {
            let bottom = floor - row as f64 * high;
            let (from, to) = (
                (left + 1.0, bottom - high + gap),
                (left + card - 1.0, bottom),
            );
            drawing.rect(from, to, tint);
            if gap > 0.0 {
                drawing.frame(from, to, GREY, 1.0);
            }
        }
        let middle = left + card / 2.0;
        if card >= 22.0 {
            let value = typographic(&signed(i64::from(column.value)));
            drawing.text(
                value,
                (middle, floor + 16.0),
                Lettering::new(LABEL).middle().fill(INK),
            );
        }
    }
    drawing
}
