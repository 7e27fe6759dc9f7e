//! Cells that read standard input themselves, as Rust programs do.
//!
//! While a cell runs its standard input is a socket on which the answers arrive (see `q::RunningCell`). Nothing tells that a cell wants one:
//! it sleeps in `read`, and the system says so. Where it does not, cells read what they always did, evcxr's orders, and wait for ever.

use std::fs;
use std::io;
use std::os::unix::net::UnixDatagram;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use super::relay::Relay;
use crate::rust_cell::protocol::INPUT_DESCRIPTORS;

/// How often to look whether a cell reads.
const STEP: Duration = Duration::from_millis(40);
/// A datagram that is read with a smaller buffer loses its end; no reader's is as small.
const PIECE: usize = 1024;
/// `read` among the system calls, where its number is known.
const READ: Option<&str> = if cfg!(all(target_os = "linux", target_arch = "x86_64")) {
    Some("0")
} else if cfg!(all(target_os = "linux", target_arch = "aarch64")) {
    Some("63")
} else {
    None
};

/// Whether the system tells in which call a child sleeps.
pub(super) fn is_supported() -> bool {
    let tells = READ.is_some() && fs::read_to_string("/proc/self/syscall").is_ok();
    // Of its own children; from 2 on of none.
    let scope = fs::read_to_string("/proc/sys/kernel/yama/ptrace_scope");
    let scope = scope.ok().and_then(|scope| scope.trim().parse().ok());
    tells && scope.unwrap_or(0) < 2
}

/// The socket in `directory` on which the process reads.
pub(in crate::rust_cell) fn socket(directory: &Path, process: u32) -> PathBuf {
    directory.join(format!("in-{process}"))
}

/// Asks the reader whenever a cell of this process reads, until the process has ended.
pub(super) fn serve(process: u32, directory: &Path, relay: &Arc<Relay>) -> io::Result<()> {
    let to = socket(directory, process);
    let answers = UnixDatagram::unbound()?;
    while relay.wait_for_cell(process) {
        thread::sleep(STEP);
        if !reads_input(process) {
            continue;
        }
        // A cell that has just been given something may not have woken yet.
        thread::sleep(STEP);
        if !relay.is_running_in(process) || !reads_input(process) {
            continue;
        }
        let Some(answer) = relay.ask_for_read() else {
            // An empty datagram is the end of the input, for this once.
            answers.send_to(&[], &to)?;
            continue;
        };
        for piece in format!("{answer}\n").as_bytes().chunks(PIECE) {
            answers.send_to(piece, &to)?;
        }
    }
    let _ = fs::remove_file(to);
    Ok(())
}

/// Whether a thread of the process sleeps in `read` on the cells' input, or one of a program that it started and shares its input with.
fn reads_input(process: u32) -> bool {
    let file =
        |process: u32, number: i32| fs::read_link(format!("/proc/{process}/fd/{number}")).ok();
    let input = |process: u32| file(process, 0);
    let [of_cells, _] = INPUT_DESCRIPTORS;
    let own = input(process);
    // A cell whose code has run reads evcxr's orders, while what it printed is still on its way.
    if own.is_none() || own != file(process, of_cells) {
        return false;
    }
    let mut processes = vec![process];
    while let Some(next) = processes.pop() {
        for thread in threads(next) {
            let read = |name: &str| fs::read_to_string(thread.join(name)).unwrap_or_default();
            let call = read("syscall");
            let mut words = call.split_whitespace();
            if words.next() == READ && words.next() == Some("0x0") && input(next) == own {
                return true;
            }
            let children = read("children");
            processes.extend(
                children
                    .split_whitespace()
                    .filter_map(|id| id.parse::<u32>().ok()),
            );
        }
    }
    false
}

fn threads(process: u32) -> Vec<PathBuf> {
    let threads = fs::read_dir(format!("/proc/{process}/task"));
    let threads = threads.into_iter().flatten().flatten();
    threads.map(|thread| thread.path()).collect()
}
