//! The embedded font: how wide a text is, and its glyphs.

use ab_glyph::{Font as _, FontRef, PxScale, point};
use std::sync::OnceLock;

/// What an SVG reader is asked for: the same font, or the one with the same widths.
pub(super) const FAMILY: &str = "DejaVu Sans, Verdana, sans-serif";
const ELLIPSIS: char = '…';

/// Width of a text in the unit of `size`, the em.
pub(super) fn width(text: &str, size: f64, bold: bool) -> f64 {
    let Some(face) = face(bold) else {
        return 0.0;
    };
    let advances: f32 = text
        .chars()
        .map(|c| face.h_advance_unscaled(face.glyph_id(c)))
        .sum();
    f64::from(advances) * size / f64::from(face.units_per_em().unwrap_or(2048.0))
}

/// The text, or as much of its beginning as fits into `room` with an ellipsis.
pub(super) fn fitted(text: &str, size: f64, room: f64) -> String {
    let text = one_line(text);
    if width(&text, size, false) <= room {
        return text;
    }
    let mut kept = String::new();
    let mut used = width(&ELLIPSIS.to_string(), size, false);
    for c in text.chars() {
        used += width(c.encode_utf8(&mut [0; 4]), size, false);
        if used > room {
            break;
        }
        kept.push(c);
    }
    format!("{}{ELLIPSIS}", kept.trim_end())
}

/// The text in lines no wider than `room`, at most `most` of them; an ellipsis says that more follows.
pub(super) fn wrapped(text: &str, size: f64, room: f64, most: usize) -> Vec<String> {
    let text = one_line(text);
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split(' ').filter(|w| !w.is_empty()) {
        let longer = if line.is_empty() {
            word.to_owned()
        } else {
            format!("{line} {word}")
        };
        if width(&longer, size, false) <= room {
            line = longer;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        line = broken(word, size, room, &mut lines);
    }
    if !line.is_empty() {
        lines.push(line);
    }
    if lines.len() > most {
        let rest = lines.split_off(most.saturating_sub(1)).join(" ");
        lines.push(fitted(&format!("{rest} {ELLIPSIS}"), size, room));
    }
    lines
}

/// Breaks a word wider than a line (a long compound, or a script without spaces); full lines go to `lines`, the rest is returned.
fn broken(word: &str, size: f64, room: f64, lines: &mut Vec<String>) -> String {
    let mut line = String::new();
    for c in word.chars() {
        line.push(c);
        if width(&line, size, false) > room && line.chars().count() > 1 {
            line.pop();
            lines.push(std::mem::replace(&mut line, c.to_string()));
        }
    }
    line
}

/// Without line ends and other control characters.
pub(super) fn one_line(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

/// The characters of a text that the font cannot draw, each once.
pub(super) fn missing(text: &str) -> Vec<char> {
    let Some(face) = face(false) else {
        return Vec::new();
    };
    let mut missing: Vec<char> = text
        .chars()
        .filter(|c| !c.is_control() && !c.is_whitespace() && face.glyph_id(*c).0 == 0)
        .collect();
    missing.sort_unstable();
    missing.dedup();
    missing
}

/// Calls `dot` with position and coverage (0…1) of each pixel of a text that starts at x = 0 on `baseline`.
pub(super) fn rasterize<E>(
    text: &str,
    size: f64,
    bold: bool,
    baseline: f64,
    mut dot: impl FnMut(i32, i32, f32) -> Result<(), E>,
) -> Result<(), E> {
    let Some(face) = face(bold) else {
        return Ok(());
    };
    let units = face.units_per_em().unwrap_or(2048.0);
    // ab_glyph measures type by ascent + descent, everybody else by the em.
    let scale = PxScale::from(size as f32 * face.height_unscaled() / units);
    let mut x = 0.0;
    for c in text.chars() {
        let id = face.glyph_id(c);
        let glyph = id.with_scale_and_position(scale, point(x, baseline as f32));
        x += face.h_advance_unscaled(id) * size as f32 / units;
        let Some(outline) = face.outline_glyph(glyph) else {
            continue;
        };
        let bounds = outline.px_bounds();
        let mut outcome = Ok(());
        outline.draw(|dx, dy, coverage| {
            if outcome.is_ok() && coverage > 0.0 {
                let at = (
                    bounds.min.x as i32 + dx as i32,
                    bounds.min.y as i32 + dy as i32,
                );
                outcome = dot(at.0, at.1, coverage.min(1.0));
            }
        });
        outcome?;
    }
    Ok(())
}

fn face(bold: bool) -> Option<&'static FontRef<'static>> {
    static REGULAR: OnceLock<Option<FontRef<'static>>> = OnceLock::new();
    static BOLD: OnceLock<Option<FontRef<'static>>> = OnceLock::new();
    if bold {
        BOLD.get_or_init(|| FontRef::try_from_slice(dejavu::sans::bold()).ok())
    } else {
        REGULAR.get_or_init(|| FontRef::try_from_slice(dejavu::sans::regular()).ok())
    }
    .as_ref()
}
