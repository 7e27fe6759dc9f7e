//! The Jupyter protocol 5.5 over ZeroMQ. Knows no Q methodology.

pub mod language;
