//! The Jupyter protocol, asked by a real client over real sockets.

mod client;
mod execution;
mod kernel;
mod lifecycle;
mod programs;
mod queue;
mod requests;
mod robustness;
mod stdin;
mod toy;
