//! Rust cells, run by evcxr.
//!
//! ```text
//! kernel ── JSON lines over pipes ── Rust host (evcxr, rust-analyzer, cargo)
//!                                      └── cells' process (variables; the loaded cells)
//! ```
//! All three are our own executable ([`hook`]). The host costs nothing until the first Rust code is seen,
//! and whatever goes wrong in it can be killed: magics never wait for it. [`RustCells::share`] hands the session
//! to the cells, which find it under the crate name `q`.

mod bridge;
mod cell_text;
mod child;
mod connection;
mod failure;
pub mod filter;
mod host;
mod protocol;
mod scanner;
mod session_directory;
mod snapshot;
mod toolchain;

use std::ffi::OsString;
use std::io;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::mime::MimeBundle;
use crate::output::Output;
use connection::{Connection, Next, next_event};
use host::Places;
use protocol::{Block, Event, Request};
use session_directory::SessionDirectory;

pub use child::hook;
pub use failure::{FailureKind, RustFailure};
pub use protocol::{Candidate, Completions, Documentation};
pub use scanner::{Completeness, completeness, lines_at_top_level};
pub use snapshot::{SharedTable, Snapshot};

/// How often a running cell looks whether it was interrupted.
const STEP: Duration = Duration::from_millis(50);
/// After an interrupt the host gets this long to end the cell; then it is killed itself.
const INTERRUPT_PATIENCE: Duration = Duration::from_millis(1500);
/// How long a completion or documentation may take before the front end gets none.
const LOOKUP_PATIENCE: Duration = Duration::from_secs(2);

/// Where Rust cells live.
#[derive(Clone, Debug)]
pub struct Setup {
    /// Our executable, whose `main` begins with [`hook`].
    pub program: PathBuf,
    /// The directory in which cells run: the notebook's.
    pub directory: PathBuf,
    /// The user's own cache directory for Quincunx; without one, everything is temporary.
    pub cache: Option<PathBuf>,
    /// Where to look for cargo and rustc, as in `PATH`.
    pub path: Option<OsString>,
    /// cargo's own directory, whose `bin` is looked into when `PATH` has no cargo.
    pub cargo_home: Option<PathBuf>,
}

impl Setup {
    /// The setup of this process: its executable, its current directory, its environment.
    ///
    /// # Errors
    /// If the executable or the current directory cannot be determined.
    pub fn from_environment() -> io::Result<Self> {
        let cargo_home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
        Ok(Self {
            program: std::env::current_exe()?,
            directory: std::env::current_dir()?,
            cache: dirs::cache_dir().map(|cache| cache.join("quincunx")),
            path: std::env::var_os("PATH"),
            cargo_home: cargo_home.or_else(|| Some(dirs::home_dir()?.join(".cargo"))),
        })
    }
}

/// The Rust side of a notebook's kernel. Creating it costs nothing.
#[derive(Debug)]
pub struct RustCells {
    setup: Setup,
    state: Arc<Mutex<State>>,
    number: AtomicU64,
}

#[derive(Debug, Default)]
struct State {
    directory: Option<SessionDirectory>,
    connection: Option<Arc<Connection>>,
    hosts_started: usize,
    /// The digest of the snapshot in the session's directory.
    shared: Option<[u8; 32]>,
    running: bool,
    interrupted: Option<Instant>,
}

impl RustCells {
    /// Rust cells that will live in `setup`.
    pub fn new(setup: Setup) -> Self {
        Self {
            setup,
            state: Arc::default(),
            number: AtomicU64::new(0),
        }
    }

    /// Starts evcxr in the background and returns at once. A failure shows with the first cell.
    pub fn warm_up(&self) {
        let _ = self.connect();
    }

    /// Runs a cell (or a run of Rust lines in one); its output goes to `out` while it runs. Starts evcxr if
    /// need be, which takes seconds.
    ///
    /// # Errors
    /// How the cell ended if not well; later cells work whatever it was.
    pub fn run(&self, code: &str, out: &dyn Output) -> Result<(), RustFailure> {
        {
            let mut state = lock(&self.state);
            state.running = true;
            state.interrupted = None;
        }
        let result = self
            .connect()
            .and_then(|connection| self.run_on(&connection, code, out));
        lock(&self.state).running = false;
        result
    }

    /// Shares `snapshot` with the cells run from now on. Written only if it differs from the last.
    ///
    /// # Errors
    /// If the file cannot be written, or a table's labels do not fit its values.
    pub fn share(&self, snapshot: &Snapshot) -> io::Result<()> {
        let mut state = lock(&self.state);
        let written = state.shared;
        let path = self.directory(&mut state)?.snapshot();
        state.shared = Some(snapshot.write(&path, written)?);
        Ok(())
    }

    /// Ends the running cell, if one runs; may be called from any thread.
    pub fn interrupt(&self) {
        interrupt(&self.state);
    }

    /// [`RustCells::interrupt`] as a handle that outlives any borrow.
    pub fn interrupter(&self) -> impl Fn() + Send + Sync + 'static {
        let state = Arc::clone(&self.state);
        move || interrupt(&state)
    }

    /// What may stand at `offset` (in bytes) of `code`. Starts evcxr if need be, and then, like
    /// while a cell runs, gives nothing.
    pub fn complete(&self, code: &str, offset: usize) -> Completions {
        let completed = self.look_up(|number| Request::Complete {
            number,
            code: code.to_owned(),
            offset: code.floor_char_boundary(offset),
        });
        match completed {
            Some(Event::Completed { completions, .. }) => completions,
            _ => Completions::default(),
        }
    }

    /// What is known of the name at `offset` (in bytes) of `code`. Starts evcxr if need be, and
    /// then, like while a cell runs, gives nothing.
    pub fn inspect(&self, code: &str, offset: usize) -> Option<Documentation> {
        let inspected = self.look_up(|number| Request::Inspect {
            number,
            code: code.to_owned(),
            offset: end_of_name(code, offset),
        });
        match inspected {
            Some(Event::Inspected { documentation, .. }) => documentation,
            _ => None,
        }
    }

    /// Ends evcxr and all it started, and removes what it left on disk. A later cell starts it again.
    pub fn shut_down(&self) {
        let (connection, directory) = {
            let mut state = lock(&self.state);
            state.shared = None;
            (state.connection.take(), state.directory.take())
        };
        drop(connection);
        drop(directory);
    }

    /// The running host, or a new one.
    fn connect(&self) -> Result<Arc<Connection>, RustFailure> {
        let mut state = lock(&self.state);
        if let Some(connection) = &state.connection {
            return Ok(Arc::clone(connection));
        }
        let unavailable = |message: String| RustFailure::new(FailureKind::RustUnavailable, message);
        let path = toolchain::search_path(
            self.setup.path.as_deref(),
            self.setup.cargo_home.as_deref(),
        )
        .ok_or_else(|| unavailable(toolchain::MISSING.to_owned()))?;
        let connection = self
            .places(&mut state)
            .and_then(|places| Connection::open(self.setup.program.as_os_str(), &places, &path))
            .map_err(|error| unavailable(format!("Rust cells cannot be started: {error}.")))?;
        let connection = Arc::new(connection);
        state.connection = Some(Arc::clone(&connection));
        Ok(connection)
    }

    fn places(&self, state: &mut State) -> io::Result<Places> {
        state.hosts_started += 1;
        let number = state.hosts_started;
        let directory = self.directory(state)?;
        let session = directory.path().to_owned();
        let in_cache = self.setup.cache.as_deref().map(bridge::install);
        Ok(Places {
            host: session.join(format!("host-{number}")),
            notebook: self.setup.directory.clone(),
            snapshot: directory.snapshot(),
            bridge: match in_cache {
                Some(Ok(bridge)) => bridge,
                _ => bridge::install(&session)?,
            },
        })
    }

    fn directory<'a>(&self, state: &'a mut State) -> io::Result<&'a SessionDirectory> {
        let directory = match state.directory.take() {
            Some(directory) => directory,
            None => SessionDirectory::create(self.setup.cache.as_deref())?,
        };
        Ok(state.directory.insert(directory))
    }

    fn run_on(
        &self,
        connection: &Arc<Connection>,
        code: &str,
        out: &dyn Output,
    ) -> Result<(), RustFailure> {
        let events = connection.events();
        let number = self.number.fetch_add(1, Ordering::Relaxed);
        let mut asked = false;
        loop {
            if !asked && connection.ready.load(Ordering::Relaxed) {
                asked = true;
                let code = code.to_owned();
                connection.send(&Request::Run { number, code });
            }
            if let Some(failure) = self.overdue(connection, asked) {
                return Err(failure);
            }
            match next_event(&events, STEP) {
                Next::Nothing => {}
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
                    return failure.map_or(Ok(()), Err);
                }
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

    /// Kills the host; the next cell starts another.
    fn forget(&self, connection: &Arc<Connection>) {
        connection.kill();
        let mut state = lock(&self.state);
        if state
            .connection
            .as_ref()
            .is_some_and(|current| Arc::ptr_eq(current, connection))
        {
            state.connection = None;
        }
    }

    /// Asks the host, if it is up and at leisure.
    fn look_up(&self, request: impl FnOnce(u64) -> Request) -> Option<Event> {
        let connection = self.connect().ok()?;
        let events = connection.try_events()?;
        if !connection.ready.load(Ordering::Relaxed) {
            match next_event(&events, Duration::ZERO) {
                Next::Event(Event::Ready) => connection.ready.store(true, Ordering::Relaxed),
                Next::Event(Event::CannotStart(_)) | Next::HostGone => {
                    self.forget(&connection);
                    return None;
                }
                _ => return None,
            }
        }
        let number = self.number.fetch_add(1, Ordering::Relaxed);
        connection.send(&request(number));
        let deadline = Instant::now() + LOOKUP_PATIENCE;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            match next_event(&events, left) {
                Next::Event(event) if answers(&event, number) => return Some(event),
                Next::Event(_) => {}
                Next::Nothing => return None,
                Next::HostGone => {
                    self.forget(&connection);
                    return None;
                }
            }
        }
    }
}

impl Drop for RustCells {
    fn drop(&mut self) {
        self.shut_down();
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

fn interrupt(state: &Mutex<State>) {
    let connection = {
        let mut state = lock(state);
        if !state.running {
            return;
        }
        state.interrupted.get_or_insert_with(Instant::now);
        state.connection.clone()
    };
    if let Some(connection) = connection {
        connection.send(&Request::Interrupt);
    }
}

fn pass_on(event: Event, connection: &Connection, out: &dyn Output) {
    match event {
        Event::Stdout(text) => out.stdout(&text),
        Event::Stderr(text) => out.stderr(&text),
        Event::Display(block) => out.display(&bundle(block), None),
        Event::Value(block) => out.result(&bundle(block)),
        Event::Input { prompt, password } => {
            connection.send(&Request::Answer(out.input(&prompt, password)));
        }
        // Late answers to lookups that were given up.
        _ => {}
    }
}

fn answers(event: &Event, asked: u64) -> bool {
    match event {
        Event::Completed { number, .. } | Event::Inspected { number, .. } => *number == asked,
        _ => false,
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

/// The end of the identifier that `offset` lies in or touches.
fn end_of_name(code: &str, offset: usize) -> usize {
    let offset = code.floor_char_boundary(offset);
    let rest = code.get(offset..).unwrap_or_default();
    let length = rest
        .find(|c: char| !(c.is_alphanumeric() || c == '_'))
        .unwrap_or(rest.len());
    offset + length
}
