//! Laws of differences between factors, their corrections and labels, equivalence, ranks and relative ranks.

use super::strategies::{law, scored, studies};
use proptest::collection::vec;
use proptest::prelude::*;
use quincunx::qmethod::statements::{
    Adjustment, CriticalValues, Differences, Level, Margin, RelativeRank, Rule, StatementLabel,
    Verdicts, consensus, disagreements, distinguishing, distinguishing_by, equivalence,
    relative_ranks, score_ranks,
};
use quincunx::qmethod::{Convention, StatementIndex};

#[test]
fn a_difference_turned_round_changes_its_sign_only() {
    law(studies(), |study| {
        let scored = scored(&study, 3, &[])?;
        let differences = Differences::of(&scored).unwrap();
        let k = differences.factors.len();
        prop_assert_eq!(differences.pairs.len(), k * (k - 1) / 2);
        for pair in &differences.pairs {
            let back = differences.pair(pair.second, pair.first).unwrap();
            prop_assert_eq!(pair.sed, back.sed);
            for s in (0..study.statement_count()).map(StatementIndex) {
                prop_assert_eq!(pair.difference(s), -back.difference(s));
                prop_assert_eq!(pair.p(s), back.p(s));
                let (low, high) = pair.interval(s, 1.96);
                prop_assert!(low < pair.difference(s) && pair.difference(s) < high);
                // An interval without 0 and a significant difference are one and the same.
                prop_assert_eq!(low > 0.0 || high < 0.0, pair.ratio(s).abs() > 1.96);
            }
            let falling = pair.falling();
            prop_assert!(
                falling
                    .windows(2)
                    .all(|p| pair.difference(p[0]) >= pair.difference(p[1]))
            );
        }
        Ok(())
    });
}

#[test]
fn corrections_keep_the_order_and_only_raise_p() {
    law(vec(0.0..1.0_f64, 1..40), |p| {
        let [bonferroni, holm, bh] = [
            Adjustment::Bonferroni,
            Adjustment::Holm,
            Adjustment::BenjaminiHochberg,
        ]
        .map(|adjustment| adjustment.adjust(&p));
        for (i, raw) in p.iter().enumerate() {
            prop_assert!(*raw <= bh[i] + 1e-15);
            prop_assert!(bh[i] <= holm[i] + 1e-15);
            prop_assert!(holm[i] <= bonferroni[i] + 1e-15);
            prop_assert!(bonferroni[i] <= 1.0);
            for (j, other) in p.iter().enumerate() {
                for adjusted in [&bonferroni, &holm, &bh] {
                    prop_assert!(raw > other || adjusted[i] <= adjusted[j]);
                }
            }
        }
        prop_assert_eq!(Adjustment::None.adjust(&p), p);
        Ok(())
    });
}

#[test]
fn a_correction_finds_no_statement_that_single_tests_do_not() {
    law(studies(), |study| {
        let scored = scored(&study, 3, &[])?;
        // Exact quantiles on both sides, so that 2.58 for .01 does not come between.
        let critical = CriticalValues::at(Convention::Exact, [0.04, 0.02]).unwrap();
        for adjustment in [Adjustment::Holm, Adjustment::BenjaminiHochberg] {
            let rule = Rule::Significance {
                critical,
                adjustment,
            };
            for factor in scored.scored_factors() {
                let plain = distinguishing(&scored, factor, critical).unwrap();
                for found in distinguishing_by(&scored, factor, rule).unwrap() {
                    let same = plain.iter().find(|d| d.statement == found.statement);
                    prop_assert!(same.is_some_and(|d| d.level >= found.level));
                }
            }
        }
        Ok(())
    });
}

#[test]
fn labels_agree_with_the_lists() {
    law(studies(), |study| {
        let scored = scored(&study, 4, &[])?;
        let critical = CriticalValues::default();
        let verdicts = Verdicts::of(&scored, critical.into()).unwrap();
        let factors = scored.scored_factors();
        let shared = consensus(&scored, critical).unwrap();
        for statement in (0..study.statement_count()).map(StatementIndex) {
            let label = verdicts.label(statement);
            let at_weak = shared
                .iter()
                .any(|c| c.statement == statement && c.level == Level::Weak);
            prop_assert_eq!(label == StatementLabel::Consensus, at_weak);
            for &factor in &factors {
                let found = distinguishing(&scored, factor, critical).unwrap();
                let listed = found.iter().any(|d| d.statement == statement);
                let labelled = match &label {
                    StatementLabel::DistinguishesAll => true,
                    StatementLabel::DistinguishesOnly(only) => *only == factor,
                    StatementLabel::Distinguishes(apart) => apart.contains(&factor),
                    StatementLabel::Consensus | StatementLabel::Neither => false,
                };
                prop_assert_eq!(labelled, listed);
            }
        }
        Ok(())
    });
}

#[test]
fn a_wider_margin_lets_no_statement_fall_out() {
    law(studies(), |study| {
        let scored = scored(&study, 3, &[])?;
        let critical = CriticalValues::default();
        let test = |margin| equivalence(&scored, margin, critical).unwrap();
        let (narrow, wide) = (test(Margin::Z(0.7)), test(Margin::Z(1.3)));
        for (a, b) in narrow.statements.iter().zip(&wide.statements) {
            prop_assert!(a.p >= b.p);
            prop_assert!(a.level <= b.level);
            // A difference beyond the margin is never equivalent.
            prop_assert!(a.largest < 0.7 || a.p >= 0.5);
        }
        let no_chance = narrow.margins.iter().any(|m| m.margin <= m.least);
        let some = narrow.statements.iter().any(|s| s.level.is_some());
        prop_assert!(!(no_chance && some));
        Ok(())
    });
}

#[test]
fn effect_sizes_count_differences_of_at_least_d() {
    law(studies(), |study| {
        let scored = scored(&study, 3, &[])?;
        let verdicts = Verdicts::of(&scored, Rule::EffectSize { d: 0.8 }).unwrap();
        for (place, pair) in verdicts.differences().pairs.iter().enumerate() {
            for s in (0..study.statement_count()).map(StatementIndex) {
                let large = usize::from(pair.difference(s).abs() >= 0.8);
                prop_assert_eq!(verdicts.grade(place, s), large);
            }
        }
        Ok(())
    });
}

#[test]
fn relative_ranks_take_outer_columns_whole_also_on_asymmetric_grids() {
    law(studies(), |study| {
        let scored = scored(&study, 3, &[])?;
        let columns = scored.array_distribution().unwrap().columns();
        let (bottom, top) = (columns[0], columns[columns.len() - 1]);
        for factor in scored.scored_factors() {
            let array = scored.array(factor).unwrap();
            let found = relative_ranks(&scored, factor).unwrap();
            prop_assert_eq!(found.highest.len(), top.cards);
            prop_assert_eq!(found.lowest.len(), bottom.cards);
            prop_assert!(found.highest.iter().all(|s| array[s.0] == top.value));
            prop_assert!(found.lowest.iter().all(|s| array[s.0] == bottom.value));
            for (i, &value) in array.iter().enumerate() {
                let statement = StatementIndex(i);
                let others: Vec<i32> = scored
                    .scored_factors()
                    .into_iter()
                    .filter(|g| *g != factor)
                    .map(|g| scored.array(g).unwrap()[i])
                    .collect();
                let outer = value == top.value || value == bottom.value;
                let most = others.iter().all(|o| *o <= value);
                let least = others.iter().all(|o| *o >= value);
                let shared = others.contains(&value);
                let rank = RelativeRank { statement, shared };
                let expected = !outer && value >= 0 && most;
                prop_assert_eq!(found.higher.contains(&rank), expected);
                let expected = !outer && value <= 0 && least;
                prop_assert_eq!(found.lower.contains(&rank), expected);
            }
        }
        Ok(())
    });
}

#[test]
fn ranks_count_from_the_highest_score() {
    law(studies(), |study| {
        let scored = scored(&study, 2, &[])?;
        for factor in scored.scored_factors() {
            let z = scored.z(factor).unwrap();
            let ranks = score_ranks(&scored, factor).unwrap();
            let ranking = scored.ranking(factor).unwrap();
            prop_assert_eq!(ranks[ranking[0].0], 1);
            for (place, pair) in ranking.windows(2).enumerate() {
                let (a, b) = (pair[0].0, pair[1].0);
                let tied = z[a] - z[b] <= 1e-9;
                prop_assert_eq!(ranks[b], if tied { ranks[a] } else { place + 2 });
            }
        }
        Ok(())
    });
}

#[test]
fn both_divisors_order_disagreement_alike() {
    law(studies(), |study| {
        let scored = scored(&study, 3, &[])?;
        let k = scored.scored_factors().len() as f64;
        let found = disagreements(&scored).unwrap();
        let spread = scored.disagreement();
        prop_assert_eq!(found.len(), study.statement_count());
        for d in &found {
            let ratio = d.population_variance * k - d.sample_variance * (k - 1.0);
            prop_assert!(ratio.abs() < 1e-12);
            prop_assert!((d.sample_variance - spread[d.statement.0]).abs() < 1e-12);
            // Popoviciu: a variance is at most a quarter of the squared range.
            prop_assert!(d.population_variance <= d.range * d.range / 4.0 + 1e-12);
        }
        prop_assert!(
            found
                .windows(2)
                .all(|p| p[0].sample_variance <= p[1].sample_variance)
        );
        Ok(())
    });
}
