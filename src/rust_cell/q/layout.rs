//! One table in three media: aligned text, HTML, and LaTeX for PDF.

use std::io::Write;

/// More rows than this are cut, and the cut is said in words.
const ROWS_SHOWN: usize = 60;
/// Longer texts are cut in the plain-text table.
const TEXT_WIDTH: usize = 48;

pub(crate) struct Layout {
    rows: usize,
    columns: Vec<Column>,
}

struct Column {
    name: String,
    cells: Vec<String>,
    numbers: bool,
}

impl Layout {
    pub(crate) fn with_labels(labels: &[String]) -> Self {
        let mut layout = Self {
            rows: labels.len(),
            columns: Vec::new(),
        };
        layout.push_texts("", labels);
        layout
    }

    pub(crate) fn push_texts(&mut self, name: &str, texts: &[String]) {
        self.columns.push(Column {
            name: name.to_owned(),
            cells: texts.iter().take(ROWS_SHOWN).cloned().collect(),
            numbers: false,
        });
    }

    pub(crate) fn push_numbers(&mut self, names: &[String], texts: Numbers<'_>, rows: usize) {
        for (col, name) in names.iter().enumerate() {
            let cells = (0..rows.min(ROWS_SHOWN)).map(|row| texts.text(row * names.len() + col));
            self.columns.push(Column {
                name: name.clone(),
                cells: cells.collect(),
                numbers: true,
            });
        }
    }

    pub(crate) fn text(&self) -> String {
        let mut lines = vec![String::new(); 1 + self.rows.min(ROWS_SHOWN)];
        for (number, column) in self.columns.iter().enumerate() {
            let cells: Vec<String> = std::iter::once(&column.name)
                .chain(&column.cells)
                .map(|cell| one_line(cell))
                .collect();
            let width = cells.iter().map(|cell| cell.chars().count()).max();
            let width = width.unwrap_or(0);
            for (line, cell) in lines.iter_mut().zip(&cells) {
                if number > 0 {
                    line.push_str("  ");
                }
                if column.numbers {
                    line.push_str(&format!("{cell:>width$}"));
                } else {
                    line.push_str(&format!("{cell:<width$}"));
                }
            }
        }
        let mut text: String = lines
            .iter()
            .map(|line| format!("{}\n", line.trim_end()))
            .collect();
        text.push_str(&self.cut());
        text.trim_end_matches('\n').to_owned()
    }

    fn html(&self) -> String {
        let mut html = String::from("<table class=\"mathjax_ignore tex2jax_ignore\"><thead><tr>");
        for column in &self.columns {
            html.push_str(&format!("<th scope=\"col\">{}</th>", escape(&column.name)));
        }
        html.push_str("</tr></thead><tbody>");
        for row in 0..self.rows.min(ROWS_SHOWN) {
            html.push_str("<tr>");
            for (number, column) in self.columns.iter().enumerate() {
                let cell = column.cells.get(row).map_or("", String::as_str);
                let cell = escape(cell);
                if number == 0 {
                    html.push_str(&format!("<th scope=\"row\">{cell}</th>"));
                } else if column.numbers {
                    html.push_str(&format!(
                        "<td align=\"right\" style=\"text-align:right\">{cell}</td>"
                    ));
                } else {
                    html.push_str(&format!(
                        "<td align=\"left\" style=\"text-align:left\">{cell}</td>"
                    ));
                }
            }
            html.push_str("</tr>");
        }
        html.push_str("</tbody></table>");
        if self.rows > ROWS_SHOWN {
            html.push_str(&format!("<p>{}</p>", self.cut()));
        }
        html
    }

    fn cut(&self) -> String {
        if self.rows <= ROWS_SHOWN {
            return String::new();
        }
        format!("… and {} more rows\n", self.rows - ROWS_SHOWN)
    }

    /// A long table breaks over pages.
    fn latex(&self) -> String {
        let align = self.columns.iter().map(|c| if c.numbers { 'r' } else { 'l' });
        let align: String = align.collect();
        let names = self.columns.iter().map(|column| latex_text(&column.name));
        let mut lines = vec![
            format!("{{\\small\\begin{{longtable}}[l]{{{align}}}"),
            "\\toprule".to_owned(),
            format!("{} \\\\", names.collect::<Vec<_>>().join(" & ")),
            "\\midrule\\endhead".to_owned(),
        ];
        for row in 0..self.rows.min(ROWS_SHOWN) {
            let cells = self.columns.iter().map(|column| {
                let cell = column.cells.get(row).map_or("", String::as_str);
                let text = latex_text(&one_line(cell));
                match column.numbers {
                    true => text.replace('-', "$-$"),
                    false => text,
                }
            });
            lines.push(format!("{} \\\\", cells.collect::<Vec<_>>().join(" & ")));
        }
        lines.push("\\bottomrule".to_owned());
        lines.push("\\end{longtable}}".to_owned());
        lines.extend((self.rows > ROWS_SHOWN).then(|| format!("\\noindent {}\\par", self.cut().trim_end())));
        lines.join("\n")
    }

    /// Hands all media to the kernel, as one block each.
    pub(crate) fn display(&self) {
        let mut out = std::io::stdout().lock();
        for (media_type, content) in [
            ("text/html", self.html()),
            ("text/latex", self.latex()),
            ("text/plain", self.text()),
        ] {
            let block = format!("EVCXR_BEGIN_CONTENT {media_type}\n{content}\nEVCXR_END_CONTENT\n");
            // The kernel has gone if this fails, and the cell with it.
            let _ = out.write_all(block.as_bytes());
        }
    }
}

/// The texts of numbers that stand in one table: as many decimals for all.
pub(crate) struct Numbers<'a> {
    values: &'a [f64],
    decimals: usize,
}

pub(crate) fn number_texts(values: &[f64], decimals: Option<usize>) -> Numbers<'_> {
    let whole = values
        .iter()
        .all(|value| value.is_nan() || (value.fract() == 0.0 && value.abs() < 1e15));
    Numbers {
        values,
        decimals: decimals.unwrap_or(if whole { 0 } else { 4 }),
    }
}

impl Numbers<'_> {
    fn text(&self, index: usize) -> String {
        match self.values.get(index) {
            Some(value) if !value.is_nan() => format!("{value:.*}", self.decimals),
            _ => "–".to_owned(),
        }
    }
}

fn one_line(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= TEXT_WIDTH {
        return text;
    }
    let kept: String = text.chars().take(TEXT_WIDTH - 1).collect();
    format!("{}…", kept.trim_end())
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            // A block is read line by line.
            '\n' | '\r' => escaped.push(' '),
            other => escaped.push(other),
        }
    }
    escaped
}

fn latex_text(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' | '%' | '$' | '#' | '_' | '{' | '}' => {
                escaped.push('\\');
                escaped.push(character);
            }
            '\\' => escaped.push_str("\\textbackslash{}"),
            '~' => escaped.push_str("\\textasciitilde{}"),
            '^' => escaped.push_str("\\textasciicircum{}"),
            '<' => escaped.push_str("\\textless{}"),
            '>' => escaped.push_str("\\textgreater{}"),
            // After the end of a row it would begin a length.
            '[' => escaped.push_str("{[}"),
            other => escaped.push(other),
        }
    }
    escaped
}
