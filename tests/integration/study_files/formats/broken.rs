//! Broken variants of every fixture that is a text: what is changed, and the message.

use super::{bytes, content, message, together};
use quincunx::study_files::{Format, GridRequest, LoadRequest, Source, load};

/// The fixture with `from` replaced by `to`, once; it has to be there.
fn changed(name: &str, from: &str, to: &str) -> LoadRequest {
    let text = latin(&content(name));
    assert!(text.contains(from), "{name} does not hold {from:?}");
    LoadRequest::of(bytes(name, plain(&text.replacen(from, to, 1))))
}

/// The first so many bytes of the fixture.
fn cut(name: &str, length: usize) -> LoadRequest {
    LoadRequest::of(bytes(name, &content(name)[..length]))
}

/// Bytes as characters, one for one, and back.
fn latin(bytes: &[u8]) -> String {
    bytes.iter().map(|&byte| char::from(byte)).collect()
}

fn plain(text: &str) -> Vec<u8> {
    text.chars().map(|c| c as u8).collect()
}

/// The messages, each under what was done.
fn told(cases: Vec<(&str, LoadRequest)>) -> String {
    let told = cases
        .iter()
        .map(|(what, request)| format!("== {what}\n{}\n", message(request)));
    told.collect::<Vec<_>>().join("\n")
}

#[test]
fn pqmethod() {
    const DAT: &str = "pqmethod/square.dat";
    insta::assert_snapshot!(told(vec![
        ("cut off", cut(DAT, 220)),
        ("cut off in the second line", cut(DAT, 100)),
        (
            "one sort announced too many",
            changed(DAT, "  0  6", "  0  7")
        ),
        (
            "one sort announced too few",
            changed(DAT, "  0  6", "  0  5")
        ),
        (
            "other number of statements",
            changed(DAT, "  6  9", "  6  8")
        ),
        (
            "no numbers in the first line",
            changed(DAT, "  0  6  9", "The square")
        ),
        ("another grid", changed(DAT, "  1  2  3", "  1  2  4")),
        ("grid line moved", changed(DAT, " -2  2  0", "-2 2 0")),
        ("a name twice", changed(DAT, "P3", "P1")),
        ("no name", changed(DAT, "P3", "  ")),
        ("a value off the grid", changed(DAT, " 2 1 1 0", " 5 1 1 0")),
        ("a sort off the grid", changed(DAT, " 2 1 1 0", " 2 2 1 0")),
        ("a value missing", changed(DAT, " 2 1 1 0", " 2   1 0")),
        ("a letter", changed(DAT, " 2 1 1 0", " 2 x 1 0")),
        (
            "a short sort",
            changed(DAT, " 0-1-1-2\r\nP2", " 0-1-1\r\nP2")
        ),
        (
            "a long sort",
            changed(DAT, " 0-1-1-2\r\nP2", " 0-1-1-2 0\r\nP2")
        ),
        ("a tab", changed(DAT, "P1         2", "P1\t2")),
        (
            "a constant sort",
            changed(DAT, " 2 1 1 0 0 0-1-1-2", " 0 0 0 0 0 0 0 0 0")
        ),
        ("a zero byte", changed(DAT, "P2", "P\0")),
        (
            "too few statements",
            together(vec![
                bytes("square.dat", content(DAT)),
                bytes("square.sta", "One\nTwo\nThree\n"),
            ])
        ),
    ]));
}

#[test]
fn kade_csv() {
    const CSV: &str = "kade/sorts.csv";
    insta::assert_snapshot!(told(vec![
        ("a value missing", changed(CSV, "P2,1,2,0", "P2,1,,0")),
        ("a short sort", changed(CSV, ",0,-2,-1\n", ",0,-2\n")),
        ("a name with a comma", changed(CSV, "P2", "Two, P")),
        ("a name twice", changed(CSV, "P2", "P1")),
        ("no name", changed(CSV, "P2", "")),
        ("an open quote", changed(CSV, "P2", "\"P2")),
        ("a text", changed(CSV, "P4,-2", "P4,much")),
        (
            "too few statements",
            together(vec![
                bytes("sorts.csv", content(CSV)),
                bytes("statements.txt", "One\nTwo\n"),
            ])
        ),
    ]));
}

#[test]
fn easy_htmlq_and_eq_web_sort() {
    const EASY: &str = "easy-htmlq/firebase.json";
    const WEB: &str = "eq-web-sort/results.json";
    insta::assert_snapshot!(told(vec![
        ("cut off", cut(EASY, 900)),
        ("a value missing", changed(EASY, "2|1|1|0", "2||1|0")),
        ("a value too few", changed(EASY, "2|1|1|0", "2|1|0")),
        ("a text", changed(EASY, "2|1|1|0", "2|undefined|1|0")),
        ("a key twice", changed(EASY, "000001P2", "000000P1")),
        ("no comma", changed(EASY, "\"dur0\": 300,", "\"dur0\": 300")),
        (
            "no sort at all",
            LoadRequest {
                format: Some(Format::EasyHtmlq),
                ..LoadRequest::of(bytes(
                    "firebase.json",
                    "{\"-Nx\": {\"name\": \"x\"}, \"-Ny\": {\"name\": \"y\"}}"
                ))
            }
        ),
        (
            "no record",
            LoadRequest {
                format: Some(Format::EqWebSort),
                ..LoadRequest::of(bytes("firebase.json", "[1, 2, 3]"))
            }
        ),
        (
            "not JSON",
            LoadRequest {
                format: Some(Format::EqWebSort),
                ..LoadRequest::of(bytes("firebase.json", "id,s1\nA,1\n"))
            }
        ),
        (
            "a value off the grid",
            LoadRequest {
                grid: GridRequest::Stated(super::super::small_grid()),
                ..changed(WEB, "+2|+1|+1|0", "+3|+1|+1|0")
            }
        ),
    ]));
}

#[test]
fn labelled_rows() {
    const SHEETS: &str = "eq-web-sort/google-sheets.csv";
    const NETLIFY: &str = "eq-web-sort/netlify.csv";
    const ROWS: &str = "quince/baserow.csv";
    const MAILS: &str = "quince/emails.txt";
    insta::assert_snapshot!(told(vec![
        (
            "Google Sheets, a value too few",
            changed(SHEETS, "sort:1|2|0", "sort:1|2")
        ),
        (
            "Google Sheets, an open quote",
            changed(SHEETS, "2024-05-02, 11:00\"", "2024-05-02, 11:00")
        ),
        (
            "Netlify, a text",
            changed(NETLIFY, "sort:|1|2|0", "sort:|1|two|0")
        ),
        ("Netlify, cut off", cut(NETLIFY, 260)),
        (
            "Baserow, a value missing",
            changed(ROWS, "sort: 1|2|0", "sort: 1||0")
        ),
        (
            "Baserow, the error of a presort",
            changed(ROWS, "sort: 1|2|0", "sort: 1|error|0")
        ),
        (
            "Baserow with another grid",
            together(vec![
                bytes("rows.csv", content(ROWS)),
                bytes(
                    "map.xml",
                    latin(&content("quince/map.xml")).replace("1,2,3,2,1", "2,2,1,2,2")
                ),
            ])
        ),
        (
            "Baserow with lists of two lengths",
            together(vec![
                bytes("rows.csv", content(ROWS)),
                bytes(
                    "map.xml",
                    latin(&content("quince/map.xml")).replace("1,2,3,2,1", "2,3,2")
                ),
            ])
        ),
        ("e-mails, cut off", cut(MAILS, 300)),
        (
            "no labels",
            LoadRequest {
                format: Some(Format::Quince),
                ..LoadRequest::of(bytes("rows.csv", "id,a\n1,2\n"))
            }
        ),
    ]));
}

#[test]
fn htmlq_with_its_study() {
    const CSV: &str = "htmlq/results.csv";
    let with = |map: &str, statements: &str| {
        together(vec![
            bytes("results.csv", content(CSV)),
            bytes("map.xml", map),
            bytes("statements.xml", statements),
        ])
    };
    let map = latin(&content("htmlq/map.xml"));
    let statements = String::from_utf8(content("htmlq/statements.xml")).expect("text");
    insta::assert_snapshot!(told(vec![
        ("a heading missing", changed(CSV, ";s4;", ";four;")),
        ("a heading twice", changed(CSV, ";s4;", ";s3;")),
        (
            "a comment with a semicolon",
            changed(CSV, "\"(s9) No; never\"", "(s9) No; never")
        ),
        ("a value missing", changed(CSV, ";2;1;1;0;", ";2;;1;0;")),
        ("a text", changed(CSV, ";2;1;1;0;", ";2;one;1;0;")),
        ("only the headings", cut(CSV, 102)),
        (
            "no statements at all",
            LoadRequest {
                format: Some(Format::Htmlq),
                ..LoadRequest::of(bytes("results.csv", "sid;uid;sex\n1;Ann;f\n"))
            }
        ),
        (
            "a map alone",
            LoadRequest::of(bytes("map.xml", map.as_bytes()))
        ),
        (
            "a map with another grid",
            with(&map.replacen(">2<", ">1<", 1), &statements)
        ),
        (
            "a map with a text",
            with(&map.replacen(">2<", ">two<", 1), &statements)
        ),
        (
            "a map with a column twice",
            with(&map.replacen("\"-1\"", "\"-2\"", 1), &statements)
        ),
        ("a map cut off", with(&map[..120], &statements)),
        (
            "a map with another end",
            with(&map.replace("</map>", "</mop>"), &statements)
        ),
        (
            "a statement missing",
            with(&map, &statements.replace("id=\"9\"", "id=\"10\""))
        ),
        (
            "a statement twice",
            with(&map, &statements.replace("id=\"9\"", "id=\"8\""))
        ),
        (
            "a statement without number",
            with(&map, &statements.replace("id=\"9\"", "id=\"nine\""))
        ),
        (
            "a statement without text",
            with(&map, &statements.replace("Markets make noise", " "))
        ),
        (
            "other XML",
            together(vec![
                bytes("results.csv", content(CSV)),
                bytes("config.xml", "<config><item id=\"a\">b</item></config>")
            ])
        ),
        (
            "two files of sorts",
            together(vec![
                bytes("results.csv", content(CSV)),
                bytes("square.dat", content("pqmethod/square.dat"))
            ])
        ),
    ]));
}

#[test]
fn pcq_and_deliberateq() {
    const PCQ: &str = "pcq/square.pcq";
    const OLD: &str = "deliberateq/old.txt";
    const FORQ: &str = "deliberateq/forq.txt";
    insta::assert_snapshot!(told(vec![
        ("PCQ, a name twice", changed(PCQ, "m-P2", "f-P1")),
        ("PCQ, a short sort", changed(PCQ, "= 5,4,4,", "= 5,4,")),
        ("PCQ, a text", changed(PCQ, "= 5,4,4,", "= 5,four,4,")),
        ("PCQ, no values", changed(PCQ, "= 5,4,4,3,3,3,2,2,1,", "= ")),
        (
            "PCQ, a statement missing",
            changed(PCQ, "4. Shops", "Shops")
        ),
        (
            "PCQ, no sorts",
            LoadRequest {
                format: Some(Format::Pcq),
                ..LoadRequest::of(bytes("x.pcq", "1. One\n2. Two\n{END}\n"))
            }
        ),
        (
            "DeliberateQ, a value too few",
            changed(
                OLD,
                "\t2\t1\t1\t0\t0\t0\t-1\t-1\t-2\t1\r",
                "\t2\t1\t1\t0\t0\t0\t-1\r"
            )
        ),
        (
            "DeliberateQ, a cell too many",
            changed(OLD, "\t-2\t1\r", "\t-2\t1\t1\r")
        ),
        ("DeliberateQ, no data", changed(OLD, "#Data", "#Date")),
        (
            "DeliberateQ, no values",
            LoadRequest::of(bytes(
                "old.txt",
                "#Title x\n#Data\nStage\tParticipant No\n1\t1\n"
            ))
        ),
        (
            "DeliberateQ, a statement missing",
            changed(OLD, "9. Markets", "10. Markets")
        ),
        (
            "Forq, one participant announced too many",
            changed(FORQ, ":Participants 6", ":Participants 7")
        ),
        (
            "Forq, another number of statements",
            changed(FORQ, ":Q Statements 9", ":Q Statements 8")
        ),
        (
            "Forq, no number",
            changed(FORQ, ":Q Statements 9", ":Q Statements many")
        ),
        (
            "Forq, a text",
            changed(FORQ, "P1\t0\t2\t1", "P1\t0\t2\tone")
        ),
    ]));
}

#[test]
fn piles() {
    const ROWS: &str = "piles/one-row.csv";
    insta::assert_snapshot!(told(vec![
        ("a statement twice", changed(ROWS, ",9,7 8,", ",9,7 9,")),
        (
            "a statement that is none",
            changed(ROWS, ",9,7 8,", ",10,7 8,")
        ),
        (
            "a statement missing",
            changed(ROWS, "P2,north,8,6 9,", "P2,north,8,6,")
        ),
        ("a text", changed(ROWS, ",9,7 8,", ",9,seven 8,")),
        ("a value twice", changed(ROWS, "-2,-1,0", "-2,-2,0")),
        ("a name twice", changed(ROWS, "P3,", "P1,")),
        (
            "no piles",
            LoadRequest {
                format: Some(Format::Piles),
                ..LoadRequest::of(bytes("x.csv", "id,a,b\nAnn,1,2\n"))
            }
        ),
    ]));
}

/// A folder of qmethod with one of its files changed.
fn qmethod(file: &str, text: &str) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    for inner in [
        "qsorts/before/P1.csv",
        "qsorts/before/P2.csv",
        "feedback/before/P1.csv",
        "sample/concourse/english/a.tex",
        "sample/concourse/english/b.tex",
        "sample/concourse/english/c.tex",
    ] {
        let path = folder.path().join("study").join(inner);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        let good = match inner {
            "qsorts/before/P1.csv" => "a,b,c\n",
            "qsorts/before/P2.csv" => "c,b,a\n",
            "feedback/before/P1.csv" => "id,feedback,correction\na,Yes,FALSE\n",
            item => item,
        };
        std::fs::write(&path, if inner == file { text } else { good }).expect("a file");
    }
    let request = LoadRequest::of(Source::File(folder.path().join("study")));
    let place = folder.path().display().to_string();
    match load(&request) {
        Ok(_) => "loaded".to_owned(),
        Err(error) => error.to_string().replace(&place, "FOLDER"),
    }
}

#[test]
fn folders_of_qmethod() {
    assert_eq!(qmethod("", ""), "loaded");
    let seen = [
        (
            "an item that is none",
            qmethod("qsorts/before/P2.csv", "c,x,a\n"),
        ),
        ("an item twice", qmethod("qsorts/before/P2.csv", "c,a,a\n")),
        ("an item missing", qmethod("qsorts/before/P2.csv", "c,,a\n")),
        (
            "an even number of columns",
            qmethod("qsorts/before/P2.csv", "c,b,a,\n"),
        ),
        ("no comments", qmethod("feedback/before/P1.csv", "id\na\n")),
        (
            "neither true nor false",
            qmethod("feedback/before/P1.csv", "id,feedback,ignore\na,Yes,typo\n"),
        ),
        ("a zero byte", qmethod("qsorts/before/P2.csv", "c,\0,a\n")),
        ("an empty board", qmethod("qsorts/before/P2.csv", "")),
    ];
    let seen: Vec<String> = seen
        .iter()
        .map(|(what, told)| format!("== {what}\n{told}\n"))
        .collect();
    insta::assert_snapshot!(seen.join("\n"));
}

#[test]
fn our_own_results() {
    let good = "{\"quincunx\":\"0.1.0\",\"schema\":1,\"results\":[\n{\"kind\":\"study\",\"data\":{\"grid\":[{\"value\":-1,\"cards\":1},{\"value\":0,\"cards\":1},{\"value\":1,\"cards\":1}],\"forced\":true,\"statements\":[{\"number\":1,\"text\":\"One\"},{\"number\":2,\"text\":\"Two\"},{\"number\":4,\"text\":\"Four\",\"dimension\":\"d\"}],\"participants\":[{\"id\":\"Ann\",\"site\":\"x\"},{\"id\":\"Bob\",\"site\":null}]}},\n{\"kind\":\"sorts\",\"data\":{\"sorts\":[\"Ann\",\"Bob\"],\"statements\":[1,2,4],\"values\":[[-1,1],[0,0],[1.0,-1.0]]}}\n]}";
    let of = |text: String| LoadRequest::of(bytes("study.json", text));
    let read = super::loaded(&of(good.to_owned()));
    assert_eq!(super::sorts_of(&read.study), [[-1., 0., 1.], [1., 0., -1.]]);
    assert_eq!(read.study.statements()[2].number, 4);
    assert_eq!(super::value(&read.study, "site", 0), "x");
    let with = |from: &str, to: &str| {
        assert!(good.contains(from), "{from}");
        of(good.replacen(from, to, 1))
    };
    insta::assert_snapshot!(told(vec![
        (
            "no sorts",
            with("\"kind\":\"sorts\"", "\"kind\":\"scores\"")
        ),
        ("values missing", with("[0,0],", "[0],")),
        ("a text", with("[0,0],", "[0,\"x\"],")),
        ("a name twice", with("\"Bob\",\"site\"", "\"Ann\",\"site\"")),
        ("a value off the grid", with("[0,0],", "[0,2],")),
        ("another statement", with("\"number\":4", "\"number\":3")),
        ("cut off", of(good[..200].to_owned())),
    ]));
}

#[test]
fn formats_that_do_not_fit() {
    let csv = || bytes("sorts.csv", content("good/sorts.csv"));
    let stated = |source: Source, format: Format| LoadRequest {
        format: Some(format),
        ..LoadRequest::of(source)
    };
    let mut cases = Vec::new();
    for format in Format::ALL {
        let request = stated(csv(), format);
        if load(&request).is_err() {
            cases.push((format.name(), request));
        }
    }
    // A table of one row per sort is one of HTMLQ's as well, if that is said.
    assert_eq!(cases.len(), Format::ALL.len() - 2);
    cases.push((
        "a project as a table",
        stated(
            bytes("square.dat", content("pqmethod/square.dat")),
            Format::Table,
        ),
    ));
    cases.push((
        "orientation of a project",
        LoadRequest {
            orientation: Some(quincunx::study_files::Orientation::RowsAreSorts),
            ..LoadRequest::of(bytes("square.dat", content("pqmethod/square.dat")))
        },
    ));
    insta::assert_snapshot!(told(cases));
}

#[test]
fn encodings_that_are_none() {
    insta::assert_snapshot!(told(vec![
        (
            "UTF-16 cut in half",
            LoadRequest::of(bytes("x.csv", &content("encodings/utf-16.csv")[..101]))
        ),
        (
            "half a pair",
            LoadRequest::of(bytes("x.csv", b"\xFF\xFEi\0d\0,\0\x00\xD8x\0".to_vec()))
        ),
        (
            "a control character",
            LoadRequest::of(bytes("x.csv", b"id,s1,s2\n\xE9\x01,1,0\n".to_vec()))
        ),
        (
            "old workbook",
            LoadRequest::of(bytes("x.xls", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec()))
        ),
    ]));
}
