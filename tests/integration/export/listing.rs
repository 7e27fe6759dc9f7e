//! The listing with PQMethod's headings.

use super::{of_solution, text};
use crate::sample::{Solution, small_study, solve, without_flags};
use crate::studies::{distribution, lipset, own, study_of_columns};
use quincunx::publish::Format;
use quincunx::qmethod::{Grid, SortIndex};

/// design/file-formats 3.3, in order.
const HEADINGS: [&str; 17] = [
    "Correlation Matrix Between Sorts",
    "Unrotated Factor Matrix",
    "Cumulative Communalities Matrix",
    "Factor Matrix with an X Indicating a Defining Sort",
    "Free Distribution Data Results",
    "Factor Scores with Corresponding Ranks",
    "Correlations Between Factor Scores",
    "Factor Scores -- For Factor    1",
    "Descending Array of Differences Between Factors   1 and   2",
    "Exact Factor Scores",
    "Factor Q-Sort Values for Each Statement",
    "Factor Q-Sort Values for Statements sorted by Consensus vs. Disagreement (Variance across Factor Z-Scores)",
    "Factor Characteristics",
    "Standard Errors for Differences in Factor Z-Scores",
    "Distinguishing Statements for Factor    1",
    " (P < .05 ;  Asterisk (*) Indicates Significance at P < .01)",
    "Consensus Statements  --  Those That Do Not Distinguish Between ANY Pair of Factors.",
];

/// Nine sorts of forty statements, whose correlations have an inverse.
fn nine_sorts() -> Solution {
    let grid = Grid::Forced(distribution(-4, &[2, 3, 5, 6, 8, 6, 5, 3, 2]));
    let study = study_of_columns(&own("tests/oracle/syn40x93.csv"), grid);
    let sorts: Vec<SortIndex> = (0..9).map(SortIndex).collect();
    solve(study.subset(&sorts).unwrap(), 2)
}

#[test]
fn the_headings_stand_in_their_order() {
    let package = of_solution(&nine_sorts(), Format::Listing, "x.lis");
    let listing = text(&package, "x.lis");
    let mut at = 0;
    for heading in HEADINGS {
        let found = listing[at..].find(&format!("\n{heading}"));
        at += found.unwrap_or_else(|| panic!("no {heading} after byte {at} of\n{listing}"));
    }
    for (number, page) in (1..).zip(listing.split('\u{c}')) {
        let first = page.lines().next().unwrap();
        assert!(first.ends_with(&format!("PAGE {number:>4}")), "{first}");
    }
}

/// Every row of loadings, four decimals and X, is that of the solution.
#[test]
fn loadings_are_read_back_from_their_columns() {
    let solution = without_flags();
    let package = of_solution(&solution, Format::Listing, "x.lis");
    let listing = text(&package, "x.lis");
    let section = listing.split(HEADINGS[3]).nth(1).unwrap();
    let rows = section
        .split("QSORT")
        .nth(1)
        .unwrap()
        .lines()
        .skip(2)
        .take(6);
    for (sort, row) in rows.enumerate() {
        for factor in 0..2 {
            let field = &row[15 + 11 * factor..];
            let loading: f64 = field[..10].trim().parse().unwrap();
            let expected = solution.rotated.loadings()[(sort, factor)];
            assert!((loading - expected).abs() < 5.1e-5, "{row}");
            let flag = field[10..].starts_with('X');
            assert_eq!(flag, solution.flagged.flags()[(sort, factor)], "{row}");
        }
    }
}

/// Each page but the numbered repetitions begins with a heading of file-formats 3.3: nothing else stands between them.
#[test]
fn no_page_has_another_heading() {
    let package = of_solution(&nine_sorts(), Format::Listing, "x.lis");
    let listing = text(&package, "x.lis");
    let known = |heading: &str| {
        let of_factors = [
            "Factor Scores -- For Factor",
            "Descending Array of Differences",
            "Distinguishing Statements for Factor",
        ];
        HEADINGS.iter().any(|known| heading.starts_with(known))
            || of_factors.iter().any(|known| heading.starts_with(known))
    };
    for page in listing.split('\u{c}') {
        let heading = page.lines().nth(3).unwrap();
        assert!(known(heading), "{heading}");
    }
}

/// The section is what `%q score --method regression` gives.
#[test]
fn exact_factor_scores_are_the_regression_scores() {
    use quincunx::qmethod::scores::{ScoreMethod, ScoreOptions};
    use quincunx::qmethod::{FactorIndex, Scored};
    let solution = nine_sorts();
    let package = of_solution(&solution, Format::Listing, "x.lis");
    let listing = text(&package, "x.lis");
    let section = listing.split("Exact Factor Scores").nth(1).unwrap();
    let options = ScoreOptions {
        method: ScoreMethod::Regression,
        ..ScoreOptions::default()
    };
    let flagged = std::sync::Arc::clone(solution.scored.flagged());
    let regression = Scored::new(flagged, options).unwrap();
    let rows = section
        .split("No.  Statement")
        .nth(1)
        .unwrap()
        .lines()
        .skip(2);
    for (statement, row) in rows.take(40).enumerate() {
        // Statements hold bytes of more than one column: count from the end.
        let fields: Vec<&str> = row.split_whitespace().collect();
        for factor in 0..2 {
            let shown: f64 = fields[fields.len() - 2 + factor].parse().unwrap();
            let z = regression.z(FactorIndex(factor)).unwrap()[statement];
            assert!((shown - z).abs() < 5.1e-4, "{row}");
        }
    }
}

/// With more sorts than statements there is no regression, which the notes say.
#[test]
fn a_listing_without_regression_says_why() {
    let solution = solve(crate::sample::large_study(20, 40), 2);
    let package = of_solution(&solution, Format::Listing, "x.lis");
    assert!(!text(&package, "x.lis").contains("Exact Factor Scores"));
    let why = package
        .notes
        .iter()
        .find(|note| note.contains("Exact Factor Scores"));
    assert!(
        why.is_some_and(|why| why.contains("40 sorts")),
        "{:?}",
        package.notes
    );
}

/// Brown 1980, p. 204 ff.: r of the first two of Lipset's sorts is .54 (rounded from .5375).
#[test]
fn correlations_are_in_hundredths() {
    let Some(study) = lipset() else { return };
    let package = of_solution(&solve(study, 3), Format::Listing, "x.lis");
    let listing = text(&package, "x.lis");
    assert!(
        listing.contains("\n   1 US1        100  54  21  23"),
        "{listing}"
    );
}

#[test]
fn the_listing_reads_well() {
    let package = of_solution(&solve(small_study(), 2), Format::Listing, "x.lis");
    insta::assert_snapshot!(text(&package, "x.lis").replace('\u{c}', "<page>"));
}
