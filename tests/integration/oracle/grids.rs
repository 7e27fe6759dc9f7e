//! Proposed grids against R's own functions, and what must hold of them whatever they are.

use proptest::prelude::*;
use quincunx::qmethod::{Distribution, MethodError};

/// Statements, highest value, and cards from the lowest column on: R 4.2.2, `table(cut(qnorm(1:n / (n + 1)), 2 * highest + 1, right = FALSE))`, which is what
/// R qmethod's `make.distribution` counts.
const GRIDS: [(usize, u32, &[usize]); 8] = [
    (3, 1, &[1, 1, 1]),
    (12, 3, &[2, 1, 2, 2, 2, 1, 2]),
    (33, 4, &[2, 2, 4, 6, 5, 6, 4, 2, 2]),
    (36, 3, &[3, 4, 7, 8, 7, 4, 3]),
    (40, 5, &[2, 2, 3, 5, 5, 6, 5, 5, 3, 2, 2]),
    (47, 5, &[2, 2, 4, 5, 7, 7, 7, 5, 4, 2, 2]),
    (60, 5, &[2, 3, 5, 7, 8, 10, 8, 7, 5, 3, 2]),
    (76, 7, &[2, 1, 3, 5, 6, 8, 8, 10, 8, 8, 6, 5, 3, 1, 2]),
];

#[test]
fn proposed_grids_are_those_of_r() {
    for (statements, highest, cards) in GRIDS {
        let grid = Distribution::quasi_normal(statements, highest).unwrap();
        let found: Vec<usize> = grid.columns().iter().map(|c| c.cards).collect();
        assert_eq!(found, cards, "{statements} statements up to {highest}");
        assert_eq!(grid.columns()[0].value, -(highest as i32));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// Every card has its place, the sides are alike, no column is empty; and a refusal names the widest grid below, which is then given.
    #[test]
    fn a_proposed_grid_is_symmetric_and_full(statements in 3..300usize, highest in 0..20u32) {
        match Distribution::quasi_normal(statements, highest) {
            Ok(grid) => {
                prop_assert_eq!(grid.cards(), statements);
                let cards: Vec<usize> = grid.columns().iter().map(|c| c.cards).collect();
                prop_assert_eq!(cards.len(), 2 * highest as usize + 1);
                prop_assert!(cards.iter().eq(cards.iter().rev()));
            }
            Err(MethodError::TooWideGrid(refused)) => {
                let widest = refused.widest.unwrap();
                prop_assert!(Distribution::quasi_normal(statements, widest).is_ok());
                let is_refused = |highest| Distribution::quasi_normal(statements, highest).is_err();
                prop_assert!(highest == 0 || (widest + 1..=highest).all(is_refused));
            }
            Err(other) => panic!("{other}"),
        }
    }
}

#[test]
fn two_statements_fill_no_grid() {
    for statements in 0..3 {
        let refused = Distribution::quasi_normal(statements, 1).unwrap_err();
        assert!(
            refused.to_string().contains("Collect more statements."),
            "{refused}"
        );
    }
}
