//! What of a card a hand-out shows, and how large its letters may be: one viewpoint, one sheet of A4.

use super::parts::{Shared, Statement, Viewpoint, Words};
use crate::render::font;

/// What lies between the margins of a sheet of A4, landscape, 10 mm each: in CSS pixels.
const SHEET: (f64, f64) = (1047.0, 718.0);
/// Statements and comments beside the grid.
const MOST_APART: usize = 6;
const MOST_SHARED: usize = 4;
const MOST_WORDS: usize = 4;
/// Characters of a comment; the card in the notebook has all of it.
const LONGEST_WORDS: usize = 220;
/// Letters on the cards of the grid, largest first.
const SIZES: [f64; 15] = [
    15.0, 14.0, 13.0, 12.0, 11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0,
];
/// Letters beside the grid.
const BESIDE: f64 = 11.0;
/// What stands above and below the grid besides the summary: name, facts, values, legend, gaps.
const FURNITURE: f64 = 132.0;
/// A heading and the space around a column.
const HEAD: f64 = 26.0;

/// A sheet.
pub(in crate::render) struct Sheet<'a> {
    pub(in crate::render) viewpoint: &'a Viewpoint,
    /// Size of the letters in the grid, CSS pixels.
    pub(in crate::render) letters: f64,
    pub(in crate::render) apart: &'a [Statement],
    pub(in crate::render) shared: &'a [Shared],
    /// Comments, shortened where they are long.
    pub(in crate::render) words: Vec<(&'a Words, String)>,
}

impl<'a> Sheet<'a> {
    pub(in crate::render) fn of(viewpoint: &'a Viewpoint) -> Self {
        let apart = viewpoint.apart.get(..MOST_APART);
        let shared = viewpoint.shared.get(..MOST_SHARED);
        let words = viewpoint.words.iter().take(MOST_WORDS);
        let mut sheet = Self {
            viewpoint,
            letters: 0.0,
            apart: apart.unwrap_or(&viewpoint.apart),
            shared: shared.unwrap_or(&viewpoint.shared),
            words: words.map(|said| (said, shortened(&said.text))).collect(),
        };
        sheet.letters = sheet.fitting();
        sheet
    }

    /// How many columns stand below the grid.
    pub(in crate::render) fn columns(&self) -> usize {
        let has = [
            !self.apart.is_empty(),
            !self.shared.is_empty(),
            self.viewpoint.groups.is_some(),
            !self.words.is_empty(),
        ];
        has.into_iter().filter(|has| *has).count().max(1)
    }

    /// The largest letters with which the tallest column leaves room for everything else; the smallest if none does.
    fn fitting(&self) -> f64 {
        let summary = self.viewpoint.summary.as_deref().unwrap_or_default();
        let above = lines(summary, 14.0, SHEET.0) as f64 * 20.0;
        let room = SHEET.1 - FURNITURE - above - self.below();
        let fits = |size: &f64| self.tallest(*size) <= room;
        let smallest = SIZES.last().copied().unwrap_or(BESIDE);
        SIZES.into_iter().find(fits).unwrap_or(smallest)
    }

    fn tallest(&self, size: f64) -> f64 {
        let piles = &self.viewpoint.piles;
        let wide = SHEET.0 / piles.len().max(1) as f64 - 12.0;
        let card = |text: &str| lines(text, size, wide) as f64 * size * 1.2 + 8.0;
        let heights = piles.iter().map(|pile| {
            let cards = pile.cards.iter();
            let texts = cards.map(|c| format!("{} {} {}", c.number, c.text, c.mark.unwrap_or("")));
            texts.map(|text| card(&text)).sum::<f64>()
        });
        heights.fold(0.0, f64::max)
    }

    /// The height of the tallest column below the grid.
    fn below(&self) -> f64 {
        let wide = SHEET.0 / self.columns() as f64 - 50.0;
        let height = |text: &str, more: f64| lines(text, BESIDE, wide) as f64 * 14.0 + more;
        let apart: f64 = self.apart.iter().map(|s| height(&s.text, 17.0)).sum();
        let shared: f64 = self.shared.iter().map(|s| height(&s.text, 3.0)).sum();
        let words: f64 = self.words.iter().map(|(_, text)| height(text, 17.0)).sum();
        let groups = self
            .viewpoint
            .groups
            .as_ref()
            .map_or(0, |(_, g)| g.len() + 1);
        let tallest = [apart, shared, words, groups as f64 * 16.0];
        HEAD + tallest.into_iter().fold(0.0, f64::max)
    }
}

fn lines(text: &str, size: f64, room: f64) -> usize {
    match text.is_empty() {
        true => 0,
        false => font::wrapped(text, size, room, 200).len(),
    }
}

/// Cut between words.
fn shortened(text: &str) -> String {
    if text.chars().count() <= LONGEST_WORDS {
        return text.to_owned();
    }
    let cut: String = text.chars().take(LONGEST_WORDS).collect();
    let whole = cut
        .rsplit_once(char::is_whitespace)
        .map_or(cut.as_str(), |(words, _)| words);
    format!("{} …", whole.trim_end_matches([',', ';', ':', '.']))
}
