//! The program `quincunx`: the kernel, and the commands that install it and look after it.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    // Nothing may come before this: for Rust cells this program is started again, as the process that runs them.
    quincunx::rust_cell::hook();
    cli::run()
}
