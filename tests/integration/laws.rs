//! What must hold for any study.

mod extractions;
mod factors;
mod refusals;
mod rotations;
mod scores;
mod statements;
mod strategies;
