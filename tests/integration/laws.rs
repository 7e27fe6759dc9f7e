//! What must hold for any study.

mod conventions;
mod differences;
mod exemplars;
mod factors;
mod refusals;
mod retention;
mod scores;
mod statements;
mod strategies;
