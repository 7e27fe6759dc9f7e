//! A concourse: its coding framework, what is alike in wording, what was decided.

mod data;
mod path;
mod q_set;

pub use path::outcome as concourse_outcome;
pub use q_set::q_set;

use crate::concourse::{CellIndex, Decision, Fate, Framework, Pair, QSet, Screening, Similar};
use crate::render::number::{counted, fixed, listed};
use crate::render::report::Report;
use crate::render::table::{Align, Table, TableCell};

/// Longer lists are folded.
const ROWS_SHOWN: usize = 25;

/// All that is known of a concourse.
#[derive(Clone, Copy, Debug)]
pub struct ConcourseState<'a> {
    /// What it is called.
    pub name: &'a str,
    /// What was decided, and what has become of each statement.
    pub screening: &'a Screening,
    /// The coding framework.
    pub framework: &'a Framework,
    /// The pairs alike in wording.
    pub similar: &'a Similar,
    /// The Q set, once it is drawn.
    pub q_set: Option<&'a QSet>,
    /// What was assumed when it was read, in words.
    pub notes: &'a [String],
}

/// The framework with its counts, pairs alike in wording, decisions; every statement if `all` is asked for; kind `concourse`.
pub fn concourse(state: &ConcourseState<'_>, all: bool) -> Report {
    let screening = state.screening;
    let collected = screening.concourse().candidates().len();
    let sources = screening.concourse().sources().len();
    let from = match sources {
        0 => String::new(),
        n => format!(" from {}", counted(n, "source", "sources")),
    };
    let report = Report::new(format!("Concourse {}", state.name)).text(format!(
        "{}{from}. {}",
        counted(collected, "statement", "statements"),
        path::sentence(state)
    ));
    let mut report = framework(report, state);
    report = pairs(report, state);
    report = decisions(report, screening);
    if all {
        report = report.table(every_statement(state));
    }
    for note in state.notes {
        report = report.remark(note.as_str());
    }
    report.data("concourse", data::concourse(state))
}

/// What was just decided, in the words of the path; kind `concourse`.
pub fn decided(state: &ConcourseState<'_>, from: usize) -> Report {
    let screening = state.screening;
    let made = screening.decisions().get(from..).unwrap_or_default();
    let left = screening.undecided(state.similar).count();
    let mut report = Report::new("").text(path::sentence(state));
    report = report.table(decision_table(screening, from, made));
    report = match left {
        0 => report.text("No two statements alike in wording are left undecided."),
        n => report.text(format!(
            "{} in wording {} still undecided; `%q concourse` lists them.",
            counted(n, "pair alike", "pairs alike"),
            if n == 1 { "is" } else { "are" }
        )),
    };
    report.data("concourse", data::concourse(state))
}

fn framework(report: Report, state: &ConcourseState<'_>) -> Report {
    let framework = state.framework;
    let standing = state.screening.standing();
    let uncoded = standing.iter().filter(|c| framework.cell_of(**c).is_none());
    let uncoded: Vec<&str> = uncoded
        .map(|c| state.screening.concourse().id(*c))
        .collect();
    let report = match (framework.rows(), framework.columns()) {
        (None, None) => report.text(
            "There is no coding framework: no column of codes was named. State one with `--rows` and `--columns`.",
        ),
        _ => report.table(counts(state, &standing)).text(empty_words(state, &standing)),
    };
    let report = match uncoded.as_slice() {
        [] => report,
        ids => report.warning(format!(
            "{} a code and {} in no cell: {}. What is in no cell is drawn only if it is asked for by name.",
            counted(ids.len(), "statement lacks", "statements lack"),
            if ids.len() == 1 { "is" } else { "are" },
            path::some(ids)
        )),
    };
    match several_codes(state, &standing) {
        0 => report,
        n => report.remark(format!(
            "{} more than one code in a column; the first of them is the cell.",
            counted(n, "statement has", "statements have")
        )),
    }
}

fn several_codes(state: &ConcourseState<'_>, standing: &[usize]) -> usize {
    let sides = [state.framework.rows(), state.framework.columns()];
    let names: Vec<&str> = sides.iter().flatten().map(|s| s.name.as_str()).collect();
    let columns = state.screening.concourse().columns().iter();
    let sides: Vec<_> = columns
        .filter(|c| names.contains(&c.name.as_str()))
        .collect();
    let several = |candidate: &&usize| {
        let mut codes = sides.iter().filter_map(|side| side.codes.get(**candidate));
        codes.any(|codes| codes.len() > 1)
    };
    standing.iter().filter(several).count()
}

fn in_cell(framework: &Framework, standing: &[usize], cell: CellIndex) -> usize {
    let inside = standing
        .iter()
        .filter(|c| framework.cell_of(**c) == Some(cell));
    inside.count()
}

/// Statements that can be drawn, rows × columns.
fn counts(state: &ConcourseState<'_>, standing: &[usize]) -> Table {
    let framework = state.framework;
    let count =
        |row: usize, column: usize| in_cell(framework, standing, framework.cell(row, column));
    cell_table(
        framework,
        &format!("Statements that can be drawn, by {}", sides(framework)),
        |row, column| match count(row, column) {
            0 => TableCell::text("empty").bold(true),
            n => TableCell::count(n),
        },
        |rows, columns| {
            let cells = rows.iter().flat_map(|r| columns.iter().map(|c| (*r, *c)));
            TableCell::count(cells.map(|(r, c)| count(r, c)).sum())
        },
    )
}

/// A table of the framework with sums at its edges; a side that is not there is not shown.
fn cell_table(
    framework: &Framework,
    caption: &str,
    cell: impl Fn(usize, usize) -> TableCell,
    sum: impl Fn(&[usize], &[usize]) -> TableCell,
) -> Table {
    let rows: Vec<usize> = (0..framework.row_count()).collect();
    let columns: Vec<usize> = (0..framework.column_count()).collect();
    let codes = |side: Option<&crate::concourse::Dimension>| side.map(|s| s.codes.clone());
    let row_names = codes(framework.rows()).unwrap_or_else(|| vec!["statements".to_owned()]);
    let heading = framework.rows().map_or("", |rows| rows.name.as_str());
    let mut table = Table::new(caption).column(heading, Align::Left);
    let two_sided = framework.columns().is_some();
    if let Some(across) = framework.columns() {
        let names = across.codes.iter().map(String::as_str);
        table = table.columns(names, Align::Right, Some(&across.name));
        table = table.column("all", Align::Right);
    } else {
        table = table.column("statements", Align::Right);
    }
    for (row, name) in rows.iter().zip(&row_names) {
        let mut cells = vec![TableCell::text(name.as_str())];
        cells.extend(columns.iter().map(|column| cell(*row, *column)));
        if two_sided {
            cells.push(sum(&[*row], &columns));
        }
        table.push(cells);
    }
    if rows.len() > 1 {
        let mut foot = vec![TableCell::text("all")];
        foot.extend(columns.iter().map(|column| sum(&rows, &[*column])));
        if two_sided {
            foot.push(sum(&rows, &columns));
        }
        table.push_footer(foot);
    }
    table
}

fn sides(framework: &Framework) -> String {
    let names = [framework.rows(), framework.columns()];
    let names: Vec<&str> = names.iter().flatten().map(|s| s.name.as_str()).collect();
    listed(&names)
}

fn empty_words(state: &ConcourseState<'_>, standing: &[usize]) -> String {
    let framework = state.framework;
    let empty: Vec<String> = framework
        .cells()
        .filter(|cell| in_cell(framework, standing, *cell) == 0)
        .map(|cell| framework.name(cell))
        .collect();
    let sides = [framework.rows(), framework.columns()];
    let found = sides.iter().flatten().filter(|side| !side.stated);
    let found: Vec<String> = found.map(|side| format!("`{}`", side.name)).collect();
    let only = match found.as_slice() {
        [] => String::new(),
        names => format!(
            " The codes of {} are those that occur: stated, such as `--rows theme=price,place`, missing ones would show too.",
            listed(names)
        ),
    };
    match empty.as_slice() {
        [] => format!("No cell is empty.{only}"),
        [one] => format!("One cell is empty: {one}.{only}"),
        several => format!(
            "{} cells are empty: {}.{only}",
            several.len(),
            listed(several)
        ),
    }
}

fn pairs(report: Report, state: &ConcourseState<'_>) -> Report {
    let undecided: Vec<&Pair> = state.screening.undecided(state.similar).collect();
    let threshold = fixed(state.similar.threshold(), 2);
    let same = undecided.iter().filter(|pair| pair.same_words).count();
    if undecided.is_empty() {
        return report.text(format!(
            "No two statements are alike in wording at a similarity of {threshold} or more that were not decided about."
        ));
    }
    let words = format!(
        "{} in wording (similarity {threshold} or more, 1 the same; Levenshtein's distance between the words, in their order or the alphabet's), {} of them in the same words. \
         Nothing is taken out by itself: `%q decide merge`, `drop`, `reword` or `keep` says what becomes of them.",
        counted(undecided.len(), "pair is alike", "pairs are alike"),
        if same == 0 {
            "none".to_owned()
        } else {
            same.to_string()
        }
    );
    report.text(words).table(pair_table(state, &undecided))
}

fn pair_table(state: &ConcourseState<'_>, pairs: &[&Pair]) -> Table {
    let screening = state.screening;
    let id = |candidate: usize| screening.concourse().id(candidate).to_owned();
    let mut table = Table::new("Alike in wording, the most alike first; = the same words")
        .column("Similarity", Align::Right)
        .column("", Align::Left)
        .column("Statement", Align::Left)
        .column("", Align::Left)
        .column("Statement", Align::Left);
    for pair in pairs {
        table.push([
            TableCell::number(pair.similarity, 2).mark(pair.same_words.then_some("=")),
            TableCell::text(id(pair.first)),
            TableCell::text(screening.text(pair.first)),
            TableCell::text(id(pair.second)),
            TableCell::text(screening.text(pair.second)),
        ]);
    }
    if pairs.len() > ROWS_SHOWN {
        return table.collapsed(format!("{} pairs alike in wording", pairs.len()));
    }
    table
}

fn decisions(report: Report, screening: &Screening) -> Report {
    let all = screening.decisions();
    if all.is_empty() {
        return report;
    }
    let table = decision_table(screening, 0, all);
    if all.len() > ROWS_SHOWN {
        return report.table(table.collapsed(format!("{} decisions", all.len())));
    }
    report.table(table)
}

fn decision_table(screening: &Screening, from: usize, decisions: &[Decision]) -> Table {
    let concourse = screening.concourse();
    let ids = |candidates: &[usize]| -> String {
        let ids: Vec<&str> = candidates.iter().map(|c| concourse.id(*c)).collect();
        ids.join(", ")
    };
    let mut table = Table::new("Decisions")
        .column("", Align::Right)
        .column("", Align::Left)
        .column("Statements", Align::Left)
        .column("", Align::Left)
        .column("Reason", Align::Left);
    for (number, decision) in (from + 1..).zip(decisions) {
        let (what, whom, how, reason) = match decision {
            Decision::Keep { candidates, reason } => {
                ("kept", ids(candidates), "all stay".to_owned(), reason)
            }
            Decision::Drop { candidates, reason } => {
                ("dropped", ids(candidates), String::new(), reason)
            }
            Decision::Merge {
                into,
                others,
                reason,
            } => (
                "merged",
                ids(others),
                format!("into {}", concourse.id(*into)),
                reason,
            ),
            Decision::Reword {
                candidate,
                before,
                text,
                reason,
            } => (
                "reworded",
                ids(&[*candidate]),
                format!("“{before}” → “{text}”"),
                reason,
            ),
        };
        let reason = match reason.trim() {
            "" => TableCell::missing(),
            reason => TableCell::text(reason),
        };
        table.push([
            TableCell::count(number),
            TableCell::text(what),
            TableCell::text(whom),
            TableCell::text(how),
            reason,
        ]);
    }
    table
}

/// What has become of a statement, in a few words.
fn fate_words(screening: &Screening, candidate: usize) -> String {
    match screening.fate(candidate) {
        Fate::Standing => "stands".to_owned(),
        Fate::Merged { into, .. } => format!("merged into {}", screening.concourse().id(*into)),
        Fate::Dropped { reason } => format!("dropped: {reason}"),
    }
}

fn every_statement(state: &ConcourseState<'_>) -> Table {
    let screening = state.screening;
    let mut table = Table::new("Every statement, and what has become of it")
        .column("", Align::Left)
        .column("Statement", Align::Left)
        .column("Source", Align::Left)
        .column("Cell", Align::Left)
        .column("", Align::Left);
    for (at, candidate) in screening.concourse().candidates().iter().enumerate() {
        let cell = state.framework.cell_of(at);
        let cell = cell.map(|cell| state.framework.name(cell));
        table.push([
            TableCell::text(candidate.id.as_str()),
            TableCell::text(screening.text(at)),
            match candidate.source.as_str() {
                "" => TableCell::missing(),
                source => TableCell::text(source),
            },
            cell.map_or_else(TableCell::missing, TableCell::text),
            TableCell::text(path::outcome(state, at)),
        ]);
    }
    let all = screening.concourse().candidates().len();
    table.collapsed(format!("All {all} statements"))
}

impl ConcourseState<'_> {
    /// The number a statement carries in the Q set.
    fn drawn(&self, candidate: usize) -> Option<u32> {
        let mut drawn = self.q_set?.statements.iter();
        drawn.find(|d| d.candidate == candidate).map(|d| d.number)
    }
}
