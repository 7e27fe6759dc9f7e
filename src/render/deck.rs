//! Cards to print and cut out, 85 by 54 mm: ten on a sheet of A4, as ready-made sheets of business cards have them.

use unicode_width::UnicodeWidthStr;

/// How many cards stand on a sheet.
pub(super) const A_SHEET: usize = 10;

/// Sizes of letters, in points: no larger than is read at arm's length, no smaller than can be read.
const LARGEST: f64 = 16.0;
const SMALLEST: f64 = 6.0;

/// Square points for the words of a card, 77 by 40 mm, by how much of it a letter takes at a size of one point: half as wide as high, with the way to the next
/// line, and a third of the lines lost to words that do not break.
const ROOM: f64 = 218.0 * 113.0 / (0.5 * 1.25 * 1.5);

/// The size of the letters in which a text fits on its card, in points.
pub(super) fn letters(text: &str) -> f64 {
    let width = text.width().max(1) as f64;
    (ROOM / width).sqrt().clamp(SMALLEST, LARGEST)
}

/// Whether a text is too long for a card even in the smallest letters.
pub fn outgrows_card(text: &str) -> bool {
    text.width() as f64 > ROOM / (SMALLEST * SMALLEST)
}
