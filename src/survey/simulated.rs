//! Respondents that are no persons: for lessons, and to try a study out before anybody is asked.

use super::definition::{Definition, Kind, Question};
use super::error::RecordError;
use super::sorting::Sorting;
use super::steps::{Action, Page, Pile};
use super::store::Store;
use crate::numeric::Random;
use std::collections::BTreeMap;

/// How much of a simulated respondent's liking is its own and not of its viewpoint, as a standard deviation beside the viewpoint's of 1.
const OWN: f64 = 0.6;

/// The pace of a simulated respondent, in milliseconds: the shortest time between two steps, and how much longer it may take.
const PACE_MS: (i64, usize) = (900, 9_000);

/// Has `count` simulated respondents walk through the study by the same steps as persons, the first at `at_ms` and one every ten minutes; each
/// shares one of `viewpoints` drawn at random. They are stored as simulated.
///
/// # Errors
/// The file cannot be written.
pub fn simulate(
    store: &mut Store,
    count: usize,
    viewpoints: usize,
    seed: u64,
    at_ms: i64,
) -> Result<(), RecordError> {
    let definition = store.definition().clone();
    let mut random = Random::seeded(seed);
    let views: Vec<BTreeMap<u32, f64>> = (0..viewpoints.max(1))
        .map(|_| liking(&definition, &mut random))
        .collect();
    let starts = (0..).step_by(600_000).take(count);
    for (start, view) in starts.zip(views.iter().cycle()) {
        let own = liking(&definition, &mut random);
        let liking: BTreeMap<u32, f64> = view
            .iter()
            .zip(own.values())
            .map(|((&card, shared), own)| (card, shared + OWN * own))
            .collect();
        let mut at_ms = at_ms + start;
        let mut respondent = store.begin(true, at_ms)?;
        while let Some(action) = step(&definition, respondent.sorting(), &liking, &mut random) {
            let (least, more) = PACE_MS;
            at_ms += least + i64::try_from(random.below(more)).unwrap_or_default();
            store.record(&mut respondent, &action, at_ms)?;
        }
    }
    Ok(())
}

/// How much each card is liked, standard normal.
fn liking(definition: &Definition, random: &mut Random) -> BTreeMap<u32, f64> {
    let cards = definition.statements.iter();
    cards.map(|card| (card.number, random.normal())).collect()
}

/// The next step of somebody who likes the cards so; none at the end.
fn step(
    definition: &Definition,
    sorting: &Sorting,
    liking: &BTreeMap<u32, f64>,
    random: &mut Random,
) -> Option<Action> {
    let like = |card: &u32| liking.get(card).copied().unwrap_or_default();
    let step = match sorting.page() {
        Page::Consent => Action::Consent,
        Page::Questions => {
            let answers = sorting.answers();
            let open = definition
                .questions
                .iter()
                .find(|q| !answers.contains_key(&q.id));
            open.map_or(Action::Next, |question| answer(question, random))
        }
        Page::Piles => {
            let piled = sorting.piles();
            let open = sorting
                .order()
                .iter()
                .find(|card| !piled.contains_key(card));
            open.map_or(Action::Next, |&statement| Action::Pile {
                statement,
                pile: match like(&statement) {
                    liked if liked > 0.5 => Pile::Agree,
                    liked if liked < -0.5 => Pile::Disagree,
                    _ => Pile::Neutral,
                },
            })
        }
        Page::Pick => {
            let mut round = sorting.round(definition)?;
            round.candidates.sort_by(|a, b| like(b).total_cmp(&like(a)));
            if round.pile == Pile::Disagree {
                round.candidates.reverse();
            }
            round.candidates.truncate(round.take);
            Action::Pick {
                statements: round.candidates,
            }
        }
        Page::Drag => place(definition, sorting, like),
        Page::Review | Page::Reasons => Action::Next,
        Page::End => return None,
    };
    Some(step)
}

/// The card liked best of those left goes to the highest column with room.
fn place(definition: &Definition, sorting: &Sorting, like: impl Fn(&u32) -> f64) -> Action {
    let placed = sorting.placed();
    let left = sorting
        .order()
        .iter()
        .filter(|card| !placed.contains_key(card));
    let Some(&statement) = left.max_by(|a, b| like(a).total_cmp(&like(b))) else {
        return Action::Next;
    };
    let room = definition
        .grid
        .iter()
        .rev()
        .find(|column| super::cards::free_at(definition, placed, column.value) > 0);
    Action::Place {
        statement,
        value: room.map(|column| column.value),
    }
}

fn answer(question: &Question, random: &mut Random) -> Action {
    let between = |random: &mut Random, from: i32, to: i32| {
        let steps = usize::try_from(i64::from(to) - i64::from(from) + 1).unwrap_or(1);
        (i64::from(from) + i64::try_from(random.below(steps)).unwrap_or_default()).to_string()
    };
    let value = match &question.kind {
        Kind::OneOf { options } => options.get(random.below(options.len())).cloned(),
        Kind::AnyOf { options } => options.get(random.below(options.len())).cloned(),
        Kind::Rating { from, to, .. } => Some(between(random, *from, *to)),
        Kind::Number { from, to } => {
            let from = from.unwrap_or(to.map_or(0, |to| to.min(0)));
            Some(between(
                random,
                from,
                to.unwrap_or(from.saturating_add(100)),
            ))
        }
        Kind::Text => Some("(simulated)".to_owned()),
    };
    Action::Answer {
        question: question.id.clone(),
        value: value.into_iter().collect(),
    }
}
