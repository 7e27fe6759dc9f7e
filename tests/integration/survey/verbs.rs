//! What the analyst reads who collects sorts.

use crate::notebook::{notebook_apart, refused, result, run, text};

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
