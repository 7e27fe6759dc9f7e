//! What must hold for any study.

mod conventions;
mod differences;
mod exemplars;
mod extractions;
mod factors;
mod refusals;
mod retention;
mod rotations;
mod scores;
mod statements;
mod strategies;
mod texts;
