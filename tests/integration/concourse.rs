//! From concourse to Q set: likeness of wording, the framework, decisions, and the laws of the draw.

use crate::notebook::{notebook_apart, result, run, text, try_run};
use proptest::prelude::*;
use quincunx::concourse::{
    AskedDimension, Candidate, CodeColumn, Concourse, ConcourseError, Decision, DrawPlan, Fate,
    Framework, QSet, Screening, Similar, Wish, draw,
};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

const MARKET: &str = "%q concourse data/concourse/market.csv";

fn among(texts: &[&str], threshold: f64) -> Similar {
    Similar::among(texts, threshold, &mut |_, _| Ok(())).unwrap()
}

/// Statements of one word each, coded by row and column; alike only as `similar` says.
fn concourse(codes: &[(&str, &str)]) -> Arc<Concourse> {
    let side = |name: &str, of: fn(&(&str, &str)) -> String| CodeColumn {
        name: name.to_owned(),
        codes: codes
            .iter()
            .map(|c| Some(of(c)).filter(|c| !c.is_empty()).into_iter().collect())
            .collect(),
    };
    let candidates = (1..=codes.len()).map(|n| Candidate {
        id: format!("S{n}"),
        text: format!("statement {n}"),
        source: String::new(),
    });
    let columns = vec![
        side("theme", |c| c.0.to_owned()),
        side("voice", |c| c.1.to_owned()),
    ];
    Arc::new(Concourse::new(candidates.collect(), columns).unwrap())
}

fn asked(name: &str) -> AskedDimension {
    AskedDimension {
        name: name.to_owned(),
        codes: None,
    }
}

fn framework(concourse: &Concourse) -> Framework {
    Framework::of(concourse, Some(&asked("theme")), Some(&asked("voice"))).unwrap()
}

/// Levenshtein's distance of "kitten" and "sitting" is 3 of 7 letters, as in every textbook.
#[test]
fn likeness_is_one_less_the_share_of_edits() {
    let similar = among(&["Kitten!", "sitting"], 0.1);
    let [pair] = similar.pairs() else {
        panic!("{similar:?}")
    };
    assert!((pair.similarity - (1.0 - 3.0 / 7.0)).abs() < 1e-15);
    assert!(!pair.same_words);
}

#[test]
fn capitals_punctuation_and_a_clause_moved_to_the_front_make_no_difference() {
    let similar = among(
        &[
            "On every stall, prices should be written.",
            "Prices should be written on every stall",
            "prices should be WRITTEN on every stall!",
        ],
        1.0,
    );
    let found: Vec<_> = similar
        .pairs()
        .iter()
        .map(|p| (p.first, p.second, p.same_words))
        .collect();
    assert_eq!(found, [(0, 1, false), (0, 2, false), (1, 2, true)]);
}

/// Letters are counted, not bytes: one letter of twelve is one twelfth in any script.
#[test]
fn likeness_is_the_same_in_every_script() {
    for (a, b) in [
        ("abcdefghijkl", "abcdefghijkx"),
        ("абвгдежзийкл", "абвгдежзийкя"),
    ] {
        let similar = among(&[a, b], 0.5);
        assert!(
            (similar.pairs()[0].similarity - 11.0 / 12.0).abs() < 1e-15,
            "{a}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// What is told apart at once by its letters is told apart by its edits too: no pair is lost by the shortcut.
    #[test]
    fn no_pair_is_lost(texts in prop::collection::vec("[abc][abc ]{0,11}", 2..9), threshold in 0.3..1.0_f64) {
        let plain = |text: &str| -> (String, String) {
            let mut words: Vec<&str> = text.split_whitespace().collect();
            let in_order = words.join(" ");
            words.sort_unstable();
            (in_order, words.join(" "))
        };
        let refs: Vec<&str> = texts.iter().map(String::as_str).collect();
        let found: BTreeSet<(usize, usize)> =
            among(&refs, threshold).pairs().iter().map(|p| (p.first, p.second)).collect();
        let mut wanted = BTreeSet::new();
        for (j, b) in refs.iter().enumerate() {
            for (i, a) in refs.iter().enumerate().take(j) {
                let (a, b) = (plain(a), plain(b));
                let likeness = strsim::normalized_levenshtein(&a.0, &b.0)
                    .max(strsim::normalized_levenshtein(&a.1, &b.1));
                if likeness >= threshold {
                    wanted.insert((i, j));
                }
            }
        }
        prop_assert_eq!(found, wanted);
    }

    /// Comparing one reworded statement anew gives the pairs that comparing all of them anew gives.
    #[test]
    fn rewording_compares_what_has_to_be_compared(
        texts in prop::collection::vec("[ab]{1,6}", 2..8), changed in 0..8_usize, words in "[ab]{1,6}",
    ) {
        let changed = changed % texts.len();
        let before: Vec<&str> = texts.iter().map(String::as_str).collect();
        let mut after = before.clone();
        after[changed] = &words;
        prop_assert_eq!(among(&before, 0.5).reworded(&after, changed), among(&after, 0.5));
    }

    /// Whatever is asked: the set has the size asked for, each card once, those asked for by name, none that was ruled out or is out, no two alike, cells as even as
    /// their stock allows; and the same seed draws it again.
    #[test]
    fn a_draw_keeps_its_word(
        codes in prop::collection::vec((0..3_usize, 0..2_usize), 8..30),
        alike in prop::collection::vec((0..30_usize, 0..30_usize), 0..6),
        total in 2..14_usize,
        with in prop::collection::vec(0..30_usize, 0..3),
        without in prop::collection::vec(0..30_usize, 0..3),
        seed in 0..1000_u64,
    ) {
        let names: Vec<(&str, &str)> =
            codes.iter().map(|(r, c)| (["x", "y", "z"][*r], ["a", "b"][*c])).collect();
        let concourse = concourse(&names);
        let n = names.len();
        let mut screening = Screening::of(Arc::clone(&concourse));
        // Alike are those that are given the same words.
        for (number, (a, b)) in alike.iter().enumerate() {
            let text = "abcdefg"[number..=number].repeat(20);
            for candidate in BTreeSet::from([a % n, b % n]) {
                screening.decide(Decision::Reword {
                    candidate, before: String::new(), text: text.clone(), reason: "test".to_owned(),
                }).ok();
            }
        }
        let similar = among(&screening.texts(), 0.999);
        let framework = framework(&concourse);
        let once = |list: &[usize]| -> Vec<usize> {
            list.iter().map(|c| c % n).collect::<BTreeSet<_>>().into_iter().collect()
        };
        let plan = DrawPlan { total: Some(total), with: once(&with), without: once(&without), seed, ..DrawPlan::default() };
        let Ok(drawn) = draw(&screening, &framework, &similar, plan.clone()) else {
            return Ok(());
        };
        prop_assert_eq!(&drawn, &draw(&screening, &framework, &similar, plan.clone()).unwrap());
        let set: BTreeSet<usize> = drawn.statements.iter().map(|d| d.candidate).collect();
        prop_assert_eq!(set.len(), total);
        let numbers: Vec<u32> = drawn.statements.iter().map(|d| d.number).collect();
        prop_assert_eq!(numbers, (1..=total as u32).collect::<Vec<_>>());
        prop_assert!(plan.with.iter().all(|c| set.contains(c)));
        prop_assert!(!plan.without.iter().any(|c| set.contains(c)));
        let both = similar.pairs().iter().find(|p| set.contains(&p.first) && set.contains(&p.second));
        prop_assert!(both.is_none(), "{:?}", both);
        // A cell that gave less than another one less one had no more to give.
        let most = drawn.shares.iter().map(|s| s.drawn).max().unwrap();
        for share in &drawn.shares {
            let left = screening.standing().into_iter().filter(|c| {
                framework.cell_of(*c) == Some(share.cell)
                    && !set.contains(c)
                    && !plan.without.contains(c)
                    && !similar.pairs().iter().any(|p| {
                        (p.first == *c && set.contains(&p.second)) || (p.second == *c && set.contains(&p.first))
                    })
            }).count();
            let by_name = drawn.shares.iter().any(|s| {
                plan.with.iter().filter(|c| framework.cell_of(**c) == Some(s.cell)).count() == most
            });
            let entangled = !similar.pairs().is_empty();
            prop_assert!(share.drawn + 1 >= most || left == 0 || by_name || entangled, "{:?}", drawn.shares);
        }
    }
}

/// One of four, two thousand times: each about five hundred times (four standard deviations are 77).
#[test]
fn each_statement_of_a_cell_is_as_likely_as_any_other() {
    let concourse = concourse(&[("x", ""), ("x", ""), ("x", ""), ("x", ""), ("y", "")]);
    let screening = Screening::of(Arc::clone(&concourse));
    let framework = Framework::of(&concourse, Some(&asked("theme")), None).unwrap();
    let nothing_alike = among(&screening.texts(), 1.0);
    let mut times = [0_usize; 5];
    for seed in 0..2000 {
        let plan = DrawPlan {
            per_cell: Some(1),
            seed,
            ..DrawPlan::default()
        };
        for drawn in draw(&screening, &framework, &nothing_alike, plan)
            .unwrap()
            .statements
        {
            times[drawn.candidate] += 1;
        }
    }
    assert_eq!(times[4], 2000);
    for count in &times[..4] {
        assert!(count.abs_diff(500) < 77, "{times:?}");
    }
}

/// Two cells of two, each of the first alike to each of the second but for one pair: only a draw that begins there succeeds.
#[test]
fn cells_whose_statements_keep_each_other_out_are_drawn_until_it_fits() {
    let concourse = concourse(&[("x", ""), ("x", ""), ("y", ""), ("y", "")]);
    let mut screening = Screening::of(Arc::clone(&concourse));
    for (candidate, text) in [
        (0, "one two"),
        (1, "five six"),
        (2, "two one"),
        (3, "one two!"),
    ] {
        let (text, reason) = (text.to_owned(), "test".to_owned());
        let before = String::new();
        screening
            .decide(Decision::Reword {
                candidate,
                before,
                text,
                reason,
            })
            .unwrap();
    }
    let framework = Framework::of(&concourse, Some(&asked("theme")), None).unwrap();
    let similar = among(&screening.texts(), 1.0);
    for seed in 0..50 {
        let plan = DrawPlan {
            per_cell: Some(1),
            seed,
            ..DrawPlan::default()
        };
        let drawn = draw(&screening, &framework, &similar, plan).unwrap();
        assert!(
            drawn.statements.iter().any(|d| d.candidate == 1),
            "{drawn:?}"
        );
    }
    let plan = DrawPlan {
        per_cell: Some(1),
        with: vec![0],
        ..DrawPlan::default()
    };
    let refused = draw(&screening, &framework, &similar, plan);
    assert!(
        matches!(refused, Err(ConcourseError::CellTooSmall { .. })),
        "{refused:?}"
    );
}

#[test]
fn what_was_merged_follows_what_it_was_merged_into() {
    let concourse = concourse(&[("x", ""), ("x", ""), ("x", "")]);
    let mut screening = Screening::of(concourse);
    let merge = |into: usize, other: usize| Decision::Merge {
        into,
        others: vec![other],
        reason: String::new(),
    };
    screening.decide(merge(1, 2)).unwrap();
    screening.decide(merge(0, 1)).unwrap();
    assert_eq!(screening.merged_into(0), [1, 2]);
    assert!(matches!(screening.fate(2), Fate::Merged { into: 0, .. }));
    assert_eq!(screening.standing(), [0]);
}

#[test]
fn a_wish_for_a_row_can_be_followed_by_an_exception() {
    let concourse = concourse(&[("x", "a"), ("x", "b"), ("x", "b"), ("y", "a"), ("y", "a")]);
    let framework = framework(&concourse);
    let screening = Screening::of(Arc::clone(&concourse));
    let similar = among(&screening.texts(), 1.0);
    let wish = |name: &str, count: usize| -> Vec<Wish> {
        let cells = framework.find(name).unwrap().into_iter();
        cells
            .map(|cell| Wish {
                cell,
                count: Some(count),
            })
            .collect()
    };
    let cells = [wish("X/*", 1), wish("x/b", 2)].concat();
    let plan = DrawPlan {
        cells,
        ..DrawPlan::default()
    };
    let drawn = draw(&screening, &framework, &similar, plan).unwrap();
    let shares: BTreeMap<String, usize> = drawn
        .shares
        .iter()
        .map(|s| (framework.name(s.cell), s.drawn))
        .collect();
    let wanted = [("x/a", 1), ("x/b", 2), ("y/a", 0), ("y/b", 0)];
    assert_eq!(shares, wanted.map(|(name, n)| (name.to_owned(), n)).into());
}

/// The path of the example adds up, from the file to the cards.
#[test]
fn the_path_adds_up() {
    let (_folder, mut notebook) = notebook_apart();
    run(&mut notebook, MARKET);
    run(
        &mut notebook,
        "%%q decide\nmerge M07 M08: the same thought\ndrop M75 M78: not about the market\nkeep M61 M62: opposite",
    );
    let shown = run(&mut notebook, "%q sample --total 30");
    let data = &result(&shown)["data"];
    let path = &data["path"];
    let numbers =
        ["collected", "merged", "dropped", "left", "drawn"].map(|k| path[k].as_u64().unwrap());
    assert_eq!(numbers, [84, 1, 2, 81, 30]);
    assert_eq!(data["statements"].as_array().unwrap().len(), 30);
    let of_cells = data["cells"].as_array().unwrap().iter();
    assert_eq!(
        of_cells.map(|c| c["drawn"].as_u64().unwrap()).sum::<u64>(),
        30
    );
    assert!(text(&shown).contains(
        "84 collected → 83 after duplicates were merged → 81 after others were dropped → 30 drawn"
    ));
}

/// The journal draws the same set in a new session; another seed draws another.
#[test]
fn the_journal_draws_the_same_set_again() {
    let cells = [
        MARKET,
        "%%q decide\nmerge M07 M08: the same thought\nreword M17 \"In a wet week the rent eats most of the takings.\": shorter",
        "%q sample --per-cell 2 --cells \"*/traders,*/residents\" --seed 11",
    ];
    let set = |seed: &str| {
        let (_folder, mut notebook) = notebook_apart();
        let mut shown = Vec::new();
        for cell in cells {
            shown = run(&mut notebook, &cell.replace("11", seed));
        }
        let sources: Vec<String> = notebook
            .session()
            .journal()
            .iter()
            .map(|entry| entry.as_cell())
            .collect();
        (result(&shown)["data"]["statements"].clone(), sources)
    };
    let (first, journal) = set("11");
    let (_folder, mut again) = notebook_apart();
    let mut shown = Vec::new();
    for cell in &journal {
        shown = run(&mut again, cell);
    }
    assert_eq!(result(&shown)["data"]["statements"], first);
    assert_ne!(set("12").0, first);
}

/// A step that fails leaves decisions and draw as they were, however far it came; `undo` takes one step back.
#[test]
fn a_failed_step_changes_nothing_and_undo_takes_one_back() {
    let (_folder, mut notebook) = notebook_apart();
    run(&mut notebook, MARKET);
    run(&mut notebook, "%q sample --total 20");
    let before = format!("{:?}", notebook.session());
    for cell in [
        "%%q decide\ndrop M75: off topic\ndrop M99: off topic",
        "%q sample --total 80 --seed 2",
        "%q concourse data/concourse/none.csv",
        "%q concourse --rows nothing",
    ] {
        assert!(try_run(&mut notebook, cell).is_err(), "{cell}");
        assert_eq!(format!("{:?}", notebook.session()), before, "{cell}");
    }
    run(&mut notebook, "%q decide drop M75 --because \"off topic\"");
    assert!(notebook.session().concourse().unwrap().q_set().is_err());
    run(&mut notebook, "%q undo");
    assert_eq!(format!("{:?}", notebook.session()), before);
}

/// The written Q set is a file of statements that a study is loaded and simulated with.
#[test]
fn the_written_set_gives_a_study_its_statements() {
    let (folder, mut notebook) = notebook_apart();
    run(&mut notebook, MARKET);
    run(&mut notebook, "%q sample --total 9 --with M35");
    run(&mut notebook, "%q export qset.csv --as qset");
    run(&mut notebook, "%q export all.csv --as concourse");
    let sorts = "id,1,2,3,4,5,6,7,8,9\nView1,-2,-1,-1,0,0,0,1,1,2\nView2,2,1,-1,0,1,0,-1,0,-2\n";
    std::fs::write(folder.path().join("views.csv"), sorts).unwrap();
    run(
        &mut notebook,
        "%q simulate --viewpoints views.csv --statements qset.csv --sorts 12",
    );
    let study = notebook.session().current().unwrap().part().clone();
    let q_set: QSet = notebook
        .session()
        .concourse()
        .unwrap()
        .q_set()
        .unwrap()
        .clone();
    let screening = notebook.session().concourse().unwrap().screening().clone();
    for (statement, drawn) in study.statements().iter().zip(&q_set.statements) {
        assert_eq!(statement.number, drawn.number);
        assert_eq!(statement.text, screening.text(drawn.candidate));
    }
    let themes = study.statement_attribute("theme").unwrap();
    assert_eq!(themes.values.len(), 9);
    let all = std::fs::read_to_string(folder.path().join("all.csv")).unwrap();
    assert_eq!(all.lines().count(), 85);
    assert_eq!(all.matches(",drawn as ").count(), 9);
}
