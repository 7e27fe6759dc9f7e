//! The kernel's end of the Rust host.

use std::ffi::OsStr;
use std::fs;
use std::io::{self, BufRead, BufReader, Write};
use std::os::unix::process::CommandExt;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded};
use rustix::process::{Pid, Signal, kill_process_group};

use super::host::Places;
use super::protocol::{Event, LIBRARY_SOURCE_VARIABLE, Request};

/// Events the kernel may lag behind; then the host waits, and the cell with it.
const EVENTS_AHEAD: usize = 256;
/// How long the host gets to end by itself.
const FAREWELL: Duration = Duration::from_millis(500);
/// The variables that lead to the notebook server or the kernel's connection file.
const SECRET_VARIABLES: [&str; 2] = ["JUPYTER_TOKEN", "JUPYTERHUB_API_TOKEN"];
const SECRET_PREFIXES: [&str; 2] = ["JPY_", "IPY_"];

/// A running Rust host. Dropping it ends the host and all it started.
#[derive(Debug)]
pub(super) struct Connection {
    process: Mutex<Child>,
    requests: Mutex<Option<ChildStdin>>,
    events: Mutex<Receiver<Event>>,
    /// The process group of the cells; 0 as long as it is unknown.
    cells: Arc<AtomicU32>,
    group: u32,
    /// evcxr is up.
    pub(super) ready: AtomicBool,
}

impl Connection {
    /// Starts a host: milliseconds; its [`Event::Ready`] comes seconds later.
    pub(super) fn open(program: &OsStr, places: &Places, path: &OsStr) -> io::Result<Self> {
        fs::create_dir_all(&places.host)?;
        let mut command = Command::new(program);
        command
            .args(places.arguments())
            .current_dir(&places.host)
            .env("PATH", path)
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        if std::env::var_os(LIBRARY_SOURCE_VARIABLE).is_none() {
            command.env(LIBRARY_SOURCE_VARIABLE, places.empty_library());
        }
        for (name, _) in std::env::vars_os() {
            if is_secret(&name) {
                command.env_remove(name);
            }
        }
        let mut process = command.spawn()?;
        let (Some(requests), Some(answers)) = (process.stdin.take(), process.stdout.take()) else {
            return Err(io::Error::from(io::ErrorKind::BrokenPipe));
        };
        let (send, events) = bounded(EVENTS_AHEAD);
        let cells = Arc::new(AtomicU32::new(0));
        thread::Builder::new().name("rust-host".to_owned()).spawn({
            let cells = Arc::clone(&cells);
            move || read_events(answers, &cells, &send)
        })?;
        Ok(Self {
            group: process.id(),
            process: Mutex::new(process),
            requests: Mutex::new(Some(requests)),
            events: Mutex::new(events),
            cells,
            ready: AtomicBool::new(false),
        })
    }

    /// Tells the host; that it is gone shows in its events.
    pub(super) fn send(&self, request: &Request) {
        let Ok(mut line) = serde_json::to_vec(request) else {
            return;
        };
        line.push(b'\n');
        let mut requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(requests) = requests.as_mut() {
            let _ = requests.write_all(&line);
        }
    }

    /// The events, for one reader at a time.
    pub(super) fn events(&self) -> MutexGuard<'_, Receiver<Event>> {
        self.events.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The events, unless someone reads them.
    pub(super) fn try_events(&self) -> Option<MutexGuard<'_, Receiver<Event>>> {
        self.events.try_lock().ok()
    }

    /// Kills the host, cargo and the cells.
    pub(super) fn kill(&self) {
        for group in [self.cells.load(Ordering::Relaxed), self.group] {
            if let Some(group) = i32::try_from(group).ok().and_then(Pid::from_raw) {
                let _ = kill_process_group(group, Signal::KILL);
            }
        }
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.send(&Request::Quit);
        let mut process = self.process.lock().unwrap_or_else(PoisonError::into_inner);
        let deadline = Instant::now() + FAREWELL;
        while Instant::now() < deadline && matches!(process.try_wait(), Ok(None)) {
            thread::sleep(Duration::from_millis(5));
        }
        self.kill();
        let _ = process.wait();
    }
}

/// The next event before `deadline`.
pub(super) fn next_event(events: &Receiver<Event>, wait: Duration) -> Next {
    match events.recv_timeout(wait) {
        Ok(event) => Next::Event(event),
        Err(RecvTimeoutError::Timeout) => Next::Nothing,
        Err(RecvTimeoutError::Disconnected) => Next::HostGone,
    }
}

/// What came of waiting for an event.
pub(super) enum Next {
    Event(Event),
    Nothing,
    HostGone,
}

fn read_events(answers: ChildStdout, cells: &AtomicU32, send: &Sender<Event>) {
    for line in BufReader::with_capacity(1 << 16, answers).lines() {
        let Ok(line) = line else { return };
        match serde_json::from_str(&line) {
            Ok(Event::CellProcess(group)) => cells.store(group, Ordering::Relaxed),
            Ok(event) => {
                if send.send(event).is_err() {
                    return;
                }
            }
            Err(_) => {}
        }
    }
}

fn is_secret(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    SECRET_VARIABLES.contains(&name.as_ref())
        || SECRET_PREFIXES
            .iter()
            .any(|prefix| name.starts_with(prefix))
}
