//! What a running cell tells the kernel beside its output.

use std::any::Any;
use std::io::{self, Read, Write};
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::panic::PanicHookInfo;
use std::sync::{Mutex, PoisonError};
use std::thread::ThreadId;

const SOCKET: &str = "QUINCUNX_CELL_SOCKET";

/// The thread that runs the cell. A cell is a library of its own with its own copy of this.
static CELL_THREAD: Mutex<Option<ThreadId>> = Mutex::new(None);

/// Lives as long as the cell's code runs.
#[doc(hidden)]
pub struct RunningCell(());

impl RunningCell {
    pub fn begin() -> Self {
        let running = Self(());
        if std::env::var_os(SOCKET).is_none() {
            return running;
        }
        let mut thread = CELL_THREAD.lock().unwrap_or_else(PoisonError::into_inner);
        *thread = Some(std::thread::current().id());
        drop(thread);
        std::panic::set_hook(Box::new(report_panic));
        // The kernel has gone if this fails, and the cell with it.
        let _ = tell("began");
        running
    }
}

impl Drop for RunningCell {
    fn drop(&mut self) {
        // Text without a newline would otherwise appear in a later cell.
        let _ = io::stdout().flush();
    }
}

/// Asks the reader for a line of text.
///
/// # Errors
/// If nobody can be asked, for example while the notebook runs unattended.
pub fn input(prompt: &str) -> io::Result<String> {
    ask("input", prompt)
}

/// Asks the reader for a line of text that is not shown while it is typed.
///
/// # Errors
/// If nobody can be asked, for example while the notebook runs unattended.
pub fn password(prompt: &str) -> io::Result<String> {
    ask("password", prompt)
}

fn ask(kind: &str, prompt: &str) -> io::Result<String> {
    // The question takes another way than the output; this line tells where it belongs.
    println!("EVCXR_QUINCUNX_QUESTION");
    let answer = tell(&format!("{kind}\n{prompt}"))?;
    match answer.split_once('\n') {
        Some(("answer", text)) => Ok(text.to_owned()),
        Some((_, reason)) => Err(io::Error::other(reason.to_owned())),
        None => Err(io::Error::from(io::ErrorKind::UnexpectedEof)),
    }
}

/// Goes around standard output and error: whoever panicked may hold their locks.
fn report_panic(panic: &PanicHookInfo<'_>) {
    let thread = std::thread::current();
    let cell = *CELL_THREAD.lock().unwrap_or_else(PoisonError::into_inner);
    let name = if cell == Some(thread.id()) {
        ""
    } else {
        thread.name().unwrap_or("without a name")
    };
    let (file, line) = panic
        .location()
        .map_or(("", 0), |place| (place.file(), place.line()));
    let message = payload_text(panic.payload());
    let name = name.replace('\n', " ");
    let _ = tell(&format!("panic\n{name}\n{file}\n{line}\n{message}"));
}

fn payload_text(payload: &(dyn Any + Send)) -> &str {
    if let Some(text) = payload.downcast_ref::<&'static str>() {
        return text;
    }
    payload
        .downcast_ref::<String>()
        .map_or("(a value that is no text)", String::as_str)
}

/// Sends a message and waits until the kernel has taken note of it.
fn tell(message: &str) -> io::Result<String> {
    let path = std::env::var_os(SOCKET).ok_or(io::ErrorKind::NotConnected)?;
    let mut stream = UnixStream::connect(path)?;
    stream.write_all(message.as_bytes())?;
    stream.shutdown(Shutdown::Write)?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}
