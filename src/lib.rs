//! Quincunx: Q methodology in a Jupyter notebook.

pub mod jupyter;
pub mod mime;
pub mod output;
