//! Onto the disk: all files of a set or none, each by a rename, so that nobody ever reads half of one.

use super::error::PublishError;
use std::fs::{self, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// A file not yet written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewFile {
    /// Where.
    pub path: PathBuf,
    /// What.
    pub bytes: Vec<u8>,
}

/// A file that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Where.
    pub path: PathBuf,
    /// Its size.
    pub bytes: usize,
    /// Whether another was there before.
    pub replaced: bool,
}

/// Writes the files. A set's `folder` is made if it is missing, but not the folders above it.
///
/// # Errors
/// A file that is there already unless `overwrite`, a path that is no ordinary file, a folder that is missing, or the system's refusal. Whatever is
/// found before the first rename leaves the disk as it was.
pub fn write(
    files: &[NewFile],
    folder: Option<&Path>,
    overwrite: bool,
) -> Result<Vec<Written>, PublishError> {
    check(paths(files), folder, overwrite)?;
    let made = folder.filter(|folder| !folder.exists());
    if let Some(folder) = made {
        fs::create_dir(folder).map_err(unwritable(folder))?;
    }
    let written = put(files, overwrite);
    if let (Err(_), Some(folder)) = (&written, made) {
        // Only an empty folder can be taken away; one with files in it is left to be seen.
        let _ = fs::remove_dir(folder);
    }
    written
}

/// Where the files go.
pub fn paths(files: &[NewFile]) -> impl Iterator<Item = &Path> {
    files.iter().map(|file| file.path.as_path())
}

/// Whether [`write()`] would begin.
///
/// # Errors
/// As [`write()`], but for what only the system can refuse.
pub fn check<'a>(
    files: impl IntoIterator<Item = &'a Path>,
    folder: Option<&Path>,
    overwrite: bool,
) -> Result<(), PublishError> {
    if let Some(folder) = folder {
        if folder.exists() && !folder.is_dir() {
            return Err(PublishError::NotAFolder {
                path: folder.to_owned(),
            });
        }
        check_parent(folder)?;
    }
    let mut existing = Vec::new();
    for file in files {
        if folder.is_none_or(|folder| folder.exists()) {
            check_parent(file)?;
        }
        let Ok(found) = fs::metadata(file) else {
            continue;
        };
        if found.is_dir() {
            return Err(is_folder(file));
        }
        if !found.is_file() {
            return Err(PublishError::NotAFile {
                path: file.to_owned(),
            });
        }
        existing.push(file.to_owned());
    }
    if !overwrite && !existing.is_empty() {
        return Err(PublishError::Exists { files: existing });
    }
    Ok(())
}

fn is_folder(path: &Path) -> PublishError {
    let name = path.extension().map_or_else(
        || "study.xlsx".to_owned(),
        |extension| format!("study.{}", extension.to_string_lossy()),
    );
    PublishError::IsFolder {
        path: path.to_owned(),
        example: name,
    }
}

fn check_parent(path: &Path) -> Result<(), PublishError> {
    let folder = parent(path);
    if folder.is_dir() {
        return Ok(());
    }
    Err(PublishError::NoFolder {
        path: path.to_owned(),
        folder: folder.to_owned(),
    })
}

/// The folder a path lies in; that of a bare name is the current one.
fn parent(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

fn put(files: &[NewFile], overwrite: bool) -> Result<Vec<Written>, PublishError> {
    let mut ready = Vec::new();
    for file in files {
        ready.push((file, temporary(file).map_err(unwritable(&file.path))?));
    }
    let mut written = Vec::new();
    for (file, temporary) in ready {
        let replaced = file.path.exists();
        let outcome = if overwrite {
            temporary.persist(&file.path)
        } else {
            temporary.persist_noclobber(&file.path)
        };
        outcome.map_err(|error| unwritable(&file.path)(error.error))?;
        written.push(Written {
            path: file.path.clone(),
            bytes: file.bytes.len(),
            replaced,
        });
    }
    Ok(written)
}

/// The bytes in a file beside the one they are for, readable as far as the user's mask allows.
fn temporary(file: &NewFile) -> io::Result<NamedTempFile> {
    let mut temporary = tempfile::Builder::new()
        .prefix(".quincunx-")
        .permissions(Permissions::from_mode(0o666))
        .tempfile_in(parent(&file.path))?;
    temporary.write_all(&file.bytes)?;
    temporary.as_file().sync_all()?;
    Ok(temporary)
}

fn unwritable(path: &Path) -> impl Fn(io::Error) -> PublishError {
    let path = path.to_owned();
    move |cause| PublishError::Unwritable {
        path: path.clone(),
        cause,
    }
}
