//! Quincunx: Q methodology in a Jupyter notebook.

pub mod cell;
pub mod jupyter;
pub mod kernel;
pub mod magic;
pub mod mime;
pub mod numeric;
pub mod output;
pub mod publish;
pub mod qmethod;
pub mod render;
pub mod rust_cell;
pub mod session;
pub mod study_files;
