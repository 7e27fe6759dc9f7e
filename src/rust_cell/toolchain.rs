//! Where the Rust compiler is.

use std::env;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

/// What to tell a reader who has none.
pub(super) const MISSING: &str = "Rust cells need the Rust compiler, and `cargo` or `rustc` is not on the PATH: install Rust from \
     https://rustup.rs (or `apt-get install cargo rustc rust-src`) and run the cell again; the %q magics work without it.";

/// The PATH with which cargo and rustc are found: the given one, or, since programs started from
/// a desktop often lack it, the given one with cargo's own directory. None if they are in neither.
pub(super) fn search_path(path: Option<&OsStr>, cargo_home: Option<&Path>) -> Option<OsString> {
    let mut directories: Vec<PathBuf> = path
        .map(|path| env::split_paths(path).collect())
        .unwrap_or_default();
    if has_tools(&directories) {
        return path.map(OsStr::to_owned);
    }
    directories.push(cargo_home?.join("bin"));
    if has_tools(&directories) {
        return env::join_paths(directories).ok();
    }
    None
}

fn has_tools(directories: &[PathBuf]) -> bool {
    ["cargo", "rustc"].iter().all(|tool| {
        directories
            .iter()
            .any(|directory| directory.join(tool).is_file())
    })
}
