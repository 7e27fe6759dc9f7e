//! Second order: reliabilities carried on, and the chain back to participants.

use super::{labels, site, solve};
use crate::studies::{distribution, shared, study_of_rows};
use quincunx::numeric::pearson;
use quincunx::qmethod::characteristics::Characteristics;
use quincunx::qmethod::comparison::Profile;
use quincunx::qmethod::flagging::SortStanding;
use quincunx::qmethod::matching::match_sets;
use quincunx::qmethod::second_order::{FirstOrder, chain, second_order_study};
use quincunx::qmethod::{FactorIndex, Grid, MethodError, Scored, SortIndex};

/// The second-order study of these sites, with labels such as `A1`.
struct Sites {
    names: Vec<String>,
    labels: Vec<Vec<String>>,
    solutions: Vec<Scored>,
}

impl Sites {
    fn of(sites: &[(&str, usize)]) -> Self {
        Self {
            names: sites.iter().map(|(name, _)| (*name).to_owned()).collect(),
            labels: sites.iter().map(|(name, k)| labels(name, *k)).collect(),
            solutions: sites.iter().map(|(name, k)| site(name, *k)).collect(),
        }
    }

    fn first_order(&self) -> Vec<FirstOrder<'_>> {
        let parts = self.names.iter().zip(&self.labels).zip(&self.solutions);
        parts
            .map(|((name, labels), scored)| FirstOrder {
                name,
                labels,
                scored,
            })
            .collect()
    }

    fn second(&self, k: usize, profile: Profile) -> Scored {
        solve(second_order_study(&self.first_order(), profile).unwrap(), k)
    }
}

const ALL: [(&str, usize); 5] = [("A", 3), ("B", 4), ("C", 3), ("D", 3), ("E", 3)];

/// Spearman–Brown with the mean of the defining factors' own composite reliabilities in place of .80.
#[test]
fn first_order_reliabilities_take_the_place_of_the_assumed_one() {
    let sites = Sites::of(&ALL);
    let second = sites.second(5, Profile::Arrays);
    let found = Characteristics::of(&second);
    let own = second.study().reliabilities().unwrap();
    let mut first = Vec::new();
    for solution in &sites.solutions {
        let of = Characteristics::of(solution);
        assert_eq!(of.own_reliability, None);
        first.extend(of.defining_sorts.iter().map(|p| *p as f64));
    }
    for (own, p) in own.iter().zip(&first) {
        approx::assert_abs_diff_eq!(*own, 0.8 * p / (1.0 + (p - 1.0) * 0.8), epsilon = 1e-12);
    }
    for factor in second.scored_factors() {
        let defining = second.flagged().defining_sorts(factor);
        let p = defining.len() as f64;
        let mean: f64 = defining.iter().map(|sort| own[sort.0]).sum::<f64>() / p;
        let composite = p * mean / (1.0 + (p - 1.0) * mean);
        let ours = found.composite_reliability[factor.0].unwrap();
        approx::assert_abs_diff_eq!(ours, composite, epsilon = 1e-12);
        let se = found.standard_error[factor.0].unwrap();
        approx::assert_abs_diff_eq!(se, (1.0 - composite).sqrt(), epsilon = 1e-12);
        // Factors of several people are more reliable than one person.
        assert!(composite > 0.8 * p / (1.0 + (p - 1.0) * 0.8));
        approx::assert_abs_diff_eq!(
            found.own_reliability.as_ref().unwrap()[factor.0].unwrap(),
            mean,
            epsilon = 1e-12
        );
    }
}

#[test]
fn reliabilities_go_with_their_sorts() {
    let study = second_order_study(&Sites::of(&ALL).first_order(), Profile::Arrays).unwrap();
    let own = study.reliabilities().unwrap().to_vec();
    let part = study.subset(&[SortIndex(4), SortIndex(0)]).unwrap();
    assert_eq!(part.reliabilities().unwrap(), [own[4], own[0]]);
    let refused = part.clone().with_reliabilities(vec![0.9]).unwrap_err();
    assert!(matches!(refused, MethodError::AttributeLength { .. }));
    let refused = part.with_reliabilities(vec![0.9, 0.0]).unwrap_err();
    assert!(matches!(refused, MethodError::AverageReliability { .. }));
}

#[test]
fn everybody_goes_where_their_factor_goes() {
    let sites = Sites::of(&ALL);
    let second = sites.second(5, Profile::Scores);
    let found = chain(&sites.first_order(), &second).unwrap();
    assert_eq!(found.factors.len(), 16);
    assert_eq!(found.participants.len(), 93);
    assert_eq!(found.factors_per_solution(), [3, 4, 3, 3, 3]);
    let standings = second.flagged().standings();
    for (place, factor) in found.factors.iter().enumerate() {
        assert_eq!(factor.standing, Some(standings[place]));
        let row = second.flagged().rotated().loadings().row(place);
        assert!(row.iter().eq(factor.loadings.iter()));
        let scored = &sites.solutions[factor.solution];
        let defining = scored.flagged().defining_sorts(factor.factor);
        assert_eq!(factor.defining_sorts, defining.len());
        let goes = match standings[place] {
            SortStanding::Defining(to) => Some(to),
            _ => None,
        };
        for person in found.participants.iter().filter(|p| {
            p.solution == factor.solution && p.standing == SortStanding::Defining(factor.factor)
        }) {
            assert_eq!(person.super_factor, goes);
        }
    }
    let arrived: usize = found.super_factors.iter().map(|s| s.participants).sum();
    let sent = found
        .participants
        .iter()
        .filter(|p| p.super_factor.is_some());
    assert_eq!(arrived, sent.count());
    for super_factor in &found.super_factors {
        let mut from: Vec<usize> = super_factor
            .factors
            .iter()
            .map(|f| found.factors[*f].solution)
            .collect();
        from.dedup();
        assert_eq!(super_factor.solutions, from);
    }
}

/// A projected loading is the plain correlation of a sort with the super-factor's z-scores.
#[test]
fn projected_loadings() {
    let sites = Sites::of(&ALL);
    let second = sites.second(4, Profile::Arrays);
    let found = chain(&sites.first_order(), &second).unwrap();
    for person in found.participants.iter().step_by(7) {
        let study = sites.solutions[person.solution].study();
        let sort = study.sorts().column(person.sort.0);
        for factor in 0..4 {
            let r = second
                .z(FactorIndex(factor))
                .map(|z| pearson(sort.as_slice(), z));
            assert_eq!(person.projected[factor], r);
        }
    }
}

#[test]
fn the_chain_of_sites_in_another_order_is_the_same() {
    let forth = Sites::of(&[("A", 3), ("B", 4), ("C", 3)]);
    let back = Sites::of(&[("C", 3), ("A", 3), ("B", 4)]);
    let (one, other) = (
        forth.second(3, Profile::Scores),
        back.second(3, Profile::Scores),
    );
    let one = chain(&forth.first_order(), &one).unwrap();
    let other = chain(&back.first_order(), &other).unwrap();
    for person in &one.participants {
        let solution = [1, 2, 0][person.solution];
        let same = other
            .participants
            .iter()
            .find(|p| p.solution == solution && p.sort == person.sort)
            .unwrap();
        assert_eq!(same.super_factor, person.super_factor);
        for (a, b) in person.projected.iter().zip(&same.projected) {
            approx::assert_abs_diff_eq!(a.unwrap(), b.unwrap(), epsilon = 1e-9);
        }
    }
}

/// One site alone: its factors are the sorts, they correlate as its scores do, and as many super-factors are its factors again.
#[test]
fn the_second_order_of_one_site_is_that_site() {
    for (name, k) in [("B", 4), ("C", 3), ("D", 3)] {
        let sites = Sites::of(&[(name, k)]);
        let site = &sites.solutions[0];
        let second = sites.second(k, Profile::Scores);
        for factor in 0..k {
            let z = site.z(FactorIndex(factor)).unwrap();
            let sort = second.study().sorts().column(factor);
            assert_eq!(sort.as_slice(), z, "{name}{}", factor + 1);
        }
        let own = Characteristics::of(site).score_correlations;
        let correlated = second.flagged().rotated().extracted().correlated();
        assert!((correlated.matrix() - own).amax() < 1e-12, "{name}");
        let again = match_sets(&[site], &second, Profile::Scores, 0.9).unwrap();
        assert_eq!(again.sites[0].operant, vec![true; k], "{name}: {again:?}");
    }
}

/// One site twice: the copies pair up, and each super-factor takes a factor and its copy.
#[test]
fn the_second_order_of_one_site_twice_is_that_site() {
    let mut sites = Sites::of(&[("D", 3), ("D", 3)]);
    sites.names[1] = "D again".to_owned();
    sites.labels[1] = labels("E", 3);
    let second = second_order_study(&sites.first_order(), Profile::Scores).unwrap();
    let correlated = quincunx::qmethod::Correlated::new(
        std::sync::Arc::new(second),
        quincunx::qmethod::correlation::CorrelationMethod::Pearson,
    )
    .unwrap();
    for factor in 0..3 {
        let r = correlated.between(SortIndex(factor), SortIndex(factor + 3));
        approx::assert_abs_diff_eq!(r, 1.0, epsilon = 1e-12);
    }
    let second = sites.second(3, Profile::Scores);
    let found = chain(&sites.first_order(), &second).unwrap();
    let mut taken: Vec<Vec<usize>> = found.super_factors.into_iter().map(|s| s.factors).collect();
    taken.sort();
    assert_eq!(taken, [[0, 3], [1, 4], [2, 5]]);
}

/// The reference: before deliberation, with three super-factors of z-scores, S1 takes UBC-F1 and Mayo-F2, S2 Mayo-F3 and UBC-F2, S3 UBC-F3 alone; Mayo-F1 goes nowhere.
#[test]
fn biobank_chain() {
    let Some(file) = shared("data/biobank/sorts.csv") else {
        return;
    };
    let of_site = |site: &str| {
        let grid = Grid::Free {
            arrays: Some(distribution(-5, &[2, 2, 3, 4, 5, 6, 5, 4, 3, 2, 2])),
        };
        let study = study_of_rows(&file, grid, |row| {
            row["site"] == site && row["wave"] == "pre"
        });
        solve(study, 3)
    };
    let sites = Sites {
        names: vec!["Mayo".to_owned(), "UBC".to_owned()],
        labels: vec![labels("Mayo-F", 3), labels("UBC-F", 3)],
        solutions: vec![of_site("Mayo"), of_site("UBC")],
    };
    let second = sites.second(3, Profile::Scores);
    let found = chain(&sites.first_order(), &second).unwrap();
    let mut taken: Vec<(Vec<usize>, Vec<usize>, usize)> = found
        .super_factors
        .iter()
        .map(|s| (s.factors.clone(), s.solutions.clone(), s.participants))
        .collect();
    taken.sort();
    // Defining sorts: Mayo 9 6 2, UBC 9 6 3.
    assert_eq!(
        taken,
        [
            (vec![1, 3], vec![0, 1], 6 + 9),
            (vec![2, 4], vec![0, 1], 2 + 6),
            (vec![5], vec![1], 3),
        ]
    );
    assert_eq!(found.factors[0].standing, Some(SortStanding::Confounded));
}
