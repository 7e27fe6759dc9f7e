//! Where a table comes from: from a path or a cell to text or Parquet bytes.

mod missing;

use super::place::quoted;
use missing::{name_one_of, not_found};
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use thiserror::Error;

/// The largest file that is read, in bytes.
const LARGEST: u64 = 512 << 20;

/// Where a table, a list of statements or a grid is read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A file; what it holds is told from its content, not its name.
    File(PathBuf),
    /// Text at hand, such as the lines of a notebook cell.
    Inline {
        /// What messages call it, such as `this cell`.
        name: String,
        /// The text. Rows are counted from its first line, blank lines included: text that begins at line 2 of a cell keeps its numbers
        /// when one line end is put before it.
        text: String,
    },
}

/// Why a source gives no text.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum SourceError {
    /// No such file, in a folder that exists.
    #[error("There is no file `{}` in {folder}. {hint}", file.display())]
    NoFile {
        /// The last part of the path.
        file: PathBuf,
        /// The folder that was looked into, in words.
        folder: String,
        /// Similar names, or what is there.
        hint: String,
    },
    /// No such folder.
    #[error("There is no folder `{}`, so `{}` cannot be read. Check the path; it is taken from {current}.", folder.display(), path.display())]
    NoFolder {
        /// The path asked for.
        path: PathBuf,
        /// The part that does not exist.
        folder: PathBuf,
        /// The current folder, in words.
        current: String,
    },
    /// A folder in place of a file.
    #[error("`{}` is a folder; expected a file. {hint} Name a file in it.", path.display())]
    Folder {
        /// The path asked for.
        path: PathBuf,
        /// What is in it.
        hint: String,
    },
    /// A device, a pipe or the like.
    #[error("`{}` is no ordinary file; expected a table in a file. Save the data to a file and load that.", path.display())]
    NotAFile {
        /// The path asked for.
        path: PathBuf,
    },
    /// The system refuses.
    #[error("`{}` cannot be read: {cause}. Check the file's permissions.", path.display())]
    Unreadable {
        /// The path asked for.
        path: PathBuf,
        /// The system's words.
        cause: io::Error,
    },
    /// Larger than any study.
    #[error("`{}` has {} MB; at most {} MB are read. Check that it is the file of the sorts.", path.display(), bytes >> 20, LARGEST >> 20)]
    TooLarge {
        /// The path asked for.
        path: PathBuf,
        /// Its size.
        bytes: u64,
    },
    /// Nothing in it.
    #[error("{name} is empty; expected a line of headings and the data below it. {next}")]
    Empty {
        /// The source.
        name: String,
        /// What to do.
        next: &'static str,
    },
    /// A format that is recognised and not read.
    #[error(
        "{name} is {kind}, which is not read yet; expected a text table (comma, semicolon or tab) or Parquet. {next}"
    )]
    OtherFormat {
        /// The source.
        name: String,
        /// What it is, with its article.
        kind: &'static str,
        /// What to do.
        next: &'static str,
    },
    /// Bytes that no text has.
    #[error(
        "{name}, row {row} holds a zero byte, so it is no text; expected a text table (comma, semicolon or tab) or Parquet. Export the data as CSV and load that."
    )]
    Binary {
        /// The source.
        name: String,
        /// The line.
        row: usize,
    },
    /// Another encoding.
    #[error(
        "{name}, row {row}: byte {position} of the row is 0x{byte:02X}, which is no UTF-8 (in Latin-1 it is `{latin1}`, after {before}). Save the file as UTF-8 (in a spreadsheet: \"CSV UTF-8\") and load it again."
    )]
    NotUtf8 {
        /// The source.
        name: String,
        /// The line.
        row: usize,
        /// The byte's place in that line, from 1.
        position: usize,
        /// The byte.
        byte: u8,
        /// The character that the byte is in Latin-1.
        latin1: char,
        /// What stands before it.
        before: String,
    },
}

/// What a source holds.
pub(super) enum Content {
    /// Text that is valid UTF-8, without byte order mark, not blank.
    Text(String),
    /// A file that begins as Parquet does.
    Parquet(Vec<u8>),
}

impl Source {
    /// What messages call the source. A file below the current folder, the notebook's, goes by its path from there:
    /// as it was typed, and so that the same notebook says the same on every machine.
    pub(super) fn name(&self) -> String {
        match self {
            Self::File(path) => {
                let here = std::env::current_dir().unwrap_or_default();
                path.strip_prefix(here)
                    .unwrap_or(path)
                    .display()
                    .to_string()
            }
            Self::Inline { name, .. } => name.clone(),
        }
    }

    /// Whether the file's name says that it is a table.
    pub(super) fn is_named_a_table(&self) -> bool {
        let Self::File(path) = self else { return false };
        path.extension().is_some_and(|extension| {
            ["csv", "tsv", "parquet"]
                .iter()
                .any(|table| extension.eq_ignore_ascii_case(table))
        })
    }

    /// The content, read whole.
    pub(super) fn read(&self) -> Result<Content, SourceError> {
        let (bytes, next) = match self {
            Self::File(path) => (file_bytes(path)?, "Check that it was saved."),
            Self::Inline { text, .. } => (
                text.clone().into_bytes(),
                "Write the table on the lines below the first.",
            ),
        };
        content(self.name(), bytes, next)
    }
}

fn content(name: String, bytes: Vec<u8>, next: &'static str) -> Result<Content, SourceError> {
    if bytes.starts_with(b"PAR1") {
        return Ok(Content::Parquet(bytes));
    }
    if let Some((kind, next)) = other_format(&bytes) {
        return Err(SourceError::OtherFormat { name, kind, next });
    }
    let mut text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            return Err(not_utf8(
                name,
                error.as_bytes(),
                error.utf8_error().valid_up_to(),
            ));
        }
    };
    if let Some(at) = text.bytes().position(|b| b == 0) {
        let row = text.get(..at).map_or(1, rows_in);
        return Err(SourceError::Binary { name, row });
    }
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    if text.trim().is_empty() {
        return Err(SourceError::Empty { name, next });
    }
    Ok(Content::Text(text))
}

/// Formats told by their first bytes: what they are, and what to do.
fn other_format(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    const SHEET: &str = "Save the sheet as CSV (UTF-8) and load that.";
    const UNPACK: &str = "Unpack it and load the table in it.";
    const TEXT: &str = "Save it as UTF-8 (in a spreadsheet: \"CSV UTF-8\") and load that.";
    const FORMATS: [(&[u8], &str, &str); 7] = [
        (
            b"PK\x03\x04",
            "a ZIP archive (as an .xlsx workbook is)",
            SHEET,
        ),
        (b"PK\x05\x06", "an empty ZIP archive", UNPACK),
        (b"\xD0\xCF\x11\xE0", "an old workbook (.xls)", SHEET),
        (b"%PDF", "a PDF document", SHEET),
        (b"\x1F\x8B", "a gzip archive", UNPACK),
        (b"\xFF\xFE", "UTF-16 text", TEXT),
        (b"\xFE\xFF", "UTF-16 text", TEXT),
    ];
    FORMATS
        .iter()
        .find(|(magic, _, _)| bytes.starts_with(magic))
        .map(|(_, kind, next)| (*kind, *next))
}

fn not_utf8(name: String, bytes: &[u8], valid: usize) -> SourceError {
    let before = bytes
        .get(..valid)
        .map(String::from_utf8_lossy)
        .unwrap_or_default();
    let line = before.rsplit(['\n', '\r']).next().unwrap_or_default();
    let byte = bytes.get(valid).copied().unwrap_or_default();
    let skipped = line.chars().count().saturating_sub(12);
    let shown: String = line.chars().skip(skipped).collect();
    SourceError::NotUtf8 {
        name,
        row: rows_in(&before),
        position: line.len() + 1,
        byte,
        latin1: char::from(byte),
        before: quoted(&shown),
    }
}

/// The number of the line that text ends in, from 1; every kind of line end counts.
fn rows_in(text: &str) -> usize {
    let bare_returns = text.matches('\r').count() - text.matches("\r\n").count();
    text.matches('\n').count() + bare_returns + 1
}

fn file_bytes(path: &Path) -> Result<Vec<u8>, SourceError> {
    let unreadable = |cause| SourceError::Unreadable {
        path: path.to_owned(),
        cause,
    };
    let metadata = match std::fs::metadata(path) {
        Ok(metadata) => metadata,
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Err(not_found(path)),
        Err(cause) if cause.kind() == io::ErrorKind::NotADirectory => return Err(not_found(path)),
        Err(cause) => return Err(unreadable(cause)),
    };
    if metadata.is_dir() {
        return Err(SourceError::Folder {
            path: path.to_owned(),
            hint: name_one_of(path),
        });
    }
    if !metadata.is_file() {
        return Err(SourceError::NotAFile {
            path: path.to_owned(),
        });
    }
    if metadata.len() > LARGEST {
        return Err(SourceError::TooLarge {
            path: path.to_owned(),
            bytes: metadata.len(),
        });
    }
    if metadata.len() == 0 {
        // So the system describes its own files too, some of which would be waited for without end (/proc/kmsg).
        return Ok(Vec::new());
    }
    let mut bytes = Vec::new();
    // The file may grow while it is read.
    File::open(path)
        .and_then(|file| file.take(LARGEST).read_to_end(&mut bytes))
        .map_err(unreadable)?;
    Ok(bytes)
}
