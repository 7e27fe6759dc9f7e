//! The process that started the kernel: when it is gone, nobody will ever speak to us again.

use rustix::process::{Pid, getppid, test_kill_process};
use std::env;
use std::time::Duration;

/// How often to look.
pub(super) const PARENT_POLL: Duration = Duration::from_secs(1);

/// The process that `JPY_PARENT_PID` names.
pub(super) struct ParentProcess {
    pid: Pid,
    /// It started us itself, so that another parent means that it is gone. With a wrapper in between only its
    /// existence can be asked.
    is_own_parent: bool,
}

impl ParentProcess {
    /// The parent, if Jupyter named one.
    pub(super) fn from_environment() -> Option<Self> {
        let pid = env::var("JPY_PARENT_PID").ok()?.trim().parse().ok()?;
        let pid = Pid::from_raw(pid)?;
        Some(Self {
            pid,
            is_own_parent: getppid() == Some(pid),
        })
    }

    /// Whether it has ended.
    pub(super) fn is_gone(&self) -> bool {
        if self.is_own_parent {
            return getppid() != Some(self.pid);
        }
        // Not permitted to signal it means that it is there.
        test_kill_process(self.pid) == Err(rustix::io::Errno::SRCH)
    }
}
