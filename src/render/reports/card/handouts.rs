//! Cards as hand-outs: one page for each viewpoint.

use super::{CardSource, Viewpoint};
use crate::qmethod::MethodError;
use crate::render::{html, latex};

/// A page that stands alone, printed with one viewpoint a sheet (A4, landscape); viewpoints without scores are left out.
///
/// # Errors
/// As [`card`](super::card).
pub fn handouts_html(source: &CardSource<'_>, title: &str) -> Result<String, MethodError> {
    Ok(html::handouts(title, &viewpoints(source)?))
}

/// The same for LaTeX, to be set by any of its engines.
///
/// # Errors
/// As [`card`](super::card).
pub fn handouts_latex(source: &CardSource<'_>, title: &str) -> Result<String, MethodError> {
    Ok(latex::handouts(title, &viewpoints(source)?))
}

fn viewpoints(source: &CardSource<'_>) -> Result<Vec<Viewpoint>, MethodError> {
    let factors = source.scored.scored_factors().into_iter();
    factors
        .map(|factor| Viewpoint::of(source, factor))
        .collect()
}
