//! Files that are no data: what they are, and what to load instead.

use crate::study_files::archive::Archive;

/// What a file is, with its article, and what to do.
type Known = (&'static str, &'static str);

const SHEET: &str = "Save the table in it as CSV (UTF-8) and load that.";
const UNPACK: &str = "Unpack it and load the table in it.";
const AS_XLSX: &str = "Save it as .xlsx and load that.";
const FROM_STATISTICS: &str =
    "Write the table as CSV from the program it belongs to and load that.";
const PICTURE: &str = "Load the file that the picture was made from.";
const NOTEBOOK: &str =
    "Open it in Jupyter, or load the file of sorts that its cells name after `%q load`.";

/// Formats told by their first bytes.
pub(super) fn by_first_bytes(bytes: &[u8]) -> Option<Known> {
    const FORMATS: [(&[u8], Known); 15] = [
        (b"PK\x05\x06", ("an empty ZIP archive", UNPACK)),
        (
            b"\xD0\xCF\x11\xE0",
            ("an old workbook (.xls) or document (.doc)", AS_XLSX),
        ),
        (b"%PDF", ("a PDF document", SHEET)),
        (b"{\\rtf", ("a document (.rtf)", SHEET)),
        (b"\x1F\x8B", ("a gzip archive", UNPACK)),
        (b"7z\xBC\xAF", ("a 7-Zip archive", UNPACK)),
        (b"Rar!", ("a RAR archive", UNPACK)),
        (b"\x89PNG", ("a picture (PNG)", PICTURE)),
        (b"\xFF\xD8\xFF", ("a picture (JPEG)", PICTURE)),
        (b"GIF8", ("a picture (GIF)", PICTURE)),
        (b"II*\0", ("a picture (TIFF)", PICTURE)),
        (b"MM\0*", ("a picture (TIFF)", PICTURE)),
        (b"$FL2", ("a file of SPSS (.sav)", FROM_STATISTICS)),
        (b"<stata_dta>", ("a file of Stata (.dta)", FROM_STATISTICS)),
        (b"SQLite format 3", ("a database (SQLite)", SHEET)),
    ];
    FORMATS
        .iter()
        .find(|(magic, _)| bytes.starts_with(magic))
        .map(|(_, known)| *known)
}

/// Archives that are documents.
pub(super) fn packed(archive: &mut Archive) -> Option<Known> {
    const DOCUMENT: Known = ("a document of a word processor", SHEET);
    const SLIDES: Known = ("a presentation", SHEET);
    const DRAWING: Known = ("a drawing", SHEET);
    const BY_ENTRY: [(&str, Known); 4] = [
        ("word/document.xml", DOCUMENT),
        ("ppt/presentation.xml", SLIDES),
        ("xl/workbook.bin", ("a binary workbook (.xlsb)", AS_XLSX)),
        (
            "Index/Document.iwa",
            ("a file of Apple's office programs", SHEET),
        ),
    ];
    const BY_KIND: [(&str, Known); 4] = [
        ("application/vnd.oasis.opendocument.text", DOCUMENT),
        ("application/vnd.oasis.opendocument.presentation", SLIDES),
        ("application/vnd.oasis.opendocument.graphics", DRAWING),
        ("application/epub+zip", ("an electronic book", SHEET)),
    ];
    let held = BY_ENTRY.iter().find(|(entry, _)| archive.holds(entry));
    if let Some((_, known)) = held {
        return Some(*known);
    }
    // OpenDocument tells its kind in an entry of its own. What cannot be unpacked is told when the rest is read.
    let kind = archive.file("mimetype").ok().flatten()?;
    let is_of = |(begins, _): &&(&str, Known)| kind.starts_with(begins.as_bytes());
    BY_KIND.iter().find(is_of).map(|(_, known)| *known)
}

/// Texts that are no tables.
pub(super) fn text(text: &str) -> Option<Known> {
    let start = text.trim_start();
    let begins = |mark: &str| {
        let start = start.get(..mark.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(mark))
    };
    if begins("<!doctype html") || begins("<html") {
        return Some(("a web page", SHEET));
    }
    let is_notebook =
        start.starts_with('{') && start.contains("\"nbformat\"") && start.contains("\"cells\"");
    is_notebook.then_some(("a notebook", NOTEBOOK))
}
