//! What is to be told of the question, the Q set, the P set and the sorting.

use super::Item;
use crate::qmethod::comments::is_comment;
use crate::qmethod::{Attribute, Study};
use crate::render::analysis::Analysis;
use crate::render::number::{counted, listed};
use crate::render::reports::methods::grid_words;
use crate::render::reports::wording;

/// Attributes of more different values are named and not counted out.
const MOST_VALUES: usize = 8;

pub(super) fn question(analysis: &Analysis<'_>) -> Vec<Item> {
    let study = analysis.study;
    vec![
        Item::author("The question of the study, and why Q methodology answers it"),
        Item::author("Ethical approval, consent, and how the participants' data are kept"),
        Item::author("Where the statements were collected (the concourse)").churruca(1),
        structure(study).churruca(2),
        wordings(study).churruca(3),
        Item::author("Whether the Q set was piloted, and what came of it").churruca(4),
    ]
}

fn structure(study: &Study) -> Item {
    const ASKS: &str = "How the statements were sifted down to the Q set";
    let counted_out: Vec<String> = study
        .statement_attributes()
        .iter()
        .filter_map(|attribute| Some(format!("by {}: {}", attribute.name, spread(attribute)?)))
        .collect();
    if counted_out.is_empty() {
        return Item::author(ASKS);
    }
    Item::told(
        ASKS,
        Some(format!("Statements {}.", counted_out.join("; "))),
        "statements",
    )
    .but("how they were chosen")
}

fn wordings(study: &Study) -> Item {
    const ASKS: &str = "How many statements there are, and their wordings";
    let worded = study.statements().iter().filter(|s| !s.text.is_empty());
    let (worded, all) = (worded.count(), study.statement_count());
    let words = format!("{}, {worded} with a text.", wording::statements(all));
    let item = Item::told(ASKS, Some(words), "statements");
    match worded == all {
        true => item,
        false => item.but("the wordings"),
    }
}

pub(super) fn sorting(analysis: &Analysis<'_>) -> Vec<Item> {
    let study = analysis.study;
    vec![
        participants(study),
        left_out(analysis),
        Item::author("The condition of instruction: what the participants were asked to do"),
        Item::told(
            "The scale, the cards at each value, and the words at its ends",
            Some(grid_words(study.grid())),
            "grid",
        )
        .but("the words at both ends")
        .churruca(5),
        administration(study).churruca(6),
        beside(study).churruca(7),
    ]
}

fn participants(study: &Study) -> Item {
    let attributes = study.sort_attributes().iter();
    let spreads: Vec<String> = attributes
        .filter(|attribute| !is_comment(&attribute.name))
        .filter_map(|attribute| Some(format!("{}: {}", attribute.name, spread(attribute)?)))
        .collect();
    let words = match spreads.is_empty() {
        true => format!("{}.", wording::sorts(study.sort_count())),
        false => format!(
            "{}; {}.",
            wording::sorts(study.sort_count()),
            spreads.join("; ")
        ),
    };
    Item::told(
        "Who the participants are, how many, and how they were chosen",
        Some(words),
        "participants",
    )
    .but("how they were chosen, and why these")
}

fn left_out(analysis: &Analysis<'_>) -> Item {
    const ASKS: &str = "Which sorts were left out, and why";
    let sorts = wording::sorts(analysis.study.sort_count());
    match &analysis.background.part {
        None => Item::told(ASKS, Some(format!("None of the {sorts} loaded.")), "study"),
        Some(part) => {
            let words = format!(
                "Analysed: {sorts} of {}, those with {}.",
                part.of, part.condition
            );
            Item::told(ASKS, Some(words), "solve")
        }
    }
}

fn administration(study: &Study) -> Item {
    const ASKS: &str =
        "How the sorts were administered, with which program, and how long they took";
    let timed: Vec<&str> = study
        .sort_attributes()
        .iter()
        .map(|a| a.name.as_str())
        .filter(|name| *name == "minutes" || name.starts_with("time"))
        .collect();
    if timed.is_empty() {
        return Item::author(ASKS);
    }
    let words = format!("Times are recorded: {}.", listed(&timed));
    Item::told(ASKS, Some(words), "responses").but("how and with which program")
}

fn beside(study: &Study) -> Item {
    const ASKS: &str = "What was asked beside the sort (comments, interviews), and how it was used";
    let comments = study.sort_attributes().iter();
    match comments.filter(|a| is_comment(&a.name)).count() {
        0 => Item::author(ASKS),
        count => {
            let words = format!(
                "{} of the participants.",
                counted(count, "column of comments", "columns of comments")
            );
            Item::told(ASKS, Some(words), "exemplars").but("how they were asked for and used")
        }
    }
}

/// "A 10, B 14" of an attribute with few values; none of others.
fn spread(attribute: &Attribute) -> Option<String> {
    let mut values: Vec<&str> = attribute.values.iter().collect();
    values.sort_unstable();
    let groups: Vec<&[&str]> = values.chunk_by(|a, b| a == b).collect();
    if groups.len() > MOST_VALUES {
        return None;
    }
    let counts = groups.iter().filter_map(|group| {
        let name = match *group.first()? {
            "" => "without",
            name => name,
        };
        Some(format!("{name} {}", group.len()))
    });
    Some(counts.collect::<Vec<_>>().join(", "))
}
