//! KADE's workbook and zip, read by calamine and by place.

use super::{file, of_study, renamed};
use crate::sample::small_study;
use calamine::{Data, Reader, Xlsx};
use quincunx::publish::{Format, Options};
use quincunx::qmethod::Study;
use std::io::{Cursor, Read};

fn sheet(book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Vec<Vec<String>> {
    let range = book.worksheet_range(name).unwrap();
    let cell = |cell: &Data| match cell {
        Data::Empty => String::new(),
        other => other.to_string(),
    };
    range
        .rows()
        .map(|row| row.iter().map(cell).collect())
        .collect()
}

fn values(study: &Study, sort: usize) -> Vec<String> {
    study
        .sorts()
        .column(sort)
        .iter()
        .map(f64::to_string)
        .collect()
}

/// design/file-formats 3.4, type 2 (cells hold values), version 2.
#[test]
fn the_workbook_has_kades_six_sheets() {
    let study = small_study();
    let options = Options {
        title: Some("A title".to_owned()),
        ..Options::default()
    };
    let package = of_study(&study, Format::Kade, "k.xlsx", &options).unwrap();
    let mut book = Xlsx::new(Cursor::new(file(&package, "k.xlsx"))).unwrap();
    let names = ["name", "pattern", "sorts", "statements", "version", "type"];
    assert_eq!(book.sheet_names(), names);
    assert_eq!(sheet(&mut book, "name")[1][0], "A title");
    let pattern = sheet(&mut book, "pattern");
    let columns: Vec<String> = (-6..=13).map(|v: i32| v.to_string()).collect();
    assert_eq!(pattern[0], columns);
    assert_eq!(
        pattern[1].join(","),
        "0,0,0,0,1,2,1,2,1,0,0,0,0,0,0,0,0,0,0,0"
    );
    let sorts = sheet(&mut book, "sorts");
    assert_eq!(sorts.len(), 7);
    for (row, id) in sorts[1..].iter().zip(study.sort_ids()) {
        let sort = study.find_sort(id).unwrap().0;
        assert_eq!(&row[0], id);
        assert_eq!(row[1..], values(&study, sort));
    }
    let statements = sheet(&mut book, "statements");
    assert_eq!(statements[0][0], "Statements");
    assert_eq!(statements[2][0], "<script>alert('x')</script>");
    assert_eq!(statements[5][0], "Two lines ~ ^ \\end{tabular}");
    assert_eq!(sheet(&mut book, "version")[1][0], "2");
    assert_eq!(sheet(&mut book, "type")[1][0], "2");
}

#[test]
fn the_zip_has_kades_four_files() {
    let ids = ["Ann, the first", "B;c", "P3", "P4", "P5", "P6"];
    let study = renamed(&small_study(), &ids, &[]);
    let package = of_study(&study, Format::Kade, "k.zip", &Options::default()).unwrap();
    let mut zip = zip::ZipArchive::new(Cursor::new(file(&package, "k.zip"))).unwrap();
    let mut read = |name: &str| {
        let mut text = String::new();
        zip.by_name(name)
            .unwrap()
            .read_to_string(&mut text)
            .unwrap();
        text
    };
    assert_eq!(read("name.txt"), "sample\n");
    assert_eq!(read("pattern.txt").trim().split(',').count(), 20);
    let sorts = read("sorts.txt");
    let rows: Vec<Vec<&str>> = sorts
        .lines()
        .map(|line| line.split(',').collect())
        .collect();
    assert_eq!(rows.len(), 6);
    assert_eq!(rows[0][0], "Ann_ the first");
    assert_eq!(rows[1][0], "B_c");
    for (sort, row) in rows.iter().enumerate() {
        assert_eq!(row[1..], values(&study, sort));
    }
    assert_eq!(read("statements.txt").lines().count(), 7);
    let said = package.notes.join("\n");
    assert!(
        said.contains("`Ann, the first` is `Ann_ the first`"),
        "{said}"
    );
}
