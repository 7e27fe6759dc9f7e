//! The Q set as cards to print and cut out.

use super::Package;
use crate::qmethod::Statement;
use crate::render;
use std::path::Path;

/// A page, or LaTeX by the file's ending; notes say which statements are too long for their cards.
pub fn deck(title: &str, statements: &[Statement], target: &Path) -> Package {
    let is_latex = target
        .extension()
        .is_some_and(|e| e.eq_ignore_ascii_case("tex"));
    let text = match is_latex {
        true => render::deck_latex(statements),
        false => render::deck_html(title, statements),
    };
    let mut package = Package::of(target, text);
    let long: Vec<String> = statements
        .iter()
        .filter(|statement| render::outgrows_card(&statement.text))
        .map(|statement| statement.number.to_string())
        .collect();
    if !long.is_empty() {
        package.notes.push(format!(
            "Too long for a card, and cut off there: {}. Shorten them.",
            render::listed(&long.iter().map(String::as_str).collect::<Vec<_>>())
        ));
    }
    package
}
