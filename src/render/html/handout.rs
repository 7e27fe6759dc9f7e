//! Hand-outs of viewpoints: a page of its own, printed with one viewpoint a sheet. It names nobody: who said what stays with the analyst.

use super::{page, printable};
use crate::render::figures::composite::{Card, Pile, Tint};
use crate::render::number::{fixed, signed, typographic};
use crate::render::reports::card::{Sheet, Viewpoint};
use maud::{Markup, html};

const STYLE: &str = include_str!("handout.css");

/// The sheets, one after another.
pub(in crate::render) fn handouts(title: &str, viewpoints: &[Viewpoint]) -> String {
    let sheets = html! {
        @for (at, viewpoint) in viewpoints.iter().enumerate() {
            (sheet(&Sheet::of(viewpoint), title, at + 1, viewpoints.len()))
        }
    };
    page(title, STYLE, &sheets)
}

fn sheet(sheet: &Sheet<'_>, title: &str, number: usize, of: usize) -> Markup {
    let viewpoint = sheet.viewpoint;
    html! {
        article {
            header {
                p.place { (printable(title)) " · viewpoint " (number) " of " (of) }
                h1 dir="auto" { (printable(&viewpoint.name)) }
                @if let Some(summary) = &viewpoint.summary {
                    @for paragraph in summary.lines().filter(|l| !l.trim().is_empty()) {
                        p.summary dir="auto" { (printable(paragraph)) }
                    }
                }
                p.facts { (viewpoint.facts.join(" ")) }
            }
            (grid(sheet))
            div.below style={ "grid-template-columns:repeat(" (sheet.columns()) ",1fr)" } {
                (apart(sheet))
                (groups(viewpoint))
                (words(sheet))
                (shared(sheet))
            }
            footer {
                @for (_, words) in &viewpoint.legend { span { (words) } }
            }
        }
    }
}

/// The composite sort, lowest column on the left.
fn grid(sheet: &Sheet<'_>) -> Markup {
    let piles = &sheet.viewpoint.piles;
    html! {
        section.grid aria-label="Composite sort" style={
            "grid-template-columns:repeat(" (piles.len()) ",minmax(0,1fr));font-size:" (fixed(sheet.letters, 1)) "px"
        } {
            @for pile in piles { (self::pile(pile)) }
        }
    }
}

fn pile(pile: &Pile) -> Markup {
    let value = typographic(&signed(i64::from(pile.value)));
    html! {
        div.pile {
            h2 { (value) }
            ul {
                @for card in &pile.cards {
                    li class=(ground(card)) dir="auto" {
                        b { (card.number) } " " (printable(&card.text))
                        @if let Some(mark) = card.mark { " " b.mark { (mark) } }
                    }
                }
            }
        }
    }
}

fn ground(card: &Card) -> &'static str {
    match card.tint {
        Tint::Plain => "card",
        Tint::Distinguishing => "card apart",
        Tint::Consensus => "card shared",
    }
}

fn apart(sheet: &Sheet<'_>) -> Markup {
    let more = sheet.viewpoint.apart.len() - sheet.apart.len();
    html! {
        @if !sheet.apart.is_empty() {
            section {
                h2 { "What sets it apart" }
                ul {
                    @for statement in sheet.apart {
                        li {
                            b.value { (value(statement.value)) }
                            span dir="auto" { (printable(&statement.text)) }
                            " " small { "(others: " (others(&statement.others)) ")" }
                        }
                    }
                }
                @if more > 0 { p.more { "and " (more) " more, marked D in the grid" } }
            }
        }
    }
}

fn others(values: &[Option<i32>]) -> String {
    let shown = values.iter().map(|v| v.map_or("–".to_owned(), value));
    shown.collect::<Vec<_>>().join(", ")
}

fn value(value: i32) -> String {
    typographic(&signed(i64::from(value)))
}

fn shared(sheet: &Sheet<'_>) -> Markup {
    let more = sheet.viewpoint.shared.len() - sheet.shared.len();
    html! {
        @if !sheet.shared.is_empty() {
            section {
                h2 { "What all viewpoints share" }
                ul {
                    @for statement in sheet.shared {
                        li {
                            b.value { (value(statement.value)) }
                            span dir="auto" { (printable(&statement.text)) }
                        }
                    }
                }
                @if more > 0 { p.more { "and " (more) " more, marked C in the grid" } }
            }
        }
    }
}

fn groups(viewpoint: &Viewpoint) -> Markup {
    html! {
        @if let Some((by, groups)) = &viewpoint.groups {
            section {
                h2 { "Who holds it" }
                table {
                    thead { tr { th scope="col" { (printable(by)) } th scope="col" { "define it" } th {} } }
                    tbody {
                        @for group in groups {
                            @let share = 100.0 * group.holders as f64 / group.sorts.max(1) as f64;
                            tr {
                                th scope="row" dir="auto" { (printable(&group.name)) }
                                td { (group.holders) " of " (group.sorts) }
                                td.bar { span style={ "width:" (fixed(share, 0)) "%" } {} }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn words(sheet: &Sheet<'_>) -> Markup {
    let more = sheet.viewpoint.words.len() - sheet.words.len();
    html! {
        @if !sheet.words.is_empty() {
            section {
                h2 { "In their own words" }
                ul.words {
                    @for (said, text) in &sheet.words {
                        li {
                            q dir="auto" { (printable(text)) }
                            @if let Some(number) = said.statement { " " small { "on " (number) } }
                            @if said.opposed { " " small { "from the opposite end" } }
                        }
                    }
                }
                @if more > 0 { p.more { "and " (more) " more comments" } }
            }
        }
    }
}
