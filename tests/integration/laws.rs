//! What must hold for any study.

mod conventions;
mod factors;
mod refusals;
mod scores;
mod statements;
mod strategies;
