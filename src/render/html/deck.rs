//! The Q set as cards to print and cut out: a page that prints ten of them a sheet.

use super::printable;
use crate::qmethod::Statement;
use crate::render::deck::{A_SHEET, letters};
use crate::render::number::fixed;
use maud::{DOCTYPE, Markup, PreEscaped, html};

const STYLE: &str = include_str!("deck.css");

/// The cards in the order of their numbers.
pub fn deck_html(title: &str, statements: &[Statement]) -> String {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (printable(title)) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                @for sheet in statements.chunks(A_SHEET) {
                    section.sheet { @for statement in sheet { (card(statement)) } }
                }
            }
        }
    };
    page.into_string() + "\n"
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
