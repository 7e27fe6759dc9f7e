//! What to name instead of a file that is not there.

use super::SourceError;
use crate::study_files::place::{quoted, some_of};
use std::path::{Path, PathBuf};

pub(super) fn not_found(path: &Path) -> SourceError {
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    if !folder.is_dir() {
        return SourceError::NoFolder {
            path: path.to_owned(),
            folder: folder.to_owned(),
            current: current_folder(),
        };
    }
    let file = path
        .file_name()
        .map_or_else(|| path.to_owned(), PathBuf::from);
    let hint = similar_to(&file.to_string_lossy(), folder);
    let folder = if folder == Path::new(".") {
        current_folder()
    } else {
        format!("`{}`", folder.display())
    };
    SourceError::NoFile { file, folder, hint }
}

fn current_folder() -> String {
    std::env::current_dir().map_or_else(
        |_| "the current folder".to_owned(),
        |folder| format!("the current folder, `{}`", folder.display()),
    )
}

fn similar_to(name: &str, folder: &Path) -> String {
    const ALIKE: f64 = 0.6;
    let name = name.to_lowercase();
    let mut similar: Vec<(f64, String)> = files_in(folder)
        .into_iter()
        .map(|file| {
            (
                strsim::normalized_damerau_levenshtein(&name, &file.to_lowercase()),
                file,
            )
        })
        .filter(|(alike, _)| *alike >= ALIKE)
        .collect();
    similar.sort_by(|a, b| b.0.total_cmp(&a.0));
    let similar: Vec<String> = similar
        .into_iter()
        .take(3)
        .map(|(_, file)| quoted(&file))
        .collect();
    if similar.is_empty() {
        return name_one_of(folder);
    }
    format!("Did you mean {}?", similar.join(" or "))
}

pub(super) fn name_one_of(folder: &Path) -> String {
    let mut entries = files_in(folder);
    if entries.is_empty() {
        entries = visible(folder, Path::is_dir)
            .map(|folder| folder + "/")
            .collect();
        entries.sort();
    }
    if entries.is_empty() {
        return "It is empty; check the path.".to_owned();
    }
    format!("There is: {}.", some_of(&entries))
}

fn files_in(folder: &Path) -> Vec<String> {
    let mut files: Vec<String> = visible(folder, Path::is_file).collect();
    files.sort();
    files
}

/// The names in a folder that are not hidden; none if it cannot be read.
fn visible(folder: &Path, is_meant: impl Fn(&Path) -> bool) -> impl Iterator<Item = String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .filter(move |entry| is_meant(&entry.path()))
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| !name.starts_with('.'))
}
