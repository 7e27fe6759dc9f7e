//! The way of a respondent: what is allowed where, and that every way that is allowed ends in a full grid.

use super::{NINE, study};
use proptest::prelude::*;
use quincunx::survey::{Action, Definition, Page, Pile, Procedure, Refusal, Sorting};
use std::collections::BTreeMap;

fn done(sorting: &mut Sorting, definition: &Definition, action: Action) {
    let outcome = sorting.act(definition, &action);
    assert_eq!(outcome, Ok(()), "{action:?}");
}

fn refused(sorting: &mut Sorting, definition: &Definition, action: Action) -> Refusal {
    let before = sorting.clone();
    let outcome = sorting.act(definition, &action);
    assert_eq!(*sorting, before, "a refused step changes nothing");
    outcome.expect_err(&format!("{action:?}"))
}

fn answer(value: &str) -> Action {
    Action::Answer {
        question: "role".to_owned(),
        value: vec![value.to_owned()],
    }
}

/// A respondent who has piled: the first cards on agree, the next on disagree, the rest on neutral.
fn piled(definition: &Definition, agree: usize, disagree: usize) -> Sorting {
    let mut sorting = Sorting::new(definition, 1);
    done(&mut sorting, definition, Action::Consent);
    done(&mut sorting, definition, answer("nurse"));
    done(&mut sorting, definition, Action::Next);
    for (place, statement) in sorting.order().to_vec().into_iter().enumerate() {
        let pile = match place {
            _ if place < agree => Pile::Agree,
            _ if place < agree + disagree => Pile::Disagree,
            _ => Pile::Neutral,
        };
        done(&mut sorting, definition, Action::Pile { statement, pile });
    }
    sorting
}

/// How many cards stand at each value.
fn shape(sorting: &Sorting) -> BTreeMap<i32, usize> {
    let mut shape = BTreeMap::new();
    for value in sorting.placed().values() {
        *shape.entry(*value).or_default() += 1;
    }
    shape
}

#[test]
fn the_agreeable_fill_the_grid_from_the_right_and_the_disagreeable_from_the_left() {
    let definition = study(Procedure::PickTwo, &NINE);
    let mut sorting = piled(&definition, 4, 3);
    let order = sorting.order().to_vec();
    done(&mut sorting, &definition, Action::Next);
    // One slot at +2, then two at +1, and the last agreeable card has no choice.
    let round = sorting.round(&definition).unwrap();
    assert_eq!((round.pile, round.value, round.take), (Pile::Agree, 2, 1));
    assert_eq!(round.candidates, order[..4]);
    let pick = |cards: &[u32]| Action::Pick {
        statements: cards.to_vec(),
    };
    done(&mut sorting, &definition, pick(&order[2..3]));
    let round = sorting.round(&definition).unwrap();
    assert_eq!((round.pile, round.value, round.take), (Pile::Agree, 1, 2));
    done(&mut sorting, &definition, pick(&[order[0], order[3]]));
    assert_eq!(sorting.placed()[&order[1]], 0, "the last one had no choice");
    let round = sorting.round(&definition).unwrap();
    assert_eq!(
        (round.pile, round.value, round.take),
        (Pile::Disagree, -2, 1)
    );
    assert_eq!(round.candidates, order[4..7]);
    done(&mut sorting, &definition, pick(&order[6..7]));
    // Two disagreeable cards fit the two slots at -1, the two neutral ones what is left at 0.
    assert_eq!(sorting.page(), Page::Review);
    let at = |value: i32| -> Vec<u32> {
        let placed = sorting.placed().iter();
        placed
            .filter(|(_, at)| **at == value)
            .map(|(card, _)| *card)
            .collect()
    };
    assert_eq!(at(2), [order[2]]);
    assert_eq!(at(-2), [order[6]]);
    assert_eq!(shape(&sorting), BTreeMap::from(NINE));
}

#[test]
fn going_back_takes_the_last_choice_back_and_what_followed_from_it() {
    let definition = study(Procedure::PickTwo, &NINE);
    let mut sorting = piled(&definition, 4, 3);
    let piled = sorting.clone();
    done(&mut sorting, &definition, Action::Next);
    let first = sorting.round(&definition).unwrap();
    let choose = |sorting: &mut Sorting| {
        let round = sorting.round(&definition).unwrap();
        let statements = round.candidates[..round.take].to_vec();
        done(sorting, &definition, Action::Pick { statements });
    };
    let start = sorting.clone();
    choose(&mut sorting);
    let second = sorting.clone();
    choose(&mut sorting);
    choose(&mut sorting);
    assert_eq!(sorting.page(), Page::Review);
    let order = sorting.order().to_vec();
    done(
        &mut sorting,
        &definition,
        Action::Swap {
            first: order[0],
            second: order[8],
        },
    );
    done(&mut sorting, &definition, Action::Back);
    done(&mut sorting, &definition, Action::Back);
    assert_eq!(sorting, second);
    done(&mut sorting, &definition, Action::Back);
    assert_eq!(sorting, start);
    assert_eq!(sorting.round(&definition), Some(first));
    done(&mut sorting, &definition, Action::Back);
    assert_eq!(sorting, piled, "the piles are kept");
    done(&mut sorting, &definition, Action::Back);
    assert_eq!(sorting.page(), Page::Questions);
    assert_eq!(sorting.answers()["role"], ["nurse"], "and the answers");
    refused(&mut sorting, &definition, Action::Back);
}

#[test]
fn what_is_not_allowed_is_refused_in_words_and_changes_nothing() {
    let definition = study(Procedure::PickTwo, &NINE);
    let mut sorting = Sorting::new(&definition, 1);
    let pile = |statement| Action::Pile {
        statement,
        pile: Pile::Agree,
    };
    refused(&mut sorting, &definition, pile(1));
    refused(&mut sorting, &definition, Action::Resume);
    done(&mut sorting, &definition, Action::Consent);
    refused(&mut sorting, &definition, Action::Consent);
    let open = refused(&mut sorting, &definition, Action::Next);
    assert_eq!(open.to_string(), "Please answer: “Your role?”");
    let other = refused(&mut sorting, &definition, answer("king"));
    assert_eq!(
        other.to_string(),
        "“Your role?” expects one of nurse, physician."
    );
    done(&mut sorting, &definition, answer("nurse"));
    done(&mut sorting, &definition, Action::Next);
    assert_eq!(
        refused(&mut sorting, &definition, pile(77)).to_string(),
        "There is no statement 77."
    );
    done(&mut sorting, &definition, pile(1));
    let left = refused(&mut sorting, &definition, Action::Next);
    assert_eq!(left.to_string(), "8 statements are not on a pile yet.");
    let mut sorting = piled(&definition, 4, 3);
    done(&mut sorting, &definition, Action::Next);
    let order = sorting.order().to_vec();
    let picks: [&[u32]; 4] = [&[], &order[..2], &order[5..6], &[order[0], order[0]]];
    for statements in picks {
        let statements = statements.to_vec();
        refused(&mut sorting, &definition, Action::Pick { statements });
    }
    refused(&mut sorting, &definition, Action::Next);
    let place = Action::Place {
        statement: 1,
        value: Some(0),
    };
    refused(&mut sorting, &definition, place);

    let definition = study(Procedure::Drag, &NINE);
    let mut sorting = piled(&definition, 4, 3);
    done(&mut sorting, &definition, Action::Next);
    let place = |statement, value| Action::Place { statement, value };
    done(&mut sorting, &definition, place(1, Some(2)));
    done(&mut sorting, &definition, place(1, Some(2)));
    let full = refused(&mut sorting, &definition, place(2, Some(2)));
    assert_eq!(
        full.to_string(),
        "The column +2 has all of its 1 cards. Take one out first, or swap."
    );
    refused(&mut sorting, &definition, place(2, Some(3)));
    done(
        &mut sorting,
        &definition,
        Action::Swap {
            first: 2,
            second: 1,
        },
    );
    assert_eq!(sorting.placed(), &BTreeMap::from([(2, 2)]));
    done(
        &mut sorting,
        &definition,
        Action::Swap {
            first: 2,
            second: 2,
        },
    );
    assert_eq!(sorting.placed(), &BTreeMap::from([(2, 2)]));
    refused(&mut sorting, &definition, Action::Next);
}

#[test]
fn a_free_grid_takes_any_number_of_cards() {
    let mut definition = study(Procedure::Drag, &NINE);
    definition.forced = false;
    let mut sorting = piled(&definition, 4, 3);
    done(&mut sorting, &definition, Action::Next);
    for statement in 1..=9 {
        let value = Some(if statement < 9 { 2 } else { -1 });
        done(
            &mut sorting,
            &definition,
            Action::Place { statement, value },
        );
    }
    done(&mut sorting, &definition, Action::Next);
    assert_eq!(sorting.page(), Page::Reasons);
    assert_eq!(sorting.extreme_cards(&definition).len(), 8);
}

#[test]
fn reasons_are_asked_for_the_cards_at_the_ends_alone() {
    let definition = study(Procedure::PickTwo, &[(-1, 2), (0, 1), (1, 2)]);
    let mut sorting = piled(&definition, 2, 2);
    done(&mut sorting, &definition, Action::Next);
    assert_eq!(sorting.page(), Page::Review, "nothing was left to choose");
    done(&mut sorting, &definition, Action::Next);
    let order = sorting.order().to_vec();
    assert_eq!(sorting.extreme_cards(&definition), order[..4]);
    let say = |statement, text: &str| Action::Comment {
        statement,
        text: text.to_owned(),
    };
    refused(&mut sorting, &definition, say(order[4], "why not"));
    done(&mut sorting, &definition, say(order[0], " so it is "));
    assert_eq!(sorting.comments()[&order[0]], "so it is");
    done(&mut sorting, &definition, Action::Back);
    let swap = Action::Swap {
        first: order[0],
        second: order[4],
    };
    done(&mut sorting, &definition, swap);
    done(&mut sorting, &definition, Action::Next);
    assert!(sorting.comments().is_empty(), "it is no longer at an end");
    done(&mut sorting, &definition, Action::Next);
    assert!(sorting.is_complete());
    refused(&mut sorting, &definition, Action::Back);
    refused(&mut sorting, &definition, Action::Next);
}

#[test]
fn the_order_of_the_cards_is_drawn_for_each_respondent_and_can_be_drawn_again() {
    let definition = study(Procedure::PickTwo, &[(-1, 10), (0, 20), (1, 10)]);
    let orders: Vec<Vec<u32>> = (1..=20)
        .map(|number| Sorting::new(&definition, number).order().to_vec())
        .collect();
    assert_eq!(orders[3], Sorting::new(&definition, 4).order());
    for (one, order) in orders.iter().enumerate() {
        let mut all = order.clone();
        all.sort_unstable();
        assert!(all.into_iter().eq(1..=40));
        assert!(
            !orders[..one].contains(order),
            "two respondents have one order"
        );
    }
    let mut other = definition.clone();
    other.seed = 8;
    assert_ne!(orders[0], Sorting::new(&other, 1).order());
}

/// Something a respondent may try: mostly sensible, so that ways lead far.
fn tried(definition: &Definition, sorting: &Sorting, draw: (u8, u16, u16)) -> Action {
    let (kind, one, other) = draw;
    let order = sorting.order();
    let card = |draw: u16| order[draw as usize % order.len()];
    let first_open = order
        .iter()
        .find(|card| !sorting.piles().contains_key(card));
    let pile = [Pile::Agree, Pile::Neutral, Pile::Disagree][one as usize % 3];
    match (sorting.page(), kind % 16) {
        (_, 15) => Action::Back,
        (_, 14) => Action::Swap {
            first: card(one),
            second: card(other),
        },
        (_, 13) => Action::Pick {
            statements: vec![card(one), card(other)],
        },
        (Page::Consent, _) => Action::Consent,
        (Page::Questions, 0..7) => answer("physician"),
        (Page::Piles, 12) => Action::Pile {
            statement: card(other),
            pile,
        },
        (Page::Piles, _) => {
            first_open.map_or(Action::Next, |&statement| Action::Pile { statement, pile })
        }
        (Page::Pick, _) => {
            let mut cards = sorting.round(definition).unwrap().candidates;
            let take = sorting.round(definition).unwrap().take;
            let by = one as usize % cards.len();
            cards.rotate_left(by);
            cards.truncate(take);
            Action::Pick { statements: cards }
        }
        (Page::Drag, 11) => Action::Place {
            statement: card(one),
            value: None,
        },
        (Page::Drag, 0..11) => {
            let open = order
                .iter()
                .find(|card| !sorting.placed().contains_key(card));
            let column = definition.grid[other as usize % definition.grid.len()];
            open.map_or(Action::Next, |&statement| Action::Place {
                statement,
                value: Some(column.value),
            })
        }
        (Page::Reasons, 9) => Action::Comment {
            statement: card(one),
            text: "because".to_owned(),
        },
        _ => Action::Next,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Whatever is tried, in whatever order: no column ever takes more than its cards, and the end is a full grid of just the forced shape.
    #[test]
    fn any_way_that_is_allowed_ends_in_a_full_grid(
        columns in prop::collection::vec(1usize..5, 2..6),
        picks in any::<bool>(),
        draws in prop::collection::vec(any::<(u8, u16, u16)>(), 400),
    ) {
        let columns: Vec<(i32, usize)> = (-2..).zip(columns).collect();
        let procedure = if picks { Procedure::PickTwo } else { Procedure::Drag };
        let definition = study(procedure, &columns);
        let grid: BTreeMap<i32, usize> = columns.iter().copied().collect();
        let mut sorting = Sorting::new(&definition, 1);
        let mut taken = Vec::new();
        for draw in draws {
            let action = tried(&definition, &sorting, draw);
            let before = sorting.clone();
            match sorting.act(&definition, &action) {
                Ok(()) => taken.push(action),
                Err(_) => prop_assert_eq!(&sorting, &before),
            }
            for (value, cards) in shape(&sorting) {
                prop_assert!(cards <= grid[&value]);
            }
            if matches!(sorting.page(), Page::Review | Page::Reasons | Page::End) {
                prop_assert_eq!(&shape(&sorting), &grid);
            }
        }
        // What was allowed, done again, leads to the same.
        let mut again = Sorting::new(&definition, 1);
        for action in &taken {
            prop_assert_eq!(again.act(&definition, action), Ok(()));
        }
        prop_assert_eq!(again, sorting);
    }
}
