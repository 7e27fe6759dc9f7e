//! Sources that are no text of a table: missing, folders, huge lines.

use super::sorts_only;
use quincunx::study_files::{Source, load};
use std::fs;
use std::path::Path;

fn message(path: &Path) -> String {
    let error = load(&sorts_only(Source::File(path.to_owned()))).expect_err("no table");
    error.to_string()
}

fn message_of(bytes: &[u8]) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("big.csv");
    fs::write(&path, bytes).expect("a file");
    message(&path).replace(&folder.path().display().to_string(), "FOLDER")
}

#[test]
fn missing_file_with_a_similar_name() {
    insta::assert_snapshot!(message(Path::new("tests/data/good/srots.csv")), @"There is no file `srots.csv` in `tests/data/good`. Did you mean `sorts.csv`?");
}

#[test]
fn missing_file_without_a_similar_name() {
    insta::assert_snapshot!(message(Path::new("tests/data/good/xylophone")), @"There is no file `xylophone` in `tests/data/good`. There is: `byte-order-mark.csv`, `crlf-and-trailing-lines.csv`, `grid.csv`, `hard-texts.csv`, `latin-1.csv`, `mixed-line-ends.csv`, `no-id.csv`, `other-signs.csv` and 18 more.");
}

#[test]
fn missing_folder() {
    let here = std::env::current_dir()
        .expect("a folder")
        .display()
        .to_string();
    insta::assert_snapshot!(message(Path::new("tests/dta/sorts.csv")).replace(&here, "HERE"), @"There is no folder `tests/dta`, so `tests/dta/sorts.csv` cannot be read. Check the path; it is taken from the current folder, `HERE`.");
}

#[test]
fn folder_in_place_of_a_file() {
    insta::assert_snapshot!(message(Path::new("tests/data")), @"`tests/data` is a folder; expected a file. There is: `broken/`, `concourse/`, `deliberateq/`, `easy-htmlq/`, `encodings/`, `eq-web-sort/`, `good/`, `htmlq/` and 9 more. Name a file in it.");
}

#[test]
fn file_taken_for_a_folder() {
    let here = std::env::current_dir()
        .expect("a folder")
        .display()
        .to_string();
    let path = Path::new("tests/data/good/sorts.csv/sorts.csv");
    insta::assert_snapshot!(message(path).replace(&here, "HERE"), @"There is no folder `tests/data/good/sorts.csv`, so `tests/data/good/sorts.csv/sorts.csv` cannot be read. Check the path; it is taken from the current folder, `HERE`.");
}

#[cfg(unix)]
#[test]
fn device_in_place_of_a_file() {
    insta::assert_snapshot!(message(Path::new("/dev/zero")), @"`/dev/zero` is no ordinary file; expected a table in a file. Save the data to a file and load that.");
}

#[test]
fn five_megabytes_on_one_line() {
    insta::assert_snapshot!(message_of(&vec![b'x'; 5 << 20]), @"FOLDER/big.csv, row 1 is longer than 1 MB; it begins `xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…`. Check that the file is a table with line ends, and that every quoted cell is closed.");
}

#[test]
fn five_megabytes_of_cells_on_one_line() {
    insta::assert_snapshot!(message_of("1,".repeat(5 << 19).as_bytes()), @"FOLDER/big.csv, row 1 has more than 20000 cells; a table has one column per statement and a few more. Check that the file is a table with line ends.");
}

#[test]
fn five_megabytes_on_the_second_line() {
    let text = format!("id,s1,s2\n{}", "x".repeat(5 << 20));
    insta::assert_snapshot!(message_of(text.as_bytes()), @"FOLDER/big.csv, row 2 is longer than 1 MB; it begins `xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…`. Check that the file is a table with line ends, and that every quoted cell is closed.");
}

#[test]
fn five_megabytes_in_quotes() {
    let text = format!("id,s1,s2\n\"{}", "x\n".repeat(5 << 19));
    insta::assert_snapshot!(message_of(text.as_bytes()), @r#"FOLDER/big.csv, row 2 is longer than 1 MB; it begins `"x x x x x x x x x x x x x x x x x x x x…`. Check that the file is a table with line ends, and that every quoted cell is closed."#);
}

#[test]
fn empty_columns_by_the_thousand_take_no_room() {
    let text = format!(
        "id,s1,s2{}\n{}",
        ",".repeat(15_000),
        "A,1,0\n".repeat(200_000)
    );
    insta::assert_snapshot!(message_of(text.as_bytes()), @"FOLDER/big.csv: the id `A` stands twice, in rows 2 and 3. Also: `A` in rows 2 and 4; `A` in rows 2 and 5; `A` in rows 2 and 6; `A` in rows 2 and 7; and 199994 more. Give each Q sort an id of its own; where one person sorted more than once, add the wave or condition to the id.");
}
