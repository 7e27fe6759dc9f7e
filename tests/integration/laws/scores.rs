//! Laws of flags, scores, arrays, comparison and prevalence.

use super::strategies::{components, law, scored, studies};
use crate::studies::{distribution, numbered};
use proptest::prelude::*;
use quincunx::numeric::{Matrix, mean, standard_deviation};
use quincunx::qmethod::characteristics::Characteristics;
use quincunx::qmethod::comparison::{Profile, compare};
use quincunx::qmethod::correlation::CorrelationMethod;
use quincunx::qmethod::flagging::{FlagChange, FlagRule, Majority, SortStanding};
use quincunx::qmethod::prevalence::prevalence;
use quincunx::qmethod::rotation::RotationStep;
use quincunx::qmethod::scores::{ScoreInput, ScoreOptions, StraddlingTie};
use quincunx::qmethod::second_order::{FirstOrder, second_order_study};
use quincunx::qmethod::{
    Attribute, Correlated, FactorIndex, Flagged, Grid, Rotated, Scored, SortIndex, StatementIndex,
    Study,
};
use std::sync::Arc;

#[test]
fn scores_have_mean_0_and_sd_1() {
    law(studies(), |study| {
        let scored = scored(&study, 3, &[])?;
        for factor in scored.scored_factors() {
            let z = scored.z(factor).unwrap();
            prop_assert!(mean(z).abs() < 1e-12);
            prop_assert!((standard_deviation(z) - 1.0).abs() < 1e-12);
        }
        Ok(())
    });
}

#[test]
fn each_array_is_a_permutation_of_the_grid_in_the_order_of_scores() {
    law(studies(), |study| {
        let scored = scored(&study, 3, &[])?;
        for factor in scored.scored_factors() {
            let (array, z) = (scored.array(factor).unwrap(), scored.z(factor).unwrap());
            let mut values = array.to_vec();
            values.sort_unstable();
            let grid = study.grid().for_arrays().unwrap();
            prop_assert_eq!(values, grid.sorted_values());
            for pair in scored.ranking(factor).unwrap().windows(2) {
                let (upper, lower) = (pair[0].0, pair[1].0);
                prop_assert!(array[upper] >= array[lower]);
                let tied = (z[upper] - z[lower]).abs() <= 1e-9;
                let in_order = if tied {
                    upper < lower
                } else {
                    z[upper] > z[lower]
                };
                prop_assert!(in_order);
            }
        }
        Ok(())
    });
}

/// A factor defined by one sort, whose ties do not fit the grid of the arrays.
#[test]
fn ties_across_a_border_go_by_number_and_are_told() {
    let sorts = Matrix::from_column_slice(
        6,
        2,
        &[
            -1.0, -1.0, 0.0, 0.0, 1.0, 1.0, //
            -1.0, 0.0, -1.0, 0.0, 1.0, 1.0,
        ],
    );
    let grid = Grid::Free {
        arrays: Some(distribution(-1, &[1, 4, 1])),
    };
    // The numbers run backwards, so that places and numbers differ.
    let mut statements = numbered(6);
    statements.reverse();
    let ids = vec!["P1".to_owned(), "P2".to_owned()];
    let study = Arc::new(Study::new(statements, ids, sorts, grid).unwrap());
    let rotated = Arc::new(Rotated::new(components(&study, 1), 1, &[]).unwrap());
    let flag = |sort, defining| FlagChange {
        sort: SortIndex(sort),
        factor: FactorIndex(0),
        defining,
        reason: None,
    };
    let by_hand = [flag(0, true), flag(1, false)];
    let flagged = Flagged::new(rotated, FlagRule::default(), &by_hand).unwrap();
    let scored = Scored::new(Arc::new(flagged), ScoreOptions::default()).unwrap();
    assert_eq!(scored.array(FactorIndex(0)).unwrap(), [-1, 0, 0, 0, 0, 1]);
    let tie = |a, b| StraddlingTie {
        factor: FactorIndex(0),
        statements: vec![StatementIndex(a), StatementIndex(b)],
    };
    assert_eq!(scored.straddling_ties(), [tie(5, 4), tie(1, 0)]);
}

#[test]
fn reflecting_a_factor_negates_its_scores_and_nothing_else() {
    law(studies(), |study| {
        let invert = RotationStep::Invert(FactorIndex(0));
        let (before, after) = (scored(&study, 3, &[])?, scored(&study, 3, &[invert])?);
        prop_assert_eq!(before.flagged().flags(), after.flagged().flags());
        prop_assert_eq!(before.flagged().standings(), after.flagged().standings());
        for factor in before.scored_factors() {
            let sign = if factor.0 == 0 { -1.0 } else { 1.0 };
            let (a, b) = (before.z(factor).unwrap(), after.z(factor).unwrap());
            prop_assert!(a.iter().zip(b).all(|(a, b)| (a - sign * b).abs() < 1e-12));
        }
        let (a, b) = (Characteristics::of(&before), Characteristics::of(&after));
        prop_assert_eq!(a.composite_reliability, b.composite_reliability);
        prop_assert_eq!(a.eigenvalues, b.eigenvalues);
        Ok(())
    });
}

#[test]
fn raw_and_standardised_sorts_score_alike_on_a_forced_grid() {
    law(studies(), |study| {
        let scored = scored(&study, 3, &[])?;
        let raw = ScoreOptions {
            input: ScoreInput::Raw,
            ..ScoreOptions::default()
        };
        let from_raw = Scored::new(Arc::clone(scored.flagged()), raw).unwrap();
        for factor in scored.scored_factors() {
            let (a, b) = (scored.z(factor).unwrap(), from_raw.z(factor).unwrap());
            prop_assert!(a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-12));
            prop_assert_eq!(scored.array(factor), from_raw.array(factor));
        }
        Ok(())
    });
}

#[test]
fn weights_are_largest_at_10_and_signed_as_the_loadings() {
    law(studies(), |study| {
        let scored = scored(&study, 3, &[])?;
        let loadings = scored.flagged().rotated().loadings();
        for factor in scored.scored_factors() {
            let weights = scored.weights(factor);
            let largest = weights.iter().fold(0.0_f64, |most, w| most.max(w.abs()));
            prop_assert!((largest - 10.0).abs() < 1e-12);
            let defining = scored.flagged().defining_sorts(factor);
            prop_assert_eq!(weights.len(), defining.len());
            for (sort, weight) in defining.iter().zip(weights) {
                prop_assert!(weight * loadings[(sort.0, factor.0)] > 0.0);
            }
        }
        Ok(())
    });
}

#[test]
fn flags_follow_the_rule() {
    law((studies(), any::<bool>()), |(study, majority)| {
        let scored = scored(&study, 3, &[])?;
        let rule = rule(majority);
        let rotated = Arc::clone(scored.flagged().rotated());
        let flagged = Flagged::new(Arc::clone(&rotated), rule, &[]).unwrap();
        let threshold = 1.96 / (study.statement_count() as f64).sqrt();
        prop_assert!((flagged.threshold() - threshold).abs() < 1e-15);
        let communalities = rotated.communalities();
        let standings = flagged.standings();
        for (sort, h2) in communalities.iter().enumerate() {
            let row = rotated.loadings().row(sort);
            let flags: Vec<bool> = row
                .iter()
                .map(|l| l.abs() > threshold && (!majority || l * l > h2 / 2.0))
                .collect();
            prop_assert!(flagged.flags().row(sort).iter().eq(&flags));
            let several = flags.iter().filter(|flag| **flag).count() > 1;
            prop_assert!(!(majority && several), "a majority on two factors");
            prop_assert!(!several || standings[sort] == SortStanding::Confounded);
        }
        Ok(())
    });
}

#[test]
fn a_flag_taken_back_by_hand_leaves_the_rest_alone() {
    law(studies(), |study| {
        let scored = scored(&study, 2, &[])?;
        let flagged = scored.flagged();
        let factor = FactorIndex(0);
        let Some(sort) = flagged.defining_sorts(factor).first().copied() else {
            return Ok(());
        };
        let change = |defining| FlagChange {
            sort,
            factor,
            defining,
            reason: None,
        };
        let rotated = flagged.rotated();
        let without = Flagged::new(Arc::clone(rotated), flagged.rule(), &[change(false)]).unwrap();
        let defining = flagged.defining_sorts(factor);
        prop_assert_eq!(without.defining_sorts(factor), defining[1..].to_vec());
        let there_and_back = [change(false), change(true)];
        let again = Flagged::new(Arc::clone(rotated), flagged.rule(), &there_and_back).unwrap();
        prop_assert_eq!(again.flags(), flagged.flags());
        Ok(())
    });
}

/// Without defining sorts a factor has nothing, and the others have what they had.
#[test]
fn a_factor_without_flags_leaves_the_others_alone() {
    law(studies(), |study| {
        let scored = scored(&study, 3, &[])?;
        let flagged = scored.flagged();
        let emptied = FactorIndex(0);
        let changes: Vec<FlagChange> = flagged
            .defining_sorts(emptied)
            .into_iter()
            .map(|sort| FlagChange {
                sort,
                factor: emptied,
                defining: false,
                reason: Some("to see what happens".into()),
            })
            .collect();
        let flagged =
            Flagged::new(Arc::clone(flagged.rotated()), flagged.rule(), &changes).unwrap();
        let after = Scored::new(Arc::new(flagged), ScoreOptions::default()).unwrap();
        prop_assert_eq!(after.z(emptied), None);
        prop_assert_eq!(after.array(emptied), None);
        prop_assert!(after.weights(emptied).is_empty());
        for factor in after.scored_factors() {
            prop_assert_eq!(after.z(factor), scored.z(factor));
        }
        let characteristics = Characteristics::of(&after);
        prop_assert_eq!(characteristics.composite_reliability[0], None);
        prop_assert!(characteristics.sed.row(0).iter().all(|x| x.is_nan()));
        Ok(())
    });
}

#[test]
fn a_solution_compared_with_itself_gives_the_correlations_of_its_scores() {
    law(studies(), |study| {
        let scored = scored(&study, 3, &[])?;
        let factors = scored.scored_factors();
        let found = compare(&scored, &scored, Profile::Scores).unwrap();
        let r = Characteristics::of(&scored).score_correlations;
        prop_assert_eq!(&found.rows, &factors);
        prop_assert_eq!(found.statements, study.statement_count());
        for (i, a) in factors.iter().enumerate() {
            for (j, b) in factors.iter().enumerate() {
                prop_assert!((found.matrix[(i, j)] - r[(a.0, b.0)]).abs() < 1e-12);
            }
        }
        Ok(())
    });
}

#[test]
fn the_second_order_study_of_one_solution_correlates_as_its_factors_do() {
    law(studies(), |study| {
        let scored = scored(&study, 3, &[])?;
        let factors = scored.scored_factors();
        let labels: Vec<String> = (1..=scored.factor_count())
            .map(|f| format!("F{f}"))
            .collect();
        let first_order = FirstOrder {
            name: "one",
            labels: &labels,
            scored: &scored,
        };
        let second = Arc::new(second_order_study(&[first_order], Profile::Scores).unwrap());
        let correlated = Correlated::new(Arc::clone(&second), CorrelationMethod::Pearson).unwrap();
        let r = Characteristics::of(&scored).score_correlations;
        for (i, a) in factors.iter().enumerate() {
            prop_assert_eq!(&second.sort_ids()[i], &labels[a.0]);
            for (j, b) in factors.iter().enumerate() {
                let ours = correlated.between(SortIndex(i), SortIndex(j));
                prop_assert!((ours - r[(a.0, b.0)]).abs() < 1e-12);
            }
        }
        let arrays = second_order_study(&[first_order], Profile::Arrays).unwrap();
        prop_assert_eq!(arrays.grid(), study.grid());
        Ok(())
    });
}

/// Statements are matched by number, wherever they stand.
#[test]
fn comparison_finds_shared_statements_by_number() {
    law(studies(), |study| {
        let n = study.statement_count();
        let keep: Vec<usize> = (1..n).rev().collect();
        let statements = keep
            .iter()
            .map(|i| study.statements()[*i].clone())
            .collect();
        let sorts = study.sorts().select_rows(&keep);
        let ids = study.sort_ids().to_vec();
        let Ok(part) = Study::new(statements, ids, sorts, Grid::Free { arrays: None }) else {
            return Ok(());
        };
        let (whole, part) = (scored(&study, 2, &[])?, scored(&Arc::new(part), 2, &[])?);
        let found = compare(&whole, &part, Profile::Scores).unwrap();
        prop_assert_eq!(found.statements, n - 1);
        let (a, b) = (
            whole.z(found.rows[0]).unwrap(),
            part.z(found.columns[0]).unwrap(),
        );
        let paired: Vec<f64> = keep.iter().map(|i| a[*i]).collect();
        let r = quincunx::numeric::pearson(&paired, b);
        prop_assert!((found.matrix[(0, 0)] - r).abs() < 1e-12);
        Ok(())
    });
}

#[test]
fn prevalence_counts_every_sort_once() {
    law((studies(), any::<bool>()), |(study, majority)| {
        let m = study.sort_count();
        let values: Vec<String> = (0..m)
            .map(|i| ["10", "9", "", "-1"][i % 4].to_owned())
            .collect();
        let attribute = Attribute {
            name: "group".into(),
            values: values.into(),
        };
        let study = Study::clone(&study).with_sort_attribute(attribute).unwrap();
        let scored = scored(&Arc::new(study), 3, &[])?;
        let rule = rule(majority);
        let rotated = Arc::clone(scored.flagged().rotated());
        let flagged = Flagged::new(rotated, rule, &[]).unwrap();
        let found = prevalence(&flagged, "group").unwrap();
        prop_assert_eq!(&found.rows, &["-1", "9", "10", ""]);
        prop_assert_eq!(found.sorts.iter().sum::<usize>(), m);
        for row in 0..4 {
            prop_assert_eq!(found.counts[row].iter().sum::<usize>(), found.matched[row]);
            let sum = found.matched[row] + found.confounded[row] + found.other[row];
            prop_assert_eq!(sum, found.sorts[row]);
            let negative = found.negative[row].iter().zip(&found.counts[row]);
            prop_assert!(negative.clone().all(|(negative, all)| negative <= all));
        }
        Ok(())
    });
}

/// The rule at .05, with the majority of h² or without.
fn rule(majority: bool) -> FlagRule {
    let majority = match majority {
        true => Majority::Required,
        false => Majority::Ignored,
    };
    FlagRule::critical(1.96, majority)
}
