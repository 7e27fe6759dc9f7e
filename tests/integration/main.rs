//! The tests of the whole; one binary, so that it is linked once.

mod figures;
mod laws;
mod oracle;
mod protocol;
mod published;
mod rust_cells;
mod sample;
mod studies;
mod study_files;
mod tables;
