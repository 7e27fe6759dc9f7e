//! The case study: the reconstructed sorts give the published prevalence, and correlations between local and national viewpoints as near to the
//! published ones as the reconstruction came.

use crate::studies::{case_study, csv, own};
use quincunx::qmethod::comparison::{Profile, compare};
use quincunx::qmethod::correlation::CorrelationMethod;
use quincunx::qmethod::extraction::Extraction;
use quincunx::qmethod::flagging::FlagRule;
use quincunx::qmethod::prevalence::prevalence;
use quincunx::qmethod::rotation::RotationStep;
use quincunx::qmethod::scores::ScoreOptions;
use quincunx::qmethod::{Correlated, Extracted, Flagged, Rotated, Scored, Study};
use std::sync::Arc;

const SITES: [(&str, usize); 5] = [("A", 3), ("B", 4), ("C", 3), ("D", 3), ("E", 3)];

fn solve(study: Study, k: usize) -> Scored {
    let correlated = Correlated::new(Arc::new(study), CorrelationMethod::Pearson).unwrap();
    let components = Extraction::PrincipalComponents;
    let extracted = Extracted::new(Arc::new(correlated), components, k).unwrap();
    let varimax = RotationStep::Varimax { kaiser: true };
    let rotated = Rotated::new(Arc::new(extracted), k, &[varimax]).unwrap();
    let flagged = Flagged::new(Arc::new(rotated), FlagRule::default(), &[]).unwrap();
    Scored::new(Arc::new(flagged), ScoreOptions::default()).unwrap()
}

fn national() -> Scored {
    solve(case_study(|_| true), 5)
}

/// The published table of a file, without its headings.
fn table(file: &str) -> Vec<Vec<f64>> {
    let (_, rows) = csv(&own(&format!("notebooks/data/case-study/{file}")));
    let cells = |row: &Vec<String>| row[1..].iter().map(|x| x.parse().unwrap()).collect();
    rows.iter().map(cells).collect()
}

fn orders(of: usize) -> Vec<Vec<usize>> {
    if of == 0 {
        return vec![Vec::new()];
    }
    let shorter = orders(of - 1);
    let insert = |order: &Vec<usize>, place| {
        let mut longer = order.clone();
        longer.insert(place, of - 1);
        longer
    };
    shorter
        .iter()
        .flat_map(|order| (0..of).map(move |place| insert(order, place)))
        .collect()
}

/// Deviations from the published correlations, five per local viewpoint, with the local factors of each site in their best order.
fn deviations(found: &[Vec<Vec<f64>>], published: &[Vec<f64>], labels: &[usize]) -> Vec<f64> {
    let mut first = 0;
    let mut all = Vec::new();
    for site in found {
        let rows = &published[first..first + site.len()];
        first += site.len();
        let of_order = |order: &Vec<usize>| -> Vec<f64> {
            rows.iter()
                .zip(order)
                .flat_map(|(row, local)| {
                    row.iter()
                        .zip(labels)
                        .map(|(r, l)| (site[*local][*l] - r).abs())
                })
                .collect()
        };
        let total = |deviations: &Vec<f64>| deviations.iter().sum::<f64>();
        let best = orders(site.len())
            .iter()
            .map(of_order)
            .min_by(|a, b| total(a).total_cmp(&total(b)));
        all.extend(best.unwrap());
    }
    all
}

/// Correlations of each site's factor arrays (rows) with the national ones.
fn correlations(national: &Scored) -> Vec<Vec<Vec<f64>>> {
    SITES
        .iter()
        .map(|(site, k)| {
            let local = solve(case_study(|row| row["site"] == *site), *k);
            let found = compare(&local, national, Profile::Arrays).unwrap();
            let rows = found.matrix.row_iter();
            rows.map(|row| row.iter().copied().collect()).collect()
        })
        .collect()
}

/// Which national factor is each published viewpoint: the assignment with the least deviation from the published correlations.
fn assignment(found: &[Vec<Vec<f64>>], published: &[Vec<f64>]) -> Vec<usize> {
    let total = |labels: &Vec<usize>| deviations(found, published, labels).iter().sum::<f64>();
    let orders = orders(5);
    let best = orders.iter().min_by(|a, b| total(a).total_cmp(&total(b)));
    best.unwrap().clone()
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn largest(values: &[f64]) -> f64 {
    values.iter().copied().fold(0.0, f64::max)
}

#[test]
fn prevalence_by_site() {
    let national = national();
    let published = table("published-prevalence.csv");
    let labels = assignment(
        &correlations(&national),
        &table("published-local-national.csv"),
    );
    let ours = prevalence(national.flagged(), "site").unwrap();
    assert_eq!(ours.rows, ["A", "B", "C", "D", "E"]);
    for (site, row) in published.iter().take(5).enumerate() {
        let counts: Vec<f64> = labels
            .iter()
            .map(|f| ours.counts[site][*f] as f64)
            .collect();
        assert_eq!(counts, row[..5], "site {}", ours.rows[site]);
        assert_eq!(ours.sorts[site] as f64, row[6]);
        // Row C is printed with 20 matched sorts, but its cells add up to 19.
        let printed = if ours.rows[site] == "C" {
            20.0 - 1.0
        } else {
            row[5]
        };
        assert_eq!(ours.matched[site] as f64, printed);
    }
    assert_eq!(ours.matched.iter().sum::<usize>(), 66);
    assert_eq!(ours.negative.concat().iter().sum::<usize>(), 0);
    assert_eq!(ours.sorts.iter().sum::<usize>(), 93);
}

/// The figures that the reconstruction reached when it was made, computed there by another program.
#[test]
fn local_and_national_viewpoints() {
    let published = table("published-local-national.csv");
    let found = correlations(&national());
    let labels = assignment(&found, &published);
    let all = deviations(&found, &published, &labels);
    assert_eq!(all.len(), 80);
    let near = |ours: f64, reached: f64| approx::assert_abs_diff_eq!(ours, reached, epsilon = 1e-9);
    near(mean(&all), 0.010580882352941162);
    near(largest(&all), 0.13411764705882334);
    // Five correlations for each of A's three, B to D's ten and E's three viewpoints.
    let (a, rest) = all.split_at(15);
    let (bcd, e) = rest.split_at(50);
    near(mean(a), 0.016980392156862735);
    near(mean(bcd), 0.007364705882352925);
    near(largest(bcd), 0.041764705882352815);
    near(mean(e), 0.014901960784313715);
    near(largest(e), 0.07705882352941176);
    assert_eq!(all.iter().filter(|d| **d > 0.05).count(), 2);
}

#[test]
fn eigenvalues_and_variance() {
    let national = national();
    let rotated = national.flagged().rotated();
    let eigenvalues = rotated.extracted().eigenvalues();
    let printed = [21.14, 7.83, 6.41, 5.94, 5.22, 3.91, 3.19, 2.92];
    for (ours, printed) in eigenvalues.iter().zip(printed) {
        approx::assert_abs_diff_eq!(*ours, printed, epsilon = 0.00501);
    }
    let explained: f64 = rotated.variance_percent().iter().sum();
    approx::assert_abs_diff_eq!(explained, 50.03886067901443, epsilon = 1e-9);
}
