//! The kernel under test: a thread of this process that speaks the toy language.

use super::client::{Frontend, endpoint};
use super::toy::Toy;
use quincunx::jupyter::{self, ExitReason};
use serde_json::{Value, json};
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::thread::{self, JoinHandle};
use tempfile::TempDir;
use zmq::{Context, POLLIN, SocketType};

const KEY: &str = "a3f1-key-of-the-tests";

/// A connection file and where it points.
pub(super) struct Connection {
    folder: TempDir,
    pub(super) info: Value,
}

/// The kernel, on a thread of this process, speaking the toy language.
pub(super) struct Kernel {
    pub(super) connection: Connection,
    pub(super) was_shut_down: Arc<AtomicBool>,
    thread: Option<JoinHandle<Result<ExitReason, jupyter::Error>>>,
}

impl Connection {
    pub(super) fn tcp() -> Self {
        let listeners: Vec<_> = (0..5)
            .map(|_| TcpListener::bind("127.0.0.1:0").unwrap())
            .collect();
        let ports = listeners.iter().map(|l| l.local_addr().unwrap().port());
        Self::new("tcp", "127.0.0.1", &ports.collect::<Vec<_>>())
    }

    pub(super) fn ipc() -> Self {
        let folder = TempDir::new().unwrap();
        let ip = folder.path().join("kernel").to_str().unwrap().to_owned();
        let mut connection = Self::new("ipc", &ip, &[1, 2, 3, 4, 5]);
        connection.folder = folder;
        connection
    }

    fn new(transport: &str, ip: &str, ports: &[u16]) -> Self {
        Self {
            folder: TempDir::new().unwrap(),
            info: json!({
                "transport": transport,
                "ip": ip,
                "shell_port": ports[0],
                "iopub_port": ports[1],
                "stdin_port": ports[2],
                "control_port": ports[3],
                "hb_port": ports[4],
                "key": KEY,
                "signature_scheme": "hmac-sha256",
                "kernel_name": "quincunx",
            }),
        }
    }

    pub(super) fn with(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.info[key] = value.into();
        self
    }

    pub(super) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The file, written for its owner alone.
    pub(super) fn write(&self) -> PathBuf {
        use std::os::unix::fs::PermissionsExt;
        let file = self.folder.path().join("connection.json");
        fs::write(&file, self.info.to_string()).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
        file
    }
}

impl Kernel {
    pub(super) fn start() -> Self {
        // Someone else may take a port between its choice and its use.
        for _ in 0..5 {
            let kernel = Self::start_with(Connection::tcp());
            if kernel.is_listening() {
                return kernel;
            }
        }
        panic!("no free ports");
    }

    pub(super) fn start_with(connection: Connection) -> Self {
        Self::start_remembering(connection, None)
    }

    /// A kernel that keeps its history in this file.
    pub(super) fn start_remembering(connection: Connection, history: Option<PathBuf>) -> Self {
        let file = connection.write();
        let was_shut_down = Arc::new(AtomicBool::new(false));
        let flag = Arc::clone(&was_shut_down);
        let thread = thread::spawn(move || {
            jupyter::serve(&file, history.as_deref(), move || Toy::new(flag))
        });
        Self {
            connection,
            was_shut_down,
            thread: Some(thread),
        }
    }

    fn is_listening(&self) -> bool {
        let context = Context::new();
        let socket = context.socket(SocketType::REQ).unwrap();
        socket.set_linger(0).unwrap();
        socket
            .connect(&endpoint(&self.connection.info, "hb_port"))
            .unwrap();
        socket.send("there?", 0).unwrap();
        loop {
            if socket.poll(POLLIN, 20).unwrap() > 0 {
                return true;
            }
            if self.thread.as_ref().unwrap().is_finished() {
                return false;
            }
        }
    }

    pub(super) fn frontend(&self) -> Frontend {
        Frontend::connect(&self.connection.info)
    }

    /// How the kernel ended.
    pub(super) fn wait(mut self) -> ExitReason {
        self.join()
    }

    /// How the kernel ended; its connection file stays.
    pub(super) fn join(&mut self) -> ExitReason {
        self.thread.take().unwrap().join().unwrap().unwrap()
    }
}

impl Drop for Kernel {
    fn drop(&mut self) {
        let Some(thread) = self.thread.take() else {
            return;
        };
        let frontend = Frontend::unsubscribed(&self.connection.info);
        frontend.send(&frontend.control, "shutdown_request", &json!({}));
        let ended = thread.join();
        if !thread::panicking() {
            frontend.receive(&frontend.control);
        }
        if !thread::panicking() {
            ended.unwrap().unwrap();
        }
    }
}
