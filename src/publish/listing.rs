//! A listing with PQMethod's headings in their order (design/file-formats 3.3), for eyes that know `.lis` files.
//!
//! DIFFERENCE: numbers are rounded only here, never on the way. `Exact Factor Scores` are optional there; here they stand in every listing for which there is
//! a regression.

mod exact;
mod factors;
mod sorts;

use super::Package;
use crate::qmethod::Study;
use crate::render::{Analysis, fixed};
use std::path::Path;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// PQMethod cuts statements here.
const STATEMENT: usize = 60;
/// Room for a sort's name.
const NAME: usize = 10;

/// The file, and what it lacks.
pub(super) fn package(analysis: &Analysis<'_>, target: &Path, title: &str) -> Package {
    let mut listing = Listing {
        title: cut(title, STATEMENT),
        project: format!(
            "{}  {}",
            analysis.provenance.study, analysis.provenance.digest
        ),
        text: String::new(),
        pages: 0,
    };
    if let Some(correlated) = analysis.correlated {
        listing.page(&sorts::correlations(correlated));
    }
    if let Some(extracted) = analysis.extracted {
        listing.page(&sorts::unrotated(extracted));
        listing.page(&sorts::cumulative_communalities(extracted));
    }
    if let Some(rotated) = analysis.rotated {
        listing.page(&sorts::rotated(rotated, analysis.flagged));
    }
    listing.page(&sorts::free_distribution(analysis.study));
    let mut notes = notes(analysis);
    if let Some(scored) = analysis.scored {
        let exact = exact::scores(scored);
        for section in factors::sections(scored, analysis.labels, exact.as_ref().ok()) {
            listing.page(&section);
        }
        if let Err(why) = exact {
            notes.push(format!("`Exact Factor Scores` are left out: {why}"));
        }
    }
    let mut package = Package::of(target, listing.text);
    package.notes = notes;
    package
}

fn notes(analysis: &Analysis<'_>) -> Vec<String> {
    let mut notes = vec!["Laid out like PQMethod's listing.".to_owned()];
    let long = analysis
        .study
        .statements()
        .iter()
        .filter(|s| s.text.width() > STATEMENT)
        .count();
    if long > 0 {
        notes.push(format!(
            "Statements are cut to {STATEMENT} characters, as there; {long} are longer."
        ));
    }
    if analysis.scored.is_none() {
        notes.push(
            "The listing ends before the factor scores: no sorts are flagged yet.".to_owned(),
        );
    }
    notes
}

struct Listing {
    title: String,
    project: String,
    text: String,
    pages: usize,
}

impl Listing {
    /// A section on a page of its own, under the two lines that every page has.
    fn page(&mut self, body: &str) {
        if self.pages > 0 {
            self.text.push('\u{c}');
        }
        self.pages += 1;
        self.text.push_str(&format!(
            "Quincunx {}   {}    PAGE {:>4}\nPath and Project Name: {}\n\n{}\n",
            env!("CARGO_PKG_VERSION"),
            padded(&self.title, STATEMENT),
            self.pages,
            self.project,
            body
        ));
    }
}

/// Lines without blanks at their ends.
fn lines(lines: Vec<String>) -> String {
    lines
        .iter()
        .map(|line| format!("{}\n", line.trim_end()))
        .collect()
}

/// ` 12 US1       `, before a row of a sort.
fn sort_name(study: &Study, index: usize) -> String {
    let id = study.sort_ids().get(index).map_or("", String::as_str);
    format!(" {:>3} {}", index + 1, padded(id, NAME))
}

/// `  5  Statement …   5`, before a row of a statement.
fn statement(study: &Study, index: usize) -> String {
    study.statements().get(index).map_or_else(String::new, |s| {
        format!(
            "{:>3}  {}{:>5}",
            s.number,
            padded(&s.text, STATEMENT),
            s.number
        )
    })
}

/// The heading over [`statement`].
fn statement_heading() -> String {
    format!("No.  {}{:>5}", padded("Statement", STATEMENT), "No.")
}

/// A number right-aligned in its field; `-` where there is none.
fn number(value: Option<f64>, decimals: usize, width: usize) -> String {
    let shown = value.filter(|v| v.is_finite()).map(|v| fixed(v, decimals));
    format!("{:>width$}", shown.unwrap_or_else(|| "-".to_owned()))
}

/// Numbers 1…k over their columns.
fn numbered(k: usize, width: usize) -> String {
    (1..=k).map(|factor| format!("{factor:>width$}")).collect()
}

/// On one line, cut or filled to a width on the screen.
fn padded(text: &str, width: usize) -> String {
    let text = cut(text, width);
    let blanks = width.saturating_sub(text.width());
    text + &" ".repeat(blanks)
}

fn cut(text: &str, most: usize) -> String {
    let mut width = 0;
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take_while(|c| {
            width += c.width().unwrap_or_default();
            width <= most
        })
        .collect()
}
