//! Every test against the library, in one binary.

mod study_files;
