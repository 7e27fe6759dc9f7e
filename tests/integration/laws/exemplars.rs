//! Laws of exemplars, and which attributes hold comments.

use super::strategies::{law, scored, studies, study};
use proptest::prelude::*;
use quincunx::qmethod::comments::{comment_attributes, is_comment};
use quincunx::qmethod::exemplars::exemplars;
use quincunx::qmethod::{Attribute, SortIndex, StatementIndex};

#[test]
fn the_heaviest_defining_sorts_come_first() {
    law(studies(), |study| {
        let scored = scored(&study, 3, &[])?;
        for factor in scored.scored_factors() {
            let found = exemplars(&scored, factor).unwrap();
            let defining = scored.flagged().defining_sorts(factor);
            prop_assert_eq!(found.len(), defining.len());
            prop_assert!(defining.iter().all(|s| found.iter().any(|e| e.sort == *s)));
            prop_assert!((found[0].weight.abs() - 10.0).abs() < 1e-9);
            for pair in found.windows(2) {
                prop_assert!(pair[0].weight.abs() >= pair[1].weight.abs());
                // The weight grows with the loading.
                prop_assert!(pair[0].loading.abs() >= pair[1].loading.abs());
            }
            for e in &found {
                prop_assert!(e.loading * e.loading <= e.communality + 1e-12);
                prop_assert_eq!(e.loading > 0.0, e.weight > 0.0);
            }
        }
        Ok(())
    });
}

#[test]
fn comments_are_told_by_the_name_of_the_attribute() {
    let names = [
        ("comments", Some(None)),
        ("Comment", Some(None)),
        ("comment on the sort", Some(None)),
        ("comment s2", Some(Some(2))),
        ("Comment_S5", Some(Some(5))),
        ("comments2", Some(Some(2))),
        ("COMMENT 3", Some(Some(3))),
        ("comment-s4", Some(Some(4))),
        ("comment s99", Some(None)),
        ("commentary", None),
        ("commentator", None),
        ("my comment", None),
        ("com", None),
        ("é", None),
    ];
    for (name, expected) in names {
        let study = study(&[1, 1, 1, 1, 1], &[vec![-2, -1, 0, 1, 2]]);
        let study = study
            .with_sort_attribute(Attribute {
                name: name.to_owned(),
                values: vec!["  said "].into(),
            })
            .unwrap();
        let found = comment_attributes(&study);
        assert_eq!(found.first().map(|c| c.statement), expected, "{name}");
        assert_eq!(is_comment(name), expected.is_some(), "{name}");
        if let Some(comment) = found.first() {
            assert_eq!(comment.of(SortIndex(0)), Some("said"));
            assert_eq!(comment.of(SortIndex(1)), None);
        }
        let number = expected.flatten();
        let place = number.and_then(|n| study.find_statement(n));
        assert_eq!(place, number.map(|n| StatementIndex(n as usize - 1)));
    }
}
