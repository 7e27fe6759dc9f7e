//! The Jupyter protocol, asked by a real client over real sockets.

mod client;
mod execution;
mod lifecycle;
mod programs;
mod requests;
mod robustness;
mod stdin;
mod toy;
