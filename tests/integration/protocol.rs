//! The Jupyter protocol, asked by a real client over real sockets.

mod client;
mod comms;
mod execution;
mod faults;
mod history;
mod kernel;
mod lifecycle;
mod programs;
mod queue;
mod requests;
mod robustness;
mod stdin;
mod toy;
mod widgets;
