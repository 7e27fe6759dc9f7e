//! What the page is shown: the study once, and where the respondent stands after each step.

use crate::survey::definition::Definition;
use crate::survey::sorting::Sorting;
use crate::survey::steps::Page;
use crate::survey::store::Respondent;
use crate::survey::words;
use serde_json::{Value, json};

/// What does not change.
pub(super) fn study(definition: &Definition) -> Value {
    json!({
        "name": definition.name,
        "condition": definition.condition,
        "language": definition.language,
        "translations": translations(definition),
        "admission": definition.admission,
        "procedure": definition.procedure,
        "forced": definition.forced,
        "grid": definition.grid,
        "statements": definition.statements,
        "questions": definition.questions,
        "pages": definition.pages,
        "words": words::words(&definition.language, &definition.words),
    })
}

/// What is said otherwise in each of the further languages.
fn translations(definition: &Definition) -> Vec<Value> {
    let further = definition.translations.iter();
    further
        .map(|further| {
            json!({
                "name": further.name,
                "condition": further.condition,
                "language": further.language,
                "statements": further.statements,
                "questions": further.questions,
                "pages": further.pages,
                "words": words::words(&further.language, &further.words),
            })
        })
        .collect()
}

/// Where the respondent stands; nobody stands on the first page.
pub(super) fn view(
    definition: &Definition,
    respondent: Option<&Respondent>,
    offered: Option<&str>,
) -> Value {
    let nobody = Sorting::new(definition, 0);
    let sorting = respondent.map_or(&nobody, Respondent::sorting);
    let round = sorting.round(definition);
    json!({
        "code": respondent.map(Respondent::code),
        "offered": offered,
        "steps": respondent.map_or(0, Respondent::steps),
        "page": sorting.page(),
        "language": respondent.map(|respondent| respondent.sorting().language()),
        "pages": pages(definition),
        "order": sorting.order(),
        "answers": sorting.answers(),
        "piles": sorting.piles(),
        "placed": sorting.placed(),
        "comments": sorting.comments(),
        "extremes": sorting.extreme_cards(definition),
        "round": round.map(|round| json!({
            "pile": round.pile,
            "value": round.value,
            "take": round.take,
            "candidates": round.candidates,
        })),
    })
}

/// The pages of this study, in order.
fn pages(definition: &Definition) -> Vec<Page> {
    use crate::survey::definition::Procedure;
    let questions = (!definition.questions.is_empty()).then_some(Page::Questions);
    let grid: &[Page] = match definition.procedure {
        Procedure::PickTwo => &[Page::Pick, Page::Review],
        Procedure::Drag => &[Page::Drag],
    };
    let before = [Page::Consent]
        .into_iter()
        .chain(questions)
        .chain([Page::Piles]);
    before
        .chain(grid.iter().copied())
        .chain([Page::Reasons, Page::End])
        .collect()
}
