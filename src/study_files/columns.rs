//! Which columns of a table are statements: those named by a number with or without one prefix.

use super::place::{quoted, run_list, runs, some_of};
use std::collections::{BTreeMap, BTreeSet};
use thiserror::Error;

/// The longest prefix of a statement's number, in characters.
const LONGEST_PREFIX: usize = 12;

/// Why the columns (or, in a table of one row per statement, the rows) are no Q set.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ColumnsError {
    /// No name has a number.
    #[error(
        "{name} has no columns named by a statement's number (s1, s2, … or 1, 2, …). Its headings are {found}. Name the statements' columns by their numbers."
    )]
    NoStatements {
        /// The source.
        name: String,
        /// The headings there are.
        found: String,
    },
    /// One statement twice.
    #[error(
        "{name} has statement {number} twice: {first} and {second}. Rename or remove one of them."
    )]
    Repeated {
        /// The source.
        name: String,
        /// The statement.
        number: u32,
        /// Its first name.
        first: String,
        /// Its second name.
        second: String,
    },
    /// Two prefixes where one is expected.
    #[error(
        "{name} names statements in two ways: {first}… and {second}…, which go on from there. Name all statements alike."
    )]
    TwoPrefixes {
        /// The source.
        name: String,
        /// The first name of the larger group.
        first: String,
        /// The first name of the other.
        second: String,
    },
    /// Two groups of names that could be the statements.
    #[error(
        "{name} has two sets of columns that could be the statements, {first}… and {second}…. Rename the set that is not, so that its names do not end in a number."
    )]
    Ambiguous {
        /// The source.
        name: String,
        /// The first name of one.
        first: String,
        /// The first name of the other.
        second: String,
    },
    /// The number 0.
    #[error(
        "{name} numbers statements from 0 ({heading}); expected numbers from 1. Number the statements from 1, here and in the list of statements."
    )]
    Zero {
        /// The source.
        name: String,
        /// The name with the number 0.
        heading: String,
    },
    /// Numbers passed over, and no list of statements that does so too.
    #[error(
        "{name} has {found} statements up to number {last}; missing: {missing}. Add them, or load the list of statements that are numbered so with `--statements`."
    )]
    Gap {
        /// The source.
        name: String,
        /// How many there are.
        found: usize,
        /// The highest number.
        last: u32,
        /// The numbers missing.
        missing: String,
    },
    /// Fewer statements sorted than listed.
    #[error(
        "{name} has {found} statements; {list} has {expected}. Missing in {name}: {missing}. Add the missing statements, or take them out of {list}."
    )]
    TooFew {
        /// The source of the sorts.
        name: String,
        /// How many statements it has.
        found: usize,
        /// The source of the statements.
        list: String,
        /// How many statements that has.
        expected: usize,
        /// The numbers missing.
        missing: String,
    },
    /// More statements sorted than listed.
    #[error(
        "{name} has {found} statements; {list} has {expected}. Missing in {list}: {missing}. Add the missing statements, or take them out of {name}."
    )]
    TooMany {
        /// The source of the sorts.
        name: String,
        /// How many statements it has.
        found: usize,
        /// The source of the statements.
        list: String,
        /// How many statements that has.
        expected: usize,
        /// The numbers missing in the list.
        missing: String,
    },
}

/// The statements' numbers, ascending, each with its index among the names.
pub(super) type NumberedNames = Vec<(u32, usize)>;

/// The numbers a list of statements has, and what messages call the list.
pub(super) struct KnownNumbers<'a> {
    /// The list's name.
    pub list: &'a str,
    /// Its numbers, ascending.
    pub numbers: Vec<u32>,
}

/// The names that are statements: of all names with a number, the largest group with one prefix, a complete one before an incomplete one,
/// the one that the list has before all.
pub(super) fn statement_names(
    name: &str,
    names: &[String],
    known: Option<&KnownNumbers>,
) -> Result<NumberedNames, ColumnsError> {
    let mut groups: BTreeMap<String, NumberedNames> = BTreeMap::new();
    for (index, heading) in names.iter().enumerate() {
        if let Some((prefix, number)) = card_number(heading) {
            groups.entry(prefix).or_default().push((number, index));
        }
    }
    groups.values_mut().for_each(|group| group.sort_unstable());
    let rank = |group: &NumberedNames| {
        let listed = known.is_some_and(|k| group.iter().map(|g| g.0).eq(k.numbers.iter().copied()));
        (
            listed,
            group.iter().map(|g| g.0).eq(1..=group.len() as u32),
            group.len(),
        )
    };
    let chosen = groups
        .values()
        .filter(|g| g.len() > 1)
        .max_by_key(|g| rank(g));
    let Some(chosen) = chosen else {
        let found = some_of(names);
        return Err(ColumnsError::NoStatements {
            name: name.to_owned(),
            found,
        });
    };
    let rival = |other: &&NumberedNames| *other != chosen && rank(other) == rank(chosen);
    if let Some(rival) = groups.values().find(rival) {
        return Err(ColumnsError::Ambiguous {
            name: name.to_owned(),
            first: first_name(names, rival),
            second: first_name(names, chosen),
        });
    }
    check_numbers(name, names, chosen)?;
    if let Some(continued) = groups.values().find(|other| continues(chosen, other)) {
        return Err(ColumnsError::TwoPrefixes {
            name: name.to_owned(),
            first: first_name(names, chosen),
            second: first_name(names, continued),
        });
    }
    match known {
        Some(known) => {
            let numbers: Vec<u32> = chosen.iter().map(|g| g.0).collect();
            check_known(name, &numbers, known)?;
        }
        None => check_gaps(name, chosen)?,
    }
    Ok(chosen.clone())
}

/// The prefix in lower case and the number of a name such as `s12`, `S_012` or `12`.
pub(super) fn card_number(name: &str) -> Option<(String, u32)> {
    let prefix = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = name.strip_prefix(prefix)?.parse().ok()?;
    let plain =
        !prefix.contains(|c: char| c.is_numeric()) && prefix.chars().count() <= LONGEST_PREFIX;
    plain.then(|| (prefix.trim().to_lowercase(), number))
}

fn check_numbers(name: &str, names: &[String], chosen: &NumberedNames) -> Result<(), ColumnsError> {
    if chosen.first().is_some_and(|first| first.0 == 0) {
        let heading = first_name(names, chosen);
        return Err(ColumnsError::Zero {
            name: name.to_owned(),
            heading,
        });
    }
    let twice = chosen.windows(2).find_map(|pair| match pair {
        [first, second] if first.0 == second.0 => Some((first, second)),
        _ => None,
    });
    let Some((first, second)) = twice else {
        return Ok(());
    };
    let shown = |index: usize| names.get(index).map(|n| quoted(n)).unwrap_or_default();
    Err(ColumnsError::Repeated {
        name: name.to_owned(),
        number: first.0,
        first: shown(first.1),
        second: shown(second.1),
    })
}

fn first_name(names: &[String], group: &NumberedNames) -> String {
    group
        .first()
        .and_then(|first| names.get(first.1))
        .map(|n| quoted(n))
        .unwrap_or_default()
}

/// Whether the other group begins where this one ends, as when `s1`…`s20` are followed by `f21`…`f40`.
fn continues(chosen: &NumberedNames, other: &NumberedNames) -> bool {
    let (Some(last), Some(next)) = (chosen.last(), other.first()) else {
        return false;
    };
    other.len() > 1 && last.0.checked_add(1) == Some(next.0)
}

/// Refuses statements that are not just those of the list.
pub(super) fn check_known(
    name: &str,
    numbers: &[u32],
    known: &KnownNumbers,
) -> Result<(), ColumnsError> {
    let found: BTreeSet<u32> = numbers.iter().copied().collect();
    let expected: BTreeSet<u32> = known.numbers.iter().copied().collect();
    let missing =
        |from: &BTreeSet<u32>, of: &BTreeSet<u32>| run_list(&runs(of.difference(from).copied()));
    if !expected.is_subset(&found) {
        return Err(ColumnsError::TooFew {
            name: name.to_owned(),
            found: found.len(),
            list: known.list.to_owned(),
            expected: expected.len(),
            missing: missing(&found, &expected),
        });
    }
    if !found.is_subset(&expected) {
        return Err(ColumnsError::TooMany {
            name: name.to_owned(),
            found: found.len(),
            list: known.list.to_owned(),
            expected: expected.len(),
            missing: missing(&expected, &found),
        });
    }
    Ok(())
}

fn check_gaps(name: &str, chosen: &NumberedNames) -> Result<(), ColumnsError> {
    let mut next = 1;
    let mut gaps = Vec::new();
    for &(number, _) in chosen {
        if number > next {
            gaps.push((next, number - 1));
        }
        next = number.saturating_add(1);
    }
    if gaps.is_empty() {
        return Ok(());
    }
    Err(ColumnsError::Gap {
        name: name.to_owned(),
        found: chosen.len(),
        last: chosen.last().map_or(0, |g| g.0),
        missing: run_list(&gaps),
    })
}
