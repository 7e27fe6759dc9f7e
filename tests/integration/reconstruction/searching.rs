//! The search: the same plan gives the same sorts, what it follows is what the analysis finds, and it ends when it is told to.

use crate::notebook::{notebook, notebook_apart, refused, result, run, text};
use crate::studies::{case_study, own};
use quincunx::qmethod::Study;
use quincunx::qmethod::reconstruction::{
    Bound, Interrupted, Plan, Position, ReconstructionEnd, Stage, achieved, reconstruct,
};
use quincunx::study_files::{PlanFile, Source, read_plan};
use std::time::Instant;

fn file() -> PlanFile {
    read_plan(&Source::File(own(
        "notebooks/data/case-study/reconstruction.json",
    )))
    .unwrap()
}

/// The plan with each stage cut to a few changes.
fn short(moves: usize) -> Plan {
    let mut plan = file().plan;
    let cut = |stage: &Stage| Stage { moves, ..*stage };
    plan.stages = plan.stages.iter().map(cut).collect();
    plan
}

fn unwatched(_: Position) -> Result<(), Interrupted> {
    Ok(())
}

#[test]
fn the_same_plan_gives_the_same_sorts_and_another_seed_others() {
    let plan = short(200);
    let first = reconstruct(&plan, &mut unwatched).unwrap();
    let again = reconstruct(&plan, &mut unwatched).unwrap();
    assert_eq!(first.study, again.study);
    assert_eq!((first.moves, first.kept), (again.moves, again.kept));
    assert!(first.kept > 100, "{} kept", first.kept);
    let other = reconstruct(
        &Plan {
            seed: plan.seed + 1,
            ..plan
        },
        &mut unwatched,
    )
    .unwrap();
    assert_ne!(first.study.sorts(), other.study.sorts());
    assert_eq!(first.study.sort_ids(), other.study.sort_ids());
}

#[test]
fn the_sorts_stand_site_by_site_with_the_statements_of_the_plan() {
    let plan = short(50);
    let found = reconstruct(&plan, &mut unwatched).unwrap();
    assert_eq!(found.study.statements(), plan.statements);
    assert_eq!(
        found
            .study
            .statement_attribute("dimension")
            .unwrap()
            .values
            .first(),
        Some("Productivity")
    );
    let sites = &found.study.sort_attribute("site").unwrap().values;
    for site in &plan.sites {
        assert_eq!(
            sites.iter().filter(|name| **name == site.name).count(),
            site.size()
        );
    }
    assert_eq!(found.study.sort_ids()[..2], ["A01", "A02"]);
    assert_eq!(found.study.sort_ids()[92], "E13");
}

#[test]
fn more_changes_come_nearer() {
    let reached = |moves| {
        let plan = short(moves);
        let mut last = None;
        let found = reconstruct(&plan, &mut |position: Position| {
            last = Some(position);
            Ok(())
        });
        let off = achieved(&plan, &found.unwrap().study).unwrap().deviations();
        (off.iter().sum::<f64>() / 80.0, last.unwrap())
    };
    let ((near, early), (nearer, late)) = (reached(100), reached(2_000));
    assert!(nearer < near, "{nearer} after {near}");
    assert!(late.flags < early.flags, "{late:?} after {early:?}");
    assert_eq!(late.done, late.total);
}

#[test]
fn a_watcher_ends_the_search() {
    let mut calls = 0;
    let end = reconstruct(&short(5_000), &mut |_| {
        calls += 1;
        if calls == 2 { Err(Interrupted) } else { Ok(()) }
    });
    assert_eq!(end.unwrap_err(), ReconstructionEnd::Interrupted);
    assert_eq!(calls, 2);
}

#[test]
fn a_plan_that_contradicts_itself_is_refused() {
    let refusal = |change: &dyn Fn(&mut Plan)| {
        let mut plan = short(10);
        change(&mut plan);
        match reconstruct(&plan, &mut unwatched) {
            Err(ReconstructionEnd::Refused(error)) => error.to_string(),
            Err(ReconstructionEnd::Interrupted) => panic!("interrupted"),
            Ok(found) => panic!("{} changes kept", found.kept),
        }
    };
    let text = refusal(&|plan| plan.sites[0].prevalence[0] += 1);
    assert!(text.contains("site A"), "{text}");
    let text = refusal(&|plan| plan.order[0] = plan.order[1]);
    assert!(text.contains("order"), "{text}");
    let text = refusal(&|plan| plan.anchors[0].statement = 99);
    assert!(text.contains("statement 99"), "{text}");
    let text = refusal(&|plan| plan.stages.clear());
    assert!(text.contains("one stage"), "{text}");
    let text = refusal(&|plan| {
        plan.statements.pop();
    });
    assert!(text.contains("39"), "{text}");
    let text = refusal(&|plan| plan.correlations[(0, 1)] = 3.0);
    assert!(text.contains("a correlation for each two"), "{text}");
    let text = refusal(&|plan| {
        plan.correlations[(0, 1)] = 3.0;
        plan.correlations[(1, 0)] = 3.0;
    });
    assert!(text.contains("can have at once"), "{text}");
}

#[test]
fn an_anchor_is_missed_by_grid_columns() {
    let mut anchor = file().plan.anchors[0].clone();
    anchor.bound = Bound::AtLeast(3);
    assert_eq!([4, 3, 1].map(|value| anchor.missed_by(value)), [0, 0, 2]);
    anchor.bound = Bound::AtMost(-2);
    assert_eq!([-4, -2, 1].map(|value| anchor.missed_by(value)), [0, 0, 3]);
}

#[test]
fn a_broken_plan_says_what_is_wrong_and_where() {
    let folder = tempfile::tempdir().unwrap();
    let text =
        std::fs::read_to_string(own("notebooks/data/case-study/reconstruction.json")).unwrap();
    std::fs::copy(
        own("notebooks/data/case-study/statements.csv"),
        folder.path().join("statements.csv"),
    )
    .unwrap();
    let refusal = |from: &str, to: &str| {
        assert!(text.contains(from), "{from}");
        let path = folder.path().join("plan.json");
        std::fs::write(&path, text.replacen(from, to, 1)).unwrap();
        read_plan(&Source::File(path)).unwrap_err().to_string()
    };
    let cases = [
        ("\"seed\"", "\"sed\"", "`sed`"),
        (
            "\"viewpoint\": \"Ideal world\",\n     \"sorts\": 5",
            "\"viewpoint\": \"Ideal\",\n     \"sorts\": 5",
            "`Ideal` is none of",
        ),
        ("\"-4\": 2", "\"low\": 2", "`low` is no value of a grid"),
        ("{", "", "line 2"),
    ];
    for (from, to, expected) in cases {
        let said = refusal(from, to);
        assert!(
            said.contains("plan.json") && said.contains(expected),
            "{said}"
        );
    }
}

#[test]
fn the_verb_says_that_the_sorts_are_a_reconstruction() {
    let (_folder, mut notebook) = notebook_apart();
    let plan = own("notebooks/data/case-study/reconstruction.json");
    let mut plan: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(plan).unwrap()).unwrap();
    for stage in plan["quick"].as_array_mut().unwrap() {
        stage["moves"] = 20.into();
    }
    plan["statements"] = own("notebooks/data/case-study/statements.csv")
        .to_str()
        .unwrap()
        .into();
    let path = _folder.path().join("plan.json");
    std::fs::write(&path, plan.to_string()).unwrap();
    let shown = text(&run(
        &mut notebook,
        "%q simulate --spec plan.json --quick --seed 5 --as again",
    ));
    assert!(
        shown.contains("RECONSTRUCTION") && shown.contains("seed 5"),
        "{shown}"
    );
    assert!(
        shown.contains("60 changes of single sorts tried"),
        "{shown}"
    );
    let study = text(&run(&mut notebook, "%q study"));
    assert!(
        study.contains("again") && study.contains("RECONSTRUCTION"),
        "{study}"
    );
    let both = refused(&mut notebook, "%q simulate --spec plan.json --noise 2");
    assert!(both.message.contains("--noise"), "{}", both.message);
    let body = refused(
        &mut notebook,
        "%%q simulate --spec plan.json\nsite,none\nA,1",
    );
    assert!(body.message.contains("takes no lines"), "{}", body.message);
}

/// The whole search (`QUINCUNX_RECONSTRUCT=full`, which writes the sorts: `make reconstruction`) or the short one (`quick`): prevalence exact, correlations near.
#[test]
fn the_search_gives_the_published_tables() {
    let wanted = std::env::var("QUINCUNX_RECONSTRUCT").unwrap_or_default();
    let quick = match wanted.as_str() {
        "full" => "",
        "quick" => " --quick",
        _ => {
            eprintln!("left out: QUINCUNX_RECONSTRUCT says neither `quick` nor `full`");
            return;
        }
    };
    let begun = Instant::now();
    let mut notebook = notebook();
    let shown = run(
        &mut notebook,
        &format!("%q simulate --spec data/case-study/reconstruction.json{quick} --as joint"),
    );
    println!("{}\n{:.0} s", text(&shown), begun.elapsed().as_secs_f64());
    let data = &result(&shown)["data"];
    assert_eq!(data["wrong_cells"], 0);
    assert_eq!(data["negative_flags"], 0);
    let limit = if quick.is_empty() { 0.015 } else { 0.030 };
    assert!(data["mean_deviation"].as_f64().unwrap() <= limit);
    if quick.is_empty() {
        let solution = notebook.session().current().unwrap();
        let sorts = own("notebooks/data/case-study/sorts.csv");
        std::fs::write(sorts, as_one_table(&solution.study().study)).unwrap();
    }
}

#[test]
fn the_sorts_are_kept_as_one_table() {
    let kept = std::fs::read_to_string(own("notebooks/data/case-study/sorts.csv")).unwrap();
    let written = as_one_table(&case_study(|_| true));
    for (written, kept) in written.lines().zip(kept.lines()) {
        assert_eq!(written, kept);
    }
    assert_eq!(written.lines().count(), kept.lines().count());
}

/// A row per sort: its id, its site, its card for each statement.
fn as_one_table(study: &Study) -> String {
    let sites = &study.sort_attribute("site").unwrap().values;
    let heading = study.statements().iter().map(|s| format!(",s{}", s.number));
    let mut table = format!("id,site{}\n", heading.collect::<String>());
    for (sort, id) in study.sort_ids().iter().enumerate() {
        let cards = study.sorts().column(sort);
        let cards: String = cards.iter().map(|card| format!(",{card}")).collect();
        table += &format!("{id},{}{cards}\n", sites.get(sort).unwrap());
    }
    table
}
