//! From so many statements to so many: the path in a sentence and as a table.

use super::{ConcourseState, fate_words};
use crate::concourse::{Fate, QSet, Screening};
use crate::render::number::counted;
use crate::render::table::{Align, Table, TableCell};

/// Ids a sentence lists.
const LISTED: usize = 8;

/// How many statements took which way.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Path {
    pub(super) collected: usize,
    pub(super) merged: usize,
    pub(super) dropped: usize,
    pub(super) reworded: usize,
    pub(super) left: usize,
}

impl Path {
    pub(super) fn of(state: &ConcourseState<'_>) -> Self {
        let screening = state.screening;
        let mut path = Self {
            collected: screening.concourse().candidates().len(),
            ..Self::default()
        };
        for at in 0..path.collected {
            match screening.fate(at) {
                Fate::Standing => path.left += 1,
                Fate::Merged { .. } => path.merged += 1,
                Fate::Dropped { .. } => path.dropped += 1,
            }
            let stands = *screening.fate(at) == Fate::Standing;
            path.reworded += usize::from(stands && screening.is_reworded(at));
        }
        path
    }
}

/// `212 collected → 190 after duplicates → 183 left → 40 drawn`, steps that changed nothing left out.
pub(super) fn sentence(state: &ConcourseState<'_>) -> String {
    let path = Path::of(state);
    let mut stations = vec![format!("{} collected", path.collected)];
    if path.merged > 0 {
        let after = path.collected - path.merged;
        stations.push(format!("{after} after duplicates were merged"));
    }
    if path.dropped > 0 {
        stations.push(format!("{} after others were dropped", path.left));
    }
    if let Some(q_set) = state.q_set {
        stations.push(format!("{} drawn", q_set.statements.len()));
    }
    let reworded = match path.reworded {
        0 => String::new(),
        n => format!(
            " {} reworded.",
            counted(n, "statement was", "statements were")
        ),
    };
    match stations.len() {
        1 => format!("Nothing was decided yet.{reworded}"),
        _ => format!("{}.{reworded}", stations.join(" → ")),
    }
}

/// The path with what went out at each step, and why.
pub(super) fn table(state: &ConcourseState<'_>, q_set: &QSet) -> Table {
    let path = Path::of(state);
    let mut table = Table::new("From concourse to Q set")
        .column("", Align::Left)
        .column("Statements", Align::Right)
        .column("Out", Align::Right)
        .column("Which", Align::Left);
    let mut left = path.collected;
    table.push([
        TableCell::text("collected"),
        TableCell::count(left),
        TableCell::missing(),
        TableCell::text(""),
    ]);
    let with_fate = |wanted: fn(&Fate) -> bool| -> Vec<usize> {
        let all = 0..path.collected;
        all.filter(|at| wanted(state.screening.fate(*at))).collect()
    };
    let not_drawn = NotDrawn::of(state, q_set);
    let steps = [
        (
            "merged with others",
            with_fate(|f| matches!(f, Fate::Merged { .. })),
        ),
        ("dropped", with_fate(|f| matches!(f, Fate::Dropped { .. }))),
        ("without a code", not_drawn.uncoded),
        ("in cells not drawn from", not_drawn.elsewhere),
        ("ruled out by name", not_drawn.ruled_out),
        ("alike to one that is drawn", not_drawn.alike),
        ("not drawn", not_drawn.chance),
    ];
    for (words, out) in steps {
        if out.is_empty() {
            continue;
        }
        left -= out.len();
        let concourse = state.screening.concourse();
        let ids: Vec<&str> = out.iter().map(|at| concourse.id(*at)).collect();
        table.push([
            TableCell::text(words),
            TableCell::count(left),
            TableCell::count(out.len()),
            TableCell::text(some(&ids)),
        ]);
    }
    table.push_footer([
        TableCell::text("Q set"),
        TableCell::count(q_set.statements.len()),
        TableCell::missing(),
        TableCell::text(""),
    ]);
    table
}

/// Statements that stand and are not in the Q set, by why; each counted once.
struct NotDrawn {
    uncoded: Vec<usize>,
    elsewhere: Vec<usize>,
    ruled_out: Vec<usize>,
    alike: Vec<usize>,
    chance: Vec<usize>,
}

impl NotDrawn {
    fn of(state: &ConcourseState<'_>, q_set: &QSet) -> Self {
        let mut out = Self {
            uncoded: Vec::new(),
            elsewhere: Vec::new(),
            ruled_out: Vec::new(),
            alike: Vec::new(),
            chance: Vec::new(),
        };
        for candidate in state.screening.standing() {
            if state.drawn(candidate).is_some() {
                continue;
            }
            let share = |cell| q_set.shares.iter().find(|share| share.cell == cell);
            let group = match state.framework.cell_of(candidate).map(share) {
                None => &mut out.uncoded,
                _ if q_set.plan.without.contains(&candidate) => &mut out.ruled_out,
                Some(Some(share)) if !share.chosen => &mut out.elsewhere,
                _ if q_set.alike.iter().any(|(passed, _)| *passed == candidate) => &mut out.alike,
                _ => &mut out.chance,
            };
            group.push(candidate);
        }
        out
    }
}

/// Some of many ids, and how many more.
pub(super) fn some(ids: &[&str]) -> String {
    let listed: Vec<&str> = ids.iter().take(LISTED).copied().collect();
    match ids.len().saturating_sub(LISTED) {
        0 => listed.join(", "),
        more => format!("{} and {more} more", listed.join(", ")),
    }
}

/// What has become of a statement: a number in the Q set, or why it has none.
pub fn outcome(state: &ConcourseState<'_>, candidate: usize) -> String {
    match state.drawn(candidate) {
        Some(number) => format!("drawn as {number}"),
        None => fate_words(state.screening, candidate),
    }
}

/// A statement's id, with those it stands for.
pub(super) fn family(screening: &Screening, candidate: usize) -> String {
    let concourse = screening.concourse();
    let own = concourse.id(candidate);
    let others: Vec<&str> = screening
        .merged_into(candidate)
        .into_iter()
        .map(|other| concourse.id(other))
        .collect();
    match others.is_empty() {
        true => own.to_owned(),
        false => format!("{own} (and {})", others.join(", ")),
    }
}
