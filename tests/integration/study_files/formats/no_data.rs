//! Files that are no data: each is called what it is, and what to load instead is said.

use super::files::archive;
use quincunx::study_files::{LoadRequest, Source, load};

fn told(name: &str, bytes: &[u8]) -> String {
    let request = LoadRequest::of(Source::Bytes {
        name: name.to_owned(),
        bytes: bytes.to_vec(),
    });
    match load(&request) {
        Ok(_) => panic!("{name} was read"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn documents_pictures_and_notebooks() {
    let text = b"application/vnd.oasis.opendocument.text";
    let slides = b"application/vnd.oasis.opendocument.presentation";
    let files: [(&str, Vec<u8>); 14] = [
        ("study.docx", archive(&[("word/document.xml", b"<w/>")])),
        ("study.pptx", archive(&[("ppt/presentation.xml", b"<p/>")])),
        (
            "study.odt",
            archive(&[("mimetype", text), ("content.xml", b"<o/>")]),
        ),
        (
            "study.odp",
            archive(&[("mimetype", slides), ("content.xml", b"<o/>")]),
        ),
        ("study.xlsb", archive(&[("xl/workbook.bin", b"\x00")])),
        ("study.numbers", archive(&[("Index/Document.iwa", b"\x00")])),
        ("study.pdf", b"%PDF-1.7\n%\xE2\xE3\n".to_vec()),
        ("study.rtf", b"{\\rtf1\\ansi Text}".to_vec()),
        ("grid.png", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR".to_vec()),
        ("grid.jpg", b"\xFF\xD8\xFF\xE0\x00\x10JFIF".to_vec()),
        ("study.sav", b"$FL2@(#) SPSS DATA FILE".to_vec()),
        (
            "study.ipynb",
            b"{\n \"cells\": [],\n \"metadata\": {},\n \"nbformat\": 4\n}".to_vec(),
        ),
        (
            "study.html",
            b"<!DOCTYPE html>\n<title>Sorts</title>".to_vec(),
        ),
        ("study.zip", archive(&[("readme.md", b"# Sorts")])),
    ];
    let seen: Vec<String> = files
        .iter()
        .map(|(name, bytes)| told(name, bytes))
        .collect();
    insta::assert_snapshot!(seen.join("\n"));
}

/// What begins so in a cell is text all the same.
#[test]
fn a_cell_may_hold_any_text() {
    let request = LoadRequest {
        statements: Some(Source::Inline {
            name: "this cell".to_owned(),
            text: "<html> is a word\nTwo\n".to_owned(),
        }),
        ..LoadRequest::of(Source::Inline {
            name: "this cell".to_owned(),
            text: "id,1,2\nAnn,1,2\nBob,2,1\n".to_owned(),
        })
    };
    let read = load(&request).expect("a study");
    assert_eq!(read.study.statements()[0].text, "<html> is a word");
}
