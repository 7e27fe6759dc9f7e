//! Files from a study and its results: for readers, for other programs, and for this one.
//!
//! Everything is made in memory first and written at the end, whole or not at all. The same analysis gives the same bytes: no clock, no chance.

mod card_values;
mod cards;
mod chapters;
mod concourse;
mod csv;
mod data_tables;
mod deck;
mod error;
mod files;
mod json;
mod kade;
mod listing;
mod markdown;
mod plain;
mod pqmethod;
mod qmethod_csv;
mod short_names;
mod sql;
mod word;
mod workbook;

pub use concourse::{concourse, q_set};
pub use deck::deck;
pub use error::PublishError;
pub use files::{NewFile, Written, check, paths, write};
pub use json::written_data;
pub use sql::SortsTable;

use crate::qmethod::Distribution;
use crate::render::{self, Analysis};
use std::path::{Path, PathBuf};

/// What can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A workbook with every table and picture.
    Workbook,
    /// The study as KADE reads it: a workbook, or a zip by the file's name.
    Kade,
    /// The study as PQMethod reads it: `.dat` and, beside it, `.sta`.
    Pqmethod,
    /// The study as this program reads it: a folder of CSV files.
    Csv,
    /// The results under the names that R qmethod gives them: a folder of CSV files.
    Qmethod,
    /// Every machine-readable result.
    Json,
    /// A document for a word processor.
    Word,
    /// A listing with PQMethod's headings.
    Listing,
    /// The document as Markdown, without pictures.
    Markdown,
    /// The document as a page that stands alone.
    Html,
    /// Hand-outs of the viewpoints, by the file's ending a page, LaTeX or a document.
    Cards,
}

impl Format {
    /// Whether it is a set of files in a folder of its own.
    pub fn is_folder(self) -> bool {
        matches!(self, Self::Csv | Self::Qmethod)
    }

    /// The files that will be written, as far as they are known before any is made: of a set, which is made quickly, none.
    pub fn known_files(self, target: &Path) -> Vec<PathBuf> {
        match self {
            Self::Csv | Self::Qmethod => Vec::new(),
            Self::Pqmethod => vec![target.to_owned(), pqmethod::companion(target)],
            _ => vec![target.to_owned()],
        }
    }
}

/// What the user may choose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The title, where it is not to be the study's name.
    pub title: Option<String>,
    /// Added to every value, for programs that hold only some.
    pub shift: i32,
    /// The distribution to state for free sorts that have none.
    pub array_grid: Option<Distribution>,
    /// On hand-outs: the participants' attribute by which holders are counted.
    pub by: Option<String>,
}

/// Files that belong together, not yet written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Package {
    /// The files.
    pub files: Vec<NewFile>,
    /// What was shortened, renamed or left out, and how to read it again; a sentence each.
    pub notes: Vec<String>,
}

impl Package {
    fn of(path: &Path, bytes: impl Into<Vec<u8>>) -> Self {
        Self {
            files: vec![NewFile {
                path: path.to_owned(),
                bytes: bytes.into(),
            }],
            notes: Vec::new(),
        }
    }

    fn add(&mut self, path: PathBuf, bytes: impl Into<Vec<u8>>) {
        self.files.push(NewFile {
            path,
            bytes: bytes.into(),
        });
    }
}

/// Makes the files of an analysis. `target` is the file, or the folder of a set; `progress` hears what is being made, before each longer piece.
///
/// # Errors
/// What the format cannot hold, with a way out.
pub fn package(
    analysis: &Analysis<'_>,
    format: Format,
    target: &Path,
    options: &Options,
    progress: &mut dyn FnMut(&str),
) -> Result<Package, PublishError> {
    let title = title(analysis, options);
    match format {
        Format::Workbook => workbook::package(analysis, target, &title, progress),
        Format::Kade => kade::package(analysis, target, &title, options),
        Format::Pqmethod => pqmethod::package(analysis, target, &title, options),
        Format::Csv => Ok(plain::package(analysis, target)),
        Format::Qmethod => qmethod_csv::package(analysis, target),
        Format::Json => Ok(json::package(analysis, target, progress)),
        Format::Word => word::package(analysis, target, &title, progress),
        Format::Listing => Ok(listing::package(analysis, target, &title)),
        Format::Markdown => Ok(markdown::package(analysis, target, &title, progress)),
        Format::Cards => cards::package(analysis, target, &title, options),
        Format::Html => {
            let reports = chapters::document(analysis, progress);
            Ok(Package::of(target, render::page(&title, &reports)))
        }
    }
}

fn title(analysis: &Analysis<'_>, options: &Options) -> String {
    let named = || match &analysis.provenance.solution {
        Some(solution) if *solution != analysis.provenance.study => {
            format!("{}: {solution}", analysis.provenance.study)
        }
        _ => analysis.provenance.study.clone(),
    };
    options.title.clone().unwrap_or_else(named)
}
