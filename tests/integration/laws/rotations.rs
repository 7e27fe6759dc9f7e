//! Laws of rotations beside varimax, and of the list of steps.

use super::strategies::{VARIMAX, components, law, studies};
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use quincunx::numeric::Matrix;
use quincunx::qmethod::rotation::{
    Criterion, FactorOrder, Oblimin, Orthomax, Promax, RotationError, RotationStep, Target,
};
use quincunx::qmethod::{FactorIndex, MethodError, Rotated, SortIndex};
use std::sync::Arc;

fn orthomax(criterion: Criterion, kaiser: bool) -> RotationStep {
    RotationStep::Orthomax(Orthomax {
        criterion,
        ..Orthomax::varimax(kaiser)
    })
}

fn oblimin() -> RotationStep {
    RotationStep::Oblimin(Oblimin::default())
}

fn promax() -> RotationStep {
    RotationStep::Promax(Promax::default())
}

fn difference(a: &Matrix<f64>, b: &Matrix<f64>) -> f64 {
    (a - b).amax()
}

fn normalised(loadings: &Matrix<f64>) -> Matrix<f64> {
    let mut rows = loadings.clone();
    rows.row_iter_mut()
        .filter(|row| row.norm() > 1e-10)
        .for_each(|mut row| row /= row.norm());
    rows
}

/// Σ over factors of Σl⁴ − (γ/m)·(Σl²)².
fn criterion(loadings: &Matrix<f64>, gamma: f64) -> f64 {
    let m = loadings.nrows() as f64;
    loadings
        .column_iter()
        .map(|column| {
            let fourth: f64 = column.iter().map(|l| l.powi(4)).sum();
            fourth - gamma / m * column.norm_squared().powi(2)
        })
        .sum()
}

/// Σ over pairs of factors of Σp²q².
fn quartimin(pattern: &Matrix<f64>) -> f64 {
    let squares = pattern.map(|p| p * p);
    let mut sum = 0.0;
    for a in 0..pattern.ncols() {
        for b in 0..a {
            sum += squares.column(a).dot(&squares.column(b));
        }
    }
    sum
}

#[test]
fn orthogonal_rotations_keep_communalities_and_cannot_be_improved_by_a_turn() {
    for which in [
        Criterion::Quartimax,
        Criterion::Equamax,
        Criterion::Gamma(0.5),
    ] {
        law(
            (studies(), any::<bool>(), -9.0..9.0_f64),
            |(study, kaiser, degrees)| {
                let unrotated = components(&study, 3);
                let k = unrotated.factor_count();
                prop_assume!(k >= 2);
                let before = Rotated::new(Arc::clone(&unrotated), k, &[]).unwrap();
                let after = Rotated::new(unrotated, k, &[orthomax(which, kaiser)]).unwrap();
                prop_assert!(after.converged());
                for (a, b) in before.communalities().iter().zip(after.communalities()) {
                    prop_assert!((a - b).abs() < 1e-12);
                }
                let size = |rotated: &Rotated| match kaiser {
                    true => criterion(&normalised(rotated.loadings()), which.gamma(k)),
                    false => criterion(rotated.loadings(), which.gamma(k)),
                };
                prop_assert!(size(&after) >= size(&before) - 1e-10);
                for (a, b) in (0..k).flat_map(|a| (0..a).map(move |b| (a, b))) {
                    let turn = RotationStep::ByHand {
                        a: FactorIndex(a),
                        b: FactorIndex(b),
                        degrees,
                    };
                    prop_assert!(size(&after.then(turn).unwrap()) <= size(&after) + 1e-10);
                }
                Ok(())
            },
        );
    }
}

#[test]
fn varimax_is_the_orthomax_of_gamma_one_to_the_last_digit() {
    law((studies(), any::<bool>()), |(study, kaiser)| {
        let unrotated = components(&study, 3);
        let k = unrotated.factor_count();
        let varimax = [RotationStep::Varimax { kaiser }];
        let varimax = Rotated::new(Arc::clone(&unrotated), k, &varimax).unwrap();
        for which in [Criterion::Varimax, Criterion::Gamma(1.0)] {
            let other = Rotated::new(Arc::clone(&unrotated), k, &[orthomax(which, kaiser)]);
            let other = other.unwrap();
            prop_assert_eq!(varimax.loadings(), other.loadings());
        }
        Ok(())
    });
}

#[test]
fn oblique_rotations_reproduce_what_the_factors_reproduced() {
    for step in [oblimin(), promax()] {
        law(studies(), |study| {
            let unrotated = components(&study, 3);
            let k = unrotated.factor_count();
            prop_assume!(k >= 2);
            let before = Rotated::new(Arc::clone(&unrotated), k, &[]).unwrap();
            let after = match Rotated::new(unrotated, k, std::slice::from_ref(&step)) {
                Ok(after) => after,
                Err(MethodError::Rotation(RotationError::FactorsCollapse)) => {
                    return Err(TestCaseError::reject("the factors collapse"));
                }
                Err(other) => panic!("{other}"),
            };
            prop_assume!(after.converged());
            let phi = after.factor_correlations().unwrap();
            prop_assert!(difference(&(after.loadings() * phi), after.structure()) < 1e-10);
            prop_assert!(phi.diagonal().iter().all(|r| *r == 1.0));
            prop_assert!(difference(phi, &phi.transpose()) < 1e-10);
            prop_assert!(phi.iter().all(|r| r.abs() < 1.0 + 1e-12));
            let again = after.structure() * after.loadings().transpose();
            let product = before.loadings() * before.loadings().transpose();
            prop_assert!(difference(&again, &product) < 1e-8);
            for (a, b) in before.communalities().iter().zip(after.communalities()) {
                prop_assert!((a - b).abs() < 1e-8);
            }
            let total: f64 = after.eigenvalues().iter().sum();
            let expected: f64 = before.eigenvalues().iter().sum();
            prop_assert!((total - expected).abs() < 1e-8);
            Ok(())
        });
    }
}

/// Small changes of any factor's direction make the criterion no smaller.
#[test]
fn oblimin_is_at_a_minimum() {
    law((studies(), -0.02..0.02_f64), |(study, by)| {
        let unrotated = components(&study, 3);
        let k = unrotated.factor_count();
        prop_assume!(k >= 2);
        let step = RotationStep::Oblimin(Oblimin {
            kaiser: false,
            ..Oblimin::default()
        });
        let Ok(after) = Rotated::new(Arc::clone(&unrotated), k, &[step]) else {
            return Err(TestCaseError::reject("the factors collapse"));
        };
        prop_assume!(after.converged());
        let least = quartimin(after.loadings());
        let varimax = [RotationStep::Varimax { kaiser: false }];
        let varimax = Rotated::new(unrotated, k, &varimax).unwrap();
        prop_assert!(least <= quartimin(varimax.loadings()) + 1e-10);
        // Factors are columns of T; A·T⁻ᵀ is the pattern.
        let factors = after.rotation().clone().try_inverse().unwrap().transpose();
        let first = varimax.extracted().loadings().columns(0, k).into_owned();
        for (a, b) in (0..k).flat_map(|a| (0..k).map(move |b| (a, b))) {
            if a == b {
                continue;
            }
            let mut other = factors.clone();
            let moved = other.column(a) + by * other.column(b);
            other.set_column(a, &moved.normalize());
            let pattern = &first * other.try_inverse().unwrap().transpose();
            prop_assert!(quartimin(&pattern) >= least - 1e-9);
        }
        Ok(())
    });
}

#[test]
fn no_turn_comes_nearer_to_a_target() {
    law(
        (studies(), -40.0..40.0_f64, 0..1000_u32),
        |(study, degrees, seed)| {
            let unrotated = components(&study, 3);
            let k = unrotated.factor_count();
            prop_assume!(k >= 2);
            let target = Matrix::from_fn(study.sort_count(), k, |i, j| {
                f64::from((seed + 31 * i as u32 + 17 * j as u32 * (i as u32 + 1)) % 21) / 10.0 - 1.0
            });
            let step = RotationStep::Target(Target {
                loadings: Arc::new(target.clone()),
                name: "t".into(),
            });
            let Ok(near) = Rotated::new(unrotated, k, &[step]) else {
                return Err(TestCaseError::reject("the target leaves the rotation open"));
            };
            let t = near.rotation();
            prop_assert!(difference(&(t.transpose() * t), &Matrix::identity(k, k)) < 1e-12);
            let distance = |r: &Rotated| (r.loadings() - &target).norm();
            let turn = RotationStep::ByHand {
                a: FactorIndex(0),
                b: FactorIndex(1),
                degrees,
            };
            prop_assert!(distance(&near.then(turn).unwrap()) >= distance(&near) - 1e-12);
            Ok(())
        },
    );
}

/// Loadings that are a turn of the factors are reached exactly, whatever turns came before.
#[test]
fn a_target_that_can_be_reached_is_reached() {
    law((studies(), -90.0..90.0_f64), |(study, degrees)| {
        let unrotated = components(&study, 3);
        let k = unrotated.factor_count();
        prop_assume!(k >= 2 && unrotated.eigenvalues()[k - 1] > 1e-3);
        let turn = RotationStep::ByHand {
            a: FactorIndex(0),
            b: FactorIndex(1),
            degrees,
        };
        let goal = Rotated::new(Arc::clone(&unrotated), k, &[VARIMAX, turn]).unwrap();
        let step = RotationStep::Target(Target {
            loadings: Arc::new(goal.loadings().clone()),
            name: "t".into(),
        });
        for steps in [vec![step.clone()], vec![VARIMAX, step]] {
            let reached = Rotated::new(Arc::clone(&unrotated), k, &steps).unwrap();
            prop_assert!(difference(reached.loadings(), goal.loadings()) < 1e-9);
        }
        Ok(())
    });
}

#[test]
fn a_factor_turned_through_a_sort_carries_all_of_it() {
    law(
        (studies(), 0..4_usize, 0..3_usize),
        |(study, sort, factor)| {
            let unrotated = components(&study, 3);
            let k = unrotated.factor_count();
            prop_assume!(k >= 2 && factor < k);
            let before = Rotated::new(unrotated, k, &[VARIMAX]).unwrap();
            let h = before.communalities()[sort].sqrt();
            prop_assume!(h > 1e-6);
            let step = RotationStep::Through {
                factor: FactorIndex(factor),
                sort: SortIndex(sort),
            };
            let after = before.then(step).unwrap();
            for f in 0..k {
                let expected = if f == factor { h } else { 0.0 };
                prop_assert!((after.loadings()[(sort, f)] - expected).abs() < 1e-10);
            }
            for (a, b) in before.communalities().iter().zip(after.communalities()) {
                prop_assert!((a - b).abs() < 1e-12);
            }
            Ok(())
        },
    );
}

#[test]
fn replaying_the_steps_gives_the_same_digits() {
    law((studies(), -90.0..90.0_f64), |(study, degrees)| {
        let unrotated = components(&study, 3);
        let k = unrotated.factor_count();
        prop_assume!(k == 3);
        let (a, b, c) = (FactorIndex(0), FactorIndex(1), FactorIndex(2));
        let steps = [
            orthomax(Criterion::Equamax, true),
            RotationStep::ByHand { a, b: c, degrees },
            RotationStep::Through {
                factor: b,
                sort: SortIndex(0),
            },
            RotationStep::Order(FactorOrder::Given(vec![c, a, b])),
            RotationStep::Invert(a),
            promax(),
            RotationStep::Swap(b, c),
            RotationStep::Order(FactorOrder::ByVariance),
        ];
        let Ok(first) = Rotated::new(Arc::clone(&unrotated), k, &steps) else {
            return Err(TestCaseError::reject("no such rotation"));
        };
        let again = first.replayed(first.steps()).unwrap();
        prop_assert_eq!(first.loadings(), again.loadings());
        prop_assert_eq!(first.structure(), again.structure());
        prop_assert_eq!(first.rotation(), again.rotation());
        let sums = first.eigenvalues();
        prop_assert!(sums.windows(2).all(|pair| pair[0] >= pair[1] - 1e-12));
        let turn = RotationStep::ByHand { a, b, degrees };
        let turned = first.then(turn).map(|_| ()).unwrap_err();
        prop_assert_eq!(
            turned,
            MethodError::from(RotationError::TurnOfCorrelatedFactors)
        );
        Ok(())
    });
}

/// An order is the same as the exchanges that lead to it.
#[test]
fn an_order_moves_whole_factors() {
    law(studies(), |study| {
        let unrotated = components(&study, 3);
        let k = unrotated.factor_count();
        prop_assume!(k == 3);
        let (a, b, c) = (FactorIndex(0), FactorIndex(1), FactorIndex(2));
        let before = Rotated::new(unrotated, k, &[VARIMAX]).unwrap();
        let order = RotationStep::Order(FactorOrder::Given(vec![c, a, b]));
        let after = before.then(order).unwrap();
        for (to, from) in [(0, 2), (1, 0), (2, 1)] {
            prop_assert_eq!(after.loadings().column(to), before.loadings().column(from));
        }
        for wrong in [vec![a, b], vec![a, a, b], vec![a, b, FactorIndex(3)]] {
            let order = RotationStep::Order(FactorOrder::Given(wrong));
            prop_assert!(before.then(order).is_err());
        }
        Ok(())
    });
}
