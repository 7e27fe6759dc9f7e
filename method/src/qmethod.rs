//! The method: from Q sorts to interpreted factors. Pure: no I/O, no clock, no text layout; a seed is an argument.
//!
//! Shapes are rows × columns with n statements, m sorts, k factors: sorts n×m, correlations m×m, loadings m×k,
//! z-scores and factor arrays n×k. The chain of stages is
//! [`Study`] → [`Correlated`] → [`Extracted`] → [`Rotated`] → [`Flagged`] → [`Scored`]; each stage is a type of its own and keeps
//! the one it came from.

pub mod agreement;
pub mod bootstrap;
pub mod characteristics;
pub mod comments;
pub mod comparison;
pub mod convention;
pub mod correlation;
pub mod cross_product;
pub mod dimensions;
pub mod error;
pub mod exemplars;
pub mod extraction;
pub mod flagging;
pub mod free_distribution;
pub mod grid;
pub mod jackknife;
pub mod lineage;
mod loadings;
pub mod matching;
pub mod prevalence;
pub mod receipt;
pub mod reconstruction;
pub mod replay;
pub mod responses;
pub mod retention;
pub mod rotation;
pub mod scores;
pub mod second_order;
pub mod simulation;
pub mod stability;
pub mod statements;
pub mod study;
pub mod texts;
pub mod waves;

pub use convention::{Bound, Convention, Conventions};
pub use correlation::Correlated;
pub use error::MethodError;
pub use extraction::Extracted;
pub use flagging::Flagged;
pub use grid::{Distribution, Grid};
pub use rotation::Rotated;
pub use scores::Scored;
pub use study::{Attribute, FactorIndex, SortIndex, Statement, StatementIndex, Study};
pub use texts::Texts;
