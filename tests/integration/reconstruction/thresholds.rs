//! What the committed sorts must reach, computed by the analysis alone: from the file, from the unrotated factors, without any word of which sort was planned to
//! define what. Nothing of the search is used.

use super::rotations::{COARSE, FINE, by_singular_values, criterion, flags, random_turn};
use crate::studies::{case_study, csv, own};
use quincunx::numeric::{Matrix, Random, best_pairing, pearson};
use quincunx::qmethod::correlation::CorrelationMethod;
use quincunx::qmethod::extraction::Extraction;
use quincunx::qmethod::flagging::FlagRule;
use quincunx::qmethod::rotation::RotationStep;
use quincunx::qmethod::scores::ScoreOptions;
use quincunx::qmethod::{Correlated, Extracted, FactorIndex, Flagged, Rotated, Scored, Study};
use serde_json::Value;
use std::collections::BTreeSet;
use std::sync::Arc;

const SITES: [(&str, usize); 5] = [("A", 3), ("B", 4), ("C", 3), ("D", 3), ("E", 3)];
const VIEWPOINTS: [&str; 5] = [
    "Ideal world",
    "Efficient",
    "Pluralist",
    "Personalised",
    "Pragmatic",
];
const THRESHOLD: f64 = 0.309_903_211_857_766_5;

fn json(file: &str) -> Value {
    let path = own(&format!("notebooks/data/case-study/{file}"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn extracted(study: Study, k: usize) -> Extracted {
    let correlated = Correlated::new(Arc::new(study), CorrelationMethod::Pearson).unwrap();
    Extracted::new(Arc::new(correlated), Extraction::PrincipalComponents, k).unwrap()
}

fn solve(study: Study, k: usize) -> Scored {
    let varimax = [RotationStep::Varimax { kaiser: true }];
    let rotated = Rotated::new(Arc::new(extracted(study, k)), k, &varimax).unwrap();
    let flagged = Flagged::new(Arc::new(rotated), FlagRule::default(), &[]).unwrap();
    Scored::new(Arc::new(flagged), ScoreOptions::default()).unwrap()
}

fn site(name: &str) -> Study {
    case_study(|row| row["site"] == name)
}

fn all() -> Study {
    case_study(|_| true)
}

fn array(scored: &Scored, factor: usize) -> Vec<f64> {
    let array = scored.array(FactorIndex(factor)).unwrap();
    array.iter().map(|value| f64::from(*value)).collect()
}

/// Which national factor is which viewpoint: the pairing whose arrays correlate with the local ones most nearly as published, where each local factor may be any of
/// its site's. Found by the sites' prevalence first.
fn national_places(national: &Scored) -> Vec<usize> {
    let published = json("published.json");
    let sites = national
        .study()
        .sort_attribute("site")
        .unwrap()
        .values
        .clone();
    let gain = Matrix::from_fn(5, 5, |v, f| {
        let defining = national.flagged().defining_sorts(FactorIndex(f));
        let off = SITES.map(|(name, _)| {
            let count = defining
                .iter()
                .filter(|sort| sites.get(sort.0) == Some(name))
                .count();
            let cell = published["table11_prevalence"][name]["cells"][VIEWPOINTS[v]].as_f64();
            (count as f64 - cell.unwrap()).abs()
        });
        -off.iter().sum::<f64>()
    });
    best_pairing(&gain)
        .into_iter()
        .map(Option::unwrap)
        .collect()
}

/// For each local viewpoint in the published order its name, its factor, and |d| of its five correlations.
fn deviations(national: &Scored, name: &str, k: usize) -> Vec<(String, usize, Vec<f64>)> {
    let places = national_places(national);
    let published = json("published.json");
    let rows = published["tables15_19_local_national_correlation"][name]
        .as_object()
        .unwrap();
    let local = solve(site(name), k);
    let off = |factor: usize, row: &Value| -> Vec<f64> {
        let cells = VIEWPOINTS.iter().zip(&places);
        cells
            .map(|(v, f)| {
                (pearson(&array(&local, factor), &array(national, *f)) - row[*v].as_f64().unwrap())
                    .abs()
            })
            .collect()
    };
    let named: Vec<(&String, &Value)> = rows.iter().collect();
    let gain = Matrix::from_fn(k, k, |l, factor| {
        -off(factor, named[l].1).iter().sum::<f64>()
    });
    let pairing = best_pairing(&gain).into_iter().map(Option::unwrap);
    named
        .iter()
        .zip(pairing)
        .map(|((name, row), factor)| ((*name).clone(), factor, off(factor, row)))
        .collect()
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn largest(values: &[f64]) -> f64 {
    values.iter().copied().fold(0.0, f64::max)
}

#[test]
fn one_every_sort_fills_the_grid_and_none_stands_twice() {
    let (_, rows) = csv(&own("notebooks/data/case-study/sorts.csv"));
    assert_eq!(rows.len(), 93);
    for (name, size) in [("A", 10), ("B", 14), ("C", 34), ("D", 22), ("E", 13)] {
        assert_eq!(rows.iter().filter(|row| row[1] == name).count(), size);
    }
    let grid = json("published.json")["grid"].clone();
    for row in &rows {
        for (value, cards) in grid["scores"]
            .as_array()
            .unwrap()
            .iter()
            .zip(grid["cards"].as_array().unwrap())
        {
            let held = row[2..]
                .iter()
                .filter(|card| card.parse().ok() == value.as_i64())
                .count();
            assert_eq!(
                held as u64,
                cards.as_u64().unwrap(),
                "{} at {value}",
                row[0]
            );
        }
    }
    let different: BTreeSet<&[String]> = rows.iter().map(|row| &row[2..]).collect();
    assert_eq!(different.len(), 93);
    let plan = json("reconstruction.json");
    assert!(
        plan["RECONSTRUCTION"]
            .as_str()
            .unwrap()
            .contains("synthetic")
    );
}

#[test]
fn two_prevalence_is_the_published_and_no_flag_is_near_to_changing() {
    let national = solve(all(), 5);
    let places = national_places(&national);
    let published = json("published.json");
    let sites = national
        .study()
        .sort_attribute("site")
        .unwrap()
        .values
        .clone();
    let mut flagged = 0;
    for (name, _) in SITES {
        for (viewpoint, factor) in VIEWPOINTS.iter().zip(&places) {
            let defining = national.flagged().defining_sorts(FactorIndex(*factor));
            let count = defining
                .iter()
                .filter(|sort| sites.get(sort.0) == Some(name))
                .count();
            let cell = published["table11_prevalence"][name]["cells"][*viewpoint]
                .as_u64()
                .unwrap();
            assert_eq!(count as u64, cell, "{name}, {viewpoint}");
            flagged += count;
        }
    }
    assert_eq!((flagged, 93 - flagged), (66, 27));
    assert_eq!(national.flagged().negative_flags(), []);
    let loadings = national.flagged().loadings();
    let (mut of_flags, mut of_others) = (f64::INFINITY, f64::INFINITY);
    for sort in 0..93 {
        for factor in 0..5 {
            let own = loadings[(sort, factor)];
            let ahead = 2.0 * own * own - loadings.row(sort).norm_squared();
            let beyond = (own.abs() - THRESHOLD).min(ahead);
            if national.flagged().flags()[(sort, factor)] {
                of_flags = of_flags.min(beyond);
            } else {
                of_others = of_others.min(-beyond);
            }
        }
    }
    println!("flags are {of_flags:.4} from going, others {of_others:.4} from coming");
    assert!(of_flags >= 0.015 && of_others >= 0.015);
}

#[test]
fn three_every_way_to_varimax_gives_the_same_flags() {
    let parts = SITES.map(|(name, k)| (name, site(name), k));
    for (name, study, k) in [("all", all(), 5)].into_iter().chain(parts) {
        let unrotated = extracted(study.clone(), k).loadings().clone();
        let planar = solve(study, k).flagged().loadings().clone();
        let expected = flags(&planar);
        for eps in [COARSE, FINE] {
            let rotated = by_singular_values(&unrotated, Matrix::identity(k, k), eps);
            // Not met by these sorts: with R's stopping rule, which ends early on a flat criterion, four sorts of site C are flagged otherwise.
            if (name, eps) == ("C", COARSE) {
                assert_ne!(flags(&rotated), expected, "the exception can go");
                continue;
            }
            assert_eq!(flags(&rotated), expected, "{name}, eps {eps}");
        }
        let mut random = Random::seeded(3);
        let mut starts = Vec::new();
        for _ in 0..24 {
            let rotated = by_singular_values(&unrotated, random_turn(k, &mut random), FINE);
            starts.push(criterion(&rotated));
        }
        println!(
            "{name}: criterion {:.6}, best of 24 random starts {:.6}",
            criterion(&planar),
            largest(&starts)
        );
        assert!(largest(&starts) <= criterion(&planar) + 1e-7, "{name}");
    }
}

#[test]
fn four_to_six_correlations_of_local_and_national_viewpoints() {
    let national = solve(all(), 5);
    let sites = SITES.map(|(name, k)| deviations(&national, name, k));
    let block = |places: &[usize]| -> Vec<f64> {
        places
            .iter()
            .flat_map(|p| &sites[*p])
            .flat_map(|(_, _, row)| row.clone())
            .collect()
    };
    for (name, rows) in SITES.iter().zip(&sites) {
        let own: Vec<f64> = rows.iter().flat_map(|(_, _, row)| row.clone()).collect();
        println!(
            "{}: mean {:.4}, largest {:.4}, {:?}",
            name.0,
            mean(&own),
            largest(&own),
            rows.iter()
                .map(|(n, f, _)| format!("{n} is F{}", f + 1))
                .collect::<Vec<_>>()
        );
    }
    let bcd = block(&[1, 2, 3]);
    assert_eq!(bcd.len(), 50);
    assert!(mean(&bcd) <= 0.015 && largest(&bcd) <= 0.06);
    let e = block(&[4]);
    assert!(mean(&e) <= 0.025 && largest(&e) <= 0.10);
    let a = block(&[0]);
    assert!(mean(&a) <= 0.03);
    // A2 with Personalised: published .94, and at least .75 here.
    let hard = sites[0][1].2[3];
    assert_eq!(sites[0][1].0, "A2");
    assert!(hard <= 0.94 - 0.75, "A2 with Personalised is {hard:.3} off");
    let others: Vec<f64> = a
        .iter()
        .enumerate()
        .filter(|(place, _)| *place != 8)
        .map(|(_, d)| *d)
        .collect();
    assert!(largest(&others) <= 0.06);
    let everything = block(&[0, 1, 2, 3, 4]);
    let near = everything.iter().filter(|d| **d <= 0.05).count();
    println!(
        "all: mean {:.4}, within .05: {near} of 80; B to D {:.4} and {:.4}; A {:.4}, {:.4} but for A2; E {:.4}",
        mean(&everything),
        mean(&bcd),
        largest(&bcd),
        mean(&a),
        largest(&others),
        mean(&e)
    );
    assert!(mean(&everything) <= 0.015 && near >= 76);
}

#[test]
fn seven_every_local_factor_has_two_sorts_and_five_factors_stand_out() {
    for (name, k) in SITES {
        let local = solve(site(name), k);
        let counts: Vec<usize> = (0..k)
            .map(|f| local.flagged().defining_sorts(FactorIndex(f)).len())
            .collect();
        println!("{name}: defining sorts {counts:?}");
        assert!(counts.iter().all(|count| *count >= 2), "{name}: {counts:?}");
        assert_eq!(local.flagged().negative_flags(), [], "{name}");
    }
    let eigenvalues = extracted(all(), 8).eigenvalues().to_vec();
    let share = eigenvalues[..5].iter().sum::<f64>() / 93.0;
    println!(
        "variance {share:.4}, gap {:.3}",
        eigenvalues[4] / eigenvalues[5]
    );
    assert!((0.45..=0.55).contains(&share));
    assert!(eigenvalues[4] / eigenvalues[5] >= 1.2);
}

#[test]
fn eight_the_statements_that_characterise_a_viewpoint_stand_where_they_should() {
    let national = solve(all(), 5);
    let mut arrays: Vec<(String, Vec<f64>)> = Vec::new();
    for (viewpoint, place) in VIEWPOINTS.iter().zip(national_places(&national)) {
        arrays.push(((*viewpoint).to_owned(), array(&national, place)));
    }
    for (name, k) in SITES {
        let local = solve(site(name), k);
        for (viewpoint, factor, _) in deviations(&national, name, k) {
            arrays.push((viewpoint, array(&local, factor)));
        }
    }
    let (mut met, mut all) = ([0.0, 0.0], [0.0, 0.0]);
    for anchors in json("reconstruction.json")["anchors"].as_array().unwrap() {
        let place = arrays
            .iter()
            .position(|(name, _)| *name == anchors["viewpoint"])
            .unwrap();
        let kind = usize::from(place >= VIEWPOINTS.len());
        for (side, sign) in [("at_least", 1.0), ("at_most", -1.0)] {
            for (statement, bound) in anchors[side].as_object().unwrap() {
                let value = arrays[place].1[statement.parse::<usize>().unwrap() - 1];
                let holds = sign * value >= sign * bound.as_f64().unwrap();
                met[kind] += f64::from(u8::from(holds));
                all[kind] += 1.0;
                if !holds {
                    println!(
                        "{}: statement {statement} stands at {value}, {side} {bound}",
                        arrays[place].0
                    );
                }
            }
        }
    }
    println!(
        "national {} of {}, local {} of {}",
        met[0], all[0], met[1], all[1]
    );
    assert!(met[0] / all[0] >= 0.95 && met[1] / all[1] >= 0.90);
}

/// The plan's tables are the published ones, and the printed totals that contradict their cells are named as such there.
#[test]
fn the_plan_aims_at_what_was_published() {
    let (plan, published) = (json("reconstruction.json"), json("published.json"));
    assert_eq!(plan["viewpoints"], serde_json::json!(VIEWPOINTS));
    for (place, (name, k)) in SITES.iter().enumerate() {
        let site = &plan["sites"][place];
        assert_eq!(site["name"], *name);
        let correlations = site["local_correlations"].as_object().unwrap();
        assert_eq!(correlations.len(), *k);
        for (at, viewpoint) in VIEWPOINTS.iter().enumerate() {
            assert_eq!(
                site["prevalence"][at],
                published["table11_prevalence"][*name]["cells"][*viewpoint]
            );
            for (local, row) in correlations {
                assert_eq!(
                    row[at],
                    published["tables15_19_local_national_correlation"][*name][local][*viewpoint]
                );
            }
        }
    }
}
