//! Cards of viewpoints, and the hand-outs made of them; cards to sort.

use crate::notebook::{notebook_apart, result, run, text};
use std::collections::BTreeMap;

const HARD: &str = "<b>50 %</b> & $5_x^2 {\\\"quoted\\\"}";

/// The card repeats what other verbs say: its array, its distinguishing statements, its holders and its groups are theirs.
#[test]
fn a_card_says_what_the_other_verbs_say() {
    let (_folder, mut notebook) = notebook_apart();
    run(&mut notebook, "%q example case-study");
    run(&mut notebook, "%q solve -k 5");
    let mut data = |cell: &str| result(&run(&mut notebook, cell))["data"].clone();
    let card = data("%q card F3 --by site");
    let arrays = data("%q arrays");
    let array: BTreeMap<u64, i64> = card["array"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| (c["number"].as_u64().unwrap(), c["value"].as_i64().unwrap()))
        .collect();
    let numbers = arrays["statements"].as_array().unwrap();
    for (number, row) in numbers.iter().zip(arrays["arrays"].as_array().unwrap()) {
        assert_eq!(array[&number.as_u64().unwrap()], row[2].as_i64().unwrap());
    }
    let numbers = |list: &serde_json::Value| -> Vec<u64> {
        let mut all: Vec<u64> = list
            .as_array()
            .unwrap()
            .iter()
            .map(|s| s["number"].as_u64().unwrap())
            .collect();
        all.sort_unstable();
        all
    };
    assert_eq!(
        numbers(&card["apart"]),
        numbers(&data("%q distinguishing F3")["statements"])
    );
    let mut shared = numbers(&data("%q consensus")["statements"]);
    shared.retain(|number| !numbers(&card["apart"]).contains(number));
    assert_eq!(numbers(&card["shared"]), shared);
    let ids = |list: &serde_json::Value| -> Vec<String> {
        list.as_array()
            .unwrap()
            .iter()
            .map(|s| s["id"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(
        ids(&card["holders"]),
        ids(&data("%q exemplars F3")["sorts"])
    );
    let by_site = data("%q prevalence site");
    for (at, group) in card["prevalence"]["groups"]
        .as_array()
        .unwrap()
        .iter()
        .enumerate()
    {
        assert_eq!(group["group"], by_site["rows"][at]);
        assert_eq!(group["holders"], by_site["counts"][at][2]);
        assert_eq!(group["sorts"], by_site["sorts"][at]);
    }
}

/// One sheet for each viewpoint, in each of the three formats; names, summaries and statements are words there, never markup.
#[test]
fn hand_outs_hold_every_viewpoint_and_no_foreign_markup() {
    let (folder, mut notebook) = notebook_apart();
    run(&mut notebook, "%q example case-study");
    run(&mut notebook, "%q solve -k 5");
    run(&mut notebook, &format!("%q name F1 \"{HARD}\""));
    run(&mut notebook, &format!("%q summary F1 \"Summary {HARD}\""));
    for file in ["cards.html", "cards.tex", "cards.docx"] {
        let shown = text(&run(
            &mut notebook,
            &format!("%q export {file} --as cards --by site"),
        ));
        assert!(
            shown.contains("Without a summary: F2, F3, F4 and F5."),
            "{shown}"
        );
    }
    let read = |file: &str| std::fs::read_to_string(folder.path().join(file)).unwrap();
    let html = read("cards.html");
    assert_eq!(html.matches("<article>").count(), 5);
    assert!(html.contains("&lt;b&gt;50 %&lt;/b&gt; &amp; $5_x^2 {&quot;quoted&quot;}"));
    assert!(!html.contains("<b>50"));
    assert!(!html.contains("<script") && !html.contains("http://") && !html.contains("https://"));
    let tex = read("cards.tex");
    assert_eq!(tex.matches("\\clearpage").count(), 4);
    assert!(tex.contains("\\textless{}b\\textgreater{}50 \\%"));
    let document = std::fs::File::open(folder.path().join("cards.docx")).unwrap();
    let mut archive = zip::ZipArchive::new(document).unwrap();
    let mut words = String::new();
    let mut part = archive.by_name("word/document.xml").unwrap();
    std::io::Read::read_to_string(&mut part, &mut words).unwrap();
    assert_eq!(words.matches("pageBreakBefore").count(), 4);
    assert!(words.contains("w:orient=\"landscape\""));
}

/// The same analysis gives the same bytes.
#[test]
fn hand_outs_are_the_same_every_time() {
    let bytes = |file: &str| {
        let (folder, mut notebook) = notebook_apart();
        run(&mut notebook, "%q example case-study");
        run(&mut notebook, "%q solve -k 3");
        run(&mut notebook, &format!("%q export {file} --as cards"));
        std::fs::read(folder.path().join(file)).unwrap()
    };
    for file in ["cards.html", "cards.tex", "cards.docx"] {
        assert!(bytes(file) == bytes(file), "{file}");
    }
}

/// A summary is written into documents, and goes with its factor through exchanges and back by undo.
#[test]
fn a_summary_stands_in_reports_and_travels_with_its_factor() {
    let (folder, mut notebook) = notebook_apart();
    run(&mut notebook, "%q example case-study");
    run(&mut notebook, "%q solve -k 3");
    run(&mut notebook, "%q summary F1 \"Outcomes come first.\"");
    run(&mut notebook, "%q report all.html");
    let page = std::fs::read_to_string(folder.path().join("all.html")).unwrap();
    assert!(page.contains("Outcomes come first."));
    run(&mut notebook, "%q swap F1 F3");
    let summaries =
        |notebook: &quincunx::cell::Notebook| notebook.session().current().unwrap().summaries();
    let at = |place: usize| {
        let mut all = vec![None; 3];
        all[place] = Some("Outcomes come first.".to_owned());
        all
    };
    assert_eq!(summaries(&notebook), at(2));
    run(&mut notebook, "%q undo");
    assert_eq!(summaries(&notebook), at(0));
    run(&mut notebook, "%q undo");
    assert_eq!(summaries(&notebook), [None, None, None]);
}

const HOSTILE: &str =
    "%%q statements\n<b>50 %</b> & $5_x^2 {half}\n-2 and so on\nThird\nFourth\nFifth";

/// Every statement with its number on a card, ten a sheet, as words and never as markup.
#[test]
fn a_deck_holds_every_statement_once() {
    let (folder, mut notebook) = notebook_apart();
    run(&mut notebook, "%q example case-study");
    let shown = text(&run(
        &mut notebook,
        "%q export deck.html deck.tex --as deck --title \"Our cards\"",
    ));
    assert!(
        shown.contains("statements of the study `case-study`"),
        "{shown}"
    );
    let read = |file: &str| std::fs::read_to_string(folder.path().join(file)).unwrap();
    let (html, tex) = (read("deck.html"), read("deck.tex"));
    let n = notebook
        .session()
        .current()
        .unwrap()
        .part()
        .statement_count();
    let sheets = n.div_ceil(10);
    assert_eq!(html.matches("<article>").count(), n);
    assert_eq!(html.matches("<section class=\"sheet\">").count(), sheets);
    assert!(html.contains("<title>Our cards</title>"));
    assert_eq!(tex.matches("\n\\qcard{").count(), n);
    assert_eq!(tex.matches("\\clearpage").count(), sheets - 1);
    for statement in notebook.session().current().unwrap().part().statements() {
        assert!(html.contains(&format!("<b>{}</b>", statement.number)));
        assert!(tex.contains(&format!("\\qcard{{{}}}{{", statement.number)));
    }
    run(
        &mut notebook,
        "%%q sorts\nid,1,2,3,4,5\nAnn,-1,0,0,0,1\nBob,0,-1,0,1,0",
    );
    run(&mut notebook, HOSTILE);
    run(
        &mut notebook,
        "%q export deck.html deck.tex --as deck --overwrite",
    );
    let (html, tex) = (read("deck.html"), read("deck.tex"));
    assert!(
        html.contains("&lt;b&gt;50 %&lt;/b&gt; &amp; $5_x^2 {half}"),
        "{html}"
    );
    assert!(!html.contains("<b>50") && !html.contains("<script"));
    assert!(tex.contains("\\textless{}b\\textgreater{}50 \\%"), "{tex}");
}

/// Longer statements have smaller letters; what does not fit even so is named.
#[test]
fn a_deck_says_which_statements_are_too_long() {
    let (folder, mut notebook) = notebook_apart();
    run(&mut notebook, "%%q sorts\nid,1,2,3\nAnn,-1,0,1\nBob,0,-1,1");
    let (long, longer) = ("word ".repeat(60), "word ".repeat(400));
    run(
        &mut notebook,
        &format!("%%q statements\nShort\n{long}\n{longer}"),
    );
    let shown = text(&run(&mut notebook, "%q export deck.html --as deck"));
    assert!(
        shown.contains("Too long for a card, and cut off there: 3."),
        "{shown}"
    );
    let html = std::fs::read_to_string(folder.path().join("deck.html")).unwrap();
    let sizes: Vec<f64> = html
        .split("font-size:")
        .filter_map(|rest| rest.split_once("pt\"")?.0.parse().ok())
        .collect();
    assert_eq!(sizes.len(), 3, "{html}");
    assert!(sizes[0] > sizes[1] && sizes[1] > sizes[2], "{sizes:?}");
}

/// Cards are printed before there is a study, and then of the set that was drawn; `--of` names a study instead.
#[test]
fn a_deck_of_a_drawn_q_set() {
    let (folder, mut notebook) = notebook_apart();
    let mut way = quincunx::magic::Station::Sampled.way().iter();
    run(&mut notebook, "%q example case-study --as joint");
    run(&mut notebook, "%q solve -k 3");
    run(&mut notebook, "%q keep ours");
    way.by_ref().for_each(|cell| {
        run(&mut notebook, cell);
    });
    let drawn = notebook
        .session()
        .concourse()
        .unwrap()
        .q_set()
        .unwrap()
        .statements
        .len();
    let shown = text(&run(&mut notebook, "%q export drawn.html --as deck"));
    assert!(
        shown.contains(&format!("{drawn} statements of the Q set drawn from")),
        "{shown}"
    );
    let shown = text(&run(
        &mut notebook,
        "%q export study.html --as deck --of ours",
    ));
    assert!(shown.contains("of the study `joint`"), "{shown}");
    let cards = |file: &str| {
        let page = std::fs::read_to_string(folder.path().join(file)).unwrap();
        page.matches("<article>").count()
    };
    assert_eq!(cards("drawn.html"), drawn);
    assert_ne!(cards("study.html"), drawn);
}
