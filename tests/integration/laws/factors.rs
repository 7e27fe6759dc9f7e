//! Laws of correlations, extraction and rotation.

use super::strategies::{VARIMAX, components, correlated, extracted, law, studies, study};
use proptest::prelude::*;
use quincunx::numeric::{Matrix, symmetric_eigenpairs};
use quincunx::qmethod::extraction::{CentroidOptions, Extraction};
use quincunx::qmethod::rotation::RotationStep;
use quincunx::qmethod::{Extracted, FactorIndex, Grid, Rotated, SortIndex, Study};
use std::sync::Arc;

fn difference(a: &Matrix<f64>, b: &Matrix<f64>) -> f64 {
    (a - b).amax()
}

fn sum_of_fourth_powers(loadings: &Matrix<f64>) -> Vec<f64> {
    let columns = loadings.column_iter();
    columns
        .map(|column| column.iter().map(|l| l.powi(4)).sum())
        .collect()
}

/// Σ over factors of the variance of squared loadings, rows at length 1 where asked.
fn criterion(loadings: &Matrix<f64>, kaiser: bool) -> f64 {
    let mut rows = loadings.clone();
    if kaiser {
        rows.row_iter_mut()
            .filter(|row| row.norm() > 1e-10)
            .for_each(|mut row| row /= row.norm());
    }
    let m = rows.nrows() as f64;
    let squares = |f: usize| rows.column(f).norm_squared() / m;
    let fourth = sum_of_fourth_powers(&rows);
    fourth
        .iter()
        .enumerate()
        .map(|(f, sum)| sum / m - squares(f).powi(2))
        .sum()
}

/// The study with its sorts in another order, and that order.
fn turned_round(study: &Study) -> (Arc<Study>, Vec<usize>) {
    let m = study.sort_count();
    let order: Vec<usize> = (0..m).map(|i| (i + m / 2) % m).rev().collect();
    let keep: Vec<SortIndex> = order.iter().map(|i| SortIndex(*i)).collect();
    (Arc::new(study.subset(&keep).unwrap()), order)
}

#[test]
fn correlations_ignore_a_shift_and_a_unit_of_the_grid() {
    law(studies(), |study| {
        let free = Grid::Free { arrays: None };
        let sorts = study.sorts().map(|x| 3.0 * x + 5.0);
        let ids = study.sort_ids().to_vec();
        let shifted = Study::new(study.statements().to_vec(), ids, sorts, free).unwrap();
        let (before, after) = (correlated(&study), correlated(&Arc::new(shifted)));
        prop_assert!(difference(&before.matrix(), &after.matrix()) < 1e-14);
        Ok(())
    });
}

#[test]
fn all_components_reproduce_the_correlations() {
    law(studies(), |study| {
        let all = components(&study, usize::MAX);
        let again = all.loadings() * all.loadings().transpose();
        prop_assert!(difference(&again, &correlated(&study).matrix()) < 1e-10);
        let total: f64 = all.eigenvalues().iter().sum();
        prop_assert!((total - study.sort_count() as f64).abs() < 1e-10);
        prop_assert_eq!(all.eigenvalues().len(), study.sort_count());
        Ok(())
    });
}

/// More sorts than statements are decomposed through the statements; the eigenvalues are those of R all the same.
#[test]
fn many_sorts_have_the_eigenvalues_of_their_correlations() {
    let sorts = (0..30).map(|i| {
        let mut values = vec![-2, -1, -1, 0, 0, 0, 1, 1, 2];
        for step in 0..9 {
            values.swap(step, (step * (i + 2) + i * i) % 9);
        }
        values
    });
    let study = Arc::new(study(&[1, 2, 3, 2, 1], &sorts.collect::<Vec<_>>()));
    let expected = symmetric_eigenpairs(correlated(&study).matrix()).unwrap();
    let ours = components(&study, 8);
    for (a, b) in ours.eigenvalues().iter().zip(&expected.values) {
        assert!((a - b).abs() < 1e-12, "{a} {b}");
    }
    for (column, vector) in ours
        .loadings()
        .column_iter()
        .zip(expected.vectors.column_iter())
    {
        assert!((column.dot(&vector).abs() - column.norm()).abs() < 1e-10);
    }
    assert_eq!(ours.eigenvalues().len(), 30);
    assert_eq!(ours.eigenvalues()[8..], [0.0; 22]);
}

#[test]
fn rotation_keeps_communalities_and_is_orthogonal() {
    law((studies(), -90.0..90.0_f64), |(study, degrees)| {
        let unrotated = components(&study, 3);
        let k = unrotated.factor_count();
        prop_assume!(k >= 2);
        let by_hand = RotationStep::ByHand {
            a: FactorIndex(1),
            b: FactorIndex(0),
            degrees,
        };
        let before = Rotated::new(Arc::clone(&unrotated), k, &[]).unwrap();
        let steps = [VARIMAX, by_hand, RotationStep::Invert(FactorIndex(0))];
        let after = Rotated::new(unrotated, k, &steps).unwrap();
        for (a, b) in before.communalities().iter().zip(after.communalities()) {
            prop_assert!((a - b).abs() < 1e-12);
        }
        let t = after.rotation();
        prop_assert!(difference(&(t.transpose() * t), &Matrix::identity(k, k)) < 1e-12);
        prop_assert!(difference(&(before.loadings() * t), after.loadings()) < 1e-14);
        Ok(())
    });
}

#[test]
fn varimax_never_lowers_its_criterion_and_comes_to_an_end() {
    law((studies(), any::<bool>()), |(study, kaiser)| {
        let unrotated = components(&study, 4);
        let k = unrotated.factor_count();
        let varimax = RotationStep::Varimax { kaiser };
        let rotated =
            Rotated::new(Arc::clone(&unrotated), k, std::slice::from_ref(&varimax)).unwrap();
        prop_assert!(rotated.converged());
        let before = criterion(unrotated.loadings(), kaiser);
        let after = criterion(rotated.loadings(), kaiser);
        prop_assert!(after >= before - 1e-14, "{} {}", before, after);
        let again = rotated.then(varimax).unwrap();
        prop_assert!((criterion(again.loadings(), kaiser) - after).abs() < 1e-12);
        Ok(())
    });
}

#[test]
fn varimax_orders_factors_and_points_them_up() {
    law(studies(), |study| {
        let unrotated = components(&study, 4);
        let k = unrotated.factor_count();
        let rotated = Rotated::new(unrotated, k, &[VARIMAX]).unwrap();
        let sums = rotated.eigenvalues();
        prop_assert!(sums.windows(2).all(|pair| pair[0] >= pair[1] - 1e-12));
        for column in rotated.loadings().column_iter() {
            let balance: f64 = column.iter().map(|l| l * l.abs()).sum();
            prop_assert!(balance >= -1e-10);
        }
        Ok(())
    });
}

#[test]
fn permuting_sorts_permutes_loadings() {
    let centroid = Extraction::Centroid(CentroidOptions::CONVERGED);
    for extraction in [Extraction::PrincipalComponents, centroid] {
        law(studies(), |study| {
            let (permuted, order) = turned_round(&study);
            let (a, b) = (
                extracted(&study, extraction, 2),
                extracted(&permuted, extraction, 2),
            );
            prop_assert_eq!(a.factor_count(), b.factor_count());
            // Of equal eigenvalues any turned pair will do, and equal sums reflect the first of their sorts: no order is lost there.
            prop_assume!(is_determined(&a));
            for (row, source) in order.iter().enumerate() {
                for factor in 0..a.factor_count() {
                    let (x, y) = (b.loadings()[(row, factor)], a.loadings()[(*source, factor)]);
                    prop_assert!((x - y).abs() < 1e-7, "{:?} {} {}", extraction, x, y);
                }
            }
            Ok(())
        });
    }
}

fn is_determined(extracted: &Extracted) -> bool {
    let distinct = extracted
        .eigenvalues()
        .windows(2)
        .take(2)
        .all(|pair| (pair[0] - pair[1]).abs() > 1e-3);
    let unsigned = extracted.loadings().column_iter().all(|column| {
        let balance: f64 = column.iter().map(|l| l * l.abs()).sum();
        balance.abs() > 1e-6
    });
    distinct && unsigned && !has_copies(extracted.correlated().study())
}

fn has_copies(study: &Study) -> bool {
    let m = study.sort_count();
    (0..m).any(|i| (0..i).any(|j| study.sorts().column(i) == study.sorts().column(j)))
}

/// Copies are where other programs corrupt their matrix.
#[test]
fn copies_of_a_sort_load_alike_on_centroids() {
    law(studies(), |study| {
        let sorts = study.sorts();
        let m = sorts.ncols();
        let doubled = Matrix::from_fn(sorts.nrows(), 2 * m, |i, j| sorts[(i, j % m)]);
        let ids = (0..2 * m).map(|i| format!("P{i}")).collect();
        let statements = study.statements().to_vec();
        let doubled = Study::new(statements, ids, doubled, study.grid().clone()).unwrap();
        let centroid = Extraction::Centroid(CentroidOptions::CONVERGED);
        let found = extracted(&Arc::new(doubled), centroid, 2);
        for factor in found.loadings().column_iter() {
            for sort in 0..m {
                prop_assert!((factor[sort] - factor[m + sort]).abs() < 1e-8);
            }
        }
        Ok(())
    });
}

/// Where all sorts agree, the first centroid needs no reflection and leaves column sums of zero; the second must not come from their noise.
#[test]
fn a_second_centroid_after_a_general_factor_does_not_hang_on_noise() {
    let viewpoint = vec![-2, -2, -1, -1, -1, 0, 0, 0, 0, 1, 1, 1, 2, 2];
    let swaps: [&[(usize, usize)]; 7] = [
        &[],
        &[(0, 2), (5, 9)],
        &[(1, 3), (6, 10)],
        &[(4, 7), (11, 12)],
        &[(0, 2), (5, 9), (8, 12)],
        &[(3, 8), (10, 13)],
        &[(4, 7), (11, 13), (2, 6)],
    ];
    let sorts = swaps.map(|swaps| {
        let mut sort = viewpoint.clone();
        swaps.iter().for_each(|(a, b)| sort.swap(*a, *b));
        sort
    });
    let study = Arc::new(study(&[2, 3, 4, 3, 2], &sorts));
    let r = correlated(&study).matrix();
    assert!(r.iter().all(|r| *r > 0.0));
    let centroid = Extraction::Centroid(CentroidOptions::CONVERGED);
    let first = extracted(&study, centroid, 3);
    assert_eq!(first.factor_count(), 3);
    assert!(first.converged());
    for shift in 1..7 {
        let order: Vec<SortIndex> = (0..7).map(|i| SortIndex((i * 3 + shift) % 7)).collect();
        let permuted = extracted(&Arc::new(study.subset(&order).unwrap()), centroid, 3);
        for (row, source) in order.iter().enumerate() {
            let change = permuted.loadings().row(row) - first.loadings().row(source.0);
            assert!(change.amax() < 1e-8, "{change}");
        }
    }
}

/// A sort that shares nothing with the factors has no direction for Kaiser's normalisation.
#[test]
fn a_sort_without_communality_stays_at_zero() {
    let sorts = [
        vec![-2, -1, -1, 0, 0, 0, 1, 1, 2],
        vec![-2, -1, -1, 0, 0, 0, 1, 1, 2],
        vec![0, -1, 1, -2, 2, 0, -1, 1, 0],
    ];
    let study = Arc::new(study(&[1, 2, 3, 2, 1], &sorts));
    let r = correlated(&study).matrix();
    assert_eq!(r[(0, 2)], 0.0, "the premise");
    let unrotated = components(&study, 1);
    let rotated = Rotated::new(unrotated, 1, &[VARIMAX]).unwrap();
    assert!(rotated.loadings().iter().all(|l| l.is_finite()));
    assert!(rotated.loadings()[(2, 0)].abs() < 1e-12);
}

#[test]
fn steps_at_once_and_one_by_one_give_the_same_digits() {
    law(studies(), |study| {
        let unrotated = components(&study, 3);
        let k = unrotated.factor_count();
        prop_assume!(k >= 2);
        let (a, b) = (FactorIndex(0), FactorIndex(1));
        let steps = [
            VARIMAX,
            RotationStep::ByHand {
                a,
                b,
                degrees: -12.5,
            },
            RotationStep::Invert(b),
            RotationStep::Swap(a, b),
        ];
        let at_once = Rotated::new(Arc::clone(&unrotated), k, &steps).unwrap();
        let mut one_by_one = Rotated::new(unrotated, k, &[]).unwrap();
        for step in &steps {
            one_by_one = one_by_one.then(step.clone()).unwrap();
        }
        prop_assert_eq!(at_once.loadings(), one_by_one.loadings());
        prop_assert_eq!(at_once.rotation(), one_by_one.rotation());
        prop_assert_eq!(at_once.steps(), &steps);
        Ok(())
    });
}

#[test]
fn a_turn_and_its_opposite_cancel() {
    law((studies(), -180.0..180.0_f64), |(study, degrees)| {
        let unrotated = components(&study, 2);
        prop_assume!(unrotated.factor_count() == 2);
        let (a, b) = (FactorIndex(0), FactorIndex(1));
        let turn = |degrees| RotationStep::ByHand { a, b, degrees };
        let steps = [turn(degrees), turn(-degrees)];
        let there_and_back = Rotated::new(Arc::clone(&unrotated), 2, &steps).unwrap();
        prop_assert!(difference(there_and_back.loadings(), unrotated.loadings()) < 1e-14);
        let quarter = Rotated::new(Arc::clone(&unrotated), 2, &[turn(90.0)]).unwrap();
        let change = quarter.loadings().column(0) - unrotated.loadings().column(1);
        prop_assert!(
            change.amax() < 1e-14,
            "clockwise: the first takes the place of the second"
        );
        Ok(())
    });
}
