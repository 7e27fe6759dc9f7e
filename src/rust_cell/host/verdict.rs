//! How a cell ended, in the reader's words.

use std::path::Path;
use std::process::Command;

use evcxr::Error;

use super::relay::{PanicReport, Run};
use crate::rust_cell::cell_text::without_guard;
use crate::rust_cell::failure::{FailureKind, RustFailure};

/// evcxr returns success for panics and failed `?` alike; this tells them apart.
pub(super) fn of_finished(run: &Run, cell: &str, generated: &str) -> Result<(), RustFailure> {
    if run.panicked {
        return Err(panic(run, cell, generated));
    }
    if let Some(message) = &run.returned_error {
        let message = if message.is_empty() {
            "A `?` met an error; its message stands above.".to_owned()
        } else {
            format!("A `?` met an error: {message}")
        };
        // An interrupted question is answered by an error, and the cell may end with that before it is stopped.
        let failure = match run.interrupted {
            true => interrupted(),
            false => RustFailure::new(FailureKind::Error, message),
        };
        return Err(failure.with_details([format!("The cell ended there. {NEW_VARIABLES_LOST}")]));
    }
    if let Some(report) = run.panics.iter().find(|report| report.thread.is_some()) {
        return Err(thread_panic(report, cell, generated));
    }
    if let Some(reason) = &run.unanswered {
        if run.interrupted {
            // What reads without `?` goes on with an empty answer, and may end before it is stopped.
            return Err(interrupted().with_details(["It went on with an empty answer.".to_owned()]));
        }
        let message = format!("The cell asked for input and got none: {reason}.");
        return Err(RustFailure::new(FailureKind::Error, message)
            .with_details(["It went on with an empty answer.".to_owned()]));
    }
    Ok(())
}

const NEW_VARIABLES_LOST: &str =
    "Variables of earlier cells are kept; those this cell introduced are not.";

fn panic(run: &Run, cell: &str, generated: &str) -> RustFailure {
    // The last of the cell's own thread: earlier ones were caught.
    let own = run
        .panics
        .iter()
        .rev()
        .find(|report| report.thread.is_none());
    let Some(report) = own else {
        let message = "The cell panicked without telling why.";
        return RustFailure::new(FailureKind::Panic, message)
            .with_details([NEW_VARIABLES_LOST.to_owned()]);
    };
    let place = place(report, cell, generated);
    let message = format!("The cell panicked{place}: {}", report.message);
    RustFailure::new(FailureKind::Panic, message).with_details([NEW_VARIABLES_LOST.to_owned()])
}

fn thread_panic(report: &PanicReport, cell: &str, generated: &str) -> RustFailure {
    let place = place(report, cell, generated);
    let thread = report.thread.as_deref().unwrap_or_default();
    let message = format!(
        "A thread ({thread}) that runs beside the cell panicked{place}: {}",
        report.message
    );
    RustFailure::new(FailureKind::Panic, message)
        .with_details(["The cell itself ran to its end, and all variables are kept.".to_owned()])
}

/// ` in line 3`, ` in src/matrix.rs, line 70` or nothing.
fn place(report: &PanicReport, cell: &str, generated: &str) -> String {
    let in_cells = Path::new(&report.file) == Path::new("src/lib.rs");
    if !in_cells {
        return format!(" in {}, line {}", report.file, report.line);
    }
    reader_line(report.line, cell, generated)
        .map_or_else(String::new, |line| format!(" in line {line}"))
}

/// The line of the cell that became line `number` of the generated program.
///
/// evcxr keeps the reader's statements whole, each on lines of its own; equal lines are told apart
/// by their order.
fn reader_line(number: usize, cell: &str, generated: &str) -> Option<usize> {
    let bare = |line: &str| without_guard(line.trim()).to_owned();
    let wanted = bare(generated.lines().nth(number.checked_sub(1)?)?);
    let equal = |line: &str| bare(line) == wanted;
    let in_cell = lines_that(cell, equal);
    if let [only] = in_cell.as_slice() {
        return Some(*only);
    }
    if in_cell.is_empty() {
        // One of several statements on a line.
        let around = lines_that(cell, |line| line.contains(&wanted));
        return match around.as_slice() {
            [only] => Some(*only),
            _ => None,
        };
    }
    let in_generated = lines_that(generated, equal);
    let nth = in_generated.iter().position(|line| *line == number)?;
    let same = in_generated.len() == in_cell.len();
    in_cell.get(nth).copied().filter(|_| same)
}

/// The numbers (from 1) of the lines that are `wanted`.
fn lines_that(text: &str, wanted: impl Fn(&str) -> bool) -> Vec<usize> {
    let lines = text.lines().enumerate();
    let found = lines.filter(|(_, line)| wanted(line));
    found.map(|(index, _)| index + 1).collect()
}

/// What `error` and the interrupt, if there was one, mean to the reader. `variables` are those
/// there were before the cell.
pub(super) fn of_failed(error: Error, run: &Run, variables: &[String]) -> RustFailure {
    match error {
        Error::SubprocessTerminated(_) if run.interrupted => interrupted().with_details([format!(
            "Stopping it ended the process that holds the variables. {}",
            lost(variables)
        )]),
        _ if run.interrupted => interrupted_before(),
        Error::SubprocessTerminated(status) => {
            RustFailure::new(FailureKind::SubprocessTerminated, cause(&status, run))
                .with_details([lost(variables)])
        }
        Error::TypeRedefinedVariablesLost(names) => RustFailure::new(
            FailureKind::Error,
            format!(
                "The types of variables changed, so that they are lost: {}.",
                names.join(", ")
            ),
        ),
        Error::Message(message) => undetermined_type(message),
        // Compile errors are shown with the reader's lines where those are known.
        other => RustFailure::new(FailureKind::CompilationError, other.to_string()),
    }
}

/// Interrupted while its code ran.
fn interrupted() -> RustFailure {
    RustFailure::new(
        FailureKind::Interrupted,
        "The cell was interrupted while it ran.",
    )
}

/// Interrupted before its code ran.
pub(super) fn interrupted_before() -> RustFailure {
    RustFailure::new(
        FailureKind::Interrupted,
        "The cell was interrupted while it was being compiled.",
    )
    .with_details(["Nothing of it was run, and all variables are kept.".to_owned()])
}

fn undetermined_type(message: String) -> RustFailure {
    let about_type = message.contains("Couldn't automatically determine type");
    let failure = RustFailure::new(FailureKind::CompilationError, message);
    if !about_type || has_library_sources() {
        return failure;
    }
    failure.with_details([
        "Types are found with the help of the standard library's sources, which are not installed. \
         Run `rustup component add rust-src` (or install the package `rust-src`) and restart the \
         kernel, or name the type: `let v: Vec<f64> = …`."
            .to_owned(),
    ])
}

fn has_library_sources() -> bool {
    let sysroot = Command::new("rustc").args(["--print", "sysroot"]).output();
    let Ok(sysroot) = sysroot else { return false };
    let sysroot = String::from_utf8_lossy(&sysroot.stdout).into_owned();
    Path::new(sysroot.trim())
        .join("lib/rustlib/src/rust/library/std")
        .exists()
}

/// Why the process ended; `status` is evcxr's sentence around the exit status.
fn cause(status: &str, run: &Run) -> String {
    let status = status
        .rsplit_once("terminated with status: ")
        .map_or(status, |(_, rest)| rest.trim());
    let words = if let Some(crash) = &run.crash {
        let crash = crash.trim_end_matches('.').to_lowercase();
        format!("crashed ({crash}), as endless recursion and unsafe code do")
    } else if let Some(code) = status.strip_prefix("exit status: ") {
        format!("exited with status {code}, as `std::process::exit({code})` does")
    } else if status.contains("SIGABRT") {
        "aborted, as `std::process::abort` and a panic within a panic do".to_owned()
    } else if status.contains("SIGSEGV") || status.contains("SIGBUS") {
        "crashed (segmentation fault), as endless recursion and unsafe code do".to_owned()
    } else if status.contains("SIGKILL") {
        "was killed from outside, as happens when memory runs out".to_owned()
    } else {
        format!("ended ({status})")
    };
    format!("The process that runs the Rust cells {words}.")
}

fn lost(variables: &[String]) -> String {
    let what = match variables {
        [] => "There were no variables to lose.".to_owned(),
        [one] => format!("The variable {one} is lost."),
        many => format!("All variables are lost: {}.", many.join(", ")),
    };
    format!("{what} Functions, types and dependencies are kept, and the Q study is not touched.")
}
