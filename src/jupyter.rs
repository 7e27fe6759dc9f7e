//! The Jupyter protocol 5.5 over ZeroMQ. Knows no Q methodology.
//!
//! Two threads do the work. The *shell* thread owns the [`Language`] and answers the shell channel, one request at a
//! time. The *control* thread (the caller's) answers whatever must be answered while a cell runs: the control channel,
//! the heartbeat, new iopub subscribers, signals, and the end of the parent process. Both publish on iopub, which
//! stands behind a lock.

mod comm;
mod connection;
mod control;
mod display;
mod error;
mod execute;
mod history;
mod introspection;
mod iopub;
mod kernel_info;
pub mod kernelspec;
pub mod language;
mod log;
mod message;
mod parent;
mod shared;
mod shell;
mod signals;
mod signature;
mod sockets;
mod stdin;
mod waker;
mod widgets;

pub use comm::{CommMessage, CommTarget, Comms};
pub use error::Error;

use connection::Connection;
use control::Control;
use language::Language;
use message::Wire;
use parent::ParentProcess;
use shared::Shared;
use shell::Shell;
use signals::Signals;
use signature::Signer;
use sockets::{SocketFiles, Sockets};
use std::path::Path;
use std::sync::Arc;
use std::thread;

/// The protocol version spoken, as `kernel_info_reply` and every header state it.
pub const PROTOCOL_VERSION: &str = "5.5";

/// Why a kernel ended in good order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExitReason {
    /// A `shutdown_request`.
    Shutdown {
        /// The front end means to start the kernel again.
        restart: bool,
    },
    /// SIGTERM.
    Terminated,
    /// The process named by `JPY_PARENT_PID` is gone.
    ParentGone,
}

/// Serves the kernel that `connection_file` describes until it is told to end.
///
/// `history` is the file in which the cells' texts are kept from session to session; without one, or if it cannot be had, they are kept in
/// memory alone. `language` is called on the thread that will run the cells, after the sockets are bound; what it does delays the
/// first answer, so it should leave everything slow for later.
///
/// # Errors
/// The connection file cannot be used, or a socket cannot be bound. Nothing that a front end sends is an error here.
pub fn serve<L: Language>(
    connection_file: &Path,
    history: Option<&Path>,
    language: impl FnOnce() -> L + Send + 'static,
) -> Result<ExitReason, Error> {
    let connection = Connection::read(connection_file)?;
    let wire = Wire::new(Signer::new(&connection.key)?);
    let sockets = Sockets::bind(&connection)?;
    let _socket_files = SocketFiles::of(&connection);
    let (wakes, wakers) = waker::both().map_err(Error::Resources)?;
    let signals = Signals::register(&wakers.control).map_err(Error::Resources)?;
    let shared = Arc::new(Shared::new(
        connection.ports,
        wire,
        sockets.iopub,
        sockets.stdin,
        wakers,
    ));

    let for_shell = Arc::clone(&shared);
    let history = history.map(Path::to_owned);
    let shell = thread::Builder::new()
        .name("shell".to_owned())
        .stack_size(SHELL_STACK_BYTES)
        .spawn(move || Shell::serve(sockets.shell, wakes.shell, for_shell, history, language))
        .map_err(Error::Resources)?;

    let control = Control {
        socket: sockets.control,
        heartbeat: sockets.heartbeat,
        wake: wakes.control,
        shared,
        signals,
        parent: ParentProcess::from_environment(),
        shell,
    };
    control.run()
}

/// As much as a main thread usually has; parsers that a cell may call recurse deeply. Only what is touched is used.
const SHELL_STACK_BYTES: usize = 16 << 20;
