//! Wakes a thread that waits in `zmq::poll`.

use std::io::{self, Read, Write};
use std::os::fd::{AsRawFd, RawFd};
use std::os::unix::net::UnixStream;

/// The end that wakes; any thread may use it, and a signal handler may own a copy.
pub(super) struct Waker(UnixStream);

/// The end that is polled.
pub(super) struct Wake(UnixStream);

/// One of something for each of the two threads.
pub(super) struct Both<T> {
    pub(super) shell: T,
    pub(super) control: T,
}

/// The polled and the waking ends for both threads.
pub(super) fn both() -> io::Result<(Both<Wake>, Both<Waker>)> {
    let (shell_wake, shell) = pair()?;
    let (control_wake, control) = pair()?;
    let wakes = Both {
        shell: shell_wake,
        control: control_wake,
    };
    Ok((wakes, Both { shell, control }))
}

fn pair() -> io::Result<(Wake, Waker)> {
    let (wake, waker) = UnixStream::pair()?;
    wake.set_nonblocking(true)?;
    waker.set_nonblocking(true)?;
    Ok((Wake(wake), Waker(waker)))
}

impl Waker {
    /// Makes the other end readable. A full pipe is as good: its reader will wake.
    pub(super) fn wake(&self) {
        let _ = (&self.0).write(&[0]);
    }

    /// A copy for a signal handler.
    pub(super) fn try_clone(&self) -> io::Result<UnixStream> {
        self.0.try_clone()
    }
}

impl Wake {
    pub(super) fn fd(&self) -> RawFd {
        self.0.as_raw_fd()
    }

    /// Makes the end unreadable until it is woken again.
    pub(super) fn clear(&self) {
        let mut bytes = [0; 64];
        while (&self.0).read(&mut bytes).is_ok_and(|read| read > 0) {}
    }
}
