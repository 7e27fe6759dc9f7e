//! What must hold for any study.

mod differences;
mod exemplars;
mod factors;
mod refusals;
mod retention;
mod scores;
mod statements;
mod strategies;
