//! The command line.

mod doctor;
mod folders;
mod install;
mod labextension;

use clap::{Parser, Subcommand};
use quincunx::jupyter::{self, ExitReason, kernelspec};
use quincunx::kernel::Kernel;
use std::env;
use std::fmt::Display;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What a process ended by SIGTERM reports, by the shell's convention.
const TERMINATED: u8 = 128 + 15;

/// A Jupyter kernel for Q methodology.
#[derive(Parser)]
#[command(name = "quincunx", version, about, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Runs the kernel; Jupyter calls this.
    Kernel {
        /// The file in which Jupyter describes the connection.
        #[arg(long, value_name = "FILE")]
        connection_file: PathBuf,
        /// Passed on to the processes that run Rust cells.
        #[arg(last = true, hide = true)]
        _rest: Vec<String>,
    },
    /// Makes the kernel known to Jupyter.
    Install(install::InstallArguments),
    /// Takes away what `install` wrote.
    Uninstall(install::UninstallArguments),
    /// Looks for all that the kernel needs, and says what to do about what is missing.
    Doctor {
        /// The name that the kernel was installed under.
        #[arg(long, default_value = kernelspec::NAME)]
        name: String,
    },
}

/// Runs the command that the program was called with.
pub(crate) fn run() -> ExitCode {
    match Arguments::parse().command {
        Command::Kernel {
            connection_file, ..
        } => serve(&connection_file),
        Command::Install(arguments) => install::run(&arguments),
        Command::Uninstall(arguments) => install::run_uninstall(&arguments),
        Command::Doctor { name } => doctor::run(&name),
    }
}

fn serve(connection_file: &Path) -> ExitCode {
    let kernel = match Kernel::new() {
        Ok(kernel) => kernel,
        Err(error) => return fail(&error),
    };
    match jupyter::serve(connection_file, history_file().as_deref(), || kernel) {
        Ok(ExitReason::Terminated) => ExitCode::from(TERMINATED),
        Ok(_) => ExitCode::SUCCESS,
        Err(error) => fail(&error),
    }
}

/// Where the texts of cells are kept: the file that `QUINCUNX_HISTORY` names, none if it says `off`, and without it one in the user's data
/// directory.
fn history_file() -> Option<PathBuf> {
    match env::var_os("QUINCUNX_HISTORY") {
        Some(off) if off == "off" || off.is_empty() => None,
        Some(file) => Some(PathBuf::from(file)),
        None => Some(dirs::data_dir()?.join("quincunx/history.sqlite")),
    }
}

/// Writes a line for the user.
#[allow(clippy::print_stdout, reason = "these commands speak to a terminal")]
fn say(line: impl Display) {
    println!("{line}");
}

/// Reports what ended a command.
#[allow(clippy::print_stderr, reason = "these commands speak to a terminal")]
fn fail(error: &dyn Display) -> ExitCode {
    eprintln!("quincunx: {error}");
    ExitCode::FAILURE
}
