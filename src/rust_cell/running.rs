//! A cell's conversation with the host.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use super::connection::{Connection, Next, next_event};
use super::protocol::{Block, Event, Request};
use super::{FailureKind, RustCells, RustFailure, lock};
use crate::mime::MimeBundle;
use crate::output::{InPlace, Output, Progress};

/// How often a running cell looks whether it was interrupted.
const STEP: Duration = Duration::from_millis(50);
/// After an interrupt the host gets this long to end the cell; then it is killed itself.
const INTERRUPT_PATIENCE: Duration = Duration::from_millis(1500);

impl RustCells {
    pub(super) fn run_on(
        &self,
        connection: &Arc<Connection>,
        number: u64,
        code: &str,
        out: &dyn Output,
    ) -> Result<Vec<GivenMagic>, RustFailure> {
        let events = connection.events();
        let mut asked = false;
        let mut given = Vec::new();
        let mut preparation = Preparation::new(out);
        loop {
            if out.interrupted() {
                self.interrupt();
            }
            if !asked && connection.ready.load(Ordering::Relaxed) {
                asked = true;
                preparation.compiles_the_cell();
                let code = code.to_owned();
                connection.send(&Request::Run { number, code });
            }
            if let Some(failure) = self.overdue(connection, asked) {
                return Err(failure);
            }
            match next_event(&events, STEP) {
                Next::Nothing => preparation.goes_on(),
                Next::HostGone => {
                    self.forget(connection);
                    return Err(host_gone());
                }
                Next::Event(Event::Ready) => connection.ready.store(true, Ordering::Relaxed),
                Next::Event(Event::CannotStart(reason)) => {
                    self.forget(connection);
                    return Err(cannot_start(&reason));
                }
                Next::Event(Event::Finished {
                    number: finished,
                    failure,
                    broken,
                }) if finished == number => {
                    if broken {
                        self.forget(connection);
                    }
                    return failure.map_or(Ok(given), Err);
                }
                Next::Event(Event::Compiling(what)) => preparation.compiles(&what),
                Next::Event(Event::Began) => preparation.is_over(),
                Next::Event(Event::Given { line, body }) => given.push(GivenMagic { line, body }),
                // Of an earlier cell, whose end overtook it.
                Next::Event(Event::Input { number: asking, .. }) if asking != number => {}
                Next::Event(event) => pass_on(event, connection, out),
            }
        }
    }

    /// What to say if the cell was interrupted and must not be waited for any longer.
    fn overdue(&self, connection: &Arc<Connection>, asked: bool) -> Option<RustFailure> {
        let since = lock(&self.state).interrupted?;
        if !asked {
            return Some(
                RustFailure::new(
                    FailureKind::Interrupted,
                    "The cell was interrupted while Rust was starting.",
                )
                .with_details(["Nothing of it was run; Rust goes on starting.".to_owned()]),
            );
        }
        if since.elapsed() < INTERRUPT_PATIENCE {
            return None;
        }
        self.forget(connection);
        Some(
            RustFailure::new(FailureKind::Interrupted, "The cell was interrupted.").with_details([
                "evcxr, which runs the Rust cells, did not answer and was stopped: all variables, functions, types \
                 and dependencies of earlier Rust cells are lost. The Q study is not touched."
                    .to_owned(),
            ]),
        )
    }
}

/// What a cell hands back to the session: a magic, without its sign, and the lines below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenMagic {
    /// The magic, such as `rotate by-matrix`.
    pub line: String,
    /// The lines below it; empty for a magic that takes none.
    pub body: String,
}

/// What a reader waits for before a cell's code runs: Rust itself, then cargo and the compiler.
struct Preparation<'a> {
    /// None as soon as the code runs.
    progress: Option<InPlace<'a>>,
    begun: Instant,
    crates: usize,
    words: String,
}

impl<'a> Preparation<'a> {
    fn new(out: &'a dyn Output) -> Self {
        Self {
            progress: Some(InPlace::new(out, "Rust")),
            begun: Instant::now(),
            crates: 0,
            words: "starting".to_owned(),
        }
    }

    fn compiles_the_cell(&mut self) {
        self.words = "compiling the cell".to_owned();
    }

    /// `what` as cargo has it: name, version and perhaps a path.
    fn compiles(&mut self, what: &str) {
        self.crates += 1;
        let name: Vec<&str> = what.split_whitespace().take(2).collect();
        self.words = format!("compiling {} (crate {})", name.join(" "), self.crates);
        self.goes_on();
    }

    /// Nobody knows how long it will take; the seconds show that it goes on.
    fn goes_on(&self) {
        let words = format!("{}, {} s", self.words, self.begun.elapsed().as_secs());
        if let Some(progress) = &self.progress {
            progress.step(0, 0, &words);
        }
    }

    /// What the cell shows comes without the progress before it.
    fn is_over(&mut self) {
        self.progress = None;
    }
}

fn pass_on(event: Event, connection: &Connection, out: &dyn Output) {
    match event {
        Event::Stdout(text) => out.stdout(&text),
        Event::Stderr(text) => out.stderr(&text),
        Event::Display(block) => out.display(&bundle(block), None),
        Event::Named { id, block, update } => {
            if update {
                out.update(&bundle(block), &id);
            } else {
                out.display(&bundle(block), Some(&id));
            }
        }
        Event::Clear { wait } => out.clear(wait),
        Event::Value(block) => out.result(&bundle(block)),
        Event::Input {
            prompt, password, ..
        } => {
            connection.send(&Request::Answer(out.input(&prompt, password)));
        }
        // Late answers to lookups that were given up.
        _ => {}
    }
}

/// A value's media. JSON media are unpacked, as the Jupyter protocol asks.
fn bundle(block: Block) -> MimeBundle {
    let media: Vec<&str> = block.iter().map(|(media, _)| media.as_str()).collect();
    let mut bundle = MimeBundle::plain(format!("[{}]", media.join(", ")));
    for (media, content) in block {
        let is_json = media == "application/json" || media.ends_with("+json");
        let json = is_json.then(|| serde_json::from_str::<serde_json::Value>(&content).ok());
        bundle = match json.flatten() {
            Some(value) => bundle.with(&media, value),
            None => bundle.with(&media, content),
        };
    }
    bundle
}

fn host_gone() -> RustFailure {
    RustFailure::new(
        FailureKind::SubprocessTerminated,
        "evcxr, which runs the Rust cells, ended unexpectedly and starts afresh with the next cell: all variables, \
         functions, types and dependencies of earlier Rust cells are lost; the Q study is not touched.",
    )
}

fn cannot_start(reason: &str) -> RustFailure {
    RustFailure::new(
        FailureKind::RustUnavailable,
        "Rust cells cannot be started; the %q magics work without them.",
    )
    .with_details(reason.lines().map(str::to_owned))
}
