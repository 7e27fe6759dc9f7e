//! Files of a folder and of the folders in it, so many and so large as a study may have.

use crate::study_files::StudyFileError;
use crate::study_files::collected::ImportError;
use crate::study_files::encoding::decode;
use crate::study_files::place::Place;
use crate::study_files::source::file_bytes;
use std::path::{Path, PathBuf};

/// The most bytes that are read of all files.
pub(super) const MOST_BYTES: u64 = 64 << 20;

/// The most files of a folder that are read.
const MOST_FILES: usize = 5_000;

/// A text file.
pub(super) struct TextFile {
    pub name: String,
    /// The name of the folder it lies in; empty where that is the one that was looked through.
    pub folder: String,
    pub stem: String,
    pub text: String,
}

impl TextFile {
    /// Whether it is this person's in this condition.
    pub(super) fn is_of(&self, condition: &str, person: &str) -> bool {
        self.folder == condition && self.stem == person
    }
}

/// The files with this ending in the folder itself and in the folders in it, by name.
pub(super) fn files_below(
    name: &str,
    folder: &Path,
    ending: &str,
    left: &mut u64,
) -> Result<Vec<TextFile>, StudyFileError> {
    let mut files = files_in(name, folder, ending, left)?;
    files.iter_mut().for_each(|file| file.folder.clear());
    for inner in entries(folder).into_iter().filter(|path| path.is_dir()) {
        let last = inner.file_name().unwrap_or_default().to_string_lossy();
        files.extend(files_in(&format!("{name}/{last}"), &inner, ending, left)?);
    }
    Ok(files)
}

/// The files with this ending in the folder itself, by name.
pub(super) fn files_in(
    name: &str,
    folder: &Path,
    ending: &str,
    left: &mut u64,
) -> Result<Vec<TextFile>, StudyFileError> {
    let is_meant = |path: &PathBuf| {
        path.is_file()
            && path
                .extension()
                .is_some_and(|e| e.eq_ignore_ascii_case(ending))
    };
    let mut files = Vec::new();
    for path in entries(folder).into_iter().filter(is_meant) {
        let last = |path: &Path| {
            path.file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned()
        };
        let shown = format!("{name}/{}", last(&path));
        let bytes = file_bytes(&path)?;
        let room = left.checked_sub(bytes.len() as u64);
        let Some(room) = room.filter(|_| files.len() < MOST_FILES) else {
            return Err(ImportError::Unexpected {
                place: Place::whole(name),
                expected: format!(
                    "at most {MOST_FILES} files of {} MB in all",
                    MOST_BYTES >> 20
                ),
                found: "more".to_owned(),
                next: "Check that it is the folder of a study.",
            }
            .into());
        };
        *left = room;
        files.push(TextFile {
            text: decode(&shown, bytes)?.text,
            name: shown,
            folder: last(folder),
            stem: path
                .file_stem()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned(),
        });
    }
    Ok(files)
}

/// What is in a folder, sorted; nothing if it cannot be read.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    paths.retain(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        !name.starts_with('.')
    });
    paths.sort();
    paths
}

/// The checksum CRC-32 of ISO 3309, by which qmethod names items.
pub(super) fn crc_32(bytes: &[u8]) -> u32 {
    let mut sum = u32::MAX;
    for &byte in bytes {
        sum ^= u32::from(byte);
        for _ in 0..8 {
            let carry = (sum & 1).wrapping_neg();
            sum = (sum >> 1) ^ (0xEDB8_8320 & carry);
        }
    }
    !sum
}
