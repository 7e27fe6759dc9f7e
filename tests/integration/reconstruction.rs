//! The case study's reconstruction: that its sorts keep to what was published, checked from the file alone, and that the search which made them is sound.

mod rotations;
mod searching;
mod thresholds;
