//! Grids of every kind through PQMethod's and KADE's files and back: one-sided, lopsided, with gaps, shifted on the way; and free sorts with a grid for the arrays.

use super::of_study;
use crate::studies::numbered;
use proptest::collection::vec;
use proptest::prelude::*;
use quincunx::numeric::Matrix;
use quincunx::publish::{Format, Options};
use quincunx::qmethod::grid::GridColumn;
use quincunx::qmethod::{Distribution, Grid, Study};
use quincunx::study_files::{GridRequest, LoadRequest, Source, load};

/// What both programs hold.
const COLUMNS: std::ops::RangeInclusive<i32> = -6..=13;

/// The files that are written.
const FILES: [(Format, &str); 3] = [
    (Format::Pqmethod, "study.dat"),
    (Format::Kade, "study.zip"),
    (Format::Kade, "study.xlsx"),
];

/// Cards from a lowest value on, and how far they are shifted: all that fits.
fn a_grid() -> impl Strategy<Value = (Distribution, i32)> {
    let cards = (1..4usize, vec(0..4usize, 1..7), 1..4usize);
    let cards = cards.prop_map(|(first, between, last)| {
        let mut cards = vec![first];
        cards.extend(between);
        cards.push(last);
        cards
    });
    (cards, -6..=4).prop_flat_map(|(cards, lowest)| {
        let highest = lowest + cards.len() as i32 - 1;
        let shift = COLUMNS.start() - lowest..=COLUMNS.end() - highest;
        let columns = (lowest..).zip(cards);
        let columns = columns.map(|(value, cards)| GridColumn { value, cards });
        (Just(Distribution::new(columns).unwrap()), shift)
    })
}

fn shifted(grid: &Distribution, by: i32) -> Distribution {
    let columns = grid.columns().iter().map(|column| GridColumn {
        value: column.value + by,
        ..*column
    });
    Distribution::new(columns).unwrap()
}

fn study(sorts: &[Vec<i32>], grid: Grid) -> Study {
    let n = sorts[0].len();
    let cells = sorts.iter().flatten().map(|&v| f64::from(v)).collect();
    let ids = (1..=sorts.len()).map(|sort| format!("P{sort}")).collect();
    Study::new(
        numbered(n),
        ids,
        Matrix::from_vec(n, sorts.len(), cells),
        grid,
    )
    .unwrap()
}

/// The study as each file gives it back.
fn read_again(study: &Study, options: &Options, grid: &GridRequest) -> Vec<Study> {
    let folder = tempfile::tempdir().unwrap();
    let of = |(format, file): &(Format, &str)| {
        let path = folder.path().join(file);
        let package = of_study(study, *format, path.to_str().unwrap(), options).unwrap();
        for written in &package.files {
            std::fs::write(&written.path, &written.bytes).unwrap();
        }
        let request = LoadRequest {
            grid: grid.clone(),
            ..LoadRequest::of(Source::File(path))
        };
        match load(&request) {
            Ok(loaded) => loaded.study,
            Err(error) => panic!("{file}: {error}"),
        }
    };
    FILES.iter().map(of).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn forced_sorts_on_any_grid(
        (grid, shift, sorts) in a_grid().prop_flat_map(|(grid, shift)| {
            let values = Just(grid.sorted_values()).prop_shuffle();
            (Just(grid), Just(shift), vec(values, 1..6))
        }),
    ) {
        let written = study(&sorts, Grid::Forced(grid.clone()));
        let moved: Vec<Vec<i32>> = sorts.iter().map(|sort| sort.iter().map(|v| v + shift).collect()).collect();
        let expected = study(&moved, Grid::Forced(shifted(&grid, shift)));
        let options = Options { shift, ..Options::default() };
        for read in read_again(&written, &options, &GridRequest::FromSorts) {
            prop_assert_eq!(&read, &expected);
        }
    }

    #[test]
    fn free_sorts_with_a_grid_for_arrays(
        (grid, shift, sorts) in a_grid().prop_flat_map(|(grid, shift)| {
            // PQMethod gives a value two characters: −9…99.
            let values = (-9).max(-9 - shift)..=30;
            let n = grid.cards();
            (Just(grid), Just(shift), vec(vec(values, n), 1..6))
        }),
        is_stated in any::<bool>(),
    ) {
        // A constant sort is none.
        prop_assume!(sorts.iter().all(|sort| sort.iter().any(|v| *v != sort[0])));
        let arrays = is_stated.then(|| grid.clone());
        let written = study(&sorts, Grid::Free { arrays });
        let moved: Vec<Vec<i32>> = sorts.iter().map(|sort| sort.iter().map(|v| v + shift).collect()).collect();
        let expected = study(&moved, Grid::Free { arrays: Some(shifted(&grid, shift)) });
        let array_grid = (!is_stated).then_some(grid);
        let options = Options { shift, array_grid, ..Options::default() };
        for read in read_again(&written, &options, &GridRequest::Free { arrays: None }) {
            prop_assert_eq!(&read, &expected);
        }
    }
}

/// A sort whose cards lie in the order of their statements looks like a line of headings where values begin at 1, and is none.
#[test]
fn a_first_sort_of_one_two_three() {
    let grid = Distribution::new((1..=5).map(|value| GridColumn { value, cards: 1 })).unwrap();
    let written = study(
        &[(1..=5).collect(), (1..=5).rev().collect()],
        Grid::Forced(grid),
    );
    for read in read_again(&written, &Options::default(), &GridRequest::FromSorts) {
        assert_eq!(read, written);
    }
}
