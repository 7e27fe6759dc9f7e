//! Where a table comes from: from a path, a cell or bytes at hand to text, Parquet, a workbook or an archive.

mod missing;
mod other;

use super::archive::{Archive, ArchiveError};
use super::encoding::{Decoded, decode};
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
    /// The content of a file at hand.
    Bytes {
        /// The file's name; what the file holds is told from its content first, and from this where the content leaves it open.
        name: String,
        /// The content.
        bytes: Vec<u8>,
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
        "{name} is {kind}, which is not read; expected a table (CSV, Excel, Parquet) or a file of one of the field's programs (`%q load --help` lists them). {next}"
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
    /// Bytes that are neither UTF-8 nor Windows-1252.
    #[error(
        "{name}, row {row} holds the byte 0x{byte:02X}, which no text has. Save the file as text in UTF-8 (in a spreadsheet: \"CSV UTF-8\") and load it again."
    )]
    NoText {
        /// The source.
        name: String,
        /// The line.
        row: usize,
        /// The byte.
        byte: u8,
    },
    /// UTF-16 that is none.
    #[error(
        "{name} begins as UTF-16 text, and row {row} holds what is none: it is cut off or damaged. Save the file as UTF-8 (in a spreadsheet: \"CSV UTF-8\") and load it again."
    )]
    Utf16 {
        /// The source.
        name: String,
        /// The line.
        row: usize,
    },
    /// An archive that cannot be unpacked.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
}

/// What a source holds.
pub(super) enum Content {
    /// Text that is not blank.
    Text(Decoded),
    /// A file that begins as Parquet does.
    Parquet(Vec<u8>),
    /// A workbook of sheets.
    Workbook(Workbook),
    /// An archive of files that is no workbook.
    Archive(Archive),
}

/// A workbook that is not yet read.
pub(super) enum Workbook {
    /// Of Excel since 2007.
    Xlsx(Archive),
    /// Of LibreOffice and others.
    Ods(Archive),
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
            Self::Inline { name, .. } | Self::Bytes { name, .. } => name.clone(),
        }
    }

    /// Whether this is the text of a cell, which needs no word on what it was taken as.
    pub(super) fn is_inline(&self) -> bool {
        matches!(self, Self::Inline { .. })
    }

    /// Whether the name ends so, such as `.sta`; in any case of letters.
    pub(super) fn is_named(&self, ending: &str) -> bool {
        self.name().to_lowercase().ends_with(ending)
    }

    /// Whether the file's name says that it is a table.
    pub(super) fn is_named_a_table(&self) -> bool {
        !self.is_inline()
            && [".csv", ".tsv", ".parquet", ".xlsx", ".ods"]
                .iter()
                .any(|ending| self.is_named(ending))
    }

    /// The content, read whole.
    pub(super) fn read(&self) -> Result<Content, SourceError> {
        let (bytes, next) = match self {
            Self::File(path) => (file_bytes(path)?, "Check that it was saved."),
            Self::Bytes { bytes, .. } => (bytes.clone(), "Check that it was saved."),
            Self::Inline { text, .. } => (
                text.clone().into_bytes(),
                "Write the table on the lines below the first.",
            ),
        };
        let content = content(self.name(), bytes, next)?;
        // What somebody types in a cell may look like anything.
        if !self.is_inline()
            && let Content::Text(Decoded { text, .. }) = &content
            && let Some((kind, next)) = other::text(text)
        {
            let name = self.name();
            return Err(SourceError::OtherFormat { name, kind, next });
        }
        Ok(content)
    }
}

fn content(name: String, bytes: Vec<u8>, next: &'static str) -> Result<Content, SourceError> {
    if bytes.starts_with(b"PAR1") {
        return Ok(Content::Parquet(bytes));
    }
    if bytes.starts_with(b"PK\x03\x04") {
        let mut archive = Archive::open(&name, bytes)?;
        if let Some((kind, next)) = other::packed(&mut archive) {
            return Err(SourceError::OtherFormat { name, kind, next });
        }
        return Ok(match () {
            () if archive.holds("xl/workbook.xml") => Content::Workbook(Workbook::Xlsx(archive)),
            () if archive.holds("content.xml") => Content::Workbook(Workbook::Ods(archive)),
            () => Content::Archive(archive),
        });
    }
    if let Some((kind, next)) = other::by_first_bytes(&bytes) {
        return Err(SourceError::OtherFormat { name, kind, next });
    }
    let decoded = decode(&name, bytes)?;
    if decoded.text.trim().is_empty() {
        return Err(SourceError::Empty { name, next });
    }
    Ok(Content::Text(decoded))
}

pub(super) fn file_bytes(path: &Path) -> Result<Vec<u8>, SourceError> {
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
