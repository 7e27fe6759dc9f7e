//! The Q set as cards to print and cut out: a page that prints ten of them a sheet.

use super::{page, printable};
use crate::qmethod::Statement;
use crate::render::deck::{A_SHEET, letters};
use crate::render::number::fixed;
use maud::{Markup, html};

const STYLE: &str = include_str!("deck.css");

/// The cards in the order of their numbers.
pub fn deck_html(title: &str, statements: &[Statement]) -> String {
    let sheets = html! {
        @for sheet in statements.chunks(A_SHEET) {
            section.sheet { @for statement in sheet { (card(statement)) } }
        }
    };
    page(title, STYLE, &sheets)
}

fn card(statement: &Statement) -> Markup {
    html! {
        article {
            b { (statement.number) }
            p dir="auto" style={ "font-size:" (fixed(letters(&statement.text), 1)) "pt" } {
                (printable(&statement.text))
            }
        }
    }
}
