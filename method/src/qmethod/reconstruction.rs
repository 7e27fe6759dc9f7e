//! Sorts that give back what a study published of itself: a RECONSTRUCTION, found by a seeded search. Its sorts are synthetic. They are nobody's answers,
//! and that they give the published tables is no evidence for the findings.
//!
//! The search starts from sorts that [`Simulation`](super::simulation::Simulation) makes from known viewpoints, and changes one sort at a time (simulated
//! annealing: Kirkpatrick, Gelatt & Vecchi 1983) until principal components, varimax, flags and factor arrays of the whole and of each site say what
//! the tables say. One thread, one stream of random numbers: the same plan gives the same sorts.

mod achieved;
mod aims;
mod arrays;
mod axes;
mod labels;
mod plan;
mod search;
mod start;
mod subspace;
mod varimax;

pub use achieved::{Achieved, LocalMatch, SiteAchieved, achieved};
pub use plan::{Anchor, Bound, Holders, Limits, Plan, SitePlan, Stage, Start, Weights};
pub use search::{Interrupted, Position, Reconstruction, ReconstructionEnd, reconstruct};
