//! Flags at any level, poles, scores of all kinds, the receipt.

use super::strategies::{VARIMAX, components, law, scored, studies};
use proptest::prelude::*;
use quincunx::qmethod::flagging::{Cutoff, FlagChange, FlagRule, Majority, Pole};
use quincunx::qmethod::receipt::Receipt;
use quincunx::qmethod::scores::{ScoreInput, ScoreMethod, ScoreOptions, TieRule};
use quincunx::qmethod::{
    Bound, Convention, FactorIndex, Flagged, MethodError, Rotated, Scored, SortIndex,
};
use std::sync::Arc;

fn at_level(rotated: &Arc<Rotated>, alpha: f64, majority: Majority, bound: Bound) -> Flagged {
    let z = Convention::Exact.critical_value(alpha).unwrap();
    let rule = FlagRule {
        cutoff: Cutoff::Level { alpha, z },
        majority,
        bound,
        ..FlagRule::default()
    };
    Flagged::new(Arc::clone(rotated), rule, &[]).unwrap()
}

/// Whether every flag of the first is one of the second too.
fn within(few: &Flagged, many: &Flagged) -> bool {
    let pairs = few.flags().iter().zip(many.flags().iter());
    pairs.into_iter().all(|(few, many)| !few || *many)
}

#[test]
fn flags_grow_with_the_level_and_shrink_with_what_is_asked() {
    let levels = (1e-6..0.999, 1e-6..0.999);
    law((studies(), levels), |(study, (a, b))| {
        let extracted = components(&study, 3);
        let k = extracted.factor_count();
        let rotated = Arc::new(Rotated::new(extracted, k, &[VARIMAX]).unwrap());
        let flags = |alpha, majority| at_level(&rotated, alpha, majority, Bound::Above);
        for majority in [Majority::Required, Majority::Ignored] {
            let (strict, lenient) = (
                flags(f64::min(a, b), majority),
                flags(f64::max(a, b), majority),
            );
            prop_assert!(within(&strict, &lenient), "{majority:?}");
            let at_least = at_level(&rotated, f64::min(a, b), majority, Bound::AtLeast);
            prop_assert!(within(&strict, &at_least));
        }
        let both = flags(a, Majority::Required);
        prop_assert!(within(&both, &flags(a, Majority::Ignored)));
        prop_assert!(within(&both, &flags(a, Majority::Alone)));
        let (one, other) = (flags(a, Majority::Alone), flags(b, Majority::Alone));
        prop_assert_eq!(one.flags(), other.flags());
        Ok(())
    });
}

/// Flags with every sort of a sign on the first factor set by hand, so that it has two ends; none where all load the same way.
fn bipolar(scored: &Scored) -> Option<Flagged> {
    let rotated = scored.flagged().rotated();
    let loadings = rotated.loadings().column(0).clone_owned();
    let changes = loadings.iter().enumerate().map(|(sort, l)| FlagChange {
        sort: SortIndex(sort),
        factor: FactorIndex(0),
        defining: (0.05..0.99).contains(&l.abs()),
        reason: None,
    });
    let changes: Vec<_> = changes.collect();
    let flagged = Flagged::new(Arc::clone(rotated), FlagRule::default(), &changes).unwrap();
    (!flagged.bipolar(1).is_empty() && flagged.bipolar(1)[0] == FactorIndex(0)).then_some(flagged)
}

#[test]
fn poles_share_the_flags_of_their_factor_and_come_together_again() {
    let seen = std::cell::Cell::new(0);
    law(studies(), |study| {
        let scored = scored(&study, 2, &[])?;
        let Some(whole) = bipolar(&scored) else {
            return Ok(());
        };
        seen.set(seen.get() + 1);
        let split = whole.with_split(&[FactorIndex(0)]).unwrap();
        prop_assert_eq!(split.factor_count(), whole.factor_count() + 1);
        let (a, b) = (split.loadings().column(0), split.loadings().column(1));
        prop_assert!(a.iter().zip(b.iter()).all(|(a, b)| *a == -b));
        for sort in 0..study.sort_count() {
            let at = |f| split.flags()[(sort, f)];
            prop_assert_eq!(at(0) || at(1), whole.flags()[(sort, 0)]);
            prop_assert!(!(at(0) && at(1)));
        }
        prop_assert!(
            split
                .negative_flags()
                .iter()
                .all(|(_, factor)| factor.0 > 1),
            "a pole is defined by positive loadings"
        );
        prop_assert_eq!(split.columns()[1].pole, Some(Pole::Negative));
        let merged = split.with_split(&[]).unwrap();
        prop_assert_eq!(merged.flags(), whole.flags());
        prop_assert_eq!(merged.loadings(), whole.loadings());
        let score = |flagged| Scored::new(Arc::new(flagged), ScoreOptions::default());
        let (Ok(split), Ok(whole)) = (score(split), score(whole)) else {
            return Ok(());
        };
        let other = FactorIndex(1);
        let after = FactorIndex(2);
        prop_assert_eq!(split.z(after), whole.z(other), "other factors stay");
        Ok(())
    });
    assert!(seen.get() > 20, "{} bipolar factors", seen.get());
}

#[test]
fn on_a_forced_grid_input_and_estimate_of_one_sort_agree() {
    law(studies(), |study| {
        let scored = scored(&study, 2, &[])?;
        let raw = ScoreOptions {
            input: ScoreInput::Raw,
            ties: TieRule::ByNumber,
            ..ScoreOptions::default()
        };
        let raw = Scored::new(Arc::clone(scored.flagged()), raw).unwrap();
        for factor in scored.scored_factors() {
            let pairs = scored.z(factor).unwrap().iter().zip(raw.z(factor).unwrap());
            prop_assert!(pairs.into_iter().all(|(a, b)| (a - b).abs() < 1e-12));
            prop_assert_eq!(scored.array(factor), raw.array(factor));
        }
        Ok(())
    });
}

/// Regression and Bartlett weights of components are proportional, as R⁻¹Λ = Λ·E⁻¹ there: what one factor's scores say, the other's say too.
#[test]
fn regression_scores_of_all_components_are_the_components() {
    law(studies(), |study| {
        let scored = scored(&study, 3, &[])?;
        let options = ScoreOptions {
            method: ScoreMethod::Regression,
            ..ScoreOptions::default()
        };
        match Scored::new(Arc::clone(scored.flagged()), options) {
            Ok(estimated) => {
                // Scores of rotated components do not correlate.
                let factors = estimated.scored_factors();
                for (i, a) in factors.iter().enumerate() {
                    for b in &factors[i + 1..] {
                        let r = quincunx::numeric::pearson(
                            estimated.z(*a).unwrap(),
                            estimated.z(*b).unwrap(),
                        );
                        prop_assert!(r.abs() < 1e-7, "{r}");
                    }
                }
            }
            Err(MethodError::SingularCorrelations { .. }) => {}
            Err(other) => panic!("{other}"),
        }
        Ok(())
    });
}

#[test]
fn the_receipt_of_a_convention_against_itself_is_empty() {
    law(studies(), |study| {
        let scored = scored(&study, 3, &[])?;
        let receipt = Receipt::of(&scored, Convention::Exact, Convention::Exact).unwrap();
        prop_assert_eq!(receipt.count(), 0);
        prop_assert_eq!(receipt.loading.unwrap().size(), 0.0);
        prop_assert_eq!(receipt.z.unwrap().size(), 0.0);
        for found in &receipt.factors {
            prop_assert_eq!(found.here, found.there);
        }
        Ok(())
    });
}

#[test]
fn the_receipt_follows_factors_that_were_turned_round_and_exchanged() {
    use quincunx::qmethod::rotation::RotationStep::{Invert, Swap};
    law(studies(), |study| {
        let turned = scored(
            &study,
            2,
            &[Swap(FactorIndex(0), FactorIndex(1)), Invert(FactorIndex(0))],
        )?;
        let receipt = Receipt::of(&turned, Convention::Exact, Convention::Pqmethod).unwrap();
        // Of components PQMethod differs in nothing.
        prop_assert_eq!(receipt.count(), 0);
        Ok(())
    });
}

/// r is that of the scores in the end: with the same flags by hand on both sides, the same analysis is 1 from itself, split or not.
#[test]
fn the_receipt_of_a_split_factor_counts_the_flags_by_hand() {
    let seen = std::cell::Cell::new(0);
    law(studies(), |study| {
        let scored = scored(&study, 2, &[])?;
        let Some(whole) = bipolar(&scored) else {
            return Ok(());
        };
        let split = whole.with_split(&[FactorIndex(0)]).unwrap();
        for flagged in [whole, split] {
            let Ok(scored) = Scored::new(Arc::new(flagged), ScoreOptions::default()) else {
                continue;
            };
            let receipt = Receipt::of(&scored, Convention::Exact, Convention::Exact);
            // Where flags by hand are left out, a factor may have one end only.
            let Ok(receipt) = receipt else {
                continue;
            };
            if !receipt.left_out.is_empty() {
                continue;
            }
            prop_assert_eq!(receipt.count(), 0);
            for found in receipt.factors.iter().filter(|found| found.by_scores) {
                seen.set(seen.get() + 1);
                prop_assert!((found.r - 1.0).abs() < 1e-9, "{found:?}");
            }
        }
        Ok(())
    });
    assert!(seen.get() > 20, "{} factors compared", seen.get());
}
