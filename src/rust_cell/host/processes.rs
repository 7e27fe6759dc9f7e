//! The host's processes: cargo and rustc share its process group, the cells have one of their own.

use std::fs;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process, kill_process_group};

use super::relay::{Relay, Stage};

/// How often, and how many times, an interrupt looks whether the cell has ended. The kernel's
/// patience ends later, with the host's life.
const INTERRUPT_STEP: Duration = Duration::from_millis(20);
const INTERRUPT_STEPS: usize = 60;

/// Ends the cell of this number: while it compiles, by killing the compilers; while it runs, by killing
/// its process.
pub(super) fn interrupt(relay: &Relay, number: u64) {
    for _ in 0..INTERRUPT_STEPS {
        let is_over = relay.at_stage(number, |stage| match stage {
            Stage::Waiting => false,
            Stage::Compiling => {
                kill_rest_of_group();
                false
            }
            Stage::Running(process, killed) => {
                kill_cells(Some(process));
                *killed = true;
                false
            }
            Stage::Over => true,
        });
        if is_over {
            return;
        }
        std::thread::sleep(INTERRUPT_STEP);
    }
}

/// Kills the process that runs the cells, and whatever they started.
pub(super) fn kill_cells(group: Option<u32>) {
    if let Some(group) = group.and_then(pid) {
        let _ = kill_process_group(group, Signal::KILL);
    }
}

/// Kills cargo, rustc and the like: everything in the host's process group but the host.
pub(super) fn kill_rest_of_group() {
    let own = std::process::id();
    // Where there is no /proc the kernel kills the whole host instead, after its patience.
    let Ok(processes) = fs::read_dir("/proc") else {
        return;
    };
    let others = processes
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok())
        .filter(|process| *process != own && group_of(*process) == Some(own));
    for other in others.filter_map(pid) {
        let _ = kill_process(other, Signal::KILL);
    }
}

/// The process group in `/proc/<process>/stat`: the third field after the parenthesised name.
fn group_of(process: u32) -> Option<u32> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let (_, fields) = stat.rsplit_once(')')?;
    fields.split_whitespace().nth(2)?.parse().ok()
}

fn pid(number: u32) -> Option<Pid> {
    Pid::from_raw(i32::try_from(number).ok()?)
}

/// Closes what the kernel had open when it started the host: libzmq marks its sockets
/// close-on-exec only after it has opened them.
#[allow(unsafe_code)]
pub(super) fn close_inherited_files() {
    let Ok(files) = fs::read_dir("/proc/self/fd") else {
        return;
    };
    let numbers: Vec<i32> = files
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .filter(|number| *number > 2)
        .collect();
    for number in numbers {
        // SAFETY: this is the first thing the process does, so nothing in it owns a file beyond
        // the standard streams (the one that listed the directory is closed by now).
        unsafe { rustix::io::close(number) };
    }
}
