//! Files made to do harm: what they announce is not believed, and what comes out of them is counted.

use super::files::{archive, cell, ods, workbook};
use super::{bytes, message, together};
use quincunx::study_files::LoadRequest;

fn of(name: &str, content: impl Into<Vec<u8>>) -> String {
    message(&LoadRequest::of(bytes(name, content)))
}

#[test]
fn an_archive_that_unpacks_without_end() {
    let zeros = vec![b'0'; 40 << 20];
    insta::assert_snapshot!(of("bomb.zip", archive(&[("sorts.txt", &zeros)])));
}

#[test]
fn a_workbook_that_unpacks_without_end() {
    let blanks = vec![b' '; 40 << 20];
    let parts: [(&str, &[u8]); 2] = [("xl/workbook.xml", b"<workbook/>"), ("xl/x.xml", &blanks)];
    insta::assert_snapshot!(of("bomb.xlsx", archive(&parts)));
}

#[test]
fn a_size_that_is_announced_and_not_there() {
    let mut zip = archive(&[("sorts.txt", b"Ann,1,0,-1\nBob,0,1,-1\n")]);
    // The uncompressed size stands at byte 24 of the entry in the list at the end.
    let entry = zip
        .windows(4)
        .position(|w| w == b"PK\x01\x02")
        .expect("the list");
    zip[entry + 24..entry + 28].copy_from_slice(&0xFFFF_FFF0u32.to_le_bytes());
    // Only what comes out counts.
    let study = super::loaded(&LoadRequest::of(bytes("liar.zip", zip))).study;
    assert_eq!(study.sort_ids(), ["Ann", "Bob"]);
}

#[test]
fn names_that_lead_out_of_the_archive() {
    for name in [
        "../../sorts.txt",
        "/etc/sorts.txt",
        "C:\\sorts.txt",
        "a\\..\\..\\sorts.txt",
    ] {
        let seen = of("slip.zip", archive(&[(name, b"Ann,1,0\n")]));
        assert!(seen.contains("leads out of the archive"), "{name}: {seen}");
    }
    insta::assert_snapshot!(of(
        "slip.zip",
        archive(&[("../../sorts.txt", b"Ann,1,0\n")])
    ));
}

#[test]
fn thousands_of_entries() {
    let names: Vec<String> = (0..2_100).map(|number| format!("{number}.txt")).collect();
    let files: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    insta::assert_snapshot!(of("many.zip", archive(&files)));
}

/// A workbook with one of its parts changed.
fn changed(part: &str, from: &str, to: &str) -> Vec<u8> {
    use std::io::Read;
    let book = workbook(&[(
        "Sorts",
        vec![cell(0, 0, "id"), cell(0, 1, "s1"), cell(1, 0, "Ann")],
    )]);
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(book)).expect("an archive");
    let mut files = Vec::new();
    for index in 0..zip.len() {
        let mut entry = zip.by_index(index).expect("an entry");
        let name = entry.name().expect("a name").into_owned();
        let mut content = Vec::new();
        entry.read_to_end(&mut content).expect("content");
        if name.ends_with(part) {
            let text = String::from_utf8(content).expect("text");
            assert!(text.contains(from), "{text}");
            content = text.replace(from, to).into_bytes();
        }
        files.push((name, content));
    }
    let files: Vec<(&str, &[u8])> = files
        .iter()
        .map(|(n, c)| (n.as_str(), c.as_slice()))
        .collect();
    archive(&files)
}

#[test]
fn texts_that_are_announced_and_not_there() {
    let book = changed(
        "sharedStrings.xml",
        "uniqueCount=\"3\"",
        "uniqueCount = '99999999999999'",
    );
    insta::assert_snapshot!(of("liar.xlsx", book));
}

#[test]
fn a_cell_at_the_end_of_the_sheet() {
    let book = changed("sheet1.xml", "r=\"A2\"", "r=\"XFD1048576\"");
    insta::assert_snapshot!(of("far.xlsx", book));
    let cells = (0..2_000)
        .map(|row| cell(row, if row % 2 == 0 { 0 } else { 9_000 }, "x"))
        .collect();
    insta::assert_snapshot!(of("scattered.xlsx", workbook(&[("Sorts", cells)])));
}

#[test]
fn rows_and_cells_repeated_without_end() {
    let full =
        "<table:table-cell office:value-type=\"string\"><text:p>x</text:p></table:table-cell>";
    let rows =
        format!("<table:table-row table:number-rows-repeated=\"1048576\">{full}</table:table-row>");
    insta::assert_snapshot!(of("rows.ods", ods(&rows)));
    let wide = full.replace(
        "table:table-cell office",
        "table:table-cell table:number-columns-repeated=\"16384\" office",
    );
    let rows = format!("<table:table-row>{wide}</table:table-row>").repeat(100);
    insta::assert_snapshot!(of("cells.ods", ods(&rows)));
    let long = wide.replace(">x<", &format!(">{}<", "x".repeat(10_000)));
    let rows = format!("<table:table-row>{long}</table:table-row>");
    insta::assert_snapshot!(of("long.ods", ods(&rows)));
}

#[test]
fn json_nested_without_end() {
    let deep = format!("{{\"a\": {{\"sort\": {}", "[".repeat(100_000));
    insta::assert_snapshot!(of("deep.json", deep));
    let wide = format!(
        "{{\"a\": {{\"sort\": \"1|0\", \"b\": [{}{{}}]}}}}",
        "{},".repeat(200_000)
    );
    insta::assert_snapshot!(of("wide.json", wide));
}

#[test]
fn a_field_of_its_own_for_every_participant() {
    let records: String = (0..2_000)
        .map(|n| format!("\"-N{n:09}\":{{\"sort\":\"1|0|-1\",\"x{n}\":1,\"y{n}\":1}},"))
        .collect();
    let text = format!("{{{}}}", records.trim_end_matches(','));
    insta::assert_snapshot!(of("fields.json", text));
}

#[test]
fn xml_with_entities_and_without_end() {
    let with = |xml: &str| {
        let sorts = bytes(
            "results.csv",
            "sid;uid;s1;s2;datetime\n1;Ann;1;0;x\n2;Bob;0;1;x\n",
        );
        message(&together(vec![sorts, bytes("map.xml", xml)]))
    };
    let lol = "<!DOCTYPE m [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;\">]>\n<map><column id=\"0\">&b;</column></map>";
    insta::assert_snapshot!(with(lol));
    insta::assert_snapshot!(with("<map>\n<column id=\"0\">&b;</column></map>"));
    let deep = format!("{}<column id=\"0\">1</column>", "<map>".repeat(100_000));
    insta::assert_snapshot!(with(&deep));
    let wide = format!(
        "<map>{}<column id=\"0\">1</column></map>",
        "<a/>".repeat(100_000)
    );
    insta::assert_snapshot!(with(&wide));
}

#[test]
fn counts_that_are_announced_and_not_there() {
    insta::assert_snapshot!(of(
        "x.dat",
        "  0999999 Title\n -1  1  0  0  0  0  0999  0  0\nA          1\n"
    ));
    let forq = ":Q Statements 18446744073709551615\n:Variables 18446744073709551615\n:P Statements 4\nA\t1\n";
    insta::assert_snapshot!(of("x.txt", forq));
}
