//! Studies that come with the program.

use super::StudyFileError;
use super::grid::read_grid;
use super::load::{GridRequest, LoadRequest, Loaded, load};
use super::source::Source;

const CASE_STUDY: &str = "case-study";

/// The examples: name and one-line description.
pub fn example_names() -> &'static [(&'static str, &'static str)] {
    &[(
        CASE_STUDY,
        "93 sorts of 40 statements on joint commissioning, five sites: a reconstruction from published tables, not respondents' data",
    )]
}

/// The example of this name.
///
/// # Errors
/// A name that is not among [`example_names`].
pub fn example(name: &str) -> Result<Loaded, StudyFileError> {
    match name {
        CASE_STUDY => case_study(),
        _ => Err(StudyFileError::NoExample {
            name: name.to_owned(),
            known: example_names()
                .iter()
                .map(|(name, _)| format!("`{name}`"))
                .collect::<Vec<_>>()
                .join(", "),
        }),
    }
}

fn case_study() -> Result<Loaded, StudyFileError> {
    let inline = |file: &str, text: &str| Source::Inline {
        name: format!("{CASE_STUDY}/{file}"),
        text: text.to_owned(),
    };
    let grid = inline(
        "grid.csv",
        include_str!("../../notebooks/data/case-study/grid.csv"),
    );
    let sorts = inline(
        "sorts.csv",
        include_str!("../../notebooks/data/case-study/sorts.csv"),
    );
    let mut loaded = load(&LoadRequest {
        statements: Some(inline(
            "statements.csv",
            include_str!("../../notebooks/data/case-study/statements.csv"),
        )),
        grid: GridRequest::Stated(read_grid(&grid)?),
        ..LoadRequest::of(sorts)
    })?;
    loaded.notes.insert(
        0,
        "These 93 sorts are a RECONSTRUCTION: synthetic sorts fitted to the tables that the study published (Dickinson et al. 2013; its sorts \
         were never published). They are not respondents' data, say nothing about any person and are no evidence for the published findings."
            .to_owned(),
    );
    loaded
        .notes
        .push("The statements are short paraphrases, not the published wording.".to_owned());
    Ok(loaded)
}
