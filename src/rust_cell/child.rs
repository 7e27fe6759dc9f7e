//! The roles our executable plays besides the kernel: evcxr runs it as the process that holds the
//! cells' variables and as compiler wrapper, and the kernel runs it as the Rust host.

use std::env;
use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Read, Write};
use std::os::fd::{AsRawFd, IntoRawFd};
use std::os::unix::net::{UnixDatagram, UnixStream};
use std::path::Path;
use std::thread;

use rustix::process::{Signal, kill_current_process_group, setpgid};

use super::host;
use super::protocol::{HOST_ARGUMENT, INPUT_DESCRIPTORS, INPUT_VARIABLE, SOCKET_VARIABLE};

/// Set by evcxr in the process that runs the cells.
const EVCXR_CHILD_VARIABLE: &str = "EVCXR_IS_RUNTIME";
/// The cells' process could not reach its host.
const UNREACHABLE_HOST: i32 = 98;

/// Must be the first call in `main`: does not return if this process is not to be the kernel.
pub fn hook() {
    if env::var_os(EVCXR_CHILD_VARIABLE).is_some()
        && let Some(socket) = env::var_os(SOCKET_VARIABLE)
        && let Err(error) = join_host(Path::new(&socket))
    {
        let _ = writeln!(
            io::stderr(),
            "The process for Rust cells cannot reach its host: {error}."
        );
        std::process::exit(UNREACHABLE_HOST);
    }
    evcxr::runtime_hook();
    if env::args_os().nth(1).as_deref() == Some(OsStr::new(HOST_ARGUMENT)) {
        host::serve();
    }
}

/// Sends standard output and error to the host instead of evcxr. What they hold survives this
/// process, and the host hears of panics, displayed blocks and unfinished lines at once. Lines
/// meant for evcxr come back and go where evcxr reads.
fn join_host(socket: &Path) -> io::Result<()> {
    // A group of its own: whatever the cells start ends with them.
    setpgid(None, None)?;
    #[cfg(target_os = "linux")]
    rustix::process::set_parent_process_death_signal(Some(Signal::KILL))?;

    let process = std::process::id();
    if env::var_os(INPUT_VARIABLE).is_some() {
        open_input(socket, process)?;
    }
    let mut error = UnixStream::connect(socket)?;
    writeln!(error, "stderr {process}")?;
    error.read_exact(&mut [0])?;
    let mut output = UnixStream::connect(socket)?;
    writeln!(output, "stdout {process}")?;

    let mut to_evcxr = File::from(rustix::io::fcntl_dupfd_cloexec(rustix::stdio::stdout(), 3)?);
    rustix::stdio::dup2_stdout(&output)?;
    rustix::stdio::dup2_stderr(&error)?;
    thread::Builder::new()
        .name("control-lines".to_owned())
        .spawn(move || {
            // Not `io::copy`, whose splice from a socket to a pipe can sleep on data that is there.
            let mut buffer = [0; 1024];
            while let Ok(length @ 1..) = output.read(&mut buffer) {
                let _ = to_evcxr.write_all(buffer.get(..length).unwrap_or_default());
            }
            // The host is gone.
            let _ = kill_current_process_group(Signal::KILL);
        })?;
    Ok(())
}

/// Opens the input that cells read, and keeps evcxr's orders at hand; `q::RunningCell` puts the one in the other's place.
fn open_input(socket: &Path, process: u32) -> io::Result<()> {
    let directory = socket.parent().unwrap_or(Path::new("."));
    let input = UnixDatagram::bind(host::direct_input::socket(directory, process))?;
    let [for_cells, for_evcxr] = INPUT_DESCRIPTORS;
    let input = rustix::io::fcntl_dupfd_cloexec(&input, for_cells)?;
    let orders = rustix::io::fcntl_dupfd_cloexec(rustix::stdio::stdin(), for_evcxr)?;
    if [input.as_raw_fd(), orders.as_raw_fd()] != INPUT_DESCRIPTORS {
        return Err(io::Error::other("the descriptors for input are taken"));
    }
    // Both stay open as long as the process.
    let _ = (input.into_raw_fd(), orders.into_raw_fd());
    Ok(())
}
