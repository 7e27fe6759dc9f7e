//! One file per kind of result: what is said about it, in which tables and figures.

pub(super) mod arrays;
pub(super) mod characteristics;
pub(super) mod comparison;
pub(super) mod composite;
pub(super) mod correlations;
pub(super) mod crib;
mod extraction_words;
pub(super) mod factors;
pub(super) mod loadings;
pub(super) mod loadings_plot;
pub(super) mod prevalence;
pub(super) mod rotation;
pub(super) mod scores;
pub(super) mod statements;
pub(super) mod study;
mod study_data;
mod wording;
