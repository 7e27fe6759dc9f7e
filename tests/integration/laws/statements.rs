//! Laws of distinguishing and consensus statements and of crib sheets.

use super::strategies::{law, scored, studies};
use proptest::prelude::*;
use quincunx::qmethod::StatementIndex;
use quincunx::qmethod::characteristics::Characteristics;
use quincunx::qmethod::statements::{CriticalValues, Level, consensus, crib_sheet, distinguishing};

#[test]
fn a_statement_is_not_both_distinguishing_and_consensus() {
    law(studies(), |study| {
        let scored = scored(&study, 3, &[])?;
        let critical = CriticalValues::default();
        let shared = consensus(&scored, critical).unwrap();
        for factor in scored.scored_factors() {
            for found in distinguishing(&scored, factor, critical).unwrap() {
                let same = shared.iter().find(|c| c.statement == found.statement);
                // Not different at .01 goes together with different at .05.
                let expected =
                    same.is_none_or(|c| c.level == Level::Strict && found.level == Level::Weak);
                prop_assert!(expected);
            }
        }
        Ok(())
    });
}

#[test]
fn distinguishing_statements_stand_by_falling_score_and_differ_from_all() {
    law(studies(), |study| {
        let scored = scored(&study, 3, &[])?;
        let sed = Characteristics::of(&scored).sed;
        for factor in scored.scored_factors() {
            let z = scored.z(factor).unwrap();
            let found = distinguishing(&scored, factor, CriticalValues::default()).unwrap();
            prop_assert!(
                found
                    .windows(2)
                    .all(|p| z[p[0].statement.0] >= z[p[1].statement.0] - 1e-9)
            );
            for (statement, here) in z.iter().enumerate() {
                let others = scored.scored_factors().into_iter().filter(|g| *g != factor);
                let least = others
                    .map(|g| {
                        let other = scored.z(g).unwrap()[statement];
                        (here - other).abs() / sed[(factor.0, g.0)]
                    })
                    .fold(f64::INFINITY, f64::min);
                let expected = match least {
                    x if x > 2.58 => Some(Level::Strict),
                    x if x > 1.96 => Some(Level::Weak),
                    _ => None,
                };
                let ours = found.iter().find(|d| d.statement.0 == statement);
                prop_assert_eq!(ours.map(|d| d.level), expected);
            }
        }
        Ok(())
    });
}

#[test]
fn crib_sheets_take_the_outer_columns_whole_and_no_statement_twice() {
    law(studies(), |study| {
        let scored = scored(&study, 3, &[])?;
        let grid = scored.array_distribution().unwrap().columns();
        let (bottom, top) = (grid[0], grid[grid.len() - 1]);
        for factor in scored.scored_factors() {
            let array = scored.array(factor).unwrap();
            let sheet = crib_sheet(&scored, factor).unwrap();
            prop_assert_eq!(sheet.highest.len(), top.cards);
            prop_assert_eq!(sheet.lowest.len(), bottom.cards);
            prop_assert!(sheet.highest.iter().all(|s| array[s.0] == top.value));
            prop_assert!(sheet.lowest.iter().all(|s| array[s.0] == bottom.value));
            let others: Vec<&[i32]> = scored
                .scored_factors()
                .into_iter()
                .filter(|g| *g != factor)
                .map(|g| scored.array(g).unwrap())
                .collect();
            let inner =
                |s: &StatementIndex| !sheet.highest.contains(s) && !sheet.lowest.contains(s);
            for statement in (0..study.statement_count())
                .map(StatementIndex)
                .filter(inner)
            {
                let value = array[statement.0];
                let above = others.iter().filter(|o| o[statement.0] < value).count();
                let below = others.iter().filter(|o| o[statement.0] > value).count();
                let higher = above > 0 && below == 0;
                let lower = below > 0 && above == 0;
                prop_assert_eq!(sheet.higher_than_others.contains(&statement), higher);
                prop_assert_eq!(sheet.lower_than_others.contains(&statement), lower);
                let shared = (higher || lower) && above + below < others.len();
                prop_assert_eq!(sheet.shared.contains(&statement), shared);
            }
        }
        Ok(())
    });
}

#[test]
fn disagreement_is_the_variance_across_factors() {
    law(studies(), |study| {
        let scored = scored(&study, 2, &[])?;
        let factors = scored.scored_factors();
        let (a, b) = (scored.z(factors[0]).unwrap(), scored.z(factors[1]).unwrap());
        for (i, variance) in scored.disagreement().into_iter().enumerate() {
            prop_assert!((variance - (a[i] - b[i]).powi(2) / 2.0).abs() < 1e-12);
        }
        Ok(())
    });
}
