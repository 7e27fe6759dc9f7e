//! What a running cell tells the kernel beside its output.

use std::any::Any;
use std::io::{self, Read, Write};
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::panic::PanicHookInfo;
use std::sync::{Mutex, PoisonError};
use std::thread::ThreadId;

/// The descriptors of the input for cells and of evcxr's orders, which take each other's place on standard input.
const INPUT: &str = "QUINCUNX_CELL_INPUT";
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
        read_from(Source::Reader);
        // The kernel has gone if this fails, and the cell with it.
        let _ = tell("began");
        running
    }
}

impl Drop for RunningCell {
    fn drop(&mut self) {
        // Text without a newline would otherwise appear in a later cell.
        let _ = io::stdout().flush();
        read_from(Source::Evcxr);
    }
}

unsafe extern "C" {
    fn dup2(from: i32, to: i32) -> i32;
}

/// Where standard input comes from.
#[derive(Clone, Copy)]
enum Source {
    Reader,
    Evcxr,
}

/// Evcxr reads its orders only between cells, so that a cell can have standard input for itself.
fn read_from(source: Source) {
    let numbers = std::env::var(INPUT).unwrap_or_default();
    let number = numbers.split(' ').nth(source as usize);
    if let Some(Ok(from)) = number.map(str::parse) {
        // SAFETY: both are descriptors that stay open as long as the process; nobody owns them.
        unsafe { dup2(from, 0) };
    }
}

/// Removes what the cell has shown so far; with `wait` not before it shows more, so that the page does not flicker.
pub fn clear_output(wait: bool) {
    let wait = if wait { " wait" } else { "" };
    say(&format!("EVCXR_QUINCUNX_CLEAR{wait}\n"));
}

/// Something shown that can be replaced, in this cell or a later one.
#[derive(Clone, Debug)]
pub struct Shown {
    id: String,
}

impl Shown {
    /// Shows `content`; its media type may be any that Jupyter knows, such as `text/plain` or `text/html`.
    pub fn new(media_type: &str, content: &str) -> Self {
        let time = std::time::SystemTime::UNIX_EPOCH.elapsed();
        let nanoseconds = time.unwrap_or_default().as_nanos();
        let id = format!("cell-{}-{nanoseconds}", std::process::id());
        let shown = Self { id };
        shown.say("new", media_type, content);
        shown
    }

    /// Shows `content` in its place.
    pub fn update(&self, media_type: &str, content: &str) {
        self.say("update", media_type, content);
    }

    fn say(&self, how: &str, media_type: &str, content: &str) {
        let id = &self.id;
        say(&format!(
            "EVCXR_QUINCUNX_NAMED {how} {id}\nEVCXR_BEGIN_CONTENT {media_type}\n{content}\nEVCXR_END_CONTENT\n"
        ));
    }
}

fn say(lines: &str) {
    // The kernel has gone if this fails, and the cell with it.
    let _ = io::stdout().lock().write_all(lines.as_bytes());
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

/// Hands a magic to the session, to be run after the cell.
pub(crate) fn give(line: &str, body: &str) {
    // The kernel has gone if this fails, and the cell with it.
    let _ = tell(&format!("give\n{}\n{body}", line.replace(['\n', '\r'], " ")));
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
