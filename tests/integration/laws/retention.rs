//! Laws of the criteria for the number of factors, of lineages and of the statistics of free sorts.

use super::strategies::{correlated, law, studies};
use proptest::prelude::*;
use quincunx::qmethod::FactorIndex;
use quincunx::qmethod::extraction::Extraction;
use quincunx::qmethod::free_distribution::free_distribution;
use quincunx::qmethod::lineage::{Lineage, Origin, RELATED};
use quincunx::qmethod::replay::ReplayError;
use quincunx::qmethod::retention::{
    Retention, RetentionOptions, parallel_analysis, solutions_of_sizes,
};
use quincunx::qmethod::{Distribution, Grid, MethodError};

const FEW: RetentionOptions = RetentionOptions {
    most: 5,
    draws: 20,
    seed: 7,
    extraction: Extraction::PrincipalComponents,
};

#[test]
fn evidence_adds_up() {
    law(studies(), |study| {
        let correlated = correlated(&study);
        let found = Retention::new(&correlated, FEW).unwrap();
        let m = study.sort_count();
        for solution in &found.solutions {
            let s = solution.standings();
            prop_assert_eq!(
                s.defining + s.confounded + s.unflagged + s.non_significant,
                m
            );
        }
        let total: f64 = found.eigenvalues.iter().sum();
        prop_assert!((total - m as f64).abs() < 1e-9);
        let total: f64 = found.parallel.mean.iter().sum();
        prop_assert!((total - m as f64).abs() < 1e-9);
        let r = correlated.matrix();
        let pairs = (m * (m - 1)) as f64;
        let mean_square = (r.iter().map(|r| r * r).sum::<f64>() - m as f64) / pairs;
        prop_assert!((found.map[0] - mean_square).abs() < 1e-12);
        // What k components leave shrinks in the mean square, and all of them leave nothing.
        let left = found.residuals.last().unwrap();
        if found.solutions.len() == m {
            prop_assert!(left.mean_absolute < 1e-7);
        }
        Ok(())
    });
}

#[test]
fn a_seed_decides_what_is_drawn() {
    law(studies(), |study| {
        let correlated = correlated(&study);
        let draw = |seed| parallel_analysis(&correlated, 20, seed, &|_| true).unwrap();
        prop_assert_eq!(draw(1), draw(1));
        prop_assert_ne!(draw(1).mean, draw(2).mean);
        let found = draw(3);
        prop_assert!(found.mean.windows(2).all(|p| p[0] >= p[1]));
        prop_assert!(found.percentile_95.windows(2).all(|p| p[0] >= p[1]));
        Ok(())
    });
}

#[test]
fn each_factor_is_continued_by_at_most_one() {
    law(studies(), |study| {
        let correlated = correlated(&study);
        let sizes = solutions_of_sizes(&correlated, Extraction::PrincipalComponents, 5).unwrap();
        let lineage = Lineage::of(&sizes);
        for (place, level) in lineage.levels.iter().enumerate() {
            prop_assert_eq!(level.factors.len(), place + 1);
            for (child, factor) in level.factors.iter().enumerate() {
                let own = level.links.iter().filter(|l| l.to == FactorIndex(child));
                let nearest = own.map(|l| l.r.abs()).fold(0.0, f64::max);
                match factor.origin {
                    Origin::First => prop_assert_eq!(place, 0),
                    Origin::Unknown => prop_assert!(nearest == 0.0),
                    Origin::New(_, r) => {
                        prop_assert!(r.abs() < RELATED && r.abs() == nearest);
                    }
                    Origin::Continues(_, r) | Origin::SplitsFrom(_, r) => {
                        prop_assert!(r.abs() >= RELATED && r.abs() == nearest);
                    }
                }
            }
            for parent in (0..place).map(FactorIndex) {
                let continued = |o: Origin| matches!(o, Origin::Continues(p, _) if p == parent);
                let split = |o: Origin| matches!(o, Origin::SplitsFrom(p, _) if p == parent);
                let origins = || level.factors.iter().map(|f| f.origin);
                let heirs = origins().filter(|o| continued(*o)).count();
                prop_assert!(heirs <= 1);
                prop_assert!(heirs == 1 || !origins().any(split));
            }
        }
        for split in lineage.bipolar_splits() {
            let level = &lineage.levels[split.level];
            let r = |factor: FactorIndex| level.factors[factor.0].origin.parent().unwrap();
            prop_assert_eq!(r(split.kept).0, split.factor);
            prop_assert_eq!(r(split.reversed).0, split.factor);
            prop_assert!(r(split.kept).1 > 0.0 && r(split.reversed).1 < 0.0);
        }
        Ok(())
    });
}

#[test]
fn forced_sorts_have_the_grid_and_nothing_misplaced() {
    law(studies(), |study| {
        let Grid::Forced(grid) = study.grid() else {
            unreachable!("forced by the strategy");
        };
        let found = free_distribution(&study);
        let cards: Vec<usize> = grid.columns().iter().map(|c| c.cards).collect();
        prop_assert_eq!(found.grid.as_ref(), Some(&cards));
        let expected = statistics(grid);
        for sort in &found.sorts {
            prop_assert_eq!(&sort.counts, &cards);
            prop_assert_eq!(sort.misplaced, Some(0));
            prop_assert!((sort.mean - expected.0).abs() < 1e-12);
            prop_assert!((sort.standard_deviation - expected.1).abs() < 1e-12);
        }
        Ok(())
    });
}

/// Mean and standard deviation (n − 1) from sums over columns.
fn statistics(grid: &Distribution) -> (f64, f64) {
    let n = grid.cards() as f64;
    let sum = |power: i32| -> f64 {
        let columns = grid.columns().iter();
        columns
            .map(|c| c.cards as f64 * f64::from(c.value).powi(power))
            .sum()
    };
    let mean = sum(1) / n;
    (mean, ((sum(2) - n * mean * mean) / (n - 1.0)).sqrt())
}

#[test]
fn told_to_stop_it_draws_no_further_study() {
    law(studies(), |study| {
        let asked = std::cell::Cell::new(0);
        let twice = |drawn: usize| {
            asked.set(drawn);
            drawn < 2
        };
        let stopped = parallel_analysis(&correlated(&study), 1000, 1, &twice).unwrap_err();
        prop_assert_eq!(stopped, MethodError::Replay(ReplayError::Stopped));
        prop_assert_eq!(asked.get(), 2);
        Ok(())
    });
}
