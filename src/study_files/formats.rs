//! The formats in which a study is read: their names, the signs they are recognised by, and one reader each in a file of its own.

mod deliberateq;
mod forq;
mod htmlq;
mod json;
mod kade_csv;
mod kade_workbook;
mod kade_zip;
mod labelled;
mod names;
mod pcq;
mod piles;
mod pqmethod;
mod qmethod;
#[cfg(feature = "kernel")]
mod qstudy;
mod quincunx;
mod records;
mod results_workbook;
mod signs;
pub(super) mod study_xml;
#[cfg(not(feature = "kernel"))]
mod without_store;

pub(super) use kade_workbook::is_kade;
pub(super) use names::comment;
pub(super) use pqmethod::companion;
pub(super) use qmethod::{is_folder, read_folder};
#[cfg(feature = "kernel")]
pub(super) use qstudy::{is_qstudy, read_qstudy};
pub(super) use results_workbook::{is_results, read_results};
pub(super) use signs::recognise;
#[cfg(not(feature = "kernel"))]
pub(super) use without_store::{is_qstudy, read_qstudy};

use super::StudyFileError;
use super::archive::Archive;
use super::collected::Collected;
use super::sheets::Sheet;

/// A format in which Q sorts are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// CSV, TSV or Parquet.
    Table,
    /// Sheets of Excel or LibreOffice laid out as a table.
    Workbook,
    /// PQMethod's NAME.dat.
    Pqmethod,
    /// Names and values, one row per sort.
    KadeCsv,
    /// A KADE or Ken-Q project.
    KadeZip,
    /// The workbooks of KADE and Ken-Q.
    KadeWorkbook,
    /// Records of Easy-HTMLQ.
    EasyHtmlq,
    /// Records of EQ Web Sort.
    EqWebSort,
    /// Rows of EQ Web Sort in Google Sheets.
    GoogleSheets,
    /// Rows of EQ Web Sort at Netlify.
    Netlify,
    /// Rows of Quince in Baserow, or its text.
    Quince,
    /// The CSV of HTMLQ and FlashQ.
    Htmlq,
    /// The folders of the R package qmethod.
    Qmethod,
    /// A study of PCQ.
    Pcq,
    /// A study of DeliberateQ.
    Deliberateq,
    /// A study of DeliberateQ in the form called Forq.
    Forq,
    /// Statement numbers in columns of values.
    Piles,
    /// The results of this program, as JSON or as a workbook.
    Quincunx,
    /// The file in which this program's board stores sorts.
    Qstudy,
}

impl Format {
    /// All formats, in the order of the help.
    pub const ALL: [Self; 19] = [
        Self::Table,
        Self::Workbook,
        Self::Piles,
        Self::Quincunx,
        Self::Qstudy,
        Self::Pqmethod,
        Self::KadeCsv,
        Self::KadeZip,
        Self::KadeWorkbook,
        Self::EasyHtmlq,
        Self::EqWebSort,
        Self::GoogleSheets,
        Self::Netlify,
        Self::Quince,
        Self::Htmlq,
        Self::Qmethod,
        Self::Pcq,
        Self::Deliberateq,
        Self::Forq,
    ];

    /// The name that `--format` takes.
    pub fn name(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Workbook => "workbook",
            Self::Pqmethod => "pqmethod",
            Self::KadeCsv => "kade-csv",
            Self::KadeZip => "kade-zip",
            Self::KadeWorkbook => "kade-workbook",
            Self::EasyHtmlq => "easy-htmlq",
            Self::EqWebSort => "eq-web-sort",
            Self::GoogleSheets => "google-sheets",
            Self::Netlify => "netlify",
            Self::Quince => "quince",
            Self::Htmlq => "htmlq",
            Self::Qmethod => "qmethod",
            Self::Pcq => "pcq",
            Self::Deliberateq => "deliberateq",
            Self::Forq => "forq",
            Self::Piles => "piles",
            Self::Quincunx => "quincunx",
            Self::Qstudy => "qstudy",
        }
    }

    /// What it is, in words that follow "as".
    pub fn description(self) -> &'static str {
        match self {
            Self::Table => "a table, CSV, TSV or Parquet, of one row per Q sort or per statement",
            Self::Workbook => "a workbook, .xlsx or .ods, whose sheets are tables",
            Self::Pqmethod => "a PQMethod project: NAME.dat, and NAME.sta where it lies beside",
            Self::KadeCsv => "a CSV of KADE or Ken-Q: a name and the values of each Q sort",
            Self::KadeZip => "a zipped project of KADE or Ken-Q",
            Self::KadeWorkbook => "a workbook of KADE or Ken-Q, of type 1, 2 or 3",
            Self::EasyHtmlq => "JSON of Easy-HTMLQ",
            Self::EqWebSort => "JSON of EQ Web Sort",
            Self::GoogleSheets => "rows of EQ Web Sort in Google Sheets",
            Self::Netlify => "rows of EQ Web Sort at Netlify",
            Self::Quince => "rows of Quince in Baserow, or its text",
            Self::Htmlq => "the CSV of HTMLQ or FlashQ",
            Self::Qmethod => "the folders of the R package qmethod",
            Self::Pcq => "a PCQ study",
            Self::Deliberateq => "a DeliberateQ study",
            Self::Forq => "a DeliberateQ study in the form Forq",
            Self::Piles => "statement numbers in columns of values (piles)",
            Self::Quincunx => "the JSON or the workbook of results that `%q export` writes",
            Self::Qstudy => "a study collected with `%q sort`: NAME.qstudy",
        }
    }

    /// The reader of a text, where the format is one.
    pub(super) fn text_reader(self) -> Option<TextReader> {
        match self {
            Self::Pqmethod => Some(pqmethod::read),
            Self::KadeCsv => Some(kade_csv::read),
            Self::EasyHtmlq | Self::EqWebSort => Some(json::read),
            Self::GoogleSheets | Self::Quince | Self::Netlify => Some(labelled::read),
            Self::Htmlq => Some(htmlq::read),
            Self::Pcq => Some(pcq::read),
            Self::Deliberateq => Some(deliberateq::read),
            Self::Forq => Some(forq::read),
            Self::Piles => Some(piles::read),
            Self::Quincunx => Some(quincunx::read),
            Self::Table
            | Self::Workbook
            | Self::KadeZip
            | Self::KadeWorkbook
            | Self::Qmethod
            | Self::Qstudy => None,
        }
    }
}

/// Reads what a text holds; the name is for messages.
pub(super) type TextReader = fn(&str, &str) -> Result<Collected, StudyFileError>;

/// Reads a zipped project of KADE.
pub(super) fn read_archive(archive: Archive) -> Result<Collected, StudyFileError> {
    kade_zip::read(archive)
}

/// Reads a workbook of KADE.
pub(super) fn read_kade_workbook(
    name: &str,
    sheets: &[Sheet],
) -> Result<Collected, StudyFileError> {
    kade_workbook::read(name, sheets)
}
