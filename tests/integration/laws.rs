//! What must hold for any study.

mod factors;
mod refusals;
mod scores;
mod statements;
mod strategies;
