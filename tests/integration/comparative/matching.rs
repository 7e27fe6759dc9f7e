//! Common viewpoints and local ones.

use super::{expected, site, solve};
use crate::studies::{case_study, csv, distribution, own, shared, study_of_rows};
use proptest::prelude::*;
use quincunx::numeric::{Matrix, best_pairing};
use quincunx::qmethod::comparison::ComparisonError;
use quincunx::qmethod::comparison::{
    Comparison, Likeness, Profile, compare, compare_sets, compare_sets_by,
};
use quincunx::qmethod::matching::{match_sets, paired};
use quincunx::qmethod::{FactorIndex, Grid, MethodError, Scored};

/// The national viewpoint of each local one in the published Table 20, in the order A1 to E3; the others are local.
const TABLE_20: [Option<&str>; 16] = [
    Some("Ideal world"),
    Some("Personalised"),
    None,
    Some("Ideal world"),
    Some("Efficient"),
    None,
    None,
    Some("Ideal world"),
    Some("Personalised"),
    Some("Pragmatic"),
    Some("Ideal world"),
    Some("Efficient"),
    None,
    Some("Ideal world"),
    None,
    None,
];

/// The published correlations of Tables 15 to 19, matched at .50, give the published summary, C3 included: Pragmatic, though r with Ideal world is higher.
#[test]
fn the_published_correlations_give_the_published_summary() {
    let (heads, rows) = csv(&own(
        "notebooks/data/case-study/published-local-national.csv",
    ));
    let mut found = Vec::new();
    for letter in ["A", "B", "C", "D", "E"] {
        let of_site: Vec<&Vec<String>> = rows.iter().filter(|r| r[0].starts_with(letter)).collect();
        let matrix = Matrix::from_fn(of_site.len(), 5, |row, column| {
            of_site[row][column + 1].parse().unwrap()
        });
        let comparison = Comparison {
            rows: (0..of_site.len()).map(FactorIndex).collect(),
            columns: (0..5).map(FactorIndex).collect(),
            matrix,
            likeness: Likeness::Correlation,
            statements: 40,
        };
        let matched = paired(comparison, 0.5);
        for row in 0..of_site.len() {
            let partner = matched.partners[row].filter(|_| matched.is_operant(row));
            found.push(partner.map(|column| heads[column + 1].clone()));
        }
    }
    assert_eq!(
        found.iter().map(Option::as_deref).collect::<Vec<_>>(),
        TABLE_20
    );
}

/// The same from the reconstructed sorts, all the way: as many common and local viewpoints at each site as in print.
#[test]
fn the_reconstruction_gives_the_published_summary() {
    let national = solve(case_study(|_| true), 5);
    let sites = [("A", 3), ("B", 4), ("C", 3), ("D", 3), ("E", 3)].map(|(name, k)| site(name, k));
    let locals: Vec<&Scored> = sites.iter().collect();
    let found = match_sets(&locals, &national, Profile::Arrays, 0.5).unwrap();
    let operant: Vec<usize> = found
        .sites
        .iter()
        .map(|site| site.operant.iter().filter(|o| **o).count())
        .collect();
    assert_eq!(operant, [2, 2, 3, 2, 1], "Table 20, site by site");
    // Each of the matched viewpoints: how many sites hold it.
    let mut held: Vec<usize> = (0..5)
        .map(|c| {
            let sites = found.sites.iter();
            sites.filter(|site| site.row_of(c).is_some()).count()
        })
        .collect();
    held.sort_unstable();
    assert_eq!(
        held,
        [0, 1, 2, 2, 5],
        "Pluralist, Pragmatic, Efficient and Personalised, Ideal world"
    );
}

#[test]
fn a_site_beside_itself_matches_at_1() {
    let b = site("B", 4);
    for profile in [Profile::Arrays, Profile::Scores] {
        let found = match_sets(&[&b], &b, profile, 1.0 - 1e-9).unwrap();
        let only = &found.sites[0];
        assert_eq!(only.partners, (0..4).map(Some).collect::<Vec<_>>());
        for row in 0..4 {
            approx::assert_abs_diff_eq!(only.r(row).unwrap(), 1.0, epsilon = 1e-12);
            assert!(only.is_operant(row));
        }
    }
}

#[test]
fn the_order_of_sites_changes_nothing() {
    let national = solve(case_study(|_| true), 5);
    let (a, b, c) = (site("A", 3), site("B", 4), site("C", 3));
    let one = match_sets(&[&a, &b, &c], &national, Profile::Arrays, 0.5).unwrap();
    let other = match_sets(&[&c, &a, &b], &national, Profile::Arrays, 0.5).unwrap();
    assert_eq!(one.sites[0], other.sites[1]);
    assert_eq!(one.sites[1], other.sites[2]);
    assert_eq!(one.sites[2], other.sites[0]);
}

#[test]
fn a_threshold_that_no_pair_can_be_asked_to_reach_is_refused() {
    let a = site("A", 3);
    for value in [0.0, -0.5, 1.5, f64::NAN] {
        let refused = match_sets(&[&a], &a, Profile::Arrays, value).unwrap_err();
        assert!(matches!(
            refused,
            MethodError::Comparison(ComparisonError::MatchThreshold { .. })
        ));
    }
}

#[test]
fn biobank_pairs() {
    let Some(file) = shared("data/biobank/sorts.csv") else {
        return;
    };
    let of_site = |site: &str| {
        let grid = Grid::Free {
            arrays: Some(distribution(-5, &[2, 2, 3, 4, 5, 6, 5, 4, 3, 2, 2])),
        };
        let study = study_of_rows(&file, grid, |row| {
            row["site"] == site && row["wave"] == "pre"
        });
        solve(study, 3)
    };
    let (mayo, ubc) = (of_site("Mayo"), of_site("UBC"));
    for (profile, key) in [(Profile::Scores, "scores"), (Profile::Arrays, "arrays")] {
        let found = match_sets(&[&mayo], &ubc, profile, 0.5).unwrap();
        let expected = &expected()["biobank_pairs"][key];
        for row in 0..3 {
            let column = expected[0][row].as_u64().unwrap() as usize;
            assert_eq!(found.sites[0].partners[row], Some(column), "{key}");
            let r = expected[1][row].as_f64().unwrap();
            // The reference scores raw sorts; one of them breaks the grid.
            approx::assert_abs_diff_eq!(found.sites[0].r(row).unwrap(), r, epsilon = 2e-3);
        }
        assert_eq!(found.sites[0].operant, [false, true, true]);
    }
}

proptest! {
    /// Against every pairing there is.
    #[test]
    fn no_pairing_has_a_greater_sum(
        (rows, columns, cells) in (1usize..6, 1usize..6).prop_flat_map(|(r, c)| {
            (Just(r), Just(c), prop::collection::vec(-1.0f64..1.0, r * c))
        })
    ) {
        let gain = Matrix::from_vec(rows, columns, cells);
        let partners = best_pairing(&gain);
        let sum: f64 = partners.iter().enumerate().filter_map(|(r, c)| Some(gain[(r, (*c)?)])).sum();
        prop_assert!((sum - best(&gain, 0, &mut vec![false; columns])).abs() < 1e-12);
        let mut taken: Vec<usize> = partners.iter().flatten().copied().collect();
        prop_assert_eq!(taken.len(), rows.min(columns));
        taken.sort_unstable();
        taken.dedup();
        prop_assert_eq!(taken.len(), rows.min(columns));
    }
}

/// The greatest sum over all one-to-one pairings of the rows from `row` on that leave as few as possible without a partner.
fn best(gain: &Matrix<f64>, row: usize, taken: &mut Vec<bool>) -> f64 {
    if row == gain.nrows() {
        return 0.0;
    }
    let free = taken.iter().filter(|t| !**t).count();
    let mut most = f64::NEG_INFINITY;
    if gain.nrows() - row > free {
        most = best(gain, row + 1, taken);
    }
    for column in 0..gain.ncols() {
        if !taken[column] {
            taken[column] = true;
            most = most.max(gain[(row, column)] + best(gain, row + 1, taken));
            taken[column] = false;
        }
    }
    most
}

#[test]
fn a_gain_that_is_not_there_is_never_taken() {
    let nan = f64::NAN;
    let gain = Matrix::from_row_slice(2, 2, &[nan, 0.9, nan, 0.8]);
    assert_eq!(best_pairing(&gain), [Some(1), None]);
    assert_eq!(best_pairing(&Matrix::zeros(2, 0)), [None, None]);
}

/// Tucker's coefficient is r where both means are 0, and differs where the grid is lopsided.
#[test]
fn congruence_of_profiles_with_mean_0_is_their_correlation() {
    let (a, b) = (site("A", 3), site("B", 4));
    for profile in [Profile::Arrays, Profile::Scores] {
        let r = compare(&a, &b, profile).unwrap();
        let phi = compare_sets_by(&[&a], &[&b], profile, Likeness::Congruence).unwrap();
        assert!((r.matrix - phi.matrix).amax() < 1e-12);
    }
    let r = compare_sets(&[&a], &[&b], Profile::Arrays).unwrap();
    assert_eq!(r.likeness, Likeness::Correlation);
}

#[test]
fn congruence_by_hand() {
    use crate::studies::numbered;
    use quincunx::qmethod::flagging::{Cutoff, FlagRule};
    use quincunx::qmethod::scores::ScoreOptions;
    use quincunx::qmethod::{Flagged, Study};
    use std::sync::Arc;
    // One factor each, defined by sorts that are (nearly) its array: values 0, 0, 1, 3 on a grid that is not centred.
    let study = |sorts: [[f64; 4]; 2]| {
        let cells: Vec<f64> = sorts.concat();
        let matrix = Matrix::from_column_slice(4, 2, &cells);
        let ids = vec!["P".to_owned(), "Q".to_owned()];
        let grid = Grid::Forced(distribution(0, &[2, 1, 0, 1]));
        Study::new(numbered(4), ids, matrix, grid).unwrap()
    };
    let solve = |study: Study| {
        // With four statements no loading below .98 is significant; the arrays are what matters here.
        let scored = solve(study, 1);
        let rule = FlagRule {
            cutoff: Cutoff::Loading(0.3),
            ..FlagRule::default()
        };
        let rotated = Arc::clone(scored.flagged().rotated());
        let flagged = Flagged::new(rotated, rule, &[]).unwrap();
        Scored::new(Arc::new(flagged), ScoreOptions::default()).unwrap()
    };
    let one = solve(study([[0.0, 0.0, 1.0, 3.0], [0.0, 1.0, 0.0, 3.0]]));
    let two = solve(study([[3.0, 0.0, 1.0, 0.0], [3.0, 0.0, 0.0, 1.0]]));
    let (a, b) = (
        one.array(FactorIndex(0)).unwrap(),
        two.array(FactorIndex(0)).unwrap(),
    );
    let product: i32 = a.iter().zip(b).map(|(x, y)| x * y).sum();
    let phi = compare_sets_by(&[&one], &[&two], Profile::Arrays, Likeness::Congruence).unwrap();
    approx::assert_abs_diff_eq!(
        phi.matrix[(0, 0)],
        f64::from(product) / 10.0,
        epsilon = 1e-12
    );
    let r = compare(&one, &two, Profile::Arrays).unwrap();
    assert!((r.matrix[(0, 0)] - phi.matrix[(0, 0)]).abs() > 0.1);
}
