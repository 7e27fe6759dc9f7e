//! Studies that come with the program.

use super::error::StudyFileError;
use super::load::Loaded;

/// The examples: name and one-line description.
pub fn example_names() -> &'static [(&'static str, &'static str)] {
    &[(
        "case-study",
        "93 sorts of 40 statements on joint commissioning, five sites: a reconstruction from published tables, not respondents' data",
    )]
}

/// The example of this name.
///
/// # Errors
/// A name that is not among [`example_names`].
pub fn example(name: &str) -> Result<Loaded, StudyFileError> {
    let _ = name;
    todo!()
}
