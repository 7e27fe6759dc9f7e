//! A factor's array as a filled grid: each statement on its card, each card in its column.

use super::{LABEL, MARGIN, SMALL, pixels};
use crate::render::colour::{GREY, INK, WHITE};
use crate::render::drawing::{Drawing, Lettering, Point, Rgb, baseline};
use crate::render::font;
use crate::render::number::{signed, typographic};

/// One card.
pub(in crate::render) struct Card {
    pub(in crate::render) number: u32,
    pub(in crate::render) text: String,
    pub(in crate::render) mark: Option<&'static str>,
    pub(in crate::render) tint: Tint,
}

/// What a card's ground says, beside its mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::render) enum Tint {
    Plain,
    Distinguishing,
    Consensus,
}

/// A column of the grid, its cards from the top.
pub(in crate::render) struct Pile {
    pub(in crate::render) value: i32,
    pub(in crate::render) cards: Vec<Card>,
}

/// Lines of text a card may hold.
const MOST_LINES: usize = 7;
const LINE: f64 = 13.5;
const PAD: f64 = 5.0;
const HEAD: f64 = 17.0;

/// Columns from left to right, with a legend below.
pub(in crate::render) fn draw(piles: &[Pile], legend: &[(Tint, &str)]) -> Drawing {
    let wide = (1060.0 / piles.len().max(1) as f64).clamp(86.0, 150.0);
    let room = wide - 2.0 * PAD - 3.0;
    let lines: Vec<Vec<Vec<String>>> = piles
        .iter()
        .map(|pile| {
            let wrap = |card: &Card| font::wrapped(&card.text, SMALL, room, MOST_LINES);
            pile.cards.iter().map(wrap).collect()
        })
        .collect();
    let most = lines.iter().flatten().map(Vec::len).max().unwrap_or(1);
    let high = HEAD + most as f64 * LINE + PAD + 4.0;
    let tallest = piles.iter().map(|p| p.cards.len()).max().unwrap_or(0);
    let top = MARGIN + 26.0;
    let foot = top + tallest as f64 * high;
    let width = 2.0 * MARGIN + wide * piles.len() as f64;
    let rows = legend_rows(legend, width);
    let below = foot + 12.0 + rows.len() as f64 * 20.0;
    let mut drawing = Drawing::new(pixels(width), pixels(below + MARGIN));
    for (index, (pile, lines)) in piles.iter().zip(&lines).enumerate() {
        let left = MARGIN + index as f64 * wide;
        drawing.text(
            typographic(&signed(i64::from(pile.value))),
            (left + wide / 2.0, MARGIN + 14.0),
            Lettering::new(15.0).middle().bold(),
        );
        for (row, (card, lines)) in pile.cards.iter().zip(lines).enumerate() {
            let at = (left + 1.5, top + row as f64 * high + 1.5);
            draw_card(&mut drawing, at, (wide - 3.0, high - 3.0), card, lines);
        }
    }
    for (index, row) in rows.iter().enumerate() {
        let y = foot + 18.0 + index as f64 * 20.0;
        for (x, tint, words) in row {
            let (from, to) = ((*x, y - 6.0), (x + 16.0, y + 6.0));
            drawing.rect(from, to, tint.color());
            drawing.frame(from, to, GREY, 1.0);
            drawing.text(
                *words,
                (x + 22.0, baseline(y, LABEL)),
                Lettering::new(LABEL),
            );
        }
    }
    drawing
}

fn draw_card(drawing: &mut Drawing, at: Point, size: (f64, f64), card: &Card, lines: &[String]) {
    let to = (at.0 + size.0, at.1 + size.1);
    drawing.rect(at, to, card.tint.color());
    let border = if card.tint == Tint::Distinguishing {
        2.0
    } else {
        1.0
    };
    drawing.frame(at, to, INK, border);
    drawing.text(
        card.number.to_string(),
        (at.0 + PAD, at.1 + 13.0),
        Lettering::new(LABEL).bold(),
    );
    if let Some(mark) = card.mark {
        drawing.text(
            mark,
            (to.0 - PAD, at.1 + 13.0),
            Lettering::new(LABEL).bold().end(),
        );
    }
    for (index, line) in lines.iter().enumerate() {
        let y = at.1 + HEAD + (index as f64 + 0.75) * LINE;
        drawing.text(line.as_str(), (at.0 + PAD, y), Lettering::new(SMALL));
    }
}

impl Tint {
    fn color(self) -> Rgb {
        match self {
            Self::Plain => WHITE,
            Self::Distinguishing => (209, 229, 240),
            Self::Consensus => (232, 232, 232),
        }
    }
}

/// Legend entries in rows, each with its x.
fn legend_rows<'a>(legend: &[(Tint, &'a str)], width: f64) -> Vec<Vec<(f64, Tint, &'a str)>> {
    let mut rows: Vec<Vec<(f64, Tint, &str)>> = Vec::new();
    let mut x = width;
    for (tint, words) in legend {
        let wide = font::width(words, LABEL, false) + 44.0;
        if x + wide > width - MARGIN || rows.is_empty() {
            rows.push(Vec::new());
            x = MARGIN + 1.5;
        }
        if let Some(row) = rows.last_mut() {
            row.push((x, *tint, *words));
        }
        x += wide;
    }
    rows
}
