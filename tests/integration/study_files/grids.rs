//! Grids in words.

use super::{data, distribution, inline, small_grid, sorts_only};
use quincunx::qmethod::Grid;
use quincunx::study_files::{GridRequest, LoadRequest, load, parse_grid, read_grid};

#[test]
fn the_forms_people_type() {
    let expected = distribution(&[(-1, 2), (0, 5), (1, 2)]);
    for text in [
        "-1:2,0:5,1:2",
        "-1:2 0:5 +1:2",
        "1=2, 0=5, -1=2",
        "  -1 : 2 ; 0: 5; +1 :2 ",
        "\u{2212}1:2\n0:5\n1:2",
        "{-1:2, 0:5, 1:2}",
        "-2:0,-1:2,0:5,1:2",
    ] {
        assert_eq!(parse_grid(text).expect(text), expected, "{text}");
    }
}

#[test]
fn what_is_no_grid() {
    let messages: Vec<String> = [
        "",
        "-1:2,0:five,1:2",
        "-1:2,zero:5",
        "-1:2,0,1:2",
        "2 5 2",
        "2 5 5 2",
        "-1:2,0:5,-1:2",
        "0:-3",
        "0:99999999",
        "-1:2:3",
    ]
    .into_iter()
    .map(|text| format!("{text:?}: {}", parse_grid(text).expect_err(text)))
    .collect();
    insta::assert_snapshot!(messages.join("\n"), @r#"
    "": The grid has no cards. State it as value:cards pairs, such as `-1:1,0:3,1:1`. (The grid given: ``.)
    "-1:2,0:five,1:2": The grid `-1:2,0:five,1:2` cannot be read at `0:five`: expected a number of cards after the colon. Write value:cards pairs, such as `-1:1,0:3,1:1`, or `free`.
    "-1:2,zero:5": The grid `-1:2,zero:5` cannot be read at `zero:5`: expected a whole number before the colon. Write value:cards pairs, such as `-1:1,0:3,1:1`, or `free`.
    "-1:2,0,1:2": The grid `-1:2,0,1:2` cannot be read at `0`: expected a value and its cards, such as `-1:3`. Write value:cards pairs, such as `-1:1,0:3,1:1`, or `free`.
    "2 5 2": The grid `2 5 2` gives numbers of cards only; expected the value of each column as well. If it is centred on 0, write `-1:2,0:5,1:2`.
    "2 5 5 2": The grid `2 5 5 2` gives numbers of cards only; expected the value of each column as well. Write value:cards pairs, such as `-1:1,0:3,1:1`.
    "-1:2,0:5,-1:2": The grid states the value -1 twice. Give each value once, with all its cards. (The grid given: `-1:2,0:5,-1:2`.)
    "0:-3": The grid `0:-3` cannot be read at `0:-3`: expected a number of cards after the colon. Write value:cards pairs, such as `-1:1,0:3,1:1`, or `free`.
    "0:99999999": The grid `0:99999999` cannot be read at `0:99999999`: expected a number of cards after the colon. Write value:cards pairs, such as `-1:1,0:3,1:1`, or `free`.
    "-1:2:3": The grid `-1:2:3` cannot be read at `-1:2:3`: expected a number of cards after the colon. Write value:cards pairs, such as `-1:1,0:3,1:1`, or `free`.
    "#);
}

#[test]
fn grid_from_a_file_or_a_cell() {
    assert_eq!(
        read_grid(&data("good/grid.csv")).expect("a grid"),
        small_grid()
    );
    let typed = inline("\n-2:1 -1:2 0:3 1:2 2:1\n");
    assert_eq!(read_grid(&typed).expect("a grid"), small_grid());
}

#[test]
fn grid_of_the_study() {
    let stated = GridRequest::Stated(small_grid());
    for grid in [GridRequest::FromSorts, stated] {
        let request = LoadRequest {
            grid,
            ..sorts_only(data("good/sorts.csv"))
        };
        assert_eq!(
            load(&request).expect("a study").study.grid(),
            &Grid::Forced(small_grid())
        );
    }
    let free = GridRequest::Free {
        arrays: Some(small_grid()),
    };
    let request = LoadRequest {
        grid: free,
        ..sorts_only(data("good/sorts.csv"))
    };
    let grid = Grid::Free {
        arrays: Some(small_grid()),
    };
    assert_eq!(load(&request).expect("a study").study.grid(), &grid);
}
