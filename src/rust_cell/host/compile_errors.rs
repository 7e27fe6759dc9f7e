//! Compile errors as the reader should see them: their own lines, with carets.

use evcxr::CompilationError;
use unicode_width::UnicodeWidthStr;

use crate::rust_cell::cell_text::CellText;
use crate::rust_cell::failure::{FailureKind, RustFailure};

const RED: &str = "\u{1b}[1;31m";
const BLUE: &str = "\u{1b}[1;34m";
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
    let details = errors
        .iter()
        .flat_map(|error| Report { error, source, text }.lines());
    RustFailure::new(FailureKind::CompilationError, summary(&errors, text))
        .with_details(details)
}

fn summary(errors: &[&CompilationError], text: &CellText) -> String {
    let Some(first) = errors.first() else {
        return "The cell does not compile.".to_owned();
    };
    let place = first
        .primary_spanned_message()
        .and_then(|message| message.span)
        .map(|span| text.original_position(span.start_line, span.start_column).0)
        .map_or_else(String::new, |line| format!(" in line {line}"));
    let message = first.message();
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
        let code = self
            .error
            .code()
            .map_or_else(String::new, |code| format!("[{code}]"));
        let mut lines = vec![
            String::new(),
            format!(
                "{RED}error{code}{PLAIN}{BOLD}: {}{PLAIN}",
                self.error.message()
            ),
        ];
        let marks = self.marks();
        let gutter = marks.iter().map(|mark| mark.line).max().unwrap_or(0);
        let gutter = gutter.to_string().len();
        for mark in &marks {
            self.show(mark, gutter, &mut lines);
        }
        if marks.is_empty() {
            // The place is in code evcxr made; rustc's own words are all there is.
            lines.extend(self.error.rendered().lines().map(str::to_owned));
        }
        for help in self.error.help() {
            lines.push(format!("{BLUE}={PLAIN} {BOLD}help{PLAIN}: {help}"));
        }
        if let Some(hint) = self.error.evcxr_extra_hint() {
            lines.push(format!("{BLUE}={PLAIN} {BOLD}note{PLAIN}: {hint}"));
        }
        if matches!(self.error.code(), Some("E0384" | "E0596")) {
            lines.push(format!(
                "{BLUE}={PLAIN} {BOLD}note{PLAIN}: a variable of an earlier cell becomes mutable by `let mut x = x;`"
            ));
        }
        lines
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
        marks
    }

    fn show(&self, mark: &Mark<'_>, gutter: usize, lines: &mut Vec<String>) {
        let code = self.source.lines().nth(mark.line - 1).unwrap_or_default();
        let code = code.replace('\t', " ");
        let before: String = code.chars().take(mark.column.saturating_sub(1)).collect();
        let length = mark.end_column.saturating_sub(mark.column).max(1);
        let marked: String = code.chars().skip(mark.column - 1).take(length).collect();
        let (colour, sign) = if mark.primary {
            (RED, "^")
        } else {
            (BLUE, "-")
        };
        let indent = " ".repeat(before.width());
        let carets = sign.repeat(marked.trim_end().width().max(1));
        // evcxr repeats the message where rustc gives no label.
        let label = if mark.label.starts_with("error: ") {
            ""
        } else {
            mark.label
        };
        lines.push(format!("{BLUE}{:>gutter$} |{PLAIN} {code}", mark.line));
        lines.push(format!(
            "{BLUE}{:>gutter$} |{PLAIN} {indent}{colour}{carets} {label}{PLAIN}",
            ""
        ));
    }
}
