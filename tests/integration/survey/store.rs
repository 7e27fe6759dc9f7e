//! The file of a study: nothing stored is lost or mixed, nothing deleted stays.

use super::{NINE, study};
use quincunx::qmethod::Grid;
use quincunx::study_files::{LoadRequest, Source, load};
use quincunx::survey::{
    Action, Page, Pile, Procedure, RecordError, Store, StoreError, as_htmlq, minutes, page_seconds,
    simulate,
};
use std::fs;
use std::path::Path;
use std::thread;

fn answer() -> Action {
    Action::Answer {
        question: "role".to_owned(),
        value: vec!["nurse".to_owned()],
    }
}

#[test]
fn a_respondent_goes_on_by_code_where_another_kernel_has_stopped() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("trial.qstudy");
    let definition = study(Procedure::PickTwo, &NINE);
    let (mut store, taken) = Store::create(&path, &definition).unwrap();
    assert_eq!(taken, 0);
    let mut respondent = store.begin(false, 1_000).unwrap();
    store.record(&mut respondent, &answer(), 2_000).unwrap();
    store.record(&mut respondent, &Action::Next, 3_000).unwrap();
    // The first kernel is not closed: it is gone without a word.
    std::mem::forget(store);
    let mut other = Store::open(&path).unwrap();
    let code = respondent.code().to_lowercase().replace('-', " ");
    let mut back = other.respondent(&code).unwrap().unwrap();
    assert_eq!(back.sorting(), respondent.sorting());
    assert_eq!(back.steps(), 3);
    assert!(other.respondent("ABCD-2222").unwrap().is_none());
    other.record(&mut back, &Action::Resume, 900_000).unwrap();
    let statement = back.sorting().order()[0];
    let pile = Action::Pile {
        statement,
        pile: Pile::Agree,
    };
    other.record(&mut back, &pile, 904_500).unwrap();
    // The first window does not know of it, and does not write over it.
    let elsewhere = other.record(&mut respondent, &pile, 905_000);
    assert!(
        matches!(elsewhere, Err(RecordError::Elsewhere)),
        "{elsewhere:?}"
    );
    let records = other.records().unwrap();
    let seconds = page_seconds(&definition, &records[0]);
    assert_eq!(
        seconds,
        [(Page::Questions, 2.0), (Page::Piles, 4.5)],
        "the time away is no work"
    );
    assert_eq!(minutes(&definition, &records[0]), 6.5 / 60.0);
}

#[test]
fn many_writers_lose_and_mix_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("trial.qstudy");
    let definition = study(Procedure::PickTwo, &NINE);
    drop(Store::create(&path, &definition).unwrap());
    let walk = |seed: u64| {
        let mut store = Store::open(&path).unwrap();
        simulate(&mut store, 3, 2, seed, 0).unwrap();
    };
    thread::scope(|scope| {
        for seed in 0..6 {
            let walk = &walk;
            scope.spawn(move || walk(seed));
        }
    });
    let records = Store::open(&path).unwrap().records().unwrap();
    assert_eq!(records.len(), 18);
    assert!(
        records
            .iter()
            .all(|record| record.sorting.is_complete() && record.is_simulated)
    );
    let mut codes: Vec<&str> = records.iter().map(|record| record.code.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), 18);
}

#[test]
fn what_is_deleted_is_in_the_file_no_more() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("trial.qstudy");
    let mut definition = study(Procedure::PickTwo, &NINE);
    definition.questions[0].kind = quincunx::survey::Kind::Text;
    let (mut store, _) = Store::create(&path, &definition).unwrap();
    let mut stays = store.begin(false, 0).unwrap();
    let mut goes = store.begin(false, 0).unwrap();
    let say = |text: &str| Action::Answer {
        question: "role".to_owned(),
        value: vec![text.to_owned()],
    };
    store.record(&mut stays, &say("midwife"), 1).unwrap();
    store.record(&mut goes, &say("whistle-blower"), 1).unwrap();
    let holds = |word: &str| {
        let files = fs::read_dir(folder.path()).unwrap();
        let mut files = files.map(|file| fs::read(file.unwrap().path()).unwrap());
        files.any(|bytes| {
            bytes
                .windows(word.len())
                .any(|part| part == word.as_bytes())
        })
    };
    assert!(holds("whistle-blower"));
    assert!(store.delete(goes.code()).unwrap());
    assert!(!store.delete(goes.code()).unwrap());
    assert!(!holds("whistle-blower") && !holds(goes.code()));
    assert!(holds("midwife"));
    let gone = store.record(&mut goes, &say("again"), 2);
    assert!(matches!(gone, Err(RecordError::Deleted)), "{gone:?}");
    // The number is not given again, so that the order drawn for it belongs to nobody else.
    let numbers: Vec<u64> = store
        .records()
        .unwrap()
        .iter()
        .map(|record| record.number)
        .collect();
    assert_eq!(numbers, [1]);
    store.begin(false, 0).unwrap();
    let numbers: Vec<u64> = store
        .records()
        .unwrap()
        .iter()
        .map(|record| record.number)
        .collect();
    assert_eq!(numbers, [1, 3]);
}

#[test]
fn a_definition_changes_only_as_long_as_nobody_has_answered_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("trial.qstudy");
    let definition = study(Procedure::PickTwo, &NINE);
    drop(Store::create(&path, &definition).unwrap());
    let mut changed = definition.clone();
    changed.questions.clear();
    let (mut store, _) = Store::create(&path, &changed).unwrap();
    store.begin(false, 0).unwrap();
    assert_eq!(Store::create(&path, &changed).unwrap().1, 1);
    let refused = Store::create(&path, &definition).unwrap_err();
    assert!(matches!(refused, StoreError::Changed { .. }));
    let words = refused.to_string();
    assert!(
        words.contains("1 respondent") && words.contains("the questions differs"),
        "{words}"
    );
    assert_eq!(Store::open(&path).unwrap().definition(), &changed);
}

#[test]
fn a_file_of_something_else_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let definition = study(Procedure::PickTwo, &NINE);
    let missing = Store::open(&folder.path().join("none.qstudy")).unwrap_err();
    assert!(matches!(missing, StoreError::Missing { .. }));
    let path = folder.path().join("notes.qstudy");
    fs::write(&path, "my notes, longer than the hundred bytes of a header, which is why these words go on and on for a while").unwrap();
    for refused in [
        Store::open(&path).unwrap_err(),
        Store::create(&path, &definition).unwrap_err(),
    ] {
        assert!(matches!(refused, StoreError::NotAStudy { .. }), "{refused}");
    }
    assert!(fs::read_to_string(&path).unwrap().starts_with("my notes"));
}

fn loaded(path: &Path) -> Result<quincunx::study_files::Loaded, String> {
    let loaded = load(&LoadRequest::of(Source::File(path.to_owned())));
    loaded.map_err(|error| error.to_string())
}

#[test]
fn the_analysis_gets_complete_sorts_with_all_that_was_said() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("trial.qstudy");
    let definition = study(Procedure::PickTwo, &NINE);
    let (mut store, _) = Store::create(&path, &definition).unwrap();
    let mut unfinished = store.begin(false, 0).unwrap();
    store.record(&mut unfinished, &answer(), 1).unwrap();
    let words = loaded(&path).unwrap_err();
    assert!(
        words.contains("1 is unfinished (1 at the page `questions`)"),
        "{words}"
    );

    simulate(&mut store, 4, 2, 5, 0).unwrap();
    let found = loaded(&path).unwrap();
    let said = found.notes.join("\n");
    assert!(
        said.contains("Only complete sorts are loaded, 4; 1 is unfinished"),
        "{said}"
    );
    assert!(said.contains("4 of the 4 sorts are simulated"), "{said}");
    let study = found.study;
    assert_eq!(study.sort_ids(), ["R2", "R3", "R4", "R5"]);
    assert_eq!(study.statements()[8].text, "Statement 9");
    assert!(matches!(study.grid(), Grid::Forced(grid) if grid.cards() == 9));
    let records = store.records().unwrap();
    for (sort, record) in records[1..].iter().enumerate() {
        for (statement, value) in (0..).zip(record.sorting.placed().values()) {
            assert_eq!(study.sorts()[(statement, sort)], f64::from(*value));
        }
    }
    let attribute = |name: &str| {
        study
            .sort_attribute(name)
            .unwrap()
            .values
            .get(0)
            .unwrap()
            .to_owned()
    };
    assert!(["nurse", "physician"].contains(&attribute("role").as_str()));
    assert_eq!(attribute("simulated"), "yes");
    assert_eq!(
        attribute("minutes"),
        format!("{:.1}", minutes(&definition, &records[1]))
    );
    let counted =
        ["positive", "neutral", "negative"].map(|pile| attribute(&format!("presort {pile} count")));
    let cards: usize = counted
        .iter()
        .map(|count| count.parse::<usize>().unwrap())
        .sum();
    assert_eq!(cards, 9);
    assert_eq!(attribute("presort trace").split('|').count(), 9);
}

/// What is exported is what HTMLQ writes, for it is read as that.
#[test]
fn an_export_is_read_again_as_htmlq() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("trial.qstudy");
    let definition = study(Procedure::PickTwo, &NINE);
    let (mut store, _) = Store::create(&path, &definition).unwrap();
    simulate(&mut store, 5, 2, 5, 0).unwrap();
    let direct = loaded(&path).unwrap().study;
    let csv = as_htmlq(&definition, &store.records().unwrap());
    let source = Source::Bytes {
        name: "trial.csv".to_owned(),
        bytes: csv.into_bytes(),
    };
    let read = load(&LoadRequest::of(source)).unwrap();
    assert!(read.notes.join(" ").contains("HTMLQ"), "{:?}", read.notes);
    assert_eq!(read.study.sorts(), direct.sorts());
    let roles =
        |study: &quincunx::qmethod::Study| study.sort_attribute("role").unwrap().values.clone();
    assert_eq!(roles(&read.study), roles(&direct));
}
