//! Linear algebra and small statistics; the only caller of nalgebra's decompositions.

pub use nalgebra::{DMatrix as Matrix, DVector as Vector};
