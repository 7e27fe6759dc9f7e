//! Rotation and flags by hand, and a single factor.

use super::expected::{assert_close, flags, json, matrix, with_signs_of};
use super::solution::{
    check_f_char, check_labels, check_stars, differing_array_cells, raw_scores, z_scores,
};
use crate::studies::{lipset, own};
use quincunx::numeric::Matrix;
use quincunx::qmethod::characteristics::Characteristics;
use quincunx::qmethod::correlation::CorrelationMethod;
use quincunx::qmethod::extraction::Extraction;
use quincunx::qmethod::flagging::{FlagChange, FlagRule};
use quincunx::qmethod::rotation::RotationStep;
use quincunx::qmethod::{Correlated, Extracted, FactorIndex, Flagged, Rotated, Scored, SortIndex};
use serde_json::Value;
use std::sync::Arc;

fn components(k: usize) -> Option<Arc<Extracted>> {
    let study = Arc::new(lipset()?);
    let correlated = Arc::new(Correlated::new(study, CorrelationMethod::Pearson).unwrap());
    Some(Arc::new(
        Extracted::new(correlated, Extraction::PrincipalComponents, k).unwrap(),
    ))
}

fn expected() -> Value {
    json(&own("tests/oracle/lipset33x9_manual.json"))
}

/// Each factor reversed where qmethod's unrotated one (Σl ≥ 0) points the other way.
fn as_unrotated_there(extracted: &Extracted) -> Vec<RotationStep> {
    let oracle = json(&own("tests/oracle/lipset33x9.json"));
    let theirs = matrix(&oracle["pca_unrotated"]);
    let ours = extracted.loadings();
    let turned = with_signs_of(ours, &theirs);
    (0..ours.ncols())
        .filter(|factor| turned.column(*factor) != ours.column(*factor))
        .map(|factor| RotationStep::Invert(FactorIndex(factor)))
        .collect()
}

#[test]
fn turned_and_flagged_by_hand() {
    let Some(extracted) = components(3) else {
        return;
    };
    let expected = &expected()["manual3"];
    let mut steps = as_unrotated_there(&extracted);
    steps.push(RotationStep::ByHand {
        a: FactorIndex(0),
        b: FactorIndex(1),
        degrees: expected["degrees"].as_f64().unwrap(),
    });
    let rotated = Rotated::new(extracted, 3, &steps).unwrap();
    assert_close(
        "loadings",
        rotated.loadings(),
        &matrix(&expected["loa"]),
        1e-9,
    );
    let by_hand = flags(&expected["flagged"]);
    let flagged = Flagged::new(Arc::new(rotated), FlagRule::default(), &all_of(&by_hand)).unwrap();
    assert_eq!(flagged.flags(), &by_hand);
    let negative: Vec<_> = flagged.negative_flags();
    let (jp5, fr9) = (SortIndex(4), SortIndex(8));
    assert_eq!(negative, [(jp5, FactorIndex(0)), (fr9, FactorIndex(2))]);

    let scored = Scored::new(Arc::new(flagged), raw_scores()).unwrap();
    assert_close("z", &z_scores(&scored), &matrix(&expected["zsc"]), 1e-8);
    // DIFFERENCE: a tie, as in the other solutions.
    assert_eq!(
        differing_array_cells(&scored, &expected["zsc_n"]),
        [(2, 11)]
    );
    let characteristics = Characteristics::of(&scored);
    check_f_char("manual3", &characteristics, &expected["f_char"]);
    let correlations = matrix(&expected["f_char"]["cor_zsc"]);
    assert_close(
        "r",
        &characteristics.score_correlations,
        &correlations,
        1e-8,
    );
    let labels = super::expected::texts(&expected["qdc"]["dist_and_cons"]);
    check_labels("manual3", &scored, &labels);
    check_stars("manual3", &scored, &expected["qdc"]);
}

fn all_of(flags: &Matrix<bool>) -> Vec<FlagChange> {
    let (sorts, factors) = flags.shape();
    (0..sorts)
        .flat_map(|sort| (0..factors).map(move |factor| (sort, factor)))
        .map(|(sort, factor)| FlagChange {
            sort: SortIndex(sort),
            factor: FactorIndex(factor),
            defining: flags[(sort, factor)],
            reason: None,
        })
        .collect()
}

#[test]
fn single_factor() {
    let Some(extracted) = components(1) else {
        return;
    };
    let expected = &expected()["single1"];
    let steps = as_unrotated_there(&extracted);
    let rotated = Arc::new(Rotated::new(extracted, 1, &steps).unwrap());
    assert_close(
        "loadings",
        rotated.loadings(),
        &matrix(&expected["loa"]),
        1e-9,
    );
    let flagged = Arc::new(Flagged::new(rotated, FlagRule::default(), &[]).unwrap());
    assert_eq!(flagged.flags(), &flags(&expected["flagged"]));
    let scored = Scored::new(flagged, raw_scores()).unwrap();
    assert_close("z", &z_scores(&scored), &matrix(&expected["zsc"]), 1e-8);
    assert_eq!(differing_array_cells(&scored, &expected["zsc_n"]), []);
    check_f_char(
        "single1",
        &Characteristics::of(&scored),
        &expected["f_char"],
    );
}
