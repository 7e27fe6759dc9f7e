//! A solution without each of its participants, groups or statements.

mod figure;

use super::bootstrap::{replayed_words, steps_words};
use super::wording::{self, COARSE, FINE, factor, factors, names, study_of};
use crate::qmethod::jackknife::{Change, Influence, Jackknife, LeftOut, by_influence};
use crate::qmethod::{FactorIndex, SortIndex, StatementIndex};
use crate::render::number::{fixed, listed};
use crate::render::report::Report;
use crate::render::table::{Align, Table, TableCell};
use figure::figure;
use serde_json::{Value, json};

/// Longer tables are folded away.
const UNFOLDED: usize = 40;
/// Flags named in a cell before the rest is counted.
const FLAGS_NAMED: usize = 8;

/// What changes without each part, the most influential first; kind `jackknife`.
pub fn jackknife(found: &Jackknife, labels: &[String]) -> Report {
    let scored = found.scored();
    let order = by_influence(found);
    let mut report = Report::new(format!("Without each {}", noun(&found.left_out)))
        .text(how(found, labels))
        .text(summary(found, labels, &order));
    let failed = found.influences.iter().filter(|i| i.change.is_err());
    for influence in failed {
        if let Err(why) = &influence.change {
            report = report.warning(format!(
                "Without {} the analysis cannot be taken: of the sorts that remain, {}.",
                influence.name,
                why.words()
            ));
        }
    }
    let lost: Vec<String> = order
        .iter()
        .filter_map(|place| found.influences.get(*place))
        .filter_map(|i| Some((i, i.change.as_ref().ok()?)))
        .filter(|(_, change)| !change.lost.is_empty())
        .map(|(i, change)| {
            let lost: Vec<String> = change.lost.iter().map(|f| factor(labels, *f)).collect();
            format!("{} (without {})", listed(&lost), i.name)
        })
        .collect();
    if !lost.is_empty() {
        report = report.warning(format!("Not found again: {}.", names(&lost)));
    }
    let table = table(found, labels, &order);
    let rows = table.rows.len();
    report = report.table(if rows > UNFOLDED {
        table.collapsed(format!("Table of {rows} analyses"))
    } else {
        table
    });
    if let Some(flags) = flags_table(found, labels, &order) {
        report = report.table(flags);
    }
    report = report.figure(figure(found, labels, &order));
    let k = scored.factor_count();
    report.data("jackknife", data(found, &factors(labels, k)))
}

fn noun(left_out: &LeftOut) -> String {
    match left_out {
        LeftOut::Participants => "participant".to_owned(),
        LeftOut::Groups(by) => by.clone(),
        LeftOut::Statements => "statement".to_owned(),
    }
}

fn how(found: &Jackknife, labels: &[String]) -> String {
    let statements = match found.left_out {
        LeftOut::Statements => {
            " z-scores are compared over the statements that remain, brought to mean 0 and sd 1 over them; in the arrays they fill the grid less the card of the one left out."
        }
        _ => "",
    };
    format!(
        "{} analyses, each without one {}, and otherwise as the solution: {}. {}{statements}",
        found.influences.len(),
        noun(&found.left_out),
        steps_words(found.scored(), labels),
        replayed_words(found.options)
    )
}

/// Who matters most, in a sentence.
fn summary(found: &Jackknife, labels: &[String], order: &[usize]) -> String {
    let changes = || order.iter().filter_map(|p| found.influences.get(*p));
    let largest = changes().filter_map(|i| Some((i, i.change.as_ref().ok()?.largest_of_all()?)));
    let first = largest.max_by(|(_, a), (_, b)| a.1.total_cmp(&b.1));
    let same = changes().filter(|i| {
        let same = |c: &Change| c.gained.is_empty() && c.dropped.is_empty() && c.lost.is_empty();
        i.change.as_ref().is_ok_and(same)
    });
    let same = same.count();
    let mut words = match first {
        Some((influence, (f, change, statement))) => format!(
            "The largest change of a z-score is {}, of statement {} on {}, without {}.",
            fixed(change, COARSE),
            number(found, statement),
            factor(labels, f),
            influence.name
        ),
        None => "No factor has scores to compare.".to_owned(),
    };
    words.push_str(&format!(
        " In {same} of {} analyses all flags of the sorts that remain are the same.",
        found.influences.len()
    ));
    words
}

fn number(found: &Jackknife, statement: StatementIndex) -> u32 {
    let study = study_of(found.scored());
    study.statements().get(statement.0).map_or(0, |s| s.number)
}

fn table(found: &Jackknife, labels: &[String], order: &[usize]) -> Table {
    let k = found.scored().factor_count();
    let groups = matches!(found.left_out, LeftOut::Groups(_));
    let mut table = Table::new(
        "What changes: |r| of each factor with the solution's (! where it is not found again), the largest change of a z-score with its statement and factor, flags of other sorts, cells of the arrays",
    )
    .column("Without", Align::Left);
    if groups {
        table = table.column("sorts", Align::Right);
    }
    table = table
        .columns(factors(labels, k), Align::Right, Some("|r|"))
        .columns(["z", "No.", "on"], Align::Right, Some("change"))
        .columns(["gained", "lost"], Align::Right, Some("flags"))
        .column("cells", Align::Right);
    for influence in order.iter().filter_map(|p| found.influences.get(*p)) {
        let mut cells = vec![TableCell::text(shown_name(found, influence))];
        if groups {
            cells.push(TableCell::count(influence.sorts));
        }
        match &influence.change {
            Ok(change) => cells.extend(change_cells(found, labels, change)),
            Err(_) => cells.extend(std::iter::repeat_n(TableCell::missing(), k + 6)),
        }
        table.push(cells);
    }
    table
}

fn change_cells(found: &Jackknife, labels: &[String], change: &Change) -> Vec<TableCell> {
    let threshold = found.options.found_from;
    let mut cells: Vec<TableCell> = change
        .likeness
        .iter()
        .map(|r| TableCell::number(*r, FINE).mark((*r < threshold).then_some("!")))
        .collect();
    match change.largest_of_all() {
        Some((f, z, statement)) => cells.extend([
            TableCell::number(z, FINE),
            TableCell::integer(number(found, statement)),
            TableCell::text(factor(labels, f)),
        ]),
        None => cells.extend(std::iter::repeat_n(TableCell::missing(), 3)),
    }
    cells.push(TableCell::count(change.gained.len()));
    cells.push(TableCell::count(change.dropped.len()));
    let moved: Option<usize> = change.moved.iter().flatten().copied().reduce(|a, b| a + b);
    cells.push(moved.map_or_else(TableCell::missing, TableCell::count));
    cells
}

/// Which flags change; none where none does.
fn flags_table(found: &Jackknife, labels: &[String], order: &[usize]) -> Option<Table> {
    let mut table = Table::new("Flags of the sorts that remain").columns(
        ["Without", "gained", "lost"],
        Align::Left,
        None,
    );
    for influence in order.iter().filter_map(|p| found.influences.get(*p)) {
        let Ok(change) = &influence.change else {
            continue;
        };
        if !(change.gained.is_empty() && change.dropped.is_empty()) {
            table.push([
                TableCell::text(shown_name(found, influence)),
                flags(found, labels, &change.gained),
                flags(found, labels, &change.dropped),
            ]);
        }
    }
    match table.rows.len() {
        0 => None,
        rows => Some(table.collapsed(format!("Flags gained and lost in {rows} analyses"))),
    }
}

/// "A03 on F2, B11 on F4 and 3 more".
fn flags(found: &Jackknife, labels: &[String], flags: &[(SortIndex, FactorIndex)]) -> TableCell {
    let ids = study_of(found.scored()).sort_ids();
    let some = flags.iter().take(FLAGS_NAMED).map(|(sort, f)| {
        let id = ids.get(sort.0).map_or("", String::as_str);
        format!("{id} on {}", factor(labels, *f))
    });
    let some: Vec<String> = some.collect();
    if some.is_empty() {
        return TableCell::missing();
    }
    TableCell::text(match flags.len().saturating_sub(FLAGS_NAMED) {
        0 => some.join(", "),
        more => format!("{} and {more} more", some.join(", ")),
    })
}

fn shown_name(found: &Jackknife, influence: &Influence) -> String {
    match found.left_out {
        LeftOut::Groups(_) if influence.name.is_empty() => "(no value)".to_owned(),
        _ => influence.name.clone(),
    }
}

fn data(found: &Jackknife, factors: &[String]) -> Value {
    let study = study_of(found.scored());
    let flags = |flags: &[(SortIndex, FactorIndex)]| -> Vec<Value> {
        let named = flags.iter().map(
            |(sort, f)| json!({"sort": study.sort_ids().get(sort.0), "factor": factors.get(f.0)}),
        );
        named.collect()
    };
    let one = |influence: &Influence| match &influence.change {
        Err(why) => json!({"name": influence.name, "failed": why.words()}),
        Ok(change) => json!({
            "name": influence.name,
            "sorts": influence.sorts,
            "likeness": change.likeness,
            "lost": change.lost.iter().map(|f| factors.get(f.0)).collect::<Vec<_>>(),
            "largest_change": change.largest.iter().map(|l| l.map(|(z, _)| z)).collect::<Vec<_>>(),
            "statement": change.largest.iter().map(|l| l.map(|(_, s)| number(found, s))).collect::<Vec<_>>(),
            "gained": flags(&change.gained),
            "dropped": flags(&change.dropped),
            "moved": change.moved,
        }),
    };
    let (left_out, by) = match &found.left_out {
        LeftOut::Participants => ("participants", None),
        LeftOut::Groups(by) => ("groups", Some(by)),
        LeftOut::Statements => ("statements", None),
    };
    json!({
        "left_out": left_out,
        "by": by,
        "found_from": found.options.found_from,
        "factors": factors,
        "statements": wording::statement_numbers(study),
        "influences": found.influences.iter().map(one).collect::<Vec<_>>(),
        "z_se": found.se.as_ref().map(super::bootstrap::rows),
    })
}
