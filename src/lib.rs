//! Quincunx: Q methodology in a Jupyter notebook.

pub mod cell;
pub mod jupyter;
pub mod kernel;
pub mod magic;
pub mod mime;
pub mod output;
pub mod publish;
pub mod render;
pub mod rust_cell;
pub mod session;
pub mod study_files;

pub use quincunx_method::{numeric, qmethod};
