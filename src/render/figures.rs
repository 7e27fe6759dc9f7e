//! The pictures of a Q study as drawings.

pub(super) mod alluvial;
pub(super) mod composite;
pub(super) mod curve;
pub(super) mod dot_plot;
pub(super) mod grid_shape;
pub(super) mod heatmap;
pub(super) mod lineage;
pub(super) mod loadings_plot;
mod marker;
pub(super) mod panels;
pub(super) mod retention;
pub(super) mod scree;

/// Ordinary labels, CSS pixels.
const LABEL: f64 = 12.0;
/// Labels where space is short: the smallest type there is.
const SMALL: f64 = 11.0;
/// Space around a picture.
const MARGIN: f64 = 14.0;

fn pixels(length: f64) -> u32 {
    length.ceil().max(1.0) as u32
}
