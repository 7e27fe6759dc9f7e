//! What keeps a kernel from starting. Users' mistakes in cells are [`super::language::Failure`]s instead.

use std::io;
use std::path::PathBuf;

/// Why the kernel could not be served.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The connection file is absent or unreadable.
    #[error("cannot read the connection file {}: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The connection file is not what Jupyter writes.
    #[error("{} is not a Jupyter connection file: {source}", path.display())]
    NotAConnectionFile {
        /// The file.
        path: PathBuf,
        /// Why.
        source: serde_json::Error,
    },
    /// A port is absent.
    #[error("the connection file gives no `{0}`; expected a port from 1 to 65535")]
    NoPort(&'static str),
    /// A transport other than tcp and ipc.
    #[error("the connection file asks for transport `{0}`; this kernel speaks `tcp` and `ipc`")]
    Transport(String),
    /// A signature scheme other than the protocol's own.
    #[error(
        "the connection file asks for signature scheme `{0}`; this kernel signs with `hmac-sha256`"
    )]
    SignatureScheme(String),
    /// No key on an address that others can reach.
    #[error(
        "the connection file has an empty key, so that anyone who reaches {0} could run code; give a key, or use 127.0.0.1"
    )]
    UnsignedOffLoopback(String),
    /// A key that HMAC does not take.
    #[error("the key in the connection file cannot be used for signing")]
    Key,
    /// Encryption is asked for.
    #[error(
        "the connection file has CURVE keys, but this kernel's ZeroMQ has no encryption; set `transport_encryption` to `disabled` in Jupyter's configuration"
    )]
    Curve,
    /// A socket path that the system would cut off.
    #[error(
        "the ipc socket path {path} has {length} bytes; the system allows {limit}. Start Jupyter with a shorter runtime directory (JUPYTER_RUNTIME_DIR)"
    )]
    SocketPathTooLong {
        /// The path.
        path: String,
        /// Its length in bytes.
        length: usize,
        /// The longest path the system takes.
        limit: usize,
    },
    /// A socket could not be bound.
    #[error("cannot bind the {channel} channel to {endpoint}: {source}")]
    Bind {
        /// `shell`, `iopub`, …
        channel: &'static str,
        /// The ZeroMQ address.
        endpoint: String,
        /// Why.
        source: zmq::Error,
    },
    /// A mistake in the kernel itself, outside of any cell.
    #[error("the kernel's shell thread ended by a panic")]
    ShellPanicked,
    /// No threads, pipes or signal handlers to be had.
    #[error("the system gives no resources for the kernel: {0}")]
    Resources(io::Error),
}
