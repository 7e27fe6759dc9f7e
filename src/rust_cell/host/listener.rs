//! The socket on which the cells' process delivers its output and reports.

use std::collections::HashMap;
use std::io::{self, BufReader, Read, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use super::relay::{PanicReport, Relay};
use super::{SOCKET, direct_input, pump};

/// Standard error streams that wait for their process's standard output, by process.
type Waiting = Arc<Mutex<HashMap<u32, UnixStream>>>;

/// Accepts connections on the socket in the host's `directory` from now on.
pub(super) fn listen(directory: &Path, relay: Arc<Relay>) -> io::Result<()> {
    let listener = UnixListener::bind(directory.join(SOCKET))?;
    let directory: Arc<Path> = Arc::from(directory);
    super::spawn("listener", move || {
        let waiting = Waiting::default();
        for stream in listener.incoming().flatten() {
            let relay = Arc::clone(&relay);
            let waiting = Arc::clone(&waiting);
            let directory = Arc::clone(&directory);
            let _ = super::spawn("connection", move || {
                // A broken connection concerns its process alone.
                let _ = serve(stream, &directory, &relay, &waiting);
            });
        }
    })
}

fn serve(
    stream: UnixStream,
    directory: &Arc<Path>,
    relay: &Arc<Relay>,
    waiting: &Waiting,
) -> io::Result<()> {
    let mut greeting = String::new();
    #[expect(
        clippy::unbuffered_bytes,
        reason = "what follows the greeting belongs to another reader"
    )]
    for byte in (&stream).bytes() {
        match byte? {
            b'\n' => break,
            byte => greeting.push(char::from(byte)),
        }
    }
    let process = || greeting.rsplit(' ').next()?.parse().ok();
    if greeting.starts_with("stderr ") {
        let process = process().ok_or(io::ErrorKind::InvalidData)?;
        let acknowledgement = stream.try_clone()?;
        lock(waiting).insert(process, stream);
        // Only now may the process send its other greeting.
        return (&acknowledgement).write_all(b"\n");
    }
    if greeting.starts_with("stdout ") {
        let process = process().ok_or(io::ErrorKind::InvalidData)?;
        let error = lock(waiting).remove(&process);
        let error = error.ok_or(io::ErrorKind::InvalidData)?;
        relay.pump_started(process);
        if direct_input::is_supported() {
            let (directory, relay) = (Arc::clone(directory), Arc::clone(relay));
            super::spawn("input", move || {
                // The process is gone, and its socket with it.
                let _ = direct_input::serve(process, &directory, &relay);
            })?;
        }
        return pump::run(process, stream, error, relay);
    }
    serve_report(&greeting, stream, relay)
}

fn lock(waiting: &Waiting) -> std::sync::MutexGuard<'_, HashMap<u32, UnixStream>> {
    waiting.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A cell begins, panics, hands something back or asks; it waits until its stream is closed.
fn serve_report(kind: &str, mut stream: UnixStream, relay: &Relay) -> io::Result<()> {
    let mut text = String::new();
    BufReader::new(&stream).read_to_string(&mut text)?;
    match kind {
        "began" => relay.cell_began(),
        "panic" => {
            if let Some(report) = panic_report(&text) {
                relay.panicked(report);
            }
        }
        "give" => relay.given(&text),
        "input" | "password" => {
            relay.wait_for_announcement();
            let answer = relay.ask(text, kind == "password");
            match answer {
                Ok(text) => write!(stream, "answer\n{text}")?,
                Err(reason) => write!(stream, "refused\n{reason}")?,
            }
        }
        _ => {}
    }
    Ok(())
}

fn panic_report(text: &str) -> Option<PanicReport> {
    let mut parts = text.splitn(4, '\n');
    let thread = parts.next()?;
    Some(PanicReport {
        thread: (!thread.is_empty()).then(|| thread.to_owned()),
        file: parts.next()?.to_owned(),
        line: parts.next()?.parse().ok()?,
        message: parts.next()?.to_owned(),
    })
}
