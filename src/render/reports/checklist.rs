//! What readers of a Q study need to be told, filled in as far as the session knows it.
//!
//! The items follow the stages of a Q study, in our own words. All 13 items of Churruca et al. 2021 (BMC Medical Research Methodology 21:125, Table 4) are among
//! them; Dieteren et al. 2023 (Social Sciences & Humanities Open 7:100404) found in 613 articles how often such choices go untold.

mod analysing;
mod asking;
mod finding;

use crate::render::analysis::Analysis;
use crate::render::number::{counted, listed};
use crate::render::report::Report;
use crate::render::table::{Align, Table, TableCell};
use serde_json::{Value, json};

/// The reporting checklist of one solution; kind `checklist`.
pub fn checklist(analysis: &Analysis<'_>) -> Report {
    let parts = [
        ("Question and Q set", asking::question(analysis)),
        ("P set and sorting", asking::sorting(analysis)),
        ("Analysis", analysing::items(analysis)),
        ("Findings", finding::items(analysis)),
    ];
    let of_what = match &analysis.provenance.solution {
        Some(solution) => format!("solution {solution} of study {}", analysis.provenance.study),
        None => format!("study {}", analysis.provenance.study),
    };
    let items: Vec<&Item> = parts.iter().flat_map(|(_, items)| items).collect();
    Report::new(format!("Reporting checklist: {of_what}"))
        .text(summary(&items))
        .table(table(&parts))
        .text(
            "The items follow the stages of a Q study; the column Churruca has the number of the item that asks the same in the checklist of Churruca et al. (2021, Table 4). \
             Dieteren et al. (2023) show how often such choices go untold.",
        )
        .data("checklist", data(&parts))
}

/// One thing to be told.
struct Item {
    asks: &'static str,
    standing: Standing,
    /// What the session knows; empty if nothing.
    told: String,
    /// What only the author can add; empty if nothing.
    missing: &'static str,
    /// The magic that tells it.
    verb: &'static str,
    /// The number of the item in Churruca et al. 2021 that asks the same.
    churruca: Option<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    /// The session tells it all.
    Told,
    /// The session tells a part; the author has to add the rest.
    InPart,
    /// Only the author can tell.
    Author,
    /// The session has not come so far.
    NotYet,
    /// Nothing of the kind was done.
    NotDone,
}

impl Standing {
    const ALL: [Self; 5] = [
        Self::Told,
        Self::InPart,
        Self::Author,
        Self::NotYet,
        Self::NotDone,
    ];

    fn words(self) -> &'static str {
        match self {
            Self::Told => "told",
            Self::InPart => "in part",
            Self::Author => "to be told by the author",
            Self::NotYet => "not yet done",
            Self::NotDone => "not done",
        }
    }
}

impl Item {
    /// Only the author can tell.
    fn author(asks: &'static str) -> Self {
        Self {
            asks,
            standing: Standing::Author,
            told: String::new(),
            missing: "",
            verb: "",
            churruca: None,
        }
    }

    /// The session tells it all, or has not come so far.
    fn told(asks: &'static str, told: Option<String>, verb: &'static str) -> Self {
        let standing = match told {
            Some(_) => Standing::Told,
            None => Standing::NotYet,
        };
        Self {
            standing,
            told: told.unwrap_or_default(),
            verb,
            ..Self::author(asks)
        }
    }

    /// Something is left to the author.
    fn but(self, missing: &'static str) -> Self {
        let standing = match self.standing {
            Standing::Told => Standing::InPart,
            other => other,
        };
        Self {
            standing,
            missing,
            ..self
        }
    }

    fn churruca(self, item: u32) -> Self {
        Self {
            churruca: Some(item),
            ..self
        }
    }

    /// What the session knows and what is left, as one cell.
    fn words(&self) -> String {
        let gap = match (self.standing, self.missing) {
            (Standing::Author | Standing::NotYet, _) | (_, "") => String::new(),
            (_, missing) => format!("To be told by the author: {missing}."),
        };
        let words = [self.told.as_str(), gap.as_str()];
        let words = words.into_iter().filter(|w| !w.is_empty());
        // Cells are data, in which a backtick is a backtick.
        words.collect::<Vec<_>>().join(" ").replace('`', "")
    }
}

fn summary(items: &[&Item]) -> String {
    let counts: Vec<String> = Standing::ALL
        .into_iter()
        .map(|standing| (standing, count(items, standing)))
        .filter(|(_, count)| *count > 0)
        .map(|(standing, count)| format!("{count} {}", standing.words()))
        .collect();
    format!(
        "{}: {}. What is told comes from this session; nothing is guessed.",
        counted(items.len(), "item", "items"),
        listed(&counts)
    )
}

fn count(items: &[&Item], standing: Standing) -> usize {
    items.iter().filter(|i| i.standing == standing).count()
}

fn table(parts: &[(&str, Vec<Item>)]) -> Table {
    let mut table = Table::new("What a report of this study has to tell")
        .column("No.", Align::Right)
        .column("Item", Align::Left)
        .column("Standing", Align::Left)
        .column("By", Align::Left)
        .column("Churruca", Align::Right)
        .column("From the session", Align::Left);
    let mut number = 0;
    for (part, items) in parts {
        table.push_group(*part);
        for item in items {
            number += 1;
            let gap = item.standing == Standing::Author || item.standing == Standing::NotYet;
            table.push([
                TableCell::count(number),
                TableCell::text(item.asks),
                TableCell::text(item.standing.words()).bold(gap),
                match item.verb {
                    "" => TableCell::missing(),
                    verb => TableCell::text(verb),
                },
                item.churruca
                    .map_or_else(TableCell::missing, TableCell::integer),
                match item.words() {
                    words if words.is_empty() => TableCell::missing(),
                    words => TableCell::text(words),
                },
            ]);
        }
    }
    table
}

fn data(parts: &[(&str, Vec<Item>)]) -> Value {
    let all: Vec<&Item> = parts.iter().flat_map(|(_, items)| items).collect();
    let numbered = parts
        .iter()
        .flat_map(|(part, items)| items.iter().map(move |item| (part, item)))
        .zip(1..);
    let items: Vec<Value> = numbered
        .map(|((part, item), number)| {
            json!({
                "number": number,
                "part": part,
                "asks": item.asks,
                "standing": item.standing.words(),
                "told": item.told,
                "missing": item.missing,
                "verb": item.verb,
                "churruca": item.churruca,
            })
        })
        .collect();
    json!({
        "items": items,
        "told": count(&all, Standing::Told),
        "in_part": count(&all, Standing::InPart),
        "author": count(&all, Standing::Author),
        "not_yet": count(&all, Standing::NotYet),
        "not_done": count(&all, Standing::NotDone),
    })
}
