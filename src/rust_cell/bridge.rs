//! The crate `q` that every Rust cell finds, kept as source in the user's cache. Its random numbers are the kernel's own.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

const MANIFEST: &str = r#"[package]
name = "q"
version = "1.0.0"
edition = "2024"
description = "The Q study of a Quincunx notebook, in its Rust cells"

[lib]
path = "lib.rs"

[workspace]
"#;

const SOURCES: [(&str, &str); 10] = [
    ("Cargo.toml", MANIFEST),
    ("lib.rs", include_str!("q/lib.rs")),
    ("cell.rs", include_str!("q/cell.rs")),
    ("giving.rs", include_str!("q/giving.rs")),
    ("layout.rs", include_str!("q/layout.rs")),
    ("matrix.rs", include_str!("q/matrix.rs")),
    (
        "random.rs",
        include_str!("../../method/src/numeric/random.rs"),
    ),
    ("showing.rs", include_str!("q/showing.rs")),
    ("snapshot.rs", include_str!("q/snapshot.rs")),
    ("table.rs", include_str!("q/table.rs")),
];

/// The crate's directory under `cache`, written unless it is there already. Its name holds a
/// digest of the sources, so that different versions do not meet.
pub(super) fn install(cache: &Path) -> io::Result<PathBuf> {
    let mut digest = Sha256::new();
    for (name, source) in SOURCES {
        digest.update(name);
        digest.update(source);
    }
    let digest: String = digest
        .finalize()
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let directory = cache.join(format!("q-{digest}"));
    if is_whole(&directory) {
        return Ok(directory);
    }

    // Two kernels may do this at the same time: each writes beside, and the last rename wins.
    fs::create_dir_all(cache)?;
    let beside = tempfile::Builder::new().prefix("q-").tempdir_in(cache)?;
    for (name, source) in SOURCES {
        fs::write(beside.path().join(name), source)?;
    }
    if directory.exists() {
        fs::remove_dir_all(&directory)?;
    }
    let renamed = fs::rename(beside.path(), &directory);
    if is_whole(&directory) {
        return Ok(directory);
    }
    renamed.map(|()| directory)
}

fn is_whole(directory: &Path) -> bool {
    SOURCES.iter().all(|(name, source)| {
        fs::read_to_string(directory.join(name)).is_ok_and(|found| found == *source)
    })
}
