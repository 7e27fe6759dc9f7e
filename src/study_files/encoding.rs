//! Bytes of a text file as text: UTF-8, UTF-16, or the Windows-1252 (Latin-1) of older programs.

use super::source::SourceError;

/// What Windows-1252 has at 0x80 to 0x9F, where Latin-1 has control characters; five are not assigned.
const WINDOWS: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// Text without a byte order mark, and a note unless it was UTF-8.
pub(super) struct Decoded {
    pub text: String,
    pub note: Option<String>,
}

/// The text that the bytes are.
pub(super) fn decode(name: &str, bytes: Vec<u8>) -> Result<Decoded, SourceError> {
    if let Some((bytes, unit)) = utf_16(&bytes) {
        return from_utf_16(name, bytes, unit);
    }
    if let Some(at) = bytes.iter().position(|&byte| byte == 0) {
        return Err(SourceError::Binary {
            name: name.to_owned(),
            row: rows_in(bytes.get(..at).unwrap_or_default()),
        });
    }
    match String::from_utf8(bytes) {
        Ok(mut text) => {
            if text.starts_with('\u{feff}') {
                text.drain(..'\u{feff}'.len_utf8());
            }
            Ok(Decoded { text, note: None })
        }
        Err(error) => from_windows(name, error.as_bytes()),
    }
}

/// The number of the line that the bytes end in, from 1; every kind of line end counts.
fn rows_in(bytes: &[u8]) -> usize {
    let ends = bytes
        .iter()
        .enumerate()
        .filter(|&(at, &byte)| byte == b'\n' || byte == b'\r' && bytes.get(at + 1) != Some(&b'\n'));
    ends.count() + 1
}

type Unit = fn([u8; 2]) -> u16;

/// The bytes behind the mark of UTF-16, or all of them where every other byte of the beginning is zero.
fn utf_16(bytes: &[u8]) -> Option<(&[u8], Unit)> {
    const LOOKED_AT: usize = 64;
    match bytes {
        [0xFF, 0xFE, rest @ ..] => return Some((rest, u16::from_le_bytes)),
        [0xFE, 0xFF, rest @ ..] => return Some((rest, u16::from_be_bytes)),
        _ => {}
    }
    let (pairs, _) = bytes.get(..LOOKED_AT.min(bytes.len()))?.as_chunks::<2>();
    if pairs.len() < 4 {
        return None;
    }
    if pairs.iter().all(|[low, high]| *low != 0 && *high == 0) {
        return Some((bytes, u16::from_le_bytes));
    }
    let big = pairs.iter().all(|[high, low]| *high == 0 && *low != 0);
    big.then_some((bytes, u16::from_be_bytes as Unit))
}

fn from_utf_16(name: &str, bytes: &[u8], unit: Unit) -> Result<Decoded, SourceError> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let cut_off = |text: &str| SourceError::Utf16 {
        name: name.to_owned(),
        row: rows_in(text.as_bytes()),
    };
    let mut text = String::with_capacity(bytes.len());
    for character in char::decode_utf16(pairs.iter().map(|pair| unit(*pair))) {
        match character {
            Ok('\0') | Err(_) => return Err(cut_off(&text)),
            Ok(character) => text.push(character),
        }
    }
    if !rest.is_empty() {
        return Err(cut_off(&text));
    }
    Ok(Decoded {
        text,
        note: Some(format!("{name} is UTF-16 text.")),
    })
}

fn from_windows(name: &str, bytes: &[u8]) -> Result<Decoded, SourceError> {
    let is_control = |byte: u8| byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0C | 0x1A);
    if let Some(at) = bytes.iter().position(|&byte| is_control(byte)) {
        let byte = bytes.get(at).copied().unwrap_or_default();
        return Err(SourceError::NoText {
            name: name.to_owned(),
            row: rows_in(bytes.get(..at).unwrap_or_default()),
            byte,
        });
    }
    let character = |&byte: &u8| match byte {
        0x80..=0x9F => WINDOWS
            .get(usize::from(byte - 0x80))
            .copied()
            .unwrap_or('\u{fffd}'),
        byte => char::from(byte),
    };
    let first = bytes
        .iter()
        .position(|byte| !byte.is_ascii())
        .unwrap_or_default();
    let text: String = bytes.iter().map(character).collect();
    let row = rows_in(bytes.get(..first).unwrap_or_default());
    let shown = bytes.get(first).map_or('\u{fffd}', character);
    Ok(Decoded {
        text,
        note: Some(format!(
            "{name} is no UTF-8 and was read as Windows-1252 (Latin-1); the first letter that shows whether this is right is `{shown}` in row {row}."
        )),
    })
}
