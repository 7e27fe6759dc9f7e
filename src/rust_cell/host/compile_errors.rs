//! Compile errors as the reader should see them: their own lines, with carets.

use std::collections::HashSet;

use evcxr::CompilationError;
use unicode_width::UnicodeWidthStr;

use crate::rust_cell::cell_text::CellText;
use crate::rust_cell::failure::{FailureKind, RustFailure};

// No colours: none of JupyterLab's can be read in both of its themes, on the ground it gives to errors.
const BOLD: &str = "\u{1b}[1m";
const PLAIN: &str = "\u{1b}[0m";

/// The failure that shows `errors` in `source`, the cell as the reader wrote it.
pub(super) fn failure(errors: &[CompilationError], source: &str, text: &CellText) -> RustFailure {
    let errors: Vec<&CompilationError> = {
        let severe: Vec<_> = errors.iter().filter(|e| e.level() == "error").collect();
        // A refused command has no level of rustc's.
        if severe.is_empty() {
            errors.iter().collect()
        } else {
            severe
        }
    };
    let mut told = HashSet::new();
    let errors: Vec<&CompilationError> = errors
        .into_iter()
        .filter(|error| {
            let unstorable = Report {
                error,
                source,
                text,
            }
            .unstorable();
            unstorable.is_none_or(|variable| told.insert(variable))
        })
        .collect();
    let details = errors.iter().flat_map(|error| {
        Report {
            error,
            source,
            text,
        }
        .lines()
    });
    RustFailure::new(
        FailureKind::CompilationError,
        summary(&errors, source, text),
    )
    .with_details(details)
}

fn summary(errors: &[&CompilationError], source: &str, text: &CellText) -> String {
    let Some(first) = errors.first() else {
        return "The cell does not compile.".to_owned();
    };
    let report = Report {
        error: first,
        source,
        text,
    };
    let place = report
        .marks()
        .first()
        .map_or_else(String::new, |mark| format!(" in line {}", mark.line));
    let message = report.message();
    let message = message.trim_end_matches('.');
    match errors.len() {
        1 => format!("The cell does not compile: error{place}: {message}."),
        count => format!("The cell does not compile: {count} errors, the first{place}: {message}."),
    }
}

struct Report<'a> {
    error: &'a CompilationError,
    source: &'a str,
    text: &'a CellText,
}

/// One line of the reader's code and what is to be said under it.
struct Mark<'a> {
    line: usize,
    column: usize,
    end_column: usize,
    label: &'a str,
    primary: bool,
}

impl Report<'_> {
    fn lines(&self) -> Vec<String> {
        let unstorable = self.unstorable().is_some();
        let code = self.error.code().filter(|_| !unstorable);
        let code = code.map_or_else(String::new, |code| format!("[{code}]"));
        let mut lines = vec![
            String::new(),
            format!("{BOLD}error{code}: {}{PLAIN}", self.message()),
        ];
        let marks = self.marks();
        let gutter = marks.iter().map(|mark| mark.line).max().unwrap_or(0);
        let gutter = gutter.to_string().len();
        for mark in &marks {
            self.show(mark, gutter, &mut lines);
        }
        if unstorable {
            return lines;
        }
        if marks.is_empty() {
            // The place is in code evcxr made; rustc's own words are all there is.
            lines.extend(self.error.rendered().lines().map(str::to_owned));
        }
        for help in self.error.help() {
            lines.push(format!("= {BOLD}help{PLAIN}: {help}"));
        }
        if let Some(hint) = self.error.evcxr_extra_hint() {
            lines.push(format!("= {BOLD}note{PLAIN}: {hint}"));
        }
        if matches!(self.error.code(), Some("E0384" | "E0596")) {
            lines.push(format!(
                "= {BOLD}note{PLAIN}: a variable of an earlier cell becomes mutable by `let mut x = x;`"
            ));
        }
        lines
    }

    fn message(&self) -> String {
        let Some((variable, type_name)) = self.unstorable() else {
            return self.error.message();
        };
        format!(
            "`{variable}` cannot be kept for later cells, because its type, `{type_name}`, is not known by a name; \
             give it one (`let {variable}: … = …;`) or put the code into braces (`{{ … }}`)"
        )
    }

    /// The variable and its supposed type, if the error is in evcxr's code that stores variables.
    fn unstorable(&self) -> Option<(String, String)> {
        let span = &self.error.json["spans"][0]["text"][0]["text"];
        let stored = span.as_str()?.split_once("put_variable::<")?.1;
        let (type_name, rest) = stored.rsplit_once(">(stringify!(")?;
        let (variable, _) = rest.split_once(')')?;
        Some((variable.to_owned(), type_name.to_owned()))
    }

    /// The spots in the reader's code, the primary one first.
    fn marks(&self) -> Vec<Mark<'_>> {
        let mut marks: Vec<Mark<'_>> = self
            .error
            .spanned_messages()
            .iter()
            .filter_map(|message| {
                let span = message.span?;
                let (line, column) = self
                    .text
                    .original_position(span.start_line, span.start_column);
                let (end_line, end_column) =
                    self.text.original_position(span.end_line, span.end_column);
                Some(Mark {
                    line,
                    column,
                    end_column: if end_line == line {
                        end_column
                    } else {
                        usize::MAX
                    },
                    label: &message.label,
                    primary: message.is_primary,
                })
            })
            .collect();
        marks.sort_by_key(|mark| !mark.primary);
        if marks.is_empty() {
            marks.extend(self.whole_line());
        }
        marks
    }

    /// The line of the reader's within a place that begins or ends in code evcxr made, as around
    /// a cell's last expression.
    fn whole_line(&self) -> Option<Mark<'_>> {
        let spanned = self.error.json["spans"][0]["text"].as_array()?;
        let mut spanned = spanned.iter().filter_map(|line| line["text"].as_str());
        let (index, line) = spanned.find_map(|spanned| {
            let mut lines = self.source.lines().enumerate();
            lines.find(|(_, line)| !line.trim().is_empty() && line.trim() == spanned.trim())
        })?;
        let indent = line.chars().take_while(|c| c.is_whitespace()).count();
        Some(Mark {
            line: index + 1,
            column: indent + 1,
            end_column: usize::MAX,
            label: self.error.json["spans"][0]["label"]
                .as_str()
                .unwrap_or_default(),
            primary: true,
        })
    }

    fn show(&self, mark: &Mark<'_>, gutter: usize, lines: &mut Vec<String>) {
        let code = self.source.lines().nth(mark.line - 1).unwrap_or_default();
        let code = code.replace('\t', " ");
        let before: String = code.chars().take(mark.column.saturating_sub(1)).collect();
        let length = mark.end_column.saturating_sub(mark.column).max(1);
        let marked: String = code.chars().skip(mark.column - 1).take(length).collect();
        let sign = if mark.primary { "^" } else { "-" };
        let indent = " ".repeat(before.width());
        let carets = sign.repeat(marked.trim_end().width().max(1));
        // evcxr repeats the message where rustc gives no label.
        let label = if mark.label.starts_with("error: ") {
            ""
        } else {
            mark.label
        };
        lines.push(format!("{:>gutter$} | {code}", mark.line));
        lines.push(format!(
            "{:>gutter$} | {indent}{BOLD}{}{PLAIN}",
            "",
            format!("{carets} {label}").trim_end()
        ));
    }
}
