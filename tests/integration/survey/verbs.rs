//! What the analyst reads who collects sorts.

use crate::notebook::{notebook_apart, refused, result, run, text};
use quincunx::survey::Store;
use std::fs;

const TEA: &str = "%%q survey
name: Tea, or not?
condition: What is tea to you?
grid: -1:2,0:3,1:2
seed: 5

# Consent
It is stored without your name.

# Questions
cups: How many cups a day?
  number: 0 to 20
milk: With milk?
  one of: yes | no
  optional

# Statements
Hot
Sweet
Strong
With milk
From leaves
In a pot
At four o'clock";

#[test]
fn from_a_definition_to_the_analysis() {
    let (folder, mut notebook) = notebook_apart();
    let here = format!("{}/", folder.path().display());
    let mut seen = Vec::new();
    for cell in [
        TEA,
        "%q sort",
        "%q sort --simulate 6 --viewpoints 2 --seed 4",
        "%q respondents",
        "%q load tea-or-not.qstudy",
        "%q responses milk",
        "%q respondents --code sim0-0002 --export two.csv",
        "%q load two.csv --grid free",
        "%q respondents --delete SIM0-0002",
        TEA,
    ] {
        let shown = text(&run(&mut notebook, cell)).replace(&here, "");
        let first = cell.lines().next().unwrap_or_default();
        seen.push(format!("== {first}\n{shown}"));
    }
    insta::assert_snapshot!("from_a_definition_to_the_analysis", seen.join("\n\n"));
    // Again, and the same comes out.
    run(
        &mut notebook,
        "%q sort --simulate 6 --viewpoints 2 --seed 4",
    );
    let again = text(&run(&mut notebook, "%q respondents"));
    assert!(seen[3].ends_with(&again), "{again}");
    let data = result(&run(&mut notebook, "%q respondents"))["data"].to_string();
    assert!(
        data.contains("\"complete\":true") && !data.contains("SIM"),
        "no codes in {data}"
    );
    let twice = refused(&mut notebook, "%q respondents --export two.csv");
    assert!(twice.message.contains("two.csv"), "{}", twice.message);
}

/// Grid and statements of an online study, and pictures on cards.
#[test]
fn a_definition_takes_other_programs_files_and_pictures() {
    let (folder, mut notebook) = notebook_apart();
    for file in ["map.xml", "statements.xml"] {
        let from = format!("{}/tests/data/htmlq/{file}", env!("CARGO_MANIFEST_DIR"));
        fs::copy(from, folder.path().join(file)).unwrap();
    }
    let online = "%%q survey\nname: Online\ncondition: What fits?\ngrid: map.xml\nstatements: statements.xml\n\n# Consent\nIt is stored.";
    let shown = text(&run(&mut notebook, online));
    assert!(
        shown.contains("9 statements") && shown.contains("(1, 2, 3, 2, 1)"),
        "{shown}"
    );

    let pictures = "%%q survey\nname: Pictures\ncondition: Which do you like?\ngrid: -1:1,0:1,1:1\n\n# Consent\nIt is stored.\n\n# Statements\n![A red square](red.png)\nWords\nMore words";
    let missing = refused(&mut notebook, pictures).message;
    assert!(
        missing.starts_with("Statement 1: the picture `red.png` cannot be read"),
        "{missing}"
    );
    fs::write(folder.path().join("red.png"), "no picture").unwrap();
    let none = refused(&mut notebook, pictures).message;
    assert!(
        none.contains("is no picture that a board can show"),
        "{none}"
    );
    fs::write(folder.path().join("red.png"), b"\x89PNG\r\n\x1a\n").unwrap();
    run(&mut notebook, pictures);
    let store = Store::open(&folder.path().join("pictures.qstudy")).unwrap();
    let card = &store.definition().statements[0];
    assert_eq!(card.text, "A red square");
    assert_eq!(
        card.image.as_deref(),
        Some("data:image/png;base64,iVBORw0KGgo=")
    );
}
