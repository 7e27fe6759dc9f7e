//! Which lines of a cell are magics and which are Rust.

use crate::rust_cell::lines_at_top_level;

const LINE_SIGN: &str = "%q";
const CELL_SIGN: &str = "%%q";

/// A part of a cell that runs as one. Lines count from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Segment<'a> {
    /// What stands after the sign, and the lines below a `%%q`.
    Magic {
        text: &'a str,
        body: Option<&'a str>,
        line: usize,
    },
    /// A run of lines that belong to no magic, with something in them to run.
    Rust { text: &'a str, line: usize },
}

/// What stands at a cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place<'a> {
    /// After the sign of a magic; `text` is the rest of its line and starts at byte `start`.
    Magic { start: usize, text: &'a str },
    /// Within the sign itself, which starts at byte `start`.
    Sign { start: usize },
    /// In Rust text that starts at byte `start`.
    Rust { start: usize, text: &'a str },
}

/// The segments of a cell. If its first line that is neither blank nor a comment starts with `%%q`, the whole cell is one magic; otherwise each line that
/// starts with `%q`, outside every bracket, string and comment of the Rust lines before it, is one.
pub(super) fn segments(code: &str) -> Vec<Segment<'_>> {
    if let Some((text, body, line)) = cell_magic(code) {
        return vec![Segment::Magic {
            text,
            body: Some(body),
            line,
        }];
    }
    let mut segments = Vec::new();
    for part in parts(code) {
        match part {
            Part::Magic { text, line, .. } => segments.push(Segment::Magic {
                text,
                body: None,
                line,
            }),
            Part::Rust { text, line, .. } if has_code(text) => {
                segments.push(Segment::Rust { text, line });
            }
            Part::Rust { .. } => {}
        }
    }
    segments
}

/// What stands at byte `cursor` of `code`; nothing in the body of a `%%q`.
pub(super) fn at(code: &str, cursor: usize) -> Option<Place<'_>> {
    if let Some((text, _, line)) = cell_magic(code) {
        let above: usize = code.split_inclusive('\n').take(line).map(str::len).sum();
        let start = above + CELL_SIGN.len();
        let within = (start..=start + text.len()).contains(&cursor);
        return within.then_some(Place::Magic { start, text });
    }
    for part in parts(code) {
        match part {
            Part::Magic { start, text, .. } => {
                let sign = start - LINE_SIGN.len();
                if (start..=start + text.len()).contains(&cursor) {
                    return Some(Place::Magic { start, text });
                }
                if (sign..start).contains(&cursor) {
                    return Some(Place::Sign { start: sign });
                }
            }
            Part::Rust { start, text, .. } if (start..=start + text.len()).contains(&cursor) => {
                let typed = code.get(start..cursor).unwrap_or_default();
                let line = typed.rfind('\n').map_or(0, |at| at + 1);
                if matches!(typed.get(line..), Some("%" | "%%")) {
                    return Some(Place::Sign {
                        start: start + line,
                    });
                }
                return Some(Place::Rust { start, text });
            }
            Part::Rust { .. } => {}
        }
    }
    None
}

/// The text after `%%q`, the body below, and the line (from 0), if the cell is one such magic. Comments may stand above it, as they do in
/// the journal.
fn cell_magic(code: &str) -> Option<(&str, &str, usize)> {
    let blank: usize = code
        .split_inclusive('\n')
        .take_while(|line| !has_code(line))
        .map(str::len)
        .sum();
    let (above, rest) = code.split_at(blank);
    let rest = rest.strip_prefix(CELL_SIGN)?;
    if !rest.starts_with(char::is_whitespace) && !rest.is_empty() {
        return None;
    }
    let (text, body) = rest.split_once('\n').unwrap_or((rest, ""));
    Some((text, body, above.matches('\n').count()))
}

enum Part<'a> {
    Magic {
        start: usize,
        text: &'a str,
        line: usize,
    },
    Rust {
        start: usize,
        text: &'a str,
        line: usize,
    },
}

fn parts(code: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rust_start = 0;
    let mut rust_line = 0;
    let mut start = 0;
    for (number, line) in code.split_inclusive('\n').enumerate() {
        let end = start + line.len();
        let rust = code.get(rust_start..start).unwrap_or_default();
        if is_magic(line) && is_at_top_level(rust) {
            push_rust(&mut parts, rust, rust_start, rust_line);
            let text = line.strip_prefix(LINE_SIGN).unwrap_or_default();
            parts.push(Part::Magic {
                start: start + LINE_SIGN.len(),
                text: text.trim_end_matches(['\n', '\r']),
                line: number,
            });
            rust_start = end;
            rust_line = number + 1;
        }
        start = end;
    }
    let rust = code.get(rust_start..).unwrap_or_default();
    push_rust(&mut parts, rust, rust_start, rust_line);
    parts
}

fn push_rust<'a>(parts: &mut Vec<Part<'a>>, text: &'a str, start: usize, line: usize) {
    if !text.is_empty() {
        parts.push(Part::Rust { start, text, line });
    }
}

fn is_magic(line: &str) -> bool {
    let rest = line.strip_prefix(LINE_SIGN);
    rest.is_some_and(|r| r.is_empty() || r.starts_with(char::is_whitespace))
}

/// Whether a line after `rust` would stand outside every bracket, string and comment.
fn is_at_top_level(rust: &str) -> bool {
    let with_next_line = format!("{rust}%");
    lines_at_top_level(&with_next_line).last() == Some(&true)
}

/// Whether there is anything but blank lines and line comments.
fn has_code(text: &str) -> bool {
    text.lines()
        .map(str::trim)
        .any(|line| !line.is_empty() && !line.starts_with("//"))
}
