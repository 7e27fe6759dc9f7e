//! ZIP archives, unpacked in memory and only so far.

use super::place::quoted;
use std::io::{Cursor, Read};
use thiserror::Error;
use zip::ZipArchive;

/// How many times its own size an archive may unpack to …
const TIMES: u64 = 10;

/// … or to this many bytes, whichever is more: text of digits is packed very small.
const ALWAYS: u64 = 16 << 20;

/// The most entries that are looked at.
const MOST_ENTRIES: usize = 2_000;

/// Why an archive is not unpacked.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ArchiveError {
    /// No archive, or a damaged one.
    #[error(
        "{name} is a ZIP archive (as .xlsx and .ods workbooks are) that cannot be unpacked: {cause}. Copy or download it again."
    )]
    Broken {
        /// The source.
        name: String,
        /// The reader's words.
        cause: String,
    },
    /// Far more content than size.
    #[error("{name} has {} kB and unpacks to more than {} MB; no study does. It may be damaged or made to harm. Unpack it with another program and load the table in it.", packed >> 10, limit >> 20)]
    TooLarge {
        /// The source.
        name: String,
        /// Its size in bytes.
        packed: u64,
        /// The most bytes that it may unpack to.
        limit: u64,
    },
    /// More files than any study.
    #[error(
        "{name} holds {found} files; at most {MOST_ENTRIES} are looked at. Unpack it and load the files of the study."
    )]
    TooMany {
        /// The source.
        name: String,
        /// How many there are.
        found: usize,
    },
    /// A name that leads elsewhere.
    #[error(
        "{name} holds a file whose name leads out of the archive, {entry}; nothing was unpacked. Make the archive anew."
    )]
    LeadsOut {
        /// The source.
        name: String,
        /// The file's name.
        entry: String,
    },
}

/// An archive whose entries have harmless names.
pub(super) struct Archive {
    name: String,
    entries: Vec<String>,
    zip: ZipArchive<Cursor<Vec<u8>>>,
    packed: u64,
    /// How many bytes may still be unpacked.
    left: u64,
}

impl Archive {
    /// Reads the list of entries.
    pub(super) fn open(name: &str, bytes: Vec<u8>) -> Result<Self, ArchiveError> {
        let packed = bytes.len() as u64;
        let broken = |error: zip::result::ZipError| ArchiveError::Broken {
            name: name.to_owned(),
            cause: error.to_string(),
        };
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
        if zip.len() > MOST_ENTRIES {
            return Err(ArchiveError::TooMany {
                name: name.to_owned(),
                found: zip.len(),
            });
        }
        let mut entries = Vec::new();
        for index in 0..zip.len() {
            let entry = match zip.name_for_index(index) {
                Some(entry) => entry.map_err(broken)?.replace('\\', "/"),
                None => String::new(),
            };
            let leads_out = entry.starts_with('/')
                || entry.contains(':')
                || entry.split('/').any(|part| part == "..");
            if leads_out {
                return Err(ArchiveError::LeadsOut {
                    name: name.to_owned(),
                    entry: quoted(&entry),
                });
            }
            entries.push(entry);
        }
        Ok(Self {
            name: name.to_owned(),
            entries,
            zip,
            packed,
            left: (packed * TIMES).max(ALWAYS),
        })
    }

    /// What messages call it.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// The names of the entries.
    pub(super) fn entries(&self) -> &[String] {
        &self.entries
    }

    /// Whether there is an entry of this name.
    pub(super) fn holds(&self, entry: &str) -> bool {
        self.entries
            .iter()
            .any(|name| name.eq_ignore_ascii_case(entry))
    }

    /// The content of the entry whose name, without its folders, is this; in any case of letters.
    pub(super) fn file(&mut self, file: &str) -> Result<Option<Vec<u8>>, ArchiveError> {
        let is_meant = |entry: &String| {
            entry
                .rsplit('/')
                .next()
                .is_some_and(|last| last.eq_ignore_ascii_case(file))
        };
        let Some(index) = self.entries.iter().position(is_meant) else {
            return Ok(None);
        };
        self.unpack(index).map(Some)
    }

    /// The bytes of the archive, once each of its entries was unpacked and `look` found nothing wrong; and how much came out.
    pub(super) fn checked(
        mut self,
        look: impl Fn(&[u8]) -> Result<(), &'static str>,
    ) -> Result<(Vec<u8>, usize), ArchiveError> {
        let mut unpacked = 0;
        for index in 0..self.entries.len() {
            let bytes = self.unpack(index)?;
            unpacked += bytes.len();
            look(&bytes).map_err(|cause| ArchiveError::Broken {
                name: self.name.clone(),
                cause: cause.to_owned(),
            })?;
        }
        Ok((self.zip.into_inner().into_inner(), unpacked))
    }

    fn unpack(&mut self, index: usize) -> Result<Vec<u8>, ArchiveError> {
        let broken = |cause: String| ArchiveError::Broken {
            name: self.name.clone(),
            cause,
        };
        let entry = self
            .zip
            .by_index(index)
            .map_err(|error| broken(error.to_string()))?;
        let mut bytes = Vec::new();
        // What the entry announces does not count, what comes out of it does.
        entry
            .take(self.left + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| broken(error.to_string()))?;
        let Some(left) = self.left.checked_sub(bytes.len() as u64) else {
            return Err(ArchiveError::TooLarge {
                name: self.name.clone(),
                packed: self.packed,
                limit: (self.packed * TIMES).max(ALWAYS),
            });
        };
        self.left = left;
        Ok(bytes)
    }
}
