//! The five bound sockets.

use super::connection::Connection;
use super::error::Error;
use std::ffi::c_int;
use std::fs;
use zmq::{Context, Socket, SocketType};

/// How long closing waits for messages still on their way, in milliseconds.
const LINGER_MS: i32 = 1000;

/// How many messages may wait for a slow reader; then a cell's output waits too ([`super::iopub`]). Text leaves in pieces of up to
/// 64 KiB, so that a cell that prints without end never fills more than some 32 MiB.
const SEND_QUEUE: i32 = 512;

/// The protocol's channels, each bound to its port.
pub(super) struct Sockets {
    pub(super) shell: Socket,
    pub(super) control: Socket,
    pub(super) stdin: Socket,
    pub(super) heartbeat: Socket,
    pub(super) iopub: Socket,
}

/// The socket files of the ipc transport, removed when dropped.
pub(super) struct SocketFiles(Vec<String>);

impl Sockets {
    /// Binds them all.
    pub(super) fn bind(connection: &Connection) -> Result<Self, Error> {
        let context = Context::new();
        let ports = connection.ports;
        let bind = |channel, kind, port| bind(&context, connection, channel, kind, port);
        Ok(Self {
            shell: bind("shell", SocketType::ROUTER, ports.shell)?,
            control: bind("control", SocketType::ROUTER, ports.control)?,
            stdin: bind("stdin", SocketType::ROUTER, ports.stdin)?,
            heartbeat: bind("heartbeat", SocketType::REP, ports.heartbeat)?,
            iopub: bind("iopub", SocketType::XPUB, ports.iopub)?,
        })
    }
}

fn bind(
    context: &Context,
    connection: &Connection,
    channel: &'static str,
    kind: SocketType,
    port: u16,
) -> Result<Socket, Error> {
    let endpoint = connection.endpoint(port)?;
    let bound = || -> zmq::Result<Socket> {
        let socket = context.socket(kind)?;
        socket.set_linger(LINGER_MS)?;
        socket.set_sndhwm(SEND_QUEUE)?;
        socket.set_ipv6(connection.is_ipv6())?;
        match kind {
            // A front end that reconnects with its old identity takes its old place.
            SocketType::ROUTER => socket.set_router_handover(true)?,
            // Every subscriber is welcomed, not the first alone.
            SocketType::XPUB => socket.set_xpub_verbose(true)?,
            _ => {}
        }
        socket.bind(&endpoint)?;
        Ok(socket)
    };
    bound().map_err(|source| Error::Bind {
        channel,
        endpoint: endpoint.clone(),
        source,
    })
}

/// Whether an XPUB socket refuses a message as long as it has no room for it (with some subscriber), instead of dropping it there.
#[allow(unsafe_code)]
pub(super) fn refuse_when_full(socket: &mut Socket, refuses: bool) {
    let refuses = c_int::from(refuses);
    // SAFETY: the socket is open as long as it is borrowed, and the option is an `int`, which is copied.
    let _ = unsafe {
        zmq_sys::zmq_setsockopt(
            socket.as_mut_ptr(),
            zmq_sys::ZMQ_XPUB_NODROP as c_int,
            (&raw const refuses).cast(),
            size_of::<c_int>(),
        )
    };
}

impl SocketFiles {
    pub(super) fn of(connection: &Connection) -> Self {
        let ports = connection.ports;
        let all = [
            ports.shell,
            ports.control,
            ports.stdin,
            ports.heartbeat,
            ports.iopub,
        ];
        Self(all.iter().filter_map(|p| connection.ipc_path(*p)).collect())
    }
}

impl Drop for SocketFiles {
    fn drop(&mut self) {
        for file in &self.0 {
            let _ = fs::remove_file(file);
        }
    }
}
