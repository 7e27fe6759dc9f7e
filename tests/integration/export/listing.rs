//! The listing with PQMethod's headings.

use super::{of_solution, text};
use crate::sample::{small_study, solve, without_flags};
use crate::studies::lipset;
use quincunx::publish::Format;

/// design/file-formats 3.3, in order.
const HEADINGS: [&str; 16] = [
    "Correlation Matrix Between Sorts",
    "Unrotated Factor Matrix",
    "Cumulative Communalities Matrix",
    "Factor Matrix with an X Indicating a Defining Sort",
    "Free Distribution Data Results",
    "Factor Scores with Corresponding Ranks",
    "Correlations Between Factor Scores",
    "Factor Scores -- For Factor    1",
    "Descending Array of Differences Between Factors   1 and   2",
    "Factor Q-Sort Values for Each Statement",
    "Factor Q-Sort Values for Statements sorted by Consensus vs. Disagreement (Variance across Factor Z-Scores)",
    "Factor Characteristics",
    "Standard Errors for Differences in Factor Z-Scores",
    "Distinguishing Statements for Factor    1",
    " (P < .05 ;  Asterisk (*) Indicates Significance at P < .01)",
    "Consensus Statements  --  Those That Do Not Distinguish Between ANY Pair of Factors.",
];

#[test]
fn the_headings_stand_in_their_order() {
    let package = of_solution(&solve(small_study(), 2), Format::Listing, "x.lis");
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
