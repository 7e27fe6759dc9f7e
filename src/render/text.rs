//! Reports as plain text: for terminals, logs, and readers who see nothing richer.

use super::number::{fixed, signed};
use super::report::{Block, Figure, Severity};
use super::table::{Align, Content, Table, TableCell, TableRow};
use comfy_table::{
    CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, TableStyle, Width,
};

/// Characters a line may hold before words wrap.
const LINE: u16 = 110;
/// What the columns of words have together at least: a table of many numbers had better be wide than have a letter a line.
const WORDS_AT_LEAST: usize = 48;
/// What each of them has at least.
const WORD_AT_LEAST: usize = 8;
/// Words in a cell wrap beyond this.
const WORDS: u16 = 60;
/// Names of rows that are never broken.
const ROW_NAME: usize = 16;
/// Rows shown of a table that other media fold away.
const ROWS_OF_FOLDED: usize = 12;

const STYLE: TableStyle =
    TableStyle::new().header_separator(LineStyle::none().fill('-').junction('-'));

/// A run of blocks as text, paragraphs apart by an empty line.
pub(super) fn render(title: Option<&str>, blocks: &[Block]) -> String {
    let mut parts: Vec<String> = Vec::new();
    if let Some(title) = title.filter(|t| !t.is_empty()) {
        parts.push(underlined(&clean(title), '='));
    }
    parts.extend(blocks.iter().map(block));
    parts.join("\n\n")
}

/// What stands for a figure.
pub(super) fn figure(figure: &Figure) -> String {
    clean(&figure.alt)
}

fn block(block: &Block) -> String {
    match block {
        Block::Heading(text) => underlined(&clean(text), '-'),
        Block::Text(text) => clean(text),
        Block::Code(text) => text.clone(),
        Block::Note(note) => match note.severity {
            Severity::Remark => format!("Note: {}", clean(&note.text)),
            Severity::Warning => format!("Warning: {}", clean(&note.text)),
        },
        Block::Table(table) => self::table(table),
        Block::Figure(figure) => self::figure(figure),
    }
}

fn table(table: &Table) -> String {
    let shown = match &table.collapsed {
        Some(_) => table.rows.len().min(ROWS_OF_FOLDED),
        None => table.rows.len(),
    };
    let mark_widths = table.mark_widths();
    let mut grid = comfy_table::Table::new();
    grid.load_style(STYLE)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(LINE);
    if table.columns.iter().any(|c| !c.heading.is_empty()) {
        grid.set_header(headings(table));
    }
    for row in table.rows.iter().take(shown).chain(&table.footer) {
        grid.add_row(match row {
            TableRow::Group(heading) => group_row(table, heading),
            TableRow::Cells(cells) => cells
                .iter()
                .zip(&mark_widths)
                .map(|(cell, width)| self::cell(cell, *width))
                .collect(),
        });
    }
    align(&mut grid, table);
    let mut lines = vec![clean(&table.caption)];
    lines.extend(grid.lines().map(|line| line.trim_end().to_owned()));
    let left = table.rows.len() - shown;
    if left > 0 {
        lines.push(format!(
            "… and {left} further rows, not shown in plain text."
        ));
    }
    lines.retain(|line| !line.is_empty());
    lines.join("\n")
}

/// A group's name stands above the first of its columns.
fn headings(table: &Table) -> Vec<String> {
    let mut before: Option<&str> = None;
    table
        .columns
        .iter()
        .map(|column| {
            let group = column.group.as_deref();
            let first = group.is_some() && group != before;
            before = group;
            match group {
                Some(group) if first => clean(&format!("{group}\n{}", column.heading)),
                Some(_) => clean(&format!("\n{}", column.heading)),
                None => clean(&column.heading),
            }
        })
        .collect()
}

fn align(grid: &mut comfy_table::Table, table: &Table) {
    let of_words = table.columns.iter().filter(|c| c.align == Align::Left);
    let share = (WORDS_AT_LEAST / of_words.count().max(1)).max(WORD_AT_LEAST);
    for (place, (column, described)) in grid.column_iter_mut().zip(&table.columns).enumerate() {
        column.set_cell_alignment(match described.align {
            Align::Left => CellAlignment::Left,
            Align::Right => CellAlignment::Right,
            Align::Center => CellAlignment::Center,
        });
        column.set_constraint(match described.align {
            Align::Left => ColumnConstraint::Boundaries {
                lower: Width::Fixed(longest(table, place).min(share) as u16),
                upper: Width::Fixed(WORDS),
            },
            Align::Right | Align::Center => ColumnConstraint::ContentWidth,
        });
        column.set_padding((0, 2));
    }
    // The names of rows are the last to be broken for a table that is too wide.
    let words = table
        .columns
        .first()
        .is_some_and(|c| c.align == Align::Left);
    if words
        && longest(table, 0) <= ROW_NAME
        && let Some(names) = grid.column_mut(0)
    {
        names.set_constraint(ColumnConstraint::ContentWidth);
    }
}

/// The width of the longest text in a column.
fn longest(table: &Table, column: usize) -> usize {
    let rows = table.rows.iter().chain(&table.footer);
    let names = rows.filter_map(|row| match row {
        TableRow::Cells(cells) => cells.get(column),
        TableRow::Group(_) => None,
    });
    let widths = names.map(|name| unicode_width::UnicodeWidthStr::width(name.shown().as_str()));
    widths.max().unwrap_or(0)
}

/// Words between rows stand in the widest column of words: plain tables have no cells across columns.
fn group_row(table: &Table, heading: &str) -> Vec<String> {
    let place = table
        .columns
        .iter()
        .rposition(|c| c.align == Align::Left)
        .unwrap_or(0);
    (0..table.columns.len())
        .map(|column| {
            if column == place {
                format!("— {} —", clean(heading))
            } else {
                String::new()
            }
        })
        .collect()
}

fn cell(cell: &TableCell, mark_width: usize) -> String {
    let mark = clean(cell.mark.unwrap_or_default());
    let pad = mark_width.saturating_sub(mark.chars().count());
    match &cell.content {
        Content::Text(text) => clean(&format!("{text}{mark}")),
        Content::Integer(value) => format!("{value}{mark}{:pad$}", ""),
        Content::Signed(value) => format!("{}{mark}{:pad$}", signed(*value), ""),
        Content::Number { value, decimals } => {
            format!("{}{mark}{:pad$}", fixed(*value, *decimals), "")
        }
        Content::Missing => format!("–{:mark_width$}", ""),
    }
}

fn underlined(text: &str, with: char) -> String {
    let width = unicode_width::UnicodeWidthStr::width(text);
    format!("{text}\n{}", with.to_string().repeat(width))
}

/// Without control characters, which a terminal would obey; line ends stay, and minus signs are those of a keyboard throughout.
fn clean(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\n' => '\n',
            '\u{2212}' => '-',
            c if c.is_control() => ' ',
            c => c,
        })
        .collect()
}
