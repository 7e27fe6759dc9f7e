//! A drawn Q set: its statements, what each cell gave, and the path to it.

use super::{ConcourseState, cell_table, data, path, sides};
use crate::concourse::{CellShare, QSet};
use crate::render::number::{counted, fixed, listed};
use crate::render::report::Report;
use crate::render::table::{Align, Table, TableCell};

/// Asked for by name, not drawn.
const ASKED_FOR: &str = "†";

/// A Q set and how it came about; kind `q_set`.
pub fn q_set(state: &ConcourseState<'_>, q_set: &QSet) -> Report {
    let n = q_set.statements.len();
    let report = Report::new(format!("Q set of {n} statements from {}", state.name))
        .text(path::sentence(state))
        .text(drawn_words(state, q_set))
        .table(path::table(state, q_set));
    let report = match state.framework.rows().or(state.framework.columns()) {
        Some(_) => report.table(shares(state, q_set)),
        None => report,
    };
    let report = alike_words(report, state, q_set);
    report
        .table(statements(state, q_set))
        .data("q_set", data::q_set(state, q_set))
}

/// How it was drawn, so that it can be told and done again.
fn drawn_words(state: &ConcourseState<'_>, q_set: &QSet) -> String {
    let plan = &q_set.plan;
    let asked = q_set.statements.iter().filter(|d| d.asked_for).count();
    let by_name = match asked {
        0 => String::new(),
        n => format!(
            " {} asked for by name (marked {ASKED_FOR}).",
            counted(n, "is", "are")
        ),
    };
    let chosen = q_set.shares.iter().filter(|s| s.chosen && s.standing > 0);
    let chosen = chosen.count();
    let balance = match (plan.per_cell, plan.total) {
        (_, Some(total)) => format!("{total} in all, spread evenly over"),
        (Some(each), None) => format!("{each} from each of"),
        (None, None) => "as many as was stated from each of".to_owned(),
    };
    let numbers = if plan.in_order {
        "The cards are numbered in the concourse's order."
    } else {
        "The cards are numbered in an order drawn at random."
    };
    format!(
        "Drawn with seed {}: {balance} {}.{by_name} Within a cell each statement is as likely as any other; {}. {numbers}",
        plan.seed,
        counted(chosen, "cell", "cells"),
        if plan.allow_similar {
            "statements alike in wording may be drawn together".to_owned()
        } else {
            format!(
                "of two alike in wording (similarity {} or more) at most one is drawn",
                fixed(state.similar.threshold(), 2)
            )
        }
    )
}

fn shares(state: &ConcourseState<'_>, q_set: &QSet) -> Table {
    let framework = state.framework;
    let find = |row: usize, column: usize| {
        let cell = framework.cell(row, column);
        q_set.shares.iter().find(|share| share.cell == cell)
    };
    let said = |drawn: usize, standing: usize| format!("{drawn} of {standing}");
    cell_table(
        framework,
        &format!(
            "Drawn of those that could be drawn, by {}; in brackets: a cell not drawn from",
            sides(framework)
        ),
        |row, column| match find(row, column) {
            Some(CellShare { standing: 0, .. }) | None => TableCell::text("empty").bold(true),
            Some(share) if !share.chosen => {
                TableCell::text(format!("({})", said(share.drawn, share.standing)))
            }
            Some(share) => TableCell::text(said(share.drawn, share.standing)),
        },
        |rows, columns| {
            let cells = rows.iter().flat_map(|r| columns.iter().map(|c| (*r, *c)));
            let (mut drawn, mut standing) = (0, 0);
            for share in cells.filter_map(|(row, column)| find(row, column)) {
                drawn += share.drawn;
                standing += share.standing;
            }
            TableCell::text(said(drawn, standing))
        },
    )
}

fn alike_words(report: Report, state: &ConcourseState<'_>, q_set: &QSet) -> Report {
    let id = |candidate: usize| state.screening.concourse().id(candidate).to_owned();
    let inside = |candidate: usize| state.drawn(candidate).is_some();
    let both: Vec<String> = state
        .screening
        .undecided(state.similar)
        .filter(|pair| inside(pair.first) && inside(pair.second))
        .map(|pair| format!("{} with {}", id(pair.first), id(pair.second)))
        .collect();
    if !both.is_empty() {
        return report.warning(format!(
            "Alike in wording, and both in the set: {}.",
            listed(&both)
        ));
    }
    match q_set.alike.as_slice() {
        [] => report,
        passed => {
            let some: Vec<String> = passed
                .iter()
                .take(6)
                .map(|(out, of)| format!("{} (alike to {})", id(*out), id(*of)))
                .collect();
            let more = match passed.len().saturating_sub(some.len()) {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            report.remark(format!(
                "Passed over as alike to a statement of the set: {}{more}. If they differ in sense, `%q decide keep` says so.",
                some.join(", ")
            ))
        }
    }
}

fn statements(state: &ConcourseState<'_>, q_set: &QSet) -> Table {
    let (framework, screening) = (state.framework, state.screening);
    let mut table = Table::new(format!("The Q set; {ASKED_FOR} asked for by name"))
        .column("No.", Align::Right)
        .column("Statement", Align::Left)
        .column("From", Align::Left)
        .column("Cell", Align::Left)
        .column("Source", Align::Left);
    for drawn in &q_set.statements {
        let cell = framework.cell_of(drawn.candidate);
        let cell = cell.map(|cell| framework.name(cell));
        let sources = screening.sources(drawn.candidate).join("; ");
        table.push([
            TableCell::integer(drawn.number).mark(drawn.asked_for.then_some(ASKED_FOR)),
            TableCell::text(screening.text(drawn.candidate)),
            TableCell::text(path::family(screening, drawn.candidate)),
            cell.map_or_else(TableCell::missing, TableCell::text),
            match sources.as_str() {
                "" => TableCell::missing(),
                sources => TableCell::text(sources),
            },
        ]);
    }
    table
}
