//! Quincunx: Q methodology in a Jupyter notebook, and in any Rust program.
//!
//! Without the feature `kernel` this is a library: files become a [`Study`](qmethod::Study) ([`study_files`]), a study becomes factors
//! ([`qmethod`]), and these become tables and figures ([`render`]), which show in any Rust notebook ([`notebook`]). The feature `parquet` adds
//! Parquet files; `kernel`, which is there by default, adds the program.

#[cfg(feature = "kernel")]
pub mod cell;
pub mod concourse;
#[cfg(feature = "kernel")]
pub mod jupyter;
#[cfg(feature = "kernel")]
pub mod kernel;
#[cfg(feature = "kernel")]
pub mod magic;
pub mod mime;
pub mod notebook;
pub mod output;
#[cfg(feature = "kernel")]
pub mod publish;
pub mod render;
#[cfg(feature = "kernel")]
pub mod rust_cell;
pub mod session;
pub mod study_files;
#[cfg(feature = "kernel")]
pub mod survey;

pub use quincunx_method::{numeric, qmethod};
