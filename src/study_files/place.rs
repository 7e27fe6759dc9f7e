//! Places in a source, and how messages speak of them.

use std::fmt;

/// How many further places a message lists before it only counts them.
const LISTED: usize = 4;

/// How many characters of a cell a message shows.
const SHOWN: usize = 40;

/// A place in a source, as an editor shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The source's name.
    pub file: String,
    /// The place in words where rows and columns do not tell it, such as ``sheet `sorts`, cell C7``.
    pub part: Option<String>,
    /// The line, from 1, the heading line included; in Parquet, which has no lines, the row of the data.
    pub row: Option<usize>,
    /// The column's heading.
    pub column: Option<String>,
}

impl Place {
    /// A place in words.
    pub(super) fn part(file: &str, part: impl Into<String>) -> Self {
        Self {
            file: file.to_owned(),
            part: Some(part.into()),
            row: None,
            column: None,
        }
    }

    /// A line of a text.
    pub(super) fn row(file: &str, row: usize) -> Self {
        Self {
            file: file.to_owned(),
            part: None,
            row: Some(row),
            column: None,
        }
    }

    /// The whole source.
    pub(super) fn whole(file: &str) -> Self {
        Self {
            file: file.to_owned(),
            part: None,
            row: None,
            column: None,
        }
    }

    /// The place without the source's name, for lists within one source.
    pub(super) fn within(&self) -> String {
        let row = self.row.map(|row| format!("row {row}"));
        let column = self
            .column
            .as_ref()
            .map(|column| format!("column {}", quoted(column)));
        let words: Vec<String> = [row, column, self.part.clone()]
            .into_iter()
            .flatten()
            .collect();
        words.join(", ")
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        let within = self.within();
        if within.is_empty() {
            return Ok(());
        }
        write!(f, ", {within}")
    }
}

/// The further cases of a problem whose first case a message tells in full. Shown as a sentence of its own, led by a blank; empty
/// without further cases.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Further {
    listed: Vec<String>,
    unlisted: usize,
}

impl Further {
    /// All cases in their order, the first of which is told elsewhere.
    pub(super) fn after_first<T>(cases: &[T], tell: impl Fn(&T) -> String) -> Self {
        Self::of(cases, cases.len(), tell)
    }

    /// As [`Further::after_first`], with `total` cases in all, of which only the first few are at hand.
    pub(super) fn of<T>(cases: &[T], total: usize, tell: impl Fn(&T) -> String) -> Self {
        let further = cases.get(1..).unwrap_or_default();
        let listed: Vec<String> = further.iter().take(LISTED).map(tell).collect();
        Self {
            unlisted: total.saturating_sub(1 + listed.len()),
            listed,
        }
    }
}

impl fmt::Display for Further {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.listed.is_empty() {
            return Ok(());
        }
        write!(f, " Also: {}", self.listed.join("; "))?;
        if self.unlisted > 0 {
            write!(f, "; and {} more", self.unlisted)?;
        }
        f.write_str(".")
    }
}

/// Text from a source, cut to a readable length and marked as a quotation.
pub(super) fn quoted(text: &str) -> String {
    let visible = |c: char| match c {
        '\n' | '\r' | '\t' => ' ',
        c if c.is_control() => '\u{fffd}',
        c => c,
    };
    let mut shown: String = text.chars().take(SHOWN).map(visible).collect();
    if text.chars().nth(SHOWN).is_some() {
        shown.push('…');
    }
    format!("`{shown}`")
}

/// Some of many names, each marked as a quotation: the first ones, and how many more.
pub(super) fn some_of<T: AsRef<str>>(names: &[T]) -> String {
    const SOME: usize = 8;
    let listed: Vec<String> = names
        .iter()
        .take(SOME)
        .map(|n| quoted(n.as_ref()))
        .collect();
    let listed = listed.join(", ");
    match names.len().saturating_sub(SOME) {
        0 => listed,
        more => format!("{listed} and {more} more"),
    }
}

/// Ascending numbers as runs, first and last.
pub(super) fn runs(numbers: impl IntoIterator<Item = u32>) -> Vec<(u32, u32)> {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for number in numbers {
        match runs.last_mut() {
            Some((_, last)) if last.checked_add(1) == Some(number) => *last = number,
            _ => runs.push((number, number)),
        }
    }
    runs
}

/// Runs in words: `3, 5–9, 12`.
pub(super) fn run_list(runs: &[(u32, u32)]) -> String {
    const LISTED: usize = 10;
    let word = |&(first, last): &(u32, u32)| match last - first {
        0 => first.to_string(),
        1 => format!("{first}, {last}"),
        _ => format!("{first}–{last}"),
    };
    let mut words: Vec<String> = runs.iter().take(LISTED).map(word).collect();
    if runs.len() > LISTED {
        words.push("…".to_owned());
    }
    words.join(", ")
}

/// A count with its noun, `1 row`, `3 rows`.
pub(super) fn count(number: usize, noun: &str) -> String {
    if number == 1 {
        format!("1 {noun}")
    } else {
        format!("{number} {noun}s")
    }
}
