//! A second-order solution with the way back to first-order factors and participants.

mod streams;

use super::wording::{COARSE, MOST_ROWS, factor, names};
use crate::qmethod::FactorIndex;
use crate::qmethod::flagging::SortStanding;
use crate::qmethod::second_order::{Chain, ChainedFactor, ChainedParticipant};
use crate::render::number::{counted, listed};
use crate::render::report::Report;
use crate::render::table::{Align, Table, TableCell};
use serde_json::{Value, json};

/// Tables of more participants are folded away.
const UNFOLDED: usize = 20;

/// The words of a chain: what solutions, factors and sorts are called.
#[derive(Clone, Copy, Debug)]
pub struct ChainNames<'a> {
    /// The first-order solutions, in order.
    pub solutions: &'a [String],
    /// Their factors.
    pub labels: &'a [Vec<String>],
    /// The ids of their sorts.
    pub sorts: &'a [Vec<String>],
    /// The second-order factors.
    pub super_factors: &'a [String],
}

impl ChainNames<'_> {
    fn solution(&self, place: usize) -> &str {
        self.solutions.get(place).map_or("", String::as_str)
    }

    fn factor(&self, solution: usize, index: FactorIndex) -> String {
        let labels = self.labels.get(solution).map_or(&[][..], Vec::as_slice);
        factor(labels, index)
    }

    fn sort(&self, participant: &ChainedParticipant) -> &str {
        let ids = self.sorts.get(participant.solution);
        let id = ids.and_then(|ids| ids.get(participant.sort.0));
        id.map_or("", String::as_str)
    }

    fn super_factor(&self, index: FactorIndex) -> String {
        factor(self.super_factors, index)
    }
}

/// Where first-order factors and participants go: tables, an alluvial picture, warnings; kind `chain`.
pub fn chain(chain: &Chain, called: ChainNames<'_>) -> Report {
    let report = Report::new("From participants to super-factors").text(
        "A participant goes where the first-order factor goes that the participant alone defines; \u{2212} before a factor: it loads negatively there, so its people hold the opposite view. Projected loadings are Pearson correlations of a \
         participant's own sort with the z-scores of each super-factor: they also tell of those who define no factor.",
    );
    with_warnings(report, chain, called)
        .table(super_factors(chain, called))
        .table(first_order(chain, called))
        .figure(streams::figure(chain, called))
        .table(participants(chain, called))
        .data("chain", data(chain, called))
}

fn with_warnings(mut report: Report, chain: &Chain, called: ChainNames<'_>) -> Report {
    let counts = chain.factors_per_solution();
    if counts.iter().any(|count| Some(count) != counts.first()) {
        let each = called.solutions.iter().zip(&counts);
        let each: Vec<String> = each.map(|(name, n)| format!("{name} {n}")).collect();
        report = report.warning(format!(
            "The solutions bring unequal numbers of factors ({}): those with more weigh more in the super-factors.",
            each.join(", ")
        ));
    }
    for (place, super_factor) in chain.super_factors.iter().enumerate() {
        let name = called.super_factor(FactorIndex(place));
        match super_factor.solutions.as_slice() {
            [] => {
                report = report.warning(format!("No first-order factor defines {name}."));
            }
            [only] if called.solutions.len() > 1 => {
                report = report.warning(format!(
                    "{name} rests on one solution, {}: it is a local viewpoint, not one that several share.",
                    called.solution(*only)
                ));
            }
            _ => {}
        }
    }
    let thin: Vec<String> = chain
        .factors
        .iter()
        .filter(|f| f.defining_sorts < 2)
        .map(|f| {
            let name = called.factor(f.solution, f.factor);
            format!("{name} ({})", counted(f.defining_sorts, "sort", "sorts"))
        })
        .collect();
    if !thin.is_empty() {
        report = report.warning(format!(
            "Fewer than two sorts define {}: what goes into the second order there is one person's view, or none.",
            names(&thin)
        ));
    }
    report
}

fn super_factors(chain: &Chain, called: ChainNames<'_>) -> Table {
    let mut table = Table::new("What defines each super-factor")
        .column("", Align::Left)
        .column("First-order factors", Align::Left)
        .column("Solutions", Align::Left)
        .column("Participants behind them", Align::Right);
    for (place, super_factor) in chain.super_factors.iter().enumerate() {
        let factors: Vec<String> = super_factor
            .factors
            .iter()
            .filter_map(|f| chain.factors.get(*f))
            .map(|f| signed_name(f, FactorIndex(place), called))
            .collect();
        let solutions: Vec<&str> = super_factor
            .solutions
            .iter()
            .map(|s| called.solution(*s))
            .collect();
        table.push([
            TableCell::text(called.super_factor(FactorIndex(place))),
            text_or_missing(listed(&factors)),
            text_or_missing(listed(&solutions)),
            TableCell::count(super_factor.participants),
        ]);
    }
    table
}

fn text_or_missing(text: String) -> TableCell {
    if text.is_empty() {
        return TableCell::missing();
    }
    TableCell::text(text)
}

/// The factor, with a minus before it where it loads negatively.
fn signed_name(of: &ChainedFactor, on: FactorIndex, called: ChainNames<'_>) -> String {
    let name = called.factor(of.solution, of.factor);
    match of.loadings.get(on.0) {
        Some(l) if *l < 0.0 => format!("\u{2212}{name}"),
        _ => name,
    }
}

fn first_order(chain: &Chain, called: ChainNames<'_>) -> Table {
    let heads: Vec<String> = (0..chain.super_factors.len())
        .map(|f| called.super_factor(FactorIndex(f)))
        .collect();
    let mut table =
        Table::new("Loadings of the first-order factors; * and bold: it defines the super-factor")
            .column("", Align::Left)
            .column("Solution", Align::Left)
            .column("Defining sorts", Align::Right)
            .columns(heads, Align::Right, None)
            .column("Goes to", Align::Left);
    for of in &chain.factors {
        let mut cells = vec![
            TableCell::text(called.factor(of.solution, of.factor)),
            TableCell::text(called.solution(of.solution)),
            TableCell::count(of.defining_sorts),
        ];
        for place in 0..chain.super_factors.len() {
            let defines = of.standing == Some(SortStanding::Defining(FactorIndex(place)));
            cells.push(match of.loadings.get(place) {
                Some(l) => TableCell::number(*l, COARSE)
                    .bold(defines)
                    .mark(defines.then_some("*")),
                None => TableCell::missing(),
            });
        }
        cells.push(TableCell::text(goes_to(of.standing, called)));
        table.push(cells);
    }
    table
}

fn goes_to(standing: Option<SortStanding>, called: ChainNames<'_>) -> String {
    match standing {
        Some(SortStanding::Defining(f)) => called.super_factor(f),
        Some(SortStanding::Confounded) => "none: loads on several".to_owned(),
        Some(SortStanding::Unflagged) => "none: not flagged".to_owned(),
        Some(SortStanding::NonSignificant) => "none: loads on none".to_owned(),
        None => "did not take part".to_owned(),
    }
}

fn participants(chain: &Chain, called: ChainNames<'_>) -> Table {
    let heads: Vec<String> = (0..chain.super_factors.len())
        .map(|f| called.super_factor(FactorIndex(f)))
        .collect();
    let opposed = chain.participants.iter().any(|p| p.opposed);
    let caption = if opposed {
        "Participants and their projected loadings; \u{2212} holds the opposite view"
    } else {
        "Participants and their projected loadings"
    };
    let mut table = Table::new(caption)
        .column("Sort", Align::Left)
        .column("Solution", Align::Left)
        .column("First-order factor", Align::Left)
        .column("Super-factor", Align::Left)
        .columns(heads, Align::Right, Some("Projected loadings"));
    for participant in chain.participants.iter().take(MOST_ROWS) {
        let first = match participant.standing {
            SortStanding::Defining(f) => TableCell::text(called.factor(participant.solution, f)),
            _ => TableCell::missing(),
        };
        let to = participant
            .super_factor
            .map_or_else(TableCell::missing, |f| {
                let minus = participant.opposed.then_some("\u{2212}");
                TableCell::text(called.super_factor(f)).mark(minus)
            });
        let projected = participant.projected.iter().map(|r| match r {
            Some(r) => TableCell::number(*r, COARSE).shade(*r),
            None => TableCell::missing(),
        });
        let cells = [
            TableCell::text(called.sort(participant)),
            TableCell::text(called.solution(participant.solution)),
            first,
            to,
        ];
        table.push(cells.into_iter().chain(projected));
    }
    let count = chain.participants.len();
    if count > UNFOLDED {
        table = table.collapsed(format!("Table of {count} participants"));
    }
    table
}

fn data(chain: &Chain, called: ChainNames<'_>) -> Value {
    let factors: Vec<Value> = chain
        .factors
        .iter()
        .map(|f| {
            json!({
                "factor": called.factor(f.solution, f.factor),
                "solution": called.solution(f.solution),
                "defining_sorts": f.defining_sorts,
                "loadings": f.loadings,
                "super_factor": defined(f.standing).map(|to| called.super_factor(to)),
            })
        })
        .collect();
    let participants: Vec<Value> = chain
        .participants
        .iter()
        .map(|p| {
            json!({
                "sort": called.sort(p),
                "solution": called.solution(p.solution),
                "factor": defined(Some(p.standing)).map(|f| called.factor(p.solution, f)),
                "super_factor": p.super_factor.map(|f| called.super_factor(f)),
                "opposed": p.opposed,
                "projected": p.projected,
            })
        })
        .collect();
    let super_factors: Vec<Value> = chain
        .super_factors
        .iter()
        .enumerate()
        .map(|(place, s)| {
            let of = s.factors.iter().filter_map(|f| chain.factors.get(*f));
            let factors: Vec<String> = of.map(|f| called.factor(f.solution, f.factor)).collect();
            let solutions: Vec<&str> = s.solutions.iter().map(|s| called.solution(*s)).collect();
            json!({
                "label": called.super_factor(FactorIndex(place)),
                "factors": factors,
                "solutions": solutions,
                "participants": s.participants,
            })
        })
        .collect();
    json!({
        "super_factors": super_factors,
        "factors": factors,
        "participants": participants,
    })
}

fn defined(standing: Option<SortStanding>) -> Option<FactorIndex> {
    match standing {
        Some(SortStanding::Defining(factor)) => Some(factor),
        _ => None,
    }
}
