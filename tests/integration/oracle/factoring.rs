//! Horst's centroid, principal axes, maximum likelihood, and rotations beside varimax.

use super::expected::{Oracle, arranged_as, assert_close, json, matrix, oracles, with_signs_of};
use crate::studies::{lipset, own, shared};
use quincunx::numeric::Matrix;
use quincunx::qmethod::correlation::CorrelationMethod;
use quincunx::qmethod::extraction::{
    AutoStop, Extraction, Finish, Fit, HorstOptions, LikelihoodOptions, PrincipalAxisOptions,
    SignRule,
};
use quincunx::qmethod::rotation::{Criterion, Oblimin, Orthomax, Promax, RotationStep, Target};
use quincunx::qmethod::{Convention, Correlated, Extracted, Rotated, Study};
use serde_json::Value;
use std::sync::Arc;

/// R's gradient projection stops at a gradient of 1e-8, which is about as much in a loading.
const ROTATED: f64 = 1e-6;

fn correlated(study: &Arc<Study>) -> Arc<Correlated> {
    Arc::new(Correlated::new(Arc::clone(study), CorrelationMethod::Pearson).unwrap())
}

fn extract(study: &Arc<Study>, extraction: Extraction, k: usize) -> Extracted {
    Extracted::new(correlated(study), extraction, k).unwrap()
}

fn as_found(study: &Arc<Study>, options: HorstOptions, k: usize) -> Extracted {
    let finish = Finish {
        sign: SignRule::AsFound,
        ..Finish::default()
    };
    Extracted::finished(correlated(study), Extraction::Horst(options), k, finish).unwrap()
}

/// The studies that `tests/oracle/factoring.json` has values of, with these.
fn studies() -> Vec<(Oracle, Value)> {
    let values = json(&own("tests/oracle/factoring.json"));
    let known = oracles().into_iter();
    known
        .filter_map(|oracle| {
            let of_study = values.get(oracle.name)?.clone();
            Some((oracle, of_study))
        })
        .collect()
}

#[test]
fn horst() {
    for oracle in oracles() {
        for expected in oracle.values["horst_ref"].as_array().unwrap() {
            let k = expected["k"].as_u64().unwrap() as usize;
            let passes = expected["passes"].as_u64().unwrap() as usize;
            let ours = as_found(&oracle.study, HorstOptions::default(), k);
            let what = format!("{} {k}", oracle.name);
            assert_eq!(ours.iterations(), vec![passes; k], "{what}");
            assert_eq!(ours.converged(), passes <= 30, "{what}");
            assert_close(&what, ours.loadings(), &matrix(&expected["loa"]), 1e-9);
        }
    }
}

/// KADE's unit test, which rounds correlations to 5 decimals and every step to 7, and the auto-stop.
#[test]
fn horst_of_lipset() {
    let (Some(study), Some(file)) = (lipset(), shared("data/lipset/reference.json")) else {
        return;
    };
    let (study, expected) = (Arc::new(study), json(&file));
    let seven = as_found(&study, HorstOptions::default(), 7);
    let kade = matrix(&expected["horst55_7_NL30_P1e-4_matches_KADE_test_2e-7"]).transpose();
    // DIFFERENCE: nothing is rounded on the way here, which moves no loading by more.
    assert_close("7", seven.loadings(), &kade, 5e-7);
    assert!(!seven.converged());
    let Fit::DiagonalResidual(left) = seven.fit() else {
        panic!("{:?}", seven.fit());
    };
    assert!((left - 0.00826).abs() < 5e-6, "{left}");

    let twice = HorstOptions {
        auto_stop: AutoStop::Twice,
        ..HorstOptions::default()
    };
    let ours = as_found(&study, twice, 8);
    let two = matrix(&expected["horst55_autostop_2"]).transpose();
    assert_close("auto-stop", ours.loadings(), &two, 1e-12);
    assert_eq!(ours.iterations(), [22, 22]);
    let once = HorstOptions {
        auto_stop: AutoStop::Once,
        ..HorstOptions::default()
    };
    assert_eq!(as_found(&study, once, 8).factor_count(), 2);
}

/// R's psych::fa(fm = "pa"), iterated to 1e-14 of the sum of communalities; where it did not come to rest, neither value is the limit.
#[test]
fn principal_axes() {
    let mut compared = 0;
    for (oracle, values) in studies() {
        for k in 1..=5 {
            let expected = &values[format!("paf_{k}")];
            let settled = expected["iterations"].as_u64().is_some_and(|n| n < 3_000);
            if expected.is_null() || !settled {
                continue;
            }
            let axis = Extraction::PrincipalAxis(PrincipalAxisOptions::ITERATED);
            let ours = extract(&oracle.study, axis, k);
            let what = format!("{} {k}", oracle.name);
            assert!(ours.converged(), "{what}");
            let expected = matrix(&expected["loadings"]);
            let loadings = with_signs_of(ours.loadings(), &expected);
            assert_close(&what, &loadings, &expected, 1e-6);
            compared += 1;
        }
        for k in 1..=3 {
            let expected = &values[format!("pf_{k}")];
            if expected.is_null() {
                continue;
            }
            let once = Extraction::PrincipalAxis(PrincipalAxisOptions::ONCE);
            let expected = matrix(expected);
            let ours = extract(&oracle.study, once, k);
            let loadings = with_signs_of(ours.loadings(), &expected);
            assert_close(oracle.name, &loadings, &expected, 1e-9);
            compared += 1;
        }
    }
    println!("{compared} extractions compared");
    assert!(compared >= 5, "{compared}");
}

/// The lowest discrepancy that R finds from many starts.
#[test]
fn maximum_likelihood() {
    let mut compared = 0;
    for (oracle, values) in studies() {
        for k in 1..=5 {
            let expected = &values[format!("ml_{k}")];
            if expected.is_null() {
                continue;
            }
            let likelihood = Extraction::MaximumLikelihood(LikelihoodOptions::default());
            let ours = extract(&oracle.study, likelihood, k);
            let what = format!("{} {k}", oracle.name);
            assert!(ours.converged(), "{what}");
            let Fit::Likelihood {
                discrepancy,
                chi_square,
                degrees_of_freedom,
            } = ours.fit()
            else {
                panic!("{what}: {:?}", ours.fit());
            };
            let theirs = expected["discrepancy"].as_f64().unwrap();
            assert!(
                (discrepancy - theirs).abs() < 1e-8,
                "{what}: {discrepancy} {theirs}"
            );
            assert_eq!(Some(degrees_of_freedom as u64), expected["df"].as_u64());
            if let Some(theirs) = expected["chi_square"].as_f64() {
                assert!(
                    (chi_square - theirs).abs() < 1e-6,
                    "{what}: {chi_square} {theirs}"
                );
            }
            let loadings = matrix(&expected["loadings"]);
            let signed = with_signs_of(ours.loadings(), &loadings);
            assert_close(&what, &signed, &loadings, 1e-4);
            compared += 1;
        }
    }
    assert!(compared >= 3, "{compared}");
}

fn components(oracle: &Oracle, k: usize) -> Arc<Extracted> {
    Arc::new(extract(&oracle.study, Extraction::PrincipalComponents, k))
}

#[test]
fn orthogonal_rotations() {
    for (oracle, values) in studies() {
        let k = matrix(&values["unrotated"]).ncols();
        for (criterion, word) in [
            (Criterion::Quartimax, "quartimax"),
            (Criterion::Equamax, "equamax"),
        ] {
            for (kaiser, key) in [(false, word.to_owned()), (true, format!("{word}_kaiser"))] {
                let step = RotationStep::Orthomax(Orthomax {
                    criterion,
                    ..Orthomax::varimax(kaiser)
                });
                let expected = matrix(&values[&key]["loadings"]);
                let ours = Rotated::new(components(&oracle, k), k, &[step]).unwrap();
                let what = format!("{} {key}", oracle.name);
                assert!(ours.converged(), "{what}");
                let ours = arranged_as(&ours, &expected);
                assert_close(&what, ours.loadings(), &expected, ROTATED);
            }
        }
    }
}

#[test]
fn oblique_rotations() {
    for (oracle, values) in studies() {
        let k = matrix(&values["unrotated"]).ncols();
        let oblimin = |gamma, kaiser| {
            RotationStep::Oblimin(Oblimin {
                gamma,
                kaiser,
                ..Oblimin::default()
            })
        };
        let promax = |kaiser_in_target| {
            RotationStep::Promax(Promax {
                kaiser_in_target,
                ..Promax::default()
            })
        };
        for (step, key) in [
            (oblimin(0.0, false), "oblimin"),
            (oblimin(0.0, true), "oblimin_kaiser"),
            (oblimin(-0.5, false), "oblimin_minus_half"),
            (promax(false), "promax"),
            (promax(true), "promax_kaiser"),
        ] {
            let expected = matrix(&values[key]["pattern"]);
            let ours = Rotated::new(components(&oracle, k), k, &[step]).unwrap();
            let what = format!("{} {key}", oracle.name);
            assert!(ours.converged(), "{what}");
            let ours = arranged_as(&ours, &expected);
            assert_close(&what, ours.loadings(), &expected, ROTATED);
            let phi = matrix(&values[key]["phi"]);
            assert_close(&what, ours.factor_correlations().unwrap(), &phi, ROTATED);
        }
    }
}

/// R's GPArotation::targetT, which comes by gradient projection to where Schönemann's solution stands in closed form.
#[test]
fn target_rotation() {
    for (oracle, values) in studies() {
        let target = matrix(&values["target"]);
        let k = target.ncols();
        let step = RotationStep::Target(Target {
            loadings: Arc::new(target),
            name: "target".into(),
        });
        let ours = Rotated::new(components(&oracle, k), k, &[step]).unwrap();
        let expected = matrix(&values["target_rotated"]);
        assert_close(oracle.name, ours.loadings(), &expected, ROTATED);
    }
}

/// After centroids.
const ELSEWHERE: [&str; 6] = [
    "syn40x93 \"centroid\" 3",
    "syn40x93 \"centroid\" 4",
    "syn40x93 \"centroid\" 5",
    "synties12x6 \"centroid\" 3",
    "synties12x6 \"centroid\" 4",
    "synties12x6 \"centroid\" 5",
];

/// Order and signs of R qmethod 1.8.4: by variance and Σl ≥ 0 after components, neither after a centroid. Its varimax stops early.
#[test]
fn order_and_signs_as_in_r_qmethod() {
    use quincunx::qmethod::extraction::CentroidOptions;
    use quincunx::qmethod::rotation::Arrangement;
    let mut compared = 0;
    let mut elsewhere = Vec::new();
    for oracle in oracles() {
        for solution in oracle.values["solutions"].as_array().unwrap() {
            let k = solution["k"].as_u64().unwrap() as usize;
            let centroid = solution["extraction"] == "centroid";
            let (extraction, taken) = match centroid {
                true => (Extraction::Centroid(CentroidOptions::QMETHOD), 5),
                false => (Extraction::PrincipalComponents, k),
            };
            let finish = Finish::like(Convention::Qmethod, extraction);
            let extracted =
                Extracted::finished(correlated(&oracle.study), extraction, taken, finish);
            let step = RotationStep::Orthomax(Orthomax {
                arrangement: Arrangement::like(Convention::Qmethod, centroid),
                ..Orthomax::varimax(true)
            });
            let ours = Rotated::new(Arc::new(extracted.unwrap()), k, &[step]).unwrap();
            let theirs = matrix(&solution["loa"]);
            if (ours.loadings() - &theirs).amax() > 0.05 {
                elsewhere.push(format!("{} {} {k}", oracle.name, solution["extraction"]));
                let arranged = arranged_as(&ours, &theirs);
                assert_close(oracle.name, arranged.loadings(), &theirs, 0.05);
            }
            compared += 1;
        }
    }
    assert!(compared >= 16, "{compared}");
    // DIFFERENCE: the same factors, but R's varimax happens to arrive at them in another order or with other signs.
    assert_eq!(elsewhere, ELSEWHERE);
}

/// Structure = pattern · Φ, against the same product of R's numbers.
#[test]
fn structure_is_pattern_times_correlations() {
    for (oracle, values) in studies() {
        let expected = matrix(&values["oblimin"]["pattern"]);
        let k = expected.ncols();
        let step = RotationStep::Oblimin(Oblimin {
            kaiser: false,
            ..Oblimin::default()
        });
        let ours = Rotated::new(components(&oracle, k), k, &[step]).unwrap();
        let ours = arranged_as(&ours, &expected);
        let structure: Matrix<f64> = &expected * matrix(&values["oblimin"]["phi"]);
        assert_close(oracle.name, ours.structure(), &structure, ROTATED);
        assert_close(oracle.name, ours.flag_basis(), &structure, ROTATED);
    }
}
