//! What must hold for any study.

mod conventions;
mod cross_product;
mod differences;
mod exemplars;
mod extractions;
mod factors;
mod many_sorts;
mod refusals;
mod retention;
mod rotations;
mod scores;
mod statements;
mod strategies;
mod texts;
