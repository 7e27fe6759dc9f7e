//! The tests of the whole; one binary, so that it is linked once.

mod protocol;
mod rust_cells;
mod study_files;
