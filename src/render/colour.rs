//! Colours: one diverging map, one qualitative palette, black or white text on either.

use super::drawing::Rgb;

/// Paper.
pub(super) const WHITE: Rgb = (255, 255, 255);
/// Text and axes.
pub(super) const INK: Rgb = (26, 26, 26);
/// Secondary text.
pub(super) const GREY: Rgb = (92, 92, 92);
/// Grid lines and borders.
pub(super) const HAIRLINE: Rgb = (208, 208, 208);

/// ColorBrewer's RdBu with eleven classes, from −1 (red) to 1 (blue): told apart by colour-blind readers.
const RED_BLUE: [Rgb; 11] = [
    (103, 0, 31),
    (178, 24, 43),
    (214, 96, 77),
    (244, 165, 130),
    (253, 219, 199),
    (247, 247, 247),
    (209, 229, 240),
    (146, 197, 222),
    (67, 147, 195),
    (33, 102, 172),
    (5, 48, 97),
];

/// Okabe and Ito's palette without black and yellow, which white paper swallows.
const QUALITATIVE: [Rgb; 6] = [
    (0, 114, 178),
    (213, 94, 0),
    (0, 158, 115),
    (204, 121, 167),
    (230, 159, 0),
    (86, 180, 233),
];

/// The colour of a value from −1 (red) over 0 (near white) to 1 (blue).
pub(super) fn diverging(value: f64) -> Rgb {
    let place = (value.clamp(-1.0, 1.0) + 1.0) * 5.0;
    let below = (place.floor() as usize).min(RED_BLUE.len() - 2);
    let share = place - below as f64;
    let [Some(a), Some(b)] = [RED_BLUE.get(below), RED_BLUE.get(below + 1)] else {
        return WHITE;
    };
    let mix = |a: u8, b: u8| (f64::from(a) + share * (f64::from(b) - f64::from(a))).round() as u8;
    (mix(a.0, b.0), mix(a.1, b.1), mix(a.2, b.2))
}

/// The colour of a series; repeats after six, so series must differ in shape too.
pub(super) fn series(index: usize) -> Rgb {
    QUALITATIVE
        .get(index % QUALITATIVE.len())
        .copied()
        .unwrap_or(INK)
}

/// The colour thinned with white, for areas that carry text or cross one another.
pub(super) fn tint((r, g, b): Rgb) -> Rgb {
    let thin = |c: u8| (f64::from(c) * 0.4 + 255.0 * 0.6).round() as u8;
    (thin(r), thin(g), thin(b))
}

/// Black or white, whichever is easier to read on `background` (WCAG contrast).
pub(super) fn text_on(background: Rgb) -> Rgb {
    let linear = |c: u8| {
        let c = f64::from(c) / 255.0;
        if c <= 0.04045 {
            c / 12.92
        } else {
            ((c + 0.055) / 1.055).powf(2.4)
        }
    };
    let (r, g, b) = background;
    let luminance = 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
    if luminance > 0.179 { (0, 0, 0) } else { WHITE }
}

/// As `#rrggbb`.
pub(super) fn hex((r, g, b): Rgb) -> String {
    format!("#{r:02x}{g:02x}{b:02x}")
}
