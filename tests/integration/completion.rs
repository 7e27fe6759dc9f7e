//! Tab and Shift-Tab in a notebook. `|` marks the cursor.

use crate::notebook::{after, notebook, notebook_in, run};
use quincunx::cell::Notebook;
use quincunx::jupyter::language::Language;
use quincunx::kernel::Kernel;
use quincunx::magic::{Station, verbs};
use quincunx::mime::MARKDOWN;

/// The cell after each candidate was put in its place.
fn completed(notebook: &Notebook, marked: &str) -> Vec<String> {
    let cursor = marked.find('|').expect("a cursor");
    let code = marked.replace('|', "");
    let found = notebook.complete(&code, cursor);
    let candidates = found.candidates.iter();
    candidates
        .map(|(text, _)| format!("{}{text}{}", &code[..found.start], &code[found.end..]))
        .collect()
}

/// The candidates alone.
fn offered(notebook: &Notebook, marked: &str) -> Vec<String> {
    let cursor = marked.find('|').expect("a cursor");
    let found = notebook.complete(&marked.replace('|', ""), cursor);
    found.candidates.into_iter().map(|(text, _)| text).collect()
}

#[test]
fn verbs_after_the_sign() {
    let notebook = notebook();
    let all = offered(&notebook, "%q |");
    let names: Vec<&str> = verbs().iter().map(|v| v.name).collect();
    assert_eq!(all, names);
    assert_eq!(completed(&notebook, "%q ro|"), ["%q rotate"]);
    assert_eq!(
        completed(&notebook, "%%q so|"),
        ["%%q sort", "%%q sorts", "%%q solve"]
    );
    assert_eq!(
        completed(&notebook, "%q sc|\n%q arrays"),
        [
            "%q scree\n%q arrays",
            "%q score\n%q arrays",
            "%q scores\n%q arrays"
        ]
    );
    assert!(offered(&notebook, "%q zz|").is_empty());
}

#[test]
fn the_sign_itself() {
    let notebook = notebook();
    assert_eq!(completed(&notebook, "%|"), ["%q ", "%%q "]);
    assert_eq!(
        completed(&notebook, "%q grid\n%|"),
        ["%q grid\n%q ", "%q grid\n%%q "]
    );
}

#[test]
fn nothing_in_the_lines_of_a_cell_magic() {
    assert!(offered(&notebook(), "%%q sorts\nid,s|").is_empty());
}

#[test]
fn options_of_the_verb_and_of_its_parts() {
    let notebook = notebook();
    assert_eq!(
        offered(&notebook, "%q load sorts.csv --|"),
        [
            "--format",
            "--statements",
            "--participants",
            "--grid",
            "--array-grid",
            "--orientation",
            "--transposed",
            "--as",
            "--cross-product",
            "--totals",
            "--help"
        ]
    );
    assert_eq!(
        offered(&notebook, "%q load x --format kade|"),
        ["kade-csv", "kade-zip", "kade-workbook"]
    );
    assert_eq!(
        completed(&notebook, "%q load --st|"),
        ["%q load --statements"]
    );
    assert_eq!(
        offered(&notebook, "%q rotate varimax -|"),
        ["-k", "--raw", "--like", "--help"]
    );
    assert_eq!(
        offered(&notebook, "%q flag remove A01 F1 --r|"),
        ["--reason"]
    );
}

#[test]
fn words_that_choose_a_way() {
    let notebook = notebook();
    assert_eq!(
        offered(&notebook, "%q rotate |"),
        [
            "varimax",
            "quartimax",
            "equamax",
            "orthomax",
            "oblimin",
            "promax",
            "to-matrix",
            "by-matrix",
            "none",
            "to-sort",
            "by-hand",
            "list",
            "drop",
            "replace",
            "replay"
        ]
    );
    assert_eq!(offered(&notebook, "%q flag a|"), ["auto", "add"]);
    assert_eq!(offered(&notebook, "%q config |"), ["figure"]);
}

#[test]
fn values_of_a_choice() {
    let notebook = notebook();
    assert_eq!(
        offered(&notebook, "%q extract |"),
        [
            "pca", "centroid", "horst", "tucker", "paf", "paf-once", "ml", "given"
        ]
    );
    assert_eq!(
        offered(&notebook, "%q extract centroid --like p|"),
        ["pqmethod"]
    );
    assert_eq!(
        completed(&notebook, "%q extract centroid --like=q|"),
        ["%q extract centroid --like=qmethod"]
    );
    assert_eq!(
        offered(&notebook, "%q flag auto --majority |"),
        ["yes", "no", "only"]
    );
    assert_eq!(
        offered(&notebook, "%q compare A B --by |"),
        ["arrays", "scores"]
    );
    assert_eq!(offered(&notebook, "%q config figure |"), ["png", "svg"]);
    assert_eq!(offered(&notebook, "%q help ro|"), ["rotate"]);
    assert_eq!(offered(&notebook, "%q example |"), ["case-study"]);
}

#[test]
fn files_and_folders() {
    let notebook = notebook_in("tests/data");
    assert_eq!(completed(&notebook, "%q load go|"), ["%q load good/"]);
    assert_eq!(
        offered(&notebook, "%q load good/sorts|"),
        ["good/sorts.csv", "good/sorts.parquet"]
    );
    assert_eq!(
        offered(
            &notebook,
            "%q load good/sorts.csv --statements good/statements.c|"
        ),
        ["good/statements.csv"]
    );
    assert_eq!(
        offered(&notebook, "%q load good/sorts.csv --grid=good/g|"),
        ["--grid=good/grid.csv"]
    );
    assert!(offered(&notebook, "%q load nowhere/|").is_empty());
}

#[test]
fn files_with_blanks_are_quoted() {
    let folder = tempfile::tempdir_in(concat!(env!("CARGO_MANIFEST_DIR"), "/target")).unwrap();
    std::fs::write(folder.path().join("my sorts.csv"), "").unwrap();
    std::fs::create_dir(folder.path().join("more of it")).unwrap();
    let name = folder.path().file_name().unwrap().to_str().unwrap();
    let notebook = notebook_in(&format!("target/{name}"));
    assert_eq!(
        completed(&notebook, "%q load m|"),
        ["%q load \"more of it/\"", "%q load \"my sorts.csv\""]
    );
    assert_eq!(
        completed(&notebook, "%q load \"my s|"),
        ["%q load \"my sorts.csv\""]
    );
}

#[test]
fn the_sessions_own_names() {
    let mut notebook = after(Station::Sites.way());
    run(&mut notebook, "%q use national");
    assert_eq!(
        offered(&notebook, "%q arrays --of |"),
        ["national", "A", "B", "C", "D", "E"]
    );
    assert_eq!(offered(&notebook, "%q use c|"), ["C", "case-study"]);
    assert_eq!(
        offered(&notebook, "%q crib |"),
        ["F1", "F2", "F3", "F4", "F5"]
    );
    assert_eq!(offered(&notebook, "%q crib F1 F|").len(), 5);
    assert_eq!(offered(&notebook, "%q rotate by-hand F1 F|").len(), 5);
    assert!(offered(&notebook, "%q rotate by-hand F1 F2 |").is_empty());
    assert_eq!(offered(&notebook, "%q rotate to-sort F1 A0|").len(), 9);
    assert_eq!(offered(&notebook, "%q flag add E0|").len(), 9);
    assert_eq!(offered(&notebook, "%q flag add E01 F|").len(), 5);
    assert_eq!(offered(&notebook, "%q prevalence |"), ["site"]);
    assert_eq!(offered(&notebook, "%q solve -k 3 --by |"), ["site"]);
    assert_eq!(offered(&notebook, "%q solve -k 3 --where |"), ["site"]);
}

#[test]
fn lists_of_names() {
    let notebook = after(Station::Sites.way());
    assert_eq!(
        completed(&notebook, "%q compare A,n|"),
        ["%q compare A,national"]
    );
    assert_eq!(offered(&notebook, "%q second-order A,B,|").len(), 6);
    assert_eq!(
        completed(&notebook, "%q compare A,B n| --by scores"),
        ["%q compare A,B national --by scores"]
    );
}

#[test]
fn names_with_blanks_are_quoted() {
    let mut notebook = after(Station::Flagged.way());
    run(&mut notebook, "%q name F1 \"Ideal world\"");
    run(&mut notebook, "%q name F2 Efficient");
    run(&mut notebook, "%q keep \"all sites\"");
    assert_eq!(
        completed(&notebook, "%q crib I|"),
        ["%q crib \"Ideal world\""]
    );
    assert_eq!(
        completed(&notebook, "%q crib \"Ideal w|"),
        ["%q crib \"Ideal world\""]
    );
    assert_eq!(
        completed(&notebook, "%q loadings \"Ideal world\" E|"),
        ["%q loadings \"Ideal world\" Efficient"]
    );
    assert_eq!(
        completed(&notebook, "%q compare \"all sites\",a|"),
        ["%q compare \"all sites\",\"all sites\""]
    );
    for cell in completed(&notebook, "%q arrays --of a|") {
        run(&mut notebook, &cell);
    }
}

#[test]
fn jupyter_counts_code_points() {
    let mut kernel = Kernel::new().unwrap();
    let before = "// été, 健康 🦀\n%q grid\n%q ";
    let code = format!("{before}arr");
    let found = kernel.complete(&code, code.chars().count());
    assert_eq!(found.start, before.chars().count());
    assert_eq!(found.end, code.chars().count());
    let texts: Vec<&str> = found.matches.iter().map(|m| m.text.as_str()).collect();
    assert_eq!(texts, ["arrays"]);
    assert_eq!(found.matches[0].kind, "function");
}

#[test]
fn jupyter_may_point_past_the_end() {
    let mut kernel = Kernel::new().unwrap();
    let found = kernel.complete("%q arr", 999);
    assert_eq!((found.start, found.end), (3, 6));
}

#[test]
fn shift_tab_explains_the_verb() {
    let notebook = notebook();
    for verb in verbs() {
        let code = format!("%q {} ", verb.name);
        let bundle = notebook.inspect(&code, code.len()).expect("documentation");
        assert!(
            bundle.text().contains(&format!("Usage: %q {}", verb.name)),
            "{}",
            bundle.text()
        );
        assert!(bundle.get(MARKDOWN).is_some());
    }
    let of_help = notebook
        .inspect("%q", 1)
        .expect("documentation of the sign");
    assert!(of_help.text().contains("List the verbs"));
    assert_eq!(
        notebook
            .inspect("%q grid\n%q rotate varimax", 12)
            .map(|b| b.text().contains("Rotate the factors")),
        Some(true)
    );
    assert!(notebook.inspect("%q nonsense", 5).is_none());
    assert!(notebook.inspect("%%q sorts\nid,s1", 13).is_none());
}

#[test]
fn shift_tab_in_the_kernel_counts_code_points() {
    let mut kernel = Kernel::new().unwrap();
    let code = "// été\n%q rotate";
    let bundle = kernel
        .inspect(code, code.chars().count(), 0)
        .expect("documentation");
    assert!(bundle.text().contains("%q rotate"));
}
