//! The kernel's private directory for all that Rust cells leave on disk.

use std::fs::{self, File, Permissions};
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tempfile::TempDir;

const LOCK: &str = "lock";
const PREFIX: &str = "session-";
/// A socket's path holds about 100 bytes, of which the names below the directory need some 30.
const LONGEST_PATH: usize = 70;
/// A younger directory may not have its lock yet.
const NEWBORN: Duration = Duration::from_secs(60);

/// A directory of mode 0700, removed when dropped, by the Rust host if the kernel is killed, and by
/// a later kernel if both are.
#[derive(Debug)]
pub(super) struct SessionDirectory {
    directory: TempDir,
    _lock: File,
}

impl SessionDirectory {
    /// Creates one under `cache`, the user's own; in the temporary directory only where that
    /// fails or is too long. Not there first, because cargo and rustup obey configuration files
    /// in any directory above, and in `/tmp` anyone may put some.
    pub(super) fn create(cache: Option<&Path>) -> io::Result<Self> {
        let sessions = cache.map(|cache| cache.join("sessions"));
        let usable = |sessions: &PathBuf| {
            sessions.as_os_str().len() <= LONGEST_PATH && fs::create_dir_all(sessions).is_ok()
        };
        if let Some(sessions) = sessions.filter(usable) {
            remove_abandoned(&sessions);
            if let Ok(session) = Self::create_in(&sessions) {
                return Ok(session);
            }
        }
        Self::create_in(&std::env::temp_dir())
    }

    fn create_in(parent: &Path) -> io::Result<Self> {
        let directory = tempfile::Builder::new()
            .prefix(PREFIX)
            .permissions(Permissions::from_mode(0o700))
            .tempdir_in(parent)?;
        let lock = File::create(directory.path().join(LOCK))?;
        lock.try_lock()?;
        Ok(Self {
            directory,
            _lock: lock,
        })
    }

    pub(super) fn path(&self) -> &Path {
        self.directory.path()
    }

    pub(super) fn snapshot(&self) -> PathBuf {
        self.path().join("snapshot")
    }
}

/// Removes what killed kernels left: directories whose lock nobody holds.
fn remove_abandoned(sessions: &Path) {
    let Ok(entries) = fs::read_dir(sessions) else {
        return;
    };
    for directory in entries.flatten().map(|entry| entry.path()) {
        let old = fs::metadata(&directory)
            .and_then(|data| data.modified())
            .is_ok_and(|time| time.elapsed().is_ok_and(|age| age > NEWBORN));
        let unlocked = File::open(directory.join(LOCK)).map(|lock| lock.try_lock().is_ok());
        if old && unlocked.unwrap_or(true) {
            // Another kernel may be at it too.
            let _ = fs::remove_dir_all(&directory);
        }
    }
}
