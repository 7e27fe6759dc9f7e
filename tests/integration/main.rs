//! The tests of the whole; one binary, so that it is linked once.

mod cells;
mod comparative;
mod completion;
mod docs;
mod examples;
mod export;
mod expressions;
mod figures;
mod injection;
mod install;
mod laws;
mod layering;
mod notebook;
mod oracle;
mod progress;
mod protocol;
mod published;
mod rust_cells;
mod sample;
mod session_laws;
mod studies;
mod study_files;
mod tables;
