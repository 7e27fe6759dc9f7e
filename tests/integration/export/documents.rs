//! The documents for readers: Word, HTML, Markdown.

use super::{file, of_solution, text};
use crate::sample::{small_study, solve, without_flags};
use quick_xml::Reader;
use quick_xml::events::Event;
use quincunx::publish::{Format, Package};
use std::io::{Cursor, Read};

/// A part of the document, if it is well-formed.
fn part(package: &Package, name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(file(package, "d.docx"))).unwrap();
    let mut xml = String::new();
    zip.by_name(name).unwrap().read_to_string(&mut xml).unwrap();
    let mut reader = Reader::from_str(&xml);
    while !matches!(reader.read_event().unwrap(), Event::Eof) {}
    xml
}

#[test]
fn the_word_document_holds_the_whole_report() {
    let package = of_solution(&solve(small_study(), 2), Format::Word, "d.docx");
    let document = part(&package, "word/document.xml");
    for said in [
        "Factor scores are z-scores",
        "Ответственность и 公平",
        "&lt;script&gt;",
        "Statements that distinguish F1",
        "Consensus statements",
        "sha256:0",
    ] {
        assert!(document.contains(said), "no {said}");
    }
    assert!(document.matches("<w:drawing>").count() >= 4);
    for xml in [
        "word/styles.xml",
        "word/_rels/document.xml.rels",
        "[Content_Types].xml",
    ] {
        part(&package, xml);
    }
}

/// Rules above, below the headings and at the end; none upright.
#[test]
fn tables_have_three_lines() {
    let package = of_solution(&solve(small_study(), 2), Format::Word, "d.docx");
    let document = part(&package, "word/document.xml");
    let tables: Vec<&str> = document.split("<w:tbl>").skip(1).collect();
    assert!(tables.len() > 10);
    for table in tables {
        let table = table.split("</w:tbl>").next().unwrap();
        assert!(
            table.contains("<w:bottom w:val=\"single\" w:sz=\"8\""),
            "{table}"
        );
        for upright in [
            "<w:left w:val=\"single\"",
            "<w:right w:val=\"single\"",
            "<w:insideV w:val=\"single\"",
        ] {
            assert!(!table.contains(upright), "{upright}");
        }
    }
}

#[test]
fn the_page_needs_nothing_else() {
    let package = of_solution(&without_flags(), Format::Html, "d.html");
    let page = text(&package, "d.html");
    assert!(page.starts_with("<!DOCTYPE html>"));
    assert!(page.contains("<img src=\"data:image/png;base64,"));
    assert!(page.contains("&lt;script&gt;") && !page.contains("<script"));
    assert!(!page.contains("http"), "no network");
}

#[test]
fn markdown_tables_keep_their_columns() {
    let package = of_solution(&solve(small_study(), 2), Format::Markdown, "d.md");
    let markdown = text(&package, "d.md");
    assert!(markdown.contains("Cost \\| benefit \\& \"value\""));
    let tables = markdown.split("\n\n").filter(|part| part.contains("| "));
    for table in tables {
        let bars = |line: &str| line.replace("\\|", "").matches('|').count();
        let rows: Vec<&str> = table.lines().filter(|line| line.starts_with('|')).collect();
        assert!(rows.iter().all(|row| bars(row) == bars(rows[0])), "{table}");
    }
}
