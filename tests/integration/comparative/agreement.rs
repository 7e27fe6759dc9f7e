//! Numbers beside those in print.

use proptest::prelude::*;
use quincunx::qmethod::agreement::Agreement;

#[test]
fn by_hand() {
    let found = Agreement {
        ours: vec![vec![0.814, 0.02, f64::NAN], vec![-0.281, 0.15, 0.5]],
        printed: vec![
            vec![Some(0.94), Some(0.0), Some(0.3)],
            vec![Some(-0.28), Some(0.07), None],
        ],
    };
    // .126, .02, .001, .08: neither what is not computed nor what is not printed counts.
    assert_eq!(found.cells().count(), 4);
    assert_eq!(
        (found.within(0.02), found.within(0.05), found.within(0.1)),
        (2, 2, 3)
    );
    approx::assert_abs_diff_eq!(found.mean_absolute().unwrap(), 0.227 / 4.0, epsilon = 1e-12);
    let order: Vec<(usize, usize)> = found.furthest().iter().map(|c| (c.row, c.column)).collect();
    assert_eq!(order, [(0, 0), (1, 1), (0, 1), (1, 0)]);
    let first = found.furthest()[0];
    approx::assert_abs_diff_eq!(first.difference(), -0.126, epsilon = 1e-12);
    let nothing = Agreement {
        ours: vec![vec![1.0]],
        printed: vec![vec![None]],
    };
    assert_eq!(nothing.mean_absolute(), None);
}

proptest! {
    /// Beside itself every table agrees, and a wider tolerance never takes a cell in less.
    #[test]
    fn a_table_agrees_with_itself(cells in prop::collection::vec(-1.0f64..1.0, 1..40), shift in -0.1f64..0.1) {
        let own = Agreement { ours: vec![cells.clone()], printed: vec![cells.iter().copied().map(Some).collect()] };
        prop_assert_eq!(own.within(0.0), cells.len());
        let moved = Agreement {
            ours: vec![cells.iter().map(|c| c + shift).collect()],
            printed: own.printed.clone(),
        };
        let counts: Vec<usize> = [0.0, 0.02, 0.05, 0.1].iter().map(|t| moved.within(*t)).collect();
        prop_assert!(counts.is_sorted(), "{:?}", counts);
        prop_assert_eq!(counts[3], cells.len());
        prop_assert!((moved.mean_absolute().unwrap() - shift.abs()).abs() < 1e-9);
    }
}
