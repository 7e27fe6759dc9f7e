//! Reports as a page that stands alone.

use super::html;
use super::report::{Block, Report};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// The reports one after another as one HTML page, pictures within it, that needs no other file and no network.
pub fn page(title: &str, reports: &[Report]) -> String {
    let mut body = Vec::new();
    for report in reports {
        if !report.title.is_empty() {
            body.push(html::section(&report.title));
        }
        body.extend(report.blocks.iter().map(part));
    }
    html::document(title, &body)
}

/// A block as HTML, a picture within it.
pub(super) fn part(block: &Block) -> String {
    if let Block::Figure(figure) = block
        && let Some(png) = figure.png()
    {
        return html::picture(&STANDARD.encode(png), figure.width(), &figure.alt);
    }
    html::render(None, std::slice::from_ref(block))
}
