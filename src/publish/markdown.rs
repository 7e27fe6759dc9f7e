//! The document as Markdown: tables in pipes, pictures by their description.

use super::Package;
use super::chapters::document;
use crate::render::{Align, Analysis, Block, Column, Report, Severity, Table, TableRow};
use std::path::Path;

/// The file; it holds no pictures and says so.
pub(super) fn package(
    analysis: &Analysis<'_>,
    target: &Path,
    title: &str,
    progress: &mut dyn FnMut(&str),
) -> Package {
    let reports = document(analysis, progress);
    let mut parts = vec![format!("# {}", plain(title))];
    for report in &reports {
        parts.extend(section(report));
    }
    let mut package = Package::of(target, parts.join("\n\n") + "\n");
    package.notes.push(
        "Markdown holds no pictures; each is described in words. `.html` and `.docx` have them."
            .to_owned(),
    );
    package
}

fn section(report: &Report) -> Vec<String> {
    let mut parts = vec![format!("## {}", plain(&report.title))];
    parts.extend(report.blocks.iter().map(block));
    parts
}

fn block(block: &Block) -> String {
    match block {
        Block::Heading(text) => format!("### {}", plain(text)),
        Block::Text(text) => plain(text),
        Block::Code(text) => indented(text),
        Block::Note(note) => {
            let kind = match note.severity {
                Severity::Remark => "Note",
                Severity::Warning => "Warning",
            };
            format!("> **{kind}:** {}", plain(&note.text))
        }
        Block::Table(table) => self::table(table),
        Block::Figure(figure) => format!("*Figure: {}*", plain(&figure.alt)),
    }
}

/// Code by indentation, which no run of backticks within it can end.
fn indented(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(|line| format!("    {line}")).collect();
    lines.join("\n")
}

fn table(table: &Table) -> String {
    let mut lines = Vec::new();
    if !table.caption.is_empty() {
        lines.push(format!("*{}*\n", plain(&table.caption)));
    }
    lines.push(line(table.columns.iter().map(heading)));
    lines.push(line(table.columns.iter().map(|column| {
        let rule = match column.align {
            Align::Left => ":--",
            Align::Right => "--:",
            Align::Center => ":-:",
        };
        rule.to_owned()
    })));
    for row in table.rows.iter().chain(&table.footer) {
        lines.push(match row {
            TableRow::Group(heading) => {
                let mut cells = vec![String::new(); table.columns.len()];
                if let Some(first) = cells.first_mut() {
                    *first = format!("**{}**", plain(heading));
                }
                line(cells)
            }
            TableRow::Cells(cells) => line(cells.iter().map(|cell| match cell.bold {
                true => format!("**{}**", plain(&cell.shown())),
                false => plain(&cell.shown()),
            })),
        });
    }
    lines.join("\n")
}

fn heading(column: &Column) -> String {
    match &column.group {
        Some(group) => plain(&format!("{group}: {}", column.heading)),
        None => plain(&column.heading),
    }
}

fn line(cells: impl IntoIterator<Item = String>) -> String {
    let cells: Vec<String> = cells.into_iter().collect();
    format!("| {} |", cells.join(" | "))
}

/// On one line, with the signs that Markdown would take for its own escaped.
fn plain(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '~' | '&' | '$' => {
                escaped.push('\\');
                escaped.push(c);
            }
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}
