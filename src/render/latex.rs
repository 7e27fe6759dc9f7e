//! Reports as LaTeX for PDF export: booktabs tables without floats, `longtable` for long ones. LaTeX is written here and below.

mod deck;
mod handout;

pub use deck::deck_latex;
pub(super) use handout::handouts;

use super::number::{fixed, signed};
use super::report::{Block, Severity, code_spans};
use super::table::{Align, Content, Table, TableCell, TableRow};

/// Tables with more rows break over pages.
const ROWS_OF_A_PAGE: usize = 30;
/// Text columns with longer cells wrap.
const NARROW: usize = 28;
/// Shares of a line that a character of a cell and the gap between columns take, about.
const CHARACTER: f64 = 0.0115;
const GAP: f64 = 0.015;
/// Wider tables are set smaller.
const COLUMNS_OF_A_LINE: usize = 8;

/// A run of blocks as LaTeX.
pub(super) fn render(title: Option<&str>, blocks: &[Block]) -> String {
    let mut parts: Vec<String> = Vec::new();
    if let Some(title) = title.filter(|t| !t.is_empty()) {
        parts.push(format!("\\noindent\\textbf{{{}}}\\par", escaped(title)));
    }
    parts.extend(blocks.iter().map(block));
    parts.join("\n\n")
}

fn block(block: &Block) -> String {
    match block {
        Block::Heading(text) => {
            format!("\\medskip\\noindent\\textbf{{{}}}\\par", escaped(text))
        }
        Block::Text(text) => format!("\\noindent {}\\par", prose(text)),
        Block::Code(text) => code(text),
        Block::Note(note) => {
            let lead = match note.severity {
                Severity::Remark => "Note: ",
                Severity::Warning => "\\textbf{Warning:} ",
            };
            format!("\\noindent\\textit{{{lead}{}}}\\par", prose(&note.text))
        }
        Block::Table(table) => self::table(table),
        Block::Figure(figure) => format!("\\noindent {}\\par", escaped(&figure.alt)),
    }
}

fn code(text: &str) -> String {
    let lines: Vec<String> = text
        .lines()
        .map(|line| format!("\\texttt{{{}}}", escaped(line).replace(' ', "~")))
        .collect();
    format!("\\noindent {}\\par", lines.join("\\\\\n"))
}

fn table(table: &Table) -> String {
    let rows = table.rows.len() + table.footer.len();
    let body = if rows > ROWS_OF_A_PAGE {
        long(table)
    } else {
        format!(
            "\\begin{{center}}\n{}\\begin{{tabular}}{{{}}}\n{}{}\\end{{tabular}}\n\\end{{center}}",
            caption(table),
            columns(table),
            head(table),
            body(table)
        )
    };
    let size = if table.columns.len() > COLUMNS_OF_A_LINE {
        "\\footnotesize\\setlength{\\tabcolsep}{3pt}"
    } else {
        "\\small"
    };
    format!("{{{size}\n{body}\n}}")
}

fn long(table: &Table) -> String {
    let head = head(table);
    format!(
        "{}\\begin{{longtable}}{{{}}}\n{head}\\endhead\n{}\\end{{longtable}}",
        caption(table),
        columns(table),
        body(table)
    )
}

fn caption(table: &Table) -> String {
    if table.caption.is_empty() {
        return String::new();
    }
    format!("{}\\par\\smallskip\n", escaped(&table.caption))
}

/// `l`, `r`, `c`, or a paragraph for columns of long words.
fn columns(table: &Table) -> String {
    let longest: Vec<usize> = (0..table.columns.len())
        .map(|index| longest(table, index))
        .collect();
    let wide = |index: usize| longest.get(index).is_some_and(|most| *most > NARROW);
    let paragraphs = (0..longest.len()).filter(|index| wide(*index)).count();
    let taken: f64 = longest
        .iter()
        .filter(|most| **most <= NARROW)
        .map(|most| *most as f64 * CHARACTER + GAP)
        .sum();
    let left = 1.0 - taken - GAP * paragraphs as f64;
    let share = left.clamp(0.2, 0.6) / paragraphs.max(1) as f64;
    table
        .columns
        .iter()
        .enumerate()
        .map(|(index, column)| match column.align {
            Align::Left if wide(index) => {
                format!("p{{{share:.2}\\linewidth}}")
            }
            Align::Left => "l".to_owned(),
            Align::Right => "r".to_owned(),
            Align::Center => "c".to_owned(),
        })
        .collect()
}

/// Characters of a column's longest cell, heading included.
fn longest(table: &Table, index: usize) -> usize {
    let heading = table.columns.get(index).map_or("", |c| c.heading.as_str());
    table
        .rows
        .iter()
        .chain(&table.footer)
        .filter_map(|row| match row {
            TableRow::Cells(cells) => cells.get(index),
            TableRow::Group(_) => None,
        })
        .map(|cell| match &cell.content {
            Content::Text(text) => text.chars().count(),
            Content::Integer(value) => value.to_string().len(),
            Content::Signed(value) => signed(*value).len(),
            Content::Number { value, decimals } => fixed(*value, *decimals).len(),
            Content::Missing => 1,
        })
        .chain([heading.chars().count()])
        .max()
        .unwrap_or(0)
}

fn head(table: &Table) -> String {
    let mut groups: Vec<(Option<&str>, usize)> = Vec::new();
    for column in &table.columns {
        match groups.last_mut() {
            Some((group, span)) if *group == column.group.as_deref() => *span += 1,
            _ => groups.push((column.group.as_deref(), 1)),
        }
    }
    let mut head = "\\toprule\n".to_owned();
    if groups.iter().any(|(group, _)| group.is_some()) {
        head.push_str(&group_line(&groups));
    }
    if table.columns.iter().all(|column| column.heading.is_empty()) {
        return head;
    }
    let headings: Vec<String> = table
        .columns
        .iter()
        .map(|column| escaped(&column.heading))
        .collect();
    head + &headings.join(" & ") + " \\\\\n\\midrule\n"
}

fn group_line(groups: &[(Option<&str>, usize)]) -> String {
    let mut cells = Vec::new();
    let mut rules = String::new();
    let mut first = 1;
    for (group, span) in groups {
        let name = group.map(escaped).unwrap_or_default();
        cells.push(format!("\\multicolumn{{{span}}}{{c}}{{{name}}}"));
        if group.is_some() {
            rules.push_str(&format!("\\cmidrule(lr){{{first}-{}}}", first + span - 1));
        }
        first += span;
    }
    format!("{} \\\\\n{rules}\n", cells.join(" & "))
}

fn body(table: &Table) -> String {
    let mark_widths = table.mark_widths();
    let lines = |rows: &[TableRow]| -> String {
        rows.iter()
            .map(|row| self::row(table, row, &mark_widths))
            .collect()
    };
    let footer = if table.footer.is_empty() {
        String::new()
    } else {
        format!("\\midrule\n{}", lines(&table.footer))
    };
    format!("{}{footer}\\bottomrule\n", lines(&table.rows))
}

fn row(table: &Table, row: &TableRow, mark_widths: &[usize]) -> String {
    match row {
        TableRow::Group(heading) => format!(
            "\\multicolumn{{{}}}{{l}}{{\\textit{{{}}}}} \\\\\n",
            table.columns.len(),
            escaped(heading)
        ),
        TableRow::Cells(cells) => {
            let cells: Vec<String> = cells
                .iter()
                .zip(mark_widths)
                .map(|(cell, width)| self::cell(cell, *width))
                .collect();
            // A row that starts with a bracket would be read as the optional argument of the line break before it.
            format!("{{}}{} \\\\\n", cells.join(" & "))
        }
    }
}

fn cell(cell: &TableCell, mark_width: usize) -> String {
    let mark = cell.mark.unwrap_or_default();
    let room = mark_width.saturating_sub(mark.chars().count());
    let phantom = match &cell.content {
        Content::Text(_) => String::new(),
        _ if room > 0 => format!("\\phantom{{{}}}", "*".repeat(room)),
        _ => String::new(),
    };
    let shown = format!("{}{}", content(&cell.content), escaped(mark));
    if cell.bold {
        format!("\\textbf{{{shown}}}{phantom}")
    } else {
        format!("{shown}{phantom}")
    }
}

fn content(content: &Content) -> String {
    let set = |number: String| number.replace('-', "$-$");
    match content {
        // Only paragraphs hold words this long; justified, they would gape.
        Content::Text(text) if text.chars().count() > NARROW => {
            format!("{{\\raggedright {}\\par}}", escaped(text))
        }
        Content::Text(text) => escaped(text),
        Content::Integer(value) => set(value.to_string()),
        Content::Signed(value) => set(signed(*value)),
        Content::Number { value, decimals } => set(fixed(*value, *decimals)),
        Content::Missing => "--".to_owned(),
    }
}

/// Sentences, in which what stands between backticks is code.
fn prose(text: &str) -> String {
    code_spans(text)
        .into_iter()
        .map(|(is_code, piece)| match is_code {
            true => format!("\\texttt{{{}}}", escaped(piece)),
            false => escaped(piece),
        })
        .collect()
}

/// Text that TeX sets as it stands; line ends and control characters become spaces.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' | '%' | '$' | '#' | '_' | '{' | '}' => {
                escaped.push('\\');
                escaped.push(c);
            }
            // A heading that starts with it would be read as the option of the rule above.
            '[' if escaped.is_empty() => escaped.push_str("{[}"),
            '~' => escaped.push_str("\\textasciitilde{}"),
            '^' => escaped.push_str("\\textasciicircum{}"),
            '\\' => escaped.push_str("\\textbackslash{}"),
            '<' => escaped.push_str("\\textless{}"),
            '>' => escaped.push_str("\\textgreater{}"),
            '|' => escaped.push_str("\\textbar{}"),
            '"' => escaped.push_str("\\textquotedbl{}"),
            '\u{2212}' => escaped.push_str("$-$"),
            '≥' => escaped.push_str("$\\ge$"),
            '≤' => escaped.push_str("$\\le$"),
            '→' => escaped.push_str("$\\to$"),
            '†' => escaped.push_str("$\\dagger$"),
            '·' => escaped.push_str("$\\cdot$"),
            // Over a digit's height: `\surd` alone drops below the line in LuaTeX and XeTeX.
            '√' => escaped.push_str("$\\sqrt{\\vphantom{4}}$"),
            'λ' => escaped.push_str("$\\lambda$"),
            'Σ' => escaped.push_str("$\\Sigma$"),
            'Δ' => escaped.push_str("$\\Delta$"),
            '²' => escaped.push_str("\\textsuperscript{2}"),
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}
