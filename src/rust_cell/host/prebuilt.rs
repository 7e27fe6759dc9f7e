//! The bridge's compiled form, kept beside its source, so that it is compiled once per machine and
//! not once per notebook.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::Places;
use crate::rust_cell::cell_text::BRIDGE;

/// The bridge is always optimized, whatever `:opt` says, and so need not be compiled again.
const CARGO_CONFIGURATION: &str = "[profile.dev.package.q]\nopt-level = 2\n";

/// Puts what an earlier host kept where cargo looks, below `target`. Cargo itself sees whether it
/// is of this compiler and these sources.
pub(super) fn restore(places: &Places, target: &Path) -> io::Result<()> {
    let cargo = places.host.join(".cargo");
    fs::create_dir_all(&cargo)?;
    fs::write(cargo.join("config.toml"), CARGO_CONFIGURATION)?;
    let kept = kept(places);
    if kept.exists() {
        copy_tree(&kept, target)?;
    }
    Ok(())
}

/// Keeps what cargo made of the bridge, unless it is kept already.
pub(super) fn keep(places: &Places, target: &Path) -> io::Result<()> {
    let kept = kept(places);
    let artifacts = artifacts(target)?;
    if artifacts.iter().all(|path| kept.join(path).exists()) {
        return Ok(());
    }
    let Some(parent) = kept.parent() else {
        return Ok(());
    };
    // Half a library would be worse than none: it takes its name when it is whole.
    let beside = tempfile::tempdir_in(parent)?;
    for path in artifacts {
        let copy = beside.path().join(&path);
        copy_tree(&target.join(&path), &copy)?;
    }
    if kept.exists() {
        fs::remove_dir_all(&kept)?;
    }
    fs::rename(beside.path(), &kept)
}

fn kept(places: &Places) -> PathBuf {
    let mut name = places.bridge.clone().into_os_string();
    name.push("-built");
    PathBuf::from(name)
}

/// The bridge's library and cargo's notes about it, relative to `target`.
fn artifacts(target: &Path) -> io::Result<Vec<PathBuf>> {
    let beginnings = [format!("{BRIDGE}-"), format!("lib{BRIDGE}-")];
    let mut found = Vec::new();
    for triple in fs::read_dir(target)?.flatten() {
        for directory in ["debug/.fingerprint", "debug/deps"] {
            let within = Path::new(&triple.file_name()).join(directory);
            let Ok(entries) = fs::read_dir(target.join(&within)) else {
                continue;
            };
            let names = entries.flatten().map(|entry| entry.file_name());
            let of_bridge = names.filter(|name| {
                let name = name.to_string_lossy();
                beginnings
                    .iter()
                    .any(|beginning| name.starts_with(beginning))
            });
            found.extend(of_bridge.map(|name| within.join(name)));
        }
    }
    Ok(found)
}

fn copy_tree(from: &Path, to: &Path) -> io::Result<()> {
    if !from.is_dir() {
        if let Some(parent) = to.parent() {
            fs::create_dir_all(parent)?;
        }
        return fs::copy(from, to).map(drop);
    }
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        copy_tree(&entry.path(), &to.join(entry.file_name()))?;
    }
    Ok(())
}
