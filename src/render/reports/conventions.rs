//! What a convention is, in words and for programs.

use super::wording;
use crate::qmethod::extraction::{CentroidOptions, InitialCommunality};
use crate::qmethod::scores::{ScoreInput, TieRule};
use crate::qmethod::statements::Level;
use crate::qmethod::{Bound, Convention, Conventions};
use serde_json::{Value, json};

/// What a convention does in every stage, one sentence each.
pub fn convention_words(conventions: &Conventions) -> Vec<String> {
    let CentroidOptions {
        start, tolerance, ..
    } = conventions.centroid;
    let start = match start {
        InitialCommunality::Constant(start) => format!("{start}"),
        InitialCommunality::ColumnMean => "the column means".to_owned(),
        InitialCommunality::LargestCorrelation => "the largest correlations".to_owned(),
    };
    let critical = conventions.critical;
    let mut words = vec![
        format!(
            "Centroid: communalities from {start}, settled when none moves by more than {tolerance:e}."
        ),
        match conventions.scores.input {
            ScoreInput::Standardised => "Scores: sorts brought to mean 0 and sd 1, then weighted.",
            ScoreInput::Raw => "Scores: sorts weighted as they are.",
        }
        .to_owned(),
        format!(
            "Distinguishing statements: |Δz| {} {} · SED at .05, {} · SED at .01.",
            match critical.bound {
                Bound::Above => ">",
                Bound::AtLeast => "≥",
            },
            critical.weak.value,
            critical.strict.value
        ),
    ];
    words.push(match critical.consensus {
        Level::Weak => "Consensus: no two factors differ at .05.".to_owned(),
        Level::Strict => "Consensus: no two factors differ at .01.".to_owned(),
    });
    if conventions.convention == Convention::Kade {
        words.push("Rounding between the steps: correlations to 5 decimals; rotated loadings 5; flags from loadings of 4 decimals; weights 5, standardised sorts 3, products 5, totals 3, z-scores 3; standard errors 3. Not followed: the 8 decimals inside KADE's centroid and varimax, the 7 inside Horst's centroid, rounding after every single turn by hand (here once, after the last), and the 2 decimals to which KADE cuts one z inside its distinguishing test, a mistake.".to_owned());
    }
    if conventions.convention == Convention::Qmethod {
        words.push(
            "Ties in an array: all tied statements get the value at their mean rank.".to_owned(),
        );
    }
    words
}

/// The constants of a convention.
pub(super) fn constants_data(conventions: &Conventions) -> Value {
    let centroid = conventions.centroid;
    json!({
        "centroid": {
            "start": match centroid.start {
                InitialCommunality::Constant(start) => json!(start),
                InitialCommunality::ColumnMean => json!("column mean"),
                InitialCommunality::LargestCorrelation => json!("largest correlation"),
            },
            "tolerance": centroid.tolerance,
        },
        "input": match conventions.scores.input {
            ScoreInput::Standardised => "standardised",
            ScoreInput::Raw => "raw",
        },
        "ties": match conventions.scores.ties {
            TieRule::ByNumber => "number",
            TieRule::MeanRank => "mean-rank",
        },
        "rounding": wording::rounding_word(conventions.scores.rounding),
        "critical": {".05": conventions.critical.weak.value, ".01": conventions.critical.strict.value},
        "consensus": match conventions.critical.consensus {
            Level::Weak => ".05",
            Level::Strict => ".01",
        },
    })
}
