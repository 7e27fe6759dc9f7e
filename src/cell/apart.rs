//! Work on a thread of its own, which the reader need not wait for once it has been interrupted.

use crate::output::{InPlace, Output, Progress};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// How often the reader's side is looked at meanwhile.
const EVERY: Duration = Duration::from_millis(50);
/// How long work that was interrupted may take to end by itself, before it is left behind.
const GRACE: Duration = Duration::from_millis(1200);
/// As large as a program's first thread has it.
const STACK: usize = 8 << 20;

/// Why there is no result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gone {
    /// Interrupted, it did not end in time. It goes on unseen until it looks up or is done; whatever it makes is lost.
    LeftBehind,
    /// It ended without a result, or could not be begun.
    Failed,
}

/// Does `work`, which is called `title` where its progress is shown.
///
/// # Errors
/// [`Gone`]; work that is told of an interrupt and ends in time has a result as any other.
pub(super) fn run<T: Send + 'static>(
    out: &dyn Output,
    title: &str,
    work: impl FnOnce(&dyn Progress) -> T + Send + 'static,
) -> Result<T, Gone> {
    let relay = Arc::new(Relay::default());
    let (done, result) = mpsc::channel();
    let told = Arc::clone(&relay);
    thread::Builder::new()
        .name(title.to_owned())
        .stack_size(STACK)
        .spawn(move || {
            // Nobody hears of it if it was left behind.
            let _ = done.send(work(&*told));
        })
        .map_err(|_| Gone::Failed)?;
    let line = InPlace::new(out, title);
    let mut interrupted: Option<Instant> = None;
    loop {
        match result.recv_timeout(EVERY) {
            Ok(value) => return Ok(value),
            Err(RecvTimeoutError::Disconnected) => return Err(Gone::Failed),
            Err(RecvTimeoutError::Timeout) => relay.pass_on(&line),
        }
        if out.interrupted() {
            relay.interrupted.store(true, Ordering::SeqCst);
            if interrupted.get_or_insert_with(Instant::now).elapsed() > GRACE {
                return Err(Gone::LeftBehind);
            }
        }
    }
}

/// What the work says and is told, on the way between the threads.
#[derive(Default)]
struct Relay {
    interrupted: AtomicBool,
    said: Mutex<Said>,
}

/// How far the work was when it last said so.
#[derive(Clone, Default)]
struct Said {
    done: usize,
    total: usize,
    words: String,
}

impl Relay {
    fn said(&self) -> MutexGuard<'_, Said> {
        self.said.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn pass_on(&self, line: &dyn Progress) {
        let Said { done, total, words } = self.said().clone();
        if !words.is_empty() {
            line.step(done, total, &words);
        }
    }
}

impl Progress for Relay {
    fn step(&self, done: usize, total: usize, words: &str) {
        let mut said = self.said();
        said.done = done;
        said.total = total;
        said.words.clear();
        said.words.push_str(words);
    }

    fn interrupted(&self) -> bool {
        self.interrupted.load(Ordering::SeqCst)
    }
}
