//! What the crate promises, in one test binary.

mod laws;
mod oracle;
mod published;
mod studies;
