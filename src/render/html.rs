//! Reports as HTML: tables that read well with every style stripped, and better with it.
//!
//! Only inline styles with hex colours survive untrusted notebooks; a text colour is set only where a background is, so that dark themes keep
//! theirs. HTML is written here and below.
//!
//! JupyterLab and exported pages typeset what stands between dollars as mathematics, which a statement such as "costs $5 here and $10 there"
//! does not mean: the classes of [`NO_MATHEMATICS`] keep them from it.

mod deck;
mod handout;

pub use deck::deck_html;
pub(super) use handout::handouts;

use super::colour::{diverging, hex, text_on};
use super::number::{fixed, signed, typographic};
use super::report::{Block, Severity, code_spans};
use super::table::{Align, Content, Table, TableCell, TableRow};
use maud::{DOCTYPE, Markup, PreEscaped, html};

/// A caption goes on beyond a narrow table instead of breaking at its edge, and does not widen it.
const CAPTION: &str = "text-align:left;padding:4px 0;contain:inline-size";
const CAPTION_WORDS: &str = "width:max-content;max-width:max(100%,40em)";
/// Cells with more characters are sentences, and their columns keep some room.
const SENTENCE: usize = 40;
const ROOM: &str = ";min-width:14em";
/// About as wide as the mark `*`: cells without a mark end in one, so that decimal points stay below each other.
const MARK_SPACE: &str = "\u{2004}";
/// Of a page that stands alone: a readable measure, tables ruled as in print.
const PAGE_STYLE: &str = "body{font-family:sans-serif;max-width:60em;margin:2em auto;padding:0 1em;line-height:1.4}\
table{border-collapse:collapse;border-top:2px solid;border-bottom:2px solid;margin:1em 0}\
thead{border-bottom:1px solid}td,th{padding:2px 8px;vertical-align:top}img{max-width:100%;height:auto}";
/// MathJax passes over elements of these classes: the first is that of version 3, the second that of version 2.
const NO_MATHEMATICS: &str = "mathjax_ignore tex2jax_ignore";
/// Shades are kept pale enough for the eye to find the number first.
const SHADE: f64 = 0.55;

/// A run of blocks as HTML.
pub(super) fn render(title: Option<&str>, blocks: &[Block]) -> String {
    html! {
        div class=(NO_MATHEMATICS) {
            @if let Some(title) = title.filter(|t| !t.is_empty()) {
                p { strong { (words(title)) } }
            }
            @for block in blocks { (self::block(block)) }
        }
    }
    .into_string()
}

fn block(block: &Block) -> Markup {
    html! {
        @match block {
            Block::Heading(text) => p { strong { (words(text)) } },
            Block::Text(text) => p { (prose(text)) },
            Block::Code(text) => pre { code { (printable(text)) } },
            Block::Note(note) => p {
                em {
                    @match note.severity {
                        Severity::Remark => "Note: ",
                        Severity::Warning => strong { "Warning: " },
                    }
                    (prose(&note.text))
                }
            },
            Block::Table(table) => @match &table.collapsed {
                Some(summary) => details { summary { (words(summary)) } (self::table(table)) },
                None => (self::table(table)),
            },
            Block::Figure(figure) => p { (words(&figure.alt)) },
        }
    }
}

fn table(table: &Table) -> Markup {
    let mark_widths = table.mark_widths();
    html! {
        table {
            @if !table.caption.is_empty() {
                caption style=(CAPTION) { div style=(CAPTION_WORDS) { (words(&table.caption)) } }
            }
            (head(table))
            tbody { @for row in &table.rows { (self::row(table, row, &mark_widths)) } }
            @if !table.footer.is_empty() {
                tfoot style="border-top:1px solid #888888" {
                    @for row in &table.footer { (self::row(table, row, &mark_widths)) }
                }
            }
        }
    }
}

fn head(table: &Table) -> Markup {
    if table.columns.iter().all(|column| column.heading.is_empty()) {
        return html! {};
    }
    let groups = grouped(table);
    let wordy = wordy(table);
    html! {
        thead {
            @if groups.iter().any(|(group, _)| group.is_some()) {
                tr {
                    @for (group, span) in &groups {
                        @match group {
                            Some(group) => th scope="colgroup" colspan=(span) align="center" style="text-align:center" { (words(group)) },
                            None => td colspan=(span) {},
                        }
                    }
                }
            }
            tr {
                @for (column, wordy) in table.columns.iter().zip(wordy) {
                    th scope="col" align=(align(column.align)) style={ (style(column.align)) (if wordy { ROOM } else { "" }) } { (words(&column.heading)) }
                }
            }
        }
    }
}

/// Which columns hold sentences; none if only one does, which takes what room there is. Beside one with long cells another would be broken at every word.
fn wordy(table: &Table) -> Vec<bool> {
    let long = |cell: Option<&TableCell>| match cell.map(|cell| &cell.content) {
        Some(Content::Text(text)) => text.chars().count() > SENTENCE,
        _ => false,
    };
    let columns = 0..table.columns.len();
    let wordy: Vec<bool> = columns
        .map(|column| {
            table.rows.iter().any(|row| match row {
                TableRow::Cells(cells) => long(cells.get(column)),
                TableRow::Group(_) => false,
            })
        })
        .collect();
    match wordy.iter().filter(|wordy| **wordy).count() {
        0 | 1 => vec![false; wordy.len()],
        _ => wordy,
    }
}

/// Neighbouring columns of one group, with their number.
fn grouped(table: &Table) -> Vec<(Option<&str>, usize)> {
    let mut groups: Vec<(Option<&str>, usize)> = Vec::new();
    for column in &table.columns {
        match groups.last_mut() {
            Some((group, span)) if *group == column.group.as_deref() => *span += 1,
            _ => groups.push((column.group.as_deref(), 1)),
        }
    }
    groups
}

fn row(table: &Table, row: &TableRow, mark_widths: &[usize]) -> Markup {
    match row {
        TableRow::Group(heading) => html! {
            tr { th scope="rowgroup" colspan=(table.columns.len()) align="left" style="text-align:left" { (words(heading)) } }
        },
        TableRow::Cells(cells) => html! {
            tr {
                @for ((index, cell), (column, mark_width)) in cells.iter().enumerate().zip(table.columns.iter().zip(mark_widths)) {
                    @if index == 0 {
                        th scope="row" align=(align(column.align)) style=(style(column.align)) { (content(cell, *mark_width)) }
                    } @else {
                        td align=(align(column.align)) style=(cell_style(column.align, cell)) { (content(cell, *mark_width)) }
                    }
                }
            }
        },
    }
}

fn content(cell: &TableCell, mark_width: usize) -> Markup {
    let mark = cell.mark.unwrap_or_default();
    let numeric = !matches!(cell.content, Content::Text(_));
    let room = if numeric {
        mark_width.saturating_sub(mark.chars().count())
    } else {
        0
    };
    let shown = html! { (bare(&cell.content)) (mark) };
    html! {
        @if cell.bold { strong { (shown) } } @else { (shown) }
        (MARK_SPACE.repeat(room))
    }
}

fn bare(content: &Content) -> Markup {
    html! {
        @match content {
            Content::Text(text) => (words(text)),
            Content::Integer(value) => (typographic(&value.to_string())),
            Content::Signed(value) => (typographic(&signed(*value))),
            Content::Number { value, decimals } => (typographic(&fixed(*value, *decimals))),
            Content::Missing => "–",
        }
    }
}

fn align(align: Align) -> &'static str {
    match align {
        Align::Left => "left",
        Align::Right => "right",
        Align::Center => "center",
    }
}

fn style(align: Align) -> String {
    format!("text-align:{}", self::align(align))
}

fn cell_style(align: Align, cell: &TableCell) -> String {
    let Some(shade) = cell.shade else {
        return style(align);
    };
    let background = diverging(shade * SHADE);
    format!(
        "text-align:{};background-color:{};color:{}",
        self::align(align),
        hex(background),
        hex(text_on(background))
    )
}

/// Text with its line ends kept.
fn words(text: &str) -> Markup {
    html! {
        @for (index, line) in text.lines().enumerate() {
            @if index > 0 { br; }
            (printable(line))
        }
    }
}

/// Sentences, in which what stands between backticks is code: magics, names, values.
fn prose(text: &str) -> Markup {
    html! {
        @for (is_code, piece) in code_spans(text) {
            @if is_code { code { (words(piece)) } } @else { (words(piece)) }
        }
    }
}

/// Without the control characters HTML forbids.
fn printable(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() && c != '\n' { ' ' } else { c })
        .collect()
}

/// A page of its own around what [`render`], [`section`] and [`picture`] gave.
pub(super) fn document(title: &str, body: &[String]) -> String {
    let body = html! {
        h1 { (words(title)) }
        @for part in body { (PreEscaped(part)) }
    };
    page(title, PAGE_STYLE, &body)
}

/// A page that needs no other file.
fn page(title: &str, style: &str, body: &Markup) -> String {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (printable(title)) }
                style { (PreEscaped(style)) }
            }
            body { (body) }
        }
    };
    page.into_string() + "\n"
}

/// A heading of the page's own.
pub(super) fn section(title: &str) -> String {
    html! { h2 { (words(title)) } }.into_string()
}

/// A picture that lies within the page.
pub(super) fn picture(png: &str, width: u32, alt: &str) -> String {
    html! { p { img src={ "data:image/png;base64," (png) } width=(width) alt=(printable(alt)); } }
        .into_string()
}

/// A figure's SVG document: `shapes` as written by plotters, under a root that states the shown size and the alt text.
pub(super) fn svg_document(width: u32, height: u32, scale: u32, alt: &str, shapes: &str) -> String {
    html! {
        svg xmlns="http://www.w3.org/2000/svg" width=(width) height=(height) viewBox={ "0 0 " (width * scale) " " (height * scale) } role="img" {
            title { (printable(alt)) }
            (PreEscaped(shapes))
        }
    }
    .into_string()
}
