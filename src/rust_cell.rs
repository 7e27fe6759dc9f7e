//! Rust cells, run by evcxr.
//!
//! ```text
//! kernel ── JSON lines over pipes ── Rust host (evcxr, rust-analyzer, cargo)
//!                                      └── cells' process (variables; the loaded cells)
//! ```
//! All three are our own executable ([`hook`]). The host costs nothing until the first Rust code is
//! seen, and whatever goes wrong in it can be killed: magics never wait for it.
//! [`RustCells::share`] hands the session to the cells, which find it under the crate name `q`.

mod bridge;
mod cell_text;
mod child;
mod connection;
mod failure;
pub mod filter;
mod host;
mod lookup;
mod protocol;
mod running;
mod scanner;
mod session_directory;
mod setup;
mod snapshot;
mod toolchain;

use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use crate::output::Output;
use connection::Connection;
use host::Places;
use protocol::Request;
use session_directory::SessionDirectory;

pub use child::hook;
pub use failure::{FailureKind, RustFailure};
pub use protocol::{Candidate, Completions, Documentation};
pub use running::GivenMagic;
pub use scanner::{Completeness, completeness, lines_at_top_level};
pub use setup::Setup;
pub use snapshot::{SharedTable, Snapshot};

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
    /// The number of the cell that runs.
    running: Option<u64>,
    /// When that cell was interrupted.
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

    /// Runs a cell (or a run of Rust lines in one); its output goes to `out` while it runs. Starts
    /// evcxr if need be, which takes seconds. Returns what the cell hands back to the session.
    ///
    /// # Errors
    /// How the cell ended if not well; later cells work whatever it was.
    pub fn run(&self, code: &str, out: &dyn Output) -> Result<Vec<GivenMagic>, RustFailure> {
        let number = self.number.fetch_add(1, Ordering::Relaxed);
        {
            let mut state = lock(&self.state);
            state.running = Some(number);
            state.interrupted = None;
        }
        let result = self
            .connect()
            .and_then(|connection| self.run_on(&connection, number, code, out));
        lock(&self.state).running = None;
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

    /// Ends evcxr and all it started, and removes what it left on disk. A later cell starts it
    /// again.
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
        let path =
            toolchain::search_path(self.setup.path.as_deref(), self.setup.cargo_home.as_deref())
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
}

impl Drop for RustCells {
    fn drop(&mut self) {
        self.shut_down();
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The host is told once, and of which cell: it makes sure of the end of that one, and no later cell is hit.
fn interrupt(state: &Mutex<State>) {
    let (connection, number) = {
        let mut state = lock(state);
        let Some(number) = state.running else {
            return;
        };
        if state.interrupted.is_some() {
            return;
        }
        state.interrupted = Some(Instant::now());
        (state.connection.clone(), number)
    };
    if let Some(connection) = connection {
        connection.send(&Request::Interrupt { number });
    }
}
