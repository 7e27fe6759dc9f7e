//! What is to be told of the findings.

use super::{Item, Standing};
use crate::qmethod::comments::is_comment;
use crate::qmethod::{Rotated, Scored};
use crate::render::analysis::Analysis;
use crate::render::number::{fixed, listed};
use crate::render::reports::methods::{
    comparison_words, first_order_words, score_remarks, standing_words,
};
use crate::render::reports::wording::{self, COARSE, factor};

pub(super) fn items(analysis: &Analysis<'_>) -> Vec<Item> {
    let labels = analysis.labels;
    vec![
        Item::told(
            "How much of the variance the factors explain",
            analysis.rotated.map(|rotated| variance(rotated, labels)),
            "loadings",
        )
        .churruca(11),
        Item::told(
            "How many sorts define each factor, several, or none",
            analysis
                .flagged
                .map(|flagged| standing_words(flagged, labels)),
            "loadings",
        ),
        Item::told(
            "The factor arrays of all statements",
            analysis.scored.map(|scored| arrays(scored, labels)),
            "arrays",
        ),
        Item::told(
            "Statements that distinguish a factor, and those all agree on",
            analysis.scored.map(statements),
            "distinguishing",
        ),
        interpretation(&analysis.background.named).churruca(12),
        narratives(analysis).churruca(13),
        comparison(analysis),
        Item::told(
            "Where data and steps are kept, so that others can repeat the analysis",
            Some(format!(
                "The data by their digest, {}; the steps by `%q journal`.",
                short(&analysis.provenance.digest)
            )),
            "journal",
        )
        .but("where they can be found"),
        Item::author(
            "What the study cannot show; a P set is chosen, so shares of viewpoints are not shares of a population",
        ),
    ]
}

fn variance(rotated: &Rotated, labels: &[String]) -> String {
    let shares = rotated.variance_percent();
    let each: Vec<String> = wording::all(rotated.factor_count())
        .zip(&shares)
        .map(|(f, share)| format!("{} {} %", factor(labels, f), fixed(*share, COARSE)))
        .collect();
    format!(
        "{} {} %: {}.",
        wording::explain(rotated.factor_count()),
        fixed(shares.iter().sum(), 1),
        listed(&each)
    )
}

fn arrays(scored: &Scored, labels: &[String]) -> String {
    let found = match scored.array_distribution() {
        Some(_) => format!(
            "{} on {}.",
            wording::statements(scored.study().statement_count()),
            wording::factor_count(scored.scored_factors().len())
        ),
        None => "Scores only: no distribution is stated for arrays.".to_owned(),
    };
    let remarks = score_remarks(scored, labels);
    std::iter::once(found)
        .chain(remarks)
        .collect::<Vec<_>>()
        .join(" ")
}

fn statements(scored: &Scored) -> String {
    match scored.scored_factors().len() {
        0 | 1 => "Nothing to compare: fewer than two factors have scores.".to_owned(),
        _ => "Tested between all factors, by the rule above.".to_owned(),
    }
}

fn interpretation(named: &[String]) -> Item {
    const ASKS: &str = "How the factors were interpreted";
    if named.is_empty() {
        return Item::author(ASKS);
    }
    Item::told(ASKS, Some(format!("Named: {}.", listed(named))), "name")
        .but("who read the arrays, and how the readings were agreed")
}

fn narratives(analysis: &Analysis<'_>) -> Item {
    const ASKS: &str = "What each viewpoint says, with statements and participants' own words";
    let comments = analysis.study.sort_attributes().iter();
    let comments = comments.filter(|a| is_comment(&a.name)).count();
    let begun = analysis.scored.map(|_| match comments {
        0 => "Crib sheets to begin with; no comments are in the data.".to_owned(),
        _ => "Crib sheets and comments of the exemplars to begin with.".to_owned(),
    });
    Item::told(ASKS, begun, "crib").but("the narratives")
}

fn comparison(analysis: &Analysis<'_>) -> Item {
    const ASKS: &str = "How groups or sites were compared, if they were";
    let background = analysis.background;
    let group = background
        .part
        .as_ref()
        .and_then(|part| part.group.as_ref());
    let group = group.map(|(by, _)| format!("The sorts of each {by} were analysed by themselves."));
    let words: Vec<String> = group
        .into_iter()
        .chain(first_order_words(&background.first_order))
        .chain(comparison_words(&background.comparisons))
        .collect();
    if words.is_empty() {
        let item = Item::told(ASKS, Some("No comparison in this session.".to_owned()), "");
        return Item {
            standing: Standing::NotDone,
            ..item
        };
    }
    Item::told(ASKS, Some(words.join(" ")), "match")
}

/// The digest as far as readers compare it.
fn short(digest: &str) -> String {
    const SHOWN: usize = 19;
    match digest.get(..SHOWN) {
        Some(start) if digest.len() > SHOWN => format!("{start}…"),
        _ => digest.to_owned(),
    }
}
