//! Where Rust cells live.

use std::ffi::OsString;
use std::io;
use std::path::PathBuf;

/// Where Rust cells live.
#[derive(Clone, Debug)]
pub struct Setup {
    /// Our executable, whose `main` begins with [`crate::rust_cell::hook`].
    pub program: PathBuf,
    /// The directory in which cells run: the notebook's.
    pub directory: PathBuf,
    /// The user's own cache directory for Quincunx; without one, everything is temporary.
    pub cache: Option<PathBuf>,
    /// Where to look for cargo and rustc, as in `PATH`.
    pub path: Option<OsString>,
    /// cargo's own directory, whose `bin` is looked into when `PATH` has no cargo.
    pub cargo_home: Option<PathBuf>,
}

impl Setup {
    /// The setup of this process: its executable, its current directory, its environment.
    ///
    /// # Errors
    /// If the executable or the current directory cannot be determined.
    pub fn from_environment() -> io::Result<Self> {
        let cargo_home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
        Ok(Self {
            program: std::env::current_exe()?,
            directory: std::env::current_dir()?,
            cache: dirs::cache_dir().map(|cache| cache.join("quincunx")),
            path: std::env::var_os("PATH"),
            cargo_home: cargo_home.or_else(|| Some(dirs::home_dir()?.join(".cargo"))),
        })
    }
}
