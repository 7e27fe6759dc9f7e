//! PQMethod's fixed columns.

use super::{file, of_study, renamed, text};
use crate::sample::{large_study, small_study};
use crate::studies::{distribution, lipset, shared};
use proptest::prelude::*;
use quincunx::numeric::Matrix;
use quincunx::publish::{Format, Options, PublishError};
use quincunx::qmethod::{Grid, Statement, Study};
use std::collections::BTreeSet;

fn titled(title: &str) -> Options {
    Options {
        title: Some(title.to_owned()),
        ..Options::default()
    }
}

/// PQMethod's own LIPSET.DAT but for the title; the statements are the labels of ../shared/data/lipset/statements.csv.
#[test]
fn lipset_is_written_as_pqmethod_writes_it() {
    let (Some(study), Some(dat), Some(sta)) = (
        lipset(),
        shared("data/lipset/lipset.dat"),
        shared("data/lipset/lipset.sta"),
    ) else {
        return;
    };
    let labels = std::fs::read_to_string(&sta).unwrap();
    let labels: Vec<&str> = labels.lines().collect();
    let study = renamed(&study, &[], &labels);
    let title = "Lipset 1963, nine sorts (as printed in Brown 1980)";
    let package = of_study(&study, Format::Pqmethod, "lipset.dat", &titled(title)).unwrap();
    let theirs = std::fs::read(dat).unwrap();
    assert_eq!(
        String::from_utf8_lossy(file(&package, "lipset.dat")),
        String::from_utf8_lossy(&theirs)
    );
    assert_eq!(file(&package, "lipset.sta"), std::fs::read(sta).unwrap());
    assert_eq!(package.notes, Vec::<String>::new());
}

/// The columns of design/file-formats 3.1, read by place alone.
fn read_by_place(dat: &str) -> (Vec<String>, Vec<i32>, Vec<Vec<i32>>) {
    let lines: Vec<&str> = dat.split("\r\n").collect();
    let number = |text: &str| text.trim().parse::<i32>().unwrap();
    let (m, n) = (
        number(&lines[0][3..6]) as usize,
        number(&lines[0][6..9]) as usize,
    );
    assert_eq!(&lines[0][..3], "  0");
    assert_eq!(&lines[0][9..10], " ");
    assert_eq!(lines[0].len(), 70);
    assert_eq!(lines[1].len(), 66);
    let grid = (0..20)
        .flat_map(|i| {
            let cards = number(&lines[1][6 + 3 * i..9 + 3 * i]) as usize;
            std::iter::repeat_n(i as i32 - 6, cards)
        })
        .collect();
    assert_eq!(lines.len(), m + 3, "a line end after the last sort");
    let sorts = &lines[2..m + 2];
    let values = |line: &&str| {
        (0..n)
            .map(|i| number(&line[10 + 2 * i..12 + 2 * i]))
            .collect()
    };
    assert!(sorts.iter().all(|line| line.len() == 10 + 2 * n));
    (
        sorts
            .iter()
            .map(|line| line[..8].trim().to_owned())
            .collect(),
        grid,
        sorts.iter().map(values).collect(),
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_again(
        sorts in proptest::collection::vec(Just((-3..=4).collect::<Vec<i32>>()).prop_shuffle(), 1..12),
        ids in proptest::collection::vec("[ -~éж]{0,14}", 12),
        shift in -3..=9,
    ) {
        let ids: Vec<String> = ids.iter().zip(1..).map(|(id, i)| format!("{id}{i}")).take(sorts.len()).collect();
        let cells: Vec<f64> = sorts.iter().flatten().map(|v| f64::from(*v)).collect();
        let statements = (1..=8).map(|number| Statement { number, text: format!("S {number}") }).collect();
        let study = Study::new(
            statements,
            ids.clone(),
            Matrix::from_vec(8, sorts.len(), cells),
            Grid::Forced(distribution(-3, &[1; 8])),
        ).unwrap();
        let options = Options { shift, ..Options::default() };
        let package = of_study(&study, Format::Pqmethod, "x.dat", &options).unwrap();
        let dat = text(&package, "x.dat");
        prop_assert!(dat.is_ascii());
        let (names, grid, values) = read_by_place(&dat);
        let shifted: Vec<Vec<i32>> = sorts.iter().map(|s| s.iter().map(|v| v + shift).collect()).collect();
        prop_assert_eq!(values, shifted);
        prop_assert_eq!(grid, (-3 + shift..=4 + shift).collect::<Vec<i32>>());
        let unique: BTreeSet<&String> = names.iter().collect();
        prop_assert_eq!(unique.len(), names.len(), "{:?} from {:?}", names, ids);
        for (name, id) in names.iter().zip(&ids) {
            let fits = id.len() <= 8 && id.is_ascii() && id.trim() == id;
            prop_assert!(!fits || name == id, "{} became {}", id, name);
        }
    }
}

#[test]
fn names_are_cut_then_made_unique_and_said() {
    let ids = [
        "Participant 1",
        "Participant 2",
        "Particip",
        "ж",
        "Zoë",
        "P_6",
    ];
    let study = renamed(&small_study(), &ids, &[]);
    let package = of_study(&study, Format::Pqmethod, "x.dat", &Options::default()).unwrap();
    let (names, _, _) = read_by_place(&text(&package, "x.dat"));
    assert_eq!(
        names,
        ["Partici2", "Partici3", "Particip", "_", "Zo_", "P_6"]
    );
    let said = package.notes.join("\n");
    assert!(
        said.contains("`Participant 1` is `Partici2`, `Participant 2` is `Partici3`"),
        "{said}"
    );
}

#[test]
fn statements_stay_on_their_lines() {
    let package = of_study(
        &small_study(),
        Format::Pqmethod,
        "x.dat",
        &Options::default(),
    )
    .unwrap();
    let lines = text(&package, "x.sta");
    assert_eq!(lines.matches("\r\n").count(), 7);
    assert!(lines.contains("Two lines ~ ^"), "{lines}");
}

fn refusal(study: &Study, options: &Options) -> String {
    let refused: PublishError = of_study(study, Format::Pqmethod, "x.dat", options).unwrap_err();
    refused.to_string()
}

#[test]
fn what_cannot_be_held_is_refused_with_an_offer() {
    let small = small_study();
    let shifted = |shift| Options {
        shift,
        ..Options::default()
    };
    let told = refusal(&small, &shifted(12));
    assert!(
        told.contains("-6 to 13; the grid goes from 10 to 14"),
        "{told}"
    );
    assert!(told.contains("Leave out `--shift`"), "{told}");

    let low = Study::new(
        small.statements().to_vec(),
        small.sort_ids().to_vec(),
        small.sorts().map(|v| v - 10.0),
        Grid::Forced(distribution(-12, &[1, 2, 1, 2, 1])),
    );
    let told = refusal(&low.unwrap(), &Options::default());
    assert!(told.contains("`--shift 6`"), "{told}");

    let halves = Study::new(
        small.statements().to_vec(),
        small.sort_ids().to_vec(),
        small.sorts().map(|v| v / 2.0),
        Grid::Free { arrays: None },
    );
    let grid = Some(distribution(-1, &[2, 3, 2]));
    let options = Options {
        array_grid: grid,
        ..Options::default()
    };
    let told = refusal(halves.as_ref().unwrap(), &options);
    assert!(
        told.contains("sort `P1` gives statement 2 the value 0.5"),
        "{told}"
    );
    let told = refusal(&halves.unwrap(), &Options::default());
    assert!(told.contains("`--array-grid`"), "{told}");

    let told = refusal(&large_study(10, 1_000), &Options::default());
    assert!(told.contains("at most 999 sorts; there are 1000"), "{told}");
}
