//! Tables as in print: a rule above, one below the headings, one at the end, none upright.

use super::{SMALL, text};
use crate::render::{Align, Column, Table, TableCell, TableRow};
use docx_rs::{
    AlignmentType, BorderType, Paragraph, TableCell as Cell, TableCellBorder,
    TableCellBorderPosition, TableCellBorders, TableCellMargins, TableLayoutType, TableRow as Row,
    WidthType,
};
use unicode_width::UnicodeWidthStr;

/// Widths in twentieths of a point: of a character at the table's size, of the space beside it, and the least a column of words is given.
const CHARACTER: usize = 115;
const PADDING: usize = 160;
const LEAST_WORDS: usize = 1_400;
/// Below this, figures would not stand on one line.
const LEAST_FIGURES: usize = 500;
/// Eighths of a point.
const THICK: usize = 8;
const THIN: usize = 4;

/// Whether every column can have the least width.
pub(super) fn fits(table: &Table, measure: usize) -> bool {
    table.columns.len() * LEAST_FIGURES <= measure
}

/// The table within `measure` twentieths of a point.
pub(super) fn three_lines(table: &Table, measure: usize) -> docx_rs::Table {
    let widths = widths(table, measure);
    let mut rows = headings(table, &widths);
    let mut body: Vec<(&TableRow, usize)> = table.rows.iter().map(|row| (row, 0)).collect();
    if let Some((_, rule)) = body.last_mut()
        && !table.footer.is_empty()
    {
        *rule = THIN;
    }
    body.extend(table.footer.iter().map(|row| (row, 0)));
    if let Some((_, rule)) = body.last_mut() {
        *rule = THICK;
    }
    rows.extend(
        body.into_iter()
            .map(|(row, rule)| self::row(table, row, &widths, rule)),
    );
    let margins = TableCellMargins::new().margin(20, PADDING / 2, 20, PADDING / 2);
    docx_rs::Table::without_borders(rows)
        .set_grid(widths)
        .layout(TableLayoutType::Fixed)
        .margins(margins)
}

/// Figures get the width they need; words share what is left by the length of their texts.
fn widths(table: &Table, measure: usize) -> Vec<usize> {
    let longest: Vec<usize> = (0..table.columns.len())
        .map(|column| longest(table, column))
        .collect();
    let needed = |chars: usize| chars * CHARACTER + PADDING;
    let total: usize = longest.iter().map(|chars| needed(*chars)).sum();
    if total <= measure {
        return longest.into_iter().map(needed).collect();
    }
    let is_words: Vec<bool> = table
        .columns
        .iter()
        .zip(&longest)
        .map(|(column, chars)| column.align == Align::Left && needed(*chars) > LEAST_WORDS)
        .collect();
    let of = |words: bool| -> usize {
        let columns = longest.iter().zip(&is_words);
        columns
            .filter(|(_, is)| **is == words)
            .map(|(chars, _)| needed(*chars))
            .sum()
    };
    let (figures, words) = (of(false), of(true));
    let word_columns = is_words.iter().filter(|is| **is).count();
    let room = measure
        .saturating_sub(figures)
        .max(word_columns * LEAST_WORDS);
    let for_figures = measure.saturating_sub(if words > 0 { room } else { 0 });
    longest
        .iter()
        .zip(is_words)
        .map(|(chars, is_words)| {
            if is_words {
                (room * needed(*chars) / words.max(1)).max(LEAST_WORDS)
            } else if figures > for_figures {
                (for_figures * needed(*chars) / figures.max(1)).max(LEAST_FIGURES)
            } else {
                needed(*chars)
            }
        })
        .collect()
}

/// Characters of the longest cell of a column, its heading included.
fn longest(table: &Table, column: usize) -> usize {
    let rows = table.rows.iter().chain(&table.footer);
    let cells = rows.filter_map(|row| match row {
        TableRow::Cells(cells) => cells.get(column).map(|cell| cell.shown().width()),
        TableRow::Group(_) => None,
    });
    let heading = table.columns.get(column).map(|c| c.heading.width());
    cells.chain(heading).max().unwrap_or_default().max(3)
}

fn headings(table: &Table, widths: &[usize]) -> Vec<Row> {
    if table.columns.iter().all(|column| column.heading.is_empty()) {
        return Vec::new();
    }
    let mut rows = Vec::new();
    let grouped = table.columns.iter().any(|column| column.group.is_some());
    if grouped {
        let cells = groups(table, widths)
            .into_iter()
            .map(|(group, span, width)| {
                let words = Paragraph::new()
                    .align(AlignmentType::Center)
                    .keep_next(true)
                    .add_run(text(group).bold().size(SMALL));
                ruled(cell(width).grid_span(span), THICK, 0).add_paragraph(words)
            });
        rows.push(Row::new(cells.collect()).cant_split());
    }
    let above = if grouped { 0 } else { THICK };
    let cells = table.columns.iter().zip(widths).map(|(column, width)| {
        let words = Paragraph::new()
            .align(alignment(column))
            .keep_next(true)
            .add_run(text(&column.heading).bold().size(SMALL));
        ruled(cell(*width), above, THIN).add_paragraph(words)
    });
    rows.push(Row::new(cells.collect()).cant_split());
    rows
}

/// Neighbouring columns of one group: its name, their number, their width.
fn groups<'t>(table: &'t Table, widths: &[usize]) -> Vec<(&'t str, usize, usize)> {
    let mut groups: Vec<(&str, usize, usize)> = Vec::new();
    for (column, width) in table.columns.iter().zip(widths) {
        let group = column.group.as_deref().unwrap_or_default();
        match groups.last_mut() {
            Some((name, span, wide)) if *name == group => {
                *span += 1;
                *wide += width;
            }
            _ => groups.push((group, 1, *width)),
        }
    }
    groups
}

fn row(table: &Table, row: &TableRow, widths: &[usize], rule: usize) -> Row {
    let cells = match row {
        TableRow::Group(heading) => {
            let words = Paragraph::new()
                .keep_next(true)
                .add_run(text(heading).bold().size(SMALL));
            let all = cell(widths.iter().sum()).grid_span(table.columns.len());
            vec![ruled(all, 0, rule).add_paragraph(words)]
        }
        TableRow::Cells(cells) => cells
            .iter()
            .zip(table.columns.iter().zip(widths))
            .map(|(content, (column, width))| {
                ruled(cell(*width), 0, rule).add_paragraph(self::content(content, column))
            })
            .collect(),
    };
    Row::new(cells).cant_split()
}

fn content(cell: &TableCell, column: &Column) -> Paragraph {
    let run = text(&cell.shown()).size(SMALL);
    Paragraph::new()
        .align(alignment(column))
        .add_run(if cell.bold { run.bold() } else { run })
}

fn cell(width: usize) -> Cell {
    Cell::new().width(width, WidthType::Dxa)
}

/// Rules above and below, of these sizes; 0 for none.
fn ruled(cell: Cell, above: usize, below: usize) -> Cell {
    let rule = |position, size: usize| {
        let border = TableCellBorder::new(position)
            .border_type(BorderType::Single)
            .size(size)
            .color("000000");
        Some(border).filter(|_| size > 0)
    };
    let rules = [
        rule(TableCellBorderPosition::Top, above),
        rule(TableCellBorderPosition::Bottom, below),
    ];
    let borders = rules
        .into_iter()
        .flatten()
        .fold(TableCellBorders::with_empty(), TableCellBorders::set);
    cell.set_borders(borders)
}

fn alignment(column: &Column) -> AlignmentType {
    match column.align {
        Align::Left => AlignmentType::Left,
        Align::Right => AlignmentType::Right,
        Align::Center => AlignmentType::Center,
    }
}
