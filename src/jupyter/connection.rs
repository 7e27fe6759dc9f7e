//! The connection file: where to listen and how to sign.

use super::error::Error;
use super::log;
use super::message::from_object;
use serde::Deserialize;
use serde_json::Value;
use std::fs;
use std::net::IpAddr;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

/// The longest ipc path, without its closing NUL, that `sockaddr_un` holds.
const IPC_PATH_BYTES: usize = if cfg!(target_os = "linux") { 107 } else { 103 };

/// A connection file that has been checked.
#[derive(Clone, Debug)]
pub(super) struct Connection {
    transport: Transport,
    ip: String,
    pub(super) ports: Ports,
    /// The signing key; empty for none.
    pub(super) key: Vec<u8>,
}

/// The five ports, by the protocol's names.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ports {
    pub(super) shell: u16,
    pub(super) iopub: u16,
    pub(super) stdin: u16,
    pub(super) control: u16,
    pub(super) heartbeat: u16,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Transport {
    Tcp,
    Ipc,
}

/// The file as written; unknown keys are ignored.
#[derive(Deserialize)]
struct ConnectionFile {
    #[serde(default)]
    transport: Option<String>,
    #[serde(default)]
    ip: Option<String>,
    #[serde(default)]
    shell_port: u16,
    #[serde(default)]
    iopub_port: u16,
    #[serde(default)]
    stdin_port: u16,
    #[serde(default)]
    control_port: u16,
    #[serde(default)]
    hb_port: u16,
    #[serde(default)]
    key: String,
    #[serde(default)]
    signature_scheme: Option<String>,
    #[serde(default)]
    curve_publickey: Value,
    #[serde(default)]
    curve_secretkey: Value,
}

impl Connection {
    /// Reads and checks the file; what is merely unwise is logged.
    pub(super) fn read(path: &Path) -> Result<Self, Error> {
        let text = fs::read(path).map_err(|source| Error::Unreadable {
            path: path.to_owned(),
            source,
        })?;
        let file = from_object(&text).map_err(|source| Error::NotAConnectionFile {
            path: path.to_owned(),
            source,
        })?;
        warn_if_others_can_read(path);
        Self::check(file)
    }

    fn check(file: ConnectionFile) -> Result<Self, Error> {
        if is_given(&file.curve_publickey) || is_given(&file.curve_secretkey) {
            return Err(Error::Curve);
        }
        if let Some(scheme) = file.signature_scheme
            && !scheme.is_empty()
            && scheme != "hmac-sha256"
        {
            return Err(Error::SignatureScheme(scheme));
        }
        let transport = match file.transport.as_deref() {
            None | Some("" | "tcp") => Transport::Tcp,
            Some("ipc") => Transport::Ipc,
            Some(other) => return Err(Error::Transport(other.to_owned())),
        };
        let connection = Self {
            transport,
            ip: file.ip.unwrap_or_else(|| "127.0.0.1".to_owned()),
            ports: Ports {
                shell: port("shell_port", file.shell_port)?,
                iopub: port("iopub_port", file.iopub_port)?,
                stdin: port("stdin_port", file.stdin_port)?,
                control: port("control_port", file.control_port)?,
                heartbeat: port("hb_port", file.hb_port)?,
            },
            key: file.key.into_bytes(),
        };
        connection.check_exposure()?;
        Ok(connection)
    }

    fn check_exposure(&self) -> Result<(), Error> {
        let exposed = self.transport == Transport::Tcp && !is_loopback(&self.ip);
        if exposed && self.key.is_empty() {
            return Err(Error::UnsignedOffLoopback(self.ip.clone()));
        }
        if exposed {
            log::note(format_args!(
                "listening on {}: messages are signed, but not encrypted",
                self.ip
            ));
        }
        if self.key.is_empty() {
            log::note(format_args!(
                "the connection file has an empty key: messages are not signed"
            ));
        }
        Ok(())
    }

    /// The ZeroMQ address of a port.
    pub(super) fn endpoint(&self, port: u16) -> Result<String, Error> {
        if let Some(path) = self.ipc_path(port) {
            if path.len() > IPC_PATH_BYTES {
                return Err(Error::SocketPathTooLong {
                    length: path.len(),
                    limit: IPC_PATH_BYTES,
                    path,
                });
            }
            return Ok(format!("ipc://{path}"));
        }
        // ZeroMQ binds to addresses and interfaces, not to names.
        let ip = if self.ip == "localhost" {
            "127.0.0.1"
        } else {
            &self.ip
        };
        Ok(if self.is_ipv6() {
            format!("tcp://[{ip}]:{port}")
        } else {
            format!("tcp://{ip}:{port}")
        })
    }

    /// The socket file of a port, if the transport has any.
    pub(super) fn ipc_path(&self, port: u16) -> Option<String> {
        (self.transport == Transport::Ipc).then(|| format!("{}-{port}", self.ip))
    }

    pub(super) fn is_ipv6(&self) -> bool {
        self.transport == Transport::Tcp && self.ip.contains(':')
    }
}

fn port(name: &'static str, port: u16) -> Result<u16, Error> {
    if port == 0 {
        return Err(Error::NoPort(name));
    }
    Ok(port)
}

fn is_given(key: &Value) -> bool {
    !matches!(key, Value::Null) && key != ""
}

fn is_loopback(ip: &str) -> bool {
    ip == "localhost" || ip.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

fn warn_if_others_can_read(path: &Path) {
    let readable_by_others =
        fs::metadata(path).is_ok_and(|metadata| metadata.permissions().mode() & 0o044 != 0);
    if readable_by_others {
        log::note(format_args!(
            "{} can be read by other users, who could then run code here; chmod 600 it",
            path.display()
        ));
    }
}
