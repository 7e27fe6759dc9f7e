//! The Rust host: our executable in a process of its own, which embeds evcxr.
//!
//! A process of its own because evcxr reads its configuration from the current directory and the
//! environment, prints to standard output and error, may exit or panic, and holds much memory: here
//! each of these touches the host alone, cargo and its build scripts never see the kernel's
//! environment, and whatever hangs can be killed.

mod compile_errors;
pub(super) mod direct_input;
mod evaluator;
mod listener;
mod prebuilt;
mod processes;
mod pump;
mod relay;
mod verdict;

use std::env;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

use crossbeam_channel::{Receiver, Sender, unbounded};
use rustix::io::fcntl_dupfd_cloexec;

use super::failure::{FailureKind, RustFailure};
use super::protocol::{Event, HOST_ARGUMENT, Request};
use evaluator::Evaluator;
use relay::Relay;

/// The socket's name in the host's directory.
const SOCKET: &str = "cells";
/// rust-analyzer recurses deeply over deep code.
const EVALUATOR_STACK: usize = 64 << 20;

/// Where the host works; given as arguments after [`HOST_ARGUMENT`].
#[derive(Clone, Debug)]
pub(super) struct Places {
    /// The host's own directory, private to the user.
    pub(super) host: PathBuf,
    /// The directory in which cells run.
    pub(super) notebook: PathBuf,
    /// The file with the session's snapshot.
    pub(super) snapshot: PathBuf,
    /// The source of the crate `q`.
    pub(super) bridge: PathBuf,
}

impl Places {
    /// The host's command line.
    pub(super) fn arguments(&self) -> [&std::ffi::OsStr; 5] {
        [
            HOST_ARGUMENT.as_ref(),
            self.host.as_os_str(),
            self.notebook.as_os_str(),
            self.snapshot.as_os_str(),
            self.bridge.as_os_str(),
        ]
    }

    /// Where rust-analyzer finds a standard library without content while evcxr is constructed.
    pub(super) fn empty_library(&self) -> PathBuf {
        self.host.join("no-library")
    }

    fn from_arguments() -> Option<Self> {
        let mut arguments = env::args_os().skip(2).map(PathBuf::from);
        Some(Self {
            host: arguments.next()?,
            notebook: arguments.next()?,
            snapshot: arguments.next()?,
            bridge: arguments.next()?,
        })
    }
}

/// Serves the kernel on standard input and output until it is told to quit or the kernel is gone.
pub(super) fn serve() -> ! {
    let code = match Places::from_arguments().map(start) {
        Some(Ok(())) => 0,
        Some(Err(error)) => {
            let _ = writeln!(io::stderr(), "The Rust host cannot start: {error}.");
            1
        }
        None => 2,
    };
    std::process::exit(code)
}

fn start(places: Places) -> io::Result<()> {
    processes::close_inherited_files();
    let requests = File::from(fcntl_dupfd_cloexec(rustix::stdio::stdin(), 3)?);
    let to_kernel = File::from(fcntl_dupfd_cloexec(rustix::stdio::stdout(), 3)?);
    // cargo, build scripts and evcxr itself share the standard streams.
    rustix::stdio::dup2_stdin(File::open("/dev/null")?)?;
    let (said, say) = io::pipe()?;
    rustix::stdio::dup2_stdout(&say)?;
    rustix::stdio::dup2_stderr(&say)?;
    drop(say);

    let relay = Arc::new(Relay::new(to_kernel));
    listener::listen(&places.host, Arc::clone(&relay))?;
    spawn("progress", {
        let relay = Arc::clone(&relay);
        move || forward_progress(said, &relay)
    })?;

    let (work, to_do) = unbounded();
    let evaluator = thread::Builder::new()
        .name("evcxr".to_owned())
        .stack_size(EVALUATOR_STACK)
        .spawn({
            let relay = Arc::clone(&relay);
            let places = places.clone();
            move || evaluate(&places, &relay, &to_do)
        })?;
    let orderly = read_requests(requests, &relay, &work);

    processes::kill_cells(relay.cell_process());
    processes::kill_rest_of_group();
    if !orderly {
        remove_session(&places.host);
    }
    // Not joined: evcxr may be in the middle of anything.
    drop(evaluator);
    Ok(())
}

/// Reads until the kernel says [`Request::Quit`] (true) or is gone (false).
fn read_requests(requests: File, relay: &Arc<Relay>, work: &Sender<Request>) -> bool {
    for line in BufReader::new(requests).lines() {
        let Ok(line) = line else { return false };
        let Ok(request) = serde_json::from_str(&line) else {
            continue;
        };
        match request {
            Request::Quit => return true,
            Request::Answer(answer) => relay.answer(answer),
            Request::Interrupt { number } => {
                // At once: what comes after it on the line must find it noted.
                relay.mark_interrupted(number);
                let relay = Arc::clone(relay);
                let _ = spawn("interrupt", move || processes::interrupt(&relay, number));
            }
            other => {
                let _ = work.send(other);
            }
        }
    }
    false
}

fn evaluate(places: &Places, relay: &Arc<Relay>, to_do: &Receiver<Request>) {
    let started = catch_unwind(AssertUnwindSafe(|| Evaluator::start(places, relay)));
    let mut evaluator = match started {
        Ok(Ok(evaluator)) => evaluator,
        Ok(Err(reason)) => {
            let reason = format!("{}{reason}", relay.complaints());
            return relay.send(&Event::CannotStart(reason));
        }
        Err(_) => return relay.send(&Event::CannotStart("evcxr itself failed".to_owned())),
    };
    relay.ready();
    if to_do.is_empty() {
        let _ = catch_unwind(AssertUnwindSafe(|| evaluator.warm_up()));
    }
    for request in to_do {
        let done = catch_unwind(AssertUnwindSafe(|| evaluator.answer(&request)));
        match (done, request) {
            (Ok(event), _) => relay.send(&event),
            (Err(_), Request::Run { number, .. }) => relay.send(&Event::Finished {
                number,
                failure: Some(evcxr_panicked()),
                broken: true,
            }),
            (Err(_), _) => return,
        }
    }
}

fn evcxr_panicked() -> RustFailure {
    RustFailure::new(
        FailureKind::SubprocessTerminated,
        "evcxr, which runs the Rust cells, failed over this cell and starts afresh with the next: \
         all variables, functions, types and dependencies of earlier Rust cells are lost; the Q study is not touched.",
    )
}

/// What cargo and evcxr say on the host's own standard streams: the crates being compiled.
fn forward_progress(said: io::PipeReader, relay: &Relay) {
    let mut crash_report = false;
    for line in BufReader::new(said).lines() {
        let Ok(line) = line else { return };
        // evcxr prints its own state when it panics.
        crash_report |= line.starts_with("=====") || line.contains("panicked at");
        if crash_report {
            continue;
        }
        relay.send_output(match line.trim_start().strip_prefix("Compiling ") {
            Some(what) => Event::Compiling(what.to_owned()),
            None => Event::Stderr(format!("{line}\n")),
        });
    }
}

/// The kernel died without a word: its session's directory, which holds ours, goes too.
fn remove_session(host: &Path) {
    let session = host.parent().unwrap_or(host);
    for _ in 0..3 {
        if fs::remove_dir_all(session).is_ok() {
            return;
        }
    }
}

fn spawn(name: &str, run: impl FnOnce() + Send + 'static) -> io::Result<()> {
    thread::Builder::new()
        .name(name.to_owned())
        .spawn(run)
        .map(drop)
}
