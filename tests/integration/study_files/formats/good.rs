//! Each format as its program writes it.

use super::{IDS, assert_sorts, bytes, content, loaded, path, shown, sorts_of, together, value};
use quincunx::qmethod::Grid;
use quincunx::study_files::{
    Format, GridRequest, LoadRequest, NO_STATEMENTS, Orientation, load, read_grid,
};
use std::path::Path;

/// Every fixture that holds the six sorts, with the format it has to be taken for.
pub(super) const FIXTURES: [(&[&str], Format); 16] = [
    (&["pqmethod/square.dat"], Format::Pqmethod),
    (&["kade/sorts.csv", "kade/statements.txt"], Format::KadeCsv),
    (&["easy-htmlq/firebase.json"], Format::EasyHtmlq),
    (&["eq-web-sort/results.json"], Format::EqWebSort),
    (&["eq-web-sort/google-sheets.csv"], Format::GoogleSheets),
    (&["eq-web-sort/netlify.csv"], Format::Netlify),
    (&["quince/baserow.csv", "quince/map.xml"], Format::Quince),
    (&["quince/emails.txt"], Format::Quince),
    (
        &["htmlq/map.xml", "htmlq/results.csv", "htmlq/statements.xml"],
        Format::Htmlq,
    ),
    (&["pcq/square.pcq"], Format::Pcq),
    (&["deliberateq/old.txt"], Format::Deliberateq),
    (&["deliberateq/forq.txt"], Format::Forq),
    (&["piles/one-row.csv"], Format::Piles),
    (&["piles/board.csv"], Format::Piles),
    (&["orientation/texts-first.csv"], Format::Table),
    (&["orientation/row-names.csv"], Format::Table),
];

#[test]
fn one_study_from_every_program() {
    let mut seen = String::new();
    for (files, format) in FIXTURES {
        let request = together(files.iter().map(|file| path(file)).collect());
        let told = loaded(&request);
        if format == Format::Pcq {
            let shifted: Vec<Vec<f64>> = sorts_of(&told.study)
                .iter()
                .map(|sort| sort.iter().map(|value| value - 3.0).collect())
                .collect();
            assert_eq!(shifted, super::SORTS, "{files:?}");
        } else {
            assert_sorts(&told.study, &format!("{files:?}"));
        }
        let stated = loaded(&LoadRequest {
            format: Some(format),
            ..request
        });
        assert_eq!(stated.study, told.study, "{files:?}");
        seen.push_str(&format!("== {}\n{}\n\n", files.join(" "), shown(&told)));
    }
    insta::assert_snapshot!(seen);
}

#[test]
fn content_at_hand_is_read_as_a_file_is() {
    let read = loaded(&LoadRequest::of(bytes(
        "square.dat",
        content("pqmethod/square.dat"),
    )));
    assert_sorts(&read.study, "bytes");
    assert!(
        read.notes
            .iter()
            .any(|note| note.starts_with(NO_STATEMENTS))
    );
    let named = loaded(&together(vec![
        bytes("square.dat", content("pqmethod/square.dat")),
        bytes("square.sta", content("pqmethod/square.sta")),
    ]));
    assert_eq!(
        named.study,
        loaded(&LoadRequest::of(path("pqmethod/square.dat"))).study
    );
}

#[test]
fn the_folders_of_qmethod() {
    let read = loaded(&LoadRequest::of(path("qmethod")));
    // Items are numbered by their handles: benches, cafe, cars, markets, parking, playground, sunday, trees, walkers.
    const BY_HANDLE: [usize; 9] = [7, 2, 1, 8, 6, 4, 3, 0, 5];
    let of =
        |sort: usize| -> Vec<f64> { BY_HANDLE.iter().map(|&s| super::SORTS[sort][s]).collect() };
    // The condition `after` comes before `before`.
    assert_eq!(sorts_of(&read.study), [of(3), of(4), of(0), of(1), of(2)]);
    insta::assert_snapshot!(shown(&read));
}

/// What is marked to be ignored is nowhere in the study; the headings may be any, and the mark may be missing.
#[test]
fn feedback_of_qmethod_that_is_to_be_ignored() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |inner: &str, text: &str| {
        let path = folder.path().join(inner);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        std::fs::write(path, text).expect("a file");
    };
    write("qsorts/Ann.csv", "a,b,c\n");
    write("qsorts/Bob.csv", "c,b,a\n");
    write("qsorts/Cem.csv", "b,a,c\n");
    write(
        "feedback/Ann.csv",
        "item,said,typo\na,\"secret, of Ann\",TRUE\nb,Of course,FALSE\nc,Never,\nd,On what?,FALSE\n",
    );
    write("feedback/Bob.csv", "item,said\na,Indeed\n");
    let request = LoadRequest::of(quincunx::study_files::Source::File(folder.path().into()));
    let read = loaded(&request);
    assert_eq!(value(&read.study, "comment s1", 0), "");
    assert_eq!(value(&read.study, "comment s1", 1), "Indeed");
    assert_eq!(value(&read.study, "comment s2", 0), "Of course");
    assert_eq!(value(&read.study, "comment s3", 0), "Never");
    assert!(!format!("{read:?}").contains("secret"));
    let notes = read.notes.join("\n");
    assert!(
        notes.contains("/Ann.csv says of 1 line that it is to be ignored; it was left out."),
        "{notes}"
    );
    assert!(
        notes.contains("/Ann.csv comments on what is on no board; left out: `d`."),
        "{notes}"
    );
}

/// Brown's nine sorts on Lipset's statements, as PQMethod and as a table.
#[test]
fn lipset_as_pqmethod_and_as_a_table() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/lipset");
    if !folder.exists() {
        println!("skipped: no ../shared/data/lipset");
        return;
    }
    let file = |name: &str| quincunx::study_files::Source::File(folder.join(name));
    let project = loaded(&LoadRequest::of(file("lipset.dat")));
    let table = loaded(&LoadRequest {
        statements: Some(file("statements.csv")),
        grid: GridRequest::Stated(read_grid(&file("grid.csv")).expect("a grid")),
        ..LoadRequest::of(file("sorts.csv"))
    });
    assert_eq!(project.study.sort_ids(), table.study.sort_ids());
    assert_eq!(project.study.sorts(), table.study.sorts());
    assert_eq!(project.study.grid(), table.study.grid());
    assert_eq!(project.study.statements(), table.study.statements());
}

#[test]
fn what_the_collector_recorded_stays_with_the_participant() {
    let quince = loaded(&LoadRequest::of(path("quince/baserow.csv"))).study;
    assert_eq!(quince.sort_ids(), IDS);
    assert_eq!(value(&quince, "time sort", 3), "483");
    assert_eq!(value(&quince, "time presort", 0), "130");
    assert_eq!(value(&quince, "time survey", 0), "(no such attribute)");
    assert_eq!(value(&quince, "device", 1), "mobile");
    assert_eq!(value(&quince, "presort negative", 0), "7,8,9");
    assert!(value(&quince, "presort trace", 0).starts_with("1*p*2|2*p*1|"));
    assert_eq!(value(&quince, "comment s9", 0), "Over my dead body, sir");
    assert_eq!(value(&quince, "comment s1", 0), "By all means");
    assert_eq!(value(&quince, "age", 2), "32");
    let easy = loaded(&LoadRequest::of(path("easy-htmlq/firebase.json"))).study;
    assert_eq!(value(&easy, "comment s1", 0), "Yes, \"at last\"");
    assert_eq!(value(&easy, "time total", 5), "305");
    assert_eq!(value(&easy, "form1", 0), "0|1|0");
    let web = loaded(&LoadRequest::of(path("eq-web-sort/results.json"))).study;
    assert_eq!(value(&web, "comment at 2 (1)", 0), "without a mark");
    assert_eq!(value(&web, "time sort", 2), "632");
    // A survey's column `sex` is no statement.
    let htmlq = loaded(&LoadRequest::of(path("htmlq/results.csv"))).study;
    assert_eq!(value(&htmlq, "sex", 0), "f");
}

#[test]
fn tables_of_statements_in_rows() {
    let request = LoadRequest::of(path("orientation/number-and-text.csv"));
    let read = loaded(&request);
    assert_sorts(&read.study, "number and text");
    assert_eq!(
        read.study.statements()[2].text,
        "A café would bring people in"
    );
    insta::assert_snapshot!(read.notes.join("\n"));
    let stated = loaded(&LoadRequest {
        orientation: Some(Orientation::RowsAreStatements),
        ..request
    });
    assert_eq!(stated.study, read.study);
}

#[test]
fn encodings() {
    let windows = loaded(&LoadRequest::of(path("encodings/windows-1252.csv")));
    assert_sorts(&windows.study, "Windows-1252 with decimal commas");
    assert_eq!(value(&windows.study, "site", 0), "Köln");
    assert_eq!(value(&windows.study, "site", 2), "“Roma”");
    let wide = loaded(&LoadRequest::of(path("encodings/utf-16.csv")));
    assert_sorts(&wide.study, "UTF-16");
    assert_eq!(value(&wide.study, "site", 0), "本");
    let unmarked: Vec<u8> = content("encodings/utf-16.csv")[2..].to_vec();
    let unmarked = loaded(&LoadRequest::of(bytes("wide.csv", unmarked)));
    assert_eq!(unmarked.study, wide.study);
    let notes: Vec<String> = [windows.notes, wide.notes].concat();
    insta::assert_snapshot!(notes.join("\n"));
}

/// Every text fixture with each kind of line end, and with a byte order mark, is the same study.
#[test]
fn line_ends_and_marks_do_not_matter() {
    for (files, _) in FIXTURES.iter().filter(|(files, _)| files.len() == 1) {
        let name = files[0];
        let original = loaded(&LoadRequest::of(bytes(name, content(name)))).study;
        let text: String = content(name).iter().map(|&b| char::from(b)).collect();
        let plain = text.replace("\r\n", "\n").replace('\r', "\n");
        let mut mixed = String::new();
        for (index, line) in plain.split_inclusive('\n').enumerate() {
            mixed.push_str(line.trim_end_matches('\n'));
            if line.ends_with('\n') {
                mixed.push_str(["\n", "\r\n", "\r"][index % 3]);
            }
        }
        for (what, text) in [
            ("LF", plain.clone()),
            ("CRLF", plain.replace('\n', "\r\n")),
            ("CR", plain.replace('\n', "\r")),
            ("mixed", mixed),
        ] {
            let changed: Vec<u8> = text.chars().map(|c| c as u8).collect();
            let read = loaded(&LoadRequest::of(bytes(name, changed.clone()))).study;
            assert_eq!(read, original, "{name} with {what}");
            let marked = [&b"\xEF\xBB\xBF"[..], &changed].concat();
            if std::str::from_utf8(&changed).is_ok() {
                let read = loaded(&LoadRequest::of(bytes(name, marked))).study;
                assert_eq!(read, original, "{name} with {what} and a mark");
            }
        }
    }
}

#[test]
fn a_free_sort_in_a_pqmethod_project() {
    let text = String::from_utf8(content("pqmethod/square.dat")).expect("text");
    let free = text.replace(" 2 1 1 0 0 0-1-1-2", " 2 2 2 0 0 0-1-1-2");
    let request = LoadRequest::of(bytes("free.dat", free));
    assert!(load(&request).is_err());
    let free = loaded(&LoadRequest {
        grid: GridRequest::Free { arrays: None },
        ..request
    });
    let Grid::Free {
        arrays: Some(arrays),
    } = free.study.grid()
    else {
        panic!("not free, or without the grid of the project");
    };
    assert_eq!(arrays.cards(), 9);
}
