//! Quincunx: Q methodology in a Jupyter notebook.

pub mod jupyter;
pub mod mime;
pub mod numeric;
pub mod output;
pub mod qmethod;
pub mod render;
pub mod rust_cell;
pub mod study_files;
