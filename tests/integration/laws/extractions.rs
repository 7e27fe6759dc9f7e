//! Laws of extraction beside components and Brown's centroid.

use super::strategies::{correlated, law, studies};
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use quincunx::numeric::Matrix;
use quincunx::qmethod::extraction::{
    AutoStop, CentroidOptions, Extraction, Finish, Fit, Heywood, HorstOptions, LikelihoodOptions,
    PrincipalAxisOptions, SignRule,
};
use quincunx::qmethod::{Extracted, MethodError, SortIndex, Study};
use std::sync::Arc;

const AXES: Extraction = Extraction::PrincipalAxis(PrincipalAxisOptions::ITERATED);

fn likelihood() -> Extraction {
    Extraction::MaximumLikelihood(LikelihoodOptions::default())
}

/// Rejects the studies in which the method has nothing to find.
fn found(
    study: &Arc<Study>,
    extraction: Extraction,
    k: usize,
    heywood: Heywood,
) -> Result<Extracted, TestCaseError> {
    let finish = Finish {
        heywood,
        ..Finish::default()
    };
    match Extracted::finished(correlated(study), extraction, k, finish) {
        Ok(extracted) => Ok(extracted),
        Err(
            MethodError::NothingLeft { .. }
            | MethodError::NoCorrelations
            | MethodError::FactorCount { .. }
            | MethodError::Extraction(_),
        ) => Err(TestCaseError::reject("nothing to extract")),
        Err(other) => panic!("{other}"),
    }
}

fn communalities(extracted: &Extracted) -> Vec<f64> {
    let rows = extracted.loadings().row_iter();
    rows.map(|row| row.norm_squared()).collect()
}

fn residual(study: &Arc<Study>, extracted: &Extracted) -> Matrix<f64> {
    let loadings = extracted.loadings();
    let mut residual = correlated(study).matrix() - loadings * loadings.transpose();
    residual.fill_diagonal(0.0);
    residual
}

/// log|Σ| − log|R| + tr(Σ⁻¹R) − m for Σ = LLᵀ + Ψ.
fn discrepancy(study: &Arc<Study>, loadings: &Matrix<f64>, psi: &[f64]) -> f64 {
    let r = correlated(study).matrix();
    let mut sigma = loadings * loadings.transpose();
    for (i, psi) in psi.iter().enumerate() {
        sigma[(i, i)] += psi;
    }
    let log = |m: &Matrix<f64>| m.clone().symmetric_eigenvalues().map(f64::ln).sum();
    let product = sigma.clone().try_inverse().unwrap() * &r;
    log(&sigma) - log(&r) + product.trace() - r.nrows() as f64
}

/// At rest, each communality is that of the sort's own loadings, and no nearby ones reproduce the correlations better.
#[test]
fn principal_axes_are_at_rest_and_least_squares() {
    law((studies(), 1..3_usize), |(study, k)| {
        let axes = found(&study, AXES, k, Heywood::Keep)?;
        prop_assume!(axes.converged());
        let mut reduced = correlated(&study).matrix();
        for (i, h) in communalities(&axes).iter().enumerate() {
            reduced[(i, i)] = *h;
        }
        let product = &reduced * axes.loadings();
        for (f, value) in axes.eigenvalues().iter().enumerate() {
            let apart = product.column(f) - axes.loadings().column(f) * *value;
            prop_assert!(apart.amax() < 1e-7, "{}", apart.amax());
        }
        let least = residual(&study, &axes).norm_squared() / 2.0;
        let Fit::SquaredResiduals(stated) = axes.fit() else {
            panic!("{:?}", axes.fit());
        };
        prop_assert!((least - stated).abs() < 1e-8, "{} {}", least, stated);
        for seed in 0..5 {
            let mut other = axes.loadings().clone();
            for (i, l) in other.iter_mut().enumerate() {
                *l += 1e-3 * f64::from(((i * 7 + seed * 13) % 11) as i32 - 5);
            }
            let mut apart = correlated(&study).matrix() - &other * other.transpose();
            apart.fill_diagonal(0.0);
            prop_assert!(apart.norm_squared() / 2.0 >= least - 1e-9);
        }
        Ok(())
    });
}

#[test]
fn likelihood_states_its_own_discrepancy_and_none_is_less() {
    law((studies(), 1..3_usize), |(study, k)| {
        // Every sort adds a start; the law is the same for few of them.
        prop_assume!(study.sort_count() <= 8);
        let ours = found(&study, likelihood(), k, Heywood::Keep)?;
        prop_assume!(ours.converged());
        let psi: Vec<f64> = communalities(&ours).iter().map(|h| 1.0 - h).collect();
        let Fit::Likelihood {
            discrepancy: stated,
            ..
        } = ours.fit()
        else {
            panic!("{:?}", ours.fit());
        };
        // At a bound the loadings leave a sort another uniqueness than the one that was stated for it.
        if ours.heywood_cases().is_empty() {
            let own = discrepancy(&study, ours.loadings(), &psi);
            prop_assert!((own - stated).abs() < 1e-7, "{} {}", own, stated);
        }
        let axes = found(&study, AXES, k, Heywood::Cap)?;
        let psi: Vec<f64> = communalities(&axes)
            .iter()
            .map(|h| (1.0 - h).clamp(0.005, 1.0))
            .collect();
        let theirs = discrepancy(&study, axes.loadings(), &psi);
        prop_assert!(stated <= theirs + 1e-9, "{} {}", stated, theirs);
        Ok(())
    });
}

#[test]
fn more_factors_never_fit_worse() {
    law(studies(), |study| {
        prop_assume!(study.sort_count() <= 8);
        let fit = |k| found(&study, likelihood(), k, Heywood::Keep).map(|e| e.fit());
        let (
            Fit::Likelihood {
                discrepancy: one, ..
            },
            Fit::Likelihood {
                discrepancy: two, ..
            },
        ) = (fit(1)?, fit(2)?)
        else {
            panic!("no likelihood");
        };
        prop_assert!(two <= one + 1e-9, "{} {}", one, two);
        Ok(())
    });
}

#[test]
fn treated_communalities_do_not_exceed_one() {
    for extraction in [
        AXES,
        Extraction::Centroid(CentroidOptions::CONVERGED),
        Extraction::Horst(HorstOptions::default()),
    ] {
        law((studies(), 1..5_usize), |(study, k)| {
            let kept = found(&study, extraction, k, Heywood::Keep)?;
            for treatment in [Heywood::Cap, Heywood::Rescale] {
                let treated = found(&study, extraction, k, treatment)?;
                for h in communalities(&treated) {
                    prop_assert!(h <= 1.0 + 1e-12, "{}", h);
                }
            }
            let finish = Finish {
                heywood: Heywood::Refuse,
                ..Finish::default()
            };
            let refused = Extracted::finished(correlated(&study), extraction, k, finish);
            prop_assert_eq!(refused.is_err(), !kept.heywood_cases().is_empty());
            for case in kept.heywood_cases() {
                prop_assert!((communalities(&kept)[case.sort.0] - case.communality).abs() < 1e-12);
            }
            for (sort, h) in communalities(&kept).iter().enumerate() {
                let named = kept
                    .heywood_cases()
                    .iter()
                    .any(|c| c.sort == SortIndex(sort));
                prop_assert!(named || *h < 1.0);
            }
            Ok(())
        });
    }
}

/// The residual diagonal after the last pass is what the communalities of the pass lack.
#[test]
fn horst_with_auto_stop_takes_no_more_factors() {
    law((studies(), 1..6_usize), |(study, k)| {
        let count = |auto_stop| {
            let options = HorstOptions {
                auto_stop,
                ..HorstOptions::default()
            };
            found(&study, Extraction::Horst(options), k, Heywood::Keep).map(|e| e.factor_count())
        };
        let (off, once, twice) = (
            count(AutoStop::Off)?,
            count(AutoStop::Once)?,
            count(AutoStop::Twice)?,
        );
        prop_assert_eq!(off, k);
        prop_assert!((1..=k).contains(&once) && (1..=k).contains(&twice));
        Ok(())
    });
}

/// Tucker's first factor from its definition: column sums with the largest correlation of each column added, by the root of their sum.
#[test]
fn a_first_tucker_factor_by_hand() {
    law(studies(), |study| {
        let finish = Finish {
            sign: SignRule::AsFound,
            ..Finish::default()
        };
        let tucker = Extraction::Centroid(CentroidOptions::TUCKER);
        let Ok(ours) = Extracted::finished(correlated(&study), tucker, 1, finish) else {
            return Err(TestCaseError::reject("no correlations"));
        };
        prop_assert!(ours.converged());
        let factor = ours.loadings().column(0);
        let mut r = correlated(&study).matrix();
        r.fill_diagonal(0.0);
        let largest: Vec<f64> = r.column_iter().map(|c| c.amax()).collect();
        let signs = factor.map(|l| if l < 0.0 { -1.0 } else { 1.0 });
        let totals: Vec<f64> = (0..r.nrows())
            .map(|i| signs[i] * r.row(i).transpose().dot(&signs) + largest[i])
            .collect();
        prop_assume!(totals.iter().all(|t| *t > 1e-6));
        let total: f64 = totals.iter().sum();
        for (i, t) in totals.iter().enumerate() {
            prop_assert!((signs[i] * t / total.sqrt() - factor[i]).abs() < 1e-9);
        }
        Ok(())
    });
}
