//! The tests of the whole; one binary, so that it is linked once.

// A test says what is wrong by ending, and what it skips by printing.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::excessive_precision,
    clippy::type_complexity
)]

mod cards;
mod cells;
mod comparative;
mod completion;
mod concourse;
mod docs;
mod examples;
mod export;
mod expressions;
mod figures;
mod injection;
mod install;
mod laws;
mod layering;
mod library;
mod methods;
mod notebook;
mod oracle;
mod progress;
mod protocol;
mod published;
mod reconstruction;
mod rust_cells;
mod sample;
mod session_laws;
mod studies;
mod study_files;
mod survey;
mod tables;
mod turning;
mod uncertainty;
