//! The command line.

mod doctor;
mod folders;
mod install;

use clap::{Parser, Subcommand};
use quincunx::jupyter::{self, ExitReason, kernelspec};
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
        Command::Doctor { name } => doctor::run(&name),
    }
}

fn serve(connection_file: &Path) -> ExitCode {
    match jupyter::serve(connection_file, placeholder::Placeholder::default) {
        Ok(ExitReason::Terminated) => ExitCode::from(TERMINATED),
        Ok(_) => ExitCode::SUCCESS,
        Err(error) => fail(&error),
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

/// PLACEHOLDER until `quincunx::kernel` is there.
mod placeholder {
    use quincunx::jupyter::language::{
        Cell, Completeness, Completions, Executed, Failure, Language, LanguageInfo,
    };
    use quincunx::mime::MimeBundle;
    use quincunx::output::Output;
    use serde_json::json;

    #[derive(Default)]
    pub(super) struct Placeholder;

    impl Language for Placeholder {
        fn info(&self) -> LanguageInfo {
            LanguageInfo {
                implementation: "quincunx".to_owned(),
                implementation_version: env!("CARGO_PKG_VERSION").to_owned(),
                banner: "Quincunx".to_owned(),
                language_info: json!({
                    "name": "rust", "version": "1.95", "mimetype": "text/rust",
                    "file_extension": ".rs", "pygments_lexer": "rust", "codemirror_mode": "rust",
                }),
                help_links: Vec::new(),
            }
        }

        fn execute(&mut self, cell: &Cell<'_>, out: &dyn Output) -> Result<Executed, Failure> {
            out.stdout(cell.code);
            Ok(Executed::default())
        }

        fn complete(&mut self, _: &str, _: usize) -> Completions {
            Completions::default()
        }

        fn inspect(&mut self, _: &str, _: usize, _: u8) -> Option<MimeBundle> {
            None
        }

        fn is_complete(&mut self, _: &str) -> Completeness {
            Completeness::Unknown
        }

        fn interrupter(&self) -> Box<dyn Fn() + Send + Sync> {
            Box::new(|| {})
        }

        fn shutdown(&mut self) {}
    }
}
